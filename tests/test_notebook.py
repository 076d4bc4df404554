"""What notebooks show: pages in frames of their own, pictures, and never too much."""

import html
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import embviz as ev
from embviz import notebook
from embviz.training.film import Along, Film, Recipe, Snapshot

MARKUP = ("<img src=x onerror=alert(1)>", '"></iframe><script>alert(1)</script>', "слово", "مرحبا")


def a_film(words=60, frames=6, d=8, extra=(), along=None):
    rng = np.random.default_rng(1)
    names = (*extra, *(f"w{i}" for i in range(words - len(extra))))
    E = rng.normal(size=(frames, words, d)).cumsum(axis=0)
    kept = [Snapshot(float(i), 3.0 - i / 9, {"E": E[i].astype(np.float16)}) for i in range(frames)]
    kept[-1] = Snapshot(float(frames - 1), 2.0, {"E": E[-1].astype(np.float32)})
    shown = np.arange(words, dtype=np.int32)
    return Film(tuple(kept), names, None, shown, Recipe(along=along))


def in_the_frame(shown):
    """The page that a browser reads out of the frame's attribute."""
    (srcdoc,) = re.findall(r'srcdoc="([^"]*)"', shown)
    return html.unescape(srcdoc)


class TestFilm:
    def test_it_is_a_page_in_a_frame_that_reaches_nothing(self):
        shown = a_film(extra=MARKUP)._repr_html_()
        assert shown.isascii() and shown.count("<iframe") == 1
        (sandbox,) = re.findall(r'sandbox="([^"]*)"', shown)
        assert sandbox.split() == ["allow-scripts", "allow-downloads"]
        page = in_the_frame(shown)
        assert page.startswith("<!doctype html>") and "default-src 'none'" in page
        assert not any(word in page for word in MARKUP[:2])

    def test_a_film_without_frames_is_text(self):
        assert Film((), ("a",), None, np.zeros(1, np.int32))._repr_html_() is None

    def test_what_gives_way_to_its_size_is_said(self, monkeypatch):
        film = a_film(words=120, frames=20)
        whole = notebook.playing(film, "pca", words=120)
        assert len(whole.text) > 100_000
        monkeypatch.setattr(notebook, "MOST_BYTES", len(whole.text) - 10_000)
        smaller = notebook.playing(film, "pca", words=120)
        assert len(smaller.text) <= notebook.MOST_BYTES
        monkeypatch.setattr(notebook, "MOST_BYTES", 1)
        assert len(notebook.playing(film, "pca").text) < len(smaller.text)

    def test_frames_are_thinned_evenly_with_both_ends(self):
        film = a_film(frames=9, along=Along("dimension", tuple("123456789")))
        thin = film.thinned(5)
        assert [each.epoch for each in thin] == [0, 2, 4, 6, 8]
        assert thin.recipe.along.values == ("1", "3", "5", "7", "9") and thin.complete

    def test_show_plays_or_gives_the_nearest_moment(self):
        film = a_film()
        assert "<iframe" in film.show(words=["w1", "w2", "w3"])._repr_html_()
        moment = film.show(epoch=2.4, words=5)
        assert moment._repr_html_() is None and "epoch 2" in moment._repr_svg_()
        with pytest.raises(ev.MissingWord):
            film.show(words=["nowhere"])
        with pytest.raises(ev.SettingError, match="no projection 'axes'"):
            film.show(projection="axes")


class TestPictures:
    def test_vectors_show_some_of_their_words(self):
        film = a_film(words=400)
        drawn = ET.fromstring(film.vectors()._repr_svg_())
        svg = "{http://www.w3.org/2000/svg}"
        legend = {each.text for each in drawn.iter(f"{svg}text")} - set(film.words)
        assert len(list(drawn.iter(f"{svg}circle"))) - len(legend) == notebook.WORDS
        assert film.vectors()._repr_svg_() == film.vectors().show()._repr_svg_()

    def test_a_frame_knows_its_words_and_forgets_them_on_its_way(self):
        import pickle

        film = a_film(extra=MARKUP)
        assert film[0].words == film.shown_words and film[-1].words == film.words
        svg = film[-1]._repr_svg_()
        assert "<img" not in svg and "&lt;img" in svg
        assert pickle.loads(pickle.dumps(film[0])).words == ()
        assert pickle.loads(pickle.dumps(film))[0].words == film.shown_words
        assert Snapshot(0.0, 1.0, dict(film[0].matrices))._repr_svg_() is None

    def test_what_cannot_be_drawn_is_text(self):
        bad = ev.Vectors(("a", "b", "c"), np.full((3, 2), np.nan))
        assert bad._repr_svg_() is None
        assert ev.Vectors((), np.empty((0, 3)))._repr_svg_() is None
        with pytest.raises(ValueError):
            bad.show()

    @pytest.mark.parametrize("n", [1, 2, 3, 4])
    def test_few_words_have_a_picture(self, n):
        vectors = ev.Vectors(tuple("abcd"[:n]), np.eye(4)[:n])
        assert vectors._repr_svg_().count("<text") == n


def test_a_notebook_shows_films_and_vectors():
    """What a front end is sent, by the kernel's own formatters."""
    formatters = pytest.importorskip("IPython.core.formatters").DisplayFormatter()
    film = a_film()
    data, _ = formatters.format(film)
    assert {"text/html", "text/plain"} <= set(data) and "Film: 6 frames" in data["text/plain"]
    for shown in (film.vectors(), film[-1], film.show(epoch=1)):
        data, _ = formatters.format(shown)
        assert "image/svg+xml" in data and "text/html" not in data
