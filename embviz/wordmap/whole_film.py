"""A complete film, drawn and packed at once: all that a page needs which has no app behind it.

What the app sends frame by frame, as it is asked for, is here one message and the rows of E.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from embviz.jobs.train_and_draw import (
    LIVE,
    NEIGHBOURS,
    Drawing,
    DrawJob,
    Look,
    half_rows,
    plain,
    redraw,
)
from embviz.jobs.usual_projection import FEWEST
from embviz.measures import movement
from embviz.measures.clusters import FEWEST_WORDS, find_clusters
from embviz.measures.moved import distances
from embviz.projections import PCA, Neighbourhoods, Projection
from embviz.projections.picture import Picture
from embviz.training.film import Film
from embviz.vectors.vectors import Vectors
from embviz.wordmap.colours import clustered, told_from_nothing, trusts
from embviz.wordmap.message import (
    Beginning,
    ColourGroups,
    FilmFacts,
    Layer,
    Message,
    NeighbourTable,
    Stretch,
)
from embviz.wordmap.rows import Rows, rows_of

MOST_COSINES = 10**8
"""Cosines that are worked out for a page, so that its lists of the last frame are of all words;
beyond, they are of those on the map, and say so."""

LISTS = 5  # selected words whose neighbours are listed
MOST_DRAWN = 1000  # words of a film that is drawn as neighbourhoods unless said
STEP_S = 0.1  # seconds after which progress is told


@dataclass(frozen=True)
class Said:
    """What is said of a film, and in which words."""

    title: str
    note: str  # what limits the picture
    texts: Mapping[str, str]  # `ui/texts/<language>/wordmap.toml`
    unit: str = ""  # what frames go along, if not epochs


@dataclass(frozen=True, eq=False)
class DrawnFilm:
    """A film and its pictures, one a frame."""

    film: Film
    look: Look
    pictures: tuple[Picture, ...]

    @property
    def rows(self) -> Rows:
        """The rows that were drawn, in bytes."""
        frames = range(len(self.film))
        return rows_of([self.film.rows(i, self.look.vectors) for i in frames])


def usual(film: Film) -> Projection:
    """How a film is drawn unless said."""
    n, d = len(film.shown), film[0].E.shape[1] if len(film) else 0
    return Neighbourhoods() if d > LIVE.axes and FEWEST < n <= MOST_DRAWN else LIVE


def draw_steps(film: Film, projection: Projection) -> Iterator[DrawnFilm | float]:
    """Draw a film in steps: gives the share that is drawn, 0 to 1, and at last the whole.

    Raises ValueError if it has no frames.
    """
    if not len(film):
        raise ValueError("a film without frames cannot be drawn")
    look = plain(film.recipe, projection)
    job, state = DrawJob(look, film.shown, film.snapshots), Drawing()
    drawn: dict[int, Picture] = {}
    while not state.finished:
        state, some = redraw(job, state, STEP_S)
        drawn.update(some)
        yield len(drawn) / len(film)
    yield DrawnFilm(film, look, tuple(drawn[i] for i in range(len(film))))


def drawn_at_once(film: Film, projection: Projection) -> DrawnFilm:
    """Draw a film. Raises ValueError if it has no frames."""
    *_, drawn = draw_steps(film, projection)
    if not isinstance(drawn, DrawnFilm):
        raise ValueError("drawing ends with the whole film")
    return drawn


def whole(drawn: DrawnFilm, said: Said, *, still: bool = False) -> Message:
    """Tell all of a film that is drawn, as of one that is complete."""
    film, pictures, found = drawn.film, drawn.pictures, groups(drawn)
    n, last = len(film.shown), pictures[-1]
    facts = FilmFacts(
        film.recipe.run or "film",
        n,
        "done",
        total=len(pictures),
        epochs=last.epoch,
        best=-1 if film.best is None else film.best,
    )
    scores = film.sampled_scores
    return Message(
        facts,
        Stretch(pictures, scores=[] if scores is None else scores[:, :2].tolist()),
        _beginning(drawn, said, found, still),
        title=said.title,
        note=said.note,
        groups=found if found.names else None,
        layers=[Layer("trust", 0, trusts(pictures), 0.0, NEIGHBOURS), *_moved(drawn)],
        table=NeighbourTable(len(pictures) - 1, last.neighbours, last.cosines),
        final=_final(film, drawn.look.vectors),
        turnover=None if still else _turnover(pictures),
    )


def _beginning(drawn: DrawnFilm, said: Said, found: ColourGroups, still: bool) -> Beginning:
    film, projection = drawn.film, drawn.look.projection
    components = None
    if isinstance(projection, PCA):
        components = list(projection.components or range(1, projection.axes + 1))
    along = film.recipe.along
    return Beginning(
        words=film.shown_words,
        dims=projection.axes,
        counts=None if film.counts is None else film.counts[film.shown].tolist(),
        clusters=bool(found.names),
        texts=said.texts,
        colour="group" if found.names else "none",
        lists_most=LISTS,
        components=components,
        still=still,
        whole=len(film.shown) == len(film.words),
        along=along and replace(along, name=said.unit),
    )


def groups(drawn: DrawnFilm) -> ColourGroups:
    """Give the clusters of the last frame; without names: there are none."""
    film = drawn.film
    if len(film.shown) < FEWEST_WORDS:
        return ColourGroups([], [], [], [-1] * len(film.shown))
    rows = Vectors(film.shown_words, film.rows(-1, drawn.look.vectors))
    counts = None if film.counts is None else film.counts[film.shown]
    return clustered(find_clusters(rows, counts))


def _moved(drawn: DrawnFilm) -> list[Layer]:
    """How far each word is from where it was at the start, if the film has more than one frame."""
    film, which = drawn.film, drawn.look.vectors
    if len(film) < 2:
        return []
    start = half_rows(film.shown, film[0], which)
    ways = [distances(start, half_rows(film.shown, each, which)) for each in film]
    values = np.array(ways, np.float32)
    high = float(values.max(initial=0.0))
    return [Layer("moved", 0, told_from_nothing(values, high), 0.0, high, absolute=not start.any())]


def _final(film: Film, which: str) -> dict[int, list[tuple[str, float]]] | None:
    """The exact neighbours at the end, among all words; None where that is not known, or costly."""
    if not film.complete or len(film.words) * len(film.shown) > MOST_COSINES:
        return None
    vectors = film.vectors(-1, which)
    return {i: vectors.most_similar(word, NEIGHBOURS) for i, word in enumerate(film.shown_words)}


def _turnover(pictures: tuple[Picture, ...]) -> list[float]:
    neighbours, epochs = zip(*((each.neighbours, each.epoch) for each in pictures), strict=True)
    shares = movement.changed_within(neighbours, epochs)
    means: list[float] = shares.mean(axis=1, dtype=np.float64).tolist()
    return means
