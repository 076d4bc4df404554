"""Words that hold numbers: some are words, as `version 2.0`, others the rest of a row.

Where the end of a line was lost, the next row goes on in it: `king 0.123 0.4queen 0.5 0.25`. Read
from its right end that is a row of a long word.
"""

import re
from dataclasses import dataclass

from embviz.files.rows.layout import OF_VECTORS, RowLayout, is_fraction

SUSPECT = re.compile(rb"[ \t][+-]?(?:\d|\.\d|(?:nan|inf)(?![a-z]))", re.IGNORECASE)
"""What a word has that holds a number: none, if this is not found."""

_LEADING = re.compile(
    rb"[+-]?(?:\d{1,20}\.?\d{0,40}(?:[eE][+-]?\d{1,3})?|\.\d{1,40}|nan(?![a-z])|inf(?![a-z]))",
    re.IGNORECASE,
)
_NOT_FINITE = re.compile(rb"[+-]?(?:nan|inf)", re.IGNORECASE)


@dataclass(frozen=True)
class Held:
    """What numbers stand in what seems to be a word.

    Attributes:
        glued: Whether it is the rest of another row.
        told: Whether it has any.
        at_end: With how many it ends that look like more numbers of the row.
    """

    glued: bool = False
    told: bool = False
    at_end: int = 0


NONE_HELD = Held()


def held(word: bytes, parts: list[bytes], layout: RowLayout) -> Held:
    """Look for numbers in a word, given the numbers that follow it.

    >>> held(b"king 0.123 0.4queen", [b"0.5", b"0.25"], RowLayout(2, b" ")).glued
    True
    >>> held(b"version 2.0", [b"0.5", b"0.25"], RowLayout(2, b" "))
    Held(glued=False, told=True, at_end=1)
    """
    pieces = _pointed(word, layout).replace(b"\t", b" ").split()[1:]
    row = [_pointed(part, layout) for part in parts]
    whole, finite = not any(map(is_fraction, row)), not any(map(_NOT_FINITE.fullmatch, row))
    numbers = list(map(_leading, pieces))
    alike = [
        is_fraction(number)
        or (whole and number == piece != b"")
        or (not finite and bool(_NOT_FINITE.fullmatch(number)))
        for number, piece in zip(numbers, pieces, strict=True)
    ]
    at_end = 0
    while (
        at_end < len(pieces) and alike[-1 - at_end] and numbers[-1 - at_end] == pieces[-1 - at_end]
    ):
        at_end += 1
    sure = any(
        one and OF_VECTORS.fullmatch(number) for one, number in zip(alike, numbers, strict=True)
    )
    told = any(alike) or any(a == b != b"" for a, b in zip(numbers, pieces, strict=True))
    return Held(at_end < sum(alike) and (sum(alike) > 1 or sure), told, at_end)


def _leading(piece: bytes) -> bytes:
    """The number that a piece begins with; empty if it does not."""
    match = _LEADING.match(piece)
    return match[0] if match else b""


def _pointed(text: bytes, layout: RowLayout) -> bytes:
    return text if layout.decimal == b"." else text.replace(b",", b".")
