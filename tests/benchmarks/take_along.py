"""The programs that load E into PyTorch, Keras and scikit-learn, run where these are installed.

By hand: `python -m tests.benchmarks take_along`.
"""

import tempfile
import time
from pathlib import Path

import numpy as np

from embviz.files.programs import PROGRAMS
from embviz.models.skipgram import SkipGram
from embviz.text.corpus import Corpus
from embviz.training.run import train
from embviz.vectors.vectors import Vectors
from tests.benchmarks.tables import Table
from tests.files.test_programs import NEEDED, own_means, ran

SENTENCES = 20


def in_other_libraries(corpus: Corpus) -> Table:
    """Sums of means against embviz's own, on sentences of the text, and whether E moved."""
    vectors = train(SkipGram(epochs=2), corpus, progress=False).vectors()
    sentences = [(corpus.sentence(i), f"class {i % 2}") for i in range(SENTENCES)]
    rows = [
        _row(kind, frozen, vectors, sentences)
        if NEEDED[kind]
        else (kind, str(frozen), *["not installed"] * 4)
        for kind in PROGRAMS
        for frozen in (False, True)
    ]
    headings = ("program", "frozen", "largest difference", "rows moved", "classes right", "seconds")
    return Table(
        f"Programs on {SENTENCES} sentences, d={vectors.matrix.shape[1]}", headings, tuple(rows)
    )


def _row(
    kind: str, frozen: bool, vectors: Vectors, sentences: list[tuple[str, str]]
) -> tuple[str, ...]:
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        shape, sums, classes, after = ran(
            kind, vectors, Path(folder), sentences=sentences, frozen=frozen
        )
    took = time.perf_counter() - begun
    own = own_means(vectors, sentences)
    assert shape == own.shape
    difference = np.abs(own.sum(axis=1) - sums).max()
    moved = np.count_nonzero((after[2:] != vectors.matrix).any(axis=1))
    right = sum(found == label for found, (_, label) in zip(classes, sentences, strict=True))
    return (
        kind,
        str(frozen),
        f"{difference:.1e}",
        str(moved),
        f"{right}/{len(sentences)}",
        f"{took:.1f}",
    )
