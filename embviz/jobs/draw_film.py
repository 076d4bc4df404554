"""All frames of a film drawn in one go: for pages and pictures that are made without the app."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from embviz.errors import MissingWord, SettingError
from embviz.jobs.train_and_draw import Drawing, DrawJob, Look, redraw
from embviz.measures.clusters import Clusters, find_clusters
from embviz.projections import PROJECTIONS, Projection
from embviz.projections.axes import WordAxes
from embviz.projections.picture import Picture
from embviz.training.film import Film
from embviz.types import Float32
from embviz.vectors.vectors import Vectors

How = str | Projection | WordAxes
"""A name of `PROJECTIONS`, a projection with its settings, or axes between words."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """Frames of a film that are drawn, and the words on them.

    Attributes:
        film: Those frames.
        places: (n,) the places of the words among those that frames keep, rising.
        look: How they are drawn.
        pictures: One a frame.
    """

    film: Film
    places: tuple[int, ...]
    look: Look
    pictures: Sequence[Picture]

    @property
    def words(self) -> list[str]:
        """The words of the picture (n,)."""
        return [self.film.shown_words[i] for i in self.places]

    @property
    def counts(self) -> list[int] | None:
        """How often each of them occurs; None where nobody knows."""
        counts, shown = self.film.counts, self.film.shown
        return None if counts is None else counts[shown[list(self.places)]].tolist()

    def rows(self, frame: int) -> Float32:
        """The vectors of the words at a frame, (n, d)."""
        return self.film.rows(frame)[list(self.places)]


def drawn(
    film: Film,
    projection: How = "pca",
    words: Sequence[str] | int | None = None,
) -> Drawn:
    """Draw all frames of a film.

    Raises:
        SettingError: There is no such projection, or no frame, or no word.
        MissingWord: A word is not among those that frames keep.
    """
    places = chosen(film.shown_words, words)
    if not places or not len(film):
        raise SettingError("nothing_drawn", "there is no word or no frame to be drawn", value=words)
    among = [film.shown_words[i] for i in places]
    look = Look(_projection(projection, among), places, film.recipe.result)
    job = DrawJob(look, film.shown, film.snapshots)
    _, found = redraw(job, Drawing(), math.inf)
    return Drawn(film, places, look, [picture for _, picture in sorted(found, key=lambda e: e[0])])


def chosen(words: Sequence[str], wanted: Sequence[str] | int | None) -> tuple[int, ...]:
    """Give the places of the wanted words, rising: those named, the first so many, or all.

    >>> chosen(["king", "queen", "bread"], ["bread", "king"]), chosen(["king", "queen"], 1)
    ((0, 2), (0,))

    Raises:
        MissingWord: One is not there.
    """
    if wanted is None or isinstance(wanted, int):
        return tuple(range(len(words) if wanted is None else max(0, min(wanted, len(words)))))
    place = {word: i for i, word in enumerate(words)}
    for word in wanted:
        if word not in place:
            raise MissingWord("missing_word", f"“{word}” is not on the map.", word=word)
    return tuple(sorted({place[word] for word in wanted}))


def _projection(how: How, words: Sequence[str]) -> Projection:
    if isinstance(how, WordAxes):
        return how.among(words)
    if not isinstance(how, str):
        return how
    if how not in PROJECTIONS or how == "axes":
        known = ", ".join(name for name in PROJECTIONS if name != "axes")
        raise SettingError("projection", f"no projection {how!r}; there are: {known}", value=how)
    return PROJECTIONS[how]()


def clusters(shown: Drawn) -> Clusters:
    """Find out which words belong together at the last frame."""
    return find_clusters(Vectors(tuple(shown.words), shown.rows(-1)), shown.counts)
