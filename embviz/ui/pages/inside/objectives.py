"""How a model begins, and what it wants of a text: formulas with the run's numbers."""

from collections.abc import Callable

from embviz.ui.pages.inside.formulas import U_O, V_I
from embviz.ui.pages.inside.moment import Moment


def contexts(here: Moment) -> str:
    """Each word is to make those around it likely."""
    inner = r"\sum_{0 < |k| \le j} \log P(w_{t+k} \mid w_t)"
    return rf"\small {_text(here)} {inner},\; j = {here.window}"


def centre(here: Moment) -> str:
    """The words around a place are to make the one in it likely."""
    bag = r"w_{t \pm 1}, \ldots, w_{t \pm j}"
    return rf"\small {_text(here)} \log P(w_t \mid {bag}),\; j = {here.window}"


def all_pairs(here: Moment) -> str:
    """All pairs of words at once, as often as they are met or drawn on average."""
    score = rf"{U_O} \cdot {V_I}"
    met = rf"N_{{io}} \log \sigma({score})"
    drawn = rf"K n_i P_n(w_o) \log \sigma(-{score}), \quad K = {here.K}"
    return rf"\small \begin{{aligned}} J = \sum_{{i,o}}\; &{met} \\ +\; &{drawn} \end{{aligned}}"


def cells(here: Moment) -> str:
    """Products are to be the logarithms of counts."""
    inner = rf"{V_I} \cdot {U_O} + b_i + c_o - \log X_{{io}}"
    return rf"J = \sum_{{i,o:\, X_{{io}} > 0}} f(X_{{io}}) \bigl({inner}\bigr)^2"


OBJECTIVES: dict[str, Callable[[Moment], str]] = {
    each.__name__: each for each in (contexts, centre, all_pairs, cells)
}
"""By the keys of `StepLesson.objective`."""


def start(here: Moment) -> str:
    """How the numbers of a matrix are drawn: from a bell curve, or evenly up to a limit."""
    matrix, spread = here.lesson.start, here.lesson.spread
    if spread is None:
        limit = f"{0.5 / here.settings['dimension']:.2g}"
        return rf"\mathbf{{{matrix}}}_{{ij}} \sim \mathcal{{U}}(-{limit},\; {limit})"
    sigma = here.settings[spread] if isinstance(spread, str) else spread
    return rf"\mathbf{{{matrix}}}_{{ij}} \sim \mathcal{{N}}(0,\; {sigma**2:.3g})"


def _text(here: Moment) -> str:
    tokens = f"{here.source.film.vocabulary.counts.sum():,}".replace(",", r"\,")
    return rf"\log P(\text{{text}}) = \sum_{{t=1}}^{{T={tokens}}}"
