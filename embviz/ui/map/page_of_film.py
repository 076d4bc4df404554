"""A film, or vectors, as one HTML file, without an app: for the command line and for scripts."""

import math
from collections.abc import Callable

import numpy as np

from embviz.errors import SettingError
from embviz.projections import PCA, PROJECTIONS, Projection
from embviz.training.film import Film, Recipe, Snapshot
from embviz.ui.texts import LANGUAGE, films, say, table
from embviz.vectors.excerpt import cut
from embviz.vectors.vectors import Vectors
from embviz.wordmap.packing import encode
from embviz.wordmap.standalone import standalone
from embviz.wordmap.whole_film import DrawnFilm, Said, draw_steps, usual, whole


def page_of_film(
    film: Film,
    text: str,
    projection: Projection | None = None,
    progress: Callable[[float], None] = lambda share: None,
    note: str = "",
) -> str:
    """Make the page of a film.

    Args:
        film: With all its frames.
        text: What its text, or the film, is called.
        projection: How it is drawn; None: as neighbourhoods, where there are enough words and
            dimensions for them, and not too many words.
        progress: Is told what share is drawn, 0 to 1.
        note: What else is to be said below the map.

    Raises:
        ValueError: If it has no frames, or a number of E is not finite.
    """
    drawn = _drawn(film, projection or usual(film), progress)
    which, recipe = drawn.look.vectors, film.recipe
    return standalone(
        encode(whole(drawn, _said(drawn, text, note))),
        title=films.title(recipe, text),
        language=LANGUAGE,
        about=list(films.about(film, text, which)),
        rows=drawn.rows,
    )


def page_of_vectors(vectors: Vectors, text: str, words: int, projection: Projection) -> str:
    """Make the page of some words of vectors, at most so many: a map that does not move."""
    shown = cut(vectors, words=words).vectors if len(vectors) > words else vectors
    rows = np.ascontiguousarray(shown.matrix, dtype=np.float32)
    ids = np.arange(len(rows), dtype=np.int32)
    still = Film((Snapshot(0.0, math.nan, {"E": rows}),), shown.words, None, ids, Recipe())
    drawn = _drawn(still, projection, lambda share: None)
    V, d = vectors.matrix.shape
    title = say("files", "other.title", text=text, words=f"{V:,}", d=d)
    said = Said(title, _of_picture(drawn, "note_still"), table("wordmap"))
    return standalone(
        encode(whole(drawn, said, still=True)),
        title=title,
        language=LANGUAGE,
        about=list(films.about_still(text, len(rows), V, d)),
        rows=drawn.rows,
    )


def projection_named(name: str) -> Projection:
    """Give a way of drawing that needs no settings. Raises SettingError."""
    known = {key: kind for key, kind in PROJECTIONS.items() if key != "axes"}
    if name not in known:
        message = f"no projection {name!r} for a page; there are: {', '.join(known)}"
        raise SettingError("projection", message, value=name)
    return known[name]()


def _drawn(film: Film, projection: Projection, progress: Callable[[float], None]) -> DrawnFilm:
    for step in draw_steps(film, projection):
        if isinstance(step, DrawnFilm):
            return step
        progress(step)
    raise AssertionError("drawing ends with the whole film")


def _said(drawn: DrawnFilm, text: str, note: str) -> Said:
    film, recipe = drawn.film, drawn.film.recipe
    notes = [
        _of_picture(drawn, "note"),
        films.loss(recipe, known=films.knows_losses(film)),
        _of_words(film),
        note,
    ]
    whole_note = " ".join(filter(None, notes))
    return Said(films.title(recipe, text), whole_note, table("wordmap"), films.unit(recipe))


def _of_picture(drawn: DrawnFilm, key: str) -> str:
    """Say what the way of drawing shows, and what it does not."""
    projection, d = drawn.look.projection, drawn.film[0].E.shape[1]
    if isinstance(projection, PCA) and 0 < d <= projection.axes:
        return say("train", "note.directions")
    known = table("projections")[projection.name]
    along = drawn.film.recipe.along
    if isinstance(projection, PCA) and along is not None and along.name == "dimension":
        key = "note_of_each"  # its frames are widened to the widest
    return say(
        "projections",
        f"{projection.name}.{key if key in known else 'note'}",
        d=d,
        axes=projection.axes,
    )


def _of_words(film: Film) -> str:
    n, V = len(film.shown), len(film.words)
    return say("train", "note.shown", shown=f"{n:,}", all=f"{V:,}") if V > n else ""
