"""Laws of the network of GPT and BERT, and its step against an independent autograd."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from embviz.networks.cross_entropy import cross_entropy
from embviz.networks.layer import Pass, Weight, initial
from embviz.networks.transformer import Size, transformer

SIZE = Size(V=11, d=8, layers=2, heads=2, context=7)
GPT = transformer(SIZE, causal=True, guesses_mark=True)
BERT = transformer(SIZE, causal=False, guesses_mark=False)
IDS = np.array([[11, 3, 4, 4, 0], [11, 9, 1, 0, 0], [2, 2, 7, 8, 10]], dtype=np.int32)
REAL = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 1, 1, 1, 1]], dtype=bool)


def weights_of(network, dtype=np.float64, spread=0.5) -> dict[str, np.ndarray]:
    asked = {n: Weight(w.shape, spread, w.mean) for n, w in network.weights.items()}
    return {n: w.astype(dtype) for n, w in initial(asked, np.random.default_rng(0)).items()}


def seen(network, ids, real=None, weights=None) -> dict[str, np.ndarray]:
    run = Pass(weights or weights_of(network), real, seen={})
    run.seen["logits"] = network.forward(run, ids)[0]
    return run.seen


def by_autograd(w, ids, real, places, size, causal, rows):
    """The same network, written once more with another library's arrays: the logits."""

    def norm(x, name):
        mean = anp.mean(x, axis=-1, keepdims=True)
        variance = anp.mean((x - mean) ** 2, axis=-1, keepdims=True)
        return (x - mean) / anp.sqrt(variance + 1e-5) * w[f"{name}.gain"] + w[f"{name}.bias"]

    B, T = ids.shape
    table = anp.concatenate([w["E"], w["mark"]])
    x = table[ids] + w["positions"][:T]
    hidden = ~real[:, None, None, :] * np.ones((B, 1, T, T), bool)
    if causal:
        hidden = hidden | np.triu(np.ones((T, T), bool), 1)
    for i in range(size.layers):
        b = f"block{i}"
        qkv = anp.dot(norm(x, f"{b}.norm1"), w[f"{b}.attention.qkv"]) + w[f"{b}.attention.qkv.bias"]
        d_h = size.d // size.heads
        heads = []
        for h in range(size.heads):
            q, k, v = (
                qkv[:, :, j * size.d + h * d_h : j * size.d + (h + 1) * d_h] for j in range(3)
            )
            s = anp.einsum("bid,bjd->bij", q, k) / np.sqrt(d_h)
            s = anp.where(hidden[:, 0], -1e30, s)
            s = anp.exp(s - anp.max(s, axis=-1, keepdims=True))
            heads.append(anp.einsum("bij,bjd->bid", s / anp.sum(s, axis=-1, keepdims=True), v))
        y = anp.concatenate(heads, axis=-1)
        x = x + anp.dot(y, w[f"{b}.attention.out"]) + w[f"{b}.attention.out.bias"]
        y = anp.dot(norm(x, f"{b}.norm2"), w[f"{b}.mlp.in"]) + w[f"{b}.mlp.in.bias"]
        x = x + anp.dot(anp.maximum(y, 0), w[f"{b}.mlp.out"]) + w[f"{b}.mlp.out.bias"]
    x = anp.reshape(norm(x, "norm"), (B * T, size.d))[places]
    return anp.dot(x, table[:rows].T) + w["bias"]


@pytest.mark.parametrize(("network", "causal", "rows"), [(GPT, True, 12), (BERT, False, 11)])
def test_loss_and_all_gradients_are_those_of_another_library(network, causal, rows) -> None:
    weights, places = weights_of(network), np.array([0, 2, 4, 5, 7, 11, 14])
    targets = np.array([1, 4, 0, 3, 10, 2, 6])

    def loss(w):
        logits = by_autograd(w, IDS, REAL, places, SIZE, causal, rows)
        top = anp.max(logits, axis=1, keepdims=True)
        logs = logits - top - anp.log(anp.sum(anp.exp(logits - top), axis=1, keepdims=True))
        return -anp.mean(logs[np.arange(len(places)), targets])

    expected = autograd.grad(loss)(weights)
    run = Pass(weights, REAL, places)
    logits, back = network.forward(run, IDS)
    found, gradient = cross_entropy(logits, targets)
    back(gradient)
    assert found == pytest.approx(float(loss(weights)), rel=1e-12)
    assert set(run.gradients) == set(expected) == set(network.weights)
    for name, each in expected.items():
        np.testing.assert_allclose(run.gradients[name], each, rtol=1e-8, atol=1e-12, err_msg=name)


