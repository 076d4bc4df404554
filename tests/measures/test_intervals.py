"""Intervals of a mean: against SciPy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from embviz.measures.intervals import interval


@given(seed=st.integers(0, 10_000), n=st.integers(2, 9))
def test_an_interval_is_that_of_students_t(seed, n):
    values = np.random.default_rng(seed).normal(size=n).tolist()
    mean, half = interval(values)
    found = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert (mean - half, mean + half) == pytest.approx((found.low, found.high))
    sure = stats.ttest_1samp(values, 0).confidence_interval(1 - 0.05 / 3)
    assert interval(values, comparisons=3)[1] == pytest.approx((sure.high - sure.low) / 2)
    assert interval(values, times=2)[1] == pytest.approx(2 * half)
    assert interval(values, least=100)[1] == pytest.approx(100 * half / np.std(values, ddof=1))
