"""One guess of a network: what it gives to each word, and which rows of E its error moves."""

import numpy as np
import streamlit as st

from embviz.charts import data
from embviz.language.reading import Reader, Typed
from embviz.one_step.network_step import NetworkStep, guess, loss_after, moved_most, questions
from embviz.text.corpus import Corpus
from embviz.ui.ask import answers, unknown_words
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.state.moments import written
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import current_tab
from embviz.ui.texts import model_name, say
from embviz.ui.widgets.escaping import plain

BARS, BAR_PX, AROUND_PX = 8, 30, 40
ROWS = 8
KEY = "inside.sentence"


def show(here: Moment) -> None:
    """Draw the view."""
    film = here.source.film.extended([here.source.frames[here.frame].snapshot])
    question = "reader", here.source.key, here.frame, here.snapshot.whole
    reader = remember(question, lambda: Reader.of(film))
    facts = {
        "text": plain(here.source.name),
        "model": model_name(film.recipe.model),
        "epoch": written(here.snapshot.epoch),
    }
    st.caption(say("inside", "network.here", **facts))
    read = _sentence(here, reader, current_tab().selected)
    if read is None:
        return
    ids = read.ids(reader)
    blank = _blank(reader, read)
    step = guess(reader, *questions(reader, ids, blank))
    left, right = st.columns(2, gap="large")
    with left:
        _softmax(reader, step)
    with right:
        _gradient(reader, step)
    _step(reader, step, here.first_rate)


def _first_sentence(corpus: Corpus | None, reader: Reader, selected: tuple[str, ...]) -> str:
    """One with the selected word, if any is."""
    if corpus is None or not corpus.text:
        return " ".join(reader.words[:4])
    known = [corpus.vocabulary.id(word) for word in selected[:1] if word in corpus.vocabulary]
    at = np.flatnonzero(np.isin(corpus.ids, known))[:1]
    return corpus.sentence(
        int(np.searchsorted(corpus.starts, at, side="right")[0]) - 1 if len(at) else 0
    )


def _sentence(here: Moment, reader: Reader, selected: tuple[str, ...]) -> Typed | None:
    corpus = here.corpus
    st.session_state.setdefault(KEY, _first_sentence(corpus, reader, selected))
    text = st.text_input(say("inside", "network.sentence"), key=KEY, persist_state="session")
    how = (corpus.lowercase, corpus.rules) if corpus is not None else ()
    read = Typed.or_none(text, reader, *how)
    if read is None:
        st.warning(say("inside", "network.unreadable"))
    else:
        unknown_words.tell(read)
    return read


def _blank(reader: Reader, read: Typed) -> int:
    """Which word is guessed; for GPT, it may be the end of the sentence."""
    names = [*read.words, *([say("context", "end_mark")] if reader.task.guesses_mark else [])]
    options = range(len(names))
    chosen: int = st.segmented_control(
        say("inside", "network.blank"),
        options,
        default=min(1, len(names) - 1),
        format_func=lambda i: f"{i + 1} {plain(names[i])}",
        key=f"inside.blank.{'|'.join(names)}",
        required=True,
    )
    return chosen


def _name(reader: Reader, row: int) -> str:
    if row < len(reader.words):
        return reader.words[row]
    return say("context", "end_mark" if reader.task.guesses_mark else "mask_mark")


def _softmax(reader: Reader, step: NetworkStep) -> None:
    st.markdown(say("inside", "network.softmax"))
    st.latex(
        r"P(w) = \frac{\exp(\mathbf{y}\cdot\mathbf{v}_w + b_w)}"
        r"{\sum_{w'} \exp(\mathbf{y}\cdot\mathbf{v}_{w'} + b_{w'})}"
    )
    best = np.argsort(-step.p, kind="stable")[:BARS].tolist()
    shown = best if step.target in best else [*best[:-1], step.target]
    figure = data.ranked(
        [_name(reader, row) for row in shown],
        [float(step.p[row]) for row in shown],
        shown.index(step.target),
        BAR_PX * len(shown) + AROUND_PX,
    )
    right = _name(reader, step.target)
    answers.chart(figure, alt=say("inside", "network.alt", word=right), key="inside.network.p")
    facts = {"word": plain(right), "p": f"{step.p[step.target]:.3g}", "loss": f"{step.loss:.3f}"}
    st.markdown(say("inside", "network.loss", **facts))


def _gradient(reader: Reader, step: NetworkStep) -> None:
    st.markdown(say("inside", "network.gradient"))
    st.latex(
        r"\frac{\partial L}{\partial \mathbf{v}_w} = (P(w) - [w = w_o])\,\mathbf{y}"
        r" + \sum_{i:\, w_i = w} \frac{\partial L}{\partial \mathbf{x}_i}"
    )
    rows = moved_most(step, ROWS).tolist()
    length = {
        key: np.linalg.norm(part[rows], axis=1)
        for key, part in (
            ("by_softmax", step.by_softmax),
            ("by_layers", step.by_layers),
            ("both", step.gradient),
        )
    }
    columns: answers.Columns = {
        say("inside", "network.row"): [_name(reader, row) for row in rows],
        **{
            say("inside", f"network.{k}"): [float(f"{x:.3g}") for x in v] for k, v in length.items()
        },
    }
    alt = say("inside", "network.gradient_alt")
    answers.table(columns, alt=alt, name="gradient")
    still = int((np.abs(step.by_layers).max(axis=1) == 0).sum())
    st.caption(say("inside", "network.still", still=f"{still:,}", rows=f"{len(step.by_layers):,}"))


def _step(reader: Reader, step: NetworkStep, usual: float) -> None:
    rate = st.slider(
        say("inside", "network.rate"),
        *(0.0, 1.0, min(1.0, max(0.01, 3 * usual)), 0.01),
        key="inside.network.rate",
    )
    after = loss_after(reader, step, rate)
    facts = {"before": f"{step.loss:.3f}", "after": f"{after:.3f}", "rate": f"{rate:g}"}
    st.markdown(say("inside", "network.after", **facts))
    st.caption(say("inside", "network.adam"))
