"""Do vectors find similar what people find similar?

People rated pairs of words (WordSim-353, SimLex-999, MEN, …). Over the pairs whose words both have
vectors, the ratings are correlated with the cosines: by ranks (Spearman's ρ, which is what is
usually reported) and by values (Pearson's r). How far the pairs at hand, being a sample, may
mislead tells a 95 % interval by Fisher's transformation,

    tanh(artanh c ± 1.96 s),   s = 1/√(n-3) for r,   s = √((1 + ρ²/2)/(n-3)) for ρ            (1)

(Bonett and Wright 2000, https://doi.org/10.1007/BF02294183). Nothing is said about other words.

Ratings may be of other things than the vectors know: SimLex asks for similarity (coast, shore) and
not for relatedness (clothes, closet), which windows of text do not part.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embviz.measures.input_columns import LOOKED_AT, SEPARATORS, Columns, cells, columns
from embviz.measures.input_columns import number as number_in
from embviz.measures.input_lines import fault, ids_by_key, key_of, lines_of
from embviz.types import Float64
from embviz.vectors.vectors import Vectors

HEADERS = 3  # lines at the beginning that may say something else
Z95 = 1.959963984540054  # 95 % of a normal distribution lie within so many standard deviations
_EXPECTED = "two words and a number, separated by tabs, commas, semicolons or spaces"


@dataclass(frozen=True)
class Rating:
    """A pair of words as people rated it.

    Attributes:
        a: A word.
        b: Another one, or the same.
        score: The rating, on whatever scale.
        line: Where it stands in its file, from 1.
    """

    a: str
    b: str
    score: float
    line: int = 0


@dataclass(frozen=True)
class Correlation:
    """A coefficient and its 95 % interval.

    Attributes:
        value: -1 to 1.
        low: The lower end, formula (1); None for fewer than four pairs.
        high: The upper end.
    """

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, eq=False)
class RatingScore:
    """How vectors agree with people.

    Attributes:
        spearman: By ranks; None if there are no two pairs, or all are rated or measured the same.
        pearson: By values; None likewise.
        covered: The pairs that were compared.
        cosines: (covered,) of their words; 0 for an unknown word that counts.
        skipped: The pairs with a word that has no vector, counted (as 0) or not.
        missing: The words that have none, in order of appearance.
    """

    spearman: Correlation | None
    pearson: Correlation | None
    covered: tuple[Rating, ...]
    cosines: Float64
    skipped: tuple[Rating, ...]
    missing: tuple[str, ...]


def read_ratings(text: str) -> tuple[Rating, ...]:
    r"""Read a file of rated pairs.

    One pair a line: two words and a rating, in any columns and order. What stands between columns,
    and which of them hold words and ratings, is told by what they hold. Up to three lines before
    the first pair may be a header; blank lines and comments, which begin with # or //, do not
    count.

    Args:
        text: What the file says; a byte order mark does not matter.

    Raises:
        EvaluationError: `no_ratings` if there is no pair, `bad_rating` if a later line is none.

    >>> read_ratings("Word 1,Word 2,Human (mean)\ntiger,cat,7.35")
    (Rating(a='tiger', b='cat', score=7.35, line=2),)
    """
    found, lines = _layout(text)
    return tuple(_rating(number, line, found) for number, line in lines)


def rating_columns(text: str) -> Columns:
    """Which columns of a file of rated pairs are read. Raises as `read_ratings`."""
    return _layout(text)[0].columns


def compare_ratings(
    vectors: Vectors,
    ratings: Sequence[Rating],
    *,
    case_insensitive: bool = True,
    restrict_vocab: int | None = None,
    dummy4unknown: bool = False,
) -> RatingScore:
    """Correlate ratings with cosines. The figures are those of gensim's `evaluate_word_pairs`.

    Args:
        vectors: What is judged.
        ratings: By people.
        case_insensitive: Whether Tiger is looked up as tiger; of words that differ in capitals
            only, the first one is taken.
        restrict_vocab: Look among so many of the first words only.
        dummy4unknown: Whether a pair without vectors counts as one with the cosine 0.

    Raises:
        ValueError: If `restrict_vocab` is below 1.

    >>> vectors = Vectors(("cat", "tiger", "rock"), np.array([[1.0, 0], [0.9, 0.1], [0, 1]]))
    >>> people = [Rating("tiger", "cat", 7.35), Rating("Cat", "rock", 1.2)]
    >>> round(compare_ratings(vectors, people).spearman.value, 3)
    1.0
    """
    ids = ids_by_key(vectors, case_insensitive, restrict_vocab)
    rows = [[ids.get(key_of(word, case_insensitive)) for word in (r.a, r.b)] for r in ratings]
    known = [None not in row for row in rows]
    cosines = np.zeros(len(rows))
    pairs = np.array([row for row in rows if None not in row], np.int64).reshape(-1, 2)
    a, b = (vectors.rows.unit(side) for side in pairs.T)
    cosines[known] = np.einsum("ij,ij->i", a, b)
    counted = np.array(known, dtype=bool) | dummy4unknown
    scores = np.array([rating.score for rating in ratings])
    spearman, pearson = _correlations(scores[counted], cosines[counted])
    unknown = {
        word: None
        for rating, row in zip(ratings, rows, strict=True)
        for word, i in zip((rating.a, rating.b), row, strict=True)
        if i is None
    }
    return RatingScore(
        spearman,
        pearson,
        tuple(r for r, counts in zip(ratings, counted, strict=True) if counts),
        cosines[counted],
        tuple(r for r, both in zip(ratings, known, strict=True) if not both),
        tuple(unknown),
    )


def _correlations(
    scores: Float64, cosines: Float64
) -> tuple[Correlation | None, Correlation | None]:
    n = len(scores)
    if n < 2 or np.ptp(scores) == 0 or np.ptp(cosines) == 0:
        return None, None
    from scipy.stats import rankdata  # half a second, which every worker would take to start

    rho = _pearson(rankdata(scores), rankdata(cosines))
    r = _pearson(scores, cosines)
    return _with_interval(rho, 1 + rho**2 / 2, n), _with_interval(r, 1.0, n)


def _pearson(x: Float64, y: Float64) -> float:
    x, y = x - x.mean(), y - y.mean()
    x, y = x / np.abs(x).max(), y / np.abs(y).max()  # lest squares leave double precision
    return float(np.clip(x @ y / math.sqrt(float(x @ x) * float(y @ y)), -1, 1))


def _with_interval(value: float, variance: float, n: int) -> Correlation:
    """Formula (1), with s² = variance / (n - 3)."""
    if n < 4:
        return Correlation(value, None, None)
    if abs(value) == 1:
        return Correlation(value, value, value)
    z, reach = math.atanh(value), Z95 * math.sqrt(variance / (n - 3))
    return Correlation(value, math.tanh(z - reach), math.tanh(z + reach))


@dataclass(frozen=True)
class _Layout:
    separator: str | None
    columns: Columns


def _layout(text: str) -> tuple[_Layout, list[tuple[int, str]]]:
    """How a file is written, and its lines from the first pair on."""
    lines = list(lines_of(text))
    for separator in SEPARATORS:
        rows = [cells(line, separator) for _, line in lines[: LOOKED_AT + HEADERS]]
        for header in range(min(len(rows), HEADERS + 1)):
            headings = rows[header - 1] if header else ()
            found = columns(rows[header:], 2, rated=True, headings=headings)
            if found is not None:
                return _Layout(separator, found), lines[header:]
    number, line = lines[0] if lines else (1, "")
    raise fault("no_ratings", number, line, _EXPECTED)


def _rating(number: int, line: str, layout: _Layout) -> Rating:
    fields, found = cells(line, layout.separator), layout.columns
    (a, b), c = found.words, found.number or 0
    whole = len(fields) > max(a, b, c) and fields[a] and fields[b]
    score = number_in(fields[c]) if whole else None
    if score is None:
        raise fault("bad_rating", number, line, f"{_EXPECTED} in column {c + 1}")
    return Rating(fields[a], fields[b], score, number)
