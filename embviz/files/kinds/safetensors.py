"""A matrix in the format safetensors; its words as JSON in the metadata.

    8 bytes: n, little-endian;  n bytes: JSON;  the numbers

The JSON says of each tensor its `dtype`, `shape` and `data_offsets`; `__metadata__` holds texts,
and what this writes there is `words`, a list as JSON. Files of others have no words: these lie in
another file. Source: https://github.com/huggingface/safetensors#format
"""

import json
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np

from embviz.errors import FileError
from embviz.files.film.archive import Array
from embviz.files.film.json_fields import Fields, parse, parsed_bytes
from embviz.files.refusals import bad_row, cut_off, foreign
from embviz.files.rows.budget import ROW_BYTES, Budget, size_of
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Opening
from embviz.files.rows.matrix_choice import Candidate, choose
from embviz.files.rows.named_arrays import check_shape, take, wanted
from embviz.files.rows.table import MOST_DIMENSIONS
from embviz.files.rows.written import ROWS, single
from embviz.types import Float32, Floating, Ids
from embviz.vectors.vectors import Vectors

LARGEST_HEAD = 100_000_000  # bytes, as in the format's own programs
KINDS = {
    "F16": "<f2",
    "F32": "<f4",
    "F64": "<f8",
    "BF16": "<u2 bf",
    "F8_E4M3": "|u1 e4m3",
    "F8_E5M2": "|u1 e5m2",
    "I8": "|i1",
    "I16": "<i2",
    "I32": "<i4",
    "I64": "<i8",
    "U8": "|u1",
    "U16": "<u2",
    "U32": "<u4",
    "U64": "<u8",
}
"""How NumPy reads the numbers of each kind; behind a blank, how they are widened afterwards."""

NAME, WORDS = "vectors", "words"
MAPPING, WEIGHTS = "mapping", "weights"  # of model2vec
_SCALES = ("_scale", "_scale_inv", "_scales")  # of a quantised matrix, beside it


def begins(head: bytes) -> bool:
    """Whether these are the first bytes of such a file."""
    length = int.from_bytes(head[:8], "little")
    return head[8:9] == b"{" and 1 < length <= LARGEST_HEAD


def read(opening: Opening) -> Iterator[None]:
    """Map the matrix that `embviz.files.rows.matrix_choice` finds.

    Raises FileError: `damaged`, `bad_row`, `cut_off`, `foreign`, `no_such_matrix`, `large_head`,
    `too_much_memory`.
    """
    file, size = opening.input.file, opening.input.size
    head, start = _head(file, size, opening.budget)
    shapes = _shapes(head)
    if not shapes:
        raise _no_matrix(head)
    words = _words(head, opening.budget)
    lengths = () if words is None else (len(words),)
    kinds = {name: KINDS[head.inner(name).values["dtype"]] for name in shapes}
    candidates = {name: Candidate(shape, kinds[name]) for name, shape in shapes.items()}
    name = choose(opening, candidates, lengths, opening.names.rows)
    tensor = _place(head, name, shapes[name], size, start)
    if words is not None and len(words) != tensor.shape[0]:
        raise bad_row(WORDS, f"{len(words):,} words", f"{tensor.shape[0]:,}")
    del head
    yield
    yield from take_rows(opening, tensor, words)


def take_rows(opening: Opening, tensor: "Tensor", words: Sequence[str] | None) -> Iterator[None]:
    """Make a matrix of the file and words the outcome; see `take`.

    Tokens may share its rows (model2vec): `mapping` tells the row of each, `weights` what it is
    multiplied by. Raises FileError: `bad_row`, and as `take`.
    """
    file, budget = opening.input.file, opening.budget
    mapping = _vector(file, MAPPING, budget) if opening.names.tokens else None
    if mapping is not None and mapping.dtype.kind in "iu":
        rows_of_tokens = _mapped(opening, tensor, mapping, _vector(file, WEIGHTS, budget))
        yield from take(opening, rows_of_tokens, words, len(mapping))
        return
    (V, d), kind = tensor.shape, tensor.kind
    rows = wanted(opening, V)
    matrix: Array = np.memmap(opening.mapped, np.dtype(kind[:3]), "r", tensor.offset, (rows, d))
    if kind in WIDENED:
        opening.budget.check(rows * (4 * d + ROW_BYTES), rows)
        matrix = widened(matrix, kind)
    yield from take(opening, matrix, words, V)


