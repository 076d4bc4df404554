"""Decimals read many at a time are what `float` makes of each."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.files.rows.numbers import PAD, decimals

ODD = ["nan", "-inf", "Infinity", "1e400", "-1e-400", "1E5", "+.5", "5.", "0", "-0", "-0.0", "7e-3"]
NONE = ["", "-", ".", "+-1", "1_0", "1e", "e5", "0x1p3", "١", "1,5", "1.2.3", "--1", "1-2", "nano"]
TELLING = [f"{i}.{'1234567890123456789'[:n]}" for i in (0, 1, 99, 12345678) for n in range(18)]

numbers = (
    st.floats(width=32).map(lambda x: str(np.float32(x)))
    | st.floats().map(repr)
    | st.floats(-1e3, 1e3).map("{:.6f}".format)
    | st.decimals(allow_nan=False, allow_infinity=False).map(str)
    | st.integers(-(10**20), 10**20).map(str)
    | st.from_regex(r"\A[+-]?[0-9]{0,10}\.?[0-9]{0,20}\Z")
    | st.text("0123456789.-+e_x ,", max_size=12).map(str.strip)
    | st.sampled_from(ODD + NONE + TELLING)
)


def read(texts):
    encoded = [text.encode() for text in texts]
    data = np.frombuffer(b" " * PAD + b" ".join(encoded) + b"  ", np.uint8)
    lengths = np.array([len(text) for text in encoded], dtype=np.int64)
    ends = PAD + np.cumsum(lengths + 1) - 1
    return decimals(data, ends - lengths, ends)


def right(text):
    """What a careful reader makes of one."""
    if "_" in text or not text.isascii() or text != text.strip():
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    with np.errstate(over="ignore"):
        return np.float32(value)


words = numbers.filter(lambda text: " " not in text)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(words, min_size=1, max_size=9)
    | st.lists(words.filter(lambda text: right(text) is not None), min_size=1, max_size=30)
)
def test_numbers_are_those_of_float(texts):
    values, bad = read(texts)
    expected = [right(text) for text in texts]
    assert bad.tolist() == [i for i, value in enumerate(expected) if value is None]
    for text, value, want in zip(texts, values, expected, strict=True):
        if not len(bad):
            assert value.tobytes() == want.tobytes() or np.isnan([value, want]).all(), text


@pytest.mark.parametrize("text", ODD + TELLING)
def test_unusual_numbers(text):
    (value,), bad = read([text])
    assert not len(bad) and (value == right(text) or np.isnan(value))


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_number(text):
    assert read([text])[1].tolist() == [0]


def test_usual_numbers_in_bulk():
    for form in (str, "{:.6f}".format, "{:.5g}".format, lambda x: repr(float(x))):
        M = np.random.default_rng(0).standard_normal(5000).astype(np.float32)
        texts = [form(x) for x in M]
        values, bad = read(texts)
        assert not len(bad)
        assert np.array_equal(values, np.array([float(t) for t in texts], np.float32))


def test_no_numbers():
    empty = np.empty(0, np.int64)
    values, bad = decimals(np.zeros(32, np.uint8), empty, empty)
    assert not len(values) and not len(bad)
