import pytest
from hypothesis import given
from hypothesis import strategies as st

import embviz as ev
from embviz.text.sentences import marked, pattern_of, with_letters, with_word

TEXT = "The king rules. A kingdom\n\nThe KING, the queen! *King* [x](http://y) <b>k</b>"


@pytest.fixture(scope="module")
def corpus():
    return ev.Corpus.from_text(TEXT, min_count=1)


def written(corpus, numbers):
    return [corpus.sentence(i) for i in numbers.tolist()]


def test_sentences_with_a_word_have_it_as_a_word(corpus):
    found = written(corpus, with_word(corpus, "king"))
    assert len(found) == 3 and all("king" in each.lower() for each in found)
    assert "A kingdom" not in found
    with pytest.raises(ev.MissingWord):
        with_word(corpus, "zebra")


def test_any_letters_are_found_whatever_their_capitals_and_blanks(corpus):
    assert written(corpus, with_letters(corpus, "KINGd")) == ["A kingdom"]
    found = written(corpus, with_letters(corpus, "the  king"))
    assert found == ["The king rules.", "The KING, the queen!"]
    assert written(corpus, with_letters(corpus, "](")) and not len(with_letters(corpus, "rules. A"))


signs = st.text(st.sampled_from("ab .\n<*"), max_size=60)


@given(signs, st.text(st.sampled_from("ab<"), max_size=3))
def test_pieces_come_to_the_sentence(sentence, letters):
    pieces = marked(sentence, pattern_of(letters) if letters else None, 1000)
    assert "".join(piece for piece, _ in pieces) == " ".join(sentence.split())
    assert all(piece == letters for piece, found in pieces if found)


def test_of_a_long_sentence_what_is_around_the_first_finding_is_shown():
    pieces = marked("a " * 500 + "king " + "b " * 500, pattern_of("king", whole=True), 60)
    assert ("king", True) in pieces
    line = "".join(piece for piece, _ in pieces)
    assert len(line) == 62 and line.startswith("…") and line.endswith("…")
