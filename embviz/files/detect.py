"""What kind of file it is, told by its content: names lie, and `.bin` means three things."""

import io
import os
import re

from embviz.errors import FileError
from embviz.files import archives, not_vectors, wide_text
from embviz.files.film import recording
from embviz.files.formats import FORMATS
from embviz.files.kinds import csv, json, word2vec_binary
from embviz.files.refusals import known_as, pickled, unknown
from embviz.files.rows import comments
from embviz.files.rows.how import NOTHING_SAID, How
from embviz.files.rows.input import Input
from embviz.files.rows.layout import first_lines, layout
from embviz.files.rows.numbers import NUMBER
from embviz.util import known_models
from embviz.util.known_files import ZIP, is_html, known, known_parts

FILM, ARCHIVE, CONFIG = "film", "archive", "projector_config"  # no rows themselves

_LOOKED_AT = 512  # bytes by which other files are told
EMPTY_ZIP = b"PK\5\6"
_DIGIT = re.compile(rb"\d")
_MOST_LINES = 2**16  # bytes in which the first two lines of a table are looked for


def kind_of(file: Input, how: How = NOTHING_SAID) -> str:
    """The key of a file's format in `FORMATS`; or `FILM`, `ARCHIVE` or `CONFIG`.

    Raises FileError: `empty_file`, `pickle`, `foreign`, `other_kind`, `unknown_format`, and those
    of `not_vectors`; `damaged` for zip files.
    """
    head = file.head(64)
    if not head:
        raise FileError("empty_file", "The file is empty.")
    if head.startswith(recording.MARK):
        return FILM
    if head.startswith(ZIP):
        return ARCHIVE if file.packed else _kind_of_zip(file)
    for key, format in FORMATS.items():
        if format.begins is not None and format.begins(head):
            return key
    if found := _model(file, head):
        raise pickled() if found == "pickle" else known_as(found)
    if encoding := wide_encoding(file, how):
        text = wide_text.in_utf8(file.head(wide_text.LOOKED_AT), encoding)
        return _kind_of_rows(Input(io.BytesIO(text), most_bytes=file.most_bytes), how)
    head = file.head(_LOOKED_AT)
    if archives.is_tar(head):
        return ARCHIVE
    if head.startswith(EMPTY_ZIP):
        raise FileError("empty_archive", "The archive is empty.")
    if found := known(head) or ("html" if is_html(head) else ""):
        raise known_as(found)
    if (error := not_vectors.recognised(file.head(_MOST_LINES))) is not None:
        raise error
    if head.lstrip().startswith(b"{") and b'"tensorPath"' in file.head(_MOST_LINES):
        return CONFIG
    return "json" if json.is_json(file) else _kind_of_rows(file, how)


def _model(file: Input, head: bytes) -> str:
    """The key in `KNOWN` of what a program saved as its model; empty: none is known."""
    if not known_models.may_be_one(head):
        begins = head.startswith(known_models.TABLE_START)
        return "tensorflow" if begins and _is_index_of_tensorflow(file) else ""
    return known_models.known_model(file.head(known_models.LOOKED_AT))


def _is_index_of_tensorflow(file: Input) -> bool:
    """Whether a file ends as the index of a checkpoint does."""
    end = known_models.TABLE_END
    if file.packed or not len(end) < file.size < known_models.LARGEST_INDEX:
        return False
    at = file.file.tell()
    file.file.seek(-len(end), os.SEEK_END)
    found = file.file.read(len(end)) == end
    file.file.seek(at)
    return found


def wide_encoding(file: Input, how: How) -> str:
    """In which encoding of several bytes a letter a file is a text; empty: it is not."""
    if how.encoding is not None and wide_text.is_wide(how.encoding):
        return how.encoding
    return wide_text.encoding_of(file.head(wide_text.LOOKED_AT))


def _kind_of_zip(file: Input) -> str:
    at = file.file.tell()
    names = [member.name for member in archives.members(file.file, file.most_bytes)]
    file.file.seek(at)
    if "about.npy" in names and "E.npy" in names:
        return FILM
    if not names:
        raise FileError("empty_archive", "The archive is empty.")
    if all(name.endswith(".npy") for name in names):
        return "npz"
    if found := known_models.known_parts(names):
        raise pickled() if found == "pickle" else known_as(found)
    if found := known(file.head(_LOOKED_AT)) or known_parts(names):
        raise known_as(found)
    return ARCHIVE


def _kind_of_rows(file: Input, how: How) -> str:
    comments.pass_over(file)
    found = layout(file, how)
    sure = found is not None and found.plain and b"\t" not in found.separator
    table = None if sure else csv.layout(file, how)
    commas = found.d if found is not None and found.decimal == b"," else 0
    if table is not None and not (commas > table.d and table.separator == ","):
        return "csv"
    if found is not None:
        if not found.named:
            return "projector"
        return "glove" if found.header is None else "word2vec_text"
    if word2vec_binary.header(file) is not None:
        if not word2vec_binary.is_text(file):
            return "word2vec_binary"
        if not _is_prose(file):
            return "word2vec_text"
    if _is_csv(file.head(_MOST_LINES)):
        raise csv.no_vectors()
    raise unknown(file.head(64))


def _is_prose(file: Input) -> bool:
    """Whether most lines below the first one are words, and hold no digit."""
    _, *lines = first_lines(file)[0] or [b""]
    words = [sum(len(word) > 1 for word in line.split()) for line in lines]
    prose = [n > 2 and not _DIGIT.search(line) for n, line in zip(words, lines, strict=True)]
    return 2 * sum(prose) > len(lines)


def _is_csv(head: bytes) -> bool:
    """Whether the second line has as many cells as the first, a number among them."""
    first, *others = head.split(b"\n")
    cells = others[0].split(b",") if others else []
    numbers = [cell for cell in cells if NUMBER.fullmatch(cell.strip())]
    return len(cells) == len(first.split(b",")) > 1 and len(numbers) > 0
