"""Looking for a pair whose step overshoots: at some learning rate its loss is higher after it."""

from collections.abc import Sequence
from itertools import islice

from embviz.one_step.sentence import Pair
from embviz.one_step.step import losses_at, take
from embviz.ui.pages.inside import choice as choices
from embviz.ui.pages.inside import example
from embviz.ui.pages.inside.choice import StepChoice
from embviz.ui.pages.inside.example import Example

TRIED = 300  # pairs that are tried
Found = tuple[tuple[str, str], int, Pair]  # the words, their sentence, and their places in it


def find(told: Example, rates: Sequence[float], far: bool) -> Found | None:
    """Give the first pair of the text that overshoots with the negatives drawn for it.

    Pairs of the centre are tried first, and those of other words as well if it may be `far`.
    """
    here, corpus = told.moment, told.moment.corpus
    if corpus is None or told.expectation is not None:  # which is the same for all of its contexts
        return None
    own = choices.pairs_of_word(here, told.choice, told.choice.centre)
    others = choices.pairs_from(here, told.choice) if far else iter(())
    for number, pair in (*islice(own, TRIED), *islice(others, TRIED)):
        words = choices.words_of(corpus, number, pair)
        if _overshoots(told, words, number, pair, rates):
            return words, number, pair
    return None


def _overshoots(
    told: Example, words: tuple[str, str], number: int, pair: Pair, rates: Sequence[float]
) -> bool:
    tried = StepChoice(told.choice.run, draws=told.choice.draws)
    tried.settle(words, number, pair)
    other = example.current(told.moment, tried)
    if other is None or other.parts is None:
        return False
    step = take(other.parts, 0.0)
    # By far too large a step, scores become η² G h·∂h: their loss grows where h·∂h is below 0.
    if step.before.h @ step.dh >= 0:
        return False
    return any(not loss <= step.loss for loss in losses_at(other.parts, rates))
