"""Vectors in JSON, in the shapes that programs write, and in JSON lines.

    {"king": [0.1, 0.2], "queen": …}                  a word and its numbers, at any depth
    [{"word": "king", "vector": [0.1, 0.2]}, …]       records; what else they say are columns
    {"words": ["king", …], "vectors": [[0.1, 0.2], …]}
    {"word": "king", "vector": [0.1, 0.2]}            JSON lines: a record, or words, in each

pandas' `orient`s are among them. Values are decoded one by one, so that a large file needs no more
memory than its rows do.
"""

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import NoneType
from typing import Any

import numpy as np

from embviz.errors import FileError
from embviz.files.refusals import bad_row, foreign
from embviz.files.rows.budget import size_of
from embviz.files.rows.cell_layout import FEWEST
from embviz.files.rows.columns import Roles, roles, tell
from embviz.files.rows.file_being_read import Names, Opening
from embviz.files.rows.input import Input
from embviz.files.rows.lines import BOM
from embviz.files.rows.row_names import name_rows
from embviz.files.rows.table import MOST_DIMENSIONS
from embviz.types import Float32

PIECE = 2**16  # bytes that are decoded at once
LARGEST = 2**20  # characters of a value that is decoded whole; larger ones are gone into
MOST_COLUMNS = 100  # fields of records
STEP = 1000  # rows of a step
DEEPEST = 8  # values in values that are gone into
_SPACE = re.compile(r"[ \t\r\n]*")
_BEGIN = re.compile(rb'\s*[\[{]\s*["\[{]')
_NUMBER = rb"-?\d[^\[\]{}\",:]{0,999}+"
_VECTOR = re.compile(rb"[\[,]\s*" + _NUMBER + rb",\s*" + _NUMBER + rb"[,\]]")
_FLAT = re.compile(rb'(?:"[^"]{0,99}"\s*:\s*' + _NUMBER + rb",\s*){2}")
_WORDS = ("words", "index", "vocab", "vocabulary", "tokens", "labels", "names", "keys", "texts")
_NUMBERS = (int, float, NoneType)
_CALLED = ("vector", "embedding", "embeddings", "values", "vec", "emb", "v")
_COUNTED = re.compile(r"(?:[^\W\d]{0,20}[_ -]?)?\d{1,5}")
_DIGITS = frozenset("-0123456789")
_AXES = ("columns", "shape", "dims", "size")  # lists of numbers that are no vectors


def is_json(file: Input) -> bool:
    """Whether a file seems to be JSON that holds lists of numbers."""
    head = file.head(PIECE).removeprefix(BOM)
    if not _BEGIN.match(head) or not (_VECTOR.search(head) or _FLAT.search(head)):
        return False
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head)
    try:
        value, _ = json.JSONDecoder().raw_decode(text.lstrip())
    except json.JSONDecodeError as error:
        return _VECTOR.search(text.lstrip()[: error.pos].encode(errors="replace")) is not None
    except (ValueError, RecursionError):
        return False
    found = _Rows()
    found.take(None, value, False)
    return len(found.rows) > 0


def read(opening: Opening) -> Iterator[None]:
    """Read the vectors, some at each step. Raises FileError: `bad_row`, `foreign`, `no_column`."""
    found, values = _Found(opening), _Values(opening)
    while values.more() and not found.full:
        for key, value, listed in values.next():
            found.found.take(key, value, listed)
            if isinstance(value, str):
                opening.budget.spend(size_of([value]), 1)
            if len(found.found.rows) >= STEP:
                found.flush()
                yield
            if found.full:
                break
    found.finish()
    yield


