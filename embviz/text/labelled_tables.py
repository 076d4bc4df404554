"""Tables of texts and labels in files: CSV and its kin, JSON and JSON lines, Parquet.

`read_table` reads a file once, all columns as strings; `guess_columns` says which of them look like
texts and labels; `labelled` makes a labelled text of any two. What a file is, its first bytes tell:
Parquet, JSON, or else text with cells between commas, tabs, semicolons or bars, whichever cuts its
first rows into equally many. A first row that looks like data is no header. A label that is a mark
of a missing value, one of MISSING in any case, counts as none.

Not here: workbooks (refused by name), compressed files, texts without labels (`text_tables`).
"""

import csv
import io
import json
import math
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from embviz.errors import Quote, TextError
from embviz.text.encoding import decode
from embviz.text.labelled import BETWEEN, MOST_CLASSES, NUMBER, Labelled
from embviz.text.labelled import line as on_one_line

MOST_ROWS = 20_000
"""Rows of a table that are read as sentences; of more, so many are drawn."""

MOST_BROKEN = 0.1
"""The share of lines that may be no JSON objects and are left out; with more it is another file."""

MOST_BYTES = 1 << 30
"""What a file may hold, unpacked."""

LABEL_NAMES = frozenset(
    "label labels class category sentiment stars star rating score target topic polarity y "
    "метка класс категория оценка тональность тема рубрика звёзды".split()
)
"""What columns of labels are called."""

TEXT_NAMES = frozenset(
    "text texts sentence review comment body content message текст отзыв предложение".split()
)
"""What columns of texts are called."""

MISSING = frozenset({"n/a", "na", "nan", "null", "?"})
DASHES = frozenset("-–—")
"""What stands in the place of a label that is missing; a dash may be a label beside "+"."""

ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet")
"""What the names of tables end in."""

NO_TABLE = frozenset({"ragged", "open_quote", "bad_json", "one_column"})
NO_LABELS = frozenset(
    {"no_labels", "one_class", "many_classes", "many_classes_other", "few_sorted"}
)
"""What may be wrong with a file that makes a text all the same: it is no table, or has no labels
that are of use."""

WORKBOOKS = (".xlsx", ".xls", ".ods", ".numbers")
"""What the names of workbooks end in, which are refused."""

_DELIMITERS = ",\t;|"
_LOOKED_AT = 200  # rows that tell the delimiter
_GUESSED_BY = 2_000  # rows that tell what a column holds
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, eq=False)
class Table:
    """The cells of a file.

    Attributes:
        columns: The cells of each column by its name, without blanks around them; "" where there is
            none.
        rows: How many each column has.
        empty: Rows without any cell, left out.
        header: Whether the names stood in the file; otherwise they are "column 1", "column 2", …
        broken: The lines, from 1, that should hold JSON objects and do not, left out.
    """

    columns: Mapping[str, Sequence[str]]
    rows: int
    empty: int
    header: bool = True
    broken: tuple[int, ...] = ()


def read(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    text: str | None,
    label: str | None,
    encoding: str | None,
    **reading: Any,
) -> Labelled:
    """As `Labelled.read`."""
    table = read_table(*contents(source), encoding)
    return labelled(table, *guess_columns(table, text=text, label=label), **reading)


def contents(source: str | os.PathLike[str] | bytes | BinaryIO) -> tuple[bytes, str]:
    """All of a file, and what it is called."""
    if isinstance(source, bytes):
        return source, ""
    if isinstance(source, str | os.PathLike):
        return Path(source).read_bytes(), os.fspath(source)
    return source.read(), str(getattr(source, "name", ""))


