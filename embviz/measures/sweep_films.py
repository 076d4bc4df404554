"""A film over a setting, over periods, or from one model to another: its frames are finished ones.

One can scrub from few dimensions to many, and see neighbourhoods sharpen.

Models of different d, or of different runs, lie in spaces of their own. Each matrix is widened by
columns of zeros to the widest, brought to rows of mean square 1, and turned onto the one before it
(orthogonal Procrustes, see `movement`): all of that leaves every cosine as it is, and a word whose
relations to the others do not change stays where it is.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from embviz.measures.comparison import Comparison
from embviz.measures.movement import turn
from embviz.measures.sources import Source, vectors_of
from embviz.text.corpus import Vocabulary
from embviz.training.film import Along, Film, Recipe, Snapshot, choose_shown
from embviz.types import Counts, Float32, Float64, Floating
from embviz.util.threads import one_thread

MODELS = "model"
"""What a film of two models goes along."""

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
    with one_thread():
        rows = aligned(matrices)
    snapshots = [
        Snapshot(float(i), loss, {"E": E[shown].astype(np.float16)})
        for i, (loss, E) in enumerate(zip(losses, rows, strict=True))
    ]
    snapshots[-1:] = [Snapshot(float(len(rows) - 1), losses[-1], {"E": rows[-1]})]
    recipe = Recipe(along=along)
    return Film(tuple(snapshots), vocabulary.words, vocabulary.counts, shown, recipe)


def film_of_two(a: Source, b: Source, found: Comparison, values: tuple[str, str]) -> Film:
    """A film of two frames, from the first of two models that were compared to the second.

    Args:
        a: The first.
        b: The second.
        found: How they differ: the film has the words that were compared, by their frequency.
        values: What the two frames are called.

    Raises:
        MissingWord: If one of the two has not all these words.
    """
    order = np.argsort(found.places, kind="stable")
    words = tuple(found.words[i] for i in order)
    counts = np.zeros(len(words), np.int64) if found.counts is None else found.counts[order]
    matrices = []
    for vectors in (vectors_of(a), vectors_of(b)):
        ids: Counts = np.array([vectors.id(word) for word in words], dtype=np.int64)
        matrices.append(vectors.matrix[ids])
    vocabulary = Vocabulary(words, counts)
    film = film_of(vocabulary, matrices, Along(MODELS, values), [math.nan, math.nan])
    return film if found.counts is not None else replace(film, counts=None)


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