class _Values:
    """The values of a file, one by one; those that are too large are gone into."""

    def __init__(self, opening: Opening) -> None:
        self._input = opening.input
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self._json = json.JSONDecoder()
        self._text, self._at, self._ended = "", 0, False  # what was read, and not given yet
        self._gone = 0  # characters before it
        if self._input.head(len(BOM)) == BOM:
            self._input.read(len(BOM))

    def more(self) -> bool:
        """Whether another value follows."""
        return self._peek() != ""

    def next(
        self, key: str | None = None, depth: int = 0, listed: bool = False
    ) -> Iterator[tuple[str | None, Any, bool]]:
        """The next value, or those in it: the key in an object, and whether it is of a list."""
        value = self._value()
        if value is not _LARGE:
            yield key, value, listed
            return
        if depth == DEEPEST:
            raise self._wrong("values in values")
        opened = self._peek()
        closed = {"[": "]", "{": "}"}.get(opened)
        if closed is None:
            raise self._wrong("a longer one")
        self._at += 1
        numbers = 0
        while self._peek() != closed:
            inner = key
            numbers = numbers + 1 if opened == "[" and self._peek() in _DIGITS else 0
            if numbers > MOST_DIMENSIONS:
                raise self._wrong(f"a list of more than {MOST_DIMENSIONS:,} numbers")
            if opened == "{":
                inner = self._value()
                if not isinstance(inner, str) or self._peek() != ":":
                    raise self._wrong("no key")
                self._at += 1
            yield from self.next(inner, depth + 1, opened == "[")
            if self._peek() == ",":
                self._at += 1
            elif self._peek() != closed:
                raise self._wrong("no comma")
        self._at += 1

    def _peek(self) -> str:
        """The next character that is no blank; empty at the end."""
        while True:
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._fill():
                return ""

    def _value(self) -> Any:
        """The next value; `_LARGE` if it does not end soon. Raises FileError: `bad_row`."""
        self._peek()
        wanted = PIECE
        while True:
            while len(self._text) - self._at < wanted and self._fill():
                pass
            left = len(self._text) - self._at
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                if left >= LARGEST:
                    return _LARGE
                if self._ended:
                    raise self._wrong("no JSON", getattr(error, "pos", self._at)) from error
            else:
                if end < len(self._text) or self._ended or left >= LARGEST:  # a number may go on
                    self._at = end
                    return value
            wanted *= 4

    def _fill(self) -> bool:
        """Read on; whether there was more."""
        if self._ended:
            return False
        data = self._input.read(PIECE)
        self._ended = not data
        self._gone += self._at
        self._text = self._text[self._at :] + self._decode(data, self._ended)
        self._at = 0
        return not self._ended

    def _wrong(self, found: str, at: int | None = None) -> FileError:
        place = self._gone + (self._at if at is None else at) + 1
        return bad_row(f"character {place:,}", found, "a value of JSON")


_LARGE = object()


@dataclass(frozen=True, eq=False)
class _Row:
    """A vector, and what is said of it."""

    name: str | None
    numbers: Sequence[Any]
    fields: Mapping[str, Any]


@dataclass
class _Rows:
    """Vectors that are found in values."""

    rows: list[_Row] = field(default_factory=list)
    lists: dict[str, list[str]] = field(default_factory=dict)  # of texts, by key

    def take(self, key: str | None, value: Any, listed: bool, depth: int = 0) -> None:
        """Look for vectors in a value: that of a key, or one of a list."""
        if depth > DEEPEST:
            return
        if isinstance(value, str) and listed:
            self.lists.setdefault(key or "", []).append(value)
        elif isinstance(value, dict):
            self._take_object(None if listed else key, value, depth)
        elif isinstance(value, list) and value:
            self._take_list(key, value, listed, depth)

    def _take_object(self, key: str | None, value: Mapping[str, Any], depth: int) -> None:
        record = _record(key, value)
        if record is not None:
            self.rows.append(record)
            return
        for name, inner in value.items():
            self.take(name, inner, False, depth + 1)

    def _take_list(self, key: str | None, value: Sequence[Any], listed: bool, depth: int) -> None:
        name, rest = value[0], value[1:]
        rest = rest[0] if len(rest) == 1 and isinstance(rest[0], list) else rest
        if _is_vector(value):
            if key not in _AXES or not all(isinstance(number, int) for number in value):
                self.rows.append(_Row(None if listed else key, value, {}))
        elif isinstance(name, str) and len(rest) > 1 and _is_vector(rest):
            self.rows.append(_Row(name, rest, {}))
        else:
            for inner in value:
                self.take(key, inner, True, depth + 1)


