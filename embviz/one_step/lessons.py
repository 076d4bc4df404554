"""What there is to tell of a step of each model: one record a model.

Skip-gram asks the centre for each of its contexts; CBOW asks the mean of all contexts for the
centre. fastText asks as skip-gram does, of a vector that is a mean of pieces (see `pieces`). The
full softmax compares each context with all words, the exact objective all contexts of a centre with
all words (see `objectives`). GloVe has cells instead of pairs (see `cell`).

A new model is a line in `LESSONS`; without one, no single step of it is shown. What is a key here
names a sentence, and a formula of the page, that several models may share.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple


class StepQuestion(NamedTuple):
    """What a step asks: whether these words of E lead to that word of U."""

    inputs: tuple[int, ...]
    target: int


Scheme = Callable[[int, int, tuple[int, ...]], StepQuestion]
"""From the centre, the context chosen, and all contexts of the window, as word ids."""

Against = Literal["drawn", "softmax", "expected"]
"""What the true word is compared with: words that are drawn; all words, by their probabilities; all
words, as often as they are met and would be drawn."""

Mean = Literal["", "bag", "pieces"]
"""Nothing, h being a row of E; the rows of a bag of contexts; or rows of Z, a word's pieces."""


def to_context(centre: int, context: int, contexts: tuple[int, ...]) -> StepQuestion:
    """From a word to one that stands near it."""
    return StepQuestion((centre,), context)


def to_centre(centre: int, context: int, contexts: tuple[int, ...]) -> StepQuestion:
    """From all words of a window to the one in the middle."""
    return StepQuestion(contexts or (context,), centre)


@dataclass(frozen=True)
class StepLesson:
    """What there is to tell of a model's step; by default, nothing."""

    asks: Scheme | None = None  # which rows of E lead to which of U, if it steps by pairs
    mean: Mean = ""  # what h, with which the rows of U are compared, is a mean of
    against: Against = "drawn"
    cell: bool = False  # whether it steps by cells of a table of counts instead
    objective: str = ""  # the key of what training wants
    row: str = ""  # the key of what is in a row of E
    # the standard deviation of the matrix that begins as random numbers, or the name of the
    # setting that has it; None: numbers are even, up to 1/(2d)
    spread: float | str | None = None
    shrinks: bool = True  # whether the size of each window is drawn; else all are the widest
    step_note: str = ""  # the key of what is special about its step, if anything is
    softmax_note: str = ""  # the key of what it does instead of a softmax, or of drawing words

    @property
    def start(self) -> Literal["E", "Z"]:
        """The matrix that begins as random numbers: Z where E is made of it."""
        return "Z" if self.mean == "pieces" else "E"


LESSONS: dict[str, StepLesson] = {
    "skipgram": StepLesson(
        asks=to_context, objective="contexts", row="contexts", spread="spread_E"
    ),
    "cbow": StepLesson(
        asks=to_centre, mean="bag", objective="centre", row="centre", spread="spread_E"
    ),
    "fasttext": StepLesson(
        asks=to_context, mean="pieces", objective="contexts", row="pieces", spread="spread_Z"
    ),
    "softmax": StepLesson(
        asks=to_context,
        against="softmax",
        objective="contexts",
        row="contexts",
        spread=0.1,
        step_note="note_softmax",
    ),
    "exact": StepLesson(
        asks=to_context,
        against="expected",
        objective="all_pairs",
        row="contexts",
        spread=0.03,
        step_note="note_expected",
        softmax_note="note_all_pairs",
    ),
    "glove": StepLesson(
        cell=True, objective="cells", row="cells", shrinks=False, softmax_note="note_cells"
    ),
}
"""By the names of `models.MODELS`."""


def lesson_of(model: str) -> StepLesson:
    """What there is to tell of a model by its name; nothing, where it has no record."""
    return LESSONS.get(model, StepLesson())
