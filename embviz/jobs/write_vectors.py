"""Vectors written into files, as a job for the workers."""

import errno
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from embviz.errors import FileError
from embviz.files.formats import FORMATS, WRITTEN
from embviz.files.kinds.projector import write_words
from embviz.files.paths import writing
from embviz.files.rows.file_being_read import Columns
from embviz.types import Counts, Floating
from embviz.vectors.vectors import Vectors

WORDS = "words"  # a word a line: what formats without words are without
COUNT = "count"  # the heading of counts

_REASONS = {
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "forbidden",
    errno.ENOSPC: "full",
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
    errno.ENAMETOOLONG: "bad_name",
}
"""What the system's errors mean to who wants to save a file."""


@dataclass(frozen=True, eq=False)
class WriteOrder:
    """What is to be written, and how."""

    words: tuple[str, ...]  # (V,)
    matrix: Floating  # (V, d)
    columns: Columns  # what else is known of each word, by heading
    counts: Counts | None  # how often each occurs (V,), a column more
    format: str  # a key of `embviz.files.formats.WRITTEN`, or `WORDS`
    path: Path
    part: Path  # the file that grows until it is whole


@dataclass(frozen=True)
class Written:
    """A file that is whole."""

    size: int  # bytes


@dataclass(frozen=True)
class Refusal:
    """Why a file was not written.

    The reason is `exists`, `no_folder`, `folder`, `forbidden`, `full`, `bad_name`, `not_finite`,
    `unwritable_word` or `failed`.
    """

    reason: str
    facts: Mapping[str, str] = field(default_factory=dict)  # the `word`, printable; or `why`
    keeping: tuple[str, ...] = ()  # the formats that would keep an unwritable word


def write(order: WriteOrder) -> Written | Refusal:
    """Write a file that is not there yet. A refusal is a result as well."""
    return refusal(order.path) or _write(order)


def refusal(path: Path) -> Refusal | None:
    """Say why a file cannot be made at a path, as far as that can be seen before."""
    try:
        if path.is_dir():
            return Refusal("folder")
        if not path.parent.is_dir():
            return Refusal("no_folder")
        path.lstat()
        return Refusal("exists")
    except FileNotFoundError:
        return None if os.access(path.parent, os.W_OK | os.X_OK) else Refusal("forbidden")
    except (OSError, ValueError) as error:
        return _refused(error)


def estimate(vectors: Vectors, format: str) -> int:
    """Bytes that a file will have, roughly: the first thousand words stand for all."""
    V, d = len(vectors), int(vectors.matrix.shape[1])
    sample = vectors.words[:1000]
    letters = sum(len(word.encode("utf-8", "replace")) + 1 for word in sample) / max(1, len(sample))
    if format == WORDS:
        return round(V * letters)
    number = FORMATS[format].number_bytes
    number = vectors.matrix.itemsize if number is None else number
    return round(V * (d * number + letters * FORMATS[format].words))


def keeping(word: str) -> tuple[str, ...]:
    """Find the formats that can keep a word, by trying."""
    alone = Vectors((word,), np.zeros((1, 1), dtype=np.float32))
    return tuple(key for key in WRITTEN if FORMATS[key].words and _keeps(key, alone))


def _keeps(format: str, alone: Vectors) -> bool:
    try:
        WRITTEN[format](io.BytesIO(), alone, {})
    except FileError:
        return False
    return True


def _write(order: WriteOrder) -> Written | Refusal:
    columns, counts = order.columns, order.counts
    if counts is not None:
        columns = {COUNT: [str(count) for count in counts.tolist()], **columns}
    vectors, write = Vectors(order.words, order.matrix), WRITTEN.get(order.format, write_words)
    try:
        with writing(order.path, order.part) as file:
            write(file, vectors, columns)
        return Written(order.path.stat().st_size)
    except FileError as error:
        return Refusal(error.reason, {"word": error.word}, keeping(error.text))
    except OSError as error:
        return _refused(error)
    except ValueError:
        return Refusal("not_finite")


def _refused(error: OSError | ValueError) -> Refusal:
    if isinstance(error, ValueError):  # a zero byte in the name
        return Refusal("bad_name")
    reason = _REASONS.get(error.errno or 0)
    return Refusal(reason) if reason else Refusal("failed", {"why": error.strerror or str(error)})
