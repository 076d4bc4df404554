"""Names of rows from a file beside them, and what the number of rows says of its first line.

One line more than there are rows means that the first one is a heading, however many columns there
are; as many lines as rows, that it is none. Texts that come again and again are no names but
labels: then rows are named by their numbers, and the labels are a column.
"""

from collections.abc import Sequence

from embviz.files.rows.columns import another, roles
from embviz.files.rows.file_being_read import NameLines, Names, Opening

_LOOKED_AT = 1000  # rows


def named(lines: NameLines, heading: bool | None = None, said: str | None = None) -> Names:
    """Names of rows from lines; the first is a heading by default if there are several columns.

    What the column of words holds tells it, if it is not `said`. Raises FileError: `no_column`.
    """
    width = len(lines.first)
    heading = width > 1 if heading is None else heading
    columns: Sequence[list[str]] = lines.columns
    if not heading:
        columns = [[cell, *column] for cell, column in zip(lines.first, columns, strict=True)]
    headings = lines.first if heading else ()
    found = roles(headings, {i: column[:_LOOKED_AT] for i, column in enumerate(columns)}, said)
    word = found.word if found.word is not None or found.labels is not None else 0
    others = dict[str, list[str]]()
    for i, column in enumerate(columns):
        if i != word:
            usual = "label" if width == 1 else f"column {i + 1}"
            others[another(headings[i] if heading and headings[i] else usual, others)] = column
    words = [] if word is None else columns[word]
    rows = lines.count - heading
    return Names(words, others, rows, lines, headed=heading, labelled=word is None)


def name_rows(opening: Opening, rows: int | None) -> None:
    """Settle what the lines of names stand for, where a file has so many rows; None: nobody knows.

    What was taken is told. Raises FileError: `no_column`.
    """
    names, how, tally = opening.names, opening.how, opening.table.tally
    lines = names.lines
    if lines is None:
        return
    usual = len(lines.first) > 1
    heading = how.heading
    if heading is None and rows is not None and lines.count in (rows, rows + 1):
        heading = lines.count == rows + 1
    if heading is not None or how.column is not None:
        names = opening.names = named(lines, heading, how.column)
    if names.headed and not usual:
        tally.took("words_heading", lines.first[0])
    if usual and not names.headed:
        tally.add("words_no_heading")
    if names.labelled:
        tally.took("labels", next(iter(names.columns)))
    opening.take(heading=names.headed)
