"""Frames of a film as bytes, for the word map in the browser; `assets/message.js` reads them.

A message is::

    uint32   length of the header in bytes, a multiple of 4
    header   JSON in UTF-8, padded with blanks
    frames   each: float32 epoch, loss, trust; then n pairs of uint16 x, y
    lists    each: for every frame of it, k pairs of uint16 id, cosine

Everything is little-endian, and every frame and list starts at a multiple of 4, so that the browser
can look at the numbers where they lie. A position in -SCALE..SCALE is mapped linearly to 0..65535,
a cosine in -1..1 likewise: an error of at most SCALE / 65535, a hundredth of a pixel on screen.
With 1000 words a frame takes 4012 bytes. A key that is absent from the header means "as before".
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from embviz.types import Float32, Floating, Ids

VERSION = 1
SCALE = 2.0
"""Positions beyond this are painted at this: unit vectors never get there."""

TOP = 65535
"""The largest uint16."""

Status: TypeAlias = Literal["idle", "running", "paused", "done", "failed"]
Command: TypeAlias = Literal["play", "pause", "follow", "forward"]


@dataclass(frozen=True, eq=False)
class Picture:
    """One frame of a film, ready to be shown.

    Attributes:
        epoch: Where training stood.
        loss: Held-out loss; NaN where there is none.
        trust: How many of a word's ten true neighbours are neighbours on screen, mean, 0 to 10.
        xy: Positions (n, 2).
        neighbours: The k nearest words of each word (n, k), in all d dimensions, nearest first.
        cosines: Their cosines (n, k).
    """

    epoch: float
    loss: float
    trust: float
    xy: Float32
    neighbours: Ids
    cosines: Float32


@dataclass(frozen=True, eq=False)
class NeighbourList:
    """The neighbours of one word, frame after frame.

    Attributes:
        word: Index of the word among the shown words.
        first: The frame that the first row belongs to.
        ids: Neighbours (f, k), indices among the shown words, nearest first.
        cosines: Their cosines (f, k).
    """

    word: int
    first: int
    ids: Ids
    cosines: Float32

    @classmethod
    def of(cls, word: int, pictures: Sequence[Picture], first: int = 0) -> "NeighbourList":
        """Collect the neighbours of `word` from pictures `first`, `first` + 1, …"""
        ids = np.array([picture.neighbours[word] for picture in pictures], dtype=np.int32)
        cosines = np.array([picture.cosines[word] for picture in pictures], dtype=np.float32)
        return cls(word, first, ids, cosines)


@dataclass(frozen=True)
class Groups:
    """Words that belong together, and how they are coloured.

    Attributes:
        names: One for each group.
        hues: Hue of each group, 0 to 6; related groups share one.
        shades: Lightness step of each group, 0 to 2.
        of: The group of each shown word, -1 for none.
        families: What the groups of each hue have in common, shown instead of `names` when there
            are many groups; may be empty.
    """

    names: Sequence[str]
    hues: Sequence[int]
    shades: Sequence[int]
    of: Sequence[int]
    families: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Message:
    """A message taken apart again.

    Attributes:
        header: As it was sent.
        epochs: (F,), losses: (F,), trusts: (F,) of the frames in the message.
        xy: Positions (F, n, 2).
        lists: The neighbour lists.
    """

    header: Mapping[str, Any]
    epochs: Float32
    losses: Float32
    trusts: Float32
    xy: Float32
    lists: tuple[NeighbourList, ...]


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
    groups: Groups | None = None,
    texts: Mapping[str, str] | None = None,
    selected: Sequence[int] | None = None,
    command: tuple[str | int, Command] | None = None,
    lists: Sequence[NeighbourList] = (),
    final: Mapping[int, Sequence[tuple[str, float]]] | None = None,
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
            frames than the browser has it starts the film anew.
        groups: The colours of the words.
        texts: Every visible word of the component, `ui/texts/<language>/wordmap.toml`.
        selected: Words selected when the run begins.
        command: An id and what the player shall do; done once for each new id.
        lists: Neighbours of the selected words.
        final: For a word of the last frame, its exact neighbours among all words.

    Raises:
        ValueError: If the arrays do not fit n, hold numbers that are not finite, or indices that
            do not fit 16 bits.
    """
    if not 0 < n <= TOP:
        raise ValueError(f"n is {n}, but a picture shows 1 to {TOP} words")
    header = {
        "v": VERSION,
        "run": run,
        "n": n,
        "first": first,
        "frames": len(pictures),
        "status": status,
        "total": total,
        "epochs": epochs,
        "scale": SCALE if words is not None else None,
        "title": title,
        "note": note,
        "words": words if words is None else list(words),
        "groups": groups if groups is None else asdict(groups),
        "texts": texts if texts is None else dict(texts),
        "selected": selected if selected is None else [int(word) for word in selected],
        "command": command if command is None else {"id": command[0], "do": command[1]},
        "lists": [_described(entry) for entry in lists] or None,
        "final": final if final is None else {str(w): _rounded(final[w]) for w in final},
    }
    parts = [_header(header)]
    parts += [_frame(picture, n) for picture in pictures]
    parts += [_list(entry, n) for entry in lists]
    return b"".join(parts)


