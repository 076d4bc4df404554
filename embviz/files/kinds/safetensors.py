"""A matrix in the format safetensors; its words as JSON in the metadata.

    8 bytes: n, little-endian;  n bytes: JSON;  the numbers

The JSON says of each tensor its `dtype`, `shape` and `data_offsets`; `__metadata__` holds texts,
and what this writes there is `words`, a list as JSON. Files of others have no words: these lie in
another file. Source: https://github.com/huggingface/safetensors#format
"""

import json
import math
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np

from embviz.files.film.archive import Array
from embviz.files.film.json_fields import Fields, parse
from embviz.files.refusals import bad_row, cut_off, foreign
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Opening
from embviz.files.rows.named_arrays import check_shape, take
from embviz.files.rows.written import ROWS, single
from embviz.vectors.vectors import Vectors

LARGEST_HEAD = 100_000_000
"""Bytes, as in the format's own programs."""

KINDS = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "BF16": "<u2"}

NAME, WORDS = "vectors", "words"


def begins(head: bytes) -> bool:
    """Whether these are the first bytes of such a file."""
    length = int.from_bytes(head[:8], "little")
    return head[8:9] == b"{" and 1 < length <= LARGEST_HEAD


def read(opening: Opening) -> Iterator[None]:
    """Map the largest matrix, or the one called `vectors`.

    Raises:
        FileError: `damaged`, `bad_row`, `cut_off`, `foreign`.
    """
    file, size = opening.input.file, opening.input.size
    file.seek(0)
    length = int.from_bytes(file.read(8), "little")
    if length > size - 8:
        raise cut_off("the head", f"{size - 8:,} bytes", f"{length:,}", byte=size)
    head = parse(file.read(length), "the head")
    kind, shape, begin = _tensor(head, size - 8 - length)
    words = _words(head, shape[0])
    yield
    matrix = _matrix(opening, kind, shape, 8 + length + begin)
    yield from take(opening, matrix, words)


def write(file: BinaryIO, vectors: Vectors, columns: Columns = NO_COLUMNS) -> None:
    """Write words and matrix, in single precision. Raises as `Format`."""
    matrix = single(vectors, bool, "words")
    about = {
        "__metadata__": {"format": "np", WORDS: json.dumps(vectors.words, ensure_ascii=False)},
        NAME: {"dtype": "F32", "shape": matrix.shape, "data_offsets": [0, matrix.nbytes]},
    }
    head = json.dumps(about, ensure_ascii=False).encode()
    head += b" " * (-len(head) % 8)
    file.write(len(head).to_bytes(8, "little") + head)
    for i in range(0, len(matrix), ROWS):
        file.write(matrix[i : i + ROWS].tobytes())


def _tensor(head: Fields, size: int) -> tuple[str, tuple[int, int], int]:
    """The kind, shape and beginning of the matrix."""
    found = {}
    for name in head.values:
        if name == "__metadata__":
            continue
        tensor = head.inner(name)
        shape = tensor.values.get("shape")
        if isinstance(shape, list) and len(shape) == 2 and tensor.values.get("dtype") in KINDS:
            found[name] = tensor, (_whole(tensor, shape, 0), _whole(tensor, shape, 1))
    if not found:
        raise foreign("a safetensors file without a matrix")
    name = NAME if NAME in found else max(found, key=lambda each: math.prod(found[each][1]))
    tensor, rows = found[name]
    check_shape(name, rows)
    kind = KINDS[tensor.values["dtype"]]
    offsets = tensor.values.get("data_offsets")
    wanted = math.prod(rows) * np.dtype(kind).itemsize
    if not isinstance(offsets, list) or len(offsets) != 2:
        raise tensor.wrong("data_offsets", "two numbers")
    begin, end = (_whole(tensor, offsets, i) for i in range(2))
    if end - begin != wanted:
        raise bad_row(name, f"{end - begin:,} bytes", f"{wanted:,}")
    if end > size:
        raise cut_off(name, f"{size:,} bytes of numbers", f"{end:,}", byte=size)
    return kind, rows, begin


def _whole(tensor: Fields, values: list[Any], i: int) -> int:
    value = values[i]
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53:
        return value
    raise tensor.wrong("shape", "whole numbers")


def _matrix(opening: Opening, kind: str, shape: tuple[int, int], offset: int) -> Array:
    rows = shape[0] if opening.table.room is None else min(shape[0], opening.table.room)
    wanted = rows, shape[1]
    matrix: Array = np.memmap(opening.file_path, kind, "r", offset, wanted)
    if kind == KINDS["BF16"]:  # the upper half of a single float
        return (matrix.astype(np.uint32) << 16).view(np.float32)
    return matrix


def _words(head: Fields, rows: int) -> list[str] | None:
    """The words, if the metadata have them."""
    about = head.values.get("__metadata__")
    listed = about.get(WORDS) if isinstance(about, dict) else None
    if not isinstance(listed, str):
        return None
    words = parse(f'{{"{WORDS}": {listed}}}'.encode("utf-8", "replace"), WORDS).values[WORDS]
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise bad_row(WORDS, words, "a list of words")
    if len(words) != rows:
        raise bad_row(WORDS, f"{len(words):,} words", f"{rows:,}")
    return words
