"""Films that none of our models made: other matrices and arrays, no counts, no text, no loss."""

import io

import numpy as np
import pytest

import embviz as ev
from embviz.files.film import film_npz
from embviz.models import MODELS
from embviz.training.film import Recipe
from tests.ui.app_page import address_of, message, session_of

WORDS = tuple(f"w{i}" for i in range(40))


def other_film(frames=5):
    """Rows that drift from noise to a ring, with an output matrix and weights of a network."""
    rng, angle = np.random.default_rng(0), np.linspace(0, 2 * np.pi, len(WORDS), endpoint=False)
    noise = rng.standard_normal((len(WORDS), 6))
    ring = np.stack([np.cos(angle), np.sin(angle), *np.zeros((4, len(WORDS)))], axis=1)

    def snapshot(i):
        share, kind = i / (frames - 1), np.float32 if i == frames - 1 else np.float16
        rows = ((1 - share) * noise + 3 * share * ring).astype(kind)
        layers = {"layer0.weight": np.full((3, 4), share, kind)}
        return ev.Snapshot(float(i), np.nan, {"E": rows, "Out": -rows}, layers)

    shown = np.arange(len(WORDS), dtype=np.int32)
    recipe = Recipe(vectors=("E", "Out", "E+Out"))
    return ev.Film(tuple(map(snapshot, range(frames))), WORDS, None, shown, recipe)


@pytest.fixture
def opened(app):
    data = io.BytesIO()
    film_npz.write(data, other_film(), title="theirs")
    app.selectbox(key="text").set_value("upload").run()
    app.file_uploader(key="file").set_value(("x.npz", data.getvalue(), "application/zip")).run()
    return app


def test_it_is_drawn_under_its_name(opened):
    assert not opened.exception and not opened.error
    header = message(opened).header
    assert (
        header["title"] == "theirs · trained elsewhere"
        and "as stated in the file" in header["note"]
    )
    assert len(session_of(opened).source.frames) == 5
    assert not set(address_of(opened).split(";")) & set(MODELS)  # of no model that is known here


@pytest.mark.parametrize("page", ["words", "map", "inside", "files"])
def test_every_page_opens(opened, page):
    there = opened.switch_page(f"pages/{page}.py").run()
    assert not there.exception and not there.error


def test_its_other_matrix_can_be_drawn_and_asked(opened):
    there = opened.switch_page("pages/map.py").run()
    source = session_of(there).source
    assert source.choices == ("E", "Out", "E+Out")
    there.segmented_control(key=f"matrix.{source.key}").set_value("Out").run()
    assert session_of(there).look.vectors == "Out" and not there.exception
    assert np.array_equal(source.vectors_by("Out").matrix, -source.vectors_by("E").matrix)


def test_it_can_be_saved_again(opened):
    film, checkpoint = session_of(opened).source.recording()
    assert checkpoint is None
    data = io.BytesIO()
    film_npz.write(data, film)
    again = film_npz.read(data, most_bytes=2**24).film
    assert again[1].arrays["layer0.weight"][0, 0] == np.float16(0.25)
    assert again.counts is None and again.recipe == other_film().recipe
