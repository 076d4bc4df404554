"""A film as one HTML file, made without an app."""

import base64
import math
import re
import zlib
from pathlib import Path

import numpy as np
import pytest

import embviz as ev
from embviz.errors import SettingError
from embviz.training.film import Film, Recipe, Snapshot
from embviz.ui.map.page_of_film import page_of_film, usual
from embviz.ui.texts import films
from tests.wordmap.decoding import decode


def messages(page):
    packed = re.findall(r'class="message">([^<]+)<', page)
    return [decode(zlib.decompress(base64.b64decode(each))) for each in packed]


@pytest.fixture(scope="module")
def film():
    model = ev.SkipGram(dimension=6, epochs=4, subsampling=0.0)
    return ev.train(model, ev.sample("tiny"), frames=9, words=20, hide=2, progress=False)


def test_a_page_holds_all_of_a_film(film):
    shares = []
    first, rows = messages(page_of_film(film, "tiny", ev.PCA(), shares.append))
    assert first.header["words"] == list(film.shown_words)
    assert first.epochs.tolist() == pytest.approx([each.epoch for each in film])
    np.testing.assert_allclose(first.xy, ev.project(film, "pca"), atol=1e-4)
    assert {each.name for each in first.layers} == {"trust", "moved"}
    exact = first.header["final"]["0"]
    vectors = film.vectors()
    assert [word for word, _ in exact] == [w for w, _ in vectors.most_similar(film.shown_words[0])]
    assert rows.header["rows"]["frames"] == list(range(len(film)))
    assert shares[-1] == 1 and shares == sorted(shares)


def test_it_says_what_it_is_and_of_which_text(film):
    said = " ".join(films.about(film, "tiny", "E"))
    for part in ("Skip-gram", "“tiny”", "9 frames", "20 of", "6 numbers", "off by 0.01", "seed 0"):
        assert part in said
    assert all(
        len(each.split()) <= 15 for each in films.about(film, "tiny", "E") if "Sett" not in each
    )
    header = messages(page_of_film(film, "tiny", ev.PCA()))[0].header
    assert header["title"] == "tiny · Skip-gram"
    assert "PCA shows 2 of 6 dimensions" in header["note"] and "are shown" in header["note"]


def test_a_film_of_which_nothing_is_known_makes_a_page():
    rng = np.random.default_rng(0)
    snapshots = [
        Snapshot(float(i), math.nan, {"E": rng.standard_normal((3, 4)).astype(np.float16)})
        for i in range(4)
    ]
    film = Film(tuple(snapshots), ("a", "b", "c"), None, np.arange(3, dtype=np.int32), Recipe())
    first, rows = messages(page_of_film(film, "own"))
    assert "counts" not in first.header and "final" not in first.header
    assert first.header["colour"] == "none" and "groups" not in first.header
    assert rows.header["rows"]["d"] == 4
    told = " ".join(films.about(film, "own", "E"))
    assert "how the word vectors “own” changed" in told and "repetition" not in told
    with pytest.raises(ValueError, match="frames"):
        page_of_film(Film((), ("a", "b"), None, np.arange(2, dtype=np.int32)), "none", ev.PCA())


def test_few_words_are_not_drawn_as_neighbourhoods(film):
    assert usual(film).name == "pca"


def test_films_and_vectors_are_saved_as_pages(film, tmp_path):
    ev.save(film, tmp_path / "tiny.html")
    assert "<title>tiny · Skip-gram</title>" in (tmp_path / "tiny.html").read_text("utf-8")
    ev.save(film.vectors(), tmp_path / "still.HTML")
    with open(tmp_path / "stream", "wb") as stream:
        ev.save(film, stream, "html")
    page = (tmp_path / "stream").read_text("utf-8")
    assert page == ev.film_page(film, "film")
    still = ev.film_page(film.vectors(), words=10, projection="pca")
    assert messages(still)[0].header["n"] == 10 and messages(still)[0].header["still"]
    with pytest.raises(SettingError, match="no projection 'axes'"):
        ev.film_page(film, projection="axes")
    ev.save(film, tmp_path / "tiny.npz")
    assert isinstance(ev.load(tmp_path / "tiny.npz"), Film)
    assert {each.name for each in Path(tmp_path).iterdir()} == {
        "tiny.html",
        "still.HTML",
        "stream",
        "tiny.npz",
    }
