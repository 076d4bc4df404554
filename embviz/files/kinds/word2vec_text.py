"""The text format of word2vec, which is also that of fastText's `.vec`: a header, then rows.

    2 3
    king 0.1 0.2 0.3
    queen 0.1 0.2 0.4

The first line says how many words and dimensions there are, and may lie: the rows are believed.
The program word2vec leaves a blank at the ends of lines; words may hold blanks.

GloVe writes the same without a header. Of the files that Stanford offers, 840B has words with
blanks, the one of Twitter has words that hold U+0085, which is no end of a line here, and some end
in a row for unknown words, `<unk>`.
"""

from collections.abc import Iterator
from typing import BinaryIO, NoReturn

from embviz.files.refusals import bad_row, unknown
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Opening
from embviz.files.rows.how import Choice
from embviz.files.rows.input import Input
from embviz.files.rows.layout import BOTH, RowLayout, claimed, first_lines, layout
from embviz.files.rows.text_rows import read_rows
from embviz.files.rows.written import single, texts
from embviz.types import Float32
from embviz.vectors.vectors import Vectors


def read(opening: Opening) -> Iterator[None]:
    """Read the rows, a block at each step. Raises FileError: `bad_row`, `cut_off`."""
    found = layout(opening.input, opening.how)
    if found is None:
        _refuse(opening.input)
    _tell(opening, found)
    yield from read_rows(opening.input, opening.table, found)


def _tell(opening: Opening, found: RowLayout) -> None:
    """Note how the rows are written."""
    tally, decimal = opening.table.tally, found.decimal.decode()
    heading = found.heading if opening.how.heading is None else opening.how.heading
    separator = found.separator.decode() if found.separator != BOTH else None
    opening.take(separator=separator, decimal=decimal, heading=heading)
    if decimal == ",":
        tally.took("decimal_commas", decimal)
        opening.offer("decimal", [Choice(","), Choice(".")])
    if found.heading:
        names = first_lines(opening.input)[0][0].decode(errors="replace")
        tally.took("heading", ", ".join(names.split()[:6]), first=1)
    if found.numbered:
        opening.take(column="2")
        tally.took("numbered_rows", "1")


def _refuse(file: Input) -> NoReturn:
    """Say what is no row: the second line, where the first one claims that rows follow."""
    lines, _ = first_lines(file)
    header = claimed(lines[0]) if lines else None
    if header is not None and len(lines) > 1:
        raise bad_row("line 2", lines[1], f"a word and {header[1]} numbers", line=2)
    raise unknown(file.head(64))


def write(file: BinaryIO, vectors: Vectors, columns: Columns = NO_COLUMNS) -> None:
    """Write a text that gensim reads, too; words must be without blanks. Raises as `Format`."""
    matrix = write_header(file, vectors)
    for word, numbers in zip(vectors.words, texts(matrix, " "), strict=True):
        file.write(f"{word} {numbers}\n".encode())


def write_header(file: BinaryIO, vectors: Vectors) -> Float32:
    """Write the first line, which the binary format has as well; give the rows (V, d) to write.

    Raises as `Format`; words must be without blanks and ends of lines.
    """
    matrix = single(vectors, _keeps, "words without spaces")
    file.write(f"{len(matrix)} {matrix.shape[1]}\n".encode())
    return matrix


def _keeps(word: str) -> bool:
    return word != "" and not any(sign in word for sign in " \t\n\r\0")
