"""What the Embedding Projector reads: vectors and metadata as two tables, and what belongs to what.

    vectors.tsv          numbers parted by tabs, a row a word, no heading
    metadata.tsv         a word a line; or several columns, with headings
    projector_config.json    {"embeddings": [{"tensorName", "tensorShape", "tensorPath",
                             "metadataPath"}]}

`tensorPath` may also name raw single floats, `.bytes`, of `tensorShape`. The three lie in a folder,
or in a zip file. Source: https://github.com/tensorflow/tensorboard, projector_config.proto;
https://projector.tensorflow.org
"""

import json
import math
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np

from embviz.errors import FileError
from embviz.files.film.json_fields import Fields, parse
from embviz.files.kinds.csv import tell_layout
from embviz.files.paths import open_regular, writing
from embviz.files.refusals import check_words, cut_off, unknown
from embviz.files.rows.cell_layout import layout
from embviz.files.rows.cell_rows import CellRows
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Opening
from embviz.files.rows.layout import table_layout
from embviz.files.rows.lines import BOM
from embviz.files.rows.named_arrays import check_shape, take
from embviz.files.rows.row_names import name_rows
from embviz.files.rows.text_rows import read_rows
from embviz.files.rows.written import single, texts
from embviz.vectors.vectors import Vectors

VECTORS, METADATA, CONFIG = "vectors.tsv", "metadata.tsv", "projector_config.json"
MOST_CONFIG = 2**20


@dataclass(frozen=True)
class Bundle:
    """Where the parts lie."""

    vectors: Path  # the file of numbers
    metadata: Path | None  # the file of words, if there is one
    shape: tuple[int, int] | None = None  # of raw numbers, if they are that


def read(opening: Opening) -> Iterator[None]:
    """Read rows of numbers, with words from the metadata. Raises FileError.

    Tables with headings, or with cells parted otherwise, are read as such.
    """
    other = layout(opening.input, replace(opening.how, column=None, heading=None))
    if other is not None:
        tell_layout(opening, other)
        yield from CellRows(opening, other).read()
        return
    found = table_layout(opening.input)
    if found is None:
        raise unknown(opening.input.head(64))
    if opening.names.lines is not None:
        name_rows(opening, opening.input.count_lines())
    yield from read_rows(opening.input, opening.table, found, opening.names.words)
    opening.settle_names()


def read_raw(opening: Opening, shape: tuple[int, int]) -> Iterator[None]:
    """Map raw single floats of a known shape. Raises FileError."""
    check_shape("tensorShape", shape)
    wanted, size = 4 * math.prod(shape), opening.input.size
    if size < wanted:
        raise cut_off("its end", f"{size:,} bytes", f"{wanted:,}", byte=size)
    matrix = np.memmap(opening.mapped, np.dtype("<f4"), "r", 0, shape)
    yield from take(opening, matrix, None)


def is_bundle(folder: Path) -> bool:
    """Whether a folder holds the parts of a bundle."""
    return any((folder / name).is_file() for name in (CONFIG, VECTORS, "tensors.tsv"))


def bundle(folder: Path) -> Bundle:
    """The parts that lie in a folder. Raises FileError: `folder` if it has none, or `damaged`."""
    if (folder / CONFIG).is_file():
        return configured(folder / CONFIG)
    for name in (VECTORS, "tensors.tsv"):
        if (folder / name).is_file():
            return Bundle(folder / name, beside(folder / name))
    raise FileError("folder", "This is a folder, and holds no vectors.tsv.")


def configured(config: Path) -> Bundle:
    """The parts that a configuration names, in its folder. Raises FileError: `damaged`."""
    folder = config.parent
    with open_regular(config) as file:
        about = parse(file.read(MOST_CONFIG), config.name)
    listed = about.values.get("embeddings")
    if not isinstance(listed, list) or not listed:
        raise about.wrong("embeddings", "a list of files")
    first = Fields(listed[0], f"{config.name}.embeddings")
    vectors = _inside(folder, first, "tensorPath")
    names = _inside(folder, first, "metadataPath") if first.has("metadataPath") else None
    shape = first.values.get("tensorShape")
    if vectors.suffix == ".tsv" or not isinstance(shape, list) or len(shape) != 2:
        return Bundle(vectors, names)
    whole = Fields(dict(zip("Vd", shape, strict=True)), f"{config.name}.tensorShape")
    return Bundle(vectors, names, (whole.whole("V"), whole.whole("d")))


def beside(vectors: Path) -> Path | None:
    """The metadata that lie beside a file of numbers, if there are any."""
    found = vectors.with_name(METADATA)
    return found if found.is_file() and found != vectors else None


def write(file: BinaryIO, vectors: Vectors, columns: Columns = NO_COLUMNS) -> None:
    """Write the three files as one zip file; words without tabs. Raises as `Format`."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in _parts(vectors, columns):
            info = zipfile.ZipInfo(name)  # dated 1980: equal vectors give equal files
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as part:
                part.writelines(pieces)


def write_folder(folder: Path, vectors: Vectors, columns: Columns = NO_COLUMNS) -> None:
    """Write the three files into a folder, which is made if need be. Raises as `Format`."""
    folder.mkdir(exist_ok=True)
    for name, pieces in _parts(vectors, columns):
        with writing(folder / name) as file:
            file.writelines(pieces)


def write_words(file: BinaryIO, vectors: Vectors, columns: Columns = NO_COLUMNS) -> None:
    """Write a word a line, for formats without words. Raises FileError: `unwritable_word`."""
    check_words(vectors.words, _keeps, "words without tabs")
    file.writelines(_metadata_lines(vectors.words, NO_COLUMNS))


def _parts(vectors: Vectors, columns: Columns) -> Iterator[tuple[str, Iterator[bytes]]]:
    matrix = single(vectors, _keeps, "words without tabs")
    for heading, column in columns.items():
        check_words((heading, *column), _fits, "texts without tabs")
        if len(column) != len(vectors):
            raise ValueError(f"column {heading!r} has {len(column)} rows, not {len(vectors)}")
    yield VECTORS, (f"{row}\n".encode() for row in texts(matrix, "\t"))
    yield METADATA, _metadata_lines(vectors.words, columns)
    about = {
        "tensorName": "embviz",
        "tensorShape": list(matrix.shape),
        "tensorPath": VECTORS,
        "metadataPath": METADATA,
    }
    yield CONFIG, iter([json.dumps({"embeddings": [about]}, indent=2).encode()])


def _metadata_lines(words: Sequence[str], columns: Columns) -> Iterator[bytes]:
    if not columns and words and words[0].startswith(BOM.decode()):
        yield BOM  # of the two, readers drop one
    if columns:
        yield ("\t".join(["word", *columns]) + "\n").encode()
    for row in zip(words, *columns.values(), strict=True):
        yield ("\t".join(row) + "\n").encode()


def _inside(folder: Path, about: Fields, name: str) -> Path:
    """A file that a configuration names, which must lie in its folder."""
    said = about.text(name, "[^\0]{1,1000}", "the name of a file")
    path = Path(os.path.realpath(folder / said))
    if not path.is_relative_to(os.path.realpath(folder)) or not os.path.isfile(path):
        raise about.wrong(name, "the name of a file in the same folder")
    return path


def _keeps(word: str) -> bool:
    return word != "" and _fits(word)


def _fits(cell: str) -> bool:
    return not any(sign in cell for sign in "\t\n\r")
