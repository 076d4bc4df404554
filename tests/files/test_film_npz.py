"""Films as files: round trips, the layout, and saving."""

import io
import json
import os
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embviz
from embviz.errors import FileError, TextError
from embviz.files import load, load_checkpoint, save
from embviz.models.skipgram import SkipGram
from embviz.text.corpus import Corpus
from embviz.training.checkpoint import Checkpoint
from embviz.training.run import Run, train
from tests.equality import same_film
from tests.files.making import TEXT, parts, read, refused, written, zipped
from tests.strategies import films

# ---- round trips


@settings(max_examples=60, deadline=None)
@given(film=films(), title=st.text(max_size=50))
def test_a_film_comes_back_as_it_was(film, title):
    saved = read(written(film, title=title))
    same_film(saved.film, film)
    assert saved.title == title and saved.checkpoint is None
    assert written(saved.film, title=title) == written(film, title=title)


def test_a_run_under_way_comes_back(data, checkpoint):
    saved = read(data)
    assert saved.title == "Kings" and saved.refused is None
    again = saved.going_on()
    assert again.film is saved.film and again.run.hash == checkpoint.run.hash
    assert again.run.corpus.text == TEXT and again.run.always == ("good", "is")
    assert again.state.position == checkpoint.state.position


def test_words_that_are_hidden_by_name_stay_hidden(corpus):
    run = Run(SkipGram(dimension=3, epochs=3), corpus, frames=5, without=("is",))
    begun = Checkpoint.begin(run).advanced(60)
    again = read(written(begun.film, begun)).going_on()
    assert again.run.hash == run.hash and again.run.without == ("is",)
    assert "is" not in again.film.shown_words
    same_film(again.film, begun.film)


def test_films_that_python_trains_are_saved_by_path(tmp_path, corpus):
    film = train(SkipGram(dimension=3, epochs=2), corpus)
    save(film, tmp_path / "a.npz")
    save(film, str(tmp_path / "b"))
    same_film(load(tmp_path / "a.npz"), film)
    same_film(load(str(tmp_path / "b")), film)
    with pytest.raises(FileError, match="Checkpoint") as caught:
        load_checkpoint(tmp_path / "a.npz")
    assert caught.value.reason == "no_checkpoint"


def test_a_checkpoint_is_saved_with_its_film(tmp_path, checkpoint):
    save(checkpoint, tmp_path / "run.npz")
    same_film(load(tmp_path / "run.npz"), checkpoint.film)
    assert load_checkpoint(tmp_path / "run.npz").run.hash == checkpoint.run.hash


def test_numpy_alone_can_read_it(data, checkpoint, corpus):
    film = checkpoint.film
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        about = json.loads(arrays["about"].tobytes())
        assert about["format"] == "embviz film" and about["version"] == 2
        assert about["embviz"] == embviz.__version__
        assert about["recipe"]["settings"]["dimension"] == 3
        assert tuple(arrays["words"]) == film.words == corpus.words
        assert arrays["E"].dtype == np.float16 and arrays["E"].shape == (len(film), 5, 3)
        assert np.array_equal(arrays["E"][1], film[1].E)
        assert arrays["epochs"].tolist() == [each.epoch for each in film]
        assert arrays["text"].tobytes().decode("utf-8", "surrogatepass") == TEXT
        assert np.array_equal(arrays["state_E"], checkpoint.state.weights["E"])


def test_the_weights_of_a_finished_run_are_not_stored_twice(checkpoint):
    done = checkpoint.advanced(60)
    assert {"E_last", "U_last"} <= (names := parts(written(done.film, done)).keys())
    assert not {"state_E", "state_U"} & names


def test_a_file_may_be_written_anew_by_numpy(data, checkpoint):
    file = io.BytesIO()
    np.savez_compressed(file, **np.load(io.BytesIO(data)))
    same_film(read(file.getvalue()).going_on().film, checkpoint.film)


def test_text_that_packs_too_well_is_stored(monkeypatch):
    monkeypatch.setattr("embviz.files.film.archive.UNSUSPECTED", 2**15)
    corpus = Corpus.from_text("the king " * 10_000, min_count=1)
    begun = Checkpoint.begin(Run(SkipGram(dimension=2, epochs=1), corpus))
    data = written(begun.film, begun)
    assert len(data) > 90_000
    assert read(data).going_on().run.hash == begun.run.hash
    packed = zipped(parts(data), zipfile.ZIP_DEFLATED)
    assert refused(packed).member == "text.npy"


# ---- saving


def test_a_failed_save_leaves_the_older_file(tmp_path, checkpoint, monkeypatch):
    path = tmp_path / "run.npz"
    save(checkpoint, path)
    before = path.read_bytes()
    monkeypatch.setattr("embviz.files.film.film_npz.write_checkpoint", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save(checkpoint, path)
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["run.npz"]


def test_a_link_stays_a_link(tmp_path, checkpoint):
    (tmp_path / "link").symlink_to(tmp_path / "run.npz")
    save(checkpoint.film, tmp_path / "link")
    assert (tmp_path / "link").is_symlink() and load(tmp_path / "run.npz")


def test_what_cannot_be_read_again_is_not_saved(checkpoint):
    film, run = checkpoint.film, checkpoint.run
    unsound = [
        replace(film, words=("a" * 65, *film.words[1:])),
        replace(film, words=(film.words[1], *film.words[1:])),
        replace(film, counts=film.counts[::-1]),
        replace(film, shown=film.shown[::-1]),
        replace(film, snapshots=film.snapshots[::-1]),
        replace(
            film, snapshots=(replace(film[0], matrices={"E": film[0].E + np.float16(np.inf)}),)
        ),
        replace(film, snapshots=(replace(film[0], matrices={"E": film[0].E}), film[1])),
    ]
    for each in unsound:
        with pytest.raises(ValueError, match="cannot be saved"):
            written(each)
    with pytest.raises(ValueError, match="another film"):
        written(replace(film), checkpoint)
    with pytest.raises(ValueError, match="title"):
        written(film, title="a" * 1001)
    with pytest.raises(TypeError, match="a Film, a Checkpoint or Vectors"):
        save(run, io.BytesIO())
    bare = replace(run, corpus=run.corpus.without_text())
    with pytest.raises(TextError):
        written(film, replace(checkpoint, run=bare))
