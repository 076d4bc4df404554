"""Lists of numbers: what is typed is what is read, and what is proposed can be typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import SettingError
from embviz.util.typed_numbers import MOST, Scale

DIMENSION = Scale(1, 1000, whole=True, log=True)
RATE = Scale(1e-4, 1.0, log=True)
SHARE = Scale(0.0, 0.9)


@given(numbers=st.lists(st.integers(1, 1000), min_size=1, unique=True))
@pytest.mark.parametrize("between", [", ", " ", ";", ",,", "\n"])
def test_a_list_is_read_as_it_is_typed(between, numbers):
    numbers = sorted(numbers)
    found = DIMENSION.read(between.join(map(str, numbers)))
    assert found == tuple(numbers) and all(type(x) is int for x in found)


@given(numbers=st.lists(st.floats(1e-4, 1.0), min_size=1, unique=True))
def test_numbers_are_read_whole_and_in_any_spelling(numbers):
    assert RATE.read(" ".join(map(repr, sorted(numbers)))) == tuple(sorted(numbers))
    assert RATE.read("1e-4, .5, 1.") == (1e-4, 0.5, 1.0)


@given(data=st.data(), whole=st.booleans(), log=st.booleans())
def test_a_range_is_a_few_rising_numbers_between_its_ends(data, whole, log):
    low = data.draw(st.integers(1, 10_000) if whole else st.floats(1e-5, 1e3))
    high = data.draw(st.integers(low + 1, 20_000) if whole else st.floats(low * 1.01, 1e4))
    scale = Scale(low, high, whole, log)
    numbers = scale.spread(low, high)
    assert (numbers[0], numbers[-1]) == (low, high)
    assert list(numbers) == sorted(set(numbers)) and 2 <= len(numbers) <= MOST + 1
    assert scale.read(f"{low!r}..{high!r}") == numbers


@pytest.mark.parametrize(
    ("scale", "typed", "numbers"),
    [
        (DIMENSION, "2..100", (2, 5, 10, 20, 50, 100)),
        (DIMENSION, "2 … 100", (2, 5, 10, 20, 50, 100)),
        (DIMENSION, "2-100", (2, 5, 10, 20, 50, 100)),
        (DIMENSION, "1 2..5 1e2", (1, 2, 3, 4, 5, 100)),
        (RATE, "1e-4..1", (1e-4, 1e-3, 0.01, 0.1, 1.0)),
        (RATE, "1e-3-1e-1", (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)),
        (SHARE, "0..0.5", (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)),
        (Scale(1, 50, whole=True), "2..5", (2, 3, 4, 5)),
    ],
)
def test_ranges_follow_the_scale(scale, typed, numbers):
    assert scale.read(typed) == pytest.approx(numbers)


@pytest.mark.parametrize(
    ("typed", "reason", "facts"),
    [
        ("", "no_numbers", {}),
        (" , ;", "no_numbers", {}),
        ("ten", "not_a_number", {"found": "ten"}),
        ("2, 5 <b>", "not_a_number", {"found": "<b>"}),
        ("nan", "not_a_number", {"found": "nan"}),
        ("2..", "not_a_number", {"found": "2.."}),
        ("1_000", "not_a_number", {"found": "1_000"}),
        ("2, 2.5", "not_whole", {"found": "2.5"}),
        ("0, 2", "out_of_range", {"value": 0, "low": 1, "high": 1000}),
        ("2..5000", "out_of_range", {"value": 5000, "low": 1, "high": 1000}),
        ("1e999", "out_of_range", {"value": float("inf"), "low": 1, "high": 1000}),
        ("100..2", "backwards", {"value": 2, "before": 100}),
        ("5..5", "backwards", {"value": 5, "before": 5}),
        ("2, 5, 2", "twice", {"value": 2}),
        ("2..100, 50", "twice", {"value": 50}),
        ("2, 10, 5", "falling", {"value": 5, "before": 10}),
    ],
)
def test_what_is_wrong_is_named(typed, reason, facts):
    with pytest.raises(SettingError) as caught:
        DIMENSION.read(typed)
    assert (caught.value.reason, caught.value.facts) == (reason, facts)


@given(data=st.data(), whole=st.booleans(), log=st.booleans())
def test_what_is_proposed_holds_the_present_number_and_can_be_typed(data, whole, log):
    now = data.draw(st.integers(0, 1000) if whole else st.floats(0, 1.0))
    scale = Scale(0, 1000 if whole else 1.0, whole, log)
    numbers = scale.around(now)
    assert now in numbers and len(numbers) > 1
    assert scale.read(", ".join(map(repr, numbers))) == numbers


def test_proposals_stay_in_the_range():
    assert Scale(1, 10, whole=True).around(10) == (2, 5, 10)
    assert Scale(1, 50, whole=True).around(1) == (1, 2)
    assert RATE.around(0.03) == (0.0075, 0.015, 0.03, 0.06)
