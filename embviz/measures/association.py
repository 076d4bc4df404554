"""Which words lie nearer to which: the word embedding association test (WEAT).

Are flowers, X, nearer to pleasant words, A, and insects, Y, nearer to unpleasant ones, B? For a
word w, and for the lists (Caliskan, Bryson and Narayanan 2017, Science 356:183,
https://doi.org/10.1126/science.aal4230),

    s(w)  = mean over a in A of cos(w, a) - mean over b in B of cos(w, b)                      (1)
    S     = Σ_x s(x) - Σ_y s(y)                                                                (2)
    d     = (mean_x s(x) - mean_y s(y)) / standard deviation of s over X and Y together        (3)

d is the effect size, below 2 in lists of equal length: as Cohen's, but with the deviation of both
lists together.
Were X and Y only two names for one list, any other way to deal their words into two lists of these
lengths would do as well, so

    p     = the share of all dealings with an S at least as large                              (4)

is one-sided: small where X is to A as Y is to B. The dealing at hand is one of them, so p is never
0, where the paper counts only those that are larger. If there are more than `MOST` dealings, N are
drawn, and p = (1 + those at least as large) / (1 + N) (Phipson and Smyth 2010,
https://doi.org/10.2202/1544-6115.1585).

With m the middle of the two means in (3), and σ the deviation, d is a sum over words:

    of x   (s(x) - m) / (|X| σ)        of a   (mean_x cos(x, a) - mean_y cos(y, a)) / (|A| σ)
    of y   (m - s(y)) / (|Y| σ)        of b   (mean_y cos(y, b) - mean_x cos(x, b)) / (|B| σ)    (5)

each once over X and Y, and once over A and B.

Not here: what p says of other words than those of the lists, or of people. It tells how likely the
lists come out so if their words were dealt at random, in these vectors. Words that move together,
as the names of one kind of thing do, are not dealt one by one: where X and Y are two such kinds,
chance alone gives a small p more often than p says, and vectors of another seed tell more.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from embviz.errors import EvaluationError
from embviz.measures.input_lines import ids_by_key, key_of
from embviz.measures.sources import Source, counts_of, vectors_of
from embviz.types import Counts, Float64
from embviz.vectors.vectors import Vectors

MOST = 200_000  # dealings that are all gone through
DRAWN = 100_000  # else
FEWEST = 6  # words of a list, as in the shortest one of the paper; fewer are told
RARE = 10  # a word of a text that stands there less often is told
BLOCK = 2**19  # random numbers held at once
TIE = 1e-12  # sums that differ by less, as a share of all numbers summed, are equal
PURPOSE = 5081  # first of the words of the generator that draws dealings

NAMES = ("X", "Y", "A", "B")


@dataclass(frozen=True)
class Part:
    """What one word adds to the effect size.

    Attributes:
        word: As it stands in the vectors.
        list: "X", "Y", "A" or "B".
        association: s(w) of formula (1); of a word of A or B, how much nearer X is to it than Y.
        contribution: Formula (5).
    """

    word: str
    list: str
    association: float
    contribution: float


@dataclass(frozen=True)
class Weat:
    """The result of an association test.

    Attributes:
        effect: d of formula (3); NaN if all words of X and Y are associated alike.
        p: Formula (4).
        exact: Whether all dealings were gone through.
        dealings: How many were looked at.
        statistic: S of formula (2).
        targets: The words of X and Y, those that add most to the effect first.
        attributes: Those of A and B likewise.
        missing: By list, the words that have no vector, where there are some.
        few: The lists with fewer than `FEWEST` words left.
        shared: Words of X or Y that are in A or B as well: each is nearest to itself.
        rare: Words that stand less than `RARE` times in the text, with their counts, if known.
    """

    effect: float
    p: float
    exact: bool
    dealings: int
    statistic: float
    targets: tuple[Part, ...]
    attributes: tuple[Part, ...]
    missing: Mapping[str, tuple[str, ...]]
    few: tuple[str, ...]
    shared: tuple[str, ...]
    rare: Mapping[str, int]


def weat(
    source: Source,
    X: Iterable[str],
    Y: Iterable[str],
    A: Iterable[str],
    B: Iterable[str],
    *,
    seed: int = 0,
    counts: Counts | None = None,
) -> Weat:
    """Test whether the words X are nearer to A, and Y nearer to B.

    Words that have no vector are looked for in other capitals, the first such word counting; those
    that are not found are left out, and told. The lists of the paper: `weat_lists`.

    Args:
        source: Vectors, or a film, of which the last frame counts.
        X: Target words.
        Y: Others, about as many.
        A: Attribute words.
        B: Others.
        seed: Of the dealings, where they are drawn.
        counts: How often each word of vectors stands in their text, (V,); a film knows it.

    Raises:
        EvaluationError: `empty_list`: no word of a list has a vector; `in_two_lists`: a word is in
            both X and Y, or both A and B.
        TypeError: A list is a single string.

    >>> matrix = np.array([[2.0, 1], [1, 2], [1, 0], [0, 1]])
    >>> vectors = Vectors(("rose", "wasp", "joy", "pain"), matrix)
    >>> found = weat(vectors, ["rose", "lily"], ["wasp"], ["joy"], ["pain"])
    >>> round(found.effect, 3), found.p, found.missing, found.few
    (1.414, 0.5, {'X': ('lily',)}, ('X', 'Y', 'A', 'B'))
    """
    for name, words in zip(NAMES, (X, Y, A, B), strict=True):
        if isinstance(words, str):  # whose letters would be taken for words
            raise TypeError(f"{name} needs a list of words, e.g. [{words!r:.40}], not a string")
    vectors, counts = vectors_of(source), counts_of(source) if counts is None else counts
    lists = dict(zip(NAMES, (tuple(dict.fromkeys(each)) for each in (X, Y, A, B)), strict=True))
    known = _look_up(vectors, lists)
    rows = {name: tuple(dict.fromkeys(each.values())) for name, each in known.items()}
    _check(vectors, lists, rows)
    x, y, a, b = (vectors.rows.unit(rows[name]) for name in NAMES)
    targets, attributes = np.concatenate([x, y]), np.concatenate([a, b])
    cosines = targets @ attributes.T  # (|X| + |Y|, |A| + |B|)
    s: Float64 = cosines[:, : len(a)].mean(axis=1) - cosines[:, len(a) :].mean(axis=1)
    toward: Float64 = cosines[: len(x)].mean(axis=0) - cosines[len(x) :].mean(axis=0)
    means, deviation = (s[: len(x)].mean(), s[len(x) :].mean()), s.std(ddof=1)
    p, exact, dealings = _p(s, len(x), np.random.default_rng((PURPOSE, seed)))
    spread = float(deviation) if np.ptp(s) > TIE else math.nan
    used = sorted(_either(rows, "XYAB"))
    return Weat(
        effect=float(means[0] - means[1]) / spread,
        p=p,
        exact=exact,
        dealings=dealings,
        statistic=float(s[: len(x)].sum() - s[len(x) :].sum()),
        targets=_parts(vectors, rows, "XY", s, s - sum(means) / 2, spread),
        attributes=_parts(vectors, rows, "AB", toward, toward, spread),
        missing={
            name: left
            for name in NAMES
            if (left := tuple(word for word in lists[name] if word not in known[name]))
        },
        few=tuple(name for name in NAMES if len(rows[name]) < FEWEST),
        shared=tuple(vectors.words[i] for i in sorted(_either(rows, "XY") & _either(rows, "AB"))),
        rare={}
        if counts is None
        else {vectors.words[i]: int(counts[i]) for i in used if counts[i] < RARE},
    )


def _look_up(
    vectors: Vectors, lists: Mapping[str, tuple[str, ...]]
) -> Mapping[str, dict[str, int]]:
    """The row of each word that has one, by list."""
    by_key: Mapping[str, int] | None = None
    found: dict[str, dict[str, int]] = {name: {} for name in NAMES}
    for name, words in lists.items():
        for word in words:
            if word in vectors:
                found[name][word] = vectors.id(word)
                continue
            by_key = ids_by_key(vectors, True, None) if by_key is None else by_key
            if (row := by_key.get(key_of(word, True))) is not None:
                found[name][word] = row
    return found


def _either(rows: Mapping[str, tuple[int, ...]], names: str) -> set[int]:
    """The rows of all words of some lists."""
    return {i for name in names for i in rows[name]}


def _check(
    vectors: Vectors, lists: Mapping[str, tuple[str, ...]], rows: Mapping[str, tuple[int, ...]]
) -> None:
    for name in NAMES:
        if not rows[name]:
            n = len(lists[name])
            message = f"none of the {n} words of the list {name} has a vector"
            raise EvaluationError("empty_list", message, list=name, words=n)
    for one, other in ("XY", "AB"):
        both = set(rows[one]) & set(rows[other])
        if both:
            word = vectors.words[min(both)]
            message = f"“{word}” is in both lists, {one} and {other}"
            raise EvaluationError("in_two_lists", message, word=word, one=one, other=other)


def _parts(
    vectors: Vectors,
    rows: Mapping[str, tuple[int, ...]],
    names: str,
    associations: Float64,
    differences: Float64,
    spread: float,
) -> tuple[Part, ...]:
    """Formula (5) for the words of two lists, the second of which counts with the other sign."""
    signs = dict(zip(names, (1, -1), strict=True))
    parts = [
        Part(
            vectors.words[i],
            name,
            float(association),
            signs[name] * float(difference) / (len(rows[name]) * spread),
        )
        for (name, i), association, difference in zip(
            [(name, i) for name in names for i in rows[name]],
            associations,
            differences,
            strict=True,
        )
    ]
    return tuple(sorted(parts, key=lambda part: -part.contribution))


def _p(s: Float64, x: int, rng: Generator) -> tuple[float, bool, int]:
    """Formula (4) for associations of which the first x are X's; whether exact; dealings."""
    n = len(s)
    # With all words dealt, S grows with the sum over X alone.
    enough = float(s[:x].sum()) - TIE * float(np.abs(s).sum())
    every = math.comb(n, x)
    if every <= MOST:
        larger = sum(int((s[chosen].sum(axis=1) >= enough).sum()) for chosen in _every(n, x))
        return larger / every, True, every
    larger = sum(int((s[chosen].sum(axis=1) >= enough).sum()) for chosen in _drawn(n, x, rng))
    return (1 + larger) / (1 + DRAWN), False, DRAWN


def _every(n: int, x: int) -> Iterator[Counts]:
    """All ways to choose x of n, in blocks (m, x)."""
    ways, step = itertools.combinations(range(n), x), max(1, BLOCK // x)
    while block := list(itertools.islice(ways, step)):
        yield np.array(block, dtype=np.int64)


def _drawn(n: int, x: int, rng: Generator) -> Iterator[Counts]:
    """DRAWN ways to choose x of n, each as likely as any other, in blocks (m, x)."""
    step = max(1, BLOCK // n)
    for first in range(0, DRAWN, step):
        keys = rng.random((min(step, DRAWN - first), n))
        yield np.argpartition(keys, x, axis=1)[:, :x]
