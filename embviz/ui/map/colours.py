"""Numbers that colours and trails are made of, of frames that the browser has not got them for."""

from collections.abc import Sequence

import numpy as np

from embviz.jobs.train_and_draw import NEIGHBOURS
from embviz.measures import movement
from embviz.projections.picture import Picture
from embviz.types import Float32
from embviz.ui.state import columns, server
from embviz.ui.state.tab import Tab
from embviz.wordmap import Layer

HEADROOM = 1.25
"""How far above the highest value so far a scale of colours reaches that may yet grow."""


def layers(session: Tab, pictures: Sequence[Picture]) -> list[Layer]:
    """Give what the colour and the trails ask for, and remember it as sent."""
    if not pictures:
        return []
    new = [_layer(session, name, pictures) for name in _wanted(session)]
    return [layer for layer in new if len(layer.values)]


def _wanted(session: Tab) -> list[str]:
    trailed = ["change"] if session.trails else []
    return [name for name in dict.fromkeys([session.colour, *trailed]) if name in _VALUES]


def _layer(session: Tab, name: str, pictures: Sequence[Picture]) -> Layer:
    first, high = session.sent.layers.get(name, (0, 0.0))
    values = _VALUES[name](session, pictures, first)
    if name == "column":
        session.sent.layers[name] = (len(pictures), 0.0)
        lowest, highest = (values.min(), values.max()) if values.size else (0.0, 0.0)
        return Layer(name, first, values, float(lowest), float(highest))
    highest = float(values.max(initial=0.0)) if name == "norm" else float(NEIGHBOURS)
    if highest > high:
        high = _roomy(session, highest) if name == "norm" else highest
        first, values = 0, _VALUES[name](session, pictures, 0) if first else values
    session.sent.layers[name] = (len(pictures), high)
    return Layer(name, first, values, 0.0, high)


def _roomy(session: Tab, highest: float) -> float:
    done = session.source is None or session.source.complete
    return highest if done else highest * HEADROOM


def _norms(session: Tab, pictures: Sequence[Picture], first: int) -> Float32:
    return np.array([picture.norms for picture in pictures[first:]], dtype=np.float32)


def _trusts(session: Tab, pictures: Sequence[Picture], first: int) -> Float32:
    share = NEIGHBOURS / max(1, pictures[0].neighbours.shape[1])
    kept = np.array([picture.kept for picture in pictures[first:]], dtype=np.float32)
    return kept * np.float32(share)


def _changes(session: Tab, pictures: Sequence[Picture], first: int) -> Float32:
    """How many of ten neighbours are new; 0.06 ms for a frame of 1000 words that has just come."""
    source = session.source
    known = source.changes(server.engine()) if source is not None and source.complete else None
    if known is not None and not session.look.words:
        return known[first : len(pictures)] * np.float32(NEIGHBOURS)
    neighbours = [picture.neighbours for picture in pictures]
    epochs = [picture.epoch for picture in pictures]
    return movement.changed_within(neighbours, epochs, first) * np.float32(NEIGHBOURS)


def _column(session: Tab, pictures: Sequence[Picture], first: int) -> Float32:
    """The numbers of a column of metadata, which is the same at all frames."""
    source, alone = session.source, session.look.words
    found = columns.layer(source, session.coloured_by) if source is not None and not first else None
    if found is None:
        return np.empty((0, len(session.words())), dtype=np.float32)
    return found[:, list(alone)] if alone else found


_VALUES = {"norm": _norms, "trust": _trusts, "change": _changes, "column": _column}
"""Each layer's values (f, n), from a frame on."""
