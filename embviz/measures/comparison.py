"""How two models differ: films, epochs of a film, or files of vectors.

Only words in just the same letters are compared, those that both have. With A_i and B_i the n
nearest neighbours of word i among them,

    changed of i  = 1 - |A_i ∩ B_i| / |A_i ∪ B_i|                                              (1)

the Jaccard distance, 0 to 1. It needs no alignment, and takes any two dimensions. Between m words
whose vectors have nothing to do with one another, n / (m - 1) of the neighbours are shared.

With X and Y (m, d) the rows at unit length, and R the orthogonal matrix that brings X nearest to Y
(Procrustes; Schönemann 1966, https://doi.org/10.1007/BF02289451) over the `FITTED` most frequent of
the words, as changes of meaning are measured (Hamilton, Leskovec and Jurafsky 2016,
https://aclanthology.org/P16-1141),

    cosine of i   = (x_i R) · y_i                                                              (2)

1 where the word only turned along with all others, 0 where a row is 0. A fit finds something in any
two: about 0.85 √(d/m) on the m words fitted, if they have nothing to do with one another. With
different dimensions there is no (2). As a whole, vectors are compared by linear CKA (`cka`).

A word counts as frequent as it is where it is rarer. Neighbours are dear, as they grow with the
square of the words: they are those of the `MOST` most frequent shared words, among these.

How much another seed alone would change tells `seed_noise`.
"""

import itertools
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

import numpy as np

from embviz.errors import EvaluationError
from embviz.measures.cka import cka_steps
from embviz.measures.movement import turn, turnover
from embviz.measures.seed_noise import Noise, line_of
from embviz.measures.sources import Source, counts_of, vectors_of
from embviz.types import Counts, Float32, Float64, Ids
from embviz.util.settings import out_of_range
from embviz.util.steps import finish
from embviz.util.threads import one_thread
from embviz.vectors.vectors import Vectors, nearest_blocks, unit_rows

NEIGHBOURS = 10
MOST = 20_000  # words whose neighbours are compared
FITTED = 10_000  # most frequent ones that (2) is fitted on
DIGITS = 6  # of a cosine, beyond which there is only rounding
FEWEST_RUNS = 2  # of other seeds
MOST_RUNS = 30

T = TypeVar("T")
Steps = Generator[float, None, "Comparison"]  # yields the share that is done, returns the result


@dataclass(frozen=True)
class Ranked:
    """A word and how it changed.

    Attributes:
        word: The word.
        changed: Formula (1).
        cosine: Formula (2); None where dimensions differ.
        count: How often it stands in the text where it is rarer; None where nobody knows.
        beyond_noise: Whether another seed would not change it so; None where nobody knows.
    """

    word: str
    changed: float
    cosine: float | None
    count: int | None
    beyond_noise: bool | None


