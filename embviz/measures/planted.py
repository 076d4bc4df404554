"""How much of what was planted in a text do its vectors find again?

A sample comes with answers: groups of words that belong together, and analogies. For a grouped
word w let M(w) be the words that share a group with it and N_n(w) its n nearest words by cosine,
among all words. Then over the grouped words W

    planted precision     P@n    = mean over W of |N_n(w) ∩ M(w)| / n                          (1)
    chance                E P@n  = mean over W of |M(w)| / (V - 1)                             (2)
    analogy accuracy      A      = share of a : b = c : d where d is the best answer to ?      (3)

(2) is what a random order of the V - 1 other words scores on average, whatever n; (3) is 3CosAdd
with a, b, c excluded and all other words allowed (see `embviz.vectors.vectors`).

Words without a vector are left out of all three, as members, neighbours and questions: a vocabulary
cut by `min_count` is judged by what it kept. What was left out is the caller's to tell: it can be
read off `word in vectors`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import nan
from statistics import fmean

from embviz.vectors.vectors import Vectors

Groups = Mapping[str, Sequence[str]]  # name of a group to its words; a word may stand in several
Analogy = tuple[str, str, str, str]  # a : b = c : d


def planted_precision(vectors: Vectors, groups: Groups, n: int = 3) -> float:
    """P@n, formula (1): the share of near neighbours that were planted together, 0 to 1.

    Words without a vector are skipped; nan if no grouped word has one. A group of fewer than n + 1
    words cannot reach 1.

    >>> import numpy as np
    >>> vectors = Vectors(("cat", "dog", "bread", "milk"), np.eye(4)[[0, 0, 1, 1]])
    >>> planted_precision(vectors, {"animals": ("cat", "dog"), "food": ("bread", "milk")}, n=1)
    1.0
    """
    return _mean(
        sum(near in mates for near, _ in vectors.most_similar(word, n)) / n
        for word, mates in _mates(groups, vectors).items()
    )


def chance_precision(words: Collection[str], groups: Groups, n: int = 3) -> float:
    """What `planted_precision` is worth by chance in a vocabulary of V words, formula (2).

    The expectation over random orders; nan if no grouped word is among the words. It does not
    depend on n, unless there are fewer than n other words.

    >>> chance_precision(("cat", "dog", "bread", "milk"), {"animals": ("cat", "dog")})
    0.3333333333333333
    """
    others = len(words) - 1
    found = min(n, others) / n  # fewer than n neighbours are found in a tiny vocabulary
    return _mean(found * len(mates) / others for mates in _mates(groups, set(words)).values())


def analogy_accuracy(vectors: Vectors, analogies: Iterable[Analogy]) -> float:
    """The share of analogies answered right, formula (3), 0 to 1.

    Analogies with a word without a vector are skipped; nan if none has all its words.

    >>> import numpy as np
    >>> matrix = np.array([[1.0, 0.0], [1.0, 1.0], [-1.0, 0.0], [-1.0, 1.0]])
    >>> vectors = Vectors(("man", "king", "woman", "queen"), matrix)
    >>> analogy_accuracy(vectors, [("man", "king", "woman", "queen")])
    1.0
    """
    return _mean(
        float([word for word, _ in vectors.analogy(a, b, c, n=1)] == [d])
        for a, b, c, d in analogies
        if all(word in vectors for word in (a, b, c, d))
    )


def _mates(groups: Groups, words: Vectors | Collection[str]) -> dict[str, set[str]]:
    """M(w): for each grouped word the other words of its groups, all of them among `words`."""
    mates: dict[str, set[str]] = {}
    for members in groups.values():
        present = {word for word in members if word in words}
        for word in members:
            if word in present:
                mates.setdefault(word, set()).update(present - {word})
    return mates


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return fmean(listed) if listed else nan
