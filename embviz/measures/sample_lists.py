"""The word lists of the bundled texts, for `association`; they stand in `sample_lists.toml`.

Each text has an association that was planted in it, and most have one that might be looked for, and
is not there: the text says either as often.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from embviz.errors import SettingError
from embviz.measures.published_lists import WeatLists, Words


@dataclass(frozen=True)
class SampleTest:
    """Four lists of words of a bundled text.

    Attributes:
        lists: The words.
        names: What each list is called, in the language of the text.
        planted: Whether the text brings X nearer to A, and Y nearer to B.
    """

    lists: WeatLists
    names: Words
    planted: bool


def weat_sample_tests(sample: str) -> Mapping[str, SampleTest]:
    """Give the tests of a bundled text by name, what is planted first.

    Args:
        sample: A name that `sample` or `labelled` takes.

    Raises:
        SettingError: `no_lists`: there is no bundled text of that name.

    >>> test = weat_sample_tests("kingdom")["gender"]
    >>> test.planted, test.lists.A
    (True, ('he', 'his', 'himself', 'sir'))
    """
    tests = _tables().get(sample)
    if tests is None:
        known = ", ".join(_tables())
        message = f"no bundled text is called {sample!r}; there are {known}"
        raise SettingError("no_lists", message, setting="sample", value=sample, known=known)
    return {name: _test(test) for name, test in tests.items()}


def _test(test: Mapping[str, Any]) -> SampleTest:
    lists = WeatLists(*(tuple(test[each].split()) for each in WeatLists._fields))
    return SampleTest(lists, tuple(test["names"]), test["planted"])


@functools.lru_cache
def _tables() -> Mapping[str, Any]:
    text = (files("embviz.measures") / "sample_lists.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
