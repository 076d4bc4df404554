"""GloVe: against the program's loop and finite differences, corners, memory, quality."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import Diverged, SettingError
from embviz.measures import analogy_accuracy, planted_precision
from embviz.models.glove import Cells, GloVe, descend, errors, weight
from embviz.models.shared import cooccurrence
from embviz.text.corpus import Corpus
from embviz.text.samples import answers, sample_text
from embviz.training.model import Position, Purpose, stream
from embviz.training.run import Run, advance, estimate, start, train
from embviz.util import memory as _memory
from embviz.vectors.vectors import Vectors
from tests.models.planted import planted_corpus
from tests.strategies import seeds


def corpus_of(text):
    return Corpus.from_text(text, min_count=1)


def programs_loop(weights, cells, rate, x_max, alpha):
    """The loop of the authors' program (glove.c), cell by cell, in its own terms."""
    names = ("E", "U", "b", "c", "A_E", "A_U", "A_b", "A_c")
    E, U, b, c, A_E, A_U, A_b, A_c = (weights[name].astype(np.float64) for name in names)
    for i, j, x in cells:
        diff = E[i] @ U[j] + b[i] + c[j] - math.log(x)
        fdiff = rate * diff * (1 if x > x_max else (x / x_max) ** alpha)
        dv, du = fdiff * U[j], fdiff * E[i]
        E[i] -= dv / np.sqrt(A_E[i])
        U[j] -= du / np.sqrt(A_U[j])
        b[i] -= fdiff / math.sqrt(A_b[i])
        c[j] -= fdiff / math.sqrt(A_c[j])
        A_E[i] += dv**2
        A_U[j] += du**2
        A_b[i] += fdiff**2
        A_c[j] += fdiff**2
    return dict(zip(names, (E, U, b, c, A_E, A_U, A_b, A_c), strict=True))


def both_ways(cells):
    for i, j, x in zip(cells.i, cells.j, cells.X, strict=True):
        yield i, j, x
        if i != j:
            yield j, i, x


@pytest.mark.parametrize("rate", [0.02, 0.1])
def test_an_epoch_is_that_of_the_program(rate):
    """With the cells in the same order: blocks of few cells and small steps are hardly stale."""
    corpus = planted_corpus(1500)[0]
    model = GloVe(dimension=6, window=4, epochs=1, learning_rate=rate, x_max=5)
    trainer = model.trainer(corpus, 0, 120)
    weights = trainer.initial()
    before = {name: array.copy() for name, array in weights.items()}
    for _ in trainer.steps(weights, Position()):
        pass
    order = stream(Purpose.ORDER, 0, 0).permutation(trainer.blocks)
    blocks = [trainer._cells.spread(b, trainer.blocks) for b in order]
    cells = itertools.chain.from_iterable(map(both_ways, blocks))
    expected = programs_loop(before, cells, rate, 5, 0.75)
    for name, array in weights.items():
        moved, should = array - before[name], expected[name] - before[name]
        scale = np.linalg.norm(should)
        assert scale > 0
        assert np.linalg.norm(moved - should) < 0.25 * scale, name


def test_a_block_of_distinct_words_is_exactly_the_programs():
    """Where no row comes twice, A may be asked before or after: only its first square differs."""
    corpus = corpus_of("a b. c d. e f.")
    model = GloVe(dimension=5, window=1, epochs=1, learning_rate=0.05, x_max=4)
    trainer = model.trainer(corpus, 3, 120)
    weights = trainer.initial()
    for name in ("A_E", "A_U", "A_b", "A_c"):
        weights[name] *= 1e4  # so that one square more or less changes nothing
    before = {name: array.copy() for name, array in weights.items()}
    cells = trainer._cells
    trainer._step(weights, cells)
    expected = programs_loop(before, both_ways(cells), 0.05, 4, 0.75)
    for name, array in weights.items():
        assert np.allclose(array, expected[name], rtol=1e-6, atol=1e-7)
        assert name.startswith("A_") or np.abs(array - before[name]).max() > 1e-6


