"""A sentence as training reads it once: which words are skipped, and how far each window reaches.

A token of word w is kept with the probability sqrt(t/f_w) + t/f_w, at most 1 (see
`models.shared.negatives`). The window of each kept token is drawn from 1 … window words to each
side, and reaches over those that were skipped. Every kept token is a centre w_i once; each kept
word in its window is a context w_o.

Source: Mikolov et al. 2013, https://arxiv.org/abs/1310.4546; what is drawn is as in the program
word2vec.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from embviz.models.shared.windows import split
from embviz.text.corpus import Corpus
from embviz.types import Float64, Ids


class Pair(NamedTuple):
    """A centre and one of its contexts, by their places in a sentence."""

    centre: int
    context: int


@dataclass(frozen=True, eq=False)
class SampledSentence:
    """One reading of a sentence of n tokens."""

    ids: Ids  # (n,) its word ids
    keep: Float64  # (n,) how likely each token is kept
    kept: NDArray[np.bool_]  # (n,) whether it was, this time
    sizes: Ids  # (n,) how far the window of each token reaches to each side, in kept tokens

    def contexts(self, centre: int) -> tuple[int, ...]:
        """The places of a centre's contexts, rising; none if it was skipped or stands alone."""
        if not self.kept[centre]:
            return ()
        places = np.flatnonzero(self.kept)
        here, size = int(np.searchsorted(places, centre)), int(self.sizes[centre])
        around = places[max(0, here - size) : here + size + 1].tolist()
        return tuple(place for place in around if place != centre)

    def pairs(self) -> list[Pair]:
        """All pairs that the sentence gives, in its order."""
        places = range(len(self.ids))
        return [Pair(centre, context) for centre in places for context in self.contexts(centre)]


def read(
    corpus: Corpus,
    sentence: int,
    keep: Float64,
    window: int,
    rng: np.random.Generator,
    sure: Pair | None = None,
    shrinks: bool = True,
) -> SampledSentence:
    """Read a sentence once.

    `keep` (V,) is how likely a token of each word is kept, `window` the widest one to each side,
    which all have where no window `shrinks`. A `sure` pair is to be among those that the sentence
    gives: its tokens are kept, and the centre's window reaches as far as it must.

    >>> corpus = Corpus.from_text("The king eats. The queen eats.", min_count=1)
    >>> reading = read(corpus, 0, np.ones(4), 1, np.random.default_rng(0))
    >>> [tuple(pair) for pair in reading.pairs()]
    [(0, 1), (1, 0), (1, 2), (2, 1)]
    """
    ids = corpus.ids[corpus.starts[sentence] : corpus.starts[sentence + 1]]
    kept = rng.random(len(ids)) < keep[ids]
    sizes = rng.integers(1, window + 1, size=len(ids)).astype(np.int32)
    if not shrinks:
        sizes[:] = window
    if sure is not None:
        kept[list(sure)] = True
        between = abs(
            np.count_nonzero(kept[: sure.centre]) - np.count_nonzero(kept[: sure.context])
        )
        if shrinks and between <= window:
            sizes[sure.centre] = rng.integers(between, window + 1)
    return SampledSentence(ids, keep[ids], kept, sizes)


def find_pair(corpus: Corpus, centre: int, context: int, window: int) -> tuple[int, Pair] | None:
    """Find the first sentence in which a word stands near another, or near itself: within a window
    to each side. Its number and the places in it; None if there is none.
    """
    places, sentence = _places(corpus, centre)
    begins, ends = corpus.starts[sentence], corpus.starts[sentence + 1]
    found: list[tuple[int, int, Pair]] = []
    for way in (*range(-window, 0), *range(1, window + 1)):
        other = places + way
        inside = (other >= begins) & (other < ends)
        for hit in np.flatnonzero(inside)[corpus.ids[other[inside]] == context][:1]:
            place = int(places[hit] - begins[hit])
            found.append((int(sentence[hit]), place, Pair(place, place + way)))
    if not found:
        return None
    number, _, pair = min(found)
    return number, pair


def find_word(corpus: Corpus, word: int) -> tuple[int, int] | None:
    """Find the first sentence in which a word has another word beside it: its number, the place."""
    for place, number in zip(*_places(corpus, word), strict=True):
        if corpus.starts[number + 1] - corpus.starts[number] > 1:
            return int(number), int(place - corpus.starts[number])
    return None


def holding(corpus: Corpus, word: int) -> Ids:
    """The numbers of the sentences that hold a word, rising."""
    numbers: Ids = np.unique(_places(corpus, word)[1])
    return numbers


def visited(corpus: Corpus, word: int, seed: int | None) -> bool:
    """Whether training ever moves a word's row of E: where it is read, another word stands by.

    The seed is that of a run that holds sentences out of training; None: it holds none out.
    """
    if seed is None:
        return find_word(corpus, word) is not None
    trained, _ = split(corpus.ids, corpus.starts, seed)
    together = trained.picked(np.flatnonzero(trained.lengths > 1))
    return bool((together.row() == word).any())


def _places(corpus: Corpus, word: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Where a word stands among all tokens, and the numbers of its sentences."""
    places = np.flatnonzero(corpus.ids == word)
    return places, np.searchsorted(corpus.starts, places, side="right") - 1
