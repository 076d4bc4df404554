"""The word lists of the bundled texts: whether they are there, and come out as is said of them."""

import functools

import pytest

from embviz import SkipGram, labelled, sample, train, weat
from embviz.errors import SettingError
from embviz.measures.sample_lists import weat_sample_tests
from embviz.text.samples import EVERY, LABELLED


@functools.cache
def trained(name):
    """A film of a bundled text as the page would train it by skip-gram."""
    corpus = labelled(name) if name in LABELLED else sample(name)
    return train(SkipGram(**EVERY[name].settings), corpus, frames=2, progress=False)


each = pytest.mark.parametrize(
    ("text", "name"), [(text, name) for text in EVERY for name in weat_sample_tests(text)]
)


@each
def test_every_word_is_in_its_text(text, name):
    lists = weat_sample_tests(text)[name].lists
    words = set(trained(text).words)
    assert [word for words_of in lists for word in words_of if word not in words] == []


@each
def test_lists_are_fair(text, name):
    test = weat_sample_tests(text)[name]
    X, Y, A, B = test.lists
    assert len(X) == len(Y) and len(A) == len(B)
    assert len({*X, *Y, *A, *B}) == 2 * len(X) + 2 * len(A), "no word stands twice"
    assert len(set(test.names)) == len(test.names) == 4


@each
def test_what_is_planted_is_found_and_nothing_else(text, name):
    test = weat_sample_tests(text)[name]
    found = weat(trained(text), *test.lists)
    if test.planted:
        assert found.effect > 1.2 and found.p < 0.02
    else:
        assert abs(found.effect) < 1 and 0.05 < found.p < 0.95


@pytest.mark.parametrize("text", EVERY)
def test_every_text_begins_with_what_was_planted(text):
    planted = [test.planted for test in weat_sample_tests(text).values()]
    assert planted and planted == sorted(planted, reverse=True) and planted[0]


def test_an_unknown_text_is_refused():
    with pytest.raises(SettingError) as error:
        weat_sample_tests("castle")
    assert error.value.reason == "no_lists" and "kingdom" in error.value.known
