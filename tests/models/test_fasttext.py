"""fastText: the block against single pairs, composed matrices, unseen words, gensim, quality."""

import io
import itertools
import warnings
from dataclasses import replace

import numpy as np
import pytest

import embviz as ev
from embviz.errors import MissingWord, SettingError
from embviz.measures import planted_precision
from embviz.models.fasttext import FastText
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.held_out_loss import draw_pairs
from embviz.models.shared.ngrams import Pieces
from embviz.models.subwords import Subwords
from embviz.text.corpus import Corpus
from embviz.text.samples import answers, sample_text
from embviz.training.model import Position
from embviz.training.run import train
from embviz.vectors.vectors import Vectors
from tests.models.planted import planted_corpus


def sigma(x):
    return 1 / (1 + np.exp(-x))


def test_a_block_moves_every_piece_of_a_centre_by_all_of_its_gradient():
    """Averaged over the negatives, a step moves z_g by what skip-gram would move v_c, for each
    centre that has the piece, as often as it has it."""
    corpus = Corpus.from_text(
        "banana bandana. ban the banana. the bands and bananas. " * 9, min_count=1
    )
    V, d, K, rate = len(corpus.words), 5, 3, 0.1
    model = FastText(dimension=d, negatives=K, window=2, subsampling=0, learning_rate=rate)
    trainer = model.trainer(corpus, 0, 120)
    trainer.__dict__["_limits"] = None  # they would shorten updates
    shard = trainer.schedule.shard(0, 0)
    plan, pieces = shard.plan, Pieces.of(corpus.words, 3, 6, 2_000_000)
    rng = np.random.default_rng(1)
    Z = rng.standard_normal((pieces.count, d), dtype=np.float32)
    U = rng.standard_normal((V, d), dtype=np.float32)
    P_n = trainer.source.noise

    moved, moved_U = np.zeros(Z.shape), np.zeros(U.shape)
    for k in range(V):  # every negative there can be
        fixed = replace(plan, negatives=np.full_like(plan.negatives, k))
        trainer.schedule._last_shard[(0, 0)] = replace(shard, plan=fixed)
        weights = {"Z": Z.copy(), "U": U.copy()}
        next(trainer.steps(weights, Position()))
        moved += P_n[k] * (weights["Z"] - Z).astype(np.float64)
        moved_U += P_n[k] * (weights["U"] - U).astype(np.float64)

    each = [pieces.rows[a:b] for a, b in zip(pieces.ptr, pieces.ptr[1:], strict=False)]
    E = np.array([Z[rows].mean(axis=0, dtype=np.float64) for rows in each])
    expected, expected_U = np.zeros(Z.shape), np.zeros(U.shape)
    T, w, u = plan.layout.T, plan.layout.w, U.astype(np.float64)
    reaches = np.stack(np.divmod(plan.reach[:T], w + 1), axis=1)
    for i, (left, right) in enumerate(reaches):
        c = plan.row[w + i]
        for j in (j for j in range(i - left, i + right + 1) if j != i):
            o = plan.row[w + j]
            g, h = 1 - sigma(u[o] @ E[c]), K * P_n * sigma(u @ E[c])
            np.add.at(expected, each[c], g * u[o] - h @ u)
            expected_U[o] += g * E[c]
            expected_U -= np.outer(h, E[c])
    assert moved == pytest.approx(rate * expected, abs=1e-3)
    assert moved_U == pytest.approx(rate * expected_U, abs=1e-3)
    assert np.abs(expected).max() > 1 and np.bincount(each[0]).max() == 2  # "ana" comes twice


def test_settings_that_contradict_one_another_are_refused():
    with pytest.raises(SettingError) as caught:
        FastText(min_n=4, max_n=3)
    assert caught.value.setting == "max_n" and caught.value.low == 4
    assert FastText(min_n=4, max_n=4).max_n == 4


def test_n_grams_longer_than_every_word_leave_whole_words():
    corpus = planted_corpus(1500)[0]
    model = FastText(dimension=4, epochs=1, min_n=10, max_n=10)
    assert model.shapes(corpus.vocabulary)["Z"] == (len(corpus.words), 4)
    film = train(model, corpus)
    assert np.array_equal(film[-1].E, film[-1].Z)
    with pytest.raises(MissingWord):
        Subwords.of(film).vector("zebra")


