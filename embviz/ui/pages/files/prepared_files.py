"""Vectors on their way into a file, and the files that are there to be fetched."""

import contextlib
import shutil
import tempfile
import weakref
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import streamlit as st

from embviz.files.paths import part_of
from embviz.files.rows.file_being_read import Columns
from embviz.jobs import write_vectors
from embviz.jobs.engine import Engine, Work, WorkCrashed
from embviz.jobs.write_vectors import Refusal, WriteOrder, Written
from embviz.types import Counts
from embviz.ui.state import server
from embviz.vectors.vectors import Vectors

_KEPT = "embviz_copies"
MOST = 4  # files that a tab keeps at hand: that of the format on screen, and a few before it
ALONE = 4 * 2**20  # bytes from which on a file has a process of its own, that others need not wait


@dataclass(frozen=True, eq=False)
class Contents:
    """What goes into a file."""

    vectors: Vectors  # of all words (V,)
    columns: Columns = field(default_factory=dict)  # what else is known of them, by heading
    counts: Counts | None = None  # (V,) how often each occurs, where that is known

    @property
    def headings(self) -> tuple[str, ...]:
        """Of all columns."""
        return (*(() if self.counts is None else (write_vectors.COUNT,)), *self.columns)

    def order(self, format: str, path: Path, part: Path) -> WriteOrder:
        """Give a worker's job to write it."""
        # Maps of files would be copied into the pickle; arrays go beside it.
        words, matrix = self.vectors.words, np.asarray(self.vectors.matrix)
        if format == write_vectors.WORDS:
            matrix = matrix[:, :0]
        return WriteOrder(words, matrix, dict(self.columns), self.counts, format, path, part)


@dataclass(frozen=True, eq=False)
class Copy:
    """A file of vectors that is being written, or is there."""

    path: Path
    part: Path  # what grows meanwhile
    expected: int  # bytes, roughly
    work: Work  # gives one result, `Written` or `Refusal`

    @classmethod
    def begin(
        cls, engine: Engine, contents: Contents, format: str, path: Path | None = None
    ) -> "Copy":
        """Begin to write; without a path, a file that is gone with the copy."""
        folder = tempfile.mkdtemp(dir=engine.folder) if path is None else None
        path = path or Path(folder or "") / "copy"
        part = part_of(path)
        expected = write_vectors.estimate(contents.vectors, format)
        order = contents.order(format, path, part)
        work = engine.call(write_vectors.write, order, alone=expected >= ALONE)
        copy = cls(path, part, expected, work)
        weakref.finalize(copy, _clear, work, part, folder)
        return copy

    @property
    def busy(self) -> bool:
        """Whether it is being written."""
        return self.work.status == "running"

    @property
    def share(self) -> float:
        """How much of it is written, 0 to 1, roughly."""
        try:
            return min(1.0, self.part.stat().st_size / max(1, self.expected))
        except OSError:
            return 0.0  # not begun, or already in its place

    @property
    def outcome(self) -> Written | Refusal | None:
        """What came of it; None: not known yet, or it was cancelled.

        Raises:
            BaseException: What ended the work, if it was a fault of this program.
        """
        if isinstance(self.work.error, WorkCrashed | MemoryError):
            return Refusal("crashed")
        if self.work.error is not None:
            raise self.work.error
        return self.work.results[0] if self.work.results else None

    def data(self) -> bytes:
        """The file's bytes, when it is whole."""
        return self.path.read_bytes()

    def cancel(self) -> None:
        """Write no more of it, and leave nothing behind."""
        _clear(self.work, self.part, None)


def kept() -> dict[Hashable, Copy]:
    """Give the copies of this tab by what they are of."""
    copies: dict[Hashable, Copy] = st.session_state.setdefault(_KEPT, {})
    return copies


def begin(name: Hashable, contents: Contents, format: str) -> None:
    """Begin a copy of what has this name, and keep it at hand; the longest known go."""
    copies = kept()
    copies.pop(name, None)
    while len(copies) >= MOST:
        del copies[next(iter(copies))]
    copies[name] = Copy.begin(server.engine(), contents, format)


def _clear(work: Work, part: Path, folder: str | None) -> None:
    work.cancel()
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
        return
    # A system that keeps open files has the process that was just ended let go of it first.
    with contextlib.suppress(PermissionError):
        part.unlink(missing_ok=True)