def read_table(data: bytes, name: str = "", encoding: str | None = None) -> Table:
    r"""Read a file.

    Args:
        data: All of it.
        name: What it is called, of which only the ending counts.
        encoding: As for `decode`.

    Raises:
        TextError: What `decode` says, and
            `"spreadsheet"`: a workbook.
            `"no_rows"`: nothing, or nothing below a header.
            `"ragged"`: a row has not as many cells as the first: `line`, `found`, `expected`.
            `"open_quote"`: a cell begins with a quote that never ends, or not before a delimiter:
            `line`.
            `"bad_json"`: `line` (or row, of an array), `found`; of lines, more than MOST_BROKEN.
            `"bad_parquet"`: `found`.

    >>> table = read_table("text;stars\ngood;5\n\nbad;1\n".encode())
    >>> table.columns["stars"], table.empty
    (('5', '1'), 1)
    """
    if data.startswith(b"PAR1"):
        return _parquet(data)
    if name.lower().endswith(WORKBOOKS):
        ending = name.rpartition(".")[2].lower()
        raise TextError("spreadsheet", f"a workbook (.{ending}); save it as CSV", found=ending)
    text = decode(data, encoding, MOST_BYTES)
    first = text.lstrip()[:1]
    if first == "{" or (first == "[" and _is_json_array(text)):
        return _json(text, array=first == "[")
    return _cells_between(text)


def guess_columns(
    table: Table, *, text: str | None = None, label: str | None = None
) -> tuple[str, str]:
    r"""Say which columns look like texts and labels; those that are named are found.

    Texts have the most words, and hardly any of them twice; labels have few values, of which each
    comes again, and are often called so. Numbers of rows and names of authors are neither.

    Raises:
        TextError: `"missing_column"` or `"missing_column_close"`: `column`, `known`, `closest`;
            `"same_column"`; `"one_column"`: there is no second one: `found`, what the first holds.

    >>> guess_columns(read_table(b"id,stars,review\n1,5,so good\n2,1,so bad\n3,5,how nice\n"))
    ('review', 'stars')
    """
    text = None if text is None else column(table, text)
    label = None if label is None else column(table, label)
    check_two(table)
    if text is None:
        text = text_column(table, but=label)
    if label is None:
        label = max((name for name in table.columns if name != text), key=_like_labels(table))
    if text == label:
        message = f"texts and labels cannot both stand in the column {text!r}"
        raise TextError("same_column", message, column=Quote(text))
    return text, label


def check_two(table: Table) -> None:
    """Refuse a table of one column. Raises TextError: `"one_column"`."""
    if len(table.columns) < 2:
        name, cells = next(iter(table.columns.items()))
        message = "the table has one column; texts and labels or dates are two"
        found = Quote((name if table.header else cells[0])[:80])
        raise TextError("one_column", message, found=found)


def text_column(table: Table, but: str | None = None) -> str:
    """The column that looks most like texts, but for one that is something else."""
    return max((name for name in table.columns if name != but), key=_like_texts(table))


class Rows(NamedTuple):
    """What two columns come to."""

    texts: Sequence[str]
    labels: Sequence[str]  # "" where nobody sorted one
    left_out: int  # rows without a text
    repeated: int  # rows whose text and label an earlier one has, left out, too
    broken: tuple[int, ...]  # lines of JSON that could not be read, left out, too
    of_rows: int  # how many rows and such lines there were

    @property
    def text(self) -> str:
        """All texts as one, in which each is a sentence; see `Labelled`."""
        return BETWEEN.join(map(on_one_line, self.texts))

    @property
    def drawn(self) -> bool:
        """Whether they were drawn from more."""
        left_out = self.left_out + self.repeated + len(self.broken)
        return len(self.texts) + left_out < self.of_rows


def is_named_so(name: str) -> bool:
    """Whether a file is called like a table."""
    return name.lower().endswith(ENDINGS)


def labelled(table: Table, text: str, label: str, **reading: Any) -> Labelled:
    """Make a labelled text of two columns.

    Args:
        table: What was read.
        text: The name of the column of texts.
        label: That of labels.
        reading: As for `Labelled.of`: `min_count`, `max_words`, `lowercase`, `rules`.

    Raises:
        TextError: As `Labelled.of` and `sentences` do.
    """
    found = sentences(table, text, label)
    read = Labelled.of(found.texts, found.labels, **reading)
    return replace(
        read,
        empty=read.empty + found.left_out,
        repeated=found.repeated,
        broken=len(found.broken),
        of_rows=found.of_rows,
    )


