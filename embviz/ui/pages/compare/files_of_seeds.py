"""Other seeds of a file, where they are files, too: chosen among those of this visit."""

import streamlit as st

from embviz.measures.comparison import FEWEST_RUNS, MOST_RUNS
from embviz.ui.pages.compare.noise_of_seeds import Seeds
from embviz.ui.state import sides
from embviz.ui.state.sides import Side
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say

_CHOSEN = "compare.noise_files"


def known(first: Side, second: Side) -> Seeds | None:
    """Give the files that were chosen, if the first is a file; they are held as long."""
    question = sides.question()
    keys = st.session_state.get(_CHOSEN, ()) if first.film is None else ()
    files = {key: question.file(key) for key in keys if key not in (first.key, second.key)}
    question.seeds = {key: file for key, file in files.items() if file is not None}
    if len(question.seeds) < FEWEST_RUNS:
        return None
    return Seeds(" ".join(question.seeds), tuple(each.vectors for each in question.seeds.values()))


def draw(tab: Tab, first: Side, second: Side) -> None:
    """Let the reader say which other files are of other seeds of the first."""
    there = sides.question().there(tab.seen_files)
    others = {key: file.name for key, file in there.items() if key not in (first.key, second.key)}
    if len(others) < FEWEST_RUNS:
        st.caption(say("compare", "chance.open_files"))
        return
    st.session_state[_CHOSEN] = [key for key in st.session_state.get(_CHOSEN, ()) if key in others]
    st.multiselect(
        say("compare", "chance.files"),
        others,
        key=_CHOSEN,
        format_func=lambda key: others.get(key, ""),
        max_selections=MOST_RUNS - 1,
        help=say("compare", "chance.files_help"),
        placeholder=say("compare", "two.placeholder"),
        persist_state="session",
    )