@dataclass(frozen=True, eq=False)
class Comparison:
    """How two models differ, in m words that both have, the most changed first.

    Words come by formula (1), equally changed ones by (2); where it is known what other seeds
    change, by how far they are beyond that (`noise.judge.times`).

    Attributes:
        words: The words, (m,): the most frequent `MOST` of the shared ones, or what was asked for.
        changed: (m,) Formula (1).
        cosine: (m,) Formula (2); None where dimensions differ.
        places: (m,) their places by frequency among the shared words, 0 for the most frequent.
        counts: (m,) how often they stand in the text where they are rarer; None: nobody knows.
        near: (2, m, n) their neighbours in the first and in the second, as places in `words`.
        cka: Linear CKA of all shared words, 0 to 1.
        shared: How many words both have: m, or more.
        coverage: Which shares of the first and of the second vocabulary are shared, 0 to 1.
        fitted: How many words (2) was fitted on; 0 where dimensions differ.
        turn: (d, d) R of formula (2), which brings the first to the second, or None.
        noise: What other seeds change; None where nobody knows.
    """

    words: tuple[str, ...]
    changed: Float32
    cosine: Float64 | None
    places: Counts
    counts: Counts | None
    near: Ids
    cka: float
    shared: int
    coverage: tuple[float, float]
    fitted: int
    turn: Float64 | None
    noise: Noise | None

    def __repr__(self) -> str:
        """Say what it is in a line: the arrays would fill a notebook."""
        return (
            f"<Comparison: {len(self.words)} of {self.shared} shared words, "
            f"changed {self.changed.mean():.2f} on average, CKA {self.cka:.2f}>"
        )

    def __len__(self) -> int:
        return len(self.words)

    def neighbours(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The n nearest words in the first and in the second, nearest first.

        Raises ValueError if the word was not compared.
        """
        i = self.words.index(word)
        first, second = (tuple(self.words[j] for j in near[i]) for near in self.near)
        return first, second

    def about(self, word: str) -> Ranked:
        """How a word changed. Raises ValueError if it was not compared."""
        return self._ranked(self.words.index(word))

    def take(self, order: Counts) -> "Comparison":
        """The same with its words in another order, (m,)."""
        place = np.empty(len(order), dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        return replace(
            self,
            words=tuple(self.words[i] for i in order),
            changed=self.changed[order],
            cosine=None if self.cosine is None else self.cosine[order],
            places=self.places[order],
            counts=None if self.counts is None else self.counts[order],
            near=place[self.near[:, order]],
            noise=None if self.noise is None else self.noise.take(order),
        )

    def ranked(
        self,
        words: int | None = None,
        *,
        fewest_count: int = 0,
        most_frequent: int | None = None,
        least: bool = False,
    ) -> tuple[Ranked, ...]:
        """A table of the words, the most changed first.

        Args:
            words: How many; None: all.
            fewest_count: Leave out words that stand less often in the text, or in one of the two.
            most_frequent: Only so many of the most frequent shared words.
            least: Whether the least changed come first.

        Raises:
            EvaluationError: `no_counts`: there is a `fewest_count`, and no counts are known.
        """
        kept = np.ones(len(self), dtype=np.bool_)
        if fewest_count > 0:
            if self.counts is None:
                message = "how often words occur is not known: use most_frequent"
                raise EvaluationError("no_counts", message, fewest_count=fewest_count)
            kept &= self.counts >= fewest_count
        if most_frequent is not None:
            kept &= self.places < most_frequent
        rows = np.flatnonzero(kept)[:: -1 if least else 1][:words]
        return tuple(self._ranked(int(i)) for i in rows)

    def _ranked(self, i: int) -> Ranked:
        return Ranked(
            self.words[i],
            float(self.changed[i]),
            None if self.cosine is None else float(self.cosine[i]),
            None if self.counts is None else int(self.counts[i]),
            None if self.noise is None else bool(self.noise.beyond[i]),
        )


def compare(
    a: Source,
    b: Source,
    n: int = NEIGHBOURS,
    *,
    noise: Sequence[Source] | None = None,
    most_words: int = MOST,
) -> Comparison:
    """Compare two models in the words that both have.

    Two files of 200,000 x 300 take about 10 seconds, on one core, and 850 MB with the files.

    Args:
        a: A film, of which the last frame counts, or vectors, such as `film.vectors(3)`.
        b: Another one.
        n: Neighbours of a word; fewer if there are not so many other words.
        noise: Two or more sources like `a` but for their seeds, and with its words. Four to ten
            tell more, and they make the order of the words surer.
        most_words: How many of the most frequent shared words to compare, among themselves.

    Raises:
        EvaluationError: `no_shared_words`, `one_shared_word`.
        SettingError: `out_of_range`: `n` below 1, `most_words` below 2, or `noise` of one source.

    >>> one = Vectors(("king", "queen", "bread"), np.array([[1, 0.1], [1, 0.2], [0, 1]]))
    >>> turned = Vectors(("king", "queen", "bread"), one.matrix @ np.array([[0, 1], [-1, 0]]))
    >>> found = compare(one, turned, n=1)
    >>> found.changed.tolist(), found.cosine.round(6).tolist(), round(found.cka, 6)
    ([0.0, 0.0, 0.0], [1.0, 1.0, 1.0], 1.0)
    """
    with one_thread():
        return finish(compare_steps(a, b, n, noise=noise, most_words=most_words))


def compare_steps(
    a: Source,
    b: Source,
    n: int = NEIGHBOURS,
    *,
    noise: Sequence[Source] | None = None,
    most_words: int = MOST,
) -> Steps:
    """The same step by step: yields the share that is done, 0 to 1, and returns the result."""
    _check(n, noise, most_words)
    sources = [vectors_of(each) for each in (a, b, *(noise or ()))]
    rows = _shared_rows(sources)  # (sources, shared)
    shared = rows.shape[1]
    among = rows[:, :most_words]
    m = among.shape[1]
    work = _Work.of(sources, shared, m)
    cka = yield from work.during(
        work.cka, cka_steps(sources[0].matrix, sources[1].matrix, rows[0], rows[1])
    )
    near, units = [], []
    for source, chosen in zip(sources, among, strict=True):
        units.append(unit_rows(source.matrix[chosen]))
        near.append((yield from work.during(work.near, _near_steps(units[-1], min(n, m - 1)))))
    pairs = yield from work.during(work.pairs, _pair_steps(near, units))
    fit = pairs.fit
    by_frequency = Comparison(
        words=tuple(sources[0].words[i] for i in among[0]),
        changed=pairs.changed[0, 1],
        cosine=fit.cosine,
        places=np.arange(m),
        counts=_counts([a, b], among),
        near=np.stack(near[:2]),
        cka=cka,
        shared=shared,
        coverage=(shared / len(sources[0]), shared / len(sources[1])),
        fitted=fit.words,
        turn=fit.R,
        noise=None if noise is None else pairs.noise(),
    )
    return by_frequency.take(_order(by_frequency))


def jaccard(neighbours_a: Ids, neighbours_b: Ids) -> Float32:
    """Formula (1) of neighbours (m, n) of the same words, (m,)."""
    new = turnover(neighbours_a, neighbours_b)  # 1 - |A ∩ B| / n
    distance: Float32 = 2 * new / (1 + new)
    return distance


@dataclass(eq=False)
class _Work:
    """How much work there is, in multiplications, and how much of it is done."""

    cka: float
    near: float  # of each source
    pairs: float
    total: float
    done: float = 0.0

    @classmethod
    def of(cls, sources: Sequence[Vectors], shared: int, m: int) -> "_Work":
        k, (d, e) = len(sources), (each.matrix.shape[1] for each in sources[:2])
        cka, near = float(shared * (d * d + e * e + d * e)), float(m * m * (d + 200))
        pairs = float(k * (k - 1) * m * d * d)
        return cls(cka, near, pairs, cka + k * near + pairs)

    def during(
        self, part: float, steps: "Generator[float, None, T]"
    ) -> "Generator[float, None, T]":
        """Carry out a part, telling the share of the whole."""
        while True:
            try:
                share = next(steps)
            except StopIteration as end:
                self.done += part
                result: T = end.value
                return result
            yield min((self.done + share * part) / self.total, 1.0)


def _check(n: int, noise: Sequence[Source] | None, most_words: int) -> None:
    for name, value, low, high in (
        ("n", n, 1, 1000),
        ("most_words", most_words, 2, 10**6),
        ("noise", FEWEST_RUNS if noise is None else len(noise), FEWEST_RUNS, MOST_RUNS),
    ):
        if not low <= value <= high:
            raise out_of_range(name, value, low, high, whole=True)


def _shared_rows(sources: Sequence[Vectors]) -> Counts:
    """The rows of the words that all have, (sources, shared), the most frequent first."""
    first, *others = sources
    kept = [word for word in first if all(word in other for other in others)]
    if len(kept) < 2:
        fewest = min(others, key=lambda other: sum(word in other for word in first))
        raise _too_few(first, fewest, kept)
    rows = np.array([[source.id(word) for word in kept] for source in sources], dtype=np.int64)
    return rows[:, np.lexsort((rows[0], rows.max(axis=0)))]


def _too_few(a: Vectors, b: Vectors, kept: Sequence[str]) -> EvaluationError:
    if kept:
        message = f"only “{kept[0]}” is shared: comparing neighbours needs two words"
        return EvaluationError("one_shared_word", message, word=kept[0])
    message = f"none of {len(a)} words is among the {len(b)} others"
    return EvaluationError("no_shared_words", message, a_words=len(a), b_words=len(b))


def _near_steps(units: Float32, n: int) -> Generator[float, None, Ids]:
    """The n nearest of each row, (m, n)."""
    near = np.empty((len(units), n), dtype=np.int32)
    for block, ids, _ in nearest_blocks(units, n):
        near[block] = ids
        yield block.stop / len(units)
    return near


class Fit(NamedTuple):
    """An alignment: R and the cosines (m,) of formula (2), and how many words it was fitted on."""

    R: Float64 | None
    cosine: Float64 | None
    words: int


def aligned(X: Float32, Y: Float32) -> Fit:
    """Bring unit rows X (m, d) nearest to Y by formula (2), the most frequent first.

    There is no fit if d differs.
    """
    if X.shape != Y.shape:
        return Fit(None, None, 0)
    x, y = X.astype(np.float64), Y.astype(np.float64)
    R = turn(x[:FITTED], y[:FITTED])
    return Fit(R, np.einsum("ij,ij->i", x @ R, y), min(len(x), FITTED))


@dataclass(frozen=True, eq=False)
class _Pairs:
    """How m words change between any two of k sources: the first, the second, and other seeds.

    changed and moved (1 less the cosine; NaN without a fit) are (k, k, m); the fit is that of the
    first two.
    """

    changed: Float32
    moved: Float64
    fit: Fit

    def noise(self) -> Noise:
        """What seeds change: the second source against all others, which differ by their seeds."""
        runs = np.delete(np.arange(len(self.changed)), 1)
        among = np.ix_(runs, runs)
        moved = None
        if not np.isnan(self.moved).any():
            moved = line_of(self.moved[runs, 1], self.moved[among])
        return Noise(len(runs), line_of(self.changed[runs, 1], self.changed[among]), moved)


def _pair_steps(near: Sequence[Ids], units: Sequence[Float32]) -> Generator[float, None, _Pairs]:
    k, m = len(near), len(near[0])
    pairs = list(itertools.combinations(range(k), 2))
    changed, moved = np.zeros((k, k, m), dtype=np.float32), np.zeros((k, k, m))
    first = Fit(None, None, 0)
    for done, (i, j) in enumerate(pairs, 1):
        changed[i, j] = changed[j, i] = jaccard(near[i], near[j])
        fit = aligned(units[i], units[j])
        moved[i, j] = moved[j, i] = np.nan if fit.cosine is None else 1 - fit.cosine
        first = fit if done == 1 else first
        yield done / len(pairs)
    return _Pairs(changed, moved, first)


def _counts(sources: Sequence[Source], rows: Counts) -> Counts | None:
    """How often each word stands where it is rarer, (m,), as far as that is known."""
    known = [
        counts[chosen]
        for source, chosen in zip(sources, rows, strict=False)
        if (counts := counts_of(source)) is not None
    ]
    rarest: Counts | None = np.min(known, axis=0) if known else None
    return rarest


def _order(found: Comparison) -> Counts:
    """The words by falling change, equal ones by their frequency."""
    cosine = np.zeros(len(found)) if found.cosine is None else found.cosine
    closeness = cosine.round(DIGITS)
    keys = (found.places, closeness, -found.changed)
    return np.lexsort(keys if found.noise is None else (*keys, -found.noise.judge.times))
