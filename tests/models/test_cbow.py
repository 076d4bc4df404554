"""CBOW: the block against places one by one, the loss against its definition, gensim, quality."""

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest

from embviz.measures import analogy_accuracy, planted_precision
from embviz.models.cbow import CBOW, GapTrainer
from embviz.models.shared.blocks import BlockLayout, Limits, Plan
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.held_out_loss import Gaps, draw_gaps, mean_rows
from embviz.models.shared.negatives import cumulated, noise
from embviz.models.shared.windows import Sentences, draw_windows
from embviz.text.corpus import Corpus
from embviz.text.samples import answers, sample_text
from embviz.training.model import Position
from embviz.training.run import train
from embviz.vectors.vectors import Vectors
from tests.models.planted import planted_corpus


def sigma(x):
    return 1 / (1 + np.exp(-x))


def drawn(T, w, V, S, seed=1):
    """Windows of a random text, and a plan of them."""
    rng = np.random.default_rng(seed)
    lengths = rng.integers(1, 15, size=T)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    ids = rng.integers(0, V, size=starts[-1]).astype(np.int32)
    P_n = noise(np.bincount(ids, minlength=V) + 1)
    windows = draw_windows(Sentences.of(ids, starts, np.arange(T)), np.full(V, 0.8), w, rng)
    return windows, Plan.draw(windows, BlockLayout(T, w, S), cumulated(P_n), rng), P_n


def place_objective(E, U, c, contexts, K, P_n):
    """Formula (2) with all negatives there can be, in place of K drawn ones."""
    h = E[contexts].mean(axis=0)
    return -np.logaddexp(0, -U[c] @ h) - K * P_n @ np.logaddexp(0, U @ h)


@pytest.mark.parametrize(("T", "w", "K", "V"), [(64, 3, 5, 20), (128, 5, 2, 12), (16, 2, 7, 2)])
def test_a_block_is_the_expectation_over_negatives(T, w, K, V):
    """Averaged over the negatives, a step is rate · ∂/∂u, and rate · n · ∂/∂v, of formula (2),
    summed over places; the derivatives are taken by differences."""
    windows, plan, P_n = drawn(T, w, V, 8)
    E, U = np.random.default_rng(2).standard_normal((2, V, 3), dtype=np.float32)
    rate, block = 0.1, 1

    dE, dU = np.zeros((2, V, 3))
    trainer = GapTrainer(plan.layout, 3, K)
    for k in range(V):  # every negative there can be
        e, u = E.copy(), U.copy()
        fixed = replace(plan, negatives=np.full_like(plan.negatives, k))
        trainer.step(e, u, fixed, block, rate)
        dE += P_n[k] * (e - E).astype(np.float64)
        dU += P_n[k] * (u - U).astype(np.float64)

    expected_dE, expected_dU = np.zeros((2, V, 3))
    E, U, eps = E.astype(np.float64), U.astype(np.float64), 1e-5
    for i in range(block * T, min((block + 1) * T, len(windows))):
        around = range(i - windows.left[i], i + windows.right[i] + 1)
        contexts = windows.row[[j for j in around if j != i]]
        if not len(contexts):
            continue
        for matrix, total, times in ((E, expected_dE, len(contexts)), (U, expected_dU, 1)):
            for place in np.ndindex(matrix.shape):
                values = []
                for step in (eps, -eps):
                    matrix[place] += step
                    values.append(place_objective(E, U, windows.row[i], contexts, K, P_n))
                    matrix[place] -= step
                total[place] += times * (values[0] - values[1]) / (2 * eps)
    assert dE == pytest.approx(rate * expected_dE, abs=3e-5 * T)
    assert dU == pytest.approx(rate * expected_dU, abs=3e-5 * T)
    assert np.abs(expected_dE).max() > 1


def test_limits_shorten_updates_and_wide_ones_change_nothing():
    _, plan, _ = drawn(64, 3, 20, 8)
    E, U = np.random.default_rng(2).standard_normal((2, 20, 3), dtype=np.float32)
    moved = {}
    for longest in (None, 1e6, 1e-3):
        e, u = E.copy(), U.copy()
        each = None if longest is None else np.full(20, longest, dtype=np.float32)
        limits = None if each is None else Limits(each, each, each)
        GapTrainer(plan.layout, 3, 5, limits).step(e, u, plan, 1, 0.1)
        moved[longest] = np.concatenate([e - E, u - U])
    assert moved[1e6] == pytest.approx(moved[None], abs=1e-6)
    assert 0 < np.abs(moved[1e-3]).max() < 0.1 * np.abs(moved[None]).max()