@dataclass
class _Found:
    """A table that is filled with the vectors that are found."""

    opening: Opening
    found: _Rows = field(default_factory=_Rows)
    _d: int = 0
    _roles: Roles | None = None  # of the fields of records
    _headings: list[str] | None = None  # what these are called, in the first of them
    _columns: dict[str, list[str]] = field(default_factory=dict)  # their texts
    _nameless: list[Float32] = field(default_factory=list)  # rows that wait for their words
    _waiting: int = 0  # how many these are

    @property
    def full(self) -> bool:
        """Whether as many rows were found as are wanted."""
        room = self.opening.table.room
        return room is not None and self._waiting + len(self.found.rows) >= room

    def flush(self) -> None:
        """Take the rows that were found. Raises FileError: `bad_row`, `no_column`."""
        rows, self.found.rows = self.found.rows, []
        if not rows:
            return
        first = self.opening.table.rows + self._waiting + 1
        numbers = self._numbers(rows, first)
        if rows[0].name is None and not rows[0].fields:
            self._nameless.append(numbers)
            self._waiting += len(numbers)
            self.opening.budget.check(4 * self._waiting * self._d, self._waiting)
            return
        if self._headings is None:
            self._settle_fields(rows)
        word = None if self._roles is None or self._roles.word is None else self._roles.word
        heading = None if word is None or self._headings is None else self._headings[word]
        words = [_word(row, heading, i) for i, row in enumerate(rows, first)]
        room = self.opening.table.room
        self.opening.table.add(words, numbers, first)
        for name, column in self._columns.items():
            more = [_text(row.fields.get(name)) for row in rows[:room]]
            column += more
            self.opening.budget.spend(size_of(more), self.opening.table.rows)

    def finish(self) -> None:
        """Take what is left. Raises FileError: `foreign` if there was nothing."""
        self.flush()
        opening, table = self.opening, self.opening.table
        if self._nameless:
            self._name()
        if not table.rows:
            raise foreign("a file of JSON that holds no words with lists of numbers")
        if self._columns:
            opening.names = Names([""] * table.rows, self._columns, table.rows)

    def _settle_fields(self, rows: Sequence[_Row]) -> None:
        """See which fields of records are columns, and which is the word."""
        names = list(dict.fromkeys(name for row in rows for name in row.fields))[:MOST_COLUMNS]
        self._headings = names
        if rows[0].name is None:
            cells = {i: [_text(r.fields.get(name)) for r in rows] for i, name in enumerate(names)}
            self._roles = roles(names, cells, self.opening.how.column)
            tell(self.opening, self._roles, names, range(len(names)))
        word = None if self._roles is None else self._roles.word
        self._columns = {name: [] for i, name in enumerate(names) if i != word}

    def _name(self) -> None:
        """Give rows without words those of a list of as many texts, or of another file."""
        opening = self.opening
        lists = [texts for texts in self.found.lists.values() if len(texts) >= self._waiting]
        known = {key.casefold(): texts for key, texts in self.found.lists.items()}
        lists.sort(key=lambda texts: len(texts))
        words = next((known[key] for key in _WORDS if known.get(key) in lists), None)
        words = words if words is not None or not lists else lists[0]
        if words is None:
            name_rows(opening, self._waiting)
        for numbers in self._nameless:
            i = opening.table.rows
            names = opening.names.words[i : i + len(numbers)] if words is None else words[i:]
            given = [_encoded(name) for name in names[: len(numbers)]]
            given += [b"%d" % (k + 1) for k in range(i + len(given), i + len(numbers))]
            opening.table.add(given, numbers, i + 1)
        if words is None:
            opening.settle_names()

    def _numbers(self, rows: Sequence[_Row], first: int) -> Float32:
        """The numbers of rows, (n, d). Raises FileError: `bad_row`."""
        if not self._d:
            (self._d, _), *_ = Counter(len(row.numbers) for row in rows).most_common(1)
        if self._d > MOST_DIMENSIONS:
            found, expected = f"{self._d:,} numbers", f"at most {MOST_DIMENSIONS:,}"
            raise bad_row("row 1", found, expected, row=1)
        for i, row in enumerate(rows, first):
            if len(row.numbers) != self._d:
                found, expected = f"a list of length {len(row.numbers):,}", f"one of {self._d:,}"
                raise bad_row(f"row {i:,}", found, expected, row=i)
        try:
            with np.errstate(over="ignore"):
                matrix = np.array([row.numbers for row in rows], np.float64)
                return matrix.astype(np.float32)
        except OverflowError as error:
            expected = "a number of 300 digits at most"
            raise bad_row(f"row {first:,}", "a larger one", expected, row=first) from error


def _record(key: str | None, value: Mapping[str, Any]) -> _Row | None:
    """The row that an object is, if it is one; its key in another one is its word."""
    vectors = [name for name, inner in value.items() if _is_vector(inner)]
    texts = any(isinstance(inner, str) for inner in value.values())
    if len(vectors) == 1 and (texts or vectors[0].casefold() in _CALLED):
        return _Row(key, value[vectors[0]], _without(value, vectors))
    if vectors:
        return None
    numbers = [name for name, inner in value.items() if type(inner) in _NUMBERS]
    counted = [name for name in numbers if _COUNTED.fullmatch(name)]
    names = counted if len(counted) > 1 else numbers
    if len(counted) > 1 or (len(numbers) >= FEWEST and any(type(value[n]) is float for n in names)):
        return _Row(key, [value[name] for name in names], _without(value, names))
    return None


def _without(value: Mapping[str, Any], names: Sequence[str]) -> Mapping[str, Any]:
    """What an object says beside its numbers, but for lists and objects."""
    left_out = set(names)
    return {
        name: inner
        for name, inner in value.items()
        if name not in left_out and not isinstance(inner, list | dict)
    }


def _is_vector(value: object) -> bool:
    if not isinstance(value, list) or len(value) < 1:
        return False
    return set(map(type, value)) <= set(_NUMBERS) and any(type(v) is not NoneType for v in value)


def _word(row: _Row, heading: str | None, i: int) -> bytes:
    if row.name is not None:
        return _encoded(row.name)
    return _encoded(_text(row.fields.get(heading)) if heading is not None else str(i))


def _text(value: object) -> str:
    return "" if value is None else _printed(value) if not isinstance(value, str) else value


def _printed(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)[:100]


def _encoded(text: str) -> bytes:
    try:
        return text.encode(errors="surrogateescape")
    except UnicodeEncodeError:  # half of a character, as JSON can spell it
        return text.encode(errors="replace")
