"""Whole numbers typed as arguments: what is read, and what is refused, in words."""

import argparse

import pytest

from embviz.cli.numbers import whole


@pytest.mark.parametrize(("text", "number"), [("2", 2), ("007", 7), ("32", 32)])
def test_numbers_within_bounds_are_read(text, number):
    assert whole(2)(text) == whole(2, 32)(text) == number


@pytest.mark.parametrize("text", ["1", "-3", "2.5", "", "two", "33"])
def test_others_are_refused_with_what_would_be_right(text):
    with pytest.raises(argparse.ArgumentTypeError, match="is not a number from 2 to 32"):
        whole(2, 32)(text)


def test_without_an_upper_bound_any_larger_number_is_read():
    assert whole(1)(str(10**9)) == 10**9
    with pytest.raises(argparse.ArgumentTypeError, match="0 is not a whole number of 1 or more"):
        whole(1)("0")