# ---- the loss


def test_loss_is_the_exact_expectation():
    windows, _, P_n = drawn(16, 3, 20, 8)
    E, U = np.random.default_rng(3).standard_normal((2, 20, 6), dtype=np.float32)
    places = np.flatnonzero(windows.left + windows.right)[:30]
    K, most = 3, 12
    means = mean_rows(windows, places, 20)
    gaps = Gaps(windows.row[places], means, most, K, P_n.astype(np.float32), "training")
    true, false = [], []
    for i in places:
        around = range(i - windows.left[i], i + windows.right[i] + 1)
        h = np.mean([E[windows.row[j]] for j in around if j != i], axis=0, dtype=np.float64)
        true.append(np.logaddexp(0, -U[windows.row[i]] @ h))
        false.append(P_n @ np.logaddexp(0, U @ h))
    expected = np.mean(true) + K * np.mean(false[:most])
    assert gaps.loss(E, U) == pytest.approx(expected, rel=1e-5)
    assert gaps.loss(E, 0 * U) == pytest.approx((1 + K) * np.log(2))


def test_places_stay_within_their_bounds_and_are_fixed():
    corpus = planted_corpus(14_000)[0]
    source = CorpusTables(corpus, 0, 5, 1e-3)
    gaps, again = (draw_gaps(source, 5, (200, 90)) for _ in range(2))
    assert gaps.word.tolist() == again.word.tolist() and len(gaps.word) == 200
    assert gaps.most == 90 and gaps.source == "held-out"
    assert np.asarray(gaps.means.sum(axis=1)) == pytest.approx(1)
    assert draw_gaps(CorpusTables(corpus, 0, 5, 1e-15), 5, (200, 90)).source == "training"


# ---- against gensim


def gensims(corpus, model, seed):
    """E and U of gensim's CBOW, trained on the same sentences, and its vectors."""
    from gensim.models import Word2Vec

    trained = CorpusTables(corpus, seed, 5, 1e-3).split[0]
    row = [corpus.words[i] for i in trained.row()]
    ends = np.cumsum(trained.lengths)
    sentences = [row[b - n : b] for b, n in zip(ends, trained.lengths, strict=True)]
    with warnings.catch_warnings(action="ignore"):
        other = Word2Vec(
            sentences,
            vector_size=model.dimension,
            sg=0,
            cbow_mean=1,
            alpha=model.learning_rate,
            min_count=1,
            epochs=model.epochs,
            sample=1e-3,
            workers=1,
            seed=seed + 1,
        )
    ids = [other.wv.key_to_index.get(word, 0) for word in corpus.words]
    return other.wv.vectors[ids], other.syn1neg[ids], other.wv


@pytest.fixture(scope="module")
def kingdom():
    found = answers("kingdom")
    corpus = Corpus.from_text(sample_text("kingdom"), min_count=1)
    return corpus, found.groups, found.analogies


def test_comes_to_no_higher_loss_and_finds_no_less_than_gensim(kingdom):
    corpus, groups, analogies = kingdom
    ours, theirs = [], []
    model = CBOW()
    for seed in range(2):
        trainer = model.trainer(corpus, seed, 120)
        gaps = draw_gaps(trainer.source, 5, (10**6, 10**6))
        weights = trainer.initial()
        for _ in trainer.steps(weights, Position()):
            pass
        E, U, vectors = gensims(corpus, model, seed)
        mine = Vectors(corpus.words, weights["E"])
        theirs_ = Vectors(tuple(vectors.index_to_key), vectors.vectors)
        for found, loss, each in (
            (ours, gaps.loss(weights["E"], weights["U"]), mine),
            (theirs, gaps.loss(E, U), theirs_),
        ):
            found.append((loss, planted_precision(each, groups), analogy_accuracy(each, analogies)))
    (loss, precision, right), (loss_, precision_, right_) = np.mean([ours, theirs], axis=1)
    assert loss <= 1.005 * loss_
    assert precision >= precision_ - 0.03 and right >= right_ - 0.03
    assert precision >= 0.7


def test_vectors_are_as_long_as_gensims(kingdom):
    """They would be half as long if the gradient were divided among the contexts."""
    corpus = kingdom[0]
    model = CBOW(spread_E=0.01)
    E = train(model, corpus).vectors().matrix
    theirs = gensims(corpus, model, 0)[0]
    lengths, lengths_ = np.linalg.norm(E, axis=1), np.linalg.norm(theirs, axis=1)
    assert math.log(np.median(lengths) / np.median(lengths_)) == pytest.approx(0, abs=0.25)
