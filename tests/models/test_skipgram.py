"""Skip-gram: the block against the enumerated expectation, corners, rates, quality."""

import math
import warnings
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from embviz.errors import Diverged
from embviz.measures import analogy_accuracy, planted_precision
from embviz.models.shared.blocks import BlockLayout, Plan
from embviz.models.shared.negatives import cumulated, noise
from embviz.models.shared.window_step import WindowStep
from embviz.models.shared.windows import Sentences, draw_windows
from embviz.models.skipgram import SkipGram
from embviz.text.corpus import Corpus
from embviz.text.samples import answers, sample_text
from embviz.training.model import Position
from embviz.training.run import Run, advance, start, train
from embviz.vectors.vectors import Vectors
from tests.models.planted import planted_corpus
from tests.strategies import small_models


def sigma(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize(("T", "w", "K", "V"), [(64, 3, 5, 20), (128, 5, 2, 12), (16, 2, 7, 2)])
def test_a_block_is_the_expectation_over_negatives(T, w, K, V):
    """Averaged over the negatives, a step is the gradient of
    log σ(u_o·v_c) + K Σ_k P_n(k) log σ(-u_k·v_c), summed over the pairs of the block."""
    rng = np.random.default_rng(1)
    lengths = rng.integers(1, 15, size=T)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    ids = rng.integers(0, V, size=starts[-1]).astype(np.int32)
    P_n = noise(np.bincount(ids, minlength=V) + 1)
    windows = draw_windows(Sentences.of(ids, starts, np.arange(T)), np.full(V, 0.8), w, rng)
    plan = Plan.draw(windows, BlockLayout(T, w, 32), cumulated(P_n), rng)
    E, U = rng.standard_normal((2, V, 6), dtype=np.float32)
    rate, block = 0.1, 1

    dE, dU = np.zeros((2, V, 6))
    around = WindowStep(plan.layout, 6, K)
    for k in range(V):  # every negative there can be
        e, u = E.copy(), U.copy()
        fixed = replace(plan, negatives=np.full_like(plan.negatives, k))
        np.add.at(
            e, plan.centres(block), around.step(e[plan.centres(block)], u, fixed, block, rate)
        )
        dE += P_n[k] * (e - E).astype(np.float64)
        dU += P_n[k] * (u - U).astype(np.float64)

    expected_dE, expected_dU = np.zeros((2, V, 6))
    v, u = E.astype(np.float64), U.astype(np.float64)
    for i in range(block * T, min((block + 1) * T, len(windows))):
        c = windows.row[i]
        for j in range(i - windows.left[i], i + windows.right[i] + 1):
            if j == i:
                continue
            o = windows.row[j]
            g = 1 - sigma(u[o] @ v[c])
            expected_dE[c] += g * u[o]
            expected_dU[o] += g * v[c]
            h = K * P_n * sigma(u @ v[c])  # (V,)
            expected_dE[c] -= h @ u
            expected_dU -= np.outer(h, v[c])
    assert dE == pytest.approx(rate * expected_dE, abs=2e-5 * T)
    assert dU == pytest.approx(rate * expected_dU, abs=2e-5 * T)
    assert np.abs(expected_dE).max() > 1


def corpus_of(text):
    return Corpus.from_text(text, min_count=1)


CORNERS = {
    "two words": corpus_of("yes no yes. no no yes yes no."),
    "one sentence": corpus_of("the king and the queen saw the old man"),
    "short sentences": corpus_of("a b. b c. c a. a d." * 40),
    "one word a sentence, mostly": corpus_of("a. b. c. a b."),
    "one long sentence": corpus_of(" ".join(f"w{i % 7}" for i in range(900))),
}


@pytest.mark.parametrize("corpus", CORNERS.values(), ids=CORNERS)
@settings(max_examples=10, deadline=None)
@given(model=small_models)
def test_corners(corpus, model):
    """More negatives and dimensions than words, windows longer than sentences, tiny texts."""
    film = train(model, corpus)
    assert film.complete and len(film) >= 2
    assert all(np.isfinite(s.E).all() and math.isfinite(s.loss) for s in film)
    assert film[0].loss == pytest.approx((1 + model.negatives) * np.log(2))


def test_where_subsampling_leaves_nothing_nothing_moves():
    film = train(SkipGram(subsampling=1e-12, epochs=3, dimension=4), CORNERS["two words"])
    assert film.complete and [s.epoch for s in film] == [0, 1, 2, 3]
    assert np.array_equal(film[-1].E.astype(np.float16), film[0].E)


def test_a_tiny_text_keeps_every_block():
    model = SkipGram(subsampling=0, epochs=5, dimension=4)
    run = Run(model, corpus_of(sample_text("tiny")))
    trainer = model.trainer(run.corpus, run.seed, run.frames)
    blocks = sum(1 for _ in trainer.steps(trainer.initial(), Position()))
    film = train(model, run.corpus)
    assert len(film) == blocks + 1 <= 120
    assert run.loss_on == "training"


def test_starts_as_it_says():
    corpus = planted_corpus(3000)[0]
    initial = SkipGram().trainer(corpus, 0, 120).initial()
    assert initial["E"].std() == pytest.approx(0.1, rel=0.02)
    assert initial["E"].mean() == pytest.approx(0, abs=0.005) and not initial["U"].any()


@pytest.mark.parametrize(
    ("corpus", "wild"),
    [
        (planted_corpus(2000)[0], {"learning_rate": 1.0}),
        (planted_corpus(2000)[0], {"learning_rate": 0.7, "negatives": 20}),
        (CORNERS["short sentences"], {"learning_rate": 1.0, "subsampling": 0}),
    ],
)
def test_a_run_that_diverges_names_a_rate_that_works(corpus, wild):
    model = SkipGram(dimension=20, epochs=20, **wild)
    with pytest.raises(Diverged) as caught:
        train(model, corpus)
    error = caught.value
    assert error.learning_rate == model.learning_rate > error.suggested
    assert len(error.film) >= 1 and not error.film.complete
    assert all(np.isfinite(s.E).all() and math.isfinite(s.loss) for s in error.film)
    assert train(replace(model, learning_rate=error.suggested), corpus).complete


@pytest.mark.parametrize(
    ("corpus", "strong"),
    [
        (planted_corpus(2000)[0], {"negatives": 50, "learning_rate": 0.1}),
        (planted_corpus(2000)[0], {"window": 20, "negatives": 20, "learning_rate": 0.4}),
        (CORNERS["one long sentence"], {"window": 50, "learning_rate": 0.3}),
        (CORNERS["short sentences"], {"learning_rate": 0.3, "subsampling": 0}),
        (CORNERS["two words"], {"subsampling": 0, "negatives": 50, "learning_rate": 0.4}),
    ],
)
def test_strong_settings_stay_finite_and_learn(corpus, strong):
    film = train(SkipGram(dimension=20, epochs=20, **strong), corpus)
    assert film.complete and film[-1].loss < film[0].loss
    assert np.abs(film[-1].E).max() < 50


def test_frequent_words_make_small_blocks():
    corpus = planted_corpus(14_000)[0]
    models = SkipGram(), SkipGram(learning_rate=0.1), SkipGram(learning_rate=0.1, subsampling=0)
    assert [model.trainer(corpus, 0, 120).schedule.layout.T for model in models] == [64, 32, 16]
    assert train(SkipGram(subsampling=0, epochs=2), corpus).complete


def test_no_warning_however_it_goes():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = Run(SkipGram(learning_rate=1.0, negatives=50, epochs=2), planted_corpus(2000)[0])
        state, _ = advance(run, start(run), math.inf)
    assert state.trouble is not None


# ---- quality


def score(vectors, groups, analogies):
    return planted_precision(vectors, groups), analogy_accuracy(vectors, analogies)


@pytest.fixture(scope="module")
def kingdom():
    found = answers("kingdom")
    return corpus_of(sample_text("kingdom")), found.groups, found.analogies


def test_kingdom_falls_into_its_groups(kingdom):
    corpus, *planted = kingdom
    scores = [score(train(SkipGram(), corpus, seed=s).vectors(), *planted) for s in range(3)]
    precision, analogies = np.mean(scores, axis=0)
    assert precision >= 0.8 and analogies >= 0.8


def test_finds_no_less_than_gensim(kingdom):
    from gensim.models import Word2Vec

    corpus, *planted = kingdom
    ours = [score(train(SkipGram(), corpus, seed=s).vectors(), *planted) for s in range(3)]
    sentences = [
        [corpus.words[i] for i in corpus.ids[a:b]]
        for a, b in zip(corpus.starts, corpus.starts[1:], strict=False)
    ]
    theirs = []
    for seed in range(1, 4):
        shuffled = [sentences[i] for i in np.random.default_rng(seed).permutation(len(sentences))]
        with warnings.catch_warnings(action="ignore"):
            model = Word2Vec(
                shuffled,
                vector_size=50,
                sg=1,
                min_count=1,
                epochs=20,
                sample=1e-3,
                workers=1,
                seed=seed,
            )
        vectors = Vectors(tuple(model.wv.index_to_key), model.wv.vectors)
        theirs.append(score(vectors, *planted))
    error = np.std(theirs, axis=0, ddof=1) / np.sqrt(3) + 0.005
    assert (np.mean(ours, axis=0) >= np.mean(theirs, axis=0) - 2 * error).all()


def test_shuffled_words_teach_nothing(kingdom):
    corpus, groups, analogies = kingdom
    words = [corpus.words[i] for i in corpus.ids]
    np.random.default_rng(0).shuffle(words)
    nonsense = "\n".join(" ".join(words[i : i + 9]) + "." for i in range(0, len(words), 9))
    vectors = train(SkipGram(epochs=5), corpus_of(nonsense)).vectors()
    precision, right = score(vectors, groups, analogies)
    assert precision < 0.1 and right < 0.1