def sentences(table: Table, text: str, label: str) -> Rows:
    """The texts and labels of two columns.

    Rows without a text are left out; rows without a label, or with a mark that it is missing, stay,
    as sentences that nobody sorted. Of rows with the same text and label the first one stays: what
    is learnt from must not be in the test, too. Of more than MOST_ROWS, so many are drawn, each
    with the same chance. Numbers such as 5 and 5.0 are one label.

    Raises:
        TextError: As `guess_columns` does; `"many_classes_other"`: there are too many labels, but
            `other` is a column that has few.
    """
    text, label = guess_columns(table, text=text, label=label)
    names = labels_of(table.columns[label])
    _check_number(table, text, label, names)
    cells = table.columns[text]
    filled = [i for i, cell in enumerate(cells) if cell]
    rows = _once_each(filled, cells, names)
    left_out, repeated = table.empty + len(cells) - len(filled), len(filled) - len(rows)
    if len(rows) > MOST_ROWS:
        drawn = np.random.default_rng(0).choice(len(rows), MOST_ROWS, replace=False)
        rows = [rows[i] for i in np.sort(drawn)]
    texts, labels = [cells[i] for i in rows], [names[i] for i in rows]
    of_rows = table.rows + table.empty + len(table.broken)
    return Rows(texts, labels, left_out, repeated, table.broken, of_rows)


def _once_each(rows: Sequence[int], texts: Sequence[str], labels: Sequence[str]) -> list[int]:
    """Some rows without those whose text and label an earlier one has."""
    first: dict[tuple[str, str], int] = {}
    for i in rows:
        first.setdefault((on_one_line(texts[i]), labels[i]), i)
    return [i for i in rows if not labels[i] or first[on_one_line(texts[i]), labels[i]] == i]


def would_do(table: Table, text: str) -> list[str]:
    """The columns beside the texts that could be labels, the likeliest first."""
    like = _like_labels(table)
    others = [name for name in table.columns if name != text and like(name)[0]]
    return sorted(others, key=like, reverse=True)


def column(table: Table, asked: str) -> str:
    """Find a column by its name, however composed; in other capitals if no other is meant.

    Raises TextError: `"missing_column"`, `"missing_column_close"`.
    """
    name = _composed(asked)
    if name in table.columns:
        return name
    alike = [known for known in table.columns if known.casefold() == name.casefold()]
    if len(alike) == 1:
        return alike[0]
    known = ", ".join(table.columns)
    closest = get_close_matches(name, table.columns, n=1)
    message = f"there is no column {asked!r}; there are: {known}"
    facts = {"column": asked, "known": Quote(known), "closest": Quote("".join(closest))}
    raise TextError("missing_column_close" if closest else "missing_column", message, **facts)


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def _like_texts(table: Table) -> Any:
    def score(name: str) -> tuple[float, bool]:
        filled = [cell for cell in table.columns[name][:_GUESSED_BY] if cell]
        if not filled:
            return (0.0, False)
        words = sum(len(_WORD.findall(cell)) for cell in filled) / len(filled)
        varied = len(set(filled)) / len(filled)
        return (words * varied * (1 + (plain_name(name) in TEXT_NAMES)), True)

    return score


def _like_labels(table: Table) -> Any:
    """Whether it could be labels, whether it is called so, how few they are, and how short."""

    def score(name: str) -> tuple[bool, bool, int, int]:
        filled = Counter(filter(None, labels_of(table.columns[name])))
        again = filled.total() > len(filled) or table.rows < 4
        could = 2 <= len(filled) <= MOST_CLASSES and again
        return (could, plain_name(name) in LABEL_NAMES, -len(filled), -len("".join(filled)))

    return score


def plain_name(name: str) -> str:
    """The last word of a column's name: `review_label` is a label."""
    return re.split(r"[\W_]+", name.casefold().strip("_ "))[-1]


def labels_of(cells: Sequence[str]) -> list[str]:
    """Labels as they are named: composed, and 5.0 as 5 where all are numbers; "" is none."""
    distinct = {cell: _composed(cell) for cell in set(cells)}
    missing = MISSING if "+" in distinct else MISSING | DASHES
    distinct = {c: "" if name.casefold() in missing else name for c, name in distinct.items()}
    if all(NUMBER.fullmatch(cell) for cell in distinct.values() if cell):
        distinct = {cell: re.sub(r"[.,]0+$", "", name) for cell, name in distinct.items()}
    return [distinct[cell] for cell in cells]


