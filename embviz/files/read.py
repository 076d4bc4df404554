"""Files of vectors of every format, read in steps: whoever asks for the next one holds the clock.

    >>> steps = read_steps("vectors.txt")       # doctest: +SKIP
    >>> for progress in steps: print(progress.share)    # doctest: +SKIP

`read_all` does all steps; `embviz.jobs.read_vectors` makes a job for the engine of them.
"""

import codecs
import io
import os
import uuid
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from embviz.errors import FileError
from embviz.files import archives, detect, tokenizers, which_member, wide_text
from embviz.files.formats import FORMATS, TEXTS
from embviz.files.kinds import model_folder, projector, word2vec_binary
from embviz.files.kinds.metadata import metadata
from embviz.files.paths import Place, naming, open_regular, reading
from embviz.files.refusals import foreign, known_as
from embviz.files.rows import word_encodings
from embviz.files.rows.budget import Budget
from embviz.files.rows.file_being_read import Names, Opening
from embviz.files.rows.file_being_read import Opened as Opened  # what reading gives
from embviz.files.rows.how import NOTHING_SAID, How
from embviz.files.rows.input import Input
from embviz.files.rows.table import RowTable
from embviz.util.private_folder import PrivateFolder

MAY_BE_TEXTS = ("unknown_format", "server_error")  # reasons of what may be read as text
ZIP = b"PK"  # what zip files begin with
MOST_BYTES = 2**40  # from one's own disk, what fits into memory; a server should be stricter
DEEPEST = 2  # archives in archives
_PLAIN = ("too_much_memory", "bad_metadata_row", "unknown_encoding", "no_column")
"""What may be wrong with a file of words that can be put right there."""
_COPIED = 2**20  # bytes copied at once, where a file must be unpacked before it can be read


@dataclass(frozen=True)
class FileSource:
    """A file of vectors and how much of it to read; a job for the engine."""

    path: str  # of the file, or of a folder: a bundle of the Projector, or a model
    limit: int | None = None  # rows that are read; None for all
    words: str | None = None  # path of a file of words, or of metadata, for formats without words
    most_bytes: int = MOST_BYTES  # bytes that the file may have, packed or not
    most_memory: int | None = None  # bytes of memory that it may take; None: its share of all
    folder: str | None = None  # where it may be unpacked, and whoever made it tidies up
    metadata: str | None = None  # path of a file of metadata, for any format
    how: How = NOTHING_SAID  # what somebody said of it
    name: str = field(default_factory=lambda: uuid.uuid4().hex)  # how the work is told from others


@dataclass(frozen=True)
class ReadProgress:
    """How far reading has come; a state for the engine."""

    share: float = 0.0  # of the file, or of the rows that are wanted, 0 to 1
    rows: int = 0
    finished: bool = False  # whether it has ended, well or not


Steps = Generator[ReadProgress, None, Opened]  # yields how far it is, returns what was read


def read_all(
    place: Place,
    *,
    limit: int | None = None,
    words: Place | None = None,
    most_bytes: int = MOST_BYTES,
    most_memory: int | None = None,
    how: How = NOTHING_SAID,
) -> Opened:
    """Read a file of vectors.

    Args:
        place: A path, of a folder with a bundle or a model as well, or a binary stream that can
            seek.
        limit: Rows that are read; None for all.
        words: A file with a word a line, or with columns of metadata, for formats without words.
        most_bytes: Bytes that the file may have, packed or not.
        most_memory: Bytes of memory that it may take; at most the machine's share, as by default.
        how: What is not to be found out; see there.

    Raises:
        FileError: If it cannot be read; see there for the reasons.
        OSError: If there is no such file.
        ValueError: If the limit is below 1.
    """
    steps = read_steps(
        place, limit=limit, words=words, most_bytes=most_bytes, most_memory=most_memory, how=how
    )
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            opened: Opened = stop.value
            return opened


def read_steps(
    place: Place,
    *,
    limit: int | None = None,
    words: Place | None = None,
    most_bytes: int = MOST_BYTES,
    most_memory: int | None = None,
    inside: str | None = None,
    how: How = NOTHING_SAID,
) -> Steps:
    """Read a file of vectors in steps of some milliseconds; arguments as for `read_all`.

    What must be unpacked first goes into a folder `inside` another one, or else among the system's
    temporary ones.
    """
    if limit is not None and limit < 1:
        raise ValueError(f"a limit must be 1 or more, not {limit}")
    encoding = None if how.encoding is None else word_encodings.known(how.encoding)
    encoding = None if encoding is None or wide_text.is_wide(encoding) else encoding
    table = RowTable(limit, Budget.of_machine(most_memory), encoding)
    names = _names(words, table, how)
    if (folder := _folder(place)) is not None:
        with naming(str(folder)):
            return (yield from folder_steps(folder, table, names, most_bytes, how))
    with PrivateFolder(inside) as unpacked, reading(place) as file:
        path = os.path.abspath(place) if isinstance(place, str | os.PathLike) else None
        opening = Opening(Input(file, most_bytes=most_bytes), table, names, path, how=how)
        return (yield from _steps(opening, unpacked))


