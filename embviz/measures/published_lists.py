"""The word lists of the paper on `association`, by name; they stand in `published_lists.toml`.

Tests 1 to 10 of its table 1: flowers and insects, instruments and weapons, names of European and
African Americans (three times: other names, other attributes), careers and families, mathematics
and arts, science and arts, mental and physical illness, young and old people's names.
"""

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, NamedTuple

from embviz.errors import SettingError

Words = tuple[str, ...]


class WeatLists(NamedTuple):
    """Four lists of words, in the order in which `weat` takes them."""

    X: Words
    Y: Words
    A: Words
    B: Words


def weat_lists(name: str) -> WeatLists:
    """Give the lists of one test of the paper.

    Args:
        name: One of `weat_tests()`.

    Raises:
        SettingError: `no_lists`: there are none of that name.

    >>> weat_lists("science_arts").X[:3]
    ('science', 'technology', 'physics')
    """
    return WeatLists(*(tuple(_tables()["lists"][each].split()) for each in weat_list_names(name)))


def weat_list_names(name: str) -> Words:
    """What the file calls the four lists of a test. Raises as `weat_lists`."""
    test = _tables()["tests"].get(name)
    if test is None:
        known = ", ".join(_tables()["tests"])
        message = f"no word lists are called {name!r}; there are {known}"
        raise SettingError("no_lists", message, setting="name", value=name, known=known)
    return tuple(test[each] for each in WeatLists._fields)


def weat_tests() -> Mapping[str, float]:
    """The names of the tests, with the effect size that the paper found in its GloVe vectors."""
    return {name: test["effect"] for name, test in _tables()["tests"].items()}


@functools.lru_cache
def _tables() -> Mapping[str, Any]:
    text = (files("embviz.measures") / "published_lists.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
