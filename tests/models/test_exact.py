"""The exact objective: against every pair, differences, what sampling draws; when it stops."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from embviz.errors import Diverged, SettingError
from embviz.measures import analogy_accuracy, planted_precision
from embviz.models import exact
from embviz.models.exact import Climber, ExactSkipGram, Objective
from embviz.models.shared import cooccurrence
from embviz.models.shared.held_out_loss import Pairs, all_pairs
from embviz.models.shared.negatives import keep_probabilities, noise
from embviz.models.shared.windows import draw_windows
from embviz.text.corpus import Corpus
from embviz.text.samples import answers, sample_text
from embviz.training.model import Position
from embviz.training.run import Run, advance, start, train
from tests.models.planted import planted_corpus
from tests.strategies import seeds


def corpus_of(text):
    return Corpus.from_text(text, min_count=1)


def log_sigma(x):
    return -math.log1p(math.exp(-x))


def by_every_pair(N, P_n, K, E, U):
    """Formula (1), pair by pair."""
    n, J = N.sum(axis=1), 0.0
    for c in range(len(N)):
        for o in range(len(N)):
            x = float(E[c] @ U[o])
            J += N[c, o] * log_sigma(x) + K * n[c] * P_n[o] * log_sigma(-x)
    return J


def drawn(seed, V=5, d=3):
    rng = np.random.default_rng(seed)
    N = rng.poisson(1.5, (V, V)).astype(float)
    N[rng.integers(V)] = 0  # a word without contexts
    P_n = rng.dirichlet(np.ones(V))
    E, U = rng.standard_normal((2, V, d))
    return N, P_n, E, U


@given(seeds)
def test_the_loss_is_that_of_every_pair(seed):
    N, P_n, E, U = drawn(seed)
    loss = Objective.of(N, P_n, 4).loss(E.astype(np.float32), U.astype(np.float32))
    assert loss == pytest.approx(-by_every_pair(N, P_n, 4, E, U) / max(1, N.sum()), rel=1e-4)


@given(seeds)
def test_gradient_by_finite_differences(seed):
    N, P_n, E, U = drawn(seed)
    G = Climber(Objective.of(N, P_n, 3)).errors(E.astype(np.float32), U.astype(np.float32))
    h = 1e-5
    for X, gradient in ((E, G @ U), (U, G.T @ E)):
        for at in np.ndindex(X.shape):
            X[at] += h
            up = by_every_pair(N, P_n, 3, E, U)
            X[at] -= 2 * h
            down = by_every_pair(N, P_n, 3, E, U)
            X[at] += h
            assert (up - down) / (2 * h) == pytest.approx(gradient[at], abs=1e-3)


def test_its_loss_is_the_mean_of_what_sampling_measures():
    corpus, rng = planted_corpus(3000)[0], np.random.default_rng(0)
    counts, V = corpus.vocabulary.counts, len(corpus.words)
    trainer = ExactSkipGram(window=4, subsampling=0.01, dimension=8).trainer(corpus, 0, 120)
    keep, P_n = keep_probabilities(counts, 0.01), noise(counts).astype(np.float32)
    E, U = (rng.standard_normal((2, V, 8)) / 2).astype(np.float32)
    losses = []
    for _ in range(40):
        centre, context = all_pairs(draw_windows(trainer.source.split[0], keep, 4, rng))
        centres, place = np.unique(centre, return_inverse=True)
        losses.append(Pairs(centres, place, context, 5, P_n, "training").loss(E, U))
    error = np.std(losses) / np.sqrt(len(losses))
    assert trainer.objective.loss(E, U) == pytest.approx(np.mean(losses), abs=4 * error)


def test_a_step_follows_formula_4():
    N, P_n, E, U = drawn(3)
    names = ("E", "U", "m_E", "m_U")
    weights = dict(zip(names, (E, U, np.zeros_like(E), np.zeros_like(U)), strict=True))
    weights = {name: array.astype(np.float32) for name, array in weights.items()}
    D = N + 2 * N.sum(axis=1, keepdims=True) * P_n
    for _ in range(3):
        Climber(Objective.of(N, P_n, 2)).step(weights, 0.3)
    m_E, m_U = np.zeros_like(E), np.zeros_like(U)

    def row_scale(h):
        scale = np.zeros_like(h)
        scale[h > 0] = (h.max() / h[h > 0]) ** 0.25
        return scale[:, None]

    for _ in range(3):
        h = D.sum(axis=1) / 2
        m_E = 0.9 * m_E + 0.1 * ((N - D / (1 + np.exp(-E @ U.T))) @ U) / h.max()
        E = E + 0.3 * row_scale(h) * m_E
        h = D.sum(axis=0) / 2
        m_U = 0.9 * m_U + 0.1 * ((N - D / (1 + np.exp(-E @ U.T))).T @ E) / h.max()
        U = U + 0.3 * row_scale(h) * m_U
    assert weights["E"] == pytest.approx(E, abs=1e-5)
    assert weights["U"] == pytest.approx(U, abs=1e-5)


def test_no_row_leaps():
    N, P_n, E, U = drawn(4)
    zeros = {f"m_{name}": np.zeros(E.shape, dtype=np.float32) for name in "EU"}
    weights = {"E": 9 * E.astype(np.float32), "U": 9 * U.astype(np.float32), **zeros}
    before = weights["E"].copy()
    Climber(Objective.of(N, P_n, 20)).step(weights, 10.0)
    lengths = np.linalg.norm(weights["E"] - before, axis=1)
    assert lengths.max() == pytest.approx(exact.LONGEST, rel=1e-4)


# ---- stopping


def test_stops_at_the_best_held_out_loss():
    corpus = planted_corpus(6000)[0]
    film = train(ExactSkipGram(dimension=30, epochs=2000, learning_rate=8), corpus, frames=2000)
    losses = [s.loss for s in film]
    assert film.complete and film[-1].epoch == 2000
    assert len(film) < 1000  # the run jumped to its end
    looks = [s.loss for s in film if s.epoch % exact.CHECK == 0]
    assert losses[-1] == pytest.approx(min(looks), abs=1e-6) and losses[-1] <= losses[-2]


def test_without_patience_it_learns_by_heart():
    corpus = planted_corpus(6000)[0]
    model = ExactSkipGram(dimension=30, epochs=800, learning_rate=8, patience=0)
    losses = [s.loss for s in train(model, corpus, frames=100)]
    assert losses[-1] > min(losses) + 0.05


def test_short_texts_go_through_all_epochs():
    film = train(ExactSkipGram(dimension=4, epochs=60), corpus_of(sample_text("tiny")))
    assert [s.epoch for s in film] == list(range(61)) and film.recipe.loss_on == "training"


def test_a_run_with_patience_is_cut_anywhere(monkeypatch):
    monkeypatch.setattr(cooccurrence, "CHUNK", 150)
    corpus = planted_corpus(1500)[0]
    model = ExactSkipGram(dimension=5, epochs=400, patience=1, learning_rate=8)
    whole, _ = advance(run := Run(model, corpus, frames=8), start(run), math.inf)
    trainer = model.trainer(corpus, 0, 8)
    first = next(trainer.steps(trainer.initial(), Position()))
    assert first.at < cooccurrence.COUNTED
    state = start(run)
    while not state.finished:
        state, _ = advance(Run(model, corpus, frames=8), state, budget_s=0.002)
    assert whole.weights.keys() == state.weights.keys()
    for name, array in whole.weights.items():
        assert np.array_equal(array, state.weights[name])


# ---- corners

CORNERS = {
    "two words": "yes no yes. no no yes yes no.",
    "one sentence": "the king and the queen saw the old man",
    "one word a sentence, mostly": "a. b. c. a b.",
    "one long sentence": " ".join(f"w{i % 7}" for i in range(900)),
}


@pytest.mark.parametrize("text", CORNERS.values(), ids=CORNERS)
@pytest.mark.parametrize(
    "setting",
    [{}, {"window": 50, "dimension": 60}, {"negatives": 1}, {"negatives": 50, "subsampling": 0}],
)
def test_corners(text, setting):
    model = ExactSkipGram(epochs=100, learning_rate=1.0, **setting)
    film = train(model, corpus_of(text))
    assert film.complete and film[-1].loss <= film[0].loss
    film = train(replace(model, learning_rate=4.0), corpus_of(text))
    assert np.abs(film[-1].E).max() < 10


def test_where_subsampling_leaves_nothing_nothing_moves_far():
    film = train(ExactSkipGram(subsampling=1e-12, epochs=3), corpus_of(CORNERS["two words"]))
    assert film.complete and np.isfinite(film[-1].E).all()


def test_too_many_words_are_refused_with_the_limit(monkeypatch):
    monkeypatch.setattr(exact, "MOST_WORDS", 100)
    corpus = planted_corpus(1500)[0]
    with pytest.raises(SettingError) as caught:
        ExactSkipGram().trainer(corpus, 0, 120)
    error = caught.value
    assert error.reason == "large_vocabulary" and error.setting == "max_words"
    assert (error.value, error.high) == (len(corpus.words), 100)


def test_a_run_that_diverges_names_a_rate_that_works():
    corpus = planted_corpus(2000)[0]
    model = ExactSkipGram(learning_rate=100, epochs=60)
    with pytest.raises(Diverged) as caught:
        train(model, corpus)
    assert train(replace(model, learning_rate=caught.value.suggested), corpus).complete


# ---- quality


@pytest.mark.parametrize(
    ("sample", "precision", "right"), [("kingdom", 0.8, 0.8), ("царство", 0.78, 0.6)]
)
def test_samples_fall_into_their_groups(sample, precision, right):
    found, corpus = answers(sample), corpus_of(sample_text(sample))
    films = [train(ExactSkipGram(), corpus, seed=seed) for seed in range(2)]
    vectors = [film.vectors() for film in films]
    assert np.mean([planted_precision(v, found.groups) for v in vectors]) > precision
    assert np.mean([analogy_accuracy(v, found.analogies) for v in vectors]) > right
