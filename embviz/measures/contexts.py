"""Why are two words neighbours? Because they stand among the same words.

A context of a word is any word within the window around it, in the same sentence, each time it
stands there. Skip-gram learns to tell the contexts of a word from words drawn at random, and so
comes to something like their pointwise mutual information (Levy and Goldberg 2014,
https://papers.nips.cc/paper/5477), with contexts smoothed as that random drawing is (Levy, Goldberg
and Dagan 2015, https://aclanthology.org/Q15-1016):

    PPMI(w, c) = max(0, log (#(w, c) / #(w)) - log (#(c)^0.75 / Σ #(c')^0.75))                 (1)

#(w, c) is how often c is a context of w, #(w) how many contexts w has in all, #(c) how often c is
a context of anything. A context speaks for two words being alike as far as it does for either:

    weight(c) = min(PPMI(a, c), PPMI(b, c))                                                    (2)

The whole window counts, where training may draw smaller ones and leave out frequent words. And
vectors are more than shared contexts: words may be neighbours whose contexts are merely alike.
"""

from dataclasses import dataclass

import numpy as np

from embviz.text.corpus import MAX_SENTENCE, Corpus
from embviz.types import Counts, Float64, Ids
from embviz.util.settings import out_of_range

SMOOTHING = 0.75
SENTENCES = 3  # sentences that are named for each context and each word


@dataclass(frozen=True)
class SharedContext:
    """A word that stands near both words a and b, and the first sentences in which it does so.

    `corpus.sentence(i)` is the text of sentence i, `corpus.spans[i]` where it stands.
    """

    word: str
    count_a: int  # how often it stands near the first word: #(a, c)
    count_b: int
    weight: float  # formula (2), in nats; 0 if either has it no more often than chance
    sentences_a: tuple[int, ...]
    sentences_b: tuple[int, ...]


@dataclass(frozen=True)
class SharedContexts:
    """What two words have in common."""

    contexts: tuple[SharedContext, ...]  # weightiest first, then those that both have most often
    shared: int  # how many different contexts they share, listed or not
    of_a: int  # how many different contexts the first word has
    of_b: int


@dataclass(frozen=True, eq=False)
class _Contexts:
    contexts: Ids  # of one word, the nearest ones first, each time they stand there
    sentences: Counts  # the number of the sentence of each
    counts: Counts  # (V,) #(w, c)

    def examples(self, context: int, most: int) -> tuple[int, ...]:
        """The first sentences in which a context stands near the word."""
        left, found = self.sentences[self.contexts == context], list[int]()
        while len(left) and len(found) < most:  # a frequent word has too many for sorting
            found.append(int(left.min()))
            left = left[left > found[-1]]
        return tuple(found)


def shared_contexts(
    corpus: Corpus, a: str, b: str, window: int = 5, n: int = 20, sentences: int = SENTENCES
) -> SharedContexts:
    """List n contexts that two words share, within a window of 1 to 1000 words to each side.

    For each of them and each word so many sentences are named. Raises MissingWord if a word is not
    in the vocabulary, SettingError if the window is out of range.

    >>> corpus = Corpus.from_text("The king rules. The queen rules. A cat.", min_count=1)
    >>> [(each.word, each.count_a) for each in shared_contexts(corpus, "king", "queen").contexts]
    [('the', 1), ('rules', 1)]
    """
    if not 1 <= window <= MAX_SENTENCE:
        raise out_of_range("window", window, 1, MAX_SENTENCE, whole=True)
    of_a, of_b = (_contexts(corpus, corpus.vocabulary.id(w), window) for w in (a, b))
    counts = np.stack([of_a.counts, of_b.counts])  # (2, V)
    least = counts.min(axis=0)
    both = np.flatnonzero(least)
    chance = _chance(corpus, window)
    weights = np.minimum(*(_ppmi(each, chance)[both] for each in counts))
    order = np.lexsort((both, -least[both], -weights))[: max(n, 0)]
    listed = tuple(
        SharedContext(
            word=corpus.words[c],
            count_a=int(counts[0, c]),
            count_b=int(counts[1, c]),
            weight=weight,
            sentences_a=of_a.examples(c, sentences),
            sentences_b=of_b.examples(c, sentences),
        )
        for c, weight in zip(both[order].tolist(), weights[order].tolist(), strict=True)
    )
    return SharedContexts(listed, len(both), *(int(np.count_nonzero(each)) for each in counts))


def _contexts(corpus: Corpus, word: int, window: int) -> _Contexts:
    places = np.flatnonzero(corpus.ids == word)  # (m,)
    sentence = np.searchsorted(corpus.starts, places, side="right") - 1
    before = places - corpus.starts[sentence]
    after = corpus.starts[sentence + 1] - 1 - places
    contexts, sentences = [], []
    farthest = max(before.max(initial=0), after.max(initial=0))
    for distance in range(1, max(1, min(window, int(farthest))) + 1):
        for room, way in ((before, -distance), (after, distance)):
            inside = np.flatnonzero(room >= distance)
            contexts.append(corpus.ids[places[inside] + way])
            sentences.append(sentence[inside])
    ids = np.concatenate(contexts)
    return _Contexts(ids, np.concatenate(sentences), np.bincount(ids, minlength=len(corpus.words)))


def _chance(corpus: Corpus, window: int) -> Float64:
    """(V,) the second logarithm of formula (1); of words that are nowhere a context, inf."""
    starts, lengths = corpus.starts[:-1], np.diff(corpus.starts)
    before = np.arange(len(corpus.ids)) - np.repeat(starts, lengths)
    after = np.repeat(lengths, lengths) - 1 - before
    contexts = np.minimum(before, window) + np.minimum(after, window)  # (T,)
    smoothed = np.bincount(corpus.ids, contexts, len(corpus.words)) ** SMOOTHING
    log = np.full(len(smoothed), np.inf)
    np.log(smoothed / max(smoothed.sum(), 1), out=log, where=smoothed > 0)
    return log


def _ppmi(counts: Counts, chance: Float64) -> Float64:
    """Formula (1) for all contexts of a word, (V,)."""
    log = np.full(len(counts), -np.inf)
    np.log(counts / max(int(counts.sum()), 1), out=log, where=counts > 0)
    ppmi: Float64 = np.maximum(log - chance, 0)
    return ppmi
