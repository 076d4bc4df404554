"""The bundled tables: well formed, balanced, and hard just where they are meant to be."""

import re
from collections import Counter
from functools import cache

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression, RidgeClassifier

import embviz as ev
from embviz.errors import SettingError
from embviz.text.labelled import Labelled
from embviz.text.samples import LABELLED, SAMPLES, answers, folder, labelled_sentences

every = pytest.mark.parametrize("name", LABELLED)
reviews = pytest.mark.parametrize(("name", "no"), [("sentiment", "not"), ("отзывы", "не")])
topics = pytest.mark.parametrize("name", ["topics", "темы"])

read = cache(ev.labelled)


@cache
def skipgram(name):
    return ev.train(ev.SkipGram(), read(name), progress=False).vectors()


def words_of(labelled, i):
    return [labelled.words[j] for j in labelled.ids[labelled.starts[i] : labelled.starts[i + 1]]]


def sorted_sentences(labelled):
    """The words and the class of each sentence that has one."""
    return [
        (words_of(labelled, i), labelled.classes[label])
        for i, label in enumerate(labelled.labels.tolist())
        if label >= 0
    ]


def bag_accuracy(labelled, most):
    """What a linear classifier of counts of words gets right on the test part."""
    counts = np.zeros((len(labelled.labels), len(labelled.words)))
    sentence = np.repeat(np.arange(len(labelled.labels)), np.diff(labelled.starts))
    np.add.at(counts, (sentence, labelled.ids), 1)
    parts = labelled.parts(0)
    learnt = parts.training[:most]
    model = RidgeClassifier().fit(counts[learnt], labelled.labels[learnt])
    return model.score(counts[parts.test], labelled.labels[parts.test])


@every
class TestEvery:
    def test_has_its_size(self, name):
        labelled = read(name)
        assert labelled.empty == labelled.cut == 0
        assert 1500 <= (labelled.labels < 0).sum() <= 4500
        assert len(labelled.parts(0).training) >= (960 if len(labelled.classes) > 2 else 1100)
        assert 180 <= len(labelled.words) <= 300 and min(labelled.vocabulary.counts) >= 5

    def test_classes_are_equally_frequent(self, name):
        sizes = read(name).sizes.values()
        assert max(sizes) - min(sizes) <= 3

    def test_sentences_are_well_formed(self, name):
        sentences, _ = labelled_sentences(name)
        for line in sentences:
            assert re.fullmatch(r"[A-ZА-ЯЁ][а-яёa-z-]*((,|:)? [A-Za-zА-Яа-яё-]+)*\.", line), line
            assert 6 <= len(line.split()) <= 14, line
            assert not re.search(r"\b(a [aeiou]|an [^aeiou]|(\w+) \2\b)", line), line

    def test_few_sentences_repeat(self, name):
        sentences, _ = labelled_sentences(name)
        assert len(set(sentences)) > 0.98 * len(sentences)

    def test_answers_are_words_of_the_text(self, name):
        labelled, planted = read(name), answers(name)
        grouped = [word for group in planted.groups.values() for word in group]
        assert len(grouped) == len(set(grouped))
        assert all(
            labelled.vocabulary.counts[labelled.vocabulary.id(word)] >= 15 for word in grouped
        )
        families = [group for groups in planted.families.values() for group in groups]
        assert sorted(families) == sorted(planted.groups)
        assert set(labelled.classes) <= planted.groups.keys()
        assert labelled.answers == planted

    def test_its_file_can_be_read_as_anybody_s(self, name):
        assert Labelled.read(folder() / LABELLED[name].file).hash == read(name).hash


@reviews
class TestReviews:
    def test_the_four_cases_are_equally_frequent_for_each_word(self, name, no):
        labelled, groups = read(name), answers(name).groups
        side = {word: each for each in labelled.classes for word in groups[each]}
        cases = Counter()
        for words, label in sorted_sentences(labelled):
            (judgement,) = (word for word in words if word in side)
            place = words.index(judgement)
            denied = words[place - 1] == no
            assert words.count(no) == denied
            assert (side[judgement] == label) != denied, words
            cases[judgement, denied] += 1
        assert len(cases) == 2 * len(side) >= 240
        for word in side:
            assert cases[word, True] == cases[word, False]

    def test_sentences_without_a_class_keep_words_of_one_side_together(self, name, no):
        labelled, groups = read(name), answers(name).groups
        for i in np.flatnonzero(labelled.labels < 0).tolist():
            words = words_of(labelled, i)
            praise, blame = (sum(map(words.count, groups[each])) for each in labelled.classes)
            assert min(praise, blame) == 0 and max(praise, blame) >= 4 and no not in words

    def test_no_other_word_tells_the_class(self, name, no):
        labelled, groups = read(name), answers(name).groups
        with_word = {each: Counter() for each in labelled.classes}
        for words, label in sorted_sentences(labelled):
            with_word[label].update(set(words))
        one, other = (with_word[each] for each in labelled.classes)
        for word in set(labelled.words) - {w for each in labelled.classes for w in groups[each]}:
            n = one[word] + other[word]
            assert abs(one[word] - other[word]) <= 4 * np.sqrt(n) + 1, word

    def test_a_bag_of_words_learns_next_to_nothing(self, name, no):
        assert bag_accuracy(read(name), 50) < 0.65
        assert bag_accuracy(read(name), 1000) < 0.65

    def test_skipgram_parts_the_sides(self, name, no):
        labelled, groups, vectors = read(name), answers(name).groups, skipgram(name)
        rows = [vectors[word] for each in labelled.classes for word in groups[each]]
        side = np.repeat([0, 1], [len(groups[each]) for each in labelled.classes])
        order = np.random.default_rng(0).permutation(len(rows))
        X, y = np.array(rows)[order], side[order]
        assert LogisticRegression(C=10).fit(X[:20], y[:20]).score(X[20:], y[20:]) > 0.95

    def test_fifty_labels_suffice_from_skipgram_and_not_from_nothing(self, name, no):
        few = read(name).first(50)
        from_skipgram = ev.train(
            ev.CNN(), few, start=skipgram(name), freeze="all", frames=2, progress=False
        )
        from_nothing = ev.train(ev.CNN(), few, frames=2, progress=False)
        assert from_skipgram.scores[-1, 2] >= 0.9
        assert from_nothing.scores[-1, 2] <= 0.6


@topics
class TestTopics:
    def test_a_sentence_has_words_of_its_topic_and_often_of_one_other(self, name):
        labelled, groups = read(name), answers(name).groups
        topic_of = {word: topic for topic, words in groups.items() for word in words}
        others = []
        for words, label in sorted_sentences(labelled):
            found = Counter(topic_of[word] for word in words if word in topic_of)
            assert found[label] >= 1, words
            others.append(len(found) - 1)
        assert max(others) == 1 and 0.4 < np.mean(others) < 0.9

    def test_a_bag_of_words_needs_many_labels(self, name):
        assert bag_accuracy(read(name), 50) < 0.6
        assert bag_accuracy(read(name), 900) > 0.9


def test_an_unknown_table_is_named():
    with pytest.raises(SettingError, match="“kingdom”; there are topics, sentiment, темы, отзывы"):
        ev.labelled("kingdom")
    assert not LABELLED.keys() & SAMPLES.keys()
