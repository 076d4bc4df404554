"""A sentence of one's own: where its word lands, what it is near to there, and how far it went."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from embviz.errors import EmbvizError, SettingError
from embviz.language.in_motion import Motion
from embviz.language.reading import Typed
from embviz.language.senses import cosines_by_sense
from embviz.types import Float32
from embviz.ui.ask import answers, unknown_words
from embviz.ui.pages.context import asked, occurrences_part, typed
from embviz.ui.pages.context.asked import Network
from embviz.ui.texts import say
from embviz.ui.widgets import faults
from embviz.ui.widgets.escaping import plain
from embviz.vectors.vectors import unit_rows

NEAREST = 6
HEIGHT = "clamp(14rem, calc(100vh - 30rem), 26rem)"


def show(here: Network) -> None:
    """Draw the part."""
    word = asked.word()
    inputs(here, word)
    try:
        motion = occurrences_part.moving(here, word)
    except EmbvizError as error:
        st.warning(faults.worded(error))
        return
    if not motion.typed:
        return
    at = _frame(here, motion)
    occurrences_part.picture(here, motion, HEIGHT)
    if motion.typed == 2:
        _distance(motion, at)
    if word in here.senses:
        _averages(here, motion, at)
    _as_a_row(here, word)
    for i, text in enumerate(typed.texts(here)):
        _neighbours(here, motion, at, i, text)


def inputs(here: Network, word: str) -> None:
    """Draw the two sentences, and what of them cannot be read."""
    typed.begin(here, word)
    for n, (column, key) in enumerate(zip(st.columns(2), typed.KEYS, strict=True)):
        with column:
            label, why = say("context", f"sentence.{n + 1}"), say("context", "sentence.help")
            st.text_input(label, key=key, help=why, persist_state="session")
            _check(here, word, str(st.session_state[key]))


def _check(here: Network, word: str, text: str) -> None:
    try:
        read = Typed.of(text, here.reader, here.corpus.lowercase, here.corpus.rules)
    except SettingError as error:
        st.warning(say("context", f"sentence.{error.reason}"))
        return
    if word not in read.words:
        st.warning(say("context", "sentence.without", word=plain(word)))
    unknown_words.tell(read)
    context = here.reader.model.context
    if len(read.words) > context:
        st.caption(say("context", "sentence.long", words=len(read.words), context=context))


def _frame(here: Network, motion: Motion) -> int:
    """Which of its frames is nearest to the one shown."""
    return min(range(len(motion.frames)), key=lambda i: abs(motion.frames[i] - here.frame.frame))


def _distance(motion: Motion, at: int) -> None:
    """Say how alike the word is in both sentences, layer by layer."""
    pairs = unit_rows(motion.vectors[at, :, motion.found :].reshape(-1, motion.vectors.shape[-1]))
    pairs = pairs.reshape(motion.vectors.shape[1], 2, -1)
    cosines = [
        f"{name} **{float(pair[0] @ pair[1]):.2f}**"
        for name, pair in zip(asked.layer_names(len(pairs)), pairs, strict=True)
    ]
    st.markdown(say("context", "sentence.cosines", cosines=" · ".join(cosines)))


def _as_a_row(here: Network, word: str) -> None:
    """Say what the word is near to as a row of E, whatever its sentence."""
    vectors = here.frame.vectors
    if word in vectors:
        near = ", ".join(plain(other) for other, _ in vectors.most_similar(word, NEAREST))
        st.markdown(say("context", "sentence.row", word=plain(word), near=near))


def _averages(here: Network, motion: Motion, at: int) -> None:
    """Say how alike two occurrences are on average, of one sense and of two."""
    senses = here.senses_of(motion)
    cosines = cosines_by_sense(motion.vectors[at, -1, : motion.found], senses)
    within, between = (f"{each:.2f}" for each in cosines)
    facts = {"n": motion.vectors.shape[1] - 1, "within": within, "between": between}
    st.caption(say("context", "sentence.senses", **facts))


def _neighbours(here: Network, motion: Motion, at: int, i: int, text: str) -> None:
    """The occurrences in the text whose vector is nearest to that of a typed sentence."""
    last = motion.vectors[at, -1]
    nearest = nearest_to(last[motion.found + i], last[: motion.found])
    st.markdown(say("context", "sentence.nearest", sentence=plain(text)))
    written = [_sentence(here, int(motion.numbers[j])) for j, _ in nearest]
    columns: answers.Columns = {
        say("context", "sentence.heading"): written,
        say("context", "sentence.cosine"): [round(cosine, 4) for _, cosine in nearest],
    }
    answers.table(columns, alt=say("context", "sentence.alt", n=i + 1), name=f"occurrences-{i + 1}")


def _sentence(here: Network, number: int) -> str:
    return here.corpus.sentence(number) if here.corpus.text else str(number)


def nearest_to(vector: Float32, others: Float32) -> Sequence[tuple[int, float]]:
    """The nearest of some vectors (n, d) by cosine: which, and how near."""
    cosines = unit_rows(others) @ unit_rows(vector[None])[0]
    order = np.argsort(-cosines, kind="stable")[:NEAREST]
    return [(int(j), float(cosines[j])) for j in order]
