"""Vectors in the columns of Arrow's tables: which hold numbers, which the words; batches of rows.

The numbers of a row stand in one column of lists, as language models' embeddings do, or in many
columns of numbers. pyarrow comes with Streamlit, and is imported where such a file is read.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from embviz.errors import FileError
from embviz.files.film.archive import damaged
from embviz.files.refusals import bad_row, foreign
from embviz.files.rows.budget import ROW_BYTES, size_of
from embviz.files.rows.cell_layout import numbered_run
from embviz.files.rows.columns import NO_ROLES, Roles, roles, tell
from embviz.files.rows.file_being_read import Names, Opening
from embviz.files.rows.how import Choice
from embviz.files.rows.row_names import name_rows
from embviz.files.rows.table import MOST_DIMENSIONS
from embviz.types import Float32

CELLS = 2**20  # numbers of a batch
MOST_FIELDS = 2**16
_LOOKED_AT = 1000  # rows by which the words are told
_VECTORS = ("embedding", "embeddings", "vector", "vectors", "emb", "values")
_RAISED = (
    ArithmeticError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
)
_COUNTS = ("count", "counts", "freq", "frequency", "x", "y", "projection_x", "projection_y")


@dataclass(frozen=True)
class ArrowLayout:
    """Which columns hold what, by their names.

    Attributes:
        numbers: Columns of numbers; or the one that holds lists of them.
        listed: Whether it is that.
        others: Columns of words, and of what is said of them.
    """

    numbers: tuple[str, ...]
    listed: bool
    others: tuple[str, ...]

    @property
    def all(self) -> list[str]:
        """The columns that are read."""
        return [*self.numbers, *self.others]


def layout(opening: Opening, schema: Any) -> ArrowLayout:
    """See what columns of a schema hold. Raises FileError: `foreign`, `no_such_matrix`."""
    names = [str(name) for name in schema.names]
    if len(names) > MOST_FIELDS or len(set(names)) < len(names):
        raise foreign("a table whose columns have no names of their own")
    types = dict(zip(names, schema.types, strict=True))
    others = tuple(name for name in names if _is_text(types[name]))
    lists = [name for name in names if _is_list(types[name])]
    if lists:
        taken = _chosen(opening, lists)
        return ArrowLayout((taken,), True, others)
    numbers = _numbers(names, types)
    if not 1 < len(numbers) <= MOST_DIMENSIONS:
        raise foreign("a table without columns of vectors, or a column of lists of numbers")
    left = tuple(name for name in names if name in others or _is_number(types[name]))
    return ArrowLayout(numbers, False, tuple(name for name in left if name not in numbers))


def holds_vectors(schema: Any) -> bool:
    """Whether a table may be one of vectors, by its columns; else it may be one of texts."""
    types = {str(name): kind for name, kind in zip(schema.names, schema.types, strict=True)}
    return any(map(_is_list, types.values())) or len(_numbers(list(types), types)) > 1


def _numbers(names: Sequence[str], types: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of numbers that make vectors: those that are numbered, or all with fractions."""
    import pyarrow.types as kinds

    run = numbered_run(names, [_is_number(types[name]) for name in names])
    if run is not None and run[1] > 1:
        return tuple(names[run[0] : sum(run)])
    wanted = (name for name in names if name.casefold() not in _COUNTS)
    return tuple(name for name in wanted if kinds.is_floating(types[name]))


def _chosen(opening: Opening, lists: Sequence[str]) -> str:
    said = opening.how.matrix
    if said is not None and said not in lists:
        message = f"There is no matrix called {said!r:.80}; there are: {', '.join(lists)[:200]}."
        raise FileError("no_such_matrix", message, name=said, known=", ".join(lists)[:200])
    named = (name for name in lists if name.casefold() in _VECTORS)
    taken = said if said is not None else next(named, lists[0])
    opening.take(matrix=taken)
    opening.offer("matrix", [Choice(name) for name in lists])
    if len(lists) > 1:
        opening.table.tally.took("matrix", taken, [name for name in lists if name != taken])
    return taken


def _is_text(kind: Any) -> bool:
    import pyarrow.types as kinds

    kind = kind.value_type if kinds.is_dictionary(kind) else kind
    return bool(kinds.is_string(kind) or kinds.is_large_string(kind) or kinds.is_integer(kind))


def _is_number(kind: Any) -> bool:
    import pyarrow.types as kinds

    return bool(kinds.is_floating(kind) or kinds.is_integer(kind))


def _is_list(kind: Any) -> bool:
    import pyarrow.types as kinds

    some = kinds.is_list(kind) or kinds.is_large_list(kind) or kinds.is_fixed_size_list(kind)
    return bool(some) and _is_number(kind.value_type)


