"""Both places of words in two models that are compared, in one plane.

With x_i R and y_i (m, d) the aligned unit rows of formula (2) of `comparison`, the plane is spanned
by the first two principal components of all 2m rows together. Of the distances between the two
places of words, it shows

    shown = Σ |P x_i R - P y_i|² / Σ |x_i R - y_i|²                                           (1)

where P projects on the plane: 1 if nothing is lost, 2/d if these distances lie anyhow.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh

from embviz.measures.comparison import Comparison
from embviz.measures.sources import Source, vectors_of
from embviz.types import Counts, Float64
from embviz.vectors.vectors import unit_rows


@dataclass(frozen=True, eq=False)
class Places:
    """Where m words are.

    Attributes:
        words: The words, (m,).
        first: (m, 2) their places in the first model.
        second: (m, 2) those in the second.
        shown: Formula (1) of those words that were asked for; 1 where they did not move.
        spread: Which share of the variance of all rows the plane shows, 0 to 1.
    """

    words: tuple[str, ...]
    first: Float64
    second: Float64
    shown: float
    spread: float


def both_places(
    a: Source, b: Source, found: Comparison, words: Sequence[str], among: int = 300
) -> Places | None:
    """Find both places of words, among the most frequent ones that were compared.

    Args:
        a: The first of what was compared.
        b: The second.
        found: How they differ.
        words: Words to find, of those compared.
        among: How many of the most frequent words come besides.

    Returns:
        The words asked for, then the others by frequency; None where dimensions differ.

    Raises:
        MissingWord: If one of the two has not all these words.
    """
    if found.turn is None:
        return None
    frequent = np.argsort(found.places, kind="stable")[:among]
    named = tuple(dict.fromkeys([*words, *(found.words[i] for i in frequent)]))
    X = _rows(a, named) @ found.turn  # (m, d)
    Y = _rows(b, named)
    both = np.concatenate([X, Y])
    centred = both - both.mean(axis=0)
    variances, components = eigh(centred.T @ centred)  # rising
    P = _pointing(components[:, :-3:-1])  # (d, 2), or (1, 1)
    first, second = ((rows - both.mean(axis=0)) @ P for rows in (X, Y))
    asked = slice(len(dict.fromkeys(words)))
    whole = float(((X - Y)[asked] ** 2).sum())
    seen = float(((first - second)[asked] ** 2).sum())
    total = float(variances.sum())
    spread = float(variances[-2:].sum()) / total if total > 0 else 1.0
    return Places(named, _flat(first), _flat(second), seen / whole if whole > 0 else 1.0, spread)


def _rows(source: Source, words: Sequence[str]) -> Float64:
    vectors = vectors_of(source)
    ids: Counts = np.array([vectors.id(word) for word in words], dtype=np.int64)
    rows: Float64 = unit_rows(vectors.matrix[ids]).astype(np.float64)
    return rows


def _pointing(components: Float64) -> Float64:
    """Each component with its largest number positive: the same picture each time."""
    largest = np.abs(components).argmax(axis=0)
    signs: Float64 = np.sign(components[largest, np.arange(components.shape[1])])
    turned: Float64 = components * np.where(signs == 0, 1.0, signs)
    return turned


def _flat(places: Float64) -> Float64:
    """Places in a plane, of one dimension too."""
    if places.shape[1] == 2:
        return places
    return np.concatenate([places, np.zeros((len(places), 2 - places.shape[1]))], axis=1)
