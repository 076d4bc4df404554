"""A picture of one moment of a film, or of vectors, to be saved or shown in a notebook."""

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from embviz.errors import MissingWord, SettingError
from embviz.files.paths import Place, writing
from embviz.projections import PROJECTIONS, Projection
from embviz.projections.axes import WordAxes
from embviz.training.film import Film, Recipe, Snapshot, chosen
from embviz.util.settings import out_of_range
from embviz.vectors.vectors import Vectors
from embviz.wordmap.colours import HUES
from embviz.wordmap.message import ColourGroups
from embviz.wordmap.paper import pdf, plate, svg
from embviz.wordmap.paper.shapes import Sheet
from embviz.wordmap.paper.truetype import Font
from embviz.wordmap.whole_film import DrawnFilm, drawn_at_once, usual
from embviz.wordmap.whole_film import groups as clusters

WORDS = 250
"""Words of a picture, unless somebody says how many: as many as can be told apart."""

How = str | Projection | WordAxes | None
"""A name of `PROJECTIONS`, a projection with its settings, axes between words; None: what is usual
for so many words."""

SMALLEST, LARGEST = 100.0, 10_000.0  # width or height of a picture, in points

ENDINGS = (".svg", ".pdf")


@dataclass(frozen=True, eq=False)
class MapPicture:
    """A map of words on paper, which a notebook shows."""

    sheet: Sheet

    def __repr__(self) -> str:
        """Say what it is in a line."""
        return f"<MapPicture: {self.sheet.title}>"

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> None:
        """It is a picture, no page."""

    @property
    def svg(self) -> str:
        """The picture as SVG, in which labels are text."""
        return svg.written(self.sheet)

    def pdf(self, font: str | os.PathLike[str] | None = None) -> bytes:
        """Make a PDF, in which labels are text.

        Args:
            font: A TrueType file for words that are not in Western letters; None: one that this
                computer has.

        Raises:
            SettingError: `no_font` if no font has the letters of a word, `joined_letters` if a word
                needs more than one letter after the other, as in Arabic: SVG can have both.
            ValueError: If the file is no TrueType font.
        """
        return pdf.written(self.sheet, None if font is None else Font.read(Path(font)))

    def save(self, path: Place, font: str | os.PathLike[str] | None = None) -> None:
        """Save it under a name that ends in .svg or .pdf.

        Raises:
            ValueError: If the name ends otherwise.
            SettingError: As `pdf` does.
            OSError: If the file cannot be written.
        """
        ending = Path(path).suffix.lower() if isinstance(path, str | os.PathLike) else ""
        if ending not in ENDINGS:
            raise ValueError(f"a picture ends in {' or '.join(ENDINGS)}, not {ending!r}")
        data = self.svg.encode() if ending == ".svg" else self.pdf(font)
        with writing(path) as file:
            file.write(data)


