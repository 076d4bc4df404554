"""Where negatives come from: the words of a text by their counts, to the power of 3/4."""

import numpy as np
import streamlit as st

from embviz.charts import data
from embviz.models.shared.negatives import noise
from embviz.one_step import drawn_negatives
from embviz.ui.ask import answers
from embviz.ui.pages.inside import formulas
from embviz.ui.pages.inside.example import Example
from embviz.ui.texts import lesson, say

DRAWS = (10, 100, 1000, 10_000, 100_000)
_N, _SEED = "inside.drawn", "inside.drawn_again"
_COUNTED = 3  # what random numbers are for
BARS = 14  # words that are drawn as bars


def show(told: Example) -> None:
    """Draw the part."""
    left, right = st.columns([3, 8], gap="medium")
    with left:
        st.metric(say("inside", "negatives.K"), f"{told.moment.K}")
        if "negatives" not in told.moment.settings:
            st.caption(say("inside", "negatives.not_own", K=told.moment.K))
        st.markdown(lesson("inside-negatives", K=told.moment.K))
    with right:
        first, second, third = st.columns([4, 3, 4], vertical_alignment="bottom")
        label = say("inside", "negatives.n")
        n = first.selectbox(label, DRAWS, 2, "{:,}".format, key=_N, persist_state="session")
        second.button(
            say("inside", "negatives.again"),
            key="inside.draw_again",
            icon=":material/casino:",
            on_click=st.session_state.update,
            args=({_SEED: st.session_state.get(_SEED, 0) + 1},),
        )
        third.latex(formulas.NOISE, help=say("inside", "symbols.noise"))
        _bars(told, int(n))


def _bars(told: Example, n: int) -> None:
    vocabulary = told.moment.matrices.vocabulary
    P, P_n = drawn_negatives.unigram(vocabulary.counts), noise(vocabulary.counts)
    rng = np.random.default_rng([_COUNTED, st.session_state.get(_SEED, 0), n, 0])
    times = drawn_negatives.counted(P_n, n, rng)
    ids = _chosen(told)
    figure = data.shares(
        [vocabulary.words[i] for i in ids],
        {
            say("inside", "negatives.unigram"): P[ids].tolist(),
            say("inside", "negatives.smoothed"): P_n[ids].tolist(),
        },
        (say("inside", "negatives.counted", n=f"{n:,}"), (times[ids] / n).tolist()),
    )
    answers.chart(figure, alt=say("inside", "negatives.alt"), key="inside.chart.noise")
    if not told.moment.snapshot.whole:
        st.caption(say("inside", "negatives.on_map"))


def _chosen(told: Example) -> list[int]:
    """The words of the step, the commonest ones, some in between and the rarest, by count."""
    n = len(told.moment.matrices.vocabulary)
    step = [] if told.parts is None else told.parts.outputs.tolist()
    spread = np.unique(np.geomspace(1, n, min(n, BARS)).astype(int) - 1).tolist()
    own = dict.fromkeys([told.centre, told.context, *step[: BARS // 2]])
    others = [i for i in spread if i not in own]
    return sorted([*own, *others[: max(0, BARS - len(own) - 1)], *others[-1:]][: BARS + 1])