@given(seeds)
def test_gradient_by_finite_differences(seed):
    """Formula (3) is half of the gradient of formula (1)."""
    rng = np.random.default_rng(seed)
    V, d, n = 4, 3, 7
    E, U = rng.standard_normal((2, V, d))
    b, c = rng.standard_normal((2, V))
    i, j = rng.integers(0, V, (2, n))
    X = rng.uniform(0.2, 20, n)
    f = weight(X, 10.0, 0.75)

    def J(E, U, b, c):
        return (f * (np.einsum("nd,nd->n", E[i], U[j]) + b[i] + c[j] - np.log(X)) ** 2).sum()

    g = f * errors(E[i], U[j], b[i] + c[j], np.log(X))
    halves = {name: np.zeros_like(array) for name, array in zip("EUbc", (E, U, b, c), strict=True)}
    np.add.at(halves["E"], i, g[:, None] * U[j])
    np.add.at(halves["U"], j, g[:, None] * E[i])
    np.add.at(halves["b"], i, g)
    np.add.at(halves["c"], j, g)
    h = 1e-6
    for k, name in enumerate("EUbc"):
        for at in np.ndindex(halves[name].shape):
            moved = [array.copy() for array in (E, U, b, c)]
            moved[k][at] += h
            up = J(*moved)
            moved[k][at] -= 2 * h
            assert (up - J(*moved)) / (2 * h) == pytest.approx(2 * halves[name][at], abs=1e-4)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=9), st.integers(1, 4), seeds)
def test_duplicates_in_a_block_are_summed(ids, d, seed):
    rng, n = np.random.default_rng(seed), len(ids)
    rows, theta = rng.standard_normal((n, d)), rng.standard_normal((5, d))
    g, A = rng.standard_normal(n), 1 + rng.random((5, d))
    A_after, theta_after = A.copy(), theta.copy()
    for k, w in enumerate(ids):
        A_after[w] += (g[k] * rows[k]) ** 2
    for k, w in enumerate(ids):
        theta_after[w] -= g[k] * rows[k] / np.sqrt(A_after[w])
    theta, A, g, rows = (array.astype(np.float32) for array in (theta, A, g, rows))
    descend(theta, A, np.array(ids, dtype=np.int32), g, rows)
    assert A == pytest.approx(A_after, abs=1e-5)
    assert theta == pytest.approx(theta_after, abs=1e-5)


def test_weights_of_the_paper():
    assert weight(np.array([100.0, 1e4]), 100, 0.75) == pytest.approx(1)
    assert weight(np.array([50.0]), 100, 0.75) == pytest.approx(0.5**0.75)
    assert weight(np.array([0.1, 3.0]), 100, 0.0) == pytest.approx(1)


def test_cells_count_both_sides():
    trainer = GloVe(window=2).trainer(corpus_of("a b a"), 0, 120)
    i, j, X = trainer._cells.i, trainer._cells.j, trainer._cells.X
    cells = {(i[k], j[k]): X[k] for k in range(len(X))}
    a, b = trainer.corpus.vocabulary.id("a"), trainer.corpus.vocabulary.id("b")
    # Each of the two a has b beside it; and each has the other, two tokens away.
    assert cells == {(min(a, b), max(a, b)): 2.0, (a, a): 1.0}


def test_the_fixed_cells_of_the_loss_are_cells():
    corpus = planted_corpus(3000)[0]
    trainer = GloVe(window=4, epochs=200).trainer(corpus, 0, 120)
    X = np.zeros((len(corpus.words),) * 2)
    X[trainer._cells.i, trainer._cells.j] = X[trainer._cells.j, trainer._cells.i] = trainer._cells.X
    fixed = trainer._fixed
    assert len(fixed) > 1000
    assert fixed.X == pytest.approx(X[fixed.i, fixed.j])


def test_the_loss_of_all_cells_is_the_objective():
    trainer = GloVe(dimension=4, epochs=10_000).trainer(corpus_of("a b c. c a d b. b d"), 0, 2)
    weights, cells = trainer.initial(), trainer._cells
    e, f = [], []
    for i, j, x in both_ways(cells):
        product = weights["E"][i] @ weights["U"][j] + weights["b"][i] + weights["c"][j]
        e.append(product - np.log(x))
        f.append(min(1, (x / 10) ** 0.75))
    assert len(trainer._fixed) == len(e)
    assert trainer.loss(weights) == pytest.approx(np.average(np.square(e), weights=f), rel=1e-5)


# ---- counting in chunks


