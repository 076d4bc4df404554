"""What measures look at: a film or vectors, of which they need words, rows and counts."""

from typing import TypeAlias

import numpy as np

from embviz.training.film import Film
from embviz.types import Counts
from embviz.vectors.vectors import Vectors

Source: TypeAlias = Film | Vectors


def vectors_of(source: Source) -> Vectors:
    """The words and rows: a film's are those of its last frame.

    Raises TypeError if it is neither a film nor vectors.
    """
    if not isinstance(source, Film | Vectors):
        raise TypeError(f"a film or Vectors are needed, not {source!r:.60}")
    return source.vectors() if isinstance(source, Film) else source


def counts_of(source: Source) -> Counts | None:
    """How often each of these words stands in the text, (V,); None where nobody knows."""
    if not isinstance(source, Film) or source.counts is None:
        return None
    return source.counts if source[-1].whole else source.counts[np.asarray(source.shown)]
