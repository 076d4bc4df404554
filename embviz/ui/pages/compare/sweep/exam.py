"""What the vectors of a sweep are examined by: what was planted in the text, and files."""

import streamlit as st

from embviz.measures import Exam
from embviz.training.run import Run
from embviz.ui.ask import exam_files
from embviz.ui.texts import say


def of(run: Run) -> Exam:
    """Give the exam of a text, with the files that were read last."""
    planted, lowercase = run.corpus.answers, run.corpus.lowercase
    groups = planted.groups if planted is not None else {}
    analogies = planted.analogies if planted is not None else ()
    questions = exam_files.kept_analogies()
    if questions is not None:
        analogies = questions.analogies
        if lowercase:
            analogies = tuple(
                (a.lower(), b.lower(), c.lower(), d.lower()) for a, b, c, d in analogies
            )
    return Exam(groups, tuple(analogies), exam_files.kept_pairs())


def files() -> None:
    """Draw the inputs of files."""
    st.markdown(f"**{say('words', 'quality.pairs')}**")
    exam_files.pairs()
    st.markdown(f"**{say('words', 'quality.analogies')}**")
    exam_files.analogies()
