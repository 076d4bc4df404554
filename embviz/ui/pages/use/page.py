"""The In use page: the map of E at the left, and what the classifier above it does at the right."""

from collections.abc import Callable

import streamlit as st

from embviz.models import CLASSIFIERS
from embviz.ui.ask import parts
from embviz.ui.map import beside
from embviz.ui.pages.use import (
    asked,
    company_part,
    curves_part,
    errors_part,
    negation_part,
    scores_part,
    sentence_part,
    take_part,
)
from embviz.ui.pages.use.asked import Classifier
from embviz.ui.state import settings_form
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import View
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.texts import model_name, say

PARTS: dict[str, Callable[[Classifier], None]] = {
    "scores": scores_part.show,
    "curves": curves_part.show,
    "company": company_part.show,
    "sentence": sentence_part.show,
    "errors": errors_part.show,
    "negation": negation_part.show,
    "take": take_part.show,
}
"""The tabs, by the keys of their names."""

SAMPLE, MODEL, LABELS = "sentiment", "cnn", 50  # what one click trains


def show() -> None:
    """Draw the page."""
    with beside.visit() as tab:
        _parts(tab)


def _parts(tab: Tab) -> None:
    source = tab.source
    if source is None or not asked.has_classifier(source):
        _offer(tab)
        return
    if not parts.await_first(tab, source, "use"):
        return
    if source.untouched:
        _offer(tab)
    parts.draw(tab, source, "use", PARTS, asked.classifier)


def _offer(tab: Tab) -> None:
    """Say why there is nothing to see, and offer a run."""
    source = tab.source
    if asked.has_classifier(source):
        why, model = "untrained", source.film.recipe.model if source is not None else MODEL
    elif _is_labelled(source):
        why, model = "no_classifier", MODEL
    else:
        why, model = "no_labels", MODEL
    st.markdown(say("use", f"start.{why}"))
    label = say("use", f"start.train_{why}", model=model_name(model))
    st.button(label, key="use.train", type="primary", on_click=_train)


def _is_labelled(source: FilmOnScreen | None) -> bool:
    run = source.run if source is not None else None
    return run is not None and settings_form.is_labelled(run.corpus)


def _train() -> None:
    tab = current_tab()
    if not _is_labelled(tab.source):
        settings_form.fill(View(sample=SAMPLE, model=MODEL, labels=LABELS))
        tab.selected = ()
    elif settings_form.model() not in CLASSIFIERS:
        st.session_state["model"] = MODEL
    tab.intent = "train"
