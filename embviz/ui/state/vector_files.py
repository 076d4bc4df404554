"""Files of vectors that somebody else trained: read once, shared by all visitors."""

import hashlib
import os
import uuid
import weakref
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from embviz.errors import FileError
from embviz.files import read
from embviz.files.doctor import Diagnosis
from embviz.files.kinds import arrow, fasttext_bin, parquet
from embviz.files.paths import open_regular
from embviz.files.read import Opened, ReadProgress
from embviz.files.rows.budget import ROW_BYTES
from embviz.files.rows.how import NOTHING_SAID, How
from embviz.files.rows.unpacking import packed_by
from embviz.jobs import read_vectors
from embviz.jobs.engine import Engine, Work
from embviz.util.known_files import ZIP
from embviz.util.private_folder import PrivateFolder
from embviz.vectors.vectors import Vectors

READING_PATIENCE_S = 30.0  # seconds after which reading ends that no visible page asks for
HOLD_MUCH = (fasttext_bin.begins, parquet.begins, arrow.begins)  # more than they seem to
SMALL_BYTES = 8 * 2**20  # bytes of a file that is read together with others' work
UPLOADED_BYTES = 2 * 2**30  # bytes that what was uploaded may unpack to, on the disk
UPLOADED_MEMORY = 512 * 2**20  # bytes of memory that it may take: others use the server, too
CELL_BYTES = 16  # of a cell of a column, about: many are alike, and share their letters


@dataclass(frozen=True)
class Request:
    """A file and what is wanted of it."""

    path: str  # of the file, or of a folder with a bundle
    name: str  # what the page calls it
    limit: int | None  # rows that are read; None for all
    words: str | None  # path of a file with a word a line, for formats without words
    key: str  # the hash of the file's content or whereabouts, and of all that is asked
    lasting: bool = True  # somebody's; else it goes when nobody holds what was written down
    metadata: str | None = None  # path of a table about the words
    how: How = NOTHING_SAID  # what somebody said of it
    content: str = ""  # the same hash without what was said
    written: tuple["WrittenDown", ...] = field(default=(), compare=False, repr=False)

    def read_so(self, how: How) -> "Request":
        """The same file, to be read as somebody says."""
        return replace(self, how=how, key=_key(self.content or self.key, how))


@dataclass(frozen=True, eq=False)
class VectorsFile:
    """A file of vectors, as far as it is read."""

    request: Request
    work: Work  # its results are what was read, then what is odd about it; or what is wrong
    folder: PrivateFolder  # where it is unpacked, if need be
    _waiting: set[int] = field(default_factory=set)

    @classmethod
    def launch(cls, engine: Engine, request: Request) -> "VectorsFile":
        """Begin to read a file; a large one in a process of its own, which has to start first."""
        folder = PrivateFolder(engine.folder)
        source = read.FileSource(
            request.path,
            request.limit,
            request.words,
            most_bytes=read.MOST_BYTES if request.lasting else UPLOADED_BYTES,
            most_memory=None if request.lasting else UPLOADED_MEMORY,
            metadata=request.metadata,
            how=request.how,
            folder=str(folder.path),
        )
        small = _is_small(Path(request.path))
        launch = engine.launch if small else engine.launch_alone
        step = read_vectors.load_at_once if small else read_vectors.load
        work = launch(step, source, ReadProgress(), patience_s=READING_PATIENCE_S)
        file = cls(request, work, folder)
        return file

    def wait(self, visitor: int) -> None:
        """Note that a visitor waits for it, who has a number."""
        self._waiting.add(visitor)

    def leave(self, visitor: int) -> bool:
        """Note that one waits no more; when nobody does, it is not read on. Tells whether so."""
        self._waiting.discard(visitor)
        if self.busy and not self._waiting:
            self.work.cancel()
            self.folder.empty()
            return True
        return False

    @property
    def key(self) -> str:
        """Its name on this server."""
        return self.request.key

    @property
    def name(self) -> str:
        """What the page calls it."""
        return self.request.name

    @property
    def title(self) -> str:
        """Its name, and which file of an archive or which matrix it is, where there are several."""
        if self.busy or self.fault is not None:
            return self.name
        chosen = (n for n in ("member", "matrix") if n in self.opened.offers)
        parts = [getattr(self.opened.taken, each) for each in chosen]
        return " · ".join([self.name, *filter(None, parts)])

    @property
    def progress(self) -> ReadProgress:
        """How far reading is."""
        progress: ReadProgress = self.work.state()
        return progress

    @property
    def busy(self) -> bool:
        """Whether it is still being read; examining may take longer."""
        return not self.work.results and self.work.status in ("running", "paused")

    @property
    def fault(self) -> FileError | OSError | BaseException | None:
        """What is wrong with the file, or what ended the reading."""
        first = self.work.results[0] if self.work.results else None
        return first if isinstance(first, FileError | OSError) else self.work.error

    @cached_property
    def opened(self) -> Opened:
        """What was read. To be asked when it is no longer busy, and without fault."""
        opened: Opened = self.work.results[0]
        return opened

    @property
    def diagnosis(self) -> Diagnosis | None:
        """What is odd about it; None as long as that is being worked out."""
        return self.work.results[1] if len(self.work.results) > 1 else None

    @property
    def vectors(self) -> Vectors:
        """All words; as for `opened`."""
        return self.opened.vectors

    def weight(self) -> int:
        """Bytes that it takes: the numbers, some for each word, and for each cell of a column."""
        if self.busy or self.fault is not None:
            return 0
        cells = len(self.opened.columns) * len(self.vectors)
        words = ROW_BYTES * len(self.vectors)
        return self.vectors.matrix.nbytes + words + CELL_BYTES * cells