def _check_number(table: Table, text: str, label: str, names: Sequence[str]) -> None:
    found = len(set(filter(None, names)))
    if found <= MOST_CLASSES:
        return
    other = next((name for name in would_do(table, text) if name != label), None)
    if other is None:
        return  # `Labelled.of` refuses it
    message = f"{label!r} has {found} different labels, {MOST_CLASSES} at most; {other!r} has few"
    facts = {"column": Quote(label), "found": found, "most": MOST_CLASSES, "other": Quote(other)}
    raise TextError("many_classes_other", message, **facts)


def _cells_between(text: str) -> Table:
    """Read CSV and its kin."""
    delimiter = _delimiter(text)
    quoted = delimiter != "\t" or _quotes_fit(text)
    rows, lines, empty = [], [], 0
    for line, row in _rows(text, delimiter, quoted):
        cells = [cell.strip() for cell in row]
        if any(cells):
            rows.append(cells)
            lines.append(line)
        else:
            empty += 1
    if not rows:
        raise TextError("no_rows", "there is nothing in this table")
    width = len(rows[0])
    for line, row in zip(lines, rows, strict=True):
        del row[max(width, _filled(row)) :]
        if len(row) != width:
            message = f"line {line} has {len(row)} cells, but the first row has {width}"
            raise TextError("ragged", message, line=line, found=len(row), expected=width)
    header = _is_header(rows)
    names = _names(rows[0] if header else [""] * width)
    return _table(names, rows[1:] if header else rows, empty, header)


def _filled(row: Sequence[str]) -> int:
    """How many cells a row has up to its last one that is not empty."""
    return max((i + 1 for i, cell in enumerate(row) if cell), default=0)


def _delimiter(text: str) -> str:
    """The one that cuts most of the first rows into equally many cells, two or more."""
    quotes = {"\t": (True, False)}
    return max(
        _DELIMITERS,
        key=lambda each: max(_regular(text, each, quoted) for quoted in quotes.get(each, (True,))),
    )


def _regular(text: str, delimiter: str, quoted: bool) -> tuple[float, int]:
    """The share of the first rows that have the commonest number of cells, and this number."""
    widths: Counter[int] = Counter()
    try:
        for _, row in _rows(text, delimiter, quoted):
            if row:
                widths[len(row)] += 1
            if widths.total() == _LOOKED_AT:
                break
    except TextError:
        pass  # what came before may tell
    (width, count), *_ = widths.most_common(1) or [(1, 0)]
    return (count / widths.total(), width) if width > 1 else (0.0, 0)


def _quotes_fit(text: str) -> bool:
    """Whether quotes are meant as such: tables with tabs often have none."""
    try:
        for _ in _rows(text, "\t", quoted=True):
            pass
    except TextError:
        return False
    return True


