"""Words and their vectors: neighbours, similarity, analogy, arithmetic.

A frame of a film and a file that somebody else trained are the same thing from here on: words and
one matrix. All questions are put to the cosine

    cos(a, b) = x_a · x_b,     x_w = v_w / |v_w|,  and x_w = 0 where v_w = 0                 (1)

in all d dimensions. An analogy a : b = c : ? is answered by one of

    3CosAdd    cos(w, x_b - x_a + x_c)                                                       (2)
    3CosMul    p_b(w) p_c(w) / (p_a(w) + ε),     p_u(w) = (1 + cos(w, u)) / 2                (3)

(Mikolov, Yih and Zweig 2013, https://aclanthology.org/N13-1090; Levy and Goldberg 2014,
https://aclanthology.org/W14-1618, with gensim's ε = 1e-6).

Every answer is repeatable to the last digit: equal rows have equal cosines, wherever they stand in
the matrix, and words with equal cosines come in the order of their ids.

Not here: approximate neighbours. Everything is exact.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from embviz.errors import MissingWord
from embviz.types import Counts, Float32, Float64, Floating, Ids
from embviz.util.renderers import Shown, render
from embviz.vectors.cosines import METHODS, Method, Rows, best, rank, unit_rows
from embviz.vectors.formula import Formula, Term, hyphenated, parse, quoted
from embviz.vectors.word_rows import WordRows

__all__ = ["METHODS", "Answers", "Method", "Query", "Vectors", "nearest", "unit_rows"]
BLOCK = 2**20  # cosines held at once by `nearest`: 4 MB, which stay in the cache of the processor
Answers: TypeAlias = list[tuple[str, float]]  # words and their scores, the best first

Query: TypeAlias = str | Formula | Floating
"""What can be asked for: a word, a formula (`embviz.vectors.formula.parse`), or a vector (d,)."""


@dataclass(frozen=True, eq=False)
class Vectors:
    """Words and one matrix.

    Attributes:
        words: The words, none of them twice; word i has row i.
        matrix: (V, d), any floating dtype; cosines are computed in single precision.

    Raises:
        ValueError: If there are not as many words as rows, or a word stands there twice.

    >>> matrix = np.array([[1.0, 0.1], [0.9, 0.2], [0.0, 1.0]])
    >>> vectors = Vectors(("king", "queen", "bread"), matrix)
    >>> [word for word, cosine in vectors.most_similar("king")]
    ['queen', 'bread']
    """

    words: tuple[str, ...]
    matrix: Floating

    def __post_init__(self) -> None:
        if self.matrix.ndim != 2 or len(self.matrix) != len(self.words):
            raise ValueError(
                f"{len(self.words)} words need a matrix of as many rows, not {self.matrix.shape}"
            )
        if len(self._ids.exact) < len(self.words):
            twice = next(word for i, word in enumerate(self.words) if self._ids.exact[word] != i)
            raise ValueError(f"the word “{twice}” is a duplicate")

    def __repr__(self) -> str:
        """Say what it is in a line: the matrix would fill a notebook."""
        return f"<Vectors: {len(self)} words, {self.matrix.shape[1]} dimensions>"

    def _repr_svg_(self) -> str | None:
        """Show itself in a notebook: a map of the first words."""
        svg: str | None = render(self, "svg")
        return svg

    def show(self, *, projection: object = None, words: Sequence[str] | int | None = None) -> Shown:
        """Give something that a notebook shows: a map of some of the words.

        Args:
            projection: A name of `PROJECTIONS`, or a projection with its settings; None: what is
                usual for so many words.
            words: Which, or how many of the first; None: as many as can be read.

        Raises:
            MissingWord: If a word has no vector.
            RuntimeError: If `embviz` itself was never imported, only a room of it.
        """
        shown: Shown | None = render(self, "show", projection=projection, words=words)
        if shown is None:
            raise RuntimeError("import embviz.public to have vectors shown")
        return shown

    def __getstate__(self) -> dict[str, object]:
        """Travel without what can be worked out again, which is larger than the words."""
        return {"words": self.words, "matrix": self.matrix}

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self._ids

    def __iter__(self) -> Iterator[str]:
        """Go through the words, so that `in`, `len` and `for` speak of the same things."""
        return iter(self.words)

    def __getitem__(self, word: str) -> Floating:
        """The vector of a word, (d,). Raises MissingWord."""
        row: Floating = self.matrix[self.id(word)]
        return row

    def id(self, word: str) -> int:
        """The row of a word, however its letters are composed. Raises MissingWord."""
        try:
            return self._ids[word]
        except KeyError:
            raise MissingWord("missing_word", f"“{word}” has no vector.", word=word) from None

    def spelling(self, word: str) -> str:
        """A word as it stands among the words, which may be composed otherwise.

        Raises MissingWord.
        """
        return self.words[self.id(word)]

    def most_similar(self, query: Query, n: int = 10, *, exclude_inputs: bool = True) -> Answers:
        """The n nearest words and their cosines, nearest first.

        Args:
            query: A word, a parsed formula, or any vector (d,).
            n: How many; all of them if there are fewer.
            exclude_inputs: Whether to leave out the word, or the words of the formula.

        Raises:
            MissingWord: If a word has no vector.
            ValueError: If a vector is not of d finite numbers.

        >>> vectors = Vectors(("king", "man", "he"), np.array([[2.0, 1], [2, 0], [1, 0]]))
        >>> vectors.most_similar(parse("king - man"), n=1)[0][0]
        'he'
        """
        inputs: tuple[int, ...] = ()
        if isinstance(query, str):
            inputs = (self.id(query),)
            x: Floating = self.rows.unit(inputs)[0]
        elif isinstance(query, Formula):
            x = self.combine(query)
            inputs = tuple(self._ids[word] for word in query.words)
        elif np.shape(query) == self.matrix.shape[1:]:
            x = query
        else:
            d = self.matrix.shape[1]
            raise ValueError(f"a vector must be of {d} numbers: {np.shape(query)}")
        return self._best(self.rows.cosines(x), n, inputs if exclude_inputs else ())

    def nearest_to(self, X: Floating, n: int = 10) -> tuple[Ids, Float32]:
        """The n words nearest to each of many vectors, nothing excluded.

        Args:
            X: (m, d) of any lengths.
            n: How many; V if that is less.

        Returns:
            Ids (m, n) and cosines (m, n), falling; equal cosines in the order of the ids.

        Raises:
            ValueError: If they are not of d finite numbers each.
        """
        if X.ndim != 2 or X.shape[1] != self.matrix.shape[1]:
            raise ValueError(f"vectors of {self.matrix.shape[1]} numbers are needed, not {X.shape}")
        return self.rows.nearest_to(X, n)

    def similarity(self, a: str, b: str) -> float:
        """The cosine of two words, formula (1). Raises MissingWord."""
        x_a, x_b = self.rows.unit((self.id(a), self.id(b)))
        return float(np.einsum("j,j->", x_a, x_b))

    def analogy(
        self,
        a: str,
        b: str,
        c: str,
        n: int = 10,
        method: Method = "3CosAdd",
        *,
        exclude_inputs: bool = True,
    ) -> Answers:
        """Answer a : b = c : ?, formula (2) or (3): the n best words and their scores.

        Args:
            a: As man in man : king = woman : ?
            b: As king.
            c: As woman.
            n: How many; all of them if there are fewer.
            method: "3CosAdd", whose scores are cosines, or "3CosMul", whose scores are not.
            exclude_inputs: Whether to leave out a, b and c, as is usual. The best answer is often
                one of them.

        Raises:
            MissingWord: If one of the three has no vector.
            ValueError: If there is no such method.
        """
        ids = (self.id(a), self.id(b), self.id(c))
        return self._best(self._scores(ids, method), n, ids if exclude_inputs else ())

    def rank_of(
        self,
        expected: str,
        a: str,
        b: str,
        c: str,
        method: Method = "3CosAdd",
        *,
        exclude_inputs: bool = True,
    ) -> int | None:
        """The place of a word among the answers to a : b = c : ?, 1 for the best.

        Returns:
            1 to V; None if the word is an input and these are excluded.

        Raises:
            MissingWord: If one of the four has no vector.
            ValueError: If there is no such method.
        """
        ids = (self.id(a), self.id(b), self.id(c))
        of = self.id(expected)
        return rank(self._scores(ids, method), of, ids if exclude_inputs else ())

    def combine(self, formula: str | Formula) -> Float64:
        """The value of a formula of words, (d,), from unit rows x_w, as analogies are.

        Args:
            formula: As `king - man + 0.5*woman`, a text or parsed.

        Raises:
            FormulaError: If the text is no formula; says where.
            MissingWord: If a word has no vector. Facts as in `embviz.errors`.
        """
        formula = parse(formula) if isinstance(formula, str) else formula
        for term in formula.terms:
            if term.word not in self._ids:
                raise self._missing(formula, term)
        numbers = np.array([float(term.coefficient) for term in formula.terms])
        x: Float64 = numbers @ self.rows.unit([self._ids[word] for word in formula.words])
        return x

    def units(self, words: Collection[str]) -> Float64:
        """The rows of some words at unit length, (m, d). Raises MissingWord."""
        return self.rows.unit([self.id(word) for word in words])

    def take(self, ids: Sequence[int] | Ids) -> "Vectors":
        """Give some of the words, in the order of the rows (n,) that are named, none of them twice.

        >>> vectors = Vectors(("king", "man", "he"), np.eye(3))
        >>> vectors.take([2, 0]).words
        ('he', 'king')
        """
        rows = np.asarray(ids, dtype=np.int64)
        return Vectors(tuple(self.words[i] for i in rows), self.matrix[rows])

    def lower(self) -> "Vectors":
        """Give the same with words in small letters; of several spellings the first row counts.

        >>> vectors = Vectors(("The", "king", "the"), np.eye(3))
        >>> vectors.lower().words, vectors.lower()["the"].tolist()
        (('the', 'king'), [1.0, 0.0, 0.0])
        """
        first: dict[str, int] = {}
        for i, word in enumerate(self.words):
            first.setdefault(word.lower(), i)
        one_each = len(first) == len(self)
        return Vectors(tuple(first), self.matrix if one_each else self.matrix[[*first.values()]])

    def _missing(self, formula: Formula, term: Term) -> MissingWord:
        place = {"position": term.position, "character": term.position + 1}
        message = f"“{term.word}” has no vector (character {term.position + 1} of the formula)."
        meant = hyphenated(formula, term, self._ids)
        if meant is None:
            return MissingWord("missing_in_formula", message, word=term.word, **place)
        message = f"{message} Write {quoted(meant)} if that word is meant."
        facts = {"word": term.word, "quoted": quoted(meant), **place}
        return MissingWord("missing_unquoted", message, **facts)

    def _scores(self, ids: tuple[int, int, int], method: Method) -> Floating:
        if method not in METHODS:
            raise ValueError(f"no method {method!r}; there are {', '.join(METHODS)}")
        return METHODS[method](self.rows, *ids)

    def _best(self, scores: Floating, n: int, without: tuple[int, ...]) -> Answers:
        """The n words with the largest scores (V,), which are changed."""
        scores[list(without)] = -np.inf
        order = best(scores, min(n, len(self) - len(set(without))))
        return [(self.words[i], float(scores[i])) for i in order]

    @cached_property
    def _ids(self) -> WordRows:
        return WordRows(self.words)

    @cached_property
    def rows(self) -> Rows:
        """The rows, ready to be measured; kept. Raises ValueError if a number is not finite."""
        return Rows.of(self.matrix)


def nearest(matrix: Floating, k: int = 10) -> tuple[Ids, Float32]:
    """The k nearest rows of every row of a matrix (n, d) by cosine, itself excluded: exact.

    Ids (n, k) and cosines (n, k), falling; equal cosines in the order of the ids; k is n - 1 at
    most. Raises ValueError if a number of the matrix is not finite.

    The cosines come in blocks of rows. In each, columns are dealt into groups, and the k-th largest
    of a row's group maxima is a bound that at least k cosines reach and few others do: only these
    survivors are sorted.
    """
    n = len(matrix)
    k = max(0, min(k, n - 1))
    ids = np.empty((n, k), dtype=np.int32)
    cosines = np.empty((n, k), dtype=np.float32)
    for block, its_ids, its_cosines in nearest_blocks(matrix, k):
        ids[block], cosines[block] = its_ids, its_cosines
    return ids, cosines


def nearest_blocks(matrix: Floating, k: int = 10) -> Iterator[tuple[slice, Ids, Float32]]:
    """The same in blocks of rows, so that whoever asks can tell how far it has come, or stop.

    Yields which rows, their ids and their cosines; nothing where there are no other rows.
    """
    units = unit_rows(matrix)
    k = max(0, min(k, len(units) - 1))
    if k == 0:
        return
    for block, scores, size in _scores(units, k):
        rows, columns = _survivors(scores, size, units.shape[1], k)
        yield block, *_best(units, block.start, rows, columns, k)


def _scores(units: Float32, k: int) -> Iterator[tuple[slice, Float32, int]]:
    """Cosines by rounded products, in blocks of rows, all in one buffer; a word with itself: -inf.

    Yields which rows, their scores (rows, size · groups), -inf behind the n-th, and the size of the
    groups that columns are dealt into.
    """
    n = len(units)
    size = max(1, min(64, n // (6 * k)))  # columns a group; at least k groups
    step = max(1, min(512, BLOCK // n, n))
    buffer = np.empty((step, -(-n // size) * size), dtype=np.float32)  # new memory is slow memory
    buffer[:, n:] = -np.inf
    columns = np.ascontiguousarray(units.T)  # (d, n), a third faster to multiply by
    for first in range(0, n, step):
        block = slice(first, min(first + step, n))
        scores = buffer[: block.stop - first]
        np.matmul(units[block], columns, out=scores[:, :n])
        scores[np.arange(len(scores)), np.arange(first, block.stop)] = -np.inf
        yield block, scores, size


def _survivors(scores: Float32, size: int, d: int, k: int) -> tuple[Counts, Counts]:
    """Pairs (row of the block, column), by row, among them the k best columns of each row."""
    groups = scores.shape[1] // size
    maxima = scores.reshape(len(scores), size, groups).max(axis=1)  # (rows, groups)
    bound = np.partition(maxima, groups - k, axis=1)[:, groups - k]
    # A product of matrices rounds differently from place to place, and from _pair_cosines, each by
    # at most d·eps/2: let near ties through.
    bound -= 2 * d * np.finfo(np.float32).eps
    flat = np.flatnonzero(scores >= bound[:, None])
    row, column = np.divmod(flat, scores.shape[1])
    return row, column


def _best(units: Float32, first: int, row: Counts, column: Counts, k: int) -> tuple[Ids, Float32]:
    """The k best columns of each row and their cosines, from survivors sorted by row."""
    cosine = _pair_cosines(units, first + row, column)
    order = np.lexsort((column, -cosine, row))
    starts = np.searchsorted(row, np.arange(row[-1] + 1))
    chosen = order[starts[:, None] + np.arange(k)]  # (rows, k)
    return column[chosen].astype(np.int32), cosine[chosen]


def _pair_cosines(units: Float32, a: Counts, b: Counts) -> Float32:
    """cos(a_i, b_i) for each i, each summed in the same order, in slices of bounded memory."""
    cosines = np.empty(len(a), dtype=np.float32)
    step = max(1, 4 * BLOCK // max(1, units.shape[1]))
    for first in range(0, len(a), step):
        part = slice(first, first + step)
        np.einsum("ij,ij->i", units[a[part]], units[b[part]], out=cosines[part])
    return cosines
