"""How well the vectors of a word tell its senses apart.

With x_i the vectors of a word's occurrences, m their mean and m_s the mean of those of sense s,
the share of variance that the senses explain is

    η² = Σ_i |m_{s(i)} - m|² / Σ_i |x_i - m|²                                                (1)

0 if the senses lie alike, 1 if each sense is a point. With few occurrences in many dimensions,
random labels explain something, too: (k - 1)/(n - 1) for k senses. What an untrained network gives
is to be shown beside it: attention by random weights is a mean of a sentence's words, and tells
senses apart as far as E does.
"""

from collections.abc import Sequence

import numpy as np

from embviz.types import Float32
from embviz.vectors.vectors import unit_rows


def explained(vectors: Float32, senses: Sequence[str]) -> float:
    """η² of formula (1) for vectors (n, d); 0 where all vectors are equal."""
    x = vectors.astype(np.float64)
    labels = np.asarray(senses)
    centred = x - x.mean(axis=0)
    total = float(np.square(centred).sum())
    if total <= 1e-12:
        return 0.0
    between = 0.0
    for sense in np.unique(labels):
        of_sense = labels == sense
        between += of_sense.sum() * float(np.square(centred[of_sense].mean(axis=0)).sum())
    return between / total


def by_chance(senses: Sequence[str]) -> float:
    """What labels at random explain on average: (k - 1)/(n - 1)."""
    return (len(set(senses)) - 1) / max(1, len(senses) - 1)


def nearest_agree(vectors: Float32, senses: Sequence[str]) -> float:
    """The share of occurrences whose nearest other one, by cosine, has the same sense."""
    unit = unit_rows(vectors)
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -np.inf)
    labels = np.asarray(senses)
    return float((labels[cosines.argmax(axis=1)] == labels).mean())


def cosines_by_sense(vectors: Float32, senses: Sequence[str]) -> tuple[float, float]:
    """The mean cosine of two occurrences (of vectors (n, d)) of one sense, and of two senses."""
    unit = unit_rows(vectors)
    cosines, labels = unit @ unit.T, np.asarray(senses)
    same = labels[:, None] == labels
    other = ~np.eye(len(labels), dtype=bool)
    return float(cosines[same & other].mean()), float(cosines[~same].mean())
