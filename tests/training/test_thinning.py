"""Which frames of a recording stay: few enough, the ends, and none far from the next."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from embviz.training.thinning import scale, superfluous, thinned

sizes = st.integers(2, 40)


@given(st.integers(1, 400), sizes)
def test_the_ends_stay_and_there_are_as_many_as_may_be(recorded, most):
    kept = thinned(recorded, most)
    assert len(kept) == min(recorded, most)
    assert kept[0] == 0 and kept[-1] == recorded - 1
    assert kept == sorted(set(kept))


@given(st.integers(3, 400), st.integers(3, 40))
def test_no_two_are_farther_apart_than_twice_an_even_gap_or_one_recording(recorded, most):
    kept = thinned(recorded, most)
    g = scale(kept, most)
    even = (g[-1] - g[0]) / (most - 1)
    for i in range(len(kept) - 1):
        assert kept[i + 1] - kept[i] == 1 or g[i + 1] - g[i] <= 2 * even + 1e-9


def test_frames_grow_rarer():
    kept = thinned(5000, 60)
    steps = [b - a for a, b in pairwise(kept)]
    assert max(steps[:10]) < 20 < 100 < max(steps[-10:])


@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=30, unique=True).map(sorted), sizes)
def test_neither_end_is_superfluous(numbers, most):
    assert 0 < superfluous(numbers, most) < len(numbers) - 1
