"""Other seeds of a file, where they are files, too: chosen among those of this visit."""

from collections.abc import Mapping

import streamlit as st

from embviz.errors import FileError
from embviz.measures.comparison import FEWEST_RUNS, MOST_RUNS
from embviz.ui.pages.compare.noise_of_seeds import Seeds
from embviz.ui.pages.files import open_vectors
from embviz.ui.pages.files.open_vectors import Opener
from embviz.ui.state import locality, sides
from embviz.ui.state.sides import Question, Side
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
    """Let the reader say which other files are of other seeds of the first, or open them."""
    question = sides.question()
    _take(tab, question)
    there = question.there(tab.seen_files)
    others = {key: file.title for key, file in there.items() if key not in (first.key, second.key)}
    left, right = st.columns([3, 1.5], vertical_alignment="bottom")
    with left:
        if others:
            _choose(others)
        else:
            st.caption(say("compare", "chance.open_files"))
    with right.popover(say("compare", "chance.open"), width="stretch"):
        st.markdown(say("compare", "chance.open_seed"))
        open_vectors.show(Opener("compare.seed", question.seed, _refuse_film), locality.is_here())
    if question.seed.is_read:
        st.rerun()  # to be taken


def _choose(others: Mapping[str, str]) -> None:
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


def _take(tab: Tab, question: Question) -> None:
    """Count a file that has just been read among the other seeds; it is held by that."""
    file = question.seed.file
    if file is None or not question.seed.is_read:
        return
    question.seed.file = None
    question.seeds[file.key] = file
    tab.see_file(file.key)
    chosen = st.session_state.get(_CHOSEN, ())
    st.session_state[_CHOSEN] = [*dict.fromkeys([*chosen, file.key])][: MOST_RUNS - 1]
    st.rerun()  # what stands above is compared with them


def _refuse_film(data: bytes, name: str) -> None:
    """Other seeds of a file are files of vectors. Raises FileError."""
    raise FileError("film", "This is a film of embviz, not a file of vectors.")
