"""Frames of a film as bytes for the browser, where `assets/film/message.js` reads them.

A message is::

    uint32   length of the header in bytes, a multiple of 4
    header   JSON in UTF-8, padded with blanks
    frames   each: float32 epoch, loss, trust; then n times uint16 x, y (and z)
    lists    each: for every frame of it, k pairs of uint16 id, cosine
    layers   each: for every frame of it, n times uint8
    table    n times k pairs of uint16 id, cosine
    rows     each: n times d uint8, what is to be added to those before, modulo 256 (see `rows.py`)

Everything is little-endian and padded with zeros to a multiple of 4 bytes, so that the browser can
look at the numbers where they lie. A position in -SCALE..SCALE is mapped linearly to 0..65535, a
cosine in -1..1 likewise, and a layer's low..high to 0..255: an error of at most SCALE / 65535, a
hundredth of a pixel on screen. With 1000 words a frame takes 4012 bytes, with three coordinates
6012. A key that is absent from the header means "as before".
"""

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embviz.projections.picture import Picture
from embviz.types import Floating, Ids
from embviz.wordmap.message import (
    Beginning,
    Ends,
    Layer,
    Message,
    Previous,
)
from embviz.wordmap.rows import Rows

VERSION = 2
SCALE = 2.0  # positions beyond this are painted at this: unit vectors never get there

TOP, BYTE = 65535, 255  # the largest uint16 and uint8


def encode(message: Message) -> bytes:
    """Make bytes of a message.

    Raises:
        ValueError: If the arrays do not fit n, hold numbers that are not finite, or indices that
            do not fit 16 bits; if a still has more than one frame.
    """
    n, pictures = message.film.n, message.frames.pictures
    if not 0 < n <= TOP:
        raise ValueError(f"n is {n}, but a picture shows 1 to {TOP} words")
    frames = message.frames.first + len(pictures)
    if message.beginning is not None and message.beginning.still and frames > 1:
        raise ValueError(f"a still has one frame, not {frames}")
    if (scores := message.frames.scores) and len(scores) != len(pictures):
        raise ValueError(f"{len(pictures)} frames have {len(scores)} scores")
    dims = _dims(message)
    parts = [_frame(picture, n, dims) for picture in pictures]
    for entry in message.lists:
        parts.append(_pairs(entry.ids, entry.cosines, n, f"a neighbour of word {entry.word}"))
    parts += [_layer(layer, n) for layer in message.layers]
    if (table := message.table) is not None:
        if len(table.ids) != n:
            raise ValueError(f"a table of {n} words has {len(table.ids)} rows")
        parts.append(_pairs(table.ids, table.cosines, n, "a neighbour in the table"))
    if message.rows is not None:
        parts.append(_rows(message.rows, n))
    return join(_header(message, dims), b"".join(parts))


def join(header: Mapping[str, Any], rest: bytes) -> bytes:
    """Write a header before what follows it; what is None in it is left out."""
    present = {key: value for key, value in header.items() if value is not None}
    text = json.dumps(
        present,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
        default=lambda value: value.tolist(),  # numbers and arrays of NumPy
    ).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<I", len(text)) + text + rest


