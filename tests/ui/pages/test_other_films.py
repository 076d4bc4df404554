"""Films that none of our models made: other matrices and arrays, no counts, no text, no loss."""

import io

import numpy as np
import pytest

import embviz as ev
from embviz.files.film import film_npz
from embviz.models import MODELS
from embviz.training.film import Recipe
from embviz.ui.map.run_difference import titles
from embviz.ui.state.run_facts import RunFacts
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
    assert header["title"] == "theirs · trained elsewhere" and "states no loss" in header["note"]
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


@pytest.fixture
def recorded(tmp_path):
    """The file of a film that was recorded elsewhere, with neither counts nor losses."""

    def record(name="mine.npz", seed=0, **settings):
        rng = np.random.default_rng(seed)
        recorder = ev.Recorder(WORDS, folder=tmp_path, **settings)
        for step in range(4):
            recorder.frame(1000 * step, rng.standard_normal((len(WORDS), 6)))
        recorder.save(tmp_path / name)
        return tmp_path / name

    return record


def opened_in(app, path):
    app.selectbox(key="text").set_value("upload").run()
    data = path.read_bytes()
    return app.file_uploader(key="file").set_value((path.name, data, "application/zip")).run()


def told(app):
    return " ".join(
        each.value for kind in ("caption", "markdown", "info") for each in app.get(kind)
    )


@pytest.mark.parametrize("unit", ["epoch", "step"])
def test_what_nobody_knows_of_a_recorded_film_is_said_once(app, recorded, unit):
    opened = opened_in(app, recorded(unit=unit))
    header = message(opened).header
    assert not opened.exception and header["title"] == "mine.npz · trained elsewhere"
    assert header["note"].count("loss") == 1 and "states no loss" in header["note"]
    assert told(opened).count("not known") == 1 and "word counts are not known" in told(opened)
    if unit == "step":
        assert header["along"]["values"] == ["0", "1000", "2000", "3000"]
    inside = opened.switch_page("pages/inside.py").run()
    assert "How this film was trained is not known" in told(inside) and not inside.exception


def test_words_that_were_chosen_are_not_said_to_be_the_most_frequent(app, recorded):
    note = message(opened_in(app, recorded(shown=["w9", "w7", "w30"]))).header["note"]
    assert "hidden" not in note and "3 of 40 words are shown" in note


def test_there_is_no_button_to_train_what_cannot_be_trained(app, recorded):
    assert message(opened_in(app, recorded())).header["narrow"].get("label", "") == ""


def test_counts_that_are_known_are_not_missed(app, recorded):
    opened = opened_in(app, recorded(counts=range(40, 0, -1)))
    assert "Its sentences are not known" in told(opened)
    assert message(opened).header["counts"][:2] == [40, 39]


@pytest.mark.parametrize("page", ["words", "map", "context", "use", "compare", "files"])
def test_every_page_opens_with_a_recorded_film(app, recorded, page):
    there = opened_in(app, recorded(unit="step")).switch_page(f"pages/{page}.py").run()
    assert not there.exception and not there.error


def test_what_a_lost_process_recorded_opens(app, tmp_path):
    recorder = ev.Recorder(WORDS, shown=20, folder=tmp_path)
    for epoch in range(3):
        recorder.frame(epoch, np.eye(len(WORDS), 6) + epoch, loss=3 - epoch)
    opened = opened_in(app, recorder.path)
    assert not opened.exception and len(session_of(opened).source.frames) == 3
    assert "as stated in the file" in message(opened).header["note"]


def test_two_films_from_elsewhere_are_not_taken_for_equal_runs(app, recorded):
    opened_in(app, recorded("one.npz", seed=1))
    one = session_of(app).source
    opened_in(app, recorded("two.npz", seed=2))
    facts = [RunFacts.of(source) for source in (one, session_of(app).source)]
    assert facts[0].key != facts[1].key
    assert titles(*facts) == ("one.npz · trained elsewhere", "two.npz · trained elsewhere")
