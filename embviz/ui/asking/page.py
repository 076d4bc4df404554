"""The Words page: the picture at the left, a question and its answer at the right."""

import streamlit as st

from embviz.ui import address, controls, picture


def show() -> None:
    """Draw the page."""
    session = controls.prepare(st.container())
    left, right = st.columns([6, 7])
    with left:
        picture.show()
    with right:
        st.write("here")
    address.publish(session)