def picture(
    what: Film | Vectors,
    *,
    epoch: float | None = None,
    projection: How = None,
    words: Sequence[str] | int | None = None,
    selected: Sequence[str] = (),
    trails: bool = False,
    groups: Mapping[str, str] | None = None,
    size: tuple[float, float] = (640, 440),
    dark: bool = False,
) -> MapPicture:
    """Draw one moment of a film, or vectors, as the map does: points, labels, colours.

    Args:
        what: A film or vectors.
        epoch: Of a film: the moment, or the nearest that is kept; None: its end.
        projection: A name of `PROJECTIONS` but "axes", a projection with its settings, or
            `embviz.projections.axes.WordAxes`; None: neighbourhoods (t-SNE) where there are enough
            words and dimensions for them, else PCA.
        words: Which, or how many of the first; None: 250 at most.
        selected: Words that get a ring, and a label before all others.
        trails: Whether the ways of selected words up to that moment are drawn.
        groups: The group of words by name, which are coloured so; None: clusters that are found.
        size: Width and height in points.
        dark: Whether it is drawn on a dark ground.

    Raises:
        MissingWord: If a word is not there.
        SettingError: If there is no such projection, it is in space, there is nothing to draw, or
            the size or the epoch is none.

    >>> film = Film((Snapshot(0.0, 1.0, {"E": np.eye(3)}),), ("a", "b", "c"), None, np.arange(3))
    >>> picture(film).svg.count("<circle")
    3
    """
    words = WORDS if words is None else words
    # Of vectors there may be many more than a picture shows.
    film = what if isinstance(what, Film) else of_vectors(what.take(chosen(what.words, words)))
    film = film.showing(words)
    if not len(film) or not len(film.shown):
        raise SettingError("nothing_drawn", "there is no word or no frame to be drawn", value=words)
    way = projection_of(projection, film.shown_words) if projection is not None else usual(film)
    if way.axes != 2:
        raise out_of_range("axes", way.axes, 2, 2, whole=True)
    shown = drawn_at_once(film, way)
    if not all(SMALLEST <= length <= LARGEST for length in size):
        raise out_of_range("size", size, SMALLEST, LARGEST, whole=False)
    epochs = np.array([picture.epoch for picture in shown.pictures])
    if epoch is not None and not math.isfinite(epoch):
        raise out_of_range("epoch", epoch, 0, float(epochs[-1]), whole=False)
    frame = len(epochs) - 1 if epoch is None else int(np.abs(epochs - epoch).argmin())
    places = [film.shown_words.index(word) for word in _there(film, selected)]
    until = [picture.xy for picture in shown.pictures[: frame + 1]]
    ways = [(i, np.array([xy[i] for xy in until])) for i in places if trails and frame]
    scene = plate.Scene(
        film.shown_words,
        until[-1],
        clusters(shown) if groups is None else _groups(film.shown_words, groups),
        places,
        ways,
        title=_title(film, shown, frame),
    )
    return MapPicture(plate.drawn(scene, size, plate.DARK if dark else plate.LIGHT))


def of_vectors(vectors: Vectors) -> Film:
    """A film of one frame, which is drawn as any."""
    return of_frame(Snapshot(0.0, math.nan, {"E": vectors.matrix}, words=vectors.words))


def of_frame(snapshot: Snapshot) -> Film:
    """The same of a frame that knows its words."""
    ids = np.arange(len(snapshot.words), dtype=np.int32)
    return Film((snapshot,), snapshot.words, None, ids, Recipe())


def projection_of(how: str | Projection | WordAxes, words: Sequence[str]) -> Projection:
    """Give the way of drawing that is meant, of these words (n,).

    Raises:
        SettingError: There is none of that name.
        MissingWord: A word that makes an axis is not there.
    """
    if isinstance(how, WordAxes):
        return how.among(words)
    if not isinstance(how, str):
        return how
    if how not in PROJECTIONS or how == "axes":
        known = ", ".join(name for name in PROJECTIONS if name != "axes")
        raise SettingError("projection", f"no projection {how!r}; there are: {known}", value=how)
    return PROJECTIONS[how]()


def _there(film: Film, words: Sequence[str]) -> Sequence[str]:
    """Words that frames keep. Raises MissingWord if one is not."""
    for word in words:
        if word not in film.shown_words:
            raise MissingWord("missing_word", f"“{word}” is not on the map.", word=word)
    return words


def _groups(words: Sequence[str], groups: Mapping[str, str]) -> ColourGroups:
    names = list(dict.fromkeys(groups[word] for word in words if word in groups))
    place = {name: i for i, name in enumerate(names)}
    return ColourGroups(
        names=names,
        hues=[HUES[i % len(HUES)] for i in range(len(names))],
        shades=[i // len(HUES) % 3 for i in range(len(names))],
        of=[place[groups[word]] if word in groups else -1 for word in words],
    )


def _title(film: Film, shown: DrawnFilm, frame: int) -> str:
    along, number = film.recipe.along, shown.pictures[frame].epoch
    at = f"epoch {number:g}" if along is None else f"{along.name} {along.values[frame]}"
    moment = f", {at}" if len(film) > 1 else ""
    return f"{len(film.shown)} words{moment}, {shown.look.projection.name}"
