"""A prediction of each classifier against one worked out by hand, and against differences."""

from dataclasses import replace

import numpy as np
import pytest

from embviz.errors import FileError
from embviz.models import CLASSIFIERS, MODELS
from embviz.one_step.classifier_step import Classifier, loss_after, predict
from embviz.training.run import train
from tests.models.planted import labelled, planted_corpus
from tests.one_step.by_hand import differences, far

SENTENCE = np.array([3, 7, 3, 12, 5], np.int32)
TARGET = 1


@pytest.fixture(scope="module")
def corpus():
    return labelled(planted_corpus(1500)[0])


@pytest.fixture(scope="module")
def films(corpus):
    return {
        name: train(MODELS[name](dimension=6, epochs=2), corpus, frames=3, progress=False)
        for name in CLASSIFIERS
    }


def taken(film, ids=SENTENCE, frame=-1):
    classifier = Classifier.of(film, film[frame].arrays, film[frame].E, ids)
    return classifier, predict(classifier, TARGET)


def weights_of(film, frame=-1):
    return {name: each.astype(float) for name, each in film[frame].arrays.items()}


def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def logits(name, E, w, ids=SENTENCE):
    """The logits of a sentence, written out word by word."""
    x, T = E[ids], len(ids)
    if name == "bag":
        s = sum(x) / T
    elif name == "cnn":
        s = convolved(x, w).max(axis=0)
    else:
        s = remembered(x, w)[-1]
    return s @ w["classes"] + w["classes.bias"]