def test_a_long_text_is_counted_in_chunks_and_cut_anywhere(monkeypatch):
    monkeypatch.setattr(cooccurrence, "CHUNK", 150)
    corpus, model = planted_corpus(1500)[0], GloVe(dimension=5, epochs=1, window=3)
    whole, snapshots = advance(run := Run(model, corpus, frames=8), start(run), math.inf)
    weights = {name: array.copy() for name, array in whole.weights.items()}
    positions = list(model.trainer(corpus, 0, 8).steps(weights, Position()))
    counting = [p for p in positions if p.at < cooccurrence.COUNTED]
    assert len(counting) == 9 and counting[-1].shard == 9

    state, cut = start(run), []
    while not state.finished:
        # Another process: nothing is counted there.
        run = Run(model, corpus, frames=8)
        state, new = advance(run, state, budget_s=0)
        cut += new
    assert len(cut) == len(snapshots) == 8
    assert np.array_equal(state.weights["E"], whole.weights["E"])


def test_the_untrained_frame_needs_no_counting():
    trainer = GloVe().trainer(planted_corpus(3000)[0], 0, 120)
    assert math.isfinite(trainer.loss(trainer.initial()))
    assert trainer._counting._done == 0


# ---- corners

CORNERS = {
    "two words": "yes no yes. no no yes yes no.",
    "one sentence": "the king and the queen saw the old man",
    "one word a sentence, mostly": "a. b. c. a b.",
    "no word meets another": "a a. b b. c c c.",
    "one long sentence": " ".join(f"w{i % 7}" for i in range(900)),
}


@pytest.mark.parametrize("text", CORNERS.values(), ids=CORNERS)
@pytest.mark.parametrize("setting", [{}, {"window": 50, "dimension": 60}, {"dimension": 1}])
def test_corners(text, setting):
    """Windows longer than sentences, more dimensions than words, tiny texts."""
    film = train(GloVe(epochs=3, **setting), corpus_of(text))
    assert film.complete and len(film) >= 2
    assert all(np.isfinite(s.E).all() and math.isfinite(s.loss) for s in film)


def test_a_tiny_text_keeps_every_block():
    film = train(GloVe(dimension=4, epochs=5), corpus_of("a b c. c a d b. b d"))
    assert [s.epoch for s in film] == [0, 1, 2, 3, 4, 5]


def test_a_run_that_diverges_names_a_rate_that_works():
    corpus = corpus_of(CORNERS["one long sentence"])
    model = GloVe(learning_rate=1.0, x_max=0.1)
    with pytest.raises(Diverged) as caught:
        train(model, corpus)
    assert train(replace(model, learning_rate=caught.value.suggested), corpus).complete


def test_what_the_memory_cannot_hold_is_refused_with_the_sum(monkeypatch):
    corpus = planted_corpus(2000)[0]
    monkeypatch.setattr(_memory, "total", lambda: 2**20)
    with pytest.raises(SettingError) as caught:
        GloVe(dimension=300).trainer(corpus, 0, 120)
    error = caught.value
    assert error.reason == "too_much_memory" and error.needed_mb > error.limit_mb == 1
    GloVe(dimension=2, window=1).trainer(corpus, 0, 120)
    monkeypatch.setattr(_memory, "total", lambda: None)
    GloVe(dimension=300).trainer(corpus, 0, 120)


def test_memory_of_this_machine_is_known_or_not():
    memory = _memory.total()
    assert memory is None or memory > 2**27


# ---- quality


def test_kingdom_falls_into_its_groups():
    found, corpus = answers("kingdom"), corpus_of(sample_text("kingdom"))
    scores = []
    for seed in range(3):
        last = train(GloVe(), corpus, seed=seed)[-1]
        for matrix in (last.E, last.E + last.U):
            vectors = Vectors(corpus.words, matrix)
            scores.append(planted_precision(vectors, found.groups))
            scores.append(analogy_accuracy(vectors, found.analogies))
    E, E_analogies, both, both_analogies = np.mean(np.reshape(scores, (3, 4)), axis=0)
    assert E > 0.8 and both > 0.6 and E_analogies > 0.45 and both_analogies > 0.45


def test_the_estimate_is_of_the_right_size():
    run = Run(GloVe(dimension=20, epochs=3), planted_corpus(3000)[0])
    assert 0.01 < estimate(run).seconds < 1
    twice = Run(GloVe(dimension=20, epochs=30), planted_corpus(3000)[0])
    assert estimate(twice).seconds > 3 * estimate(run).seconds


def test_a_block_is_spread_over_all_rows():
    cells = Cells(np.arange(10, dtype=np.int32), np.arange(10, dtype=np.int32), np.ones(10, "f4"))
    blocks = [cells.spread(b, 3).i.tolist() for b in range(3)]
    assert blocks == [[0, 3, 6, 9], [1, 4, 7], [2, 5, 8]]