def of_path(
    path: str,
    limit: int | None,
    words: str | None = None,
    metadata: str | None = None,
    how: How = NOTHING_SAID,
) -> Request:
    """Ask for a file on this computer, by its path as it was typed. Raises OSError."""
    whole, beside = _real(path), [each and _real(each) for each in (words, metadata)]
    found = [each and (each, os.stat(each)) for each in (whole, *beside)]
    facts = [each and (each[0], each[1].st_size, each[1].st_mtime_ns) for each in found]
    content = _hash(repr((facts, limit)).encode())
    name = os.path.basename(whole) or whole
    words, metadata = (each or None for each in beside)
    return Request(
        whole,
        name,
        limit,
        words,
        _key(content, how),
        metadata=metadata,
        how=how,
        content=content,
    )


def _real(path: str) -> str:
    return os.path.realpath(os.path.expanduser(path))


def of_upload(engine: Engine, upload: "Upload") -> Request:
    """Write down what was uploaded, in the engine's folder, for the process that reads it."""
    file = WrittenDown(engine, upload.data)
    words, metadata = (
        WrittenDown(engine, data) if data is not None else None
        for data in (upload.words, upload.metadata)
    )
    return Request(
        file.path,
        upload.name,
        upload.limit,
        words.path if words is not None else None,
        upload.key,
        lasting=False,
        metadata=metadata.path if metadata is not None else None,
        how=upload.how,
        content=upload.content,
        written=(file, *(each for each in (words, metadata) if each is not None)),
    )


class WrittenDown:
    """A file in the engine's folder, which goes with the last who holds this."""

    def __init__(self, engine: Engine, data: bytes) -> None:
        path = Path(engine.folder) / uuid.uuid4().hex
        path.write_bytes(data)
        self.path = str(path)
        weakref.finalize(self, path.unlink, missing_ok=True)


@dataclass(frozen=True, eq=False)
class Upload:
    """A file that came through the browser."""

    name: str
    data: bytes
    limit: int | None = None  # rows that are read; None for all
    words: bytes | None = None  # of a file with a word a line, if one came along
    metadata: bytes | None = None  # of a table about the words, likewise
    how: How = NOTHING_SAID  # what somebody said of it

    @cached_property
    def content(self) -> str:
        """The hash of all that decides about what will be read, but for what was said of it."""
        others = (self.words or b"", self.metadata or b"")
        return _hash(self.data, *others, repr(self.limit).encode())

    @property
    def key(self) -> str:
        """The hash of all of that."""
        return _key(self.content, self.how)


def _is_small(path: Path) -> bool:
    """Whether a file is read within a moment: one that is packed, inside as well, or
    holds n-grams, may hold much more than it seems.
    """
    try:
        if path.is_dir() or path.stat().st_size > SMALL_BYTES:
            return False
        with open_regular(path) as file:
            head = file.read(64)
        packed = packed_by(head) or head.startswith(ZIP)
        return not (packed or any(begins(head) for begins in HOLD_MUCH))
    except (FileError, OSError):
        return True  # it cannot be read, which is told at once


def _key(content: str, how: How) -> str:
    return _hash(content.encode(), repr(how).encode())


def _hash(*parts: bytes) -> str:
    total = hashlib.blake2b(digest_size=8)
    for part in parts:
        total.update(hashlib.blake2b(part).digest())
    return total.hexdigest()
