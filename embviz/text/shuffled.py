"""A text with nothing to learn in it but how often words stand there: what chance looks like.

All words of a text change places at random, over the whole text, and the lengths of its sentences
stay. Every word keeps its count, and no word says anything of its neighbours. A film of it, trained
the same way, shows how much structure a picture has where there is none.

Words that are equally frequent are dealt out so that they first appear in their old order. So every
word keeps its id, in this text and in whatever reads it again: a vocabulary lists equally frequent
words as they appear. Nothing is lost by that, since noise does not know which of them is which.
"""

import itertools

import numpy as np

from embviz.text.corpus import Corpus
from embviz.text.labelled import Labelled
from embviz.text.rules import USUAL, Rules
from embviz.types import Ids

_SHUFFLE = 11  # the first word of the seed: see `training.model.stream`


def shuffled(corpus: Corpus, seed: int = 0) -> Corpus:
    """Shuffle the words of a text, which may have come without it; the seed is a whole number from
    0 up.

    The corpus has the same words with the same ids and counts, in sentences of the same lengths.
    Its text has a sentence a line, without the words that the first one left out; what is read from
    that text in the same way is this corpus again. With other rules than the usual ones, words
    stand between blanks there: what is left out, joined or cut is so already. Labelled sentences
    keep their classes, of which their words then say nothing.

    >>> corpus = Corpus.from_text("The king rules. The queen rules!", min_count=1)
    >>> noise = shuffled(corpus)
    >>> noise.words == corpus.words, len(noise.sentence(0).split())
    (True, 3)
    """
    random = np.random.default_rng([_SHUFFLE, seed, 0, 0])
    lines = _written(_dealt(random.permutation(corpus.ids), corpus), corpus)
    how = corpus.how
    if corpus.rules != USUAL:  # they need not find these words again
        how |= {"rules": Rules(words="blanks")}
    if isinstance(corpus, Labelled):
        return Labelled.of(lines, corpus.names(), **how).first(corpus.most)
    return Corpus.from_text("".join(f"{line}\n" for line in lines), **how)


def _dealt(ids: Ids, corpus: Corpus) -> Ids:
    """Exchange equally frequent words (T,) so that they first appear in the order of their ids."""
    counts = corpus.vocabulary.counts
    present, first = np.unique(ids, return_index=True)  # present: all ids, rising
    by_appearance = np.lexsort((first, -counts[present]))
    exchanged = np.empty_like(present)
    exchanged[by_appearance] = present
    return exchanged[ids]


def _written(ids: Ids, corpus: Corpus) -> list[str]:
    """Write the words (T,) out, a sentence a line."""
    words = [corpus.words[i] for i in ids.tolist()]
    bounds = corpus.starts.tolist()
    stop = "." * (corpus.rules == USUAL)
    return [f"{' '.join(words[a:b])}{stop}" for a, b in itertools.pairwise(bounds)]
