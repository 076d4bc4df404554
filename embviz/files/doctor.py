"""What is odd about vectors that have been read: facts that a page can word, never sentences.

- `zeros`: rows of nothing but 0, whose cosines are all 0;
- `long_rows`, `short_rows`: rows ten times as long as the median row, or a tenth of it;
- `equal_rows`: rows that are an earlier row once more, number by number (but for rows of 0);
- `case`: words that differ from a word before them by capitals only;
- `hubs`: words among the ten nearest of very many words. In high dimensions some rows are near to
  everything (Radovanović et al. 2010, https://jmlr.org/papers/v11/radovanovic10a.html). They are
  looked for in a sample of the words whose rows are not zero and came first, and among these.

Numbers that are not finite are not here: reading leaves such rows out, and says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embviz.files.findings import EXAMPLES, Finding, cut
from embviz.types import Counts, Float64, Floating
from embviz.vectors.cosines import row_lengths, unit_rows
from embviz.vectors.vectors import Vectors, nearest

PURPOSE = 4711  # first of the four words of the generator that draws the sample
SAMPLE = 5000  # words among which hubs are looked for
NEIGHBOURS = 10
HUB = 10  # a hub is a neighbour of so many times as many words as the average word is
FAR = 10.0  # an odd length is so many times the median, or its inverse
LARGE = 1e300
BLOCK = 2**22  # numbers that are measured at once


@dataclass(frozen=True)
class Lengths:
    """Lengths of the rows that are not zero; 0 if all are."""

    shortest: float
    median: float
    longest: float


@dataclass(frozen=True)
class Diagnosis:
    """What is odd.

    Attributes:
        findings: See the module.
        lengths: Of the rows.
        sample: Words among which hubs were looked for.
    """

    findings: tuple[Finding, ...]
    lengths: Lengths
    sample: int


def examine(vectors: Vectors) -> Diagnosis:
    """Examine vectors; a second for some hundred thousand words.

    Args:
        vectors: Whose numbers are finite.

    Raises:
        ValueError: If a number, or the length of a row, is not finite.

    >>> matrix = np.array([[1.0, 0], [0, 1], [0, 0], [1, 1]])
    >>> found = examine(Vectors(("king", "King", "bread", "queen"), matrix)).findings
    >>> [(each.kind, each.count, each.examples) for each in found]
    [('zeros', 1, ('bread',)), ('case', 1, ('King',))]
    """
    lengths = _lengths(vectors)  # (V,)
    nonzero = lengths > 0
    some = lengths[nonzero] if nonzero.any() else np.zeros(1)
    shortest, longest = float(some.min()), float(some.max())
    scale = longest if longest > LARGE else 1.0  # lest two of the largest are added
    median = float(np.median(some / scale)) * scale
    repeated = _repeated(vectors.matrix) & nonzero
    sample = _sample(np.flatnonzero(nonzero & ~repeated))
    rows = {
        "zeros": np.flatnonzero(~nonzero),
        "long_rows": np.flatnonzero(lengths > FAR * median),
        "short_rows": np.flatnonzero(nonzero & (lengths < median / FAR)),
        "equal_rows": np.flatnonzero(repeated),
        "case": _capitals(vectors.words),
        "hubs": _hubs(vectors, sample),
    }
    findings = [_finding(kind, odd, vectors.words) for kind, odd in rows.items() if len(odd)]
    return Diagnosis(tuple(findings), Lengths(shortest, median, longest), len(sample))


def _finding(kind: str, rows: Counts, words: Sequence[str]) -> Finding:
    examples = tuple(cut(words[i]) for i in rows[:EXAMPLES])
    return Finding(kind, len(rows), examples, int(rows[0]) + 1)


def _blocks(matrix: Floating) -> Iterator[Floating]:
    step = max(1, BLOCK // max(1, matrix.shape[1]))
    return (matrix[i : i + step] for i in range(0, len(matrix), step))


def _lengths(vectors: Vectors) -> Float64:
    parts = _blocks(vectors.matrix)
    lengths = (np.where(part.any(axis=1), row_lengths(part), 0.0) for part in parts)
    return np.concatenate([np.empty(0), *lengths])


def _repeated(matrix: Floating) -> NDArray[np.bool_]:
    """Which rows are equal to a row before them, (V,).

    Equal rows have equal products with any vector; of those that have, neighbours are compared.
    """
    x = np.random.default_rng([PURPOSE, 1, 0, 0]).standard_normal(matrix.shape[1])
    x /= np.abs(x).sum()  # lest products of huge numbers leave the finite ones
    products = (np.einsum("ij,j->i", part, x) for part in _blocks(matrix))
    marks = np.concatenate([np.empty(0), *products])
    order = np.argsort(marks, kind="stable")  # of equal rows the first one comes first
    later = np.flatnonzero(marks[order][1:] == marks[order][:-1]) + 1
    repeated = np.zeros(len(matrix), dtype=np.bool_)
    step = max(1, BLOCK // max(1, matrix.shape[1]))
    for i in range(0, len(later), step):
        one, other = order[later[i : i + step]], order[later[i : i + step] - 1]
        repeated[one] = (matrix[one] == matrix[other]).all(axis=1)
    return repeated


def _capitals(words: Sequence[str]) -> Counts:
    """Rows whose words differ from a word before them by capitals only."""
    lowered = {word.lower() for word in words if word != word.lower()}
    seen, rows = set[str](), []
    for i, word in enumerate(words):
        small = word.lower()
        if small in lowered:  # of all others there is one only
            if small in seen:
                rows.append(i)
            seen.add(small)
    return np.array(rows, dtype=np.int64)


def _sample(rows: Counts) -> Counts:
    """Some of the rows, rising."""
    if len(rows) <= SAMPLE:
        return rows
    rng = np.random.default_rng([PURPOSE, 0, 0, 0])
    return np.sort(rng.choice(rows, SAMPLE, replace=False))


def _hubs(vectors: Vectors, sample: Counts) -> Counts:
    """Rows whose words are neighbours of many, the greatest hub first."""
    rows = np.asarray(vectors.matrix[sample])
    plain = np.dtype(rows.dtype).itemsize <= np.dtype(np.float32).itemsize
    ids, _ = nearest(rows.astype(np.float32) if plain else unit_rows(rows), NEIGHBOURS)
    if not ids.size:
        return sample[:0]
    times = np.bincount(ids.ravel(), minlength=len(sample))
    found = np.flatnonzero(times > HUB * ids.shape[1])
    return sample[found[np.argsort(-times[found], kind="stable")]]
