"""GloVe against SkipGram at equal time: rated pairs of words, and what is planted in `kingdom`.

GloVe gets as many epochs as fit into the seconds of five of SkipGram's, counting included.
"""

import statistics

import numpy as np

from embviz.measures import analogy_accuracy, planted_precision
from embviz.models.glove import GloVe
from embviz.models.skipgram import SkipGram
from embviz.text.corpus import Corpus
from embviz.text.samples import answers, sample_text
from embviz.types import Float32
from embviz.vectors.vectors import Vectors
from tests.benchmarks import ratings, trainers
from tests.benchmarks.tables import Table
from tests.benchmarks.trainers import Trained

SEEDS = 3


def against_skipgram(corpus: Corpus) -> Table:
    """Rank correlations with ratings need --ratings; planted answers are always of `kingdom`."""
    skipgram = SkipGram(dimension=100, epochs=5)
    reference = [trainers.ours(corpus, skipgram, seed) for seed in range(SEEDS)]
    seconds = statistics.median(each.cpu_s for each in reference)
    counting_and_two = trainers.ours(corpus, GloVe(dimension=100, epochs=2), 0).cpu_s
    counting_and_four = trainers.ours(corpus, GloVe(dimension=100, epochs=4), 0).cpu_s
    epoch_s = (counting_and_four - counting_and_two) / 2
    epochs = max(1, int(2 + (seconds - counting_and_two) / epoch_s))
    rows = [_row("SkipGram, 5 epochs: E", corpus, reference, use_U=False)]
    for count in (epochs, 3 * epochs):
        model = GloVe(dimension=100, epochs=count)
        found = [trainers.ours(corpus, model, seed) for seed in range(SEEDS)]
        rows.append(_row(f"GloVe, {count} epochs: E + U", corpus, found, use_U=True))
        rows.append(_row(f"GloVe, {count} epochs: E", corpus, found, use_U=False))
    return Table(
        f"GloVe against SkipGram, d=100, {SEEDS} seeds",
        ("", "CPU seconds", *ratings.names()),
        tuple(rows),
        _planted(),
    )


def _row(name: str, corpus: Corpus, found: list[Trained], use_U: bool) -> tuple[str, ...]:
    matrices = [each.E + each.U if use_U else each.E for each in found]
    cpu_s = statistics.median(each.cpu_s for each in found)
    rated = [ratings.correlations(corpus.words, matrix) for matrix in matrices]
    return name, f"{cpu_s:.2f}", *ratings.interval(rated)


def _planted() -> str:
    corpus, found = Corpus.from_text(sample_text("kingdom"), min_count=1), answers("kingdom")

    def scores(matrix: Float32) -> tuple[float, float]:
        vectors = Vectors(corpus.words, matrix)
        return (
            planted_precision(vectors, found.groups),
            analogy_accuracy(vectors, found.analogies),
        )

    each = [trainers.ours(corpus, GloVe(), seed) for seed in range(SEEDS)]
    E, both = (np.mean([scores(m) for m in of], axis=0) for of in _matrices(each))
    return (
        f"Planted in kingdom, {GloVe().epochs} epochs: precision {E[0]:.2f}, analogies {E[1]:.2f} "
        f"by E; {both[0]:.2f} and {both[1]:.2f} by E + U."
    )


def _matrices(each: list[Trained]) -> tuple[list[Float32], list[Float32]]:
    return [t.E for t in each], [t.E + t.U for t in each]
