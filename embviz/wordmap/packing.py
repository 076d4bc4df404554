"""Frames of a film as bytes, for the word map in the browser; `assets/message.js` reads them.

A message is::

    uint32   length of the header in bytes, a multiple of 4
    header   JSON in UTF-8, padded with blanks
    frames   each: float32 epoch, loss, trust; then n times uint16 x, y (and z)
    lists    each: for every frame of it, k pairs of uint16 id, cosine
    layers   each: for every frame of it, n times uint8
    table    n times k pairs of uint16 id, cosine

Everything is little-endian and padded with zeros to a multiple of 4 bytes, so that the browser can
look at the numbers where they lie. A position in -SCALE..SCALE is mapped linearly to 0..65535, a
cosine in -1..1 likewise, and a layer's low..high to 0..255: an error of at most SCALE / 65535, a
hundredth of a pixel on screen. With 1000 words a frame takes 4012 bytes, with three coordinates
6012. A key that is absent from the header means "as before".
"""

import json
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from embviz.projections.picture import Picture
from embviz.types import Float32, Floating, Ids
from embviz.wordmap.headers import (
    commanded,
    curve,
    described,
    ends,
    explained,
    integers,
    jumps,
    layer_described,
    rounded,
)
from embviz.wordmap.message import (
    ColourGroups,
    Column,
    Ends,
    Layer,
    Message,
    Narrow,
    NeighbourList,
    NeighbourTable,
    Previous,
    Suggestions,
    Ways,
)

VERSION = 2
SCALE = 2.0
"""Positions beyond this are painted at this: unit vectors never get there."""

TOP = 65535
"""The largest uint16."""

BYTE = 255
"""The largest uint8."""

Status: TypeAlias = Literal["idle", "running", "paused", "done", "failed"]
Command: TypeAlias = Literal["play", "pause", "follow", "forward"]
Seek: TypeAlias = tuple[str | int, Literal["seek"], float]
"""An id, and the epoch to go to and rest at; a film that is not there yet is followed so far."""

Colour: TypeAlias = Literal["group", "frequency", "norm", "trust", "change", "column", "none"]


