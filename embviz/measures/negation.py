"""Why a bag of words cannot learn "not": four sentences, {good, bad} x {–, not}.

Let l be how much larger the logit of the one class is than that of the other. In a bag it is

    l(s) = b + mean over t of x_{w_t},        so  n l(s) = Σ_t (x_{w_t} + b)                   (1)

for a sentence of n words: times its length, it is a sum of one number a word. Lengths are positive,
so the sign of (1) still says which class wins, however long the sentences are. Call (1) the sum S
of a sentence. The words of "good" and "not bad" together are those of "bad" and "not good":

    S(good) + S(not bad) = S(bad) + S(not good)                                                (2)

To sort all four rightly, both on the left must be positive and both on the right negative: then the
left side of (2) is above 0 and the right side below. So one sentence at least is sorted wrongly,
whatever E and the weights are (up to rounding, where the sums are all but 0). A third class changes
nothing. What lies between both sides of (2), the interaction, is what other networks have.
"""

from dataclasses import dataclass

import numpy as np

from embviz.errors import MissingWord
from embviz.measures.sorted_sentences import Sorter
from embviz.networks.cross_entropy import softmax
from embviz.text.rules import USUAL, Rules
from embviz.types import Float32, Floating, Ids

ROUNDING = 1e-4
"""Of the largest sum: an interaction below it is none."""


@dataclass(frozen=True)
class Negation:
    """Of what the four sentences are made.

    Attributes:
        good: A word of the one class.
        bad: A word of the other.
        no: The word that turns both round.
        template: What stands around them, with {} in their place.
        neutral: A word in the place of `no` where it does not stand, so that all four are of one
            length; empty: none.
    """

    good: str
    bad: str
    no: str = "not"
    template: str = "{}"
    neutral: str = ""

    def texts(self) -> tuple[str, str, str, str]:
        """The sentences: good, bad, not good, not bad.

        >>> Negation("good", "bad", template="it was {} here").texts()[2]
        'it was not good here'
        """
        good, bad, not_good, not_bad = (
            self.template.format(f"{before} {word}".strip())
            for before in (self.neutral, self.no)
            for word in (self.good, self.bad)
        )
        return good, bad, not_good, not_bad


@dataclass(frozen=True, eq=False)
class Said:
    """What a classifier says of one of the four.

    Attributes:
        text: The sentence.
        wanted: The number of the class that is right.
        predicted: That of the class that is predicted.
        probabilities: (C,) Of all classes.
        sum: S, the difference of the logits of both classes, times the words that are read.
    """

    text: str
    wanted: int
    predicted: int
    probabilities: Float32
    sum: float

    @property
    def right(self) -> bool:
        """Whether it is sorted rightly."""
        return self.predicted == self.wanted


@dataclass(frozen=True, eq=False)
class Four:
    """What a classifier says of all four, in the order of `Negation.texts`."""

    said: tuple[Said, ...]

    @property
    def right(self) -> int:
        """How many are sorted rightly."""
        return sum(each.right for each in self.said)

    @property
    def interaction(self) -> float:
        """What lies between both sides of (2)."""
        return interaction(np.array([each.sum for each in self.said]))

    @property
    def most_right(self) -> int:
        """How many can be right at most, with this interaction: see `most_right`."""
        return most_right(np.array([each.sum for each in self.said]))


def four(
    sorter: Sorter,
    negation: Negation,
    classes: tuple[str, str],
    lowercase: bool = True,
    rules: Rules = USUAL,
) -> Four:
    """Sort the four sentences.

    Args:
        sorter: Any classifier at a frame.
        negation: What they are made of.
        classes: The names of the class of `good`, and of that of `bad`.
        lowercase: Whether the words of the corpus are in small letters.
        rules: How it is cut into words.

    Raises:
        MissingWord: A word of the sentences is not known at this frame.
        SettingError: `no_known_words`: none of them is.
        ValueError: There is no such class.
    """
    one, other = (sorter.classes.index(name) for name in classes)
    texts = negation.texts()
    sentences = [_ids(sorter, text, lowercase, rules) for text in texts]
    logits = sorter.logits(sentences)
    return Four(
        tuple(
            Said(
                text,
                wanted,
                int(row.argmax()),
                softmax(row),
                len(sentence) * float(row[one] - row[other]),
            )
            for text, wanted, row, sentence in zip(
                texts, (one, other, other, one), logits, sentences, strict=True
            )
        )
    )


def interaction(sums: Floating) -> float:
    """Left side less right side of (2), from the sums of good, bad, not good, not bad."""
    good, bad, not_good, not_bad = sums.tolist()
    return float((good + not_bad) - (bad + not_good))


def most_right(sums: Floating) -> int:
    """How many of four sentences with these sums can be sorted rightly by (2): 3 where it holds.

    All four are right only if the interaction is positive. So it is 4 where that is more than
    rounding, else 3.
    """
    return 4 if interaction(sums) > ROUNDING * float(np.abs(sums).max()) else 3


def _ids(sorter: Sorter, text: str, lowercase: bool, rules: Rules) -> Ids:
    """What is read of a sentence all of whose words are known."""
    read = sorter.read(text, lowercase, rules)
    if read.unknown:
        word = read.unknown[0]
        message = f"{word!r} is not among the words that the classifier knows here"
        raise MissingWord("missing_word", message, word=word)
    return sorter.numbers(read.words)
