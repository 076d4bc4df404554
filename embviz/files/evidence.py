"""Whether rows that end in numbers are vectors, or the lines of a text that happen to do so.

A poem with numbered lines, sentences with a class each, and a price list look like vectors of one
dimension. What tells them apart are the words, which have blanks in sentences, the numbers, which
are whole ones where they count something, and how many of them a row has.
"""

import re
from collections.abc import Sequence

from embviz.files.rows.input import Input
from embviz.files.rows.lines import BOM

LOOKED_AT = 1000  # rows
_MOST_BYTES = 2**18
FEWEST = 4  # numbers of a row of vectors for certain
_ROW = re.compile(
    rb"(.*?)((?:[ \t,;]+[+-]?(?:(?:\d+[.]?\d*|[.]\d+)(?:[eE][+-]?\d+)?|nan|inf))+)[ \t\r]*"
)
_FRACTION = re.compile(rb"\d[.,]\d|[.]\d|\d[.](?!\d)|\d[eE][+-]?\d|nan|inf")


def is_doubtful(file: Input, d: int) -> bool:
    """Whether a file of rows that end in `d` numbers may as well be a text.

    It is one, perhaps, if a row has one number, if the numbers are few and most words hold blanks,
    if they are few whole numbers, or if most words hold blanks and all numbers are whole.
    """
    rows = [found for line in _lines(file) if (found := _ROW.fullmatch(line))]
    if not rows:
        return d < FEWEST
    with_blanks = sum(b" " in row[1].strip() for row in rows) > len(rows) / 2
    few, whole = d < FEWEST, not any(_FRACTION.search(row[2]) for row in rows)
    return d == 1 or (few and (with_blanks or whole)) or (with_blanks and whole)


def _lines(file: Input) -> Sequence[bytes]:
    *lines, rest = file.head(_MOST_BYTES).removeprefix(BOM).split(b"\n", LOOKED_AT)
    return lines or [rest]