def split(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Give the header of a message, and what follows it."""
    (length,) = struct.unpack_from("<I", data)
    return json.loads(data[4 : 4 + length]), data[4 + length :]


def _dims(message: Message) -> int:
    beginning, pictures = message.beginning, message.frames.pictures
    if beginning is not None and beginning.dims is not None:
        return beginning.dims
    return pictures[0].xy.shape[-1] if pictures else 2


def _header(message: Message, dims: int) -> dict[str, Any]:
    """Say as JSON can what is in a message, but for the arrays, which come later."""
    m, pictures, first = message, message.frames.pictures, message.frames.first
    shares = [[round(share, 3) for share in picture.explained] for picture in pictures]
    lists = [
        {"word": each.word, "first": each.first, "frames": len(each.ids), "k": each.ids.shape[1]}
        for each in m.lists
    ]
    return {
        "v": VERSION,
        **asdict(m.film),
        "first": first,
        "frames": len(pictures),
        "jumps": [first + i for i, picture in enumerate(pictures) if picture.jump] or None,
        "explained": shares if any(shares) else None,
        "scores": [[_known(x, 3) for x in each] for each in m.frames.scores] or None,
        "dims": dims if pictures and dims != 2 else None,
        **(_beginning(m.beginning, dims) if m.beginning is not None else {}),
        "title": m.title,
        "note": m.note,
        "comparable": m.comparable,
        "address": m.address,
        "command": m.command and dict(zip(("id", "do", "epoch"), m.command, strict=False)),
        "chosen": m.chosen and {"id": m.chosen[0], "words": m.chosen[1]},
        "lists": lists or None,
        "layers": [_about_layer(layer) for layer in m.layers] or None,
        **({"groups": asdict(m.groups)} if m.groups is not None else {}),
        "table": m.table and {"frame": m.table.frame, "k": m.table.ids.shape[1]},
        "final": m.final
        and {
            word: [(other, round(float(cosine), 4)) for other, cosine in ranked]
            for word, ranked in m.final.items()
        },
        "rows": m.rows and {"frames": list(m.rows.frames), "d": m.rows.values.shape[2]},
        "turnover": m.turnover if m.turnover is None else [round(float(x), 4) for x in m.turnover],
        "axes": m.axes and _ends(m.axes),
        "previous": m.previous and _curve(m.previous),
        "suggestions": m.suggestions and asdict(m.suggestions),
        "looked_up": m.looked_up and asdict(m.looked_up),
        "narrow": m.narrow and (asdict(m.narrow) if m.narrow.label else {}),
        "ways": m.ways and asdict(m.ways),
    }


def _beginning(beginning: Beginning, dims: int) -> dict[str, Any]:
    groups, column, along = beginning.groups, beginning.column, beginning.along
    return {
        **vars(beginning),
        "dims": dims,
        "scale": SCALE,
        "groups": groups and asdict(groups),
        "clusters": beginning.clusters or None,
        "column": column and asdict(column),
        "columns": list(beginning.columns) or None,
        "metadata": [asdict(each) for each in beginning.metadata] or None,
        "still": beginning.still or None,
        "heard": beginning.heard or None,
        "lines": beginning.lines and {k: round(v, 4) for k, v in beginning.lines.items()},
        "chance": beginning.chance and round(beginning.chance, 3),
        "whole": beginning.whole or None,
        "along": along and {"name": along.name, "values": along.values},
    }


def _about_layer(layer: Layer) -> dict[str, Any]:
    numbers = {"first": layer.first, "frames": len(layer.values)}
    scale = {"low": float(layer.low), "high": float(layer.high)}
    more = {} if layer.runs is None else {"runs": layer.runs, "chance": layer.chance}
    return {"name": layer.name, **numbers, **scale, "absolute": layer.absolute, **more}


def _curve(previous: Previous) -> dict[str, Any]:
    """Describe the run before. JSON knows no NaN: a loss that is none becomes null."""
    if not previous.label:
        return {}
    losses = [float(f"{x:.5g}") if math.isfinite(x) else None for x in previous.losses]
    epochs = [round(float(epoch), 4) for epoch in previous.epochs]
    return {"label": previous.label, "epochs": epochs, "losses": losses}


def _ends(axes: Ends) -> dict[str, Any]:
    """Describe the axes; what is not known becomes null."""
    spreads = axes.spread or (math.nan, math.nan)
    return {
        "x": axes.x,
        "y": axes.y,
        "spread": [_known(spread, 4) for spread in spreads],
        "angle": _known(axes.angle, 0),
    }


def _known(value: float, digits: int) -> float | None:
    return round(float(value), digits) if math.isfinite(value) else None


def _frame(picture: Picture, n: int, dims: int) -> bytes:
    if picture.xy.shape != (n, dims):
        raise ValueError(f"positions have shape {picture.xy.shape}, not {(n, dims)}")
    numbers = np.array([picture.epoch, picture.loss, picture.trust], dtype="<f4")
    return numbers.tobytes() + _filled(_quantised(picture.xy, SCALE).tobytes())


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


def _rows(rows: Rows, n: int) -> bytes:
    if rows.values.shape[:2] != (len(rows.frames), n):
        shape = rows.values.shape
        raise ValueError(f"rows have shape {shape}, not ({len(rows.frames)}, {n}, d)")
    return _filled(rows.differences.tobytes())


def _filled(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _quantised(values: Floating, scale: float) -> NDArray[np.uint16]:
    if not np.isfinite(values).all():
        raise ValueError("a position or cosine is not a finite number")
    share = (values.astype(np.float64) / scale + 1) / 2  # 0..1, clipped before it could wrap
    return np.rint(np.clip(share, 0, 1) * TOP).astype("<u2")
