"""The moving word map: frames packed for the browser, and the component that plays them.

`message` holds all that can be told; `packing` is the Python side of the wire; `assets/` is the
browser's side, plain ES modules without a build step, whose entry is `wordmap.js`. Streamlit itself
is not known here.
"""
