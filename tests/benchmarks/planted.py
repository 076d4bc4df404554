"""What SkipGram and gensim find again of what was planted in the sample `kingdom`."""

import warnings

import numpy as np

from embviz.measures import analogy_accuracy, chance_precision, planted_precision
from embviz.models.shared.windows import Sentences
from embviz.models.skipgram import SkipGram
from embviz.text.corpus import Corpus
from embviz.text.samples import answers, sample_text
from embviz.training.run import train
from embviz.vectors.vectors import Vectors
from tests.benchmarks.skipgram import GENSIM_RATE
from tests.benchmarks.tables import Table
from tests.benchmarks.trainers import ShuffledSentences

SEEDS = 5


def against_gensim(_: Corpus) -> Table:
    """Both at the settings that SkipGram has by default; always on `kingdom`."""
    corpus = Corpus.from_text(sample_text("kingdom"), min_count=1)
    found = answers("kingdom")
    rows = []
    for epochs in (SkipGram().epochs, 3 * SkipGram().epochs):
        model = SkipGram(epochs=epochs)
        for name, vectors_of in (("gensim", _gensim), ("SkipGram", _ours)):
            scores = np.array([_score(vectors_of(corpus, model, s), found) for s in range(SEEDS)])
            rows.append((f"{name}, {epochs} epochs", *map(_interval, scores.T)))
    return Table(
        f"Planted in kingdom: {SEEDS} seeds, default settings, mean and standard error",
        ("", "precision at 3", "analogies"),
        tuple(rows),
        f"Chance: precision {chance_precision(corpus.words, found.groups):.3f}; "
        f"learning rates {GENSIM_RATE} (gensim) and {SkipGram().learning_rate}.",
    )


def _score(vectors, found) -> tuple[float, float]:
    return (
        planted_precision(vectors, found.groups),
        analogy_accuracy(vectors, found.analogies),
    )


def _interval(scores) -> str:
    return f"{scores.mean():.3f} ± {scores.std(ddof=1) / np.sqrt(len(scores)):.3f}"


def _ours(corpus: Corpus, model: SkipGram, seed: int) -> Vectors:
    return train(model, corpus, seed=seed, progress=False).vectors()


def _gensim(corpus: Corpus, model: SkipGram, seed: int) -> Vectors:
    from gensim.models import Word2Vec

    every = np.arange(len(corpus.starts) - 1)
    with warnings.catch_warnings(action="ignore"):
        reference = Word2Vec(
            ShuffledSentences(corpus, Sentences.of(corpus.ids, corpus.starts, every), seed),
            vector_size=model.dimension,
            window=model.window,
            negative=model.negatives,
            sample=model.subsampling,
            epochs=model.epochs,
            alpha=GENSIM_RATE,
            sg=1,
            workers=1,
            min_count=1,
            seed=seed + 1,
        )
    return Vectors(tuple(reference.wv.index_to_key), reference.wv.vectors)
