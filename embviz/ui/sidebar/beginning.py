"""How many labels are used, where E begins, and how long it stays so."""

import math

import streamlit as st

from embviz.models import CLASSIFIERS
from embviz.text.labelled import Labelled
from embviz.training.beginning import Beginning
from embviz.training.model import Model
from embviz.training.run import FASTEST, MOST_PATIENCE
from embviz.ui.sidebar.inputs import number
from embviz.ui.state import beginnings, settings_form
from embviz.ui.state.link import SLOWEST
from embviz.ui.state.settings_form import FROZEN, RANDOM, STAYS, Chosen
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say

TABLE = "use"


def draw(tab: Tab, text: Chosen, model: str) -> None:
    """Draw the inputs."""
    if model in CLASSIFIERS and isinstance(text.corpus, Labelled):
        _labels(tab, text.corpus)
    options = beginnings.options(tab, text)
    if st.session_state.get("start") not in options:
        st.session_state["start"] = RANDOM
    st.selectbox(
        say(TABLE, "begin.label"),
        list(options),
        key="start",
        format_func=lambda key: options.get(key, key),
        help=say(TABLE, "begin.help"),
        persist_state="session",
    )
    st.session_state.setdefault("stays", STAYS[0])
    stays = st.segmented_control(
        say(TABLE, "stays.label"),
        STAYS,
        key="stays",
        format_func=lambda key: say(TABLE, f"stays.{key}"),
        help=say(TABLE, "stays.help"),
        required=True,
        width="stretch",
        persist_state="session",
    )
    if stays == "thawed":
        st.session_state.setdefault("freeze", FROZEN)
        number(st, TABLE, "freeze.label", 1, MOST_PATIENCE, "freeze")


def draw_pace() -> None:
    """Draw the input of E's own learning rate."""
    st.session_state.setdefault("pace", 1.0)
    number(st, TABLE, "pace.label", SLOWEST, FASTEST, "pace", step=0.1)


def tell(begun: Beginning, model: Model) -> None:
    """Say how many words were found, and what was done to their rows."""
    d = model.dimension
    V = len(begun.rows)
    facts = {"found": f"{begun.found:,}", "all": f"{V:,}", "d": d}
    lines = [say(TABLE, "found.all" if begun.found == V else "found.some", **facts)]
    if begun.otherwise:
        lines.append(say(TABLE, "found.otherwise", words=f"{begun.otherwise:,}"))
    wanted = settings_form.settings(settings_form.model()).get("dimension")
    if wanted != d:
        lines.append(say(TABLE, "found.dimension", d=d))
    if begun.scaled:
        spread = f"{getattr(model, 'spread', math.nan):g}"
        lines.append(say(TABLE, "found.scaled", spread=spread))
    st.caption(" ".join(lines))


def _labels(tab: Tab, corpus: Labelled) -> None:
    low, most = len(corpus.classes), len(corpus.parts(0).training)
    asked = int(st.session_state.get("labels", most))
    taken = min(asked, most)
    if tab.wanted is not None and (taken := max(low, taken)) != asked:
        tab.note("clamped", key="labels", value=f"{asked}", taken=f"{taken}")
    st.session_state["labels"] = taken
    number(st, TABLE, "labels.label", low, most, "labels")
