"""Questions put to every frame of a film: curves.

Frames keep the shown words in half precision, so all of this is about the shown words, also at the
last frame, and a curve does not jump where the film ends. What concerns all words, in full
precision, is asked of `film.vectors()`.
"""

from collections.abc import Sequence

import numpy as np

from embviz.errors import MissingWord
from embviz.training.film import Film
from embviz.types import Counts, Float64, Which
from embviz.vectors.cosines import METHODS, Method, Rows, rank


def similarity_curves(
    film: Film, pairs: Sequence[tuple[str, str]], which: Which | None = None
) -> Float64:
    """The cosines of some pairs of words at every frame, (P, F). Raises MissingWord if one is not
    shown.
    """
    rows = _shown_rows(film, [word for pair in pairs for word in pair])
    curves = np.empty((len(pairs), len(film)))
    for frame, snapshot in enumerate(film):
        at = rows if not snapshot.whole else film.shown[rows]
        matrix = snapshot.matrix(which or film.recipe.result)[at]
        units = Rows.of(matrix.astype(np.float32)).unit(np.arange(len(at)))
        curves[:, frame] = np.einsum("ij,ij->i", units[::2], units[1::2])
    return curves


def rank_curve(
    film: Film,
    a: str,
    b: str,
    c: str,
    expected: str,
    method: Method = "3CosAdd",
    *,
    exclude_inputs: bool = True,
    which: Which | None = None,
) -> Counts | None:
    """The rank of the expected answer to a : b = c : ? among the shown words, at every frame.

    (F,), 1 for the best answer; None if the expected word is excluded. Raises MissingWord if a word
    is not shown, ValueError if there is no such method.
    """
    if method not in METHODS:
        raise ValueError(f"no method {method!r}; there are {', '.join(METHODS)}")
    *ids, of = _shown_rows(film, [a, b, c, expected]).tolist()
    without = ids if exclude_inputs else []
    if of in without:
        return None
    # One frame after the other: the memory of one is used again for the next, and stays warm.
    frames = (Rows.of(film.rows(frame, which)) for frame in range(len(film)))
    ranks = [rank(METHODS[method](rows, *ids), of, without) for rows in frames]
    return np.array(ranks, dtype=np.int64)


def _shown_rows(film: Film, words: Sequence[str]) -> Counts:
    """Where some words stand among the shown ones."""
    ids = {word: i for i, word in enumerate(film.shown_words)}
    for word in words:
        if word not in ids:
            message = f"“{word}” is not among the shown words of the film."
            raise MissingWord("not_shown", message, word=word)
    return np.array([ids[word] for word in words], dtype=np.int64)