@dataclass
class ArrowRows:
    """A table that is filled, batch by batch."""

    opening: Opening
    layout: ArrowLayout
    rows: int  # how many the file has
    d: int = 0
    _roles: Roles = NO_ROLES
    _columns: dict[str, list[str]] = field(default_factory=dict)
    _begun: bool = False

    def take(self, batch: Any) -> None:
        """Take the rows of a batch. Raises FileError: `bad_row`, `no_column`, `too_much_memory`."""
        table, others = self.opening.table, self.layout.others
        room = batch.num_rows if table.room is None else min(table.room, batch.num_rows)
        batch = batch.slice(0, room)
        if not room:
            return
        numbers = self._numbers(batch)
        texts = {name: _texts(batch.column(batch.schema.get_field_index(name))) for name in others}
        if not self._begun:
            self._settle(texts)
        word = None if self._roles.word is None else others[self._roles.word]
        first = table.rows
        if word is None or self._are_named:
            known = self.opening.names.words[first : first + room]
            words: Sequence[Any] = [
                *known,
                *map(str, range(first + len(known) + 1, first + room + 1)),
            ]
        else:
            words = texts[word]
        table.add(words, numbers, first + 1)
        if not self._begun:
            table.expect(self.rows)
        self._begun = True
        for name, column in self._columns.items():
            column += [_shown(text) for text in texts[name]]
            table.budget.spend(size_of(column[-room:]), table.rows)

    def finish(self) -> None:
        """Note what was said of the words."""
        opening = self.opening
        if self._roles.word is None or self._are_named:
            if self._roles.labels is None or opening.names.known:
                opening.settle_names()
        columns = {**(opening.names.columns if self._are_named else {}), **self._columns}
        nobody = [""] * opening.table.rows
        opening.names = Names(nobody, columns, opening.table.rows) if columns else Names()

    @property
    def _are_named(self) -> bool:
        return self.opening.names.known and self._roles.word in (None, self._roles.numbered)

    def _settle(self, texts: dict[str, list[Any]]) -> None:
        others, opening = self.layout.others, self.opening
        cells = {i: [_shown(t) for t in texts[n][:_LOOKED_AT]] for i, n in enumerate(others)}
        self._roles = roles(others, cells, opening.how.column)
        tell(opening, self._roles, others, range(len(others)))
        if opening.names.lines is not None and self._roles.word in (None, self._roles.numbered):
            name_rows(opening, self.rows)
        word, numbered = self._roles.word, self._roles.numbered
        hidden = [i for i, n in enumerate(others) if i == numbered and n.startswith("__")]
        self._columns = {n: [] for i, n in enumerate(others) if i != word and i not in hidden}

    def _numbers(self, batch: Any) -> Float32:
        first = self.opening.table.rows + 1
        arrays = [batch.column(batch.schema.get_field_index(n)) for n in self.layout.numbers]
        if not self.layout.listed:
            matrix = np.empty((batch.num_rows, len(arrays)), np.float32)
            for i, array in enumerate(arrays):
                matrix[:, i] = _single(array)
            return matrix
        lists = arrays[0]
        lengths = np.asarray(lists.value_lengths().fill_null(-1))
        if not self.d:
            self.d = int(lengths.max(initial=0))
            check_fits(self.opening, self.rows, self.d)
        full = lengths == self.d
        odd = np.flatnonzero(~full & (lengths >= 0))
        if len(odd):
            place, found = first + int(odd[0]), f"a list of {lengths[odd[0]]:,} numbers"
            raise bad_row(f"row {place:,}", found, f"one of {self.d:,}", row=place)
        values = _single(
            lists.filter(lists.is_valid()).flatten() if not full.all() else lists.flatten()
        )
        if full.all():
            return values.reshape(len(full), self.d)
        matrix = np.full((len(full), self.d), np.nan, np.float32)
        matrix[full] = values.reshape(-1, self.d)
        return matrix


def check_fits(opening: Opening, rows: int, d: int) -> None:
    """See whether so many rows of d numbers fit. Raises FileError: `bad_row`, `too_much_memory`."""
    if not 0 < d <= MOST_DIMENSIONS:
        raise bad_row("row 1", f"{d:,} numbers", f"1 to {MOST_DIMENSIONS:,}", row=1)
    room = opening.table.room
    rows = rows if room is None else min(rows, room + opening.table.rows)
    opening.budget.check(rows * (4 * d + ROW_BYTES), rows)


def batch_rows(d: int) -> int:
    """How many rows of d numbers are read at once."""
    return max(1, CELLS // max(1, d))


@contextmanager
def sound(called: str) -> Iterator[None]:
    """Say of whatever pyarrow raises that the file is damaged. Raises FileError: `damaged`."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, *_RAISED) as error:
        raise damaged(called, "unreadable", "a sound one") from error


def _single(array: Any) -> Float32:
    numbers = array.to_numpy(zero_copy_only=False)
    with np.errstate(over="ignore"):
        single: Float32 = np.asarray(numbers, dtype=np.float32)
    return single


def _texts(array: Any) -> list[Any]:
    """The values of a column, in bytes where they are no UTF-8; "" where there is none."""
    import pyarrow as pa

    if pa.types.is_dictionary(array.type):  # each text is made once, however often it comes
        known = [*_texts(array.dictionary), ""]
        places = np.asarray(array.indices.fill_null(len(known) - 1)).tolist()
        return [known[i] for i in places]
    if pa.types.is_integer(array.type):
        return ["" if value is None else str(value) for value in array.to_pylist()]
    try:
        return [value or "" for value in array.to_pylist()]
    except UnicodeDecodeError:
        wide = pa.types.is_large_string(array.type)
        return [
            v or b"" for v in array.cast(pa.large_binary() if wide else pa.binary()).to_pylist()
        ]


def _shown(text: str | bytes) -> str:
    return text if isinstance(text, str) else text.decode(errors="replace")
