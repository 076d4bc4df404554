"""What each choice does, counted."""

import pytest

from embviz.text.corpus import Corpus
from embviz.text.effects import CHOICES, beginning, effects, stop_words
from embviz.text.rules import USUAL, Rules
from embviz.text.samples import sample_text

TEXT = "<p>The new york exam-\nple. The king of new york &amp; the king.</p>\n" * 9


def test_nothing_chosen_has_no_effect() -> None:
    assert effects(TEXT, USUAL) == ()


def test_effects_come_one_after_the_other() -> None:
    rules = Rules(
        strip=("markup", "licence"),
        join_hyphens=True,
        joined=("new york",),
        stop_words=("the", "of"),
    )
    found = {each.choice: each for each in effects(TEXT, rules)}
    assert list(found) == ["markup", "licence", "join_hyphens", "phrases", "stop_words"]
    assert found["licence"].count == 0
    assert found["markup"].tokens[1] == found["licence"].tokens[0]
    assert found["join_hyphens"].count == 9
    assert found["join_hyphens"].distinct[1] == found["join_hyphens"].distinct[0] - 1
    assert found["phrases"].count == 18
    assert found["stop_words"].count == 9 * 4
    read = Corpus.from_text(TEXT, min_count=1, rules=rules).reading
    assert found["stop_words"].tokens[1] == read.kept_tokens
    assert found["phrases"].count == read.joined_tokens


@pytest.mark.parametrize(
    ("rules", "choice"),
    [
        (Rules(words="blanks"), "words"),
        (Rules(words="pieces", letters=2), "words"),
        (Rules(joined=("new york",)), "phrases"),
        (Rules(strip=("subtitles",)), "subtitles"),
    ],
)
def test_each_choice_has_a_name(rules: Rules, choice: str) -> None:
    assert [each.choice for each in effects(TEXT, rules)] == [choice]
    assert choice in CHOICES


def test_texts_without_words_are_counted_too() -> None:
    (effect,) = effects("ACGT" * 200, Rules(words="pieces", letters=3))
    assert effect.tokens == (0, 798) and effect.distinct == (0, 4)


def test_only_a_beginning_is_counted_unless_asked() -> None:
    text = "a-\nb c\n" * 100
    some, every = (effects(text, Rules(join_hyphens=True), most=most)[0] for most in (70, None))
    assert some.count < every.count == 100
    assert beginning("one\ntwo\nthree", 9) == "one\ntwo\n" and beginning("x" * 9, 4) == "xxxx"


def test_stop_words_of_a_text() -> None:
    corpus = Corpus.from_text(sample_text("kingdom"), min_count=1)
    assert stop_words(corpus, 3) == corpus.words[:3]
    assert "the" in stop_words(corpus)
    without = Corpus.from_text(corpus.text, min_count=1, rules=Rules(stop_words=stop_words(corpus)))
    assert not set(without.words) & set(stop_words(corpus))


def test_stop_words_are_left_out_in_any_capitals() -> None:
    rules = Rules(stop_words=("The", "OF"))
    for lowercase in (True, False):
        corpus = Corpus.from_text(
            "The king of the sea. the End OF it.", min_count=1, lowercase=lowercase, rules=rules
        )
        assert {word.lower() for word in corpus.words} == {"king", "sea", "end", "it"}
        assert corpus.reading.stop_tokens == 5
        assert corpus.ids[corpus.starts[0] : corpus.starts[1]].tolist() == [0, 1]  # side by side
