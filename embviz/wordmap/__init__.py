"""The moving word map: frames packed for the browser, and the component that plays them.

`packing` is the Python side of the wire; `assets/` is the browser's side, plain ES modules without
a build step, whose entry is `wordmap.js`. Streamlit itself is not known here.
"""

from embviz.wordmap.packing import Groups, Message, NeighbourList, Picture, pack, unpack

__all__ = ["Groups", "Message", "NeighbourList", "Picture", "pack", "unpack"]
