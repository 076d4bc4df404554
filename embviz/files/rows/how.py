"""How a file of vectors is to be read, where somebody says so; all else its content tells.

A format that finds out something notes it as `taken`, and offers what could be chosen instead: the
page, the command line and `embviz.load` name the same things.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True)
class How:
    """What was said, or found out, of a file; None: nothing.

    Attributes:
        kind: A key of `embviz.files.formats.FORMATS`.
        member: The name of a file in an archive.
        matrix: The name of a matrix, where a file has several.
        encoding: In which the words are written, by a name that Python knows.
        separator: What parts the cells of a row: "," ";" tab or a blank.
        decimal: What parts the whole digits of a number from the others.
        heading: Whether the first line names columns.
        column: The heading of the column of the words; of those without heading, its number from 1.
    """

    kind: str | None = None
    member: str | None = None
    matrix: str | None = None
    encoding: str | None = None
    separator: str | None = None
    decimal: Literal[".", ","] | None = None
    heading: bool | None = None
    column: str | None = None


NOTHING_SAID = How()


@dataclass(frozen=True)
class Choice:
    """Something that a field of `How` could be.

    Attributes:
        value: As it would stand there.
        shape: Of a matrix, (V, d), or of a file, (bytes,), where it is known.
    """

    value: str
    shape: tuple[int, ...] = ()


Offers: TypeAlias = Mapping[str, tuple[Choice, ...]]  # by the name of the field
