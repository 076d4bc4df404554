"""What counting words and pairs comes to, in nats a word: two lines to compare a loss with.

Counted in the sentences that are trained on, asked of the same held-out words as the loss:

    unigram:  p(w) = (n_w + a)/(N + a V)                                                     (1)
    bigram:   p(w | v) = (n_vw + b p(w))/(n_v + b)                                           (2)

(2) falls back on (1) where v was seldom seen; a is 1, and b is the one of some with which the
held-out words come out best, so that no network beats pairs that were counted badly (a bigram with
the strength b of Dirichlet's prior; MacKay and Peto 1995). For GPT the end of a sentence is a word,
too, and the start of one a word that precedes. For BERT, which is asked at masked places only, both
lines are means over all words of the same sentences.

A loss below the first line has learnt more than which words are frequent; below the second, more
than which word follows which.
"""

from dataclasses import dataclass

import numpy as np

from embviz.models.shared.language_trainer import LanguageTrainer
from embviz.models.shared.sentence_pieces import Pieces
from embviz.text.corpus import Corpus
from embviz.training.model import Model
from embviz.types import Counts, Float64, Ids

STRENGTHS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)


@dataclass(frozen=True)
class Entropies:
    """Both lines, in nats a word."""

    unigram: float
    bigram: float


def entropies_of(model: Model, corpus: Corpus, seed: int) -> Entropies:
    """The same for what is to be trained: a GPT or a BERT, on a corpus, from a seed."""
    trainer = model.trainer(corpus, seed, frames=2)
    if not isinstance(trainer, LanguageTrainer):
        raise TypeError(f"{model!r:.60} guesses no words of sentences")
    return entropies(trainer)


def entropies(trainer: LanguageTrainer) -> Entropies:
    """Both lines for a run of GPT or BERT, by what its loss looks at."""
    V = len(trainer.corpus.vocabulary)
    ends = trainer.task.guesses_mark
    before, after = _pairs(trainer.trained_on, V, ends)
    asked_before, asked = _pairs(trainer.looked_at, V, ends)
    rows = V + ends
    counts = np.bincount(after, minlength=rows)
    unigram = (counts + 1.0) / (counts.sum() + rows)
    met = _counts(before, after, asked_before, asked, V + 1)
    seen = np.bincount(before, minlength=V + 1)[asked_before]
    each = [-np.log((met + b * unigram[asked]) / (seen + b)).mean() for b in STRENGTHS]
    return Entropies(float(-np.log(unigram[asked]).mean()), float(min(each)))


def _pairs(pieces: Pieces, V: int, ends: bool) -> tuple[Ids, Ids]:
    """Each word and the one before it, V standing for the start of a sentence; and for its end."""
    padded = pieces.padded()
    here = padded.places[padded.real]
    if ends:  # a mark stands before each sentence, and behind each piece something stands
        return pieces.row[here], pieces.row[here + 1]
    first = here == np.repeat(pieces.starts, pieces.lengths)
    return np.where(first, np.int32(V), pieces.row[here - 1]), pieces.row[here]


def _counts(before: Ids, after: Ids, asked_before: Ids, asked: Ids, rows: int) -> Float64:
    """How often each asked pair was met, (n,)."""
    keys, times = np.unique(before.astype(np.int64) * rows + after, return_counts=True)
    wanted: Counts = asked_before.astype(np.int64) * rows + asked
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, times[place], 0).astype(np.float64)
