"""A file of vectors that is being opened, and what comes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import IO, Any, TypeAlias

from embviz.files.findings import Finding
from embviz.files.rows import word_encodings
from embviz.files.rows.affixes import common_end, common_start
from embviz.files.rows.budget import Budget
from embviz.files.rows.how import NOTHING_SAID, Choice, How, Offers
from embviz.files.rows.input import Input
from embviz.files.rows.table import RowTable
from embviz.files.rows.word_pieces import WordPieces
from embviz.vectors.vectors import Vectors

Columns: TypeAlias = Mapping[str, Sequence[str]]  # what else is known of words, (V,), by heading
NO_COLUMNS: Columns = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class NameLines:
    """Lines about rows, as they stand in a file; the first may be a heading."""

    first: tuple[str, ...]  # the cells of the first line
    columns: Sequence[list[str]]  # those of further ones, by column, as far as they were read
    count: int  # how many lines there are, the first included


@dataclass(frozen=True, eq=False)
class Names:
    """Words of rows, and what else a table says of them."""

    words: Sequence[str] = ()  # the word of each row, as far as they are known
    columns: Columns = field(default_factory=dict)  # further ones, each of as many rows
    rows: int = 0  # how many the table has; not all were read, if fewer are wanted
    lines: NameLines | None = None  # where they come from, if that may be read otherwise
    headed: bool = False  # whether the first of these is a heading
    escaped: bool = False  # whether cells hold bytes as they stand in the file
    labelled: bool = False  # whether they are labels that repeat, and no row has a word
    tokens: bool = False  # whether they are a model's: rows beyond them are padding

    @property
    def known(self) -> bool:
        """Whether anything is known of the rows."""
        return self.rows > 0 or len(self.words) > 0

    @property
    def told(self) -> int:
        """Of how many rows something was read."""
        return max(map(len, (self.words, *self.columns.values())))


@dataclass
class Opening:
    """A file that is being read; a format's `read` fills it."""

    input: Input
    table: RowTable  # takes the rows, and what was found
    names: Names  # words that lie in another file, for formats that have none
    path: str | None  # where the file is, if it has a name; formats that seek are given one
    lasting: bool = True  # whether the file stays there when it has been read
    depth: int = 0  # how many archives it lies in
    format: str = ""  # its key in `FORMATS`
    whole: Vectors | None = None  # the vectors, where they were not read row by row
    pieces: WordPieces | None = None  # what is known of words that are not in the file
    how: How = NOTHING_SAID  # what somebody said of it
    taken: How = NOTHING_SAID  # what was found out, or said
    offers: dict[str, tuple[Choice, ...]] = field(default_factory=dict)

    def take(self, **found: Any) -> None:
        """Note how it is read: fields of `How`."""
        self.taken = replace(self.taken, **found)

    def offer(self, field: str, choices: Sequence[Choice]) -> None:
        """Note what a field of `How` could be, where there is more than one thing."""
        if len(choices) > 1:
            self.offers[field] = tuple(choices)

    @property
    def budget(self) -> Budget:
        """The memory that it may take."""
        return self.table.budget

    @property
    def mapped(self) -> IO[bytes]:
        """The file itself, to be mapped into memory. Raises ValueError if it has no name."""
        if self.path is None:
            raise ValueError("this format needs a file with a name")
        return self.input.file

    def opened(self) -> "Opened":
        """What was read. Raises FileError: `no_rows`."""
        vectors = self.table.vectors() if self.whole is None else self.whole
        tally = self.table.tally
        for kind, said in (("start", common_start), ("end", common_end)):
            if affix := said(vectors.words):
                tally.took(f"common_{kind}", affix)
        findings, rows, columns = tally.findings(), self.table.kept(), {}
        if (rows < self.names.told).all():
            for name, column in self.names.columns.items():
                cells = [column[i] for i in rows.tolist()]
                columns[name] = tuple(self._decoded(cells) if self.names.escaped else cells)
        if self.table.encodings:
            self.take(encoding=self.table.encoding)
            self.offer("encoding", [Choice(name) for name in self.table.encodings])
        taken = replace(self.taken, kind=self.format)
        return Opened(vectors, self.format, findings, columns, self.pieces, taken, self.offers)

    def _decoded(self, cells: Sequence[str]) -> list[str]:
        """Cells in the encoding of the words."""
        encoding = self.table.encoding or word_encodings.UTF_8
        return [
            cell if cell.isascii() else word_encodings.in_bytes(cell).decode(encoding, "replace")
            for cell in cells
        ]

    def settle_names(self) -> None:
        """Note what names and the rows that were read do not have in common."""
        names, table = max(self.names.rows, len(self.names.words)), self.table
        if not names:
            table.tally.add("no_names")
        elif names < table.rows or not table.full:
            table.tally.differs("more_rows", names, table.rows)


@dataclass(frozen=True, eq=False)
class Opened:
    """A file of vectors that was read.

    Attributes:
        vectors: Words and matrix.
        format: The key of its format, e.g. "word2vec_text"; see `embviz.files.formats`.
        findings: What was repaired or contradicts itself; what is odd about the numbers is for
            `embviz.files.doctor`.
        columns: What else the file says of each word, by heading.
        pieces: What it knows of words that it does not have (fastText), if anything.
        taken: How it was read, as far as there was a choice.
        offers: What could be chosen instead.
    """

    vectors: Vectors
    format: str
    findings: tuple[Finding, ...] = ()
    columns: Columns = field(default_factory=dict)
    pieces: WordPieces | None = None
    taken: How = NOTHING_SAID
    offers: Offers = field(default_factory=dict)

    @cached_property
    def described(self) -> int:
        """How many words have a value in any column."""
        return sum(map(any, zip(*self.columns.values(), strict=True)))
