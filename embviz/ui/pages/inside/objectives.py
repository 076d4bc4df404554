"""How each model begins, and what it wants of a text: its own formulas, with the run's numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from embviz.models import exact, softmax
from embviz.ui.pages.inside.formulas import U_O, V_I


@dataclass(frozen=True)
class Aim:
    """What the formulas of a model need to know of a run.

    Attributes:
        T: Tokens of the text.
        window: j, words to each side.
        K: Negatives of a pair.
        settings: All settings by name.
    """

    T: int
    window: int
    K: int
    settings: Mapping[str, float]


Formula = Callable[[Aim], str]


def around(aim: Aim) -> str:
    """Each word is to make those around it likely."""
    inner = r"\sum_{0 < |k| \le j} \log P(w_{t+k} \mid w_t)"
    return rf"\small {_text(aim)} {inner},\; j = {aim.window}"


def middle(aim: Aim) -> str:
    """The words around a place are to make the one in it likely."""
    bag = r"w_{t \pm 1}, \ldots, w_{t \pm j}"
    return rf"\small {_text(aim)} \log P(w_t \mid {bag}),\; j = {aim.window}"


def all_pairs(aim: Aim) -> str:
    """All pairs of words at once, as often as they are met or drawn on average."""
    score = rf"{U_O} \cdot {V_I}"
    met = rf"N_{{io}} \log \sigma({score})"
    drawn = rf"K n_i P_n(w_o) \log \sigma(-{score}), \quad K = {aim.K}"
    return rf"\small \begin{{aligned}} J = \sum_{{i,o}}\; &{met} \\ +\; &{drawn} \end{{aligned}}"


def cells(aim: Aim) -> str:
    """Products are to be the logarithms of counts."""
    inner = rf"{V_I} \cdot {U_O} + b_i + c_o - \log X_{{io}}"
    return rf"J = \sum_{{i,o:\, X_{{io}} > 0}} f(X_{{io}}) \bigl({inner}\bigr)^2"


def normal(matrix: str, spread: float) -> str:
    """How a matrix starts whose numbers are drawn from a bell curve."""
    return rf"\mathbf{{{matrix}}}_{{ij}} \sim \mathcal{{N}}(0,\; {spread**2:.3g})"


def even(aim: Aim) -> str:
    """How a matrix starts whose numbers are all as likely, up to a limit."""
    limit = f"{0.5 / aim.settings['dimension']:.2g}"
    return rf"\mathbf{{E}}_{{ij}} \sim \mathcal{{U}}(-{limit},\; {limit})"


@dataclass(frozen=True)
class Told:
    """What is told of a model.

    Attributes:
        start: How its numbers begin.
        objective: What training makes large, or small.
        help: Where the texts explain the letters of both, by their keys.
        row: Where they say what is in a row of E, likewise.
    """

    start: Formula
    objective: Formula
    help: tuple[str, str]
    row: str = "row"


def _of_E(aim: Aim) -> str:
    return normal("E", aim.settings["spread_E"])


def _text(aim: Aim) -> str:
    tokens = f"{aim.T:,}".replace(",", r"\,")
    return rf"\log P(\text{{text}}) = \sum_{{t=1}}^{{T={tokens}}}"


TOLD: dict[str, Told] = {
    "skipgram": Told(_of_E, around, ("start", "objective")),
    "cbow": Told(_of_E, middle, ("start", "objective_cbow"), "row_cbow"),
    "fasttext": Told(
        lambda aim: normal("Z", aim.settings["spread_Z"]),
        around,
        ("start_Z", "objective"),
        "row_fasttext",
    ),
    "softmax": Told(lambda _: normal("E", softmax.SPREAD), around, ("start", "objective")),
    "exact": Told(lambda _: normal("E", exact.SPREAD), all_pairs, ("start", "objective_exact")),
    "glove": Told(even, cells, ("start_even", "objective_glove"), "row_glove"),
}
"""By the names of `models.MODELS`."""
