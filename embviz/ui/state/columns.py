"""Columns of metadata: what is told of them, and colours by one: groups of words, or classes of
numbers.

Numbers are dealt into classes that are equally wide, or hold equally many words: what suits them,
unless somebody chose. Equally wide ones are easier to read, but where a few numbers are very large
nearly all words would be in one.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embviz.types import Float32, Ids
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.wordmap.message import Cells, Colour, ColourGroups, Column, Steps

OWN: tuple[Colour, ...] = ("group", "column")
"""What colours stand for that show a column: of groups, of numbers."""

HUES = 7  # hues that can be told apart

MOST_GROUPS = 2 * HUES
"""Groups that have a colour, the largest ones: more shades could not be told apart."""

LARGEST = 1e30  # numbers beyond this make no scale; single precision holds all that are smaller

FEW = 7  # numbers of no more different values are groups

CLASSES = 5  # of numbers: as many as the map has colours for them

MOST_SIGNS = 1_000_000
"""Signs of all columns that a browser is told."""

LONGEST = 2000  # signs of a cell

CROWDED = 0.6
"""A share of the words: where one of equally wide classes holds more, they tell too little. (Of
numbers that are spread evenly it holds a fifth, of a normal distribution about half.)"""


@dataclass(frozen=True, eq=False)
class Classes:
    """Numbers in classes."""

    steps: Steps
    edges: tuple[float, ...]  # CLASSES + 1, rising: a class reaches up to where the next begins
    of: Ids  # (n,) the class of each word, 0 being the lowest; CLASSES: it has no number


def names(source: FilmOnScreen) -> tuple[str, ...]:
    """Give the names of the columns that came with the vectors on screen."""
    return tuple(source.from_file.file.opened.columns) if source.from_file is not None else ()


def cells(source: FilmOnScreen) -> dict[str, Sequence[str]]:
    """Give what each column says of the words that are shown, (n,), by the column's name."""
    return {name: _cells(source, name) for name in names(source)}


def told(source: FilmOnScreen, alone: Sequence[int] = ()) -> list[Cells]:
    """Give what is searched and read in the browser: columns as far as they are not too large.

    Of some words, by place, where they are shown alone.
    """
    found, room = [], MOST_SIGNS
    for name, of_words in cells(source).items():
        among = [of_words[i] for i in alone] if alone else of_words
        cut = [cell[:LONGEST] for cell in among]
        places = {cell: i for i, cell in enumerate(dict.fromkeys(cut))}
        needed = sum(map(len, places)) + len(cut)
        if needed <= room:
            room -= needed
            found.append(Cells(name, tuple(places), tuple(places[cell] for cell in cut)))
    return found


def described(source: FilmOnScreen, name: str, steps: Steps | None = None) -> Column | None:
    """Tell what kind of column one is, among the words that are shown; None: there is no such."""
    of_words = _cells(source, name)
    if not of_words:
        return None
    place, found = names(source).index(name), numbers(of_words)
    if found is None:
        return Column(name, place)
    classes = classed(found, steps)
    there = found[~np.isnan(found)]
    whole = bool((there == np.rint(there)).all())
    return Column(name, place, True, whole, classes.steps, classes.edges)


def colour(source: FilmOnScreen, name: str, before: Colour) -> Colour:
    """Give what colours stand for once a column is chosen, or none (empty).

    Without a column, what they stood for before stays, unless that was the numbers of one.
    """
    column = described(source, name)
    if column is not None:
        return "column" if column.numeric else "group"
    return "group" if before == "column" else before


def layer(source: FilmOnScreen, name: str, steps: Steps | None = None) -> Float32 | None:
    """Give the classes of the numbers of a column, (1, n); None where it holds none."""
    found = numbers(_cells(source, name))
    return None if found is None else classed(found, steps).of.astype(np.float32)[None]


def groups(source: FilmOnScreen, name: str) -> ColourGroups | None:
    """Give the groups of a column; None where it holds numbers, or is not there."""
    of_words = _cells(source, name)
    return grouped(of_words) if of_words and numbers(of_words) is None else None


def numbers(cells: Sequence[str]) -> Float32 | None:
    """Read cells as numbers of many values, (n,); empty ones as nan. None if they are not.

    >>> numbers(["1990", "", "3e2", "1", "2", "4", "5", "6", "7"])[:3].tolist()
    [1990.0, nan, 300.0]
    """
    try:
        found = [float(cell) if cell.strip() else math.nan for cell in cells]
    except ValueError:
        return None
    values = np.array(found)
    there = values[~np.isnan(values)]
    if len(np.unique(there)) <= FEW or not (np.abs(there) < LARGEST).all():
        return None
    return values.astype(np.float32)


def classed(values: Float32, steps: Steps | None = None) -> Classes:
    """Deal numbers (n,) into classes: equally wide, or of equally many; None: what suits them.

    >>> classed(np.arange(10, dtype=np.float32)).of.tolist()
    [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    """
    exact = values.astype(np.float64)
    if steps is None:
        fullest = np.bincount(_classed(exact, "equal").of)[:CLASSES].max()
        steps = "equal" if fullest <= CROWDED * np.isfinite(exact).sum() else "quantile"
    return _classed(exact, steps)


def _classed(values: np.ndarray, steps: Steps) -> Classes:
    shares = np.linspace(0, 1, CLASSES + 1)
    there = values[~np.isnan(values)]
    low, high = there.min(), there.max()
    if steps == "equal":
        edges = np.linspace(low, high, CLASSES + 1)  # ends at the highest number, to the bit
    else:
        edges = np.quantile(there, shares, method="higher")
    of = np.searchsorted(edges[1:-1], values, side="right").astype(np.int32)
    return Classes(steps, tuple(edges.tolist()), np.where(np.isnan(values), CLASSES, of))


def grouped(cells: Sequence[str]) -> ColourGroups:
    """Make groups of equal cells, the largest first; small ones, and empty cells, have no colour.

    >>> grouped(["noun", "verb", "noun", ""]).of
    [0, 1, 0, -1]
    """
    sizes = Counter(cell for cell in cells if cell)
    # Equal sizes in the order of the names, so that colours do not depend on which words are shown.
    names = sorted(sizes, key=lambda name: (-sizes[name], name))[:MOST_GROUPS]
    of = {name: i for i, name in enumerate(names)}
    return ColourGroups(
        names=names,
        hues=[i % HUES for i in range(len(names))],
        shades=[i // HUES for i in range(len(names))],
        of=[of.get(cell, -1) for cell in cells],
    )


def _cells(source: FilmOnScreen, name: str) -> Sequence[str]:
    """What a column says of the words that are shown, (n,)."""
    if source.from_file is None:
        return ()
    column = source.from_file.file.opened.columns.get(name, ())
    return [column[i] for i in source.from_file.excerpt.ids] if column else ()