@dataclass(frozen=True)
class Tensor:
    """A matrix of such a file, where it lies.

    Attributes:
        kind: Of its numbers, as NumPy's "<f4", or as `KINDS` has it for `widened`.
        shape: (V, d)
        offset: Bytes before it in the file.
    """

    kind: str
    shape: tuple[int, int]
    offset: int

    def rows(self, file: BinaryIO, which: Ids | None = None) -> Floating:
        """Some rows of it, (n, d), or all; no others are read."""
        plain = np.dtype(self.kind[:3])
        mapped: Array = np.memmap(file, plain, "r", self.offset, self.shape)
        found: Array = np.array(mapped if which is None else mapped[which])
        return widened(found, self.kind) if self.kind in WIDENED else found


def widened(codes: Array, kind: str) -> Float32:
    """Numbers of a kind that NumPy does not have, as they lie there, in single precision."""
    return WIDENED[kind](codes)


def _of_bfloat16(halves: Array) -> Float32:
    """They are the upper halves of single precision."""
    wide = halves.astype(np.uint32)
    wide <<= 16
    return wide.view(np.float32)


def _of_e5m2(codes: Array) -> Float32:
    """They are the upper halves of half precision."""
    wide = codes.astype(np.uint16)
    wide <<= 8
    return wide.view(np.float16).astype(np.float32)


def _of_e4m3(codes: Array) -> Float32:
    """Four bits of exponent with bias 7, three of fraction; 0x7F is NaN, nothing is infinite.

    Source: Micikevicius et al. 2022, https://arxiv.org/abs/2209.05433, table 1.
    """
    code = np.arange(256)
    exponent, fraction = (code >> 3) & 15, code & 7
    normal = (1 + fraction / 8) * 2.0 ** (exponent - 7)
    table = np.where(exponent == 0, fraction / 8 * 2.0**-6, normal) * np.where(code < 128, 1, -1)
    table[[0x7F, 0xFF]] = np.nan
    found: Float32 = table.astype(np.float32)[codes]
    return found


WIDENED = {"<u2 bf": _of_bfloat16, "|u1 e4m3": _of_e4m3, "|u1 e5m2": _of_e5m2}


def _mapped(opening: Opening, tensor: Tensor, mapping: Array, weights: Array | None) -> Floating:
    """The rows of tokens (n, d), each that which it is mapped to, times its weight."""
    n = wanted(opening, len(mapping))
    opening.budget.check(n * (4 * tensor.shape[1] + ROW_BYTES), n)
    low, high = int(mapping[:n].min(initial=0)), int(mapping[:n].max(initial=0))
    if not 0 <= low <= high < tensor.shape[0]:
        found = low if low < 0 else high
        raise bad_row(MAPPING, f"row {found:,}", f"rows 0 to {tensor.shape[0] - 1:,}")
    if weights is not None and len(weights) < n:
        raise bad_row(WEIGHTS, f"{len(weights):,} numbers", f"{n:,}")
    rows = tensor.rows(opening.input.file, mapping[:n].astype(np.int32)).astype(np.float32)
    if weights is not None:
        with np.errstate(all="ignore"):  # what is not finite is found, and told, as such
            rows *= weights[:n, None].astype(np.float32)
    opening.table.tally.add("mapped_rows")
    return rows


def tensors(file: BinaryIO, budget: Budget) -> dict[str, Tensor]:
    """The matrices of a file that could be an embedding, by name. Raises FileError, as `read`."""
    size = file.seek(0, os.SEEK_END)
    head, start = _head(file, size, budget)
    shapes = {name: each for name, each in _shapes(head).items() if each[0]}
    shapes = {name: each for name, each in shapes.items() if 0 < each[1] <= MOST_DIMENSIONS}
    return {name: _place(head, name, each, size, start) for name, each in shapes.items()}


