"""Matrices that lie in a file as they are, taken whole or in part.

Rows of which nothing can be asked are left out.
"""

from collections.abc import Collection, Iterator, Sequence

from embviz.files.refusals import bad_row, nothing
from embviz.files.rows.budget import ROW_BYTES, TEXT_BYTES
from embviz.files.rows.file_being_read import Names, Opening
from embviz.files.rows.matrix_choice import may_be_named
from embviz.files.rows.number_kinds import as_floating, in_words, is_numbers
from embviz.files.rows.row_names import name_rows
from embviz.files.rows.table import MOST_DIMENSIONS, check_lengths
from embviz.types import Floating
from embviz.vectors.vectors import Vectors

CELLS = 2**22  # numbers that are looked at, at once
NUMBER_BYTES = TEXT_BYTES + 10  # of a number that stands for a word


def check_shape(member: str, shape: Sequence[int]) -> None:
    """See whether a shape is that of a matrix with rows. Raises FileError."""
    if len(shape) != 2 or not 0 < shape[1] <= MOST_DIMENSIONS:
        expected = f"rows of 1 to {MOST_DIMENSIONS:,} numbers"
        found = " x ".join(f"{n:,}" for n in shape) + " numbers" if shape else "a single number"
        raise bad_row(member, found, expected)
    if not shape[0]:
        raise nothing()


def is_turned(shape: Sequence[int], opening: Opening, listed: Collection[int] = ()) -> bool:
    """Whether a matrix (d, V) has a column a word, by how many words are listed, or named."""
    names = opening.names
    counts = {*listed, names.rows or len(names.words)} - {0}
    return len(shape) == 2 and shape[1] in counts and shape[0] not in counts and shape[0] > 0


def check_kind(member: str, kind: str) -> None:
    """See whether a kind of numbers, as "<f4", is one that is taken. Raises FileError."""
    if not is_numbers(kind):
        raise bad_row(member, in_words(kind), "fractions or whole numbers")


def wanted(opening: Opening, rows: int) -> int:
    """How many of some rows are read."""
    room = opening.table.room
    return rows if room is None else min(rows, room)


def take(
    opening: Opening, matrix: Floating, words: Sequence[str] | None, V: int | None = None
) -> Iterator[None]:
    """Make a matrix (V, d) and words the outcome; without words, those of another file.

    The matrix is as it lies in the file, and is read here for the first time; or it holds as many
    of its V rows as are wanted. Raises FileError: `no_rows`, `bad_row` if a word is too long,
    `too_much_memory`.
    """
    table, nameless = opening.table, words is None
    V, rows = V or len(matrix), wanted(opening, len(matrix))
    if nameless:
        name_rows(opening, V)
    known = opening.names.words if words is None else words
    if nameless and opening.names.tokens:
        known = _tokens(opening, V)
        rows = min(rows, len(known)) if known else rows
    matrix = as_floating(matrix, rows, opening.budget, table.tally)
    numbered = max(0, rows - len(known))
    opening.budget.check(rows * ROW_BYTES + numbered * NUMBER_BYTES, rows)
    names = list(known[:rows])
    names += [str(i + 1) for i in range(len(names), rows)]
    check_lengths(names, 1, "row")
    step = max(1, CELLS // matrix.shape[1])
    for first in range(0, rows, step):
        end = min(rows, first + step)
        table.choose(names[first:end], matrix[first:end], first + 1)
        yield
    if nameless:
        opening.settle_names()
    kept = table.kept()
    if not len(kept):
        raise table.nothing()
    matrix = matrix[:rows]
    if len(kept) < rows:
        row = ROW_BYTES + matrix.shape[1] * matrix.itemsize
        opening.budget.check(len(kept) * row + numbered * NUMBER_BYTES, len(kept))
        names, matrix = [names[i] for i in kept.tolist()], matrix[kept]
    opening.whole = Vectors(tuple(names), matrix)


def _tokens(opening: Opening, rows: int) -> Sequence[str]:
    """The tokens of a model for so many rows; none, if these cannot be their rows."""
    names, tally = opening.names, opening.table.tally
    if not may_be_named(rows, len(names.words)):
        opening.names = Names()
    elif rows > len(names.words):
        tally.add("padding_rows", rows - len(names.words), first=len(names.words) + 1)
    return opening.names.words
