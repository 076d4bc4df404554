"""SkipGram against gensim: tokens a second, training only, and the loss on held-out sentences.

Both train on the same sentences, shuffled anew each epoch, with the same settings but the learning
rate: blocks need about 1.2 times gensim's. Both are scored by the same exact loss on the same
pairs. The two take turns, and the median counts. Seconds of the processor tell more where others
use the machine, too.
"""

import statistics
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from embviz._threads import one_thread
from embviz.corpus import Corpus
from embviz.models._held_out import Pairs, all_pairs
from embviz.models._sampling import keep_probabilities, noise
from embviz.models._shards import Sentences, draw_windows, split
from embviz.models.skipgram import SkipGram
from embviz.training import Position, Run, advance, start
from embviz.types import Float32
from tests.benchmarks.tables import Table

GENSIM_RATE = 0.025
OUR_RATE = 0.03
ROUNDS = 3


@dataclass(frozen=True)
class Result:
    """What training took, and the loss that it came to."""

    wall_s: float
    cpu_s: float
    loss: float


def against_gensim(corpus: Corpus, epochs: int = 5) -> Table:
    """Time both, score both."""
    model = SkipGram(dimension=100, epochs=epochs, learning_rate=OUR_RATE)
    ours, theirs = [], []
    for seed in range(ROUNDS):
        ours.append(_ours(corpus, model, seed))
        theirs.append(_gensim(corpus, model, seed))
    whole_s, loss_share = _whole_run(corpus, model)
    tokens = split(corpus.ids, corpus.starts, 0)[0].tokens * epochs

    def row(name: str, results: list[Result]) -> tuple[str, ...]:
        wall_s = statistics.median(r.wall_s for r in results)
        cpu_s = statistics.median(r.cpu_s for r in results)
        loss = statistics.mean(r.loss for r in results)
        wall_ratio = statistics.median(r.wall_s for r in theirs) / wall_s
        cpu_ratio = statistics.median(r.cpu_s for r in theirs) / cpu_s
        speed = f"{tokens / wall_s / 1e6:.2f}"
        ratios = f"{wall_ratio:.2f}", f"{cpu_s:.2f}", f"{cpu_ratio:.2f}"
        return name, f"{wall_s:.2f}", speed, *ratios, f"{loss:.4f}"

    return Table(
        f"SkipGram against gensim: d=100, window 5, K=5, {epochs} epochs, {ROUNDS} seeds",
        ("", "seconds", "M tokens/s", "ratio", "CPU seconds", "ratio", "held-out loss"),
        (
            row(f"gensim, one worker, rate {GENSIM_RATE}", theirs),
            row(f"SkipGram, one thread, rate {OUR_RATE}", ours),
        ),
        f"A whole run with 120 frames takes {whole_s:.2f} s, "
        f"its losses {loss_share:.1%} of the rest.",
    )


def _ours(corpus: Corpus, model: SkipGram, seed: int) -> Result:
    """SkipGram without frames."""
    course = model.course(corpus, seed, frames=120)
    weights = course.initial()
    wall, cpu = time.perf_counter(), time.process_time()
    with one_thread():
        for _ in course.steps(weights, Position()):
            pass
    wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    loss = _pairs(corpus, model, seed).loss(weights["E"], weights["U"])
    return Result(wall_s, cpu_s, loss)


def _whole_run(corpus: Corpus, model: SkipGram) -> tuple[float, float]:
    """Seconds of a run with its film, and its losses as a share of all else (CPU time)."""
    run = Run(model, corpus)
    wall, cpu = time.perf_counter(), time.process_time()
    state, _ = advance(run, start(run), budget_s=np.inf)
    wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    course, weights = model.course(corpus, 0, run.frames), dict(state.weights)
    course.loss(weights)
    cpu = time.process_time()
    with one_thread():
        for _ in range(20):
            course.loss(weights)
    losses_s = (time.process_time() - cpu) / 20 * run.frames
    return wall_s, losses_s / (cpu_s - losses_s)


def _gensim(corpus: Corpus, model: SkipGram, seed: int) -> Result:
    """gensim on the same sentences."""
    from gensim.models import Word2Vec

    trained, _ = split(corpus.ids, corpus.starts, seed)
    sentences = ShuffledSentences(corpus, trained, seed)
    reference = Word2Vec(
        vector_size=model.dimension,
        window=model.window,
        negative=model.negatives,
        sample=model.subsampling,
        alpha=GENSIM_RATE,
        min_alpha=0.0001,
        sg=1,
        workers=1,
        min_count=1,
        seed=seed + 1,
    )
    reference.build_vocab(sentences)
    wall, cpu = time.perf_counter(), time.process_time()
    with warnings.catch_warnings(action="ignore"):
        reference.train(sentences, total_examples=reference.corpus_count, epochs=model.epochs)
    wall_s, cpu_s = time.perf_counter() - wall, time.process_time() - cpu
    E, U = aligned(corpus, reference.wv.key_to_index, reference.wv.vectors, reference.syn1neg)
    return Result(wall_s, cpu_s, _pairs(corpus, model, seed).loss(E, U))


class ShuffledSentences:
    """Sentences as lists of words for gensim, in another order each time they are read."""

    def __init__(self, corpus: Corpus, sentences: Sentences, seed: int) -> None:
        words = np.array(corpus.words, dtype=object)
        row = words[sentences.row()]
        self._lists = [list(part) for part in np.split(row, np.cumsum(sentences.lengths)[:-1])]
        self._rng = np.random.default_rng(seed)

    def __iter__(self) -> Iterator[list[str]]:
        for i in self._rng.permutation(len(self._lists)):
            yield self._lists[i]


def aligned(
    corpus: Corpus, rows: dict[str, int], E: Float32, U: Float32
) -> tuple[Float32, Float32]:
    """gensim's E and U in the order of the corpus's words; zeros for words it never saw."""
    ids = np.array([rows.get(word, -1) for word in corpus.words])
    seen = (ids >= 0)[:, None]
    return np.where(seen, E[ids], 0), np.where(seen, U[ids], 0)


def _pairs(corpus: Corpus, model: SkipGram, seed: int) -> Pairs:
    """All pairs of the held-out sentences, drawn as training draws them."""
    counts = corpus.vocabulary.counts
    _, held_out = split(corpus.ids, corpus.starts, seed)
    if held_out is None:
        raise SystemExit("The text is too short to hold sentences out.")
    keep = keep_probabilities(counts, model.subsampling)
    windows = draw_windows(held_out, keep, model.window, np.random.default_rng(0))
    centre, context = all_pairs(windows)
    centres, place = np.unique(centre, return_inverse=True)
    P_n = noise(counts).astype(np.float32)
    return Pairs(centres, place, context, model.negatives, P_n, "held-out")
