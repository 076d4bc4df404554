"""Pairs of words rated by people, in files named on the command line: rank correlations."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embviz.measures import compare_ratings, read_ratings
from embviz.types import Float32
from embviz.vectors.vectors import Vectors

FILES: list[Path] = []
"""Set by the command."""


def names() -> tuple[str, ...]:
    """The headings of their columns."""
    return tuple(path.stem for path in FILES)


def correlations(words: Sequence[str], E: Float32) -> list[float]:
    """Spearman's correlation of cosines and ratings, for each file, over pairs that E has."""
    vectors = Vectors(tuple(words), E)
    every = [read_ratings(path.read_text(encoding="utf-8")) for path in FILES]
    found = [compare_ratings(vectors, ratings).spearman for ratings in every]
    return [np.nan if each is None else each.value for each in found]


def interval(found: list[list[float]]) -> tuple[str, ...]:
    """The mean of each file's correlations over seeds, and its standard error."""
    columns = np.array(found).T
    return tuple(f"{c.mean():.3f} ± {c.std(ddof=1) / np.sqrt(len(c)):.3f}" for c in columns)