def kind_of(place: Place, most_bytes: int = MOST_BYTES) -> str:
    """The key of a file's format; see `embviz.files.detect`. Raises FileError, OSError."""
    if (folder := _folder(place)) is not None:
        with naming(str(folder)):
            return _kind_of_folder(folder)
    with reading(place) as file:
        return detect.kind_of(Input(file, most_bytes=most_bytes))


def kind_of_vectors(file: BinaryIO) -> str:
    """The same where it is sure to be one of vectors; else empty. Raises FileError."""
    return which_member.kind_for_certain(Input(file, most_bytes=MOST_BYTES))


def kind_or_text(path: Path) -> str:
    """As `kind_of`; empty where the file is no vectors, but may be a text, or a table of labels."""
    if path.is_dir():
        return kind_of(path)
    try:
        with reading(path) as file:
            return kind_of_vectors(file)
    except FileError as error:
        if error.reason in MAY_BE_TEXTS or (path.is_file() and _is_utf_16(path)):
            return ""
        if error.facts.get("kind") == "html":
            return ""
        if error.reason == "foreign" and _may_be_a_text(path):
            return ""
        raise


def _may_be_a_text(path: Path) -> bool:
    """Whether what is no vectors may be sentences in rows."""
    with open_regular(path) as file:
        return file.read(len(ZIP)) != ZIP


def _is_utf_16(path: Path) -> bool:
    with open_regular(path) as file:
        return file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _folder(place: Place) -> Path | None:
    path = Path(place) if isinstance(place, str | os.PathLike) else None
    return path if path is not None and path.is_dir() else None


def _names(words: Place | None, table: RowTable, how: How) -> Names:
    if words is None:
        return Names()
    try:
        with reading(words) as file:
            return _tokens(file, table) or _metadata(file, table, how)
    except FileError as error:
        if error.reason in _PLAIN:
            raise
        message = f"The word list cannot be used: {error}"
        raise FileError("bad_words", message, **error.facts) from error


def _tokens(file: BinaryIO, table: RowTable) -> Names | None:
    """The tokens of a model as words, where a file of words is its tokenizer's."""
    head = file.read(64)
    file.seek(0)
    if not tokenizers.are_tokens(head):
        return None
    return tokenizers.names_of(file, "the tokenizer", table.budget)


def _tokens_beside(path: Path, table: RowTable) -> Names:
    """The tokens of a model whose weights were opened alone, from the files beside them."""
    found = tokenizers.beside(path.parent)
    if found is None:
        return Names()
    with naming(str(found)):
        return tokenizers.names(found, table.budget)


def _names_beside(path: Path | None, table: RowTable, how: How) -> Names:
    if path is None:
        return Names()
    with open_regular(path) as file:
        return _metadata(file, table, how)


def _metadata(file: BinaryIO, table: RowTable, how: How) -> Names:
    return metadata(file, table.budget, table.room, encoding=how.encoding, tally=table.tally)


def _steps(opening: Opening, unpacked: Path) -> Steps:
    """Read a file of any kind; what must be unpacked goes into a folder."""
    kind, path = _kind(opening), opening.path
    table, most_bytes = opening.table, opening.input.most_bytes
    if kind == detect.FILM:
        raise FileError("film", "This is a film of embviz, not a file of vectors.")
    if kind == detect.ARCHIVE and not opening.input.packed:
        return (yield from _archive(opening, unpacked))
    if kind == detect.CONFIG:
        if path is None or opening.input.packed:
            raise foreign("a configuration: its files are needed as well")
        found = projector.configured(Path(path))
        return (yield from _bundle(found, table, opening.names, most_bytes, opening.how))
    if kind in TEXTS and (encoding := detect.wide_encoding(opening.input, opening.how)):
        return (yield from _recoded(opening, unpacked, encoding))
    format = FORMATS.get(kind)
    if format is None or (format.seeks and (path is None or opening.input.packed)):
        return (yield from _unpacked(opening, unpacked))
    if kind == "projector" and not opening.names.known and path is not None:
        opening.names = _names_beside(projector.beside(Path(path)), table, opening.how)
    if kind == "safetensors" and not opening.names.words and opening.lasting:
        opening.names = _tokens_beside(Path(path or ""), table)
    opening.format = kind
    return (yield from _opened(opening, format.read(opening)))