def _vector(file: BinaryIO, name: str, budget: Budget) -> Array | None:
    """A tensor of one dimension, (n,), of a file; None where it has none of that name."""
    size = file.seek(0, os.SEEK_END)
    head, start = _head(file, size, budget)
    tensor: Any = head.values.get(name)
    if not isinstance(tensor, dict) or tensor.get("dtype") not in KINDS:
        return None
    shape, kind = tensor.get("shape"), KINDS[tensor["dtype"]]
    if not isinstance(shape, list) or len(shape) != 1 or type(shape[0]) is not int:
        return None
    begin, end = _two(head.inner(name), "data_offsets")
    wanted = shape[0] * np.dtype(kind[:3]).itemsize
    if end - begin != wanted or not 0 < wanted <= size - start - begin:
        raise bad_row(name, f"{end - begin:,} bytes", f"{wanted:,}")
    file.seek(start + begin)
    found: Array = np.frombuffer(file.read(wanted), kind[:3])
    return widened(found, kind) if kind in WIDENED else found


def _head(file: BinaryIO, size: int, budget: Budget) -> tuple[Fields, int]:
    """What the file says of its tensors, and where their numbers begin."""
    file.seek(0)
    length = int.from_bytes(file.read(8), "little")
    if length > size - 8:
        raise cut_off("the head", f"{size - 8:,} bytes", f"{length:,}", byte=size)
    written = file.read(length)
    budget.check_head(parsed_bytes(written))
    return parse(written, "the head"), 8 + length


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


def _no_matrix(head: Fields) -> FileError:
    """Why no tensor of a file can be read as a matrix."""
    said = [each.get("dtype") for each in head.values.values() if isinstance(each, dict)]
    kinds = [kind for kind in said if isinstance(kind, str)]
    if "BOOL" in kinds:
        return foreign("a safetensors file that holds truth values (true or false)")
    if any(kind.startswith("C") for kind in kinds):
        return foreign("a safetensors file that holds complex numbers")
    if any(name.endswith(_SCALES) for name in head.values):
        return foreign("a safetensors file of quantised numbers, whose scales lie apart")
    return foreign("a safetensors file without a matrix")


def _shapes(head: Fields) -> dict[str, tuple[int, int]]:
    """The shapes of all matrices whose numbers are known, by name."""
    tensors = {name: head.inner(name) for name in head.values if name != "__metadata__"}
    return {
        name: _two(tensor, "shape")
        for name, tensor in tensors.items()
        if tensor.values.get("dtype") in KINDS
        and not any(name + end in head.values for end in _SCALES)  # it is quantised
        and isinstance(shape := tensor.values.get("shape"), list)
        and len(shape) == 2
    }


def _place(head: Fields, name: str, shape: tuple[int, int], size: int, start: int) -> Tensor:
    """Where a matrix lies."""
    check_shape(name, shape)
    tensor = head.inner(name)
    kind = KINDS[tensor.values["dtype"]]
    begin, end = _two(tensor, "data_offsets")
    wanted = math.prod(shape) * np.dtype(kind[:3]).itemsize
    if end - begin != wanted:
        raise bad_row(name, f"{end - begin:,} bytes", f"{wanted:,}")
    if end > size - start:
        raise cut_off(name, f"{size - start:,} bytes of numbers", f"{end:,}", byte=size)
    return Tensor(kind, shape, start + begin)


def _two(tensor: Fields, name: str) -> tuple[int, int]:
    """A field of two whole numbers."""
    values = tensor.values.get(name)
    if not isinstance(values, list) or len(values) != 2:
        raise tensor.wrong(name, "two numbers")
    if not all(type(value) is int and 0 <= value < 2**53 for value in values):
        raise tensor.wrong(name, "whole numbers")
    return values[0], values[1]


def _words(head: Fields, budget: Budget) -> list[str] | None:
    about = head.values.get("__metadata__")
    listed = about.get(WORDS) if isinstance(about, dict) else None
    if not isinstance(listed, str):
        return None
    written = f'{{"{WORDS}": {listed}}}'.encode("utf-8", "replace")
    budget.check_head(2 * len(written) + parsed_bytes(written))
    words = parse(written, WORDS).values[WORDS]
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise bad_row(WORDS, words, "a list of words")
    budget.spend(size_of(words), len(words))
    return words
