"""A film over a setting, or over periods: its frames are finished models.

One can scrub from few dimensions to many, and see neighbourhoods sharpen.

Models of different d, or of different runs, lie in spaces of their own. Each matrix is widened by
columns of zeros to the widest, brought to rows of mean square 1, and turned onto the one before it
(orthogonal Procrustes, see `movement`): all of that leaves every cosine as it is, and a word whose
relations to the others do not change stays where it is.
"""

import math
from collections.abc import Sequence

import numpy as np

from embviz.measures.movement import turn
from embviz.text.corpus import Vocabulary
from embviz.training.film import Along, Film, Recipe, Snapshot, choose_shown
from embviz.types import Float32, Float64, Floating

WORDS = 1000
"""Words that frames show at most, the most frequent."""


def film_of(
    vocabulary: Vocabulary,
    matrices: Sequence[Floating],
    along: Along,
    losses: Sequence[float],
) -> Film:
    """A film of finished models.

    Args:
        vocabulary: The V words of all of them.
        matrices: (V, d) each, with any d.
        along: What they go along.
        losses: Of the models; NaN where nobody knows.
    """
    shown = choose_shown(len(vocabulary), WORDS, (), ())
    rows = aligned(matrices)
    snapshots = [
        Snapshot(float(i), loss, {"E": E[shown].astype(np.float16)})
        for i, (loss, E) in enumerate(zip(losses, rows, strict=True))
    ]
    snapshots[-1:] = [Snapshot(float(len(rows) - 1), losses[-1], {"E": rows[-1]})]
    recipe = Recipe(along=along)
    return Film(tuple(snapshots), vocabulary.words, vocabulary.counts, shown, recipe)


def aligned(matrices: Sequence[Floating]) -> list[Float32]:
    """Matrices (V, d) as (V, largest d) each, every one turned onto the one before it."""
    widest = max(matrix.shape[1] for matrix in matrices)
    before: Float64 | None = None
    found = []
    for matrix in matrices:
        E = np.zeros((len(matrix), widest))
        E[:, : matrix.shape[1]] = matrix
        E /= math.sqrt((E**2).sum() / len(E)) or 1.0
        before = E if before is None else E @ turn(E, before)
        found.append(before.astype(np.float32))
    return found
