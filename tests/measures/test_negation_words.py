"""Words and a frame for the four sentences: found where they were planted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import embviz as ev
from embviz.measures.negation_words import NEGATING, negating, proposed
from embviz.text import samples
from embviz.text.labelled import Labelled
from tests.measures.planted_labels import BAD, GOOD, drawn, praise

PRAISE = praise(300)


def test_words_are_found_although_negation_hides_them():
    """Half of the sentences with a word of praise are turned round: those are left aside."""
    found = proposed(PRAISE, 0, ("yes", "no"))
    assert found.good in GOOD and found.bad in BAD and found.no == "not"
    turned = proposed(PRAISE, 0, ("no", "yes"))
    assert (turned.good, turned.bad) == (found.bad, found.good)


@given(seed=st.integers(0, 99))
def test_the_frame_is_of_a_sentence_that_was_not_learnt_from(seed):
    found = proposed(PRAISE, seed, ("yes", "no"))
    parts = PRAISE.parts(seed)
    frames = {
        PRAISE.sentence(i).replace(f"not {word}", "{}")
        for i in (*parts.test, *parts.validation)
        for word in (*GOOD, *BAD)
    }
    assert found.template in frames and found.template.endswith("was {}")
    assert found.texts()[2] == f"{found.template.format('not ' + found.good)}"


def test_the_word_is_the_one_that_is_learnt_from_most():
    texts = ["the fine film", "the fine song", "the bright day"] * 20 + ["the dull film"] * 40
    labelled = Labelled.of(texts, ["yes"] * 60 + ["no"] * 40)
    planted = {"yes": ("absent", "bright", "fine"), "no": ("dull",)}
    assert proposed(labelled, 0, ("yes", "no"), planted).good == "fine"
    assert proposed(labelled, 0, ("yes", "no")).bad == "dull"


@pytest.mark.parametrize("name", ["sentiment", "отзывы"])
def test_what_is_planted_in_a_sample_is_found_by_counting_too(name):
    labelled, groups = ev.labelled(name).first(50), samples.answers(name).groups
    bad, good = labelled.classes if name == "sentiment" else labelled.classes[::-1]
    for planted in (groups, None):
        found = proposed(labelled, 0, (good, bad), planted)
        assert found.good in groups[good] and found.bad in groups[bad]
        assert found.no in ("not", "не") and "{}" in found.template.split()


def test_where_every_sentence_is_negated_no_word_is_of_a_class():
    texts = [f"the film was not {word}" for word in ("good", "bad") * 9]
    found = proposed(Labelled.of(texts, ["no", "yes"] * 9), 0, ("yes", "no"))
    assert (found.good, found.bad, found.no, found.template) == ("", "", "not", "{}")


def test_what_is_not_there_is_empty():
    found = proposed(drawn(0), 0, ("c0", "c1"))
    assert (found.good, found.bad, found.no, found.template) == ("", "", "", "{}")


@given(words=st.lists(st.sampled_from([*NEGATING, "film", "good"]), unique=True))
def test_the_word_of_negation_is_one_of_the_text(words):
    found = negating(words)
    assert found in words if set(words) & set(NEGATING) else found == ""
