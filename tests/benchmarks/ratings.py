"""Pairs of words rated by people, in files named on the command line: rank correlations."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.stats import spearmanr

from embviz.types import Float32

FILES: list[Path] = []
"""Tables of two words and a rating a line, apart by tabs; set by the command."""

Pairs = list[tuple[str, str, float]]


def names() -> tuple[str, ...]:
    """The headings of their columns."""
    return tuple(path.stem for path in FILES)


def correlations(words: Sequence[str], E: Float32) -> list[float]:
    """Spearman's correlation of cosines and ratings, for each file, over pairs that E has."""
    ids = {word: i for i, word in enumerate(words)}
    unit = E / np.maximum(np.linalg.norm(E, axis=1, keepdims=True), 1e-12)
    found = []
    for path in FILES:
        pairs = [(ids[a], ids[b], r) for a, b, r in _read(path) if a in ids and b in ids]
        cosines = [float(unit[a] @ unit[b]) for a, b, _ in pairs]
        found.append(float(spearmanr(cosines, [r for *_, r in pairs]).statistic))
    return found


def interval(found: list[list[float]]) -> tuple[str, ...]:
    """The mean of each file's correlations over seeds, and its standard error."""
    columns = np.array(found).T
    return tuple(f"{c.mean():.3f} ± {c.std(ddof=1) / np.sqrt(len(c)):.3f}" for c in columns)


def _read(path: Path) -> Pairs:
    lines = path.read_text(encoding="utf-8").splitlines()
    fields = [line.lower().split("\t") for line in lines if not line.startswith("#")]
    return [(a, b, float(rating)) for a, b, rating, *_ in fields]
