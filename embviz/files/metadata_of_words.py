"""Columns of metadata from a file of its own, for the words of vectors of any format.

    word<tab>kind<tab>year
    king<tab>noun<tab>1200

The column of the words is the one that is headed so, or else the first. Rows may come in any order;
words that have none get empty cells. Words match however they are composed.
"""

from collections.abc import Sequence
from dataclasses import replace
from unicodedata import normalize

from embviz.errors import FileError
from embviz.files.findings import Tally
from embviz.files.kinds.metadata import metadata
from embviz.files.paths import Place, reading
from embviz.files.rows.budget import Budget
from embviz.files.rows.file_being_read import Columns, Opened


def with_metadata(opened: Opened, place: Place | None, budget: Budget) -> Opened:
    """Add the columns of a file, if there is one, to vectors that were read.

    Raises:
        FileError: `bad_metadata` if it cannot be read, has one column, or none of the words.
        OSError: If there is no such file.
    """
    if place is None:
        return opened
    tally = Tally()
    columns = _columns(place, opened.vectors.words, budget, tally)
    findings = (*opened.findings, *tally.findings())
    return replace(opened, columns={**opened.columns, **columns}, findings=findings)


def _columns(place: Place, words: Sequence[str], budget: Budget, tally: Tally) -> Columns:
    try:
        with reading(place) as file:
            names = metadata(file, budget, tally=tally)
    except FileError as error:
        message = f"The file of metadata cannot be used: {error}"
        raise FileError("bad_metadata", message, **error.facts) from error
    if not names.columns:
        message = "The file of metadata needs columns parted by tabs, with headings."
        raise FileError("bad_metadata", message)
    row_of = {normalize("NFC", word): i for i, word in enumerate(names.words)}
    rows = [row_of.get(normalize("NFC", word)) for word in words]
    if all(row is None for row in rows):
        raise FileError("bad_metadata", "The file of metadata has none of the words.")
    return {
        name: tuple("" if row is None else column[row] for row in rows)
        for name, column in names.columns.items()
    }
