"""What a network left out of a sentence that somebody typed."""

import streamlit as st

from embviz.language.reading import Typed
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain


def tell(read: Typed) -> None:
    """Name the words that the network has no row for, if there are any."""
    if read.unknown:
        words = ", ".join(f"“{plain(each)}”" for each in read.unknown)
        st.caption(say("context", "sentence.unknown", words=words))
