"""The moving word map: frames packed for the browser, and the component that plays them.

`parts` are the things a message consists of; `packing` is the Python side of the wire; `assets/` is
the browser's side, plain ES modules without a build step, whose entry is `wordmap.js`. Streamlit
itself is not known here.
"""

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
from embviz.wordmap.packing import pack, unpack

__all__ = [
    "ColourGroups",
    "Column",
    "Ends",
    "Layer",
    "Message",
    "Narrow",
    "NeighbourList",
    "NeighbourTable",
    "Previous",
    "Suggestions",
    "Ways",
    "pack",
    "unpack",
]
