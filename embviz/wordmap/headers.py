"""What the header of a message says of its parts, as JSON can say it; `packing` makes the bytes."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from embviz.projections.picture import Picture
from embviz.wordmap.message import Ends, Layer, NeighbourList, Previous


def integers(values: Iterable[int] | None) -> list[int] | None:
    """Give numbers of any kind as those of Python."""
    return values if values is None else [int(value) for value in values]


def commanded(name: str | int, do: str, epoch: float | None = None) -> dict[str, Any]:
    """Describe what the player shall do."""
    command = {"id": name, "do": do}
    return command if epoch is None else {**command, "epoch": float(epoch)}


def described(entry: NeighbourList) -> dict[str, int]:
    """Describe a list of neighbours, whose numbers come later."""
    frames, k = entry.ids.shape
    return {"word": int(entry.word), "first": int(entry.first), "frames": frames, "k": k}


def layer_described(layer: Layer) -> dict[str, Any]:
    """Describe a layer, whose numbers come later. Those of a column may be integers: so it says."""
    known = {
        "name": layer.name,
        "first": layer.first,
        "frames": len(layer.values),
        "low": float(layer.low),
        "high": float(layer.high),
    }
    return {**known, "whole": _whole(layer)} if layer.name == "column" else known


def _whole(layer: Layer) -> bool:
    return all(bool(np.all(x == np.rint(x))) for x in (layer.values, layer.low, layer.high))


def rounded(ranked: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Shorten cosines."""
    return [(word, round(float(cosine), 4)) for word, cosine in ranked]


def curve(previous: Previous) -> dict[str, Any]:
    """Describe the run before. JSON knows no NaN: a loss that is none becomes null."""
    if not previous.label:
        return {}
    losses = [float(f"{x:.5g}") if math.isfinite(x) else None for x in map(float, previous.losses)]
    epochs = [round(float(epoch), 4) for epoch in previous.epochs]
    return {"label": previous.label, "epochs": epochs, "losses": losses}


def jumps(pictures: Sequence[Picture], first: int) -> list[int] | None:
    """Give the numbers of the frames that words do not fly to; None if there are none."""
    return [first + i for i, picture in enumerate(pictures) if picture.jump] or None


def explained(pictures: Sequence[Picture]) -> list[list[float]] | None:
    """Give what the components of each picture hold; None where they are no components."""
    shares = [[round(share, 3) for share in picture.explained] for picture in pictures]
    return shares if any(shares) else None


def ends(axes: Ends) -> dict[str, Any]:
    """Describe the axes; what is not known becomes null."""
    return {
        "x": [list(words) for words in axes.x],
        "y": [list(words) for words in axes.y],
        "spread": [_known(spread, 4) for spread in axes.spread],
        "angle": _known(axes.angle, 0),
    }


def _known(value: float, digits: int) -> float | None:
    return round(float(value), digits) if math.isfinite(value) else None
