"""The Map page with films that have little to show, or show it badly."""

import io
from dataclasses import replace

import numpy as np
import pytest

import embviz as ev
from embviz.files.film import film_npz
from tests.files.making import with_part
from tests.ui.app_page import captions, session_of, take_pictures

COMPILING_S = 300
"""UMAP compiles itself when it is first used."""


def film_of(words, d=6, frames=4):
    text = "\n".join(" ".join(f"w{(i + j) % words}" for j in range(8)) + "." for i in range(150))
    model = ev.SkipGram(dimension=d, epochs=2, subsampling=0.0)
    return ev.train(model, ev.Corpus.from_text(text), frames=frames, progress=False)


def with_rows(film, rows):
    changed = (
        replace(each, matrices={**each.matrices, "E": rows(i, each.E)})
        for i, each in enumerate(film)
    )
    return replace(film, snapshots=tuple(changed))


def opened(app, film):
    """A film opened from a file, on the Map page."""
    data = io.BytesIO()
    film_npz.write(data, film, title="mine")
    upload(app, data.getvalue())
    return app


def upload(app, data):
    app.selectbox(key="text").set_value("upload").run()
    app.file_uploader(key="file").set_value(("x.npz", data, "application/zip")).run()


def draw_by(app, way):
    """Choose a way of drawing, and come back until all is drawn: compiling outlasts patience."""
    app.selectbox(key="way").set_value(way).run(timeout=COMPILING_S)
    if way != "axes":
        for _ in range(10):
            app.run(timeout=COMPILING_S)
            if session_of(app).look.projection.name == way:
                break


def in_every_way(app):
    """What the Map page says of each way of drawing."""
    there = app.switch_page("pages/map.py").run()
    for way in ("pca", "neighbourhoods", "umap", "axes"):
        draw_by(there, way)
        if way == "umap":
            there.number_input(key="umap.n_neighbors").set_value(200).run()
        assert not there.exception and not there.error, way
        session = session_of(there)
        assert not session.source.failed(session.wanted_look()), way
        drawn = take_pictures(there)
        assert len(drawn) == len(session.source.frames) and np.isfinite(drawn[-1].xy).all(), way
        yield way, captions(there)


def test_fewer_words_than_neighbours_asked_for(app):
    for way, said in in_every_way(opened(app, film_of(40))):
        assert ("only 39 neighbours" in said) == (way == "umap")
        assert "Type a word for each end" not in said, "words of the film are offered"
        assert "too few" not in said


@pytest.mark.parametrize(
    "film",
    [
        film_of(2),
        film_of(12),
        film_of(40, d=1),
        with_rows(film_of(40), lambda i, E: np.ones_like(E)),
        with_rows(film_of(40), lambda i, E: np.zeros_like(E)),
    ],
    ids=["two words", "twelve words", "d = 1", "all rows equal", "zeros"],
)
def test_a_picture_that_cannot_be_judged_says_so(app, film):
    for _, said in in_every_way(opened(app, film)):
        assert "too few distinct words" in said
        assert not any("real" in markdown.value for markdown in app.sidebar.markdown)


def test_two_dimensions_are_shown_as_they_are(app):
    opened(app, film_of(40, d=2))
    assert not app.exception
    figures = take_pictures(app)[-1].trust
    assert figures > 9.9


@pytest.mark.parametrize("frame", [0, -1])
def test_a_film_of_one_frame(app, frame):
    film = film_of(40)
    alone = replace(film, snapshots=(film.snapshots[frame],))
    for _, _ in in_every_way(opened(app, alone)):
        assert "only one frame" in " ".join(caption.value for caption in app.main.caption)
    assert "of 10** neighbours are correct" in " ".join(m.value for m in app.sidebar.markdown)


def test_a_film_with_a_number_that_is_none_is_refused(app):
    film, data, before = film_of(40), io.BytesIO(), session_of(app).source
    film_npz.write(data, film, title="mine")
    rows = np.stack([each.E for each in film.snapshots[:-1]])
    rows[1, 3] = np.nan
    upload(app, with_part(data.getvalue(), "E", rows))
    assert not app.exception
    assert any("not finite" in error.value for error in app.error)
    assert session_of(app).source is before


def random_rows(i, E):
    return np.random.default_rng(i).normal(size=E.shape).astype(E.dtype)


def test_the_first_epochs_of_a_map_of_the_last_frame_are_warned_of(app):
    film = film_of(66, d=20)
    groups = np.eye(6, 20)[np.arange(66) % 6] * 20  # of eleven words: a word and its neighbours

    def at_last(i, E):
        rows = random_rows(i, E)
        return (rows + groups).astype(E.dtype) if i == len(film) - 1 else rows

    true_at_last = with_rows(film, at_last)
    there = opened(app, true_at_last).switch_page("pages/map.py").run()
    draw_by(there, "umap")
    warned = [warning.value for warning in there.warning]
    assert any("Do not trust the beginning" in warning for warning in warned)
    rows, pictures = there.table[0].value, take_pictures(there)
    assert float(rows["Correct of 10"].iloc[-1]) == pytest.approx(pictures[-1].trust, abs=0.05)
    assert float(rows["Correct of 10"].iloc[0]) == pytest.approx(pictures[0].trust, abs=0.05)


def test_principal_components_that_show_little_offer_neighbourhoods(app):
    there = opened(app, with_rows(film_of(60, d=20), random_rows)).switch_page("pages/map.py").run()
    assert "true neighbours" in captions(there)
    there.button(key="better").click().run()
    there.run()
    assert session_of(there).wanted_way() == "neighbourhoods"
    assert there.sidebar.selectbox[0].value == "neighbourhoods"
    assert not there.exception
    assert "true neighbours here" not in captions(there)