def pack(
    *,
    run: str,
    n: int,
    first: int = 0,
    pictures: Sequence[Picture] = (),
    status: Status = "idle",
    total: int | None = None,
    epochs: float | None = None,
    title: str | None = None,
    note: str | None = None,
    words: Sequence[str] | None = None,
    dims: Literal[2, 3] | None = None,
    counts: Sequence[int] | None = None,
    groups: ColourGroups | None = None,
    texts: Mapping[str, str] | None = None,
    selected: Sequence[int] | None = None,
    isolated: int | None = None,
    colour: Colour | None = None,
    lists_most: int | None = None,
    command: tuple[str | int, Command] | Seek | None = None,
    chosen: tuple[str | int, Sequence[int]] | None = None,
    lists: Sequence[NeighbourList] = (),
    layers: Sequence[Layer] = (),
    table: NeighbourTable | None = None,
    final: Mapping[int, Sequence[tuple[str, float]]] | None = None,
    previous: Previous | None = None,
    suggestions: Suggestions | None = None,
    narrow: Narrow | None = None,
    address: str | None = None,
    ways: Ways | None = None,
    turnover: Sequence[float] | None = None,
    components: Sequence[int] | None = None,
    axes: Ends | None = None,
    greeting: int | None = None,
    still: bool | None = None,
    column: Column | None = None,
) -> bytes:
    """Pack a stretch of a film.

    Args:
        run: Name of the run. The browser keeps one film a run.
        n: How many words are shown, at most 65535.
        first: Number of the first frame in `pictures`.
        pictures: The frames `first`, `first` + 1, … (F of them), each with n positions.
        status: What training does at the moment.
        total: Frames expected of the whole run. Needed when a run begins, like the next ones.
        epochs: Epochs of the whole run.
        title: The line above the map.
        note: A second sentence under the map.
        words: The shown words. With `first == 0` this starts the run in the browser; with fewer
            frames than the browser has, or with another number of words or coordinates, it
            starts the film anew.
        dims: Coordinates of a position; by default as many as the pictures have, or 2.
        counts: How often each of the words occurs; None: nobody knows.
        groups: The colours of the words.
        texts: Every visible word of the component, `ui/texts/<language>/wordmap.toml`.
        selected: Words selected when the run begins.
        isolated: How many words of a larger film this one shows, 0 if it is not a part.
        colour: What points are coloured by when the run begins.
        lists_most: For how many selected words lists of neighbours are sent.
        command: An id and what the player shall do; done once for each new id.
        chosen: An id and the words to select; likewise.
        lists: Neighbours of the selected words.
        layers: Numbers that colours are made of.
        table: The neighbours of all words at one frame.
        final: For a word of the last frame, its exact neighbours among all words.
        previous: The run before.
        suggestions: The answer to a search.
        narrow: The button beside the player on a small screen.
        address: The view, without epoch and selection, that the page's address shall name.
        ways: How else the film can be drawn.
        greeting: A number that changes whenever the words are sent: a message with another one than
            the browser has seen with words tells it that these got lost.
        turnover: Of each frame, the share of neighbours that changed within the epoch before.
        components: Which principal components the picture shows, from 1.
        axes: What the axes mean.
        still: Whether this is no film but one picture, of vectors that were not trained here: told
            with `words`, like `column`.
        column: What `groups` or the layer "column" are made of.

    Raises:
        ValueError: If the arrays do not fit n, hold numbers that are not finite, or indices that
            do not fit 16 bits; if a still has more than one frame.
    """
    if not 0 < n <= TOP:
        raise ValueError(f"n is {n}, but a picture shows 1 to {TOP} words")
    if still and first + len(pictures) > 1:
        raise ValueError(f"a still has one frame, not {first + len(pictures)}")
    sides = dims or _dims(pictures)
    began = words is not None
    header = {
        "v": VERSION,
        "run": run,
        "n": n,
        "first": first,
        "frames": len(pictures),
        "jumps": jumps(pictures, first),
        "explained": explained(pictures),
        "components": integers(components),
        "axes": axes if axes is None else ends(axes),
        "status": status,
        "total": total,
        "epochs": epochs,
        "dims": sides if began or (pictures and sides != 2) else None,
        "scale": SCALE if began else None,
        "title": title,
        "note": note,
        "words": words if words is None else list(words),
        "counts": integers(counts),
        "groups": groups if groups is None else asdict(groups),
        "texts": texts if texts is None else dict(texts),
        "selected": integers(selected),
        "isolated": isolated,
        "colour": colour,
        "lists_most": lists_most,
        "command": command if command is None else commanded(*command),
        "chosen": chosen if chosen is None else {"id": chosen[0], "words": integers(chosen[1])},
        "lists": [described(entry) for entry in lists] or None,
        "layers": [layer_described(layer) for layer in layers] or None,
        "table": table if table is None else {"frame": table.frame, "k": table.ids.shape[1]},
        "final": final if final is None else {str(w): rounded(final[w]) for w in final},
        "previous": previous if previous is None else curve(previous),
        "suggestions": suggestions if suggestions is None else asdict(suggestions),
        "narrow": narrow if narrow is None else (asdict(narrow) if narrow.label else {}),
        "address": address,
        "greeting": greeting,
        "still": still or None,
        "column": column if column is None else asdict(column),
        "ways": ways if ways is None else asdict(ways),
        "turnover": turnover if turnover is None else [round(float(x), 4) for x in turnover],
    }
    parts = [_header(header)]
    parts += [_frame(picture, n, sides) for picture in pictures]
    parts += [_list(entry, n) for entry in lists]
    parts += [_layer(layer, n) for layer in layers]
    parts += [_table(table, n)] if table is not None else []
    return b"".join(parts)


