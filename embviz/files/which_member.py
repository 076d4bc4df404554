"""What of an archive is read: a folder that belongs together, or the one file of vectors in it."""

import io
from collections.abc import Sequence
from pathlib import PurePosixPath

from embviz.errors import FileError, Quote
from embviz.files import archives, detect, wide_text
from embviz.files.archives import Member
from embviz.files.evidence import is_doubtful
from embviz.files.formats import FORMATS, TEXTS
from embviz.files.kinds import csv, parquet, projector
from embviz.files.rows.cell_layout import CellLayout
from embviz.files.rows.how import NOTHING_SAID, Choice
from embviz.files.rows.input import Input
from embviz.files.rows.layout import RowLayout, layout
from embviz.files.rows.unpacking import packed_by
from embviz.util.known_files import ZIP, known

MOST_BYTES = 2**40
MOST_EXAMINED = (
    32  # members that are looked at closely; more of them are taken at their first glance
)
_GLANCE = 2**12  # bytes
_DIGITS = b"0123456789"
_FEWEST_DIGITS = 0.08  # of the signs of a text of vectors; prose has few
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r\f"})
_BUNDLE = {projector.CONFIG, projector.VECTORS, "tensors.tsv"}
_MODEL = {"config.json", "tokenizer.json", "vocab.json", "vocab.txt", "modules.json"}
_WEIGHTS = ".safetensors"


def folder(found: Sequence[Member]) -> PurePosixPath | None:
    """The folder in an archive whose files belong together: a bundle, or a model and its words."""
    tops = {each.path.parent for each in found if each.path.name in _BUNDLE}
    models = {each.path.parent for each in found if each.path.name in _MODEL}
    tops |= models & {each.path.parent for each in found if each.path.suffix == _WEIGHTS}
    highest = min((len(top.parts) for top in tops), default=0)
    nearest = [top for top in tops if len(top.parts) == highest]
    return nearest[0] if len(nearest) == 1 else None


def candidates(found: Sequence[Member]) -> list[Member]:
    """The members that are files of vectors, by their content."""
    likely = [member for member in found if member.size and _is_likely(member)]
    first, others = likely[:MOST_EXAMINED], likely[MOST_EXAMINED:]
    return [*filter(_is_vectors, first), *others]


def choices(found: Sequence[Member]) -> list[Choice]:
    """What `How.member` could be."""
    return [Choice(member.name, (member.size,)) for member in found]


def choose(found: Sequence[Member], able: Sequence[Member], name: str | None) -> Member:
    """The member of a name; without one, the only one of those that are able to be read.

    Raises FileError: `no_member`, `several_members`, with their names as `members`.
    """
    if name is not None:
        return archives.named(found, name)
    if len(able) == 1:
        return able[0]
    if not able and len(found) == 1:
        return found[0]  # reading it says what is wrong with it
    names = archives.listed(able or found)
    if not able:
        message = f"None of the files in this archive is a file of vectors: {names}."
        raise FileError("no_vectors_inside", message, found=Quote(names))
    message = f"This archive holds several files of vectors: {names}. Name one as member."
    facts = {"members": tuple(each.name for each in able), "sizes": tuple(e.size for e in able)}
    raise FileError("several_members", message, found=names, **facts)


def kind_for_certain(file: Input) -> str:
    """The key of a file's format, where it is sure to be one of vectors; else empty.

    Raises FileError: what is wrong with it, or that it is something else.
    """
    kind = detect.kind_of(file)
    if kind in TEXTS and (encoding := detect.wide_encoding(file, NOTHING_SAID)):
        text = wide_text.in_utf8(file.head(wide_text.LOOKED_AT), encoding)
        return kind_for_certain(Input(io.BytesIO(text), most_bytes=file.most_bytes))
    if kind == detect.ARCHIVE and not file.packed:
        return _kind_of_archive(archives.members(file.file, file.most_bytes))
    if kind not in FORMATS:
        return "projector" if kind == detect.CONFIG else kind
    if kind == "parquet" and not file.packed and not parquet.holds_vectors(file.file):
        return ""
    rows: CellLayout | RowLayout | None = None
    if kind == "csv":
        rows = csv.layout(file)
    elif kind in ("word2vec_text", "glove", "projector"):
        rows = layout(file)
        if rows is None and not _has_digits(file.head(_GLANCE)):
            return ""  # a text whose first line is two numbers
    claimed = getattr(rows, "header", None) is not None
    return "" if rows is not None and not claimed and is_doubtful(file, rows.d) else kind


def _kind_of_archive(found: Sequence[Member]) -> str:
    top = folder(found)
    if top is None:
        return detect.ARCHIVE if candidates(found) else ""
    names = {each.path.name for each in found if each.path.parent == top}
    return "projector" if names & _BUNDLE else detect.ARCHIVE


def _is_likely(member: Member) -> bool:
    """Whether a member is no text, or one with many digits."""
    with member.open() as stream:
        head = stream.read(_GLANCE)
    if packed_by(head):
        return True
    if len(head.translate(None, _CONTROLS)) < len(head):
        return known(head) in ("", "npy")
    return _has_digits(head)


def _has_digits(head: bytes) -> bool:
    return len(head) - len(head.translate(None, _DIGITS)) >= _FEWEST_DIGITS * len(head)


def _is_vectors(member: Member) -> bool:
    with member.open() as stream:
        head = stream.read(archives.TAR_BLOCK)
        if head.startswith(ZIP):
            return archives.first_part(head).endswith(".npy")
        if archives.is_tar(head):
            return False
        stream.seek(0)
        try:
            return kind_for_certain(Input(stream, most_bytes=MOST_BYTES)) in FORMATS
        except FileError as error:
            if error.reason in ("encrypted", "packing", "bomb"):
                raise
            return False
