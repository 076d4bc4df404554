"""Before there is a step to tell: one click to train the smallest sample, and the wait for it."""

import streamlit as st

from embviz.ui.ask.frame_asked import written
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.texts import say
from embviz.ui.widgets import polling
from embviz.ui.widgets.escaping import plain

SAMPLE = "tiny"
POLL_S = 0.3  # seconds between two looks at a run under way


def show(tab: Tab) -> None:
    """Offer a run where there is none, follow one that is under way, else say nothing."""
    source = tab.source
    if source is not None and source.work.status == "running":
        polling.poll(lambda: _progress(source), lambda: _trains(tab, source), every_s=POLL_S)
    elif source is None or source.untouched:
        offer(say("inside", "start.untrained"))


def offer(why: str) -> None:
    """Say why there are no steps to show, and offer a run."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(why, width="stretch")
        st.button(say("inside", "start.train"), key="inside.train", type="primary", on_click=_train)


def tell_frame(moment: Moment) -> None:
    """Say what is shown where that is not all, or not what was asked for."""
    frames = moment.source.frames
    if moment.matrices.U is None:
        st.warning(say("inside", "frame.no_U"))
    elif moment.frame != moment.asked:
        asked, shown = (written(frames[i].snapshot.epoch) for i in (moment.asked, moment.frame))
        st.warning(say("inside", "frame.other", asked=asked, shown=shown))
    elif not moment.whole and not moment.source.untouched:
        words = f"{len(moment.matrices.vocabulary):,}"
        st.caption(say("inside", "frame.part", words=words, epoch=written(moment.epoch)))


def _train() -> None:
    st.session_state["text"] = SAMPLE
    tab = current_tab()
    tab.intent = "train"
    tab.selected = ()


def _trains(tab: Tab, source: FilmOnScreen) -> bool:
    return tab.source is source and source.work.status == "running"


def _progress(source: FilmOnScreen) -> None:
    source.work.watch()
    done = len(source.frames) / max(1, source.length.frames)
    epoch = written(source.frames[-1].snapshot.epoch) if len(source.frames) else "0"
    epochs = f"{source.length.epochs:g}"
    facts = {"text": plain(source.name), "epoch": epoch, "epochs": epochs}
    left, right = st.columns([6, 1], vertical_alignment="center")
    left.progress(min(1.0, done), say("inside", "start.training", **facts))
    right.button(say("train", "pause"), key="inside.pause", on_click=source.work.pause)
