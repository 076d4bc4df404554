"""A sentence of one's own: its probabilities, what was left out, and what each word contributed."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from embviz.charts import classes as figures
from embviz.charts import data
from embviz.errors import SettingError
from embviz.measures.sorted_sentences import Contributions, Read, written
from embviz.types import Float32
from embviz.ui.ask import answers
from embviz.ui.pages.use.asked import Classifier
from embviz.ui.state.remembered import remember
from embviz.ui.texts import say
from embviz.ui.widgets import faults
from embviz.ui.widgets.escaping import plain

KEY, _OF = "use.sentence", "use.sentence_of"
BAR_PX, AROUND_PX = 30, 40
MOST_CLASSES = 8  # that are drawn: the most probable ones
MOST_WORDS = 24  # those that contributed most
MOST_LETTERS = 5000
NAMED = 5  # words that are named as left out


def show(here: Classifier) -> None:
    """Draw the part."""
    _begin(here)
    text = st.text_input(
        say("use", "sentence.label"),
        key=KEY,
        help=say("use", "sentence.help"),
        max_chars=MOST_LETTERS,
        persist_state="session",
    )
    try:
        read = here.sorter.read(text, here.labelled.lowercase, here.labelled.rules)
    except SettingError as error:
        st.warning(faults.worded(error))
        return
    _left_out(here, read)
    p, found = remember(("sentence", *here.moment, read.words), lambda: _asked(here, read))
    _probabilities(here.classes, p)
    _contributions(here.classes[found.predicted], found)


def _begin(here: Classifier) -> None:
    """Begin with a sentence of the test that is as long as most; anew when the text is another."""
    text = here.frame.source.name, here.classes
    if st.session_state.get(_OF) == text:
        return
    test, starts = here.labelled.parts(here.film.recipe.seed).test, here.labelled.starts
    lengths = starts[test + 1] - starts[test]
    usual = int(np.argsort(lengths, kind="stable")[len(test) // 2])
    st.session_state[KEY] = written(here.labelled, int(test[usual]))[:MOST_LETTERS]
    st.session_state[_OF] = text


def _asked(here: Classifier, read: Read) -> tuple[Float32, Contributions]:
    ids = here.sorter.numbers(read.words)
    return here.sorter.probabilities([ids])[0], here.sorter.contributions(ids)


def _left_out(here: Classifier, read: Read) -> None:
    """Name the words that are not read."""
    later = [word for word in read.unknown if word in here.labelled.vocabulary]
    unknown = [word for word in read.unknown if word not in here.labelled.vocabulary]
    for key, words in {"unknown": unknown, "not_shown": later}.items():
        if words:
            st.caption(say("use", f"sentence.{key}", words=_named(words)))
    if read.cut:
        facts = {"read": f"{len(read.words):,}", "cut": f"{len(read.cut):,}"}
        st.caption(say("use", "sentence.cut", **facts))


def _named(words: Sequence[str]) -> str:
    named = ", ".join(f"“{plain(each)}”" for each in words[:NAMED])
    more = len(words) - NAMED
    return say("use", "sentence.and_more", words=named, more=f"{more:,}") if more > 0 else named


def _probabilities(classes: tuple[str, ...], p: Float32) -> None:
    order = np.argsort(-p, kind="stable")[:MOST_CLASSES]
    names, values = [data.brief(classes[i]) for i in order], [float(p[i]) for i in order]
    st.markdown(say("use", "sentence.predicted", name=plain(classes[order[0]])))
    figure = data.ranked(names, values, 0, BAR_PX * len(names) + AROUND_PX)
    bars = ", ".join(
        f"{name} {100 * value:.0f} %" for name, value in zip(names, values, strict=True)
    )
    answers.chart(figure, alt=say("use", "sentence.alt", bars=bars), key="use.chart.probabilities")


def _contributions(name: str, found: Contributions) -> None:
    """Draw by how much the probability falls without each word, in the sentence's order."""
    points = [100 * each for each in found.each if each is not None]
    if not points:
        st.caption(say("use", "sentence.one_word"))
        return
    strongest = np.argsort(-np.abs(points), kind="stable")
    shown = sorted(strongest[:MOST_WORDS].tolist())
    st.markdown(f"##### {say('use', 'sentence.contributed')}")
    if len(shown) < len(points):
        st.caption(say("use", "sentence.strongest", shown=len(shown), all=len(points)))
    figure = figures.contributions([found.words[i] for i in shown], [points[i] for i in shown])
    bars = ", ".join(
        f"{found.words[i]} {figures.signed(points[i])}" for i in strongest[:MOST_CLASSES]
    )
    alt = say("use", "sentence.contributed_alt", bars=bars)
    answers.chart(figure, alt=alt, key="use.chart.contributions")
    st.caption(say("use", "sentence.honest", name=plain(name)))
    columns: answers.Columns = {
        say("use", "sentence.word"): list(found.words),
        say("use", "sentence.points"): [round(each, 4) for each in points],
    }
    answers.download(columns, name="contributions")
