"""What kind of file it is, told by its content: names lie, and `.bin` means three things."""

from embviz.errors import FileError
from embviz.files import not_vectors, zips
from embviz.files.film import recording
from embviz.files.formats import FORMATS
from embviz.files.kinds import csv, word2vec_binary
from embviz.files.refusals import foreign, pickled, unknown
from embviz.files.rows.how import NOTHING_SAID, How
from embviz.files.rows.input import GZIP, Input
from embviz.files.rows.layout import layout
from embviz.files.rows.numbers import NUMBER

FILM, BUNDLE, CONFIG = "film", "projector_zip", "projector_config"  # no rows themselves

OTHERS = {
    b"\x89HDF": "an HDF5 file",
    b"PAR1": "a Parquet file",
    b"ARROW1": "an Arrow file",
    b"SQLite": "a database (SQLite)",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"\xff\xfe": "a text in UTF-16 (UTF-8 is needed)",
    b"\xfe\xff": "a text in UTF-16 (UTF-8 is needed)",
    b"BZh": "packed by bzip2 (unpack it first)",
    b"\xfd7zXZ": "packed by xz (unpack it first)",
    b"\x28\xb5\x2f\xfd": "packed by zstd (unpack it first)",
    b"7z\xbc\xaf": "packed by 7-Zip (unpack it first)",
    b"GGUF": "a language model (GGUF)",
    GZIP: "gzipped twice",
}

_MOST_LINES = 2**16  # bytes in which the first two lines of a table are looked for
_LATEST_PICKLE = 7  # the latest protocol of pickles that may be met; Python 3.14 has the fifth
_OLD_PICKLES = (b"ccopy_reg\n", b"cgensim.", b"cnumpy.", b"(dp", b"(lp", b"(ip", b"(iapply")


def kind_of(file: Input, how: How = NOTHING_SAID) -> str:
    """The key of a file's format in `FORMATS`; or `FILM`, `BUNDLE`, `CONFIG`, or "zip", unopened.

    Raises FileError: `empty_file`, `pickle`, `foreign`, `unknown_format`, and those of
    `not_vectors`; `damaged` for zip files.
    """
    head = file.head(64)
    if not head:
        raise FileError("empty_file", "The file is empty.")
    if head.startswith(recording.MARK):
        return FILM
    if head.startswith(b"PK\x03\x04"):
        return "zip" if file.packed else _kind_of_zip(file)
    for key, format in FORMATS.items():
        if format.begins is not None and format.begins(head):
            return key
    numbered = head[0] == 0x80 and len(head) > 2 and 2 <= head[1] <= _LATEST_PICKLE
    if numbered or head.startswith(_OLD_PICKLES):
        raise pickled()
    for start, name in OTHERS.items():
        if head.startswith(start):
            raise foreign(name)
    if (error := not_vectors.recognised(file.head(not_vectors.LOOKED_AT))) is not None:
        raise error
    return CONFIG if not_vectors.may_be_json(head) else _kind_of_rows(file, how)


def _kind_of_zip(file: Input) -> str:
    at = file.file.tell()
    names = zips.names(file.file)
    file.file.seek(at)
    if "about.npy" in names and "E.npy" in names:
        return FILM
    if any(name.endswith(".npy") for name in names):
        return "npz"
    if any(name.endswith((".tsv", ".bytes")) for name in names):
        return BUNDLE
    if any(name.endswith(".pkl") for name in names):
        raise pickled()
    raise foreign("a zip file of something else")


def _kind_of_rows(file: Input, how: How) -> str:
    table, found = csv.layout(file), layout(file, how)
    commas = found is not None and found.decimal == b","  # of numbers, which part no cells
    if table is not None and not (commas and table.separator == ","):
        return "csv"
    if found is not None:
        if not found.named:
            return "projector"
        return "glove" if found.header is None else "word2vec_text"
    if word2vec_binary.header(file) is not None:
        return "word2vec_text" if word2vec_binary.is_text(file) else "word2vec_binary"
    if _is_csv(file.head(_MOST_LINES)):
        raise csv.no_vectors()
    raise unknown(file.head(64))


def _is_csv(head: bytes) -> bool:
    """Whether the second line has as many cells as the first, a number among them."""
    first, *others = head.split(b"\n")
    cells = others[0].split(b",") if others else []
    numbers = [cell for cell in cells if NUMBER.fullmatch(cell.strip())]
    return len(cells) == len(first.split(b",")) > 1 and len(numbers) > 0