def convolved(x, w):
    K, T = len(w["filters"]), len(x)
    y = np.tile(w["filters.bias"], (T, 1))
    for t in range(T):
        for k in range(K):
            if 0 <= t + k - K // 2 < T:
                y[t] += x[t + k - K // 2] @ w["filters"][k]
    return np.maximum(0, y)


def remembered(x, w):
    n = len(w["memory.again"])
    h, c, states = np.zeros(n), np.zeros(n), []
    for each in x:
        gates = each @ w["memory.in"] + h @ w["memory.again"] + w["memory.bias"]
        i, f, o = 1 / (1 + np.exp(-gates[: 3 * n].reshape(3, n)))
        c = f * c + i * np.tanh(gates[3 * n :])
        h = o * np.tanh(c)
        states.append(h)
    return np.array(states)


def normed(x, w, name):
    middle = x - x.mean(axis=1, keepdims=True)
    size = np.sqrt((middle**2).mean(axis=1, keepdims=True) + 1e-5)
    return middle / size * w[f"{name}.gain"] + w[f"{name}.bias"]


def attention(x, w, heads=2):
    """The weights of each head."""
    d = x.shape[1]
    qkv = normed(x, w, "block0.norm1") @ w["block0.attention.qkv"] + w["block0.attention.qkv.bias"]
    maps = []
    for head in range(heads):
        part = slice(head * d // heads, (head + 1) * d // heads)
        Q, K = (qkv[:, i * d : (i + 1) * d][:, part] for i in range(2))
        maps.append(softmax(Q @ K.T / np.sqrt(d / heads)))
    return np.array(maps)


def test_logits_loss_and_probabilities_are_those_by_hand(films):
    for name in ("bag", "cnn", "lstm"):
        for frame in (-1, 1):
            film = films[name]
            _, step = taken(film, frame=frame)
            z = logits(name, film[frame].E.astype(float), weights_of(film, frame))
            assert step.z == pytest.approx(z, abs=1e-9), name
            assert step.p == pytest.approx(softmax(z), abs=1e-9)
            assert step.loss == pytest.approx(-np.log(softmax(z)[TARGET]))
            assert step.s @ step.W + step.b == pytest.approx(z, abs=1e-9)


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_the_gradient_is_that_of_differences_and_other_rows_get_none(films, name):
    film = films[name]
    classifier, step = taken(film)
    assert classifier.touched.tolist() == [3, 7, 12, 5]
    assert classifier.touched[classifier.read].tolist() == SENTENCE.tolist()
    for place, row in enumerate(classifier.touched.tolist()):

        def loss(v, row=row):
            E = film[-1].E.astype(float)
            E[row] = v
            moved = Classifier.of(film, film[-1].arrays, E, SENTENCE)
            weights = {**moved.weights, "E": E[moved.touched]}  # in double precision
            return predict(replace(moved, weights=weights), TARGET).loss

        by_differences = differences(loss, film[-1].E[row].astype(float))
        assert far(step.gradient[place], by_differences) < 1e-5
    assert loss_after(classifier, step, 0.05) < step.loss
    assert loss_after(classifier, step, 0.0) == pytest.approx(step.loss)


def test_the_bag_gives_each_place_the_same(films):
    film = films["bag"]
    _, step = taken(film)
    w = weights_of(film)
    error = step.p - np.eye(2)[TARGET]
    each = w["classes"] @ error / len(SENTENCE)
    assert step.gradient == pytest.approx(np.outer([2, 1, 1, 1], each), abs=1e-9)


def test_words_add_up_to_the_logits_where_the_vector_is_a_mean(films):
    for name in ("bag", "encoder"):
        _, step = taken(films[name])
        assert step.shares_of_words.sum(axis=0) + step.b == pytest.approx(step.z, abs=1e-9)
    rows = films["bag"][-1].E.astype(float)[SENTENCE]
    _, step = taken(films["bag"])
    assert step.shares_of_words == pytest.approx(rows @ step.W / 5, abs=1e-9)


def test_the_best_places_of_filters(films):
    film = films["cnn"]
    _, step = taken(film)
    y = convolved(film[-1].E.astype(float)[SENTENCE], weights_of(film))
    assert step.places == pytest.approx(y, abs=1e-9)
    assert step.s == pytest.approx(y[step.best_places, np.arange(y.shape[1])])
    assert step.shares_of_numbers.sum(axis=0) + step.b == pytest.approx(step.z, abs=1e-9)
    strongest = step.strongest(5)
    apart = np.abs(y.max(axis=0) * (step.W[:, TARGET] - step.W[:, 1 - TARGET]))
    assert apart[strongest] == pytest.approx(sorted(apart, reverse=True)[:5])
    assert (apart[step.strongest(1000)] > 0).all()


def test_the_memory_after_each_word_is_that_of_the_words_so_far(films):
    film = films["lstm"]
    _, step = taken(film)
    for t in range(1, len(SENTENCE) + 1):
        _, begun = taken(film, SENTENCE[:t])
        assert step.p_after_each_word[t - 1] == pytest.approx(begun.p, abs=1e-9)


def test_attention_is_that_of_its_formula(films):
    film = films["encoder"]
    w = weights_of(film)
    _, step = taken(film)
    x = film[-1].E.astype(float)[SENTENCE] + w["positions"][:5]
    assert step.rows == pytest.approx(film[-1].E[SENTENCE], abs=1e-9)
    [A] = step.attention
    assert pytest.approx(attention(x, w), abs=1e-9) == A
    assert A.sum(axis=2) == pytest.approx(np.ones((2, 5)))
    assert step.s == pytest.approx(step.places.mean(axis=0))


def test_a_long_sentence_is_read_as_far_as_the_model_sees(films, corpus):
    film = train(MODELS["bag"](dimension=4, context=3, epochs=1), corpus, frames=2, progress=False)
    assert taken(film)[1].z == pytest.approx(taken(film, SENTENCE[:3])[1].z)
    assert len(taken(film)[1].rows) == 3


def test_the_rival_is_the_best_of_the_wrong_classes(films):
    _, step = taken(films["bag"])
    assert step.rival == 0
    three = type(step)(
        *(0, step.rows, step.places, step.s, step.W, step.b, step.z),
        *(np.array([0.7, 0.1, 0.2]), step.loss, step.gradient),
    )
    assert three.rival == 2


def test_weights_that_do_not_fit_are_refused(films):
    film = films["cnn"]
    broken = dict(film[-1].arrays) | {"filters": np.zeros((2, 6, 64))}
    with pytest.raises(FileError) as raised:
        Classifier.of(film, broken, film[-1].E, SENTENCE)
    assert raised.value.reason == "other_network" and raised.value.member == "filters"
