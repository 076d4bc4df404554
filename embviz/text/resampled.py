"""Another text of the same kind, of the sentences of one: what chance could have given as well.

Sentences are drawn with replacement, half as many as there are, and each is taken twice. (Drawing
fewer than there are: Bickel, Götze and van Zwet 1997, Statistica Sinica 7.) With s² the variance of
a count from text to text of one kind, a resample varies by 2 s² around its text. So two resamples
differ by 4 s², and a resample differs from another text of the kind by 2 + 1 + 1: as much.
Resamples of all sentences would differ by 2 s² from one another, and by 3 s² from the other text.

A word that would be missing gets one of its sentences. Sentences that stand together are drawn
apart: where a text keeps to a topic for long, chance moves words farther than this says.
"""

from dataclasses import replace
from hashlib import blake2b

import numpy as np

from embviz.text.corpus import Corpus, Vocabulary
from embviz.types import Counts

_RESAMPLE = 12  # the first word of the seed: see `training.model.stream`
_COPIES = 2  # of each drawn sentence


def resampled(corpus: Corpus, seed: int) -> Corpus:
    """Draw the sentences of a text anew; it comes without the text, and with the same words.

    Args:
        corpus: The text, which may have come without it.
        seed: A whole number from 0 up.

    >>> corpus = Corpus.from_text("The king rules. The queen rules. The cat eats!", min_count=1)
    >>> again = resampled(corpus, seed=1)
    >>> sorted(again.words) == sorted(corpus.words), again.hash == corpus.hash
    (True, False)
    """
    random = np.random.default_rng([_RESAMPLE, seed, 0, 0])
    sentences = _drawn(corpus, random)
    ids = corpus.ids[_places(corpus, sentences)]
    ends = np.cumsum(np.diff(corpus.starts)[sentences])
    counts = np.bincount(ids, minlength=len(corpus.words))
    order = np.argsort(-counts, kind="stable")
    id_of = np.empty(len(order), dtype=corpus.ids.dtype)
    id_of[order] = np.arange(len(order))
    words = tuple(corpus.words[i] for i in order)
    reading = replace(
        corpus.reading,
        tokens=len(ids),
        kept_tokens=len(ids),
        distinct=len(words),
        sentences=len(sentences),
        rare_words=0,
        rare_tokens=0,
        cut_words=0,
        cut_tokens=0,
        long_tokens=0,
        stop_words=0,
        stop_tokens=0,
    )
    return replace(
        corpus,
        vocabulary=Vocabulary(words, counts[order]),
        ids=id_of[ids],
        starts=np.concatenate([[0], ends]),
        spans=corpus.spans[sentences],
        text="",
        reading=reading,
        _name=blake2b(f"{corpus.hash} resampled {seed}".encode(), digest_size=8).hexdigest(),
    )


def _drawn(corpus: Corpus, random: np.random.Generator) -> Counts:
    """Which sentences are taken, by their numbers, in their order and then once more."""
    lengths = np.diff(corpus.starts)
    S = len(lengths)
    drawn = random.integers(S, size=-(-S // _COPIES))
    there = np.zeros(len(corpus.words), dtype=np.bool_)
    there[corpus.ids[_places(corpus, drawn)]] = True
    tokens = random.permutation(np.flatnonzero(~there[corpus.ids]))  # of words that are missing
    ones = tokens[np.unique(corpus.ids[tokens], return_index=True)[1]]  # one of each
    drawn = np.concatenate([drawn, np.searchsorted(corpus.starts, ones, side="right") - 1])
    if lengths[drawn].max() < 2:  # no word has a neighbour
        drawn = np.append(drawn, random.choice(np.flatnonzero(lengths >= 2)))
    return np.tile(np.sort(drawn), _COPIES)


def _places(corpus: Corpus, sentences: Counts) -> Counts:
    """Where the tokens of sentences stand, the sentences end to end."""
    lengths = np.diff(corpus.starts)[sentences]
    ends = np.cumsum(lengths)
    moved = np.repeat(corpus.starts[sentences] - (ends - lengths), lengths)
    places: Counts = np.arange(ends[-1]) + moved
    return places
