"""Which rows take part in a step, model by model.

Skip-gram asks the centre for each of its contexts; CBOW asks the mean of all contexts for the
centre. fastText asks as skip-gram does, of a vector that is a mean of pieces (see `pieces`). The
exact objective adds up all pairs, and the full softmax puts all words into each: of both, one pair
is told as skip-gram would step. GloVe has cells instead of pairs (see `cell`).

A model that asks in another way brings its own function, and a line in `SCHEMES`.
"""

from collections.abc import Callable
from typing import NamedTuple


class StepQuestion(NamedTuple):
    """What a step asks: whether these words of E lead to that word of U."""

    inputs: tuple[int, ...]
    target: int


Scheme = Callable[[int, int, tuple[int, ...]], StepQuestion]
"""From the centre, the context chosen, and all contexts of the window, as word ids."""


def skipgram(centre: int, context: int, contexts: tuple[int, ...]) -> StepQuestion:
    """From a word to one that stands near it."""
    return StepQuestion((centre,), context)


def cbow(centre: int, context: int, contexts: tuple[int, ...]) -> StepQuestion:
    """From all words of a window to the one in the middle."""
    return StepQuestion(contexts or (context,), centre)


SCHEMES: dict[str, Scheme] = {
    "skipgram": skipgram,
    "cbow": cbow,
    "fasttext": skipgram,
    "softmax": skipgram,
    "exact": skipgram,
}
"""By the names of `models.MODELS`."""
