"""CBOW against gensim's."""

import numpy as np

from embviz.models.cbow import CBOW
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.held_out_loss import Gaps, mean_rows
from embviz.models.shared.windows import draw_windows
from embviz.text.corpus import Corpus
from tests.benchmarks import trainers
from tests.benchmarks.tables import Table

GENSIM_RATE, OUR_RATE = 0.05, 0.05


def against_gensim(corpus: Corpus, epochs: int = 5) -> Table:
    """Time both, score both."""
    from gensim.models import Word2Vec

    model = CBOW(dimension=100, epochs=epochs, learning_rate=OUR_RATE)
    settings = {"sg": 0, "cbow_mean": 1, "alpha": GENSIM_RATE}
    return trainers.compare(
        "CBOW against gensim, window 5, K=5",
        corpus,
        model,
        {
            f"gensim, one worker, rate {GENSIM_RATE}": lambda seed: trainers.gensims(
                corpus, Word2Vec, settings, model, seed
            ),
            f"CBOW, one thread, rate {OUR_RATE}": lambda seed: trainers.ours(corpus, model, seed),
        },
        lambda seed, found: every_place(corpus, model, seed).loss(found.E, found.U),
    )


def every_place(corpus: Corpus, model: CBOW, seed: int) -> Gaps:
    """All places of the held-out sentences, drawn as training draws them."""
    source = CorpusTables(corpus, seed, model.window, model.subsampling)
    held_out = source.split[1]
    if held_out is None:
        raise SystemExit("The text is too short to hold sentences out.")
    windows = draw_windows(held_out, source.keep, model.window, np.random.default_rng(0))
    places = np.flatnonzero(windows.left + windows.right).astype(np.int32)
    means = mean_rows(windows, places, source.V)
    P_n = source.noise.astype(np.float32)
    return Gaps(windows.row[places], means, len(places), model.negatives, P_n, "held-out")
