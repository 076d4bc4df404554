"""Each layer against central differences in double precision, with padding and without."""

import numpy as np
import pytest

from embviz.networks.attention import attention
from embviz.networks.convolution import convolution, max_pooling, mean_pooling
from embviz.networks.cross_entropy import cross_entropy, losses, softmax
from embviz.networks.dense import layer_norm, linear, mlp, relu
from embviz.networks.embedding import embedding, picked, positions, unembedding
from embviz.networks.layer import Layer, Pass, Weight, chain, initial, residual, shown
from embviz.networks.lstm import last_state, lstm

B, T, D = 3, 4, 6

LAYERS = {
    "linear": linear("W", D, 5),
    "relu": relu(),
    "mlp": mlp("m", D, 7),
    "layer norm": layer_norm("n", D),
    "attention": attention("a", D, 2, causal=False),
    "causal attention": attention("a", D, 3, causal=True),
    "positions": positions("P", T + 2, D),
    "convolution of 3": convolution("c", 3, D, 5),
    "convolution of 4": convolution("c", 4, D, 2),
    "mean pooling": mean_pooling(),
    "max pooling": max_pooling(),
    "lstm": lstm("l", D, 5),
    "last state": chain(lstm("l", D, 5), last_state()),
    "picked": picked(D),
    "chain": chain(linear("W", D, D), shown("W"), relu(), linear("X", D, 3)),
    "residual": residual(layer_norm("n", D), mlp("m", D, 4)),
    "a weight used twice": chain(linear("W", D, D), relu(), linear("W", D, D)),
    "nothing": chain(),
}
REAL = np.arange(T) < np.array([4, 2, 3])[:, None]


def weights_of(layer: Layer, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """In double precision, biases and all others random."""
    asked = {n: Weight(w.shape, 0.5, w.mean) for n, w in layer.weights.items()}
    return {n: a.astype(np.float64) for n, a in initial(asked, rng).items()}


def differences(f, x: np.ndarray, step: float = 1e-6) -> np.ndarray:
    """∂f/∂x by central differences; x is changed on the way and put back."""
    found = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        before = x[i]
        x[i] = before + step
        above = f()
        x[i] = before - step
        found[i] = (above - f()) / (2 * step)
        x[i] = before
    return found


def same(a: np.ndarray, b: np.ndarray) -> None:
    np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("real", [None, REAL], ids=["all real", "padded"])
@pytest.mark.parametrize("name", LAYERS)
def test_gradients_are_those_of_central_differences(name, real) -> None:
    layer, rng = LAYERS[name], np.random.default_rng(1)
    weights, x = weights_of(layer, rng), rng.standard_normal((B, T, D))
    places = np.array([1, 5, 8]) if name == "picked" else None
    y, _ = layer.forward(Pass(weights, real, places), x)
    ask = rng.standard_normal(y.shape)  # a loss that is linear in y
    if real is not None and y.shape[:2] == real.shape:
        ask *= real[..., None]  # nobody asks what stands at padding

    def loss() -> float:
        return float((layer.forward(Pass(weights, real, places), x)[0] * ask).sum())

    run = Pass(weights, real, places)
    _, back = layer.forward(run, x)
    same(back(ask.copy()), differences(loss, x))
    assert set(run.gradients) == set(layer.weights)
    for each, gradient in run.gradients.items():
        same(gradient, differences(loss, weights[each]))


def test_the_gradient_of_keys_biases_is_zero() -> None:
    """All keys shifted alike change no weight of attention."""
    layer, rng = attention("a", D, 2, causal=False), np.random.default_rng(2)
    run = Pass(weights_of(layer, rng))
    y, back = layer.forward(run, rng.standard_normal((B, T, D)))
    back(rng.standard_normal(y.shape))
    np.testing.assert_allclose(run.gradients["a.qkv.bias"][D : 2 * D], 0, atol=1e-12)
    assert np.abs(run.gradients["a.qkv.bias"]).max() > 0.1


def test_embedding_and_unembedding_share_their_rows() -> None:
    layer = chain(
        embedding(("E", "mark"), (5, 1), D), picked(D), unembedding(("E", "mark"), (5, 1), D, "b")
    )
    rng = np.random.default_rng(3)
    weights, ids = weights_of(layer, rng), np.array([[0, 5, 3], [3, 3, 1]])
    targets = np.array([1, 2, 3, 0, 5, 5])

    def loss() -> float:
        return cross_entropy(layer.forward(Pass(weights), ids)[0], targets)[0]

    run = Pass(weights)
    logits, back = layer.forward(run, ids)
    back(cross_entropy(logits, targets)[1])
    for name in weights:
        same(run.gradients[name], differences(loss, weights[name]))


def test_rows_of_words_that_are_not_there_get_no_gradient() -> None:
    layer, rng = embedding(("E",), (7,), D), np.random.default_rng(4)
    run = Pass(weights_of(layer, rng))
    _, back = layer.forward(run, np.array([[2, 2, 5]]))
    back(np.ones((1, 3, D)))
    np.testing.assert_array_equal(
        run.gradients["E"][:, 0], np.array([0, 0, 2, 0, 0, 1, 0], dtype=float)
    )


def test_cross_entropy_is_what_its_formula_says() -> None:
    rng = np.random.default_rng(5)
    logits, targets = rng.standard_normal((4, 6)), np.array([0, 5, 5, 2])
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    expected = -np.log(p[np.arange(4), targets])
    same(softmax(logits), p)
    same(losses(logits, targets), expected)
    gradient = differences(lambda: cross_entropy(logits.copy(), targets)[0], logits)
    loss, found = cross_entropy(logits.copy(), targets)
    assert loss == pytest.approx(expected.mean())
    same(found, gradient)


def test_huge_numbers_do_not_overflow_the_softmax() -> None:
    logits = np.array([[1000.0, 0.0], [-1000.0, 1000.0]])
    assert cross_entropy(logits.copy(), np.array([0, 1]))[0] == 0
    np.testing.assert_array_equal(softmax(logits), np.eye(2))


def test_two_layers_cannot_ask_for_one_name_in_two_shapes() -> None:
    with pytest.raises(ValueError, match="two layers ask for W"):
        chain(linear("W", 3, 4), linear("W", 4, 4))


def test_weights_begin_as_asked() -> None:
    asked = {"a": Weight((200, 50), 0.3), "b": Weight((4,)), "c": Weight((3,), mean=1.0)}
    found = initial(asked, np.random.default_rng(6))
    assert found["a"].std() == pytest.approx(0.3, rel=0.03)
    assert found["b"].tolist() == [0] * 4 and found["c"].tolist() == [1] * 3
    assert {a.dtype for a in found.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize("name", [n for n in LAYERS if n not in ("nothing", "picked")])
def test_padding_changes_nothing(name) -> None:
    layer, rng = LAYERS[name], np.random.default_rng(7)
    weights, x = weights_of(layer, rng), rng.standard_normal((B, T, D))
    short = x[1:2, :2]
    alone, _ = layer.forward(Pass(weights), short)
    padded, _ = layer.forward(Pass(weights, REAL), x)
    there = padded[1:2, :2] if padded.ndim == 3 else padded[1:2]
    same(there, alone)