def _kind(opening: Opening) -> str:
    """The kind of a file as its content tells it, or somebody says; archives are opened first."""
    said = opening.how.kind
    if said is not None and said not in FORMATS:
        raise ValueError(f"there is no format {said!r}; there are {', '.join(FORMATS)}")
    try:
        kind = detect.kind_of(opening.input, opening.how)
    except FileError as error:
        if said is None or error.reason not in ("foreign", "other_kind", "unknown_format"):
            raise
        return said
    if said is None or kind == detect.ARCHIVE:
        return kind
    if said == "word2vec_binary" and word2vec_binary.is_text(opening.input):
        raise foreign("a text of numbers, not word2vec binary")
    return said


def _opened(opening: Opening, steps: Iterator[None]) -> Steps:
    """Do the steps of a format, and say after each how far it is."""
    table = opening.table
    for _ in steps:
        share = opening.input.share
        if table.room is not None:
            share = max(share, table.rows / max(1, table.rows + table.room))
        yield ReadProgress(share, table.rows)
    return opening.opened()


def _archive(opening: Opening, unpacked: Path) -> Steps:
    """Read a folder in an archive, or a file in it."""
    file, most_bytes, how = opening.input.file, opening.input.most_bytes, opening.how
    if opening.depth >= DEEPEST:  # it may hold itself
        raise known_as("zip")
    found = archives.members(file, most_bytes)
    top = which_member.folder(found) if how.member is None else None
    if top is not None:
        inner = unpacked / uuid.uuid4().hex
        inner.mkdir()
        for _ in archives.unpack(found, top, inner, most_bytes):
            yield ReadProgress()
        steps = folder_steps(inner, opening.table, opening.names, most_bytes, how, lasting=False)
        return (yield from steps)
    able = which_member.candidates(found)
    member = which_member.choose(found, able, how.member)
    opening.take(member=member.name)
    opening.offer("member", which_member.choices(able))
    others = [each.name for each in found if each is not member]
    if others:
        opening.table.tally.took("member", member.name, others)
    with naming(member.name), member.open() as stream:
        inside = Input(stream, most_bytes=most_bytes)
        how = replace(how, member=None)
        deeper = opening.depth + 1
        part = replace(opening, input=inside, path=None, lasting=False, how=how, depth=deeper)
        return (yield from _steps(part, unpacked))


def _recoded(opening: Opening, folder: Path, encoding: str) -> Steps:
    """Read a copy in UTF-8 of a text in another encoding, of several bytes a letter."""
    opening.table.tally.took("wide_text", encoding.upper())
    opening.take(encoding=encoding)
    copied = replace(opening, how=replace(opening.how, encoding=None))
    return (yield from _unpacked(copied, folder, encoding))


def _unpacked(opening: Opening, folder: Path, encoding: str = "") -> Steps:
    """Read a copy of a stream, or of a packed file, that has a name and can be sought in.

    It is brought into UTF-8, if it is a text in another `encoding`.
    """
    path = folder / f"unpacked-{uuid.uuid4().hex}"
    pieces = iter(lambda: opening.input.read(_COPIED), b"")
    with open(path, "xb") as copy:
        for i, piece in enumerate(wide_text.recoded(pieces, encoding) if encoding else pieces):
            copy.write(piece)
            if i % 16 == 0:
                yield ReadProgress(opening.input.share / 2)
    with open_regular(path) as file:
        whole = Input(file, most_bytes=opening.input.most_bytes)
        copied = replace(opening, input=whole, path=str(path), lasting=False)
        return (yield from _steps(copied, folder))


def _kind_of_folder(folder: Path) -> str:
    """Whether a folder holds a bundle, or a model. Raises FileError: what else it is."""
    if projector.is_bundle(folder):
        projector.bundle(folder)
        return "projector"
    model_folder.find(folder)
    return "model"


def folder_steps(
    folder: Path,
    table: RowTable,
    names: Names,
    most_bytes: int,
    how: How = NOTHING_SAID,
    *,
    lasting: bool = True,
) -> Steps:
    """Read what belongs together in a folder: a bundle of the Embedding Projector, or a model."""
    if _kind_of_folder(folder) == "projector":
        return (yield from _bundle(projector.bundle(folder), table, names, most_bytes, how))
    nothing = Input(io.BytesIO(), most_bytes=most_bytes)  # the file is found on the way
    opening = Opening(nothing, table, names, str(folder), lasting, format="model", how=how)
    return (yield from _opened(opening, model_folder.read(opening)))


def _bundle(
    found: projector.Bundle, table: RowTable, names: Names, most_bytes: int, how: How
) -> Steps:
    names = names if names.known else _names_beside(found.metadata, table, how)
    with open_regular(found.vectors) as file:
        whole = Input(file, most_bytes=most_bytes)
        path = str(found.vectors)
        opening = Opening(whole, table, names, path, format="projector", how=how)
        shape = found.shape
        steps = projector.read(opening) if shape is None else projector.read_raw(opening, shape)
        return (yield from _opened(opening, steps))
