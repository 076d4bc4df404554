"""E and U at one moment, and what their rows say of one another.

Rows of E are alike for words that stand in the same contexts: a cosine of two rows of E asks what
can take the place of a word. A row of E and one of U have a high product for words that stand
beside one another: u_o·v_i asks what goes with it (Mitra et al. 2016,
https://arxiv.org/abs/1602.01137).

Skip-gram's rows lie in a narrow cone: their cosines with the mean of E are high, and those of the
rows of U with it are low (Mimno and Thompson 2017, https://aclanthology.org/D17-1308).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from embviz.text.corpus import Vocabulary
from embviz.types import Float64, Floating

Ranked = list[tuple[str, float]]  # words and their scores, the highest first


@dataclass(frozen=True)
class Cone:
    """How far the rows of a moment point one way."""

    E: float  # mean cosine of the rows of E with their mean; 0: they point everywhere
    U: float  # mean cosine of the rows of U with the mean of E; nan without U


@dataclass(frozen=True, eq=False)
class Matrices:
    """E and U of some words at one moment."""

    vocabulary: Vocabulary  # the words, and how often each stands in the text
    E: Floating  # (n, d)
    U: Floating | None  # (n, d); None where the film kept none

    def __contains__(self, word: object) -> bool:
        return word in self.vocabulary

    @property
    def d(self) -> int:
        """Numbers in a row."""
        return int(self.E.shape[1])

    def rows(self, ids: list[int]) -> tuple[Float64, Float64]:
        """Some rows of E and of U in double precision; those of U are zero where there is none."""
        E = self.E[ids].astype(np.float64)
        return E, np.zeros_like(E) if self.U is None else self.U[ids].astype(np.float64)

    def alike(self, word: int, n: int) -> Ranked:
        """The words whose rows of E have the highest cosines with a word's."""
        v = self.E[word].astype(np.float64)
        scores = _cosines(self.E, v)
        scores[word] = -np.inf
        return self._best(scores, min(n, len(scores) - 1))

    def beside(self, word: int, n: int) -> Ranked:
        """The words whose rows of U have the highest products with a word's row of E."""
        if self.U is None:
            return []
        return self._best(self.U @ self.E[word].astype(np.float64), n)

    @cached_property
    def cone(self) -> Cone:
        """How narrow the cone of the rows is."""
        mean = self.E.mean(axis=0, dtype=np.float64)
        U = np.nan if self.U is None else float(_cosines(self.U, mean).mean())
        return Cone(float(_cosines(self.E, mean).mean()), U)

    def _best(self, scores: Float64, n: int) -> Ranked:
        order = np.argsort(-scores, kind="stable")[:n]
        return [(self.vocabulary.words[i], float(scores[i])) for i in order]


def _cosines(rows: Floating, v: Float64) -> Float64:
    """Of rows (n, d) with v, (n,); 0 where one of both is zero."""
    rows = rows.astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(v)
    cosines: Float64 = rows @ v / np.maximum(lengths, 1e-30)
    return cosines
