"""The loss against its definition, and the fixed pairs."""

import numpy as np
import pytest

from embviz.models.shared import cost
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.held_out_loss import Pairs, draw_pairs, softplus
from embviz.models.shared.negatives import noise
from embviz.models.shared.windows import split
from tests.models.planted import planted_corpus


def source_of(corpus, subsampling=0.0, seed=0):
    return CorpusTables(corpus, seed, window=5, subsampling=subsampling)


def pairs_of(corpus, most=(2000, 200), subsampling=0.0):
    return draw_pairs(source_of(corpus, subsampling), 5, most)


def test_loss_is_the_exact_expectation():
    rng = np.random.default_rng(0)
    V, K = 20, 3
    E, U = rng.standard_normal((2, V, 6), dtype=np.float32)
    P_n = noise(rng.integers(1, 100, size=V)).astype(np.float32)
    centres = np.array([2, 5, 11], dtype=np.int32)
    centre, context = rng.integers(0, 3, size=40), rng.integers(0, V, size=40)
    pairs = Pairs(centres, centre, context, K, P_n, "training")
    total = 0.0
    for c, o in zip(centres[centre], context, strict=True):
        scores = (U @ E[c]).astype(np.float64)
        total += np.logaddexp(0, -scores[o]) + K * (P_n @ np.logaddexp(0, scores))
    assert pairs.loss(E, U) == pytest.approx(total / 40, rel=1e-5)


def test_loss_of_an_untrained_model_is_that_of_guessing():
    corpus, _, _ = planted_corpus(3000)
    E = np.ones((len(corpus.words), 4), dtype=np.float32)
    assert pairs_of(corpus).loss(E, 0 * E) == pytest.approx(6 * np.log(2))


def test_softplus_is_precise_and_never_overflows():
    x = np.array([-1e30, -100, -3, 0, 3, 79.9, 80.1, 1e30], dtype=np.float32)
    expected = np.logaddexp(0, x.astype(np.float64))
    with np.errstate(over="raise", invalid="raise"):
        assert softplus(x) == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert np.isnan(softplus(np.array([np.nan], dtype=np.float32))).all()


def test_held_out_sentences_are_not_trained_on():
    corpus, _, _ = planted_corpus(3000)
    trained, held_out = split(corpus.ids, corpus.starts, seed=3)
    assert held_out is not None and len(held_out) == round(0.05 * 300)
    begins = np.concatenate([trained.begins, held_out.begins])
    assert np.array_equal(np.sort(begins), corpus.starts[:-1])
    other = split(corpus.ids, corpus.starts, seed=4)[1]
    assert other is not None and not np.array_equal(other.begins, held_out.begins)


def test_a_large_text_holds_out_no_more_than_is_needed():
    starts = np.arange(100_001)
    _, held_out = split(np.zeros(100_000, dtype=np.int32), starts, seed=0)
    assert held_out is not None and len(held_out) == 300


def test_a_short_text_is_scored_on_what_it_trains_on():
    corpus, _, _ = planted_corpus(990)
    trained, held_out = split(corpus.ids, corpus.starts, seed=0)
    assert held_out is None and trained.tokens == len(corpus.ids)
    assert pairs_of(corpus).source == "training"
    assert pairs_of(planted_corpus(1000)[0]).source == "held-out"


def test_pairs_stay_within_their_bounds_and_are_fixed():
    corpus, _, _ = planted_corpus(14_000)
    for most in [(2000, 200), (100, 8), (50, 200)]:
        pairs, again = pairs_of(corpus, most), pairs_of(corpus, most)
        assert 0 < len(pairs.centre) <= most[0] and len(pairs.centres) <= most[1]
        assert np.array_equal(pairs.centre, again.centre)
        assert np.array_equal(pairs.context, again.context)
    assert len(pairs_of(corpus).centre) == 2000
    assert len(pairs_of(corpus, (100, 8)).centres) == 8


def test_where_subsampling_leaves_nothing_all_tokens_count():
    corpus, _, _ = planted_corpus(3000)
    pairs = pairs_of(corpus, subsampling=1e-12)
    assert len(pairs.centre) > 0 and pairs.source == "training"


@pytest.mark.parametrize("V", [30, 250, 5000, 100_000])
@pytest.mark.parametrize("training_s", [0.05, 0.4, 5, 100])
def test_losses_stay_below_a_tenth_or_at_their_least(V, training_s):
    frames, d = 120, 100
    pairs, centres = cost.affordable(1e9 * training_s, frames, V, d)
    loss_ns = cost.loss_ns(V, d) + pairs * cost.pair_ns(d) + centres * cost.centre_ns(V, d)
    assert loss_ns * frames <= 0.1e9 * training_s or (pairs, centres) == (100, 8)
    assert pairs <= 2000 and centres <= 200
