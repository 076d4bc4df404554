"""The moving word map: frames packed for the browser, and the component that plays them.

`message` holds all that can be told; `packing` is the Python side of the wire; `assets/` is the
browser's side, plain ES modules without a build step, whose entry is `wordmap.js`. Streamlit itself
is not known here.
"""

from embviz.wordmap.message import (
    Beginning,
    ColourGroups,
    Column,
    Ends,
    FilmFacts,
    Layer,
    Message,
    Narrow,
    NeighbourList,
    NeighbourTable,
    Previous,
    Stretch,
    Suggestions,
    Ways,
)
from embviz.wordmap.packing import decode, encode

__all__ = [
    "Beginning",
    "ColourGroups",
    "Column",
    "Ends",
    "FilmFacts",
    "Layer",
    "Message",
    "Narrow",
    "NeighbourList",
    "NeighbourTable",
    "Previous",
    "Stretch",
    "Suggestions",
    "Ways",
    "decode",
    "encode",
]
