import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import SettingError
from embviz.text.corpus import Corpus
from embviz.text.merged import merged
from embviz.text.tokens import tokenize

PIECES = st.lists(
    st.sampled_from(
        [
            *("king", "King", "KING", "water", "kings", "king's", "king-like", "o'king", "the"),
            *("waterking", ".", ",", "\n", "—", "(king)", "“water”", "вода", "king_water"),
            *("re-king", "'king'"),
        ]
    ),
    max_size=30,
)


@given(PIECES)
def test_each_token_of_either_word_becomes_one_and_no_other(pieces) -> None:
    text = " ".join(pieces)
    before = tokenize(text)
    if not {"king", "water"} <= set(before):
        with pytest.raises(SettingError):
            merged(text, "king", "water")
        return
    found = merged(text, "king", "water")
    expected = ["king-water" if each in ("king", "water") else each for each in before]
    assert tokenize(found.text) == expected
    assert found.senses == tuple(each for each in before if each in ("king", "water"))


def test_senses_are_in_the_order_of_the_occurrences() -> None:
    text = "The king met water. Water ran to the King! A river-king, no king? Yes."
    found = merged(text, "water", "KING")
    corpus = Corpus.from_text(found.text, min_count=1)
    here = np.flatnonzero(corpus.ids == corpus.vocabulary.id(found.word))
    assert len(here) == len(found.senses) == 5
    assert found.senses == ("king", "water", "water", "king", "king")


def test_words_that_cannot_be_merged_are_named() -> None:
    with pytest.raises(SettingError, match="“queen” does not stand"):
        merged("A king.", "king", "queen")
    with pytest.raises(SettingError, match="different"):
        merged("A king.", "king", "King ")
    with pytest.raises(SettingError, match="does not stand"):
        merged("A king.", "", "king")
    with pytest.raises(SettingError):
        merged("a [b] king", "[b]", "king")
