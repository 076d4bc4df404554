"""A matrix in the format safetensors; its words as JSON in the metadata.

    8 bytes: n, little-endian;  n bytes: JSON;  the numbers

The JSON says of each tensor its `dtype`, `shape` and `data_offsets`; `__metadata__` holds texts,
and what this writes there is `words`, a list as JSON. Files of others have no words: these lie in
another file. Source: https://github.com/huggingface/safetensors#format
"""

import json
import math
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from embviz.files.film.archive import Array
from embviz.files.film.json_fields import Fields, parse, parsed_bytes
from embviz.files.refusals import bad_row, cut_off, foreign
from embviz.files.rows.budget import ROW_BYTES, Budget, size_of
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Opening
from embviz.files.rows.named_arrays import check_shape, take, wanted
from embviz.files.rows.written import ROWS, single
from embviz.vectors.vectors import Vectors

LARGEST_HEAD = 100_000_000  # bytes, as in the format's own programs
KINDS = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "BF16": "<u2"}
NAME, WORDS = "vectors", "words"


def begins(head: bytes) -> bool:
    """Whether these are the first bytes of such a file."""
    length = int.from_bytes(head[:8], "little")
    return head[8:9] == b"{" and 1 < length <= LARGEST_HEAD


def read(opening: Opening) -> Iterator[None]:
    """Map the largest matrix, or the one called `vectors`.

    Raises FileError: `damaged`, `bad_row`, `cut_off`, `foreign`, `large_head`, `too_much_memory`.
    """
    file, size = opening.input.file, opening.input.size
    file.seek(0)
    length = int.from_bytes(file.read(8), "little")
    if length > size - 8:
        raise cut_off("the head", f"{size - 8:,} bytes", f"{length:,}", byte=size)
    written = file.read(length)
    opening.budget.check_head(parsed_bytes(written))
    head = parse(written, "the head")
    kind, shape, begin = _tensor(head, size - 8 - length)
    words = _words(head, shape[0], opening.budget)
    del written, head
    yield
    rows = wanted(opening, shape[0])
    offset = 8 + length + begin
    matrix: Array = np.memmap(opening.mapped, kind, "r", offset, (rows, shape[1]))
    if kind == KINDS["BF16"]:  # the upper half of a single float
        opening.budget.check(rows * (4 * shape[1] + ROW_BYTES), rows)
        wide = matrix.astype(np.uint32)
        wide <<= 16
        matrix = wide.view(np.float32)
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
    tensors = {name: head.inner(name) for name in head.values if name != "__metadata__"}
    shapes = {
        name: _two(tensor, "shape")
        for name, tensor in tensors.items()
        if tensor.values.get("dtype") in KINDS
        and isinstance(shape := tensor.values.get("shape"), list)
        and len(shape) == 2
    }
    if not shapes:
        raise foreign("a safetensors file without a matrix")
    name = NAME if NAME in shapes else max(shapes, key=lambda each: math.prod(shapes[each]))
    check_shape(name, shapes[name])
    kind = KINDS[tensors[name].values["dtype"]]
    begin, end = _two(tensors[name], "data_offsets")
    wanted = math.prod(shapes[name]) * np.dtype(kind).itemsize
    if end - begin != wanted:
        raise bad_row(name, f"{end - begin:,} bytes", f"{wanted:,}")
    if end > size:
        raise cut_off(name, f"{size:,} bytes of numbers", f"{end:,}", byte=size)
    return kind, shapes[name], begin


def _two(tensor: Fields, name: str) -> tuple[int, int]:
    """A field of two whole numbers."""
    values = tensor.values.get(name)
    if not isinstance(values, list) or len(values) != 2:
        raise tensor.wrong(name, "two numbers")
    if not all(type(value) is int and 0 <= value < 2**53 for value in values):
        raise tensor.wrong(name, "whole numbers")
    return values[0], values[1]


def _words(head: Fields, rows: int, budget: Budget) -> list[str] | None:
    about = head.values.get("__metadata__")
    listed = about.get(WORDS) if isinstance(about, dict) else None
    if not isinstance(listed, str):
        return None
    written = f'{{"{WORDS}": {listed}}}'.encode("utf-8", "replace")
    budget.check_head(2 * len(written) + parsed_bytes(written))
    words = parse(written, WORDS).values[WORDS]
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise bad_row(WORDS, words, "a list of words")
    if len(words) != rows:
        raise bad_row(WORDS, f"{len(words):,} words", f"{rows:,}")
    budget.spend(size_of(words), rows)
    return words
