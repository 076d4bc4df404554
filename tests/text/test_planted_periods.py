"""The bundled decades: from the third one on, two words have changed places, and nothing else."""

import re

from embviz.text.planted_periods import DECADES, EXCHANGED, FROM, planted_periods
from embviz.text.sample_grammar import kingdom
from embviz.text.sample_grammar.grammar import sentences


def test_two_words_change_places_and_nothing_else():
    one, other = EXCHANGED
    assert tuple(planted_periods()) == DECADES
    for i, text in enumerate(planted_periods().values()):
        plain = "\n".join(sentences(kingdom.PATTERNS, kingdom.TABLES, i + 1)) + "\n"
        assert (text == plain) == (i < FROM)
        places = {one: other, other: one} if i >= FROM else {}
        words, expected = (re.findall(r"\w+", each.lower()) for each in (text, plain))
        assert words == [places.get(word, word) for word in expected]
        assert words.count(one) >= 15 and words.count(other) >= 15


def test_no_two_decades_are_alike():
    assert len(set(planted_periods().values())) == len(DECADES)
