"""The Inside page: a sentence at the top, and below it one idea at a time."""

from collections.abc import Callable

import streamlit as st

from embviz.language.reading import is_network
from embviz.models import CLASSIFIERS
from embviz.ui.pages.inside import (
    batches_part,
    choice,
    classifier_view,
    example,
    film_part,
    header,
    inside_address,
    lookup_part,
    matrices_part,
    moment,
    negatives_part,
    network_view,
    softmax_part,
    step_part,
)
from embviz.ui.pages.inside.example import Example
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.sidebar import sidebar
from embviz.ui.state import made_films
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.moments import written
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.texts import say
from embviz.ui.widgets import polling
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.tabs import opened

PARTS: dict[str, Callable[[Example], None]] = {
    "lookup": lookup_part.show,
    "matrices": matrices_part.show,
    "step": step_part.show,
    "negatives": negatives_part.show,
    "softmax": softmax_part.show,
    "batches": batches_part.show,
    "film": film_part.show,
}
"""By the keys of their names."""

SAMPLE = "tiny"  # what one click trains
FIRST_S = 2.0  # seconds to wait for the first frame of a run
POLL_S = 0.3  # seconds between two looks at a run under way
_STYLE = """<style>
.st-key-inside-window { padding: .3rem; }
.st-key-inside-loss [data-testid="stMetricValue"] { font-size: 1.75rem; }
.st-key-inside-loss [data-testid="stMetricValue"] * { white-space: normal; overflow: visible; }
.stMain .katex-display { overflow: visible; }
.st-key-inside-three .katex-display { font-size: .88em; }
.st-key-inside-film { --embviz-stage: max(13rem, calc(100vh - 37rem)); }
@media (max-height: 50rem) and (min-width: 641px) {
  .st-key-inside-film { --embviz-stage: max(12rem, calc(100vh - 33rem)); --embviz-sentence: none; }
}
@media (max-width: 640px) {
  .st-key-inside-film { --embviz-stage: 52vh; }
  .stMain .katex-display { font-size: .72em; }
  .stMain .katex-display > .katex { white-space: normal; }
  .stMain .katex-display .base { margin-block: .15em; }
}
</style>"""
"""The frame of the window is no higher than it must be; formulas fit, on a phone in two lines, and
so need no scrolling. On a projector the map has the room of what other pages say of its picture."""


def show() -> None:
    """Draw the page."""
    st.html(_STYLE)
    with sidebar.visit(st.container()) as tab:
        _parts(tab)
    inside_address.write(tab)


def _parts(tab: Tab) -> None:
    if tab.source is not None and tab.source.from_file is not None:
        _offer(say("files", "other.inside"))
        return
    if tab.source is not None and tab.source.film.recipe.of_models:
        _offer_its_run(tab)
        return
    if tab.source is not None and not tab.source.film.recipe.model:
        _offer(say("inside", "start.elsewhere"))
        return
    _follow_run(tab)
    if tab.source is not None and not len(tab.source.frames):
        tab.source.work.wait(1, FIRST_S)
    here = moment.current(tab)
    if here is None:
        return
    if is_network(here.source.film):
        network_view.show(here)
        return
    if here.source.film.recipe.model in CLASSIFIERS:
        classifier_view.show(tab, here)
        return
    chosen = choice.current(tab, here)
    inside_address.arrive(tab, here, chosen, list(PARTS), list(step_part.VIEWS))
    header.show(here, chosen)
    _tell_frame(here)
    told = example.current(here, chosen)
    if told is None:
        header.missing(here, chosen)
        inside_address.leave(tab, chosen, None, "")
        return
    part = opened(list(PARTS), "parts")
    inside_address.leave(tab, chosen, told, part)  # a part that has a map tells it at once
    PARTS[part](told)
    inside_address.leave(tab, chosen, told, part)


def _follow_run(tab: Tab) -> None:
    """Offer a run where there is none, follow one that is under way, else say nothing."""
    source = tab.source
    if source is not None and source.work.status == "running":
        polling.poll(lambda: _progress(source), lambda: _trains(tab, source), every_s=POLL_S)
    elif source is None or source.untouched:
        _offer(say("inside", "start.untrained"))


def _offer(why: str) -> None:
    """Say why there are no steps to show, and offer a run."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(why, width="stretch")
        st.button(say("inside", "start.train"), key="inside.train", type="primary", on_click=_train)


def _offer_its_run(tab: Tab) -> None:
    """Say that finished models have no steps, and offer the run whose settings they have."""
    source = tab.trained
    if source is None or source is tab.source or source.untouched:
        _offer(say("moments", "no_steps"))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(say("moments", "no_steps"), width="stretch")
        label = say("moments", "back", text=plain(source.name))
        st.button(label, key="inside.back", type="primary", on_click=made_films.back, args=(tab,))


def _tell_frame(here: Moment) -> None:
    """Say what is shown where that is not all, or not what was asked for."""
    frames = here.source.frames
    if here.matrices.U is None:
        st.warning(say("inside", "frame.no_U"))
    elif here.frame != here.asked:
        asked, shown = (written(frames[i].snapshot.epoch) for i in (here.asked, here.frame))
        st.warning(say("inside", "frame.other", asked=asked, shown=shown))
    elif not here.snapshot.whole and not here.source.untouched:
        words = f"{len(here.matrices.vocabulary):,}"
        st.caption(say("inside", "frame.part", words=words, epoch=written(here.snapshot.epoch)))


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
