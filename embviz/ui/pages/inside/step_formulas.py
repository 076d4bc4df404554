r"""The formulas of a step, with the numbers of the moment under their letters; see `formulas`."""

import math

import numpy as np

from embviz.one_step.cell import Cell
from embviz.one_step.lessons import Against
from embviz.one_step.objectives import Expected
from embviz.one_step.step import OneStep
from embviz.types import Float64
from embviz.ui.pages.inside.formulas import U_NEG, U_O, V_I, Letters, comes_to, nth, under
from embviz.ui.widgets.number_format import latex as n

U_W = r"\mathbf{u}_{w}"
MET, DRAWN = r"\tfrac{N_{io}}{n_i}", "K P_n(o)"
"""What the exact objective weighs a word by: as met, as drawn; for each pair of the centre."""


def likelihood(step: OneStep, letters: Letters, against: Against) -> str:
    """What a step wants, and its number now."""
    if against == "softmax":
        return _log_probability(step, letters)
    if against == "expected":
        return _expected(step, letters)
    true = under(rf"\log \sigma({letters.true} \cdot {letters.h})", n(-step.losses[0]))
    K = len(step.losses) - 1
    false = under(
        rf"\sum_{{k=1}}^{{K={K}}} \log \sigma(-{U_NEG} \cdot {letters.h})",
        n(-float(step.losses[1:].sum())),
    )
    return rf"-L = {true} + {false} {comes_to(n(-step.loss))}"


def _log_probability(step: OneStep, letters: Letters) -> str:
    score = float(step.scores[step.before.target])
    true = under(rf"{letters.true} \cdot {letters.h}", n(score))
    total = under(rf"\log \sum_{{w \in V}} \exp({U_W} \cdot {letters.h})", n(score + step.loss))
    return rf"-L = \log {letters.P} = {true} - {total} {comes_to(n(-step.loss))}"


def _expected(step: OneStep, letters: Letters) -> str:
    met, drawn = (-float(each.sum()) for each in _met_and_drawn(step))
    score = rf"{letters.true} \cdot {letters.h}"
    true = under(rf"\sum_o {MET} \log \sigma({score})", n(met))
    false = under(rf"\sum_o {DRAWN} \log \sigma(-{score})", n(drawn))
    return rf"-L = {true} + {false} {comes_to(n(-step.loss))}"


def _met_and_drawn(step: OneStep) -> tuple[Float64, Float64]:
    """The losses of words as met and as drawn, (V,) each."""
    objective = step.before.objective
    if not isinstance(objective, Expected):
        raise TypeError("only the exact objective has both")
    met = objective.met * np.logaddexp(0.0, -step.scores)
    return met, step.losses - met


def pull(step: OneStep, letters: Letters, against: Against) -> str:
    """How the true word pulls; or, where all words take part, what they do together."""
    h, u = letters.h, letters.true
    if against == "expected":
        return rf"-{_slope(h)} = \sum_{{o}} G_{{io}}\, {u}"
    true = step.errors[step.before.target]
    if against == "softmax":
        error, P = under(f"(1 - {letters.P})", n(true)), letters.P.replace("w_o", "w")
        others = under(P, _span(_others(step)))
        return rf"-{_slope(h)} = {error}\, {u} - \sum_{{w \neq w_o}} {others}\, {U_W}"
    left = rf"\frac{{\partial}}{{\partial {h}}} \log \sigma({u} \cdot {h})"
    error = under(rf"(1 - \sigma({u} \cdot {h}))", n(true))
    return rf"{left} = {error}\, {u}"


def push(step: OneStep, letters: Letters, against: Against) -> str:
    """How each negative pushes; of the exact objective, how hard each word pulls or pushes."""
    h = letters.h
    if against == "expected":
        G = under("G_{io}", _span(step.errors))
        return rf"{G} = {MET} - \bigl({MET} + {DRAWN}\bigr)\, \sigma({letters.true} \cdot {h})"
    left = rf"\frac{{\partial}}{{\partial {h}}} \log \sigma(-{U_NEG} \cdot {h})"
    error = under(rf"\sigma({U_NEG} \cdot {h})", _span(_others(step)))
    return rf"{left} = -{error}\, {U_NEG}"


def _others(step: OneStep) -> Float64:
    """How hard the words push that are not the true one, (n - 1,)."""
    return np.delete(-step.errors, step.before.target)


def _span(numbers: Float64) -> str:
    if not len(numbers):
        return r"\ldots"
    low, high = n(float(numbers.min())), n(float(numbers.max()))
    return low if low == high else rf"{low} \ldots {high}"


def cell(now: Cell) -> str:
    """The loss of a cell, with its numbers."""
    f = under(r"f(X_{io})", n(now.f))
    score = under(rf"{V_I} \cdot {U_O}", n(now.score))
    b, c = (
        under(sign, n(float(x))) for sign, x in zip(("b_i", "c_o"), now.theta[:, -1], strict=True)
    )
    X = under(r"\log X_{io}", n(math.log(now.X)))
    return rf"L = {f}\, \bigl({score} + {b} + {c} - {X}\bigr)^2 {comes_to(n(now.loss))}"


def descent(letter: str, rate: float, by: str = "") -> str:
    """How a row moves: by its own gradient, or by another's."""
    eta = under(r"\eta", n(rate))
    return rf"{letter} \leftarrow {letter} - {eta} \cdot {_slope(by or letter)}"


def adagrad(rate: float) -> str:
    """How each number of a cell's rows moves, after the squares of its gradients are added up."""
    g = under(r"\eta", n(rate)) + r"\, g"
    moved = rf"\theta \leftarrow \theta - \frac{{{g}}}{{\sqrt{{A}}}}"
    return rf"A \leftarrow A + (\eta g)^2, \qquad {moved}"


def share(letters: Letters, m: int) -> str:
    """What the gradient of one of m rows is, h being their mean."""
    return rf"{_slope(letters.row)} = {nth(m)}\, {_slope(letters.h)}"


def _slope(letter: str) -> str:
    return rf"\frac{{\partial L}}{{\partial {letter}}}"
