"""The best answers to thousands of analogies at once.

The score of a word w as the answer to a : b = c : ? is made of three cosines (`vectors.cosines`).
A file of 20,000 analogies has a thousand different words, so the cosines of these with all words
come first, C (m, V), and each question only adds (or multiplies) three rows of C:

    3CosAdd    C_b - C_a + C_c   (times the same number for all w)
    3CosMul    P_b P_c / (P_a + ε),   P = (1 + C) / 2

both in single precision and in blocks of columns. Where the two best are so near to one another
that rounding may have decided, the question is asked again by itself, so that the answers are those
that `Vectors.analogy` gives.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embviz.types import Counts, Float32
from embviz.vectors.cosines import EPSILON, METHODS, Method, Rows, best, direction

COLUMNS, ASKED = 1024, 256  # words and questions in a block: 1 MB of scores
_EPS = float(np.finfo(np.float32).eps)


@dataclass(frozen=True, eq=False)
class Excluded:
    """Which words may not answer which questions, by question."""

    questions: Counts  # (m,) rising
    words: Counts  # (m,)

    def of(self, question: int) -> Counts:
        """The words that may not answer one question."""
        first, end = np.searchsorted(self.questions, [question, question + 1])
        return self.words[first:end]


def best_answers(
    rows: Rows, asked: Counts, excluded: Excluded, method: Method, limit: int
) -> Counts:
    """The best answer to each question, among so many of the first words.

    From ids of a, b, c (Q, 3) to ids (Q,); -1 where every word is excluded.
    """
    inputs, places = np.unique(asked, return_inverse=True)
    places = places.reshape(asked.shape)
    units = [direction(x) for x in rows.unit(inputs)]
    running = _Running.empty(len(asked))
    for first in range(0, limit if len(asked) else 0, COLUMNS):
        columns = slice(first, min(first + COLUMNS, limit))
        C = _cosines(rows, units, columns)
        score = _SCORES[method](C)
        here = (excluded.words >= columns.start) & (excluded.words < columns.stop)
        banned = Excluded(excluded.questions[here], excluded.words[here] - first)
        for start in range(0, len(asked), ASKED):
            block = slice(start, min(start + ASKED, len(asked)))
            scores = score(places[block])
            i, j = np.searchsorted(banned.questions, [block.start, block.stop])
            scores[banned.questions[i:j] - start, banned.words[i:j]] = -np.inf
            running.update(block, scores, first)
    for question in running.doubtful(method, rows.rows.shape[1]):
        scores = METHODS[method](rows, *asked[question].tolist())[:limit]
        scores[excluded.of(int(question))] = -np.inf
        running.ids[question] = best(scores, 1)[0]
    return np.where(np.isneginf(running.first), -1, running.ids)


@dataclass(frozen=True, eq=False)
class _Running:
    """The best so far of each question, (Q,), and the score of the one after it."""

    ids: Counts
    first: Float32
    second: Float32

    @classmethod
    def empty(cls, questions: int) -> "_Running":
        nothing = np.full(questions, -np.inf, np.float32)
        return cls(np.zeros(questions, np.int64), nothing, nothing.copy())

    def update(self, block: slice, scores: Float32, first: int) -> None:
        """Take in some scores (q, w), which are changed; their columns begin at `first`."""
        each = np.arange(len(scores))
        place = scores.argmax(axis=1)
        top = scores[each, place]
        scores[each, place] = -np.inf
        runner = scores.max(axis=1)
        before = self.first[block]
        better = top > before
        self.second[block] = np.maximum(
            np.maximum(self.second[block], runner), np.minimum(top, before)
        )
        self.first[block] = np.maximum(top, before)
        self.ids[block] = np.where(better, first + place, self.ids[block])

    def doubtful(self, method: Method, d: int) -> Counts:
        """Questions that rounding may have decided; d is the number of dimensions."""
        if method == "3CosAdd":  # of three cosines here, of a vector 3 long there, d·eps/2 each
            margin = np.full(len(self.first), 8 * (d + 4) * _EPS)
        else:  # the very same cosines, multiplied in another precision
            margin = 16 * _EPS * np.abs(self.first)
        found = ~np.isneginf(self.first)
        near = np.zeros(len(self.first), dtype=bool)
        near[found] = self.first[found] - self.second[found] <= margin[found]
        return np.flatnonzero(near)


def _cosines(rows: Rows, units: Sequence[Float32], columns: slice) -> Float32:
    """C (m, w) of m unit vectors with some rows; each as `Rows.cosines` sums it."""
    C = np.empty((len(units), columns.stop - columns.start), np.float32)
    block = rows.rows[columns]
    for i, x in enumerate(units):
        np.einsum("ij,j->i", block, x, out=C[i])
    C /= rows.lengths[columns]
    return C


_Score = Callable[[NDArray[np.int64]], Float32]  # places (q, 3) in C of a, b, c: scores (q, w)


def _adding(C: Float32) -> _Score:
    def score(places: NDArray[np.int64]) -> Float32:
        a, b, c = places.T
        scores: Float32 = C[b]
        scores += C[c]
        scores -= C[a]
        return scores

    return score


def _multiplying(C: Float32) -> _Score:
    P = (1 + C) / np.float32(2)
    Q = 1 / (P + np.float32(EPSILON))

    def score(places: NDArray[np.int64]) -> Float32:
        a, b, c = places.T
        scores: Float32 = P[b]
        scores *= P[c]
        scores *= Q[a]
        return scores

    return score


_SCORES: dict[str, Callable[[Float32], _Score]] = {"3CosAdd": _adding, "3CosMul": _multiplying}
