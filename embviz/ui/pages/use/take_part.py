"""Programs that begin at this E in PyTorch, Keras and scikit-learn, and the file that they read."""

import streamlit as st

from embviz.files.programs import FORMAT, PROGRAMS, program
from embviz.measures.sorted_sentences import written
from embviz.text.labelled import Labelled
from embviz.ui.pages.files import save_vectors
from embviz.ui.pages.use.asked import Classifier
from embviz.ui.texts import say

FROZEN, TUNED = "frozen", "tuned"
LAYERLESS = "scikit_learn"
EXAMPLES, LONGEST = 8, 120  # sentences that stand in a program, and letters of one, about


def show(here: Classifier) -> None:
    """Draw the part."""
    st.markdown(say("use", "take.idea"))
    kind = st.segmented_control(
        say("use", "take.program"),
        PROGRAMS,
        default=PROGRAMS[0],
        key="use.program",
        format_func=lambda kind: say("use", f"take.programs.{kind}"),
        required=True,
        persist_state="session",
    )
    frozen = _frozen(kind)
    st.markdown(say("use", "take.file"))
    # What the page says of the classifier is true of the moment on screen.
    moment = save_vectors.moment(here.frame, usual="here", key="use.take.moment")
    st.caption(save_vectors.what(moment))
    file = save_vectors.offer(moment, FORMAT)
    st.markdown(say("use", "take.beside", file=f"`{file}`"))
    text = program(
        kind,
        file=file,
        sentences=examples(here.labelled, here.film.recipe.seed),
        frozen=frozen,
        lowercase=here.labelled.lowercase,
    )
    st.download_button(
        say("use", "take.download"),
        text,
        file_name=f"{kind}_classifier.py",  # keras.py would be imported in the place of Keras
        mime="text/x-python",
        on_click="ignore",
        icon=":material/download:",
        key="use.take.download",
    )
    st.code(text, language="python", wrap_lines=True)


def _frozen(kind: str) -> bool:
    """Draw the choice of whether E stays, where there is one."""
    if kind == LAYERLESS:
        st.caption(say("use", "take.layerless"))
        return True
    chosen = st.segmented_control(
        say("use", "stays.label"),
        (TUNED, FROZEN),
        default=TUNED,
        key="use.take.stays",
        format_func=lambda stays: say("use", f"stays.{stays}"),
        required=True,
        persist_state="session",
    )
    return bool(chosen == FROZEN)


def examples(labelled: Labelled, seed: int) -> list[tuple[str, str]]:
    """Sentences of the training part and their classes: as many of each, at least two classes."""
    training = labelled.parts(seed).training
    by_class = [training[labelled.labels[training] == c] for c in range(len(labelled.classes))]
    # Of each class the first one, then of each the second …
    in_turn = sorted((n, c, int(i)) for c, ids in enumerate(by_class) for n, i in enumerate(ids))
    return [(_brief(written(labelled, i)), labelled.classes[c]) for _, c, i in in_turn[:EXAMPLES]]


def _brief(text: str) -> str:
    """The beginning of a text, cut between two words."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0]