def test_one_bucket_for_all_n_grams_stays_finite():
    film = train(FastText(dimension=8, epochs=5, bucket=1, subsampling=0), planted_corpus(1500)[0])
    assert film.complete and np.isfinite(film[-1].E).all() and film[-1].loss < film[0].loss


# ---- any word


@pytest.fixture(scope="module")
def kingdom():
    found = answers("kingdom")
    return Corpus.from_text(sample_text("kingdom"), min_count=1), found.groups


@pytest.fixture(scope="module")
def film(kingdom):
    return train(FastText(), kingdom[0])


def test_known_words_have_the_vectors_of_the_film(film):
    subwords = Subwords.of(film)
    for word in film.words[::17]:
        assert subwords.vector(word) == pytest.approx(film[-1].E[film.words.index(word)], abs=1e-5)
    assert subwords.vectors().matrix == pytest.approx(film[-1].E, abs=1e-6)


def test_unknown_words_are_near_those_that_they_are_made_of(film):
    subwords = Subwords.of(film)
    assert "kingss" not in film.words
    vectors = subwords.vectors(["kingss", "king", "kingss"])
    assert len(vectors.words) == len(film.words) + 1
    assert "king" in dict(vectors.most_similar("kingss", n=5))
    with pytest.raises(MissingWord) as caught:
        subwords.vector("щщщ")
    assert caught.value.word == "щщщ"


def test_shares_are_projections_and_add_up(film):
    subwords = Subwords.of(film)
    for word in ("king", "kingss", "banana"):
        shares = subwords.shares(word)
        assert sum(each.share for each in shares) == pytest.approx(1, abs=1e-4)
        assert all(a.share >= b.share for a, b in itertools.pairwise(shares))
        assert any(each.whole for each in shares) == (word in film.words)
    n_grams = [each.piece for each in subwords.shares("king") if not each.whole]
    assert sorted(n_grams) == sorted("<ki kin ing ng> <kin king ing> <king king> <king>".split())
    v = subwords.vector("king")
    row = subwords.Z[film.words.index("king")]
    whole = next(each for each in subwords.shares("king") if each.whole)
    assert whole.piece == "king" and whole.share == pytest.approx(row @ v / (11 * v @ v), rel=1e-4)


def test_a_saved_film_knows_the_same(film):
    file = io.BytesIO()
    ev.save(film, file)
    again = ev.load(file)
    assert np.array_equal(Subwords.of(again).vector("kingss"), Subwords.of(film).vector("kingss"))


def test_other_films_know_no_pieces(film):
    with pytest.raises(ValueError, match="skipgram"):
        Subwords.of(train(ev.SkipGram(dimension=2, epochs=1), planted_corpus(500)[0]))
    with pytest.raises(ValueError, match="last frame"):
        Subwords.of(replace(film, snapshots=film.snapshots[:-1]))


# ---- against gensim


def test_comes_to_no_higher_loss_and_finds_no_less_than_gensim(kingdom, film):
    from gensim.models import FastText as Theirs

    corpus, groups = kingdom
    trained = CorpusTables(corpus, 0, 5, 1e-3).split[0]
    row = [corpus.words[i] for i in trained.row()]
    ends = np.cumsum(trained.lengths)
    sentences = [row[b - n : b] for b, n in zip(ends, trained.lengths, strict=True)]
    with warnings.catch_warnings(action="ignore"):
        other = Theirs(
            sentences, vector_size=50, sg=1, min_count=1, epochs=20, sample=1e-3, workers=1, seed=1
        )
    ids = [other.wv.key_to_index.get(word, 0) for word in corpus.words]
    pairs = draw_pairs(CorpusTables(corpus, 0, 5, 1e-3), 5, (10**6, 10**6))
    ours = pairs.loss(film[-1].E, film[-1].U)
    theirs = pairs.loss(other.wv.vectors[ids], other.syn1neg[ids])
    assert ours <= 1.005 * theirs
    vectors = Vectors(tuple(other.wv.index_to_key), other.wv.vectors)
    assert planted_precision(film.vectors(), groups) >= planted_precision(vectors, groups) - 0.03
