"""What E arranges words by: the classes of a labelled text, or the company they keep.

A word has a class where it stands in sentences of that class clearly more often than in others.
With the sentences counted by whether they have the word and whether they are of the class, O the
four counts and X what they would be if neither told anything of the other,

    log odds   = ln (O_11 O_00 / O_10 O_01)                                                    (1)
    z          = ± √(2 Σ O ln (O / X)), with the sign of (1)                                   (2)

(Dunning 1993, https://aclanthology.org/J93-1003, whose -2 log λ is z²: unlike (1) by its standard
error it is right for counts of 0, too.) A word is of the class of its largest z if that is CLEAR or
more, and if FEWEST sentences or more have it; all others are left out. Where negation turns half of
the sentences round, words of praise lean nowhere by (2): then groups must be given.

Among the m words that have a class, N_k(i) being the k nearest ones to word i by cosine,

    share      = mean over i of |{j in N_k(i) of i's class}| / k                               (3)
    chance     = Σ_c m_c (m_c - 1) / m (m - 1)                                                 (4)

(4) is the mean of (3) over all ways to deal the same classes to the same words.
"""

from dataclasses import dataclass
from math import nan

import numpy as np
from scipy.special import xlogy

from embviz.measures.planted import Groups
from embviz.text.labelled import Labelled
from embviz.types import Counts, Float64, Floating, Ids
from embviz.vectors.vectors import nearest

CLEAR = 3.0
"""By chance about one word in 700 comes so far for a class."""

FEWEST = 5
"""Sentences with a word, without which it has no class."""

NEIGHBOURS = 10
NONE = -1


@dataclass(frozen=True)
class Arranged:
    """How far near words share a class.

    Attributes:
        share: Formula (3); NaN where fewer than two words have a class.
        chance: Formula (4); likewise.
        words: How many have a class, m.
        k: Neighbours that were looked at.
    """

    share: float
    chance: float
    words: int
    k: int


def arranged(matrix: Floating, classes: Ids, k: int = NEIGHBOURS) -> Arranged:
    """How far rows (V, d) that are near have the same class (V,); NONE: left out.

    Where there are no k others, all others are looked at.
    """
    chosen = np.flatnonzero(classes != NONE)
    m, own = len(chosen), classes[chosen]
    k = max(0, min(k, m - 1))
    if not k:
        return Arranged(nan, nan, m, k)
    near, _ = nearest(matrix[chosen], k)
    sizes = np.bincount(own).astype(np.float64)
    chance = float((sizes * (sizes - 1)).sum()) / (m * (m - 1))
    return Arranged(float((own[near] == own[:, None]).mean()), chance, m, k)


def by_groups(words: tuple[str, ...], groups: Groups) -> Ids:
    """The number of the group of each word, (V,), or NONE; the first where it is in several."""
    number: dict[str, int] = {}
    for i, members in enumerate(groups.values()):
        for word in members:
            number.setdefault(word, i)
    return np.array([number.get(word, NONE) for word in words], np.int32)


def by_counting(labelled: Labelled, sentences: Counts) -> Ids:
    """The class of each word, (V,), by the sentences with these numbers; NONE: no clear one."""
    counts, sizes = _counts(labelled, sentences)
    z = _z(counts, sizes)
    classes = z.argmax(axis=1)
    clear = (z.max(axis=1) >= CLEAR) & (counts.sum(axis=1) >= FEWEST)
    return np.where(clear, classes, NONE).astype(np.int32)


def _counts(labelled: Labelled, sentences: Counts) -> tuple[Counts, Counts]:
    """In how many sentences of each class a word stands, (V, C), and how many there are, (C,)."""
    V, C, starts = len(labelled.words), len(labelled.classes), labelled.starts
    counts, labels = np.zeros((V, C), np.int64), labelled.labels[sentences]
    for i, label in zip(sentences, labels, strict=True):
        counts[np.unique(labelled.ids[starts[i] : starts[i + 1]]), label] += 1
    return counts, np.bincount(labels, minlength=C)


def _z(counts: Counts, sizes: Counts) -> Float64:
    """Formula (2) for each word and class, (V, C)."""
    having, total = counts.sum(axis=1, keepdims=True), max(1, int(sizes.sum()))
    squares = np.zeros(counts.shape)
    for observed, expected in (
        (counts, having * sizes / total),
        (having - counts, having * (total - sizes) / total),
        (sizes - counts, (total - having) * sizes / total),
        (total - sizes - having + counts, (total - having) * (total - sizes) / total),
    ):
        squares += 2 * xlogy(observed, observed / np.where(observed > 0, expected, 1))
    above = counts - having * sizes / total
    z: Float64 = np.sign(above) * np.sqrt(np.maximum(squares, 0))
    return z
