"""Colours by a column of metadata: groups of words, or a scale of numbers."""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from embviz.types import Float32
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.wordmap.message import Colour, ColourGroups, Column

OWN: tuple[Colour, ...] = ("group", "column")
"""What colours stand for that show a column: of groups, of numbers."""

HUES = 7  # hues that can be told apart

MOST_GROUPS = 2 * HUES
"""Groups that have a colour, the largest ones: more shades could not be told apart."""

LARGEST = 1e30  # numbers beyond this make no scale; single precision holds all that are smaller

WIDE = 100
"""So many times as large as the least is the largest number of a scale by factors, at least."""

FEW = 7  # numbers of no more different values are groups


def described(source: FilmOnScreen, name: str) -> Column | None:
    """Tell what kind of column one is, among the words that are shown; None: there is no such."""
    cells = _cells(source, name)
    if not cells:
        return None
    found = numbers(cells)
    if found is None:
        return Column(name)
    return Column(name, True, is_wide(found), bool((found == np.rint(found)).all()))


def colour(source: FilmOnScreen, name: str, before: Colour) -> Colour:
    """Give what colours stand for once a column is chosen, or none (empty).

    Without a column, what they stood for before stays, unless that was the numbers of one.
    """
    column = described(source, name)
    if column is not None:
        return "column" if column.numeric else "group"
    return "group" if before == "column" else before


def layer(source: FilmOnScreen, name: str) -> Float32 | None:
    """Give the numbers of a column, (1, n); None where it holds none."""
    found = numbers(_cells(source, name))
    if found is None:
        return None
    return (np.log(found) if is_wide(found) else found)[None]


def groups(source: FilmOnScreen, name: str) -> ColourGroups | None:
    """Give the groups of a column; None where it holds numbers, or is not there."""
    cells = _cells(source, name)
    return grouped(cells) if cells and numbers(cells) is None else None


def numbers(cells: Sequence[str]) -> Float32 | None:
    """Read cells as numbers of many values, (n,); empty ones as the least. None if they are not.

    >>> numbers(["1990", "", "3e2", "1", "2", "4", "5", "6", "7"])[:3].tolist()
    [1990.0, 1.0, 300.0]
    """
    try:
        found = [float(cell) if cell.strip() else math.nan for cell in cells]
    except ValueError:
        return None
    values = np.array(found)
    there = values[~np.isnan(values)]
    if len(np.unique(there)) <= FEW or not (np.abs(there) < LARGEST).all():
        return None
    values[np.isnan(values)] = there.min()
    return values.astype(np.float32)


def is_wide(values: Float32) -> bool:
    """Whether numbers are so different in size that equal steps would leave most in one class."""
    return bool(values.min() > 0 and values.max() >= WIDE * values.min())


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
