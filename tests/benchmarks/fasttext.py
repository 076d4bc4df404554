"""fastText against gensim's."""

from embviz.models.fasttext import FastText
from embviz.text.corpus import Corpus
from tests.benchmarks import trainers
from tests.benchmarks.skipgram import GENSIM_RATE, OUR_RATE, every_pair
from tests.benchmarks.tables import Table


def against_gensim(corpus: Corpus, epochs: int = 2) -> Table:
    """Time both, score both."""
    from gensim.models import FastText as Theirs

    model = FastText(dimension=100, epochs=epochs, learning_rate=OUR_RATE)
    settings = {
        "sg": 1,
        "alpha": GENSIM_RATE,
        "min_n": model.min_n,
        "max_n": model.max_n,
        "bucket": model.bucket,
    }
    return trainers.compare(
        f"fastText against gensim, window 5, K=5, n-grams of {model.min_n} to {model.max_n}",
        corpus,
        model,
        {
            f"gensim, one worker, rate {GENSIM_RATE}": lambda seed: trainers.gensims(
                corpus, Theirs, settings, model, seed
            ),
            f"FastText, one thread, rate {OUR_RATE}": lambda seed: trainers.ours(
                corpus, model, seed
            ),
        },
        lambda seed, found: every_pair(corpus, model, seed).loss(found.E, found.U),
    )
