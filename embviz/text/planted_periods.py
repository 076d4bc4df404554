"""Five decades of *kingdom* in which two words exchange their sentences halfway: made, not found.

Each decade has sentences of its own, drawn from the same patterns. From the third one on, "wolf"
stands wherever "cheese" would, and "cheese" wherever "wolf" would; nothing else changes.
"""

import functools
import re
from collections.abc import Mapping
from types import MappingProxyType

from embviz.text.sample_grammar import kingdom
from embviz.text.sample_grammar.grammar import sentences

DECADES = ("1950s", "1960s", "1970s", "1980s", "1990s")
EXCHANGED, FROM = ("wolf", "cheese"), 2
"""The two words, and the number of the first decade in which they have changed places."""

_WORD = re.compile(rf"\b({'|'.join(EXCHANGED)})\b", re.IGNORECASE)


@functools.lru_cache
def planted_periods() -> Mapping[str, str]:
    """The texts by decade, a sentence a line; the same each time.

    >>> texts = planted_periods().values()
    >>> ["dangerous cheese" in text for text in texts]
    [False, False, True, True, True]
    """
    texts = {}
    for i, decade in enumerate(DECADES):
        lines = sentences(kingdom.PATTERNS, kingdom.TABLES, i + 1)
        text = "".join(f"{line}\n" for line in lines)
        texts[decade] = _WORD.sub(_exchanged, text) if i >= FROM else text
    return MappingProxyType(texts)


def _exchanged(found: re.Match[str]) -> str:
    word = found[0]
    other = EXCHANGED[1 - EXCHANGED.index(word.lower())]
    return other.capitalize() if word[0].isupper() else other