def _rows(text: str, delimiter: str, quoted: bool) -> Iterator[tuple[int, list[str]]]:
    """The rows as they are, each with the line, from 1, on which it begins."""
    file = io.StringIO(text, newline="")
    # 0: where they are meant; 3: nowhere.
    reader = csv.reader(file, delimiter=delimiter, quoting=0 if quoted else 3, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"the row that begins on line {line}: {error}"
        raise TextError("open_quote", message, line=line) from error


def _is_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names columns: no number, and nothing that comes again where much does.

    Where nothing comes again below, sentences tell that it is data.
    """
    first, rest = rows[0], rows[1:]
    if first == [str(i) for i in range(len(first))]:  # as pandas names columns without a name
        return True
    if any(NUMBER.fullmatch(cell) for cell in first):
        return False
    if len(first) == 1:
        return _names_one(first[0], [row[0] for row in rest])
    below = [set(column) for column in zip(*rest, strict=True)]
    few = [i for i, cells in enumerate(below) if len(cells) <= len(rest) / 2]
    if few:
        return not any(first[i] in below[i] for i in few)
    return all(len(cell.split()) <= 4 for cell in first)


def _names_one(first: str, rest: Sequence[str]) -> bool:
    """Whether a cell names the only column: called so, or one word above texts of several."""
    if len(first.split()) <= 2 and plain_name(first) in TEXT_NAMES:
        return True
    several = sum(len(cell.split()) >= 3 for cell in rest)
    return first.isidentifier() and several >= 0.9 * len(rest) > 0


def _names(header: Sequence[str]) -> list[str]:
    """The names of columns, composed, each one once."""
    names: list[str] = []
    for i, cell in enumerate(header, 1):
        name = _composed(cell) or f"column {i}"
        while name in names:
            name += f" (column {i})"
        names.append(name)
    return names


def _table(
    names: Sequence[str], rows: Sequence[Sequence[str]], empty: int, header: bool = True
) -> Table:
    if not rows:
        raise TextError("no_rows", "there is nothing below the header of this table")
    columns = dict(zip(names, zip(*rows, strict=True), strict=True))
    return Table(columns, len(rows), empty, header)


def _is_json_array(text: str) -> bool:
    """A table in CSV may begin with a bracket, too."""
    return text.lstrip()[1:].lstrip()[:1] in ("{", "]")


def _json(text: str, *, array: bool) -> Table:
    """Read objects: one a line, or all in an array."""
    objects, broken = (_array(text), ()) if array else _objects(text)
    names = dict.fromkeys(name for each in objects for name in each)
    rows = [[_cell(each.get(name)) for name in names] for each in objects]
    return replace(_checked(_names(list(names)), rows), broken=broken)


def _array(text: str) -> list[dict[str, Any]]:
    try:
        objects = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _bad_json(getattr(error, "lineno", 1), str(error)) from error
    for place, each in enumerate(objects, 1):
        if not isinstance(each, dict):
            raise _bad_json(place, repr(each)[:80])
    return list(objects)


def _objects(text: str) -> tuple[list[dict[str, Any]], tuple[int, ...]]:
    """The objects of lines, and the numbers of the few lines that hold none."""
    objects, broken = [], {}
    for line, part in _lines(text):
        if part.strip():
            try:
                objects.append(_object(line, part))
            except TextError as error:
                broken[line] = error
    if len(broken) > MOST_BROKEN * (len(objects) + len(broken)):
        raise next(iter(broken.values()))
    return objects, tuple(broken)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their number; a JSON string may hold all that `splitlines` splits at but these."""
    return enumerate(re.split(r"\r\n|\n|\r", text), 1)


def _object(line: int, part: str) -> dict[str, Any]:
    try:
        found = json.loads(part)
    except (ValueError, RecursionError) as error:
        raise _bad_json(line, part[:80]) from error
    if not isinstance(found, dict):
        raise _bad_json(line, part[:80])
    return found


def _bad_json(line: int, found: str) -> TextError:
    message = f"line {line} is no JSON object: {found}"
    return TextError("bad_json", message, line=line, found=Quote(found))


def _parquet(data: bytes) -> Table:
    from pyarrow import (
        ArrowException,
        parquet,
    )  # a tenth of a second, for those who have such files

    try:
        file = parquet.ParquetFile(io.BytesIO(data))
        about = file.metadata
        size = sum(about.row_group(i).total_byte_size for i in range(about.num_row_groups))
        if size > MOST_BYTES:
            message = f"the table unpacks to {size:,} bytes, but at most {MOST_BYTES:,} are read"
            raise TextError("too_large", message, size=size, limit=MOST_BYTES)
        table = file.read()
    except (ArrowException, OSError) as error:
        message = f"this Parquet file cannot be read: {error}"
        raise TextError("bad_parquet", message, found=Quote(str(error)[:200])) from error
    names = _names([str(name) for name in table.column_names])
    columns = [[_cell(value) for value in column.to_pylist()] for column in table.columns]
    return _checked(names, list(zip(*columns, strict=True)))


def _checked(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table without its empty rows."""
    filled = [row for row in rows if any(row)]
    return _table(names, filled, len(rows) - len(filled))


def _cell(value: object) -> str:
    """A value as the cell of a table; whole numbers without a point, lists of words as a text."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return " ".join(value).strip()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip()
    return str(value).strip()