def unpack(data: bytes) -> Message:
    """Take a message apart: the inverse of `pack`, up to rounding."""
    (length,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + length])
    frames, n = header["frames"], header["n"]
    block = np.frombuffer(data, "<u4", frames * (3 + n), 4 + length).reshape(frames, 3 + n)
    numbers = np.ascontiguousarray(block[:, :3]).view("<f4").astype(np.float32)
    pairs = np.ascontiguousarray(block[:, 3:]).view("<u2").reshape(frames, n, 2)
    at, lists = 4 + length + block.nbytes, []
    for entry in header.get("lists", []):
        shape = (entry["frames"], entry["k"], 2)
        rows = np.frombuffer(data, "<u2", shape[0] * shape[1] * 2, at).reshape(shape)
        at += rows.nbytes
        ids, cosines = rows[..., 0].astype(np.int32), _dequantised(rows[..., 1], 1.0)
        lists.append(NeighbourList(entry["word"], entry["first"], ids, cosines))
    epochs, losses, trusts = numbers.T
    return Message(header, epochs, losses, trusts, _dequantised(pairs, SCALE), tuple(lists))


def _header(header: Mapping[str, Any]) -> bytes:
    present = {key: value for key, value in header.items() if value is not None}
    text = json.dumps(present, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    text += b" " * (-len(text) % 4)
    return struct.pack("<I", len(text)) + text


def _described(entry: NeighbourList) -> dict[str, int]:
    frames, k = entry.ids.shape
    return {"word": int(entry.word), "first": int(entry.first), "frames": frames, "k": k}


def _rounded(ranked: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    return [(word, round(float(cosine), 4)) for word, cosine in ranked]


def _frame(picture: Picture, n: int) -> bytes:
    if picture.xy.shape != (n, 2):
        raise ValueError(f"positions have shape {picture.xy.shape}, not {(n, 2)}")
    numbers = np.array([picture.epoch, picture.loss, picture.trust], dtype="<f4")
    return numbers.tobytes() + _quantised(picture.xy, SCALE).tobytes()


def _list(entry: NeighbourList, n: int) -> bytes:
    if entry.ids.shape != entry.cosines.shape:
        raise ValueError(f"ids {entry.ids.shape} and cosines {entry.cosines.shape} differ")
    if entry.ids.size and not 0 <= entry.ids.min() <= entry.ids.max() < n:
        raise ValueError(f"a neighbour of word {entry.word} is not one of the {n} shown words")
    pairs = np.stack([entry.ids.astype("<u2"), _quantised(entry.cosines, 1.0)], axis=-1)
    return pairs.tobytes()  # (f, k, 2)


def _quantised(values: Floating, scale: float) -> NDArray[np.uint16]:
    if not np.isfinite(values).all():
        raise ValueError("a position or cosine is not a finite number")
    share = (values.astype(np.float64) / scale + 1) / 2  # 0..1, clipped before it could wrap
    return np.rint(np.clip(share, 0, 1) * TOP).astype("<u2")


def _dequantised(values: NDArray[np.uint16], scale: float) -> Float32:
    return ((values / TOP * 2 - 1) * scale).astype(np.float32)
