"""Tables for a spreadsheet: CSV as RFC 4180 describes it, in UTF-8 with a byte order mark.

Words come from users' texts: those that begin like a formula get an apostrophe before them (see
`util.cells`), and all are quoted, so that no separator within them begins another cell.
Numbers stay numbers.
"""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from embviz.measures.movement import Change
from embviz.projections.picture import Picture
from embviz.training.film import Along
from embviz.util.cells import safe

DIGITS = 6  # decimals of a coordinate: a picture reaches from -2 to 2
AXES = ("x", "y", "z")
TOP = 10  # trust of a word whose true neighbours are all its neighbours on the picture
Cell: TypeAlias = str | int | float


def positions_csv(
    words: Sequence[str],
    counts: Sequence[int] | None,
    pictures: Sequence[Picture],
    *,
    last_only: bool = False,
    along: Along | None = None,
) -> bytes:
    r"""Write where words (n,) are on the pictures of a film, and how far to trust that.

    One row for each word and frame, frame by frame: word, count (unless nobody knows: None), frame
    (from 1), epoch, or what the film goes along instead, x, y (and z), trust. Trust is how many of
    a word's ten true neighbours are its neighbours on the picture, 0 to 10; empty where nobody has
    counted. Raises ValueError if there are not as many counts or positions as words.

    >>> xy = np.array([[0.5, -0.25]], dtype=np.float32)
    >>> shown = Picture(1.0, 2.5, 3.0, xy, np.zeros((1, 0), np.int32), np.zeros((1, 0), np.float32))
    >>> positions_csv(["=1+1"], [7], [shown]).decode("utf-8-sig").splitlines()[1]
    '"\'=1+1",7,1,1.0,0.5,-0.25,""'
    """
    if counts is not None and len(counts) != len(words):
        raise ValueError(f"{len(words)} words, but {len(counts)} counts")
    for picture in pictures:
        if len(picture.xy) != len(words):
            raise ValueError(f"{len(words)} words, but {len(picture.xy)} positions")
    axes = AXES[: pictures[0].xy.shape[1] if pictures else 2]
    names: list[list[Cell]] = [[safe(word)] for word in words]
    if counts is not None:
        names = [[*name, int(count)] for name, count in zip(names, counts, strict=True)]
    first = max(0, len(pictures) - 1) if last_only else 0
    moments: Sequence[Cell] = [round(float(picture.epoch), DIGITS) for picture in pictures]
    if along is not None:
        moments = [safe(value) for value in along.values]
    frames = [_rows(names, i, moments[i], pictures[i]) for i in range(first, len(pictures))]
    counted = ["count"] if counts is not None else []
    epoch = "epoch" if along is None else along.name
    heading: list[Cell] = ["word", *counted, "frame", epoch, *axes, "trust"]
    return _csv(itertools.chain([heading], *frames))


def columns_csv(columns: Mapping[str, Sequence[Cell]]) -> bytes:
    r"""Write columns, by heading, side by side. Raises ValueError if one is longer than another.

    >>> columns_csv({"word": ["=1+1"], "cosine": [0.5]}).decode("utf-8-sig").splitlines()
    ['"word","cosine"', '"\'=1+1",0.5']
    """
    rows: Iterator[Sequence[Cell]] = zip(*columns.values(), strict=True)
    return _csv(
        [safe(cell) if isinstance(cell, str) else cell for cell in row]
        for row in itertools.chain([tuple(columns)], rows)
    )


def changes_csv(words: Sequence[str], changes: Sequence[Change]) -> bytes:
    r"""Write what became of words' neighbours between two frames.

    One row for each word: word, changed (how many neighbours are new), gained, lost; neighbours
    nearest first, with blanks between. The words are all that changes speak of, by their rows.

    >>> change = Change(word=0, gained=(1,), lost=(2,))
    >>> changes_csv(["=king", "queen", "-cat"], [change]).decode("utf-8-sig").splitlines()[1]
    '"\'=king",1,"queen","\'-cat"'
    """

    def named(ids: tuple[int, ...]) -> str:
        return " ".join(words[i] for i in ids)

    return columns_csv(
        {
            "word": [words[change.word] for change in changes],
            "changed": [len(change.gained) for change in changes],
            "gained": [named(change.gained) for change in changes],
            "lost": [named(change.lost) for change in changes],
        }
    )


def _csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def _rows(
    names: Sequence[list[Cell]], frame: int, moment: Cell, picture: Picture
) -> Iterator[list[Cell]]:
    """The rows of one frame; each begins with a word and, if it is known, its count."""
    places: list[list[float]] = picture.xy.astype(np.float64).round(DIGITS).tolist()
    for name, place, trust in zip(names, places, _trust(picture), strict=True):
        yield [*name, frame + 1, moment, *place, trust]


def _trust(picture: Picture) -> list[Cell]:
    k = picture.neighbours.shape[1]
    if not len(picture.kept) or not k:
        return [""] * len(picture.xy)
    trust: list[Cell] = (picture.kept.astype(np.float64) * TOP / k).round(2).tolist()
    return trust
