"""GPT and BERT: what a step takes against an independent autograd, and what they learn.

By hand: `python -m tests.benchmarks networks`, or `networks_learn` for the losses and senses.
"""

import time
from collections.abc import Callable

import autograd
import autograd.numpy as anp
import numpy as np

from embviz.language.entropies import entropies_of
from embviz.language.occurrences import contexts
from embviz.language.senses import explained, nearest_agree
from embviz.measures import planted_precision
from embviz.models.bert import BERT
from embviz.models.gpt import GPT
from embviz.networks import adam
from embviz.networks.cross_entropy import cross_entropy
from embviz.networks.layer import Pass, initial
from embviz.networks.transformer import Size, transformer
from embviz.text.corpus import Corpus
from embviz.text.samples import SAMPLES, answers, sample_text
from embviz.training.run import Run, advance, start
from embviz.util.threads import one_thread
from embviz.vectors.vectors import Vectors
from tests.benchmarks.tables import Table
from tests.networks.test_transformer import by_autograd

B, T, V = 32, 16, 500
SIZE = Size(V=V, d=48, layers=2, heads=2, context=T)
SEEDS = (0, 1, 2)


def per_step_ms(step: Callable[[int], None], steps: int) -> float:
    """CPU milliseconds of a step, the least of five rounds."""
    step(1)
    rounds = []
    for _ in range(5):
        begun = time.process_time()
        for i in range(steps):
            step(i + 2)
        rounds.append((time.process_time() - begun) / steps * 1000)
    return min(rounds)


def against_autograd(corpus: Corpus) -> Table:
    """A step of each, batch 32 by 16, d = 48, 2 layers, V = 500, one thread."""
    rows = [_step(name, causal) for name, causal in (("GPT", True), ("BERT", False))]
    return Table(
        "CPU milliseconds of a step; autograd's is without Adam",
        ("network", "ours", "autograd", "ratio"),
        tuple(rows),
    )


def _step(name: str, causal: bool) -> tuple[str, ...]:
    """A row for one of the networks."""
    rng = np.random.default_rng(0)
    ids = rng.integers(0, V, (B, T)).astype(np.int32)
    real = np.ones((B, T), dtype=bool)
    network = transformer(SIZE, causal=causal, guesses_mark=causal)
    places = np.arange(B * T) if causal else rng.permutation(B * T)[: int(0.3 * B * T)]
    targets = rng.integers(0, V, len(places))
    weights = initial(network.weights, np.random.default_rng(1))
    state = weights | adam.state(sum(each.size for each in weights.values()))
    guessed = V + causal

    def ours(t: int) -> None:
        run = Pass(state, real, places)
        logits, back = network.forward(run, ids)
        back(cross_entropy(logits, targets)[1])
        adam.step(state, run.gradients, t, 1e-3)

    def loss(w):
        logits = by_autograd(w, ids, real, places, SIZE, causal, guessed)
        top = anp.max(logits, axis=1, keepdims=True)
        logs = logits - top - anp.log(anp.sum(anp.exp(logits - top), axis=1, keepdims=True))
        return -anp.mean(logs[np.arange(len(places)), targets])

    gradient = autograd.grad(loss)
    with one_thread():
        mine, theirs = per_step_ms(ours, 60), per_step_ms(lambda t: gradient(weights), 12)
    return (name, f"{mine:.1f}", f"{theirs:.1f}", f"{theirs / mine:.2f}")


def learning(corpus: Corpus) -> Table:
    """Losses beside both lines, and when the second is passed."""
    rows = []
    for kind in (GPT, BERT):
        for layers in (0, 1, 2):
            for seed in SEEDS:
                run = Run(kind(layers=layers), corpus, seed=seed)
                lines = entropies_of(run.model, corpus, seed)
                state, begun, passed = start(run), time.process_time(), float("nan")
                while not state.finished:
                    state, _ = advance(run, state, budget_s=0.2)
                    if np.isnan(passed) and state.loss < lines.bigram:
                        passed = time.process_time() - begun
                took = time.process_time() - begun
                numbers = (lines.unigram, lines.bigram, state.loss, passed, took)
                rows.append((kind.__name__, str(layers), str(seed), *(f"{x:.2f}" for x in numbers)))
    heads = ("network", "layers", "seed", "unigram", "bigram", "loss", "passed at s", "all s")
    return Table("Held-out losses in nats; CPU seconds", heads, tuple(rows))


def senses(corpus: Corpus) -> Table:
    """Planted senses: the nearest occurrence, variance explained, the same before training."""
    rows = []
    for name in SAMPLES:
        planted = answers(name)
        if not planted.senses:
            continue
        corpus = Corpus.from_text(sample_text(name), min_count=1)
        for kind in (BERT, GPT):
            for seed in SEEDS:
                run = Run(kind(), corpus, seed=seed)
                state, begun, kept = start(run), time.process_time(), []
                while not state.finished:
                    state, new = advance(run, state, budget_s=0.2)
                    kept += new
                took = time.process_time() - begun
                film = run.film(tuple(kept))
                agree, share, untrained = [], [], []
                for word, labels in planted.senses.items():
                    seen = contexts(film, corpus, word).vectors
                    before = contexts(film, corpus, word, frame=0).vectors
                    agree.append(nearest_agree(seen, labels))
                    share.append(explained(seen, labels))
                    untrained.append(explained(before, labels))
                precision = planted_precision(
                    Vectors(film.words, np.asarray(film[-1].E)), planted.groups, 3
                )
                numbers = [np.mean(agree), np.mean(share), np.mean(untrained), precision, took]
                rows.append((name, kind.__name__, str(seed), *(f"{x:.2f}" for x in numbers)))
    heads = (
        "sample",
        "network",
        "seed",
        "nearest",
        "explained",
        "untrained",
        "precision at 3",
        "s",
    )
    return Table("Senses in the last layer; groups in E", heads, tuple(rows))
