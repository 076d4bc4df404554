"""Analogies in files, as Google's (Mikolov et al. 2013, https://arxiv.org/abs/1301.3781).

    : capital-common-countries
    Athens Greece Baghdad Iraq

A line with a colon begins a section; the other lines hold four words, a : b = c : d. A question is
answered right if d is the best answer, a, b and c excluded, by 3CosAdd or by 3CosMul (see
`embviz.vectors.vectors`); how much of that is chance tells `embviz.vectors.analogies`. Questions
with a word that has no vector are skipped, so a small vocabulary is judged by few questions, and
these are easier, having fewer wrong answers: look at how many were covered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from embviz.measures.answering import Excluded, best_answers
from embviz.measures.input_columns import LOOKED_AT, SEPARATORS, are_headings, cells, columns
from embviz.measures.input_lines import fault, ids_by_key, key_of, lines_of
from embviz.measures.planted import Analogy
from embviz.types import Counts
from embviz.vectors.cosines import Method
from embviz.vectors.vectors import Vectors

Flags: TypeAlias = NDArray[np.bool_]

BOTH: tuple[Method, ...] = ("3CosAdd", "3CosMul")
_EXPECTED = "four words, or a colon and the name of a section"


@dataclass(frozen=True)
class Questions:
    """The analogies of a file.

    Attributes:
        analogies: All of them, in order.
        sections: Name of each section and how many analogies it has, in order.
    """

    analogies: tuple[Analogy, ...]
    sections: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class SectionScore:
    """How a section was answered.

    Attributes:
        name: As in the file; empty for what stands before the first section.
        right: By method, how many were answered right.
        covered: How many count.
        skipped: How many have a word without a vector, and do not count.
    """

    name: str
    right: dict[str, int]
    covered: int
    skipped: int

    def share(self, method: Method) -> float | None:
        """The share of right answers, 0 to 1; None if nothing is covered."""
        return self.right[method] / self.covered if self.covered else None


@dataclass(frozen=True, eq=False)
class QuestionScores:
    """How the analogies of a file were answered.

    Attributes:
        questions: The file.
        covered: (Q,) Whether each counts.
        known: (Q,) Whether all its words have vectors.
        answers: By method, (Q,) ids of the best answers; -1 where it was not asked.
        right: By method, (Q,) whether it was answered right.
    """

    questions: Questions
    covered: Flags
    known: Flags
    answers: dict[str, Counts]
    right: dict[str, Flags]

    @property
    def sections(self) -> tuple[SectionScore, ...]:
        """Each section by itself."""
        ends = np.cumsum([count for _, count in self.questions.sections])
        return tuple(
            self._score(name, slice(end - count, end))
            for (name, count), end in zip(self.questions.sections, ends.tolist(), strict=True)
        )

    @property
    def total(self) -> SectionScore:
        """All sections together; its name is empty."""
        return self._score("", slice(None))

    def _score(self, name: str, part: slice) -> SectionScore:
        covered = int(self.covered[part].sum())
        right = {method: int(right[part].sum()) for method, right in self.right.items()}
        return SectionScore(name, right, covered, len(self.covered[part]) - covered)


def read_questions(text: str) -> Questions:
    r"""Read a file of analogies.

    Args:
        text: What the file says; a byte order mark does not matter. Blank lines and those that
            begin with # or // do not count.

    Raises:
        EvaluationError: `no_analogies` if the first line is no analogy and no section, or there is
            no analogy; `bad_analogy` if a later line is neither.

    >>> read_questions(": family\nman king woman queen").sections
    (('family', 1),)
    """
    analogies: list[Analogy] = []
    sections: list[tuple[str, int]] = []
    separator, found, first = _layout(text)
    for number, line in lines_of(text):
        if line.startswith(":"):
            sections.append((line.lstrip(":").strip(), 0))
            continue
        row = cells(line, separator)
        if number == first and are_headings(row):
            continue
        words = [row[i] for i in found] if len(row) > max(found) else []
        surplus = len(found) == len(words) == max(found) + 1 and len(row) > len(words)
        if surplus or not all(words) or len(words) != 4:
            known = analogies or sections
            raise fault("bad_analogy" if known else "no_analogies", number, line, _EXPECTED)
        analogies.append((words[0], words[1], words[2], words[3]))
        name, count = sections.pop() if sections else ("", 0)
        sections.append((name, count + 1))
    if not analogies:
        raise fault("no_analogies", 1, text[:1000], _EXPECTED)
    return Questions(tuple(analogies), tuple(sections))


def _layout(text: str) -> tuple[str | None, tuple[int, ...], int]:
    """What parts the words of a file, in which columns they are, and the first line with words."""
    lines = [(i, line) for i, line in lines_of(text) if not line.startswith(":")]
    for separator in SEPARATORS:
        rows = [cells(line, separator) for _, line in lines[:LOOKED_AT]]
        found = columns(rows, 4, rated=False)
        if found is not None and (separator is not None or len(rows) > 1 or len(rows[0]) == 4):
            return separator, found.words, lines[0][0]
    return None, (0, 1, 2, 3), 0


def answer_questions(
    vectors: Vectors,
    questions: Questions,
    methods: Sequence[Method] = BOTH,
    *,
    case_insensitive: bool = True,
    restrict_vocab: int | None = None,
    dummy4unknown: bool = False,
) -> QuestionScores:
    """Answer all analogies. By 3CosAdd, as gensim's `evaluate_word_analogies`.

    Where words differ in capitals only, gensim looks at five answers and gives up if all of them
    are spellings of the inputs; here the sixth counts.

    Args:
        vectors: What is judged.
        questions: The file.
        methods: "3CosAdd", "3CosMul" or both.
        case_insensitive: Whether capitals do not matter; of words that differ in them only, the
            first one stands for all in questions, and any may be the answer.
        restrict_vocab: Ask for, and answer with, so many of the first words only.
        dummy4unknown: Whether a question with a word without a vector counts as answered wrong.

    Raises:
        ValueError: If there is no such method, or `restrict_vocab` is below 1.
    """
    for method in methods:
        if method not in BOTH:
            raise ValueError(f"no method {method!r}; there are {', '.join(BOTH)}")
    ids = ids_by_key(vectors, case_insensitive, restrict_vocab)

    def ids_of(words: Sequence[str]) -> list[int]:
        return [ids.get(key_of(word, case_insensitive), -1) for word in words]

    asked = np.array([ids_of(each) for each in questions.analogies], np.int64).reshape(-1, 4)
    known: Flags = np.all(asked >= 0, axis=1)
    # For each of the words that may answer, the first word of its form.
    spelling = np.array(ids_of(vectors.words[:restrict_vocab]), dtype=np.int64)
    excluded = _excluded(asked[known, :3], spelling)
    answers: dict[str, Counts] = {}
    right: dict[str, Flags] = {}
    for method in methods:
        found = np.full(len(asked), -1)
        found[known] = best_answers(
            vectors.rows, asked[known, :3], excluded, method, limit=len(spelling)
        )
        answers[method] = found
        right[method] = np.zeros(len(asked), dtype=bool)
        right[method][found >= 0] = spelling[found[found >= 0]] == asked[found >= 0, 3]
    covered = np.ones(len(asked), dtype=bool) if dummy4unknown else known
    return QuestionScores(questions, covered, known, answers, right)


def _excluded(asked: Counts, spelling: Counts) -> Excluded:
    """All spellings of a, b and c (Q, 3) of each question."""
    order = np.argsort(spelling, kind="stable")
    first, end = (
        np.searchsorted(spelling[order], asked.ravel(), side=s) for s in ("left", "right")
    )
    counts = end - first
    question = np.repeat(np.arange(len(asked)), 3)
    inside = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return Excluded(np.repeat(question, counts), order[np.repeat(first, counts) + inside])
