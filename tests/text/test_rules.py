"""Rules for cutting a text: one spelling each, and the way through everything that reads again."""

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import SettingError
from embviz.text.corpus import Corpus
from embviz.text.labelled import Labelled
from embviz.text.resampled import resampled
from embviz.text.rules import STRIPS, USUAL, WORDS, Rules

words = st.text("abcdé", min_size=1, max_size=5)
any_rules = st.builds(
    Rules,
    words=st.sampled_from(WORDS),
    letters=st.integers(1, 8),
    step=st.just(1),
    join_hyphens=st.booleans(),
    strip=st.lists(st.sampled_from(STRIPS)).map(tuple),
    stop_words=st.lists(words, max_size=4).map(tuple),
    phrases=st.sampled_from((0.0, 0.5, 100.0)),
    passes=st.integers(1, 4),
    discount=st.integers(0, 9),
    joined=st.lists(st.tuples(words, words).map(" ".join), max_size=3).map(tuple),
)


@given(any_rules)
def test_rules_come_back_from_json(rules):
    assert Rules.of(json.loads(json.dumps(rules.facts()))) == rules
    assert eval(repr(rules), {"Rules": Rules}) == rules  # our own repr, of our own value


def test_usual_rules_have_nothing_to_say():
    assert USUAL.facts() == {} and repr(USUAL) == "Rules()" and Rules.of({}) == USUAL


def test_equal_rules_have_one_spelling():
    assert Rules(stop_words=("b", "a", "b ")) == Rules(stop_words=("a", "b"))
    assert Rules(stop_words="b a\nb") == Rules(stop_words=("a b",)) == Rules(stop_words=("a", "b"))
    assert Rules(strip=("licence", "markup", "licence")) == Rules(strip=("markup", "licence"))
    assert Rules(letters=6, passes=3) == USUAL  # there are no pieces, nor phrases
    assert Rules(words="blanks", join_hyphens=True) == Rules(words="blanks")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"words": "letters"}, "unknown_rule"),
        ({"strip": ("html",)}, "unknown_rule"),
        ({"words": "pieces", "letters": 0}, "out_of_range"),
        ({"words": "pieces", "letters": 3, "step": 4}, "out_of_range"),
        ({"phrases": -1.0}, "out_of_range"),
        ({"phrases": float("nan")}, "out_of_range"),
        ({"passes": 5}, "out_of_range"),
        ({"stop_words": tuple(map(str, range(3000)))}, "out_of_range"),
        ({"joined": ("x" * 101,)}, "out_of_range"),
    ],
)
def test_wrong_rules_are_refused(wrong, reason):
    with pytest.raises(SettingError) as caught:
        Rules(**wrong)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "facts",
    [
        {"word": "blanks"},
        {"words": ["blanks"]},
        {"stop_words": "the"},
        {"stop_words": [1]},
        {"join_hyphens": 1},
        {"letters": "3"},
        {"letters": True},
        {"phrases": None},
    ],
)
def test_foreign_facts_are_refused(facts):
    with pytest.raises(SettingError):
        Rules.of(facts)


def test_other_rules_make_another_hash():
    text = "The king rules. The queen rules!"
    changed = [
        USUAL,
        Rules(words="blanks"),
        Rules(words="pieces", letters=2),
        Rules(words="pieces", letters=3),
        Rules(join_hyphens=True),
        Rules(strip=("markup",)),
        Rules(stop_words=("queen",)),
        Rules(phrases=5.0),
        Rules(phrases=5.0, passes=2),
        Rules(phrases=5.0, discount=1),
        Rules(joined=("the king",)),
    ]
    hashes = [Corpus.from_text(text, min_count=1, rules=rules).hash for rules in changed]
    assert len(set(hashes)) == len(changed)
    assert {name for rules in changed for name in rules.unusual} | {"step"} == {
        each.name for each in fields(Rules)
    }


def test_rules_go_with_a_corpus():
    rules = Rules(strip=("markup",), stop_words=("a",))
    corpus = Corpus.from_text("A king rules. The queen rules!", min_count=1, rules=rules)
    assert corpus.rules == corpus.without_text().rules == resampled(corpus, 1).rules == rules
    assert Corpus.from_text(corpus.text, **corpus.how).hash == corpus.hash
    labelled = Labelled.of(
        ["a b d", "a c d", "b", "c", "b"], ["x", "x", "x", "y", "y"], rules=rules
    )
    assert labelled.rules == labelled.first(3).rules == rules