def test_later_words_leave_what_a_gpt_knows_before_bit_for_bit() -> None:
    weights = weights_of(GPT, np.float32)
    other = IDS.copy()
    other[:, 3:] = 6
    before, after = (seen(GPT, ids, weights=weights) for ids in (IDS, other))
    for layer in ("layer0", "layer1", "layer2"):
        np.testing.assert_array_equal(before[layer][:, :3], after[layer][:, :3])
        assert not np.allclose(before[layer][:, 3:], after[layer][:, 3:])


def test_a_bert_looks_both_ways() -> None:
    other = IDS.copy()
    other[:, 4] = 6
    before, after = seen(BERT, IDS), seen(BERT, other)
    assert np.abs(before["layer1"] - after["layer1"])[:, 0].max() > 1e-3


def test_attention_sums_to_one_and_sees_no_padding() -> None:
    for network, causal in ((GPT, True), (BERT, False)):
        found = seen(network, IDS, REAL)
        for block in ("block0.attention", "block1.attention"):
            A = found[block]
            assert A.shape == (3, 2, 5, 5)
            np.testing.assert_allclose(A.sum(axis=3), 1, rtol=1e-12)
            assert (A[1, :, :, 3:] == 0).all()
            assert not causal or (A[:, :, 1, 2:] == 0).all()


def test_padding_changes_nothing() -> None:
    for network in (GPT, BERT):
        padded, alone = seen(network, IDS, REAL), seen(network, IDS[1:2, :3])
        for layer in ("row", "layer0", "layer1", "layer2"):
            np.testing.assert_allclose(padded[layer][1:2, :3], alone[layer], rtol=1e-10)


def test_the_first_layer_is_the_row_of_e_and_the_position() -> None:
    weights = weights_of(BERT)
    found = seen(BERT, IDS, weights=weights)
    rows = np.concatenate([weights["E"], weights["mark"]])[IDS]
    np.testing.assert_array_equal(found["row"], rows)
    np.testing.assert_allclose(found["layer0"] - weights["positions"][:5], rows, atol=1e-12)


def test_a_bert_without_positions_does_not_know_the_order_of_words() -> None:
    weights = weights_of(BERT)
    weights["positions"][:] = 0
    order = np.array([3, 0, 4, 1, 2])
    found, moved = seen(BERT, IDS, weights=weights), seen(BERT, IDS[:, order], weights=weights)
    np.testing.assert_allclose(found["layer2"][:, order], moved["layer2"], rtol=1e-9)
    weights["positions"] = weights_of(BERT)["positions"]
    found, moved = seen(BERT, IDS, weights=weights), seen(BERT, IDS[:, order], weights=weights)
    assert not np.allclose(found["layer2"][:, order], moved["layer2"], rtol=0.1)


def test_nothing_is_kept_unless_asked() -> None:
    run = Pass(weights_of(GPT))
    GPT.forward(run, IDS)
    assert run.seen is None


def test_untrained_guesses_are_even() -> None:
    """ln V nats, about, before the first step."""
    network = transformer(Size(500, 48, 2, 2, 16), causal=True, guesses_mark=True)
    weights = initial(network.weights, np.random.default_rng(1))
    rng = np.random.default_rng(2)
    ids = rng.integers(0, 500, (32, 16)).astype(np.int32)
    logits, _ = network.forward(Pass(weights), ids)
    loss, _ = cross_entropy(logits, rng.integers(0, 501, 512))
    assert loss == pytest.approx(np.log(501), rel=0.1)
