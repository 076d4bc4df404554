"""The order of reading: nothing lost, nothing twice, no window across sentences."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.models.shared import windows as _shards
from embviz.models.shared.blocks import BlockLayout, Plan, Shard, masks
from embviz.models.shared.negatives import cumulated
from embviz.models.shared.windows import Epochs, Sentences, draw_windows
from embviz.training.model import Position
from tests.strategies import seeds

lengths_lists = st.lists(st.integers(1, 40), min_size=1, max_size=60)


def text_of(lengths):
    """A text without a repeated word: word i stands at place i."""
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return Sentences.of(np.arange(starts[-1], dtype=np.int32), starts, np.arange(len(lengths)))


@settings(deadline=None)
@given(lengths_lists, seeds, st.integers(5, 300), st.integers(0, 3))
def test_shards_of_an_epoch_are_its_sentences_once(lengths, seed, size, epoch):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_shards, "SHARD", size)
        epochs = Epochs(text_of(lengths), seed)
        shards = [epochs.shard(epoch, i) for i in range(epochs.shards)]
    assert shards[0][1] == 0.0 and shards[-1][2] == 1.0
    for (_, _, end), (_, begin, _) in itertools.pairwise(shards):
        assert end == begin
    rows = np.concatenate([sentences.row() for sentences, _, _ in shards])
    assert np.array_equal(np.sort(rows), np.arange(sum(lengths)))


def test_each_epoch_has_its_order():
    epochs = Epochs(text_of([3] * 50), seed=0)
    first, again, other = (epochs.shard(epoch, 0)[0].row() for epoch in (0, 0, 1))
    assert np.array_equal(first, again) and not np.array_equal(first, other)


@settings(deadline=None)
@given(lengths_lists, seeds, st.integers(1, 60))
def test_windows_never_cross_a_sentence(lengths, seed, window):
    text = text_of(lengths)
    keep = np.full(sum(lengths), 0.7)
    windows = draw_windows(text, keep, window, np.random.default_rng(seed))
    sentence = np.repeat(np.arange(len(lengths)), lengths)[windows.row]
    for i, (left, right) in enumerate(zip(windows.left, windows.right, strict=True)):
        assert 0 <= left <= window and 0 <= right <= window
        assert (sentence[i - left : i + right + 1] == sentence[i]).all()


def test_windows_are_as_often_wide_as_narrow():
    windows = draw_windows(text_of([5000]), np.ones(5000), 5, np.random.default_rng(0))
    times = np.bincount(windows.left[5:-5], minlength=6)
    assert times[0] == 0 and times[1:] == pytest.approx(998, rel=0.1)


@settings(deadline=None)
@given(lengths_lists, seeds, st.sampled_from([16, 32, 64, 128]), st.integers(1, 9))
def test_a_plan_is_the_windows_padded(lengths, seed, T, w):
    rng = np.random.default_rng(seed)
    windows = draw_windows(text_of(lengths), np.full(sum(lengths), 0.6), w, rng)
    plan = Plan.draw(windows, BlockLayout(T, w, 32), cumulated(np.ones(3) / 3), rng)
    n, N = len(windows), plan.blocks * T
    assert 0 <= N - n < T or n == 0
    assert np.array_equal(plan.row[w : w + n], windows.row) and len(plan.row) == N + 2 * w
    assert not plan.contexts[n:].any() and not masks(w)[plan.reach[n:]].any()
    for i in range(n):
        around = np.flatnonzero(masks(w)[plan.reach[i]]) - w
        expected = [o for o in range(-windows.left[i], windows.right[i] + 1) if o != 0]
        assert around.tolist() == expected and plan.contexts[i] == len(expected)
    assert plan.negatives.shape == (plan.blocks, max(1, T // 32), 32)


def test_positions_go_on_to_the_end_of_the_epoch():
    plan = Plan.draw(
        draw_windows(text_of([10] * 20), np.ones(200), 2, np.random.default_rng(0)),
        BlockLayout(64, 2, 32),
        cumulated(np.ones(3) / 3),
        np.random.default_rng(0),
    )
    shard, position = Shard(plan, 0.5, 1.0, last=True), Position(2, 1, 0, 2.5)
    seen = []
    while position.epoch == 2:
        position = shard.after(position)
        seen.append(position.at)
    assert seen == pytest.approx([2.66, 2.82, 2.98, 3.0]) and seen[-1] == 3.0
    assert position == Position(3, 0, 0, 3.0)
    assert Shard(plan, 0.0, 0.5, last=False).after(Position(2, 0, 3, 2.4)) == Position(2, 1, 0, 2.5)
