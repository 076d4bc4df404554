"""Full softmax: against every pair and finite differences, corners, rates, quality."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from embviz.errors import Diverged, SettingError
from embviz.measures import analogy_accuracy, planted_precision
from embviz.models import softmax
from embviz.models.shared.held_out_loss import Pairs, all_pairs
from embviz.models.shared.windows import draw_windows
from embviz.models.softmax import FullSoftmax, cross_entropy, gradients, multiplications
from embviz.text.corpus import Corpus
from embviz.text.samples import answers, sample_text
from embviz.training.model import Position, Purpose, stream
from embviz.training.run import Run, train
from tests.models.planted import planted_corpus
from tests.strategies import seeds


def corpus_of(text):
    return Corpus.from_text(text, min_count=1)


def log_P(v, U, o):
    """Formula (1), as it stands."""
    scores = [math.exp(float(u @ v)) for u in U]
    return math.log(scores[o] / sum(scores))


@given(seeds)
def test_gradient_by_finite_differences(seed):
    rng = np.random.default_rng(seed)
    v, U = rng.standard_normal((3, 2)), rng.standard_normal((5, 2))
    place, context = np.sort(rng.integers(0, 3, 6)), rng.integers(0, 5, 6).astype(np.int32)

    def objective():
        return sum(log_P(v[c], U, o) for c, o in zip(place, context, strict=True))

    h = 1e-5
    for X, gradient in zip((v, U), gradients(v, U, place, context), strict=True):
        for at in np.ndindex(X.shape):
            X[at] += h
            up = objective()
            X[at] -= 2 * h
            down = objective()
            X[at] += h
            assert (up - down) / (2 * h) == pytest.approx(gradient[at], abs=1e-4)


@given(seeds)
def test_loss_is_the_mean_over_pairs(seed):
    rng = np.random.default_rng(seed)
    E, U = rng.standard_normal((2, 6, 3)).astype(np.float32)
    centre, context = rng.integers(0, 6, (2, 9)).astype(np.int32)
    distinct, place = np.unique(centre, return_inverse=True)
    pairs = Pairs(distinct, place.astype(np.int32), context, 1, np.ones(6, "f4") / 6, "training")
    mean = -np.mean([log_P(E[c], U, o) for c, o in zip(centre, context, strict=True)])
    assert cross_entropy(E, U, pairs) == pytest.approx(mean, rel=1e-4)


def test_huge_scores_do_not_overflow():
    v, U = np.full((1, 2), 500.0), np.array([[1.0, 1.0], [0.0, 0.0]])
    dv, dU = gradients(v, U, np.array([0]), np.array([1], dtype=np.int32))
    assert dv == pytest.approx(np.array([[-1.0, -1.0]])) and np.isfinite(dU).all()


def test_blocks_hold_every_pair_once():
    corpus = planted_corpus(1500)[0]
    trainer = FullSoftmax(window=4).trainer(corpus, 5, 120)
    shard = trainer.shard(0, 0)
    found = []
    for block in range(math.ceil(len(shard.centre) / trainer.T)):
        centres, place, context = shard.block(block, trainer.T)
        found += zip(centres[place], context, strict=True)
    rng = stream(Purpose.PLAN, 5, 0, 0)
    windows = draw_windows(trainer.source.epochs.shard(0, 0)[0], trainer.source.keep, 4, rng)
    assert sorted(found) == sorted(zip(*all_pairs(windows), strict=True))
    assert len(found) > 1000


def test_a_block_follows_the_gradient_of_its_pairs():
    corpus = planted_corpus(1500)[0]
    model = FullSoftmax(dimension=4, learning_rate=0.01)
    trainer = model.trainer(corpus, 0, 120)
    weights = trainer.initial()
    weights["U"] += np.float32(0.1) * stream(Purpose.PLAN, 9).standard_normal(weights["U"].shape)
    E, U = weights["E"].astype(float), weights["U"].astype(float)
    next(trainer.steps(weights, Position()))
    dE, dU = np.zeros_like(E), np.zeros_like(U)
    centres, place, context = trainer.shard(0, 0).block(0, trainer.T)
    for c, o in zip(centres[place], context, strict=True):
        P = np.exp(U @ E[c])
        seen_less_expected = np.eye(len(U))[o] - P / P.sum()
        dE[c] += seen_less_expected @ U
        dU += np.outer(seen_less_expected, E[c])
    assert weights["E"] == pytest.approx(E + 0.01 * dE, abs=1e-6)
    assert weights["U"] == pytest.approx(U + 0.01 * dU, abs=1e-6)


def test_starts_at_log_V_with_skip_grams_E():
    from embviz.models.skipgram import SkipGram

    corpus = planted_corpus(1500)[0]
    trainer = FullSoftmax().trainer(corpus, 3, 120)
    assert trainer.loss(trainer.initial()) == pytest.approx(math.log(len(corpus.words)), rel=1e-5)
    assert np.array_equal(trainer.initial()["E"], SkipGram().trainer(corpus, 3, 120).initial()["E"])


def test_a_pair_costs_V_d_instead_of_K_d():
    assert multiplications(10_000, 100, 5) == (1_000_000, 600)


# ---- corners

CORNERS = {
    "two words": "yes no yes. no no yes yes no.",
    "one sentence": "the king and the queen saw the old man",
    "one word a sentence, mostly": "a. b. c. a b.",
    "one long sentence": " ".join(f"w{i % 7}" for i in range(900)),
}


@pytest.mark.parametrize("text", CORNERS.values(), ids=CORNERS)
@pytest.mark.parametrize("setting", [{}, {"window": 50, "dimension": 60}, {"subsampling": 0}])
def test_corners(text, setting):
    film = train(FullSoftmax(epochs=5, **setting), corpus_of(text))
    assert film.complete and len(film) >= 2
    assert all(np.isfinite(s.E).all() and math.isfinite(s.loss) for s in film)
    assert film[0].loss == pytest.approx(math.log(len(film.words)))


def test_wide_windows_stay_finite_and_learn():
    film = train(FullSoftmax(window=50, learning_rate=0.3, epochs=8), planted_corpus(2000)[0])
    assert film.complete and np.abs(film[-1].E).max() < 20


def test_too_many_words_are_refused_with_the_time(monkeypatch):
    corpus = planted_corpus(1500)[0]
    monkeypatch.setattr(softmax, "MOST_WORDS", 100)
    with pytest.raises(SettingError) as caught:
        FullSoftmax(epochs=10_000).trainer(corpus, 0, 120)
    error = caught.value
    assert error.reason == "too_dear" and error.minutes >= 1
    assert (error.value, error.high) == (len(corpus.words), 100)


def test_a_run_that_diverges_names_a_rate_that_works():
    corpus, model = planted_corpus(2000)[0], FullSoftmax(learning_rate=1.0, epochs=10)
    with pytest.raises(Diverged) as caught:
        train(model, corpus)
    assert train(replace(model, learning_rate=caught.value.suggested), corpus).complete


def test_a_tiny_text_keeps_every_block():
    model = FullSoftmax(subsampling=0, epochs=3, dimension=4)
    corpus = corpus_of(CORNERS["one sentence"])
    assert len(train(model, corpus)) == 4
    assert Run(model, corpus).moments.tolist() == [0, 1, 2, 3]


# ---- quality


def test_kingdom_falls_into_its_groups():
    found, corpus = answers("kingdom"), corpus_of(sample_text("kingdom"))
    films = [train(FullSoftmax(), corpus, seed=seed) for seed in range(2)]
    vectors = [film.vectors() for film in films]
    assert np.mean([planted_precision(v, found.groups) for v in vectors]) > 0.83
    assert np.mean([analogy_accuracy(v, found.analogies) for v in vectors]) > 0.75
