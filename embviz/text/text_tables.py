"""Texts in a table that nobody sorted: the column of texts, and one of dates that orders them.

A column is proposed by what it holds: texts have many words; classes are few, and some of them come
three times or more; nine of ten dates can be read. Where nothing holds classes, none are proposed:
each text then is as many sentences as it has, and all rows are read.

Not here: texts with classes (`labelled_tables`), the periods that dates make (`dated_tables`).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from embviz.errors import TextError
from embviz.text import dated_tables
from embviz.text.dated_tables import LEAST_DATED, read_dates
from embviz.text.encoding import decode
from embviz.text.labelled import BETWEEN, FEWEST, line
from embviz.text.labelled_tables import (
    NO_TABLE,
    Table,
    is_named_so,
    labels_of,
    plain_name,
    read_table,
    sentences,
    text_column,
    would_do,
)


@dataclass(frozen=True)
class Columns:
    """Which columns are read; empty: none."""

    text: str
    label: str = ""
    date: str = ""


@dataclass(frozen=True)
class Texts:
    """What a column of texts comes to.

    Attributes:
        text: All texts as one; the end of each ends a sentence.
        rows: How many there are.
        empty: Rows without a text, left out.
        first: The earliest date as it is written; empty: they are in the order of the table.
        last: The latest one.
        undated: Texts whose date cannot be read, which come last.
    """

    text: str
    rows: int
    empty: int
    first: str = ""
    last: str = ""
    undated: int = 0


def text_in(data: bytes, name: str, encoding: str | None = None) -> str:
    r"""What a file says: a text, or if its name is that of a table, its column of texts.

    Raises TextError: the file is neither.

    >>> text_in(b"id,year,said\n1,1994,so it was\n2,1995,so it is\n", "letters.csv")
    'so it was\n\nso it is'
    """
    if is_named_so(name):
        try:
            table = read_table(data, name, encoding)
        except TextError as error:
            if error.reason not in NO_TABLE:
                raise
        else:
            return of_columns(table, proposed(table))[0]
    return decode(data, encoding)


def proposed(table: Table) -> Columns:
    r"""Say which columns look like texts, classes and dates, the last two if any does.

    >>> from embviz.text.labelled_tables import read_table
    >>> rows = b"id,year,said\n1,1994,so it was\n2,1995,so it is\n3,1994,so it will be\n"
    >>> proposed(read_table(rows))
    Columns(text='said', label='', date='year')
    """
    text = text_column(table)
    dates = dated_columns(table, text)
    labels = (name for name in would_do(table, text) if name not in dates)
    label = next((name for name in labels if _sorts(table.columns[name])), "")
    # Texts with classes are dealt out by chance: dates would order nothing.
    return Columns(text, label, dates[0] if dates and not label else "")


def dated_columns(table: Table, text: str) -> list[str]:
    """The columns beside the texts that hold dates, those first that are called so."""
    found = [name for name, cells in table.columns.items() if name != text and _dated(cells)]
    return sorted(found, key=lambda name: plain_name(name) not in dated_tables.DATE_NAMES)


def of_columns(table: Table, columns: Columns) -> tuple[str, tuple[str, ...]]:
    """Give the text that columns make, and the class of each line, if there are. Raises TextError.

    As `texts` and `labelled_tables.sentences`.
    """
    if columns.label:
        found = sentences(table, columns.text, columns.label)
        return found.text, tuple(found.labels)
    return texts(table, columns.text, columns.date).text, ()


def texts(table: Table, text: str, date: str = "") -> Texts:
    """Give the texts of a column as one text, in the order of their dates if there are some.

    Raises TextError: `"no_rows"`, no row has a text; `"same_dates"`.
    """
    if date:
        dated_tables.guess_columns(table, text=text, date=date)
    cells = table.columns[text]
    filled = [i for i, cell in enumerate(cells) if cell]
    if not filled:
        raise TextError("no_rows", "no row of this table has a text")
    empty = table.empty + len(cells) - len(filled)
    first = last = ""
    undated = 0
    if date:
        whens = [table.columns[date][i] for i in filled]
        dates = read_dates(whens)
        order = sorted(range(len(filled)), key=lambda i: dates[i] or (9999, 99, 99))
        undated = sum(each is None for each in dates)
        filled = [filled[i] for i in order]
        if undated < len(order):
            first, last = whens[order[0]], whens[order[len(order) - undated - 1]]
    joined = BETWEEN.join(line(cells[i]) for i in filled)
    return Texts(joined, len(filled), empty, first, last, undated)


def _sorts(cells: Sequence[str]) -> bool:
    """Whether some class has enough sentences to be learnt and tested."""
    counts = Counter(filter(None, labels_of(cells)))
    return max(counts.values(), default=0) >= FEWEST


def _dated(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    dates = read_dates(filled)
    return bool(filled) and sum(each is not None for each in dates) >= LEAST_DATED * len(filled)
