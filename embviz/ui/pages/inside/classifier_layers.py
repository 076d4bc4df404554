"""What the layers of a classifier make of a sentence's rows: for each kind, what can be seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from embviz.charts import data
from embviz.charts.attention_maps import attention
from embviz.one_step.classifier_step import ClassifierStep
from embviz.types import Floating
from embviz.ui.ask import answers
from embviz.ui.pages.inside import formulas
from embviz.ui.texts import say
from embviz.ui.widgets.number_format import latex

DRAWN = 24  # words of a long sentence that are drawn
FILTERS = 8  # of those that count most

LETTERS = {"bag": "m", "cnn": "s", "lstm": "h", "encoder": "m"}
"""What the vector of the sentence is called, by the model's name; as in its lesson."""


@dataclass(frozen=True, eq=False)
class Told:
    """What the view tells of."""

    model: str  # its name
    words: Sequence[str]  # (T,)
    classes: Sequence[str]  # (C,)
    step: ClassifierStep
    width: int = 0  # words that a filter sees, if there are filters

    @property
    def drawn_words(self) -> list[str]:
        """The words that pictures have room for."""
        return list(self.words[:DRAWN])

    def tell_left_out(self) -> None:
        """Say so, if there are more."""
        if len(self.words) > DRAWN:
            facts = {"drawn": DRAWN, "all": f"{len(self.words):,}"}
            st.caption(say("inside", "sorting.drawn", **facts))


def show(told: Told) -> None:
    """Draw it."""
    st.markdown(say("inside", f"sorting.layer_{told.model}"))
    LAYERS[told.model](told)


def _bag(told: Told) -> None:
    st.latex(formulas.mean_of_words("v", len(told.words)))
    st.latex(formulas.LOGIT_OF_WORDS)
    _shares_of_words(told)


def _filters(told: Told) -> None:
    step, chosen = told.step, told.step.strongest(FILTERS).tolist()
    st.latex(formulas.FILTER)
    if not chosen:
        st.caption(say("inside", "sorting.no_filter"))
        return
    seen = [" ".join(_window(told, int(step.best_places[f]))) for f in chosen]
    columns: answers.Columns = {
        say("inside", "sorting.filter"): [f + 1 for f in chosen],
        say("inside", "sorting.looked_at"): seen,
        say("inside", "sorting.best"): [_rounded(step.s[f]) for f in chosen],
        **_of_classes(told, step.shares_of_numbers[chosen]),
    }
    answers.table(columns, alt=say("inside", "sorting.filters_alt"), name="filters")
    facts = {"n": len(chosen), "all": len(step.s), "off": int((step.s == 0).sum())}
    st.caption(say("inside", "sorting.filters", **facts))


def _window(told: Told, place: int) -> list[str]:
    """The words that a filter sees at a place: zeros beyond the ends."""
    first = place - told.width // 2
    return list(told.words[max(0, first) : first + told.width])


def _memory(told: Told) -> None:
    step = told.step
    st.latex(formulas.after_word(latex(float(step.p[step.target])), len(told.words)))
    p = step.p_after_each_word[: len(told.drawn_words), step.target]
    names = [f"{t} {word}" for t, word in enumerate(told.drawn_words, 1)]
    figure = data.ranked(names, p.tolist(), None, 22 * len(names) + 40)
    label = told.classes[step.target]
    answers.chart(
        figure, alt=say("inside", "sorting.memory_alt", label=label), key="inside.sorting.memory"
    )
    told.tell_left_out()


def _attention(told: Told) -> None:
    blocks = told.step.attention
    st.latex(formulas.ATTENTION)
    if not blocks:
        st.caption(say("context", "attention.none"))
    else:
        _maps(told, blocks)
    st.latex(formulas.mean_of_words("y", len(told.words)))
    _shares_of_words(told)


def _maps(told: Told, blocks: Sequence[Floating]) -> None:
    n, block = len(told.drawn_words), len(blocks)
    if block > 1:
        block = st.segmented_control(
            say("context", "attention.layer"),
            range(1, len(blocks) + 1),
            default=len(blocks),
            key=f"inside.sorting.layer.{len(blocks)}",
            required=True,
        )
    A = blocks[block - 1][:, :n, :n]
    titles = [say("context", "attention.head", n=head + 1) for head in range(len(A))]
    alt = say("inside", "sorting.attention_alt")
    answers.chart(attention(told.drawn_words, A, titles), alt=alt, key="inside.sorting.attention")
    told.tell_left_out()


def _shares_of_words(told: Told) -> None:
    """What each word adds to the logits: they are sums, where the vector is a mean."""
    columns: answers.Columns = {
        say("inside", "sorting.word"): list(told.words),
        **_of_classes(told, told.step.shares_of_words),
    }
    answers.table(columns, alt=say("inside", "sorting.words_alt"), name="words")


def _of_classes(told: Told, shares: Floating) -> dict[str, list[float]]:
    """Columns of what is added to the logits of the right class and of its rival, from (n, C)."""
    step = told.step
    return {
        say("inside", "sorting.adds", label=told.classes[c]): [_rounded(x) for x in shares[:, c]]
        for c in (step.target, step.rival)
    }


def _rounded(x: float) -> float:
    return float(f"{x:.3g}")


LAYERS: dict[str, Callable[[Told], None]] = {
    "bag": _bag,
    "cnn": _filters,
    "lstm": _memory,
    "encoder": _attention,
}
"""By the names of `models.CLASSIFIERS`."""
