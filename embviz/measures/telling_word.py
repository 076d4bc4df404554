"""A word to begin with: frequent, and with company that its contexts give away before training.

A context of a word is any of the `CONTEXTS` most frequent words within `WINDOW` tokens of it, in
the same sentence. The coordinates of a word are its PPMI with each context (formula (1) of
`measures.contexts`). Among the `CANDIDATES` most frequent of the shown words that one is told whose
`COMPANY` nearest other words are nearest by cosine, on average.

Such a word has neighbours that training will find, too: whoever follows it sees them come. Of long
texts the first `TOKENS` tokens do.
"""

import numpy as np

from embviz.text.corpus import Corpus
from embviz.types import Float32, Ids

WINDOW, CONTEXTS, COMPANY = 2, 1000, 5
CANDIDATES = 40
TOKENS = 60_000
SMOOTHING = 0.75


def telling_word(corpus: Corpus, shown: Ids) -> str:
    """Choose among the shown words (n,), ids that rise, so that the most frequent come first.

    The first of them where there are too few to compare.
    """
    if len(shown) <= COMPANY:
        return corpus.words[int(shown[0])]
    units = _units(_contexts(corpus, shown))  # (n, contexts)
    cosines = units[:CANDIDATES] @ units.T  # (candidates, n)
    np.fill_diagonal(cosines, -1)
    company = np.sort(cosines, axis=1)[:, -COMPANY:].mean(axis=1)
    return corpus.words[int(shown[company.argmax()])]


def _contexts(corpus: Corpus, shown: Ids) -> Float32:
    """How often each context stands near each shown word, (n, contexts)."""
    ids = corpus.ids[:TOKENS]
    lengths = np.diff(corpus.starts)
    sentence = np.repeat(np.arange(len(lengths)), lengths)[: len(ids)]
    V, most = len(corpus.words), min(CONTEXTS, len(corpus.words))
    row = np.full(V, -1)
    row[shown] = np.arange(len(shown))
    counts = np.zeros(len(shown) * most)
    for distance in range(1, WINDOW + 1):
        near = sentence[distance:] == sentence[:-distance]
        for word, context in ((ids[:-distance], ids[distance:]), (ids[distance:], ids[:-distance])):
            rows = row[word]
            used = near & (rows >= 0) & (context < most)
            counts += np.bincount(rows[used] * most + context[used], minlength=len(counts))
    return counts.reshape(len(shown), most).astype(np.float32)


def _units(counts: Float32) -> Float32:
    """Rows of PPMI, of length 1 or 0."""
    smoothed = counts.sum(axis=0) ** SMOOTHING
    expected = counts.sum(axis=1, keepdims=True) * (smoothed / max(smoothed.sum(), 1))
    ratio = np.divide(counts, expected, out=np.ones_like(counts), where=expected > 0)
    ppmi = np.log(np.maximum(ratio, 1))
    lengths = np.linalg.norm(ppmi, axis=1, keepdims=True)
    units: Float32 = ppmi / np.maximum(lengths, np.finfo(np.float32).tiny)
    return units
