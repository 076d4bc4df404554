r"""The formulas of the page, with the numbers of the moment under their letters.

They are those of the text that the app was made for, in its letters; each stands once. Where that
text lacks a sign, before \sigma(u_neg·v_i) u_neg, the sign is here.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from embviz.one_step.lessons import Mean
from embviz.one_step.softmax_scores import Softmax
from embviz.types import Floating
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.widgets.number_format import latex as n

V_I, U_O, U_NEG = r"\mathbf{v}_{w_i}", r"\mathbf{u}_{w_o}", r"\mathbf{u}_{w_{\text{neg},k}}"
U_I, H = r"\mathbf{u}_{w_i}", r"\mathbf{h}"


class Letters(NamedTuple):
    """What a step writes for the rows that it reads and moves."""

    plain: str  # what moves in E, in a word of a picture
    h: str  # what the rows of U are compared with
    true: str  # the true word's row of U
    P: str  # the probability that the full softmax gives the true word
    row: str  # each of the rows whose mean is h; h itself where there is one
    over: str = ""  # what that mean goes over


PAIR = Letters("v", V_I, U_O, r"P(w_o \mid w_i)", V_I)

LETTERS: dict[Mean, Letters] = {
    "": PAIR,
    "bag": Letters("h", H, U_I, r"P(w_i \mid C)", r"\mathbf{v}_w", r"{w \in C}"),
    "pieces": PAIR._replace(row=r"\mathbf{z}_g", over="g"),
}
"""A word is asked for a context; the contexts C for the word; or the word is a mean of pieces g."""

SIGMOID = r"\sigma(x) = \frac{1}{1 + e^{-x}}"
PROBABILITY = r"P(w \mid w_i) = \frac{\exp s_w}{\sum_{w'} \exp s_{w'}}"
NOISE = r"P_n(w) = \frac{\#(w)^{3/4}}{\sum_{w' \in V} \#(w')^{3/4}}"  # where negatives come from

COSINE = (
    r"\cos(\mathbf{v}_w, \mathbf{v}_{w'}) = \frac{\mathbf{v}_w \cdot \mathbf{v}_{w'}}"
    r"{\lVert\mathbf{v}_w\rVert\,\lVert\mathbf{v}_{w'}\rVert}"
)
"""How alike two rows are."""


def under(formula: str, number: str) -> str:
    """Set a number under a part of a formula."""
    return rf"\underbrace{{{formula}}}_{{\textstyle {number}}}"


def comes_to(number: str) -> str:
    """Set what a formula comes to, which may begin a second line."""
    return rf"\allowbreak \;{{=}}\; {{{number}}}"


def looked_up(place: int, V: int, d: int) -> str:
    """The product of a one-hot vector and E is a row."""
    x = under(r"\mathbf{x}_{w_i}^{\top}", rf"1 \times {V}")
    E = under(r"\mathbf{E}", rf"{V} \times {d}")
    row = under(r"\mathbf{E}_{i}", rf"i = {place + 1}")
    v = under(V_I, rf"1 \times {d}")
    return rf"{x}\;{E} = {row} = {v}"


def nth(m: int) -> str:
    """One m-th, with its number."""
    return under(r"\tfrac{1}{n}", f"n = {m}")


def mean(letters: Letters, m: int) -> str:
    """What h is a mean of m rows of."""
    return rf"{letters.h} = {nth(m)} \sum_{letters.over} {letters.row}"


def softmax(found: Softmax, target: int, letters: Letters) -> str:
    """The probability of the true word."""
    above = under(rf"\exp({letters.true} \cdot {letters.h})", n(found.numerator))
    below = under(
        rf"\sum_{{w' \in V}} \exp(\mathbf{{u}}_{{w'}} \cdot {letters.h})", n(found.denominator)
    )
    return rf"{letters.P} = \frac{{{above}}}{{{below}}} = {n(float(found.P[target]), 4)}"


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


# ---- of a classifier

LOGIT_OF_WORDS = r"z_c = \sum_{i=1}^{T} \tfrac{1}{T}\,\mathbf{a}_c \cdot \mathbf{v}_{w_i} + b_c"
"""A linear function of a mean is a sum of one number a word."""

FILTER = (
    r"s_f = \max_{\text{places}}\, \max\Bigl(0,\; "
    r"\sum_{i=1}^{K} \mathbf{v}_{w_i} \cdot \mathbf{f}_i + b_f\Bigr)"
)
"""The best place of a filter over K words."""

ATTENTION = r"A = \operatorname{softmax}\Bigl(\frac{QK^\top}{\sqrt{d_h}}\Bigr)"

STEP_OF_ROW = (
    r"\mathbf{v}_w \leftarrow \mathbf{v}_w - \eta\,\frac{\partial L}{\partial \mathbf{v}_w},"
    r"\qquad \frac{\partial L}{\partial \mathbf{v}_w}"
    r" = \sum_{i:\, w_i = w} \frac{\partial L}{\partial \mathbf{x}_i}"
)
"""A step moves the rows that were read."""


def mean_of_words(letter: str, T: int) -> str:
    """The vector of a sentence as the mean of its T words, or of what layers made of them."""
    each = V_I if letter == "v" else rf"\operatorname{{norm}}(\mathbf{{{letter}}}_i)"
    share = under(r"\tfrac{1}{T}", f"T = {T}")
    return rf"\mathbf{{m}} = {share} \sum_{{i=1}}^{{T}} {each}"


def after_word(p: str, T: int) -> str:
    """The probability of the right class after each word; p is that after the last."""
    logits = r"\mathbf{a}_c \cdot \mathbf{h}_i + b_c"
    return rf"P_i = \operatorname{{softmax}}_c({logits}), \quad P_{{{T}}} = {p}"


def logit(letter: str, z: float, b: float) -> str:
    """The logit z of the right class o, from the vector of the sentence and a bias b."""
    index = "_T" if letter == "h" else ""
    product = under(rf"\mathbf{{a}}_o \cdot \mathbf{{{letter}}}{index}", n(z - b))
    return rf"z_o = {product} + {under('b_o', n(b))} = {n(z)}"


def class_probability(z: Floating, p: float, target: int) -> str:
    """The probability p of the right class from all logits (C,), and the loss."""
    with np.errstate(over="ignore"):  # what is infinite is written so
        powers = np.exp(z)
    P = under(r"\exp z_o", n(float(powers[target])))
    total = under(r"\sum_c \exp z_c", n(float(powers.sum())))
    return rf"P(o) = \frac{{{P}}}{{{total}}} = {n(p, 4)}, \qquad L = -\ln P(o)"


def gradient_of_bag(T: int) -> str:
    """What reaches each of the T rows: the same."""
    share = under(r"\tfrac{1}{T}", f"T = {T}")
    error = r"\Bigl(\sum_c P(c)\,\mathbf{a}_c - \mathbf{a}_o\Bigr)"
    return rf"\frac{{\partial L}}{{\partial \mathbf{{x}}_i}} = {share} {error}"
