"""A message taken apart again, so that it can be compared with what was told."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embviz.types import Float32, Ids
from embviz.wordmap.message import Layer, NeighbourList, NeighbourTable
from embviz.wordmap.packing import BYTE, SCALE, TOP, split


@dataclass(frozen=True, eq=False)
class Decoded:
    """A message taken apart again."""

    header: Mapping[str, Any]
    epochs: Float32  # (F,)
    losses: Float32  # (F,)
    trusts: Float32  # (F,)
    xy: Float32  # (F, n, 2 or 3)
    lists: tuple[NeighbourList, ...]
    layers: tuple[Layer, ...] = ()
    table: NeighbourTable | None = None


def decode(data: bytes) -> Decoded:
    """Take a message apart: the inverse of `encode`, up to rounding."""
    header, rest = split(data)
    n, dims, at = header["n"], header.get("dims", 2), 0
    shape = header["frames"], 3 + (n * dims + 1) // 2  # four bytes hold two numbers
    (epochs, losses, trusts), xy = _unframed(_take(rest, at, shape, "<u4"), n, dims)
    at += 4 * math.prod(shape)
    lists, layers = [], []
    for entry in header.get("lists", []):
        ids, cosines = _unpaired(rest, at, (entry["frames"], entry["k"]))
        at += 4 * ids.size
        lists.append(NeighbourList(entry["word"], entry["first"], ids, cosines))
    for entry in header.get("layers", []):
        values = _take(rest, at, (entry["frames"], n), "<u1") / BYTE
        at += values.size + -values.size % 4
        low, high = entry["low"], entry["high"]
        layers.append(Layer(entry["name"], entry["first"], low + (high - low) * values, low, high))
    table = None
    if "table" in header:
        ids, cosines = _unpaired(rest, at, (n, header["table"]["k"]))
        table = NeighbourTable(header["table"]["frame"], ids, cosines)
    return Decoded(header, epochs, losses, trusts, xy, tuple(lists), tuple(layers), table)


def _dequantised(values: NDArray[np.uint16], scale: float) -> Float32:
    return ((values / TOP * 2 - 1) * scale).astype(np.float32)


def _take(data: bytes, at: int, shape: tuple[int, ...], dtype: str) -> NDArray[Any]:
    return np.frombuffer(data, dtype, math.prod(shape), at).reshape(shape)


def _unframed(block: NDArray[np.uint32], n: int, dims: int) -> tuple[Float32, Float32]:
    """Split frames (F, …) into their numbers (3, F) and positions (F, n, dims)."""
    numbers = np.ascontiguousarray(block[:, :3]).view("<f4").astype(np.float32)
    places = np.ascontiguousarray(block[:, 3:]).view("<u2")[:, : n * dims]
    return numbers.T, _dequantised(places.reshape(len(block), n, dims), SCALE)


def _unpaired(data: bytes, at: int, shape: tuple[int, int]) -> tuple[Ids, Float32]:
    rows = _take(data, at, (*shape, 2), "<u2")
    return rows[..., 0].astype(np.int32), _dequantised(rows[..., 1], 1.0)
