"""The moving word map: frames packed for the browser, and the component that plays them.

`parts` are the things a message consists of; `packing` is the Python side of the wire; `assets/` is
the browser's side, plain ES modules without a build step, whose entry is `wordmap.js`. Streamlit
itself is not known here.
"""

from embviz.wordmap.message import (
    Column,
    Ends,
    Groups,
    Layer,
    Message,
    Narrow,
    NeighbourList,
    Previous,
    Suggestions,
    Table,
    Ways,
)
from embviz.wordmap.packing import pack, unpack

__all__ = [
    "Column",
    "Ends",
    "Groups",
    "Layer",
    "Message",
    "Narrow",
    "NeighbourList",
    "Previous",
    "Suggestions",
    "Table",
    "Ways",
    "pack",
    "unpack",
]
