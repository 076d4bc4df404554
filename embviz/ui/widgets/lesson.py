"""Lessons: what an algorithm does, in a screenful, one click away."""

import streamlit as st

from embviz.ui.texts import model_lesson, say


def offer(model: str) -> None:
    """Draw the button that opens the lesson of a model."""
    tip = say("train", "lesson", model=say("settings", f"{model}.name"))
    if st.button(":material/school:", key="lesson", type="tertiary", help=tip):
        heading, text = model_lesson(model).split("\n", 1)
        st.dialog(heading.removeprefix("# "), width="medium")(_read)(text)


def _read(text: str) -> None:
    st.markdown(text)
