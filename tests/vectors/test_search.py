"""Search, against a plain reading of its law."""

from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.vectors.search import closest, find, fold, same, same_each

letters = st.text("abcЁёЕеXx", min_size=1, max_size=5)


@given(st.lists(letters, unique=True), letters)
@settings(deadline=None)
def test_beginnings_first_then_insides_each_in_order(words, text):
    words = tuple(words)
    wanted = fold(text)
    begin = [i for i, word in enumerate(words) if fold(word).startswith(wanted)]
    inside = [i for i, word in enumerate(words) if wanted in fold(word) and i not in begin]
    found = find(words, text, most=4)
    assert list(found.ids) == (begin + inside)[:4]
    assert found.more == max(0, len(begin + inside) - 4)


def test_yo_is_found_by_ye_and_the_other_way_round():
    words = ("ёж", "ель")
    assert find(words, "еж").ids == (0,)
    assert find(words, "ёль").ids == (1,)


def test_blanks_find_nothing():
    assert find(("a",), "  ").ids == ()


def test_slips_are_forgiven():
    words = ("the", "king", "Queen", "ring", "wing", "ёлка", "kingdom")
    assert closest(words, "kign") == ("king", "ring", "wing")  # a swap is one slip
    assert closest(words, " QUEEN ") == ("Queen",)
    assert closest(words, "елка") == closest(words, "ЕЛКА") == ("ёлка",)
    assert closest(words, "kinggdm") == ("kingdom",)
    assert closest(words, "ting") == ("king", "ring", "wing")
    assert closest(words, "rung") == ("ring", "king", "wing")  # the nearest, then by frequency
    assert closest(words, "ding", most=2) == ("king", "ring")


def test_the_same_first_letter_comes_first():
    assert closest(("ring", "king"), "kung") == ("king", "ring")


def test_nothing_is_close_to_nothing_or_to_far_too_much():
    words = ("a", "the")
    assert closest(words, " ") == closest(words, "xyzzy") == closest(words, "a" * 10**6) == ()
    assert closest((), "king") == ()


@given(st.lists(letters, unique=True, max_size=20), letters)
@settings(deadline=None)
def test_a_word_that_is_there_is_the_closest(words, text):
    words = (*words, text) if text not in words else tuple(words)
    assert fold(closest(words, text)[0]) == fold(text)


TOKENS = ("king", "ing", "Ġking", "Ġkingdom", "▁queen", "bread</w>", "##house", "Ġ", "Ġthe")


def test_tokens_are_found_without_their_marks():
    assert same(TOKENS, "Kingdom") == "Ġkingdom" and same(TOKENS, "queen") == "▁queen"
    assert same(TOKENS, "bread") == "bread</w>" and same(TOKENS, "Ġthe") == "Ġthe"
    assert same(TOKENS, "king") == "king", "what is there as typed is meant"
    assert same(TOKENS, "house") is None, "a piece that goes on a word is no word"
    assert same_each(TOKENS, ["THE", "queen", "king", "x"]) == {
        "THE": "Ġthe", "queen": "▁queen", "king": "king"
    }  # fmt: skip
    assert [TOKENS[i] for i in find(TOKENS, "king").ids] == ["king", "Ġking", "Ġkingdom"]
    assert closest(TOKENS, "quene")[0] == "▁queen"
