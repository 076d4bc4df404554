"""SkipGram against gensim, also without the private route of adding rows."""

from unittest.mock import patch

import numpy as np

from embviz.models import skipgram
from embviz.models.fasttext import FastText
from embviz.models.shared import window_step
from embviz.models.shared.add_rows import add_rows_publicly
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.held_out_loss import Pairs, all_pairs
from embviz.models.shared.windows import draw_windows
from embviz.models.skipgram import SkipGram
from embviz.text.corpus import Corpus
from tests.benchmarks import trainers
from tests.benchmarks.tables import Table
from tests.benchmarks.trainers import Trained

GENSIM_RATE, OUR_RATE = 0.025, 0.03
"""Blocks need about 1.2 times gensim's rate."""


def against_gensim(corpus: Corpus, epochs: int = 5) -> Table:
    """Time both, score both."""
    from gensim.models import Word2Vec

    model = SkipGram(dimension=100, epochs=epochs, learning_rate=OUR_RATE)

    def publicly(seed: int) -> Trained:
        with (
            patch.object(skipgram, "add_rows", add_rows_publicly),
            patch.object(window_step, "add_rows", add_rows_publicly),
        ):
            return trainers.ours(corpus, model, seed)

    settings = {"sg": 1, "alpha": GENSIM_RATE}
    turns = {
        f"gensim, one worker, rate {GENSIM_RATE}": lambda seed: trainers.gensims(
            corpus, Word2Vec, settings, model, seed
        ),
        f"SkipGram, one thread, rate {OUR_RATE}": lambda seed: trainers.ours(corpus, model, seed),
        "  without the private route": publicly,
    }
    return trainers.compare(
        "SkipGram against gensim, window 5, K=5",
        corpus,
        model,
        turns,
        lambda seed, found: every_pair(corpus, model, seed).loss(found.E, found.U),
    )


def every_pair(corpus: Corpus, model: SkipGram | FastText, seed: int) -> Pairs:
    """All pairs of the held-out sentences, drawn as training draws them."""
    source = CorpusTables(corpus, seed, model.window, model.subsampling)
    held_out = source.split[1]
    if held_out is None:
        raise SystemExit("The text is too short to hold sentences out.")
    windows = draw_windows(held_out, source.keep, model.window, np.random.default_rng(0))
    centre, context = all_pairs(windows)
    centres, place = np.unique(centre, return_inverse=True)
    P_n = source.noise.astype(np.float32)
    return Pairs(centres, place, context, model.negatives, P_n, "held-out")
