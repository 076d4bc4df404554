"""Several measures at once, so that each frame of a film can be given its marks."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from math import nan

from embviz.measures.planted import Analogy, Groups, planted_precision
from embviz.measures.questions import Questions, answer_questions
from embviz.measures.ratings import Rating, compare_ratings
from embviz.vectors.vectors import Vectors


@dataclass(frozen=True, eq=False)
class Exam:
    """What vectors are examined by; what is empty is left out."""

    groups: Groups = field(default_factory=dict)
    analogies: tuple[Analogy, ...] = ()
    ratings: tuple[Rating, ...] = ()

    @cached_property
    def hash(self) -> str:
        """Of all that is asked, 16 hex digits."""
        asked = repr((sorted(self.groups.items()), self.analogies, self.ratings))
        return hashlib.blake2b(asked.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Marks:
    """How vectors did; nan where nothing was asked, or nothing of it has vectors."""

    precision: float  # near neighbours that were planted together, 0 to 1
    accuracy: float  # analogies answered right by 3CosAdd, 0 to 1
    spearman: float  # agreement with the ratings, -1 to 1


def examine(vectors: Vectors, exam: Exam) -> Marks:
    """Give marks to vectors.

    >>> import numpy as np
    >>> vectors = Vectors(("cat", "dog", "bread", "milk"), np.eye(4)[[0, 0, 1, 1]])
    >>> examine(vectors, Exam(ratings=(Rating("cat", "dog", 9.0), Rating("cat", "milk", 1.0))))
    Marks(precision=nan, accuracy=nan, spearman=1.0)
    """
    accuracy = spearman = nan
    if exam.analogies:
        questions = Questions(exam.analogies, (("", len(exam.analogies)),))
        scores = answer_questions(vectors, questions, ("3CosAdd",), case_insensitive=False)
        share = scores.total.share("3CosAdd")
        accuracy = nan if share is None else share
    if exam.ratings:
        correlation = compare_ratings(vectors, exam.ratings).spearman
        spearman = nan if correlation is None else correlation.value
    precision = planted_precision(vectors, exam.groups) if exam.groups else nan
    return Marks(precision, accuracy, spearman)