def unpack(data: bytes) -> Message:
    """Take a message apart: the inverse of `pack`, up to rounding."""
    (length,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + length])
    n, at = header["n"], 4 + length
    shape = header["frames"], 3 + _words(n * header.get("dims", 2))
    (epochs, losses, trusts), xy = _unframed(
        _take(data, at, shape, "<u4"), n, header.get("dims", 2)
    )
    at += 4 * math.prod(shape)
    lists, layers = [], []
    for entry in header.get("lists", []):
        ids, cosines = _unpaired(data, at, (entry["frames"], entry["k"]))
        at += 4 * ids.size
        lists.append(NeighbourList(entry["word"], entry["first"], ids, cosines))
    for entry in header.get("layers", []):
        values = _take(data, at, (entry["frames"], n), "<u1") / BYTE
        at += _padded(values.size)
        low, high = entry["low"], entry["high"]
        layers.append(Layer(entry["name"], entry["first"], low + (high - low) * values, low, high))
    table = None
    if "table" in header:
        ids, cosines = _unpaired(data, at, (n, header["table"]["k"]))
        table = NeighbourTable(header["table"]["frame"], ids, cosines)
    return Message(header, epochs, losses, trusts, xy, tuple(lists), tuple(layers), table)


def _dims(pictures: Sequence[Picture]) -> int:
    return pictures[0].xy.shape[-1] if pictures else 2


def _header(header: Mapping[str, Any]) -> bytes:
    present = {key: value for key, value in header.items() if value is not None}
    text = json.dumps(present, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<I", len(text)) + text


def _frame(picture: Picture, n: int, dims: int) -> bytes:
    if picture.xy.shape != (n, dims):
        raise ValueError(f"positions have shape {picture.xy.shape}, not {(n, dims)}")
    numbers = np.array([picture.epoch, picture.loss, picture.trust], dtype="<f4")
    return numbers.tobytes() + _filled(_quantised(picture.xy, SCALE).tobytes())


def _list(entry: NeighbourList, n: int) -> bytes:
    return _pairs(entry.ids, entry.cosines, n, f"a neighbour of word {entry.word}")


def _table(table: NeighbourTable, n: int) -> bytes:
    if len(table.ids) != n:
        raise ValueError(f"a table of {n} words has {len(table.ids)} rows")
    return _pairs(table.ids, table.cosines, n, "a neighbour in the table")


def _pairs(ids: Ids, cosines: Floating, n: int, what: str) -> bytes:
    if ids.shape != cosines.shape:
        raise ValueError(f"ids {ids.shape} and cosines {cosines.shape} differ")
    if ids.size and not 0 <= ids.min() <= ids.max() < n:
        raise ValueError(f"{what} is not one of the {n} shown words")
    pairs = np.stack([ids.astype("<u2"), _quantised(cosines, 1.0)], axis=-1)
    return pairs.tobytes()  # (f, k, 2)


def _layer(layer: Layer, n: int) -> bytes:
    if layer.values.ndim != 2 or layer.values.shape[1] != n:
        raise ValueError(f"layer {layer.name!r} has shape {layer.values.shape}, not (f, {n})")
    if not np.isfinite(layer.values).all():
        raise ValueError(f"a value of layer {layer.name!r} is not a finite number")
    width = (float(layer.high) - float(layer.low)) or 1.0
    share = np.clip((layer.values.astype(np.float64) - layer.low) / width, 0, 1)
    return _filled(np.rint(share * BYTE).astype("<u1").tobytes())


def _filled(data: bytes) -> bytes:
    return data + bytes(_padded(len(data)) - len(data))


def _padded(size: int) -> int:
    return size + -size % 4


def _words(uint16s: int) -> int:
    """Give how many times 4 bytes hold so many times 2."""
    return (uint16s + 1) // 2


def _quantised(values: Floating, scale: float) -> NDArray[np.uint16]:
    if not np.isfinite(values).all():
        raise ValueError("a position or cosine is not a finite number")
    share = (values.astype(np.float64) / scale + 1) / 2  # 0..1, clipped before it could wrap
    return np.rint(np.clip(share, 0, 1) * TOP).astype("<u2")


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
