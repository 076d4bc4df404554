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
from typing import TypeAlias

import numpy as np

from embviz.files.findings import EXAMPLES, Finding, cut
from embviz.types import Counts, Float64, Floating
from embviz.vectors.cosines import row_lengths
from embviz.vectors.vectors import Vectors, nearest

Flags: TypeAlias = np.ndarray[tuple[int], np.dtype[np.bool_]]
"""Yes or no for each row, (V,)."""

PURPOSE = 4711
"""First of the four words of the generator that draws the sample."""

SAMPLE = 5000
"""Words among which hubs are looked for."""

NEIGHBOURS = 10

HUB = 10
"""A hub is a neighbour of so many times as many words as the average word is."""

FAR = 10.0
"""An odd length is so many times the median, or its inverse."""

BLOCK = 2**22
"""Numbers that are measured at once."""


@dataclass(frozen=True)
class Lengths:
    """Lengths of the rows that are not zero; 0 if all are.

    Attributes:
        shortest: The smallest.
        median: The one in the middle.
        longest: The largest.
    """

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
        ValueError: If a number is not finite.

    >>> matrix = np.array([[1.0, 0], [0, 1], [0, 0], [1, 1]])
    >>> found = examine(Vectors(("king", "King", "bread", "queen"), matrix)).findings
    >>> [(each.kind, each.count, each.examples) for each in found]
    [('zeros', 1, ('bread',)), ('case', 1, ('King',))]
    """
    lengths = _lengths(vectors)  # (V,)
    some = lengths[lengths > 0]
    median = float(np.median(some)) if len(some) else 0.0
    repeated = _repeated(vectors.matrix) & (lengths > 0)
    sample = _sample(np.flatnonzero((lengths > 0) & ~repeated))
    findings = [
        *_where("zeros", lengths == 0, vectors.words),
        *_where("long_rows", lengths > FAR * median, vectors.words),
        *_where("short_rows", (lengths > 0) & (lengths < median / FAR), vectors.words),
        *_where("equal_rows", repeated, vectors.words),
        *_case(vectors.words),
        *_hubs(vectors, sample),
    ]
    low, high = (float(some.min()), float(some.max())) if len(some) else (0.0, 0.0)
    return Diagnosis(tuple(findings), Lengths(low, median, high), len(sample))


def _lengths(vectors: Vectors) -> Float64:
    matrix = vectors.matrix
    step = max(1, BLOCK // max(1, matrix.shape[1]))
    lengths = [
        np.where(part.any(axis=1), row_lengths(part), 0.0)
        for part in (matrix[i : i + step] for i in range(0, len(matrix), step))
    ]
    return np.concatenate(lengths or [np.empty(0)])


def _repeated(matrix: Floating) -> Flags:
    """Which rows are equal to a row before them, (V,).

    Equal rows have equal products with any vector; of those that have, neighbours are compared.
    """
    x = np.random.default_rng([PURPOSE, 1, 0, 0]).standard_normal(matrix.shape[1])
    step = max(1, BLOCK // max(1, matrix.shape[1]))
    blocks = [matrix[i : i + step] for i in range(0, len(matrix), step)]
    marks = np.concatenate([np.empty(0), *(np.einsum("ij,j->i", part, x) for part in blocks)])
    order = np.argsort(marks, kind="stable")  # of equal rows the first one comes first
    later = np.flatnonzero(marks[order][1:] == marks[order][:-1]) + 1
    repeated = np.zeros(len(matrix), dtype=np.bool_)
    for i in range(0, len(later), step):
        one, other = order[later[i : i + step]], order[later[i : i + step] - 1]
        repeated[one] = (matrix[one] == matrix[other]).all(axis=1)
    return repeated


def _where(kind: str, odd: Flags, words: Sequence[str]) -> Iterator[Finding]:
    rows = np.flatnonzero(odd)
    if len(rows):
        yield _finding(kind, rows, words)


def _finding(kind: str, rows: Counts, words: Sequence[str]) -> Finding:
    examples = tuple(cut(words[i]) for i in rows[:EXAMPLES])
    return Finding(kind, len(rows), examples, int(rows[0]) + 1)


def _case(words: Sequence[str]) -> Iterator[Finding]:
    """Words that are another word in capitals, or partly so."""
    seen, rows = set[str](), []
    for i, word in enumerate(words):
        small = word.lower()
        if small in seen:
            rows.append(i)
        seen.add(small)
    if rows:
        yield _finding("case", np.array(rows), words)


def _sample(rows: Counts) -> Counts:
    """Some of the rows, rising."""
    if len(rows) <= SAMPLE:
        return rows
    rng = np.random.default_rng([PURPOSE, 0, 0, 0])
    return np.sort(rng.choice(rows, SAMPLE, replace=False))


def _hubs(vectors: Vectors, sample: Counts) -> Iterator[Finding]:
    """Words that are neighbours of many, the greatest hub first."""
    ids, _ = nearest(np.asarray(vectors.matrix[sample], dtype=np.float32), NEIGHBOURS)
    if not ids.size:
        return
    times = np.bincount(ids.ravel(), minlength=len(sample))
    found = np.flatnonzero(times > HUB * ids.shape[1])
    order = found[np.argsort(-times[found], kind="stable")]
    if len(order):
        yield _finding("hubs", sample[order], vectors.words)
