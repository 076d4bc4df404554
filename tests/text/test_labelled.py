"""Texts with a class each: one sentence a text, and parts that are dealt fairly and stay."""

import pickle
import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import SettingError, TextError
from embviz.text.corpus import MAX_SENTENCE
from embviz.text.labelled import MOST_CLASSES, UNSORTED, Labelled, in_order, line
from embviz.ui.widgets.faults import worded


def made(*sizes, unsorted=0):
    """A text with so many sentences of each class, in turn, and some of none."""
    names = [name for name, size in zip("abcdefgh", sizes, strict=False) for _ in range(size)]
    names = np.random.default_rng(0).permutation([*names, *[""] * unsorted]).tolist()
    return Labelled.of([f"sentence w{i}" for i in range(len(names))], names)


# At least one class can be tested, and another is there.
sizes = st.tuples(st.integers(3, 40), st.integers(1, 40), st.integers(1, 9))
seeds = st.integers(0, 2**32)


class TestParts:
    @given(sizes, st.integers(0, 20), seeds)
    def test_are_disjoint_and_hold_all_that_is_sorted(self, sizes, unsorted, seed):
        labelled = made(*sizes, unsorted=unsorted)
        dealt = np.concatenate(labelled.parts(seed))
        assert sorted(dealt) == np.flatnonzero(labelled.labels != UNSORTED).tolist()
        assert len(dealt) == sum(sizes)

    @given(sizes, seeds)
    def test_have_each_class_in_its_share(self, sizes, seed):
        labelled = made(*sizes)
        training, validation, test = (
            np.bincount(labelled.labels[part], minlength=3) for part in labelled.parts(seed)
        )
        for size, *n in zip(sizes, training, validation, test, strict=True):
            spared = 0 if size < 3 else max(1, round(size / 5))
            assert n == [size - 2 * spared, spared, spared]

    @given(sizes, seeds, st.integers(3, 100), st.integers(3, 100))
    def test_are_stable_under_first(self, sizes, seed, one, other):
        few, more = sorted((one, other))
        labelled = made(*sizes)
        whole, a, b = labelled, labelled.first(few), labelled.first(more)
        assert a.parts(seed).training.tolist() == b.parts(seed).training[:few].tolist()
        assert len(a.parts(seed).training) == min(few, len(whole.parts(seed).training))
        for part in (1, 2):
            assert a.parts(seed)[part].tolist() == whole.parts(seed)[part].tolist()
        assert b.first(None).hash == whole.hash

    @given(seeds)
    def test_any_beginning_has_the_classes_in_about_their_shares(self, seed):
        labelled = made(100, 50, 50)
        labels = labelled.labels[labelled.parts(seed).training]
        for end in range(1, len(labels)):
            counts = np.bincount(labels[:end], minlength=3)
            assert np.abs(counts - end * np.array([0.5, 0.25, 0.25])).max() <= 1.5

    def test_follow_the_seed(self):
        labelled = made(20, 20)
        assert labelled.parts(1).test.tolist() == labelled.parts(1).test.tolist()
        assert labelled.parts(1).test.tolist() != labelled.parts(2).test.tolist()

    def test_what_is_too_little_to_test_is_only_learnt(self):
        labelled = made(9, 2, 1)
        assert labelled.only_learnt == ("b", "c")
        parts = labelled.parts(0)
        assert set(labelled.labels[np.concatenate(parts[1:])]) == {0}
        assert Counter(labelled.labels[parts.training].tolist()) == {0: 5, 1: 2, 2: 1}


class TestReading:
    NAMES = ("yes", "no", "yes", "no", "yes", "no")

    def test_a_text_is_one_sentence_whatever_stands_in_it(self):
        texts = [
            "Good! Very\n\ngood. Is it? Yes.",
            "bad… so\r\nbad",
            "a",
            "b b",
            "c。 d",
            "e\u2028f",
        ]
        labelled = Labelled.of(texts, self.NAMES)
        assert labelled.sentence(0) == "Good! Very good. Is it? Yes."
        assert np.diff(labelled.starts).tolist() == [6, 3, 1, 2, 2, 2]
        assert labelled.labels.tolist() == [1, 0] * 3

    words = st.text("abc", min_size=1, max_size=3)
    texts = st.lists(words | st.sampled_from([".", "!", "\n", "…", " "]), max_size=9).map(" ".join)

    @given(st.lists(texts, min_size=1, max_size=9))
    def test_each_sentence_has_the_words_of_its_text(self, texts):
        texts = ["x y", *texts, *["x y"] * 5]
        labels = [f"{i % 2}" for i in range(len(texts))]
        labelled = Labelled.of(texts, labels)
        kept = [
            (text, label) for text, label in zip(texts, labels, strict=True) if text.strip(" .!…\n")
        ]
        assert labelled.empty == len(texts) - len(kept)
        for i, (text, label) in enumerate(kept):
            ids = labelled.ids[labelled.starts[i] : labelled.starts[i + 1]]
            assert [labelled.words[j] for j in ids] == re.findall("[a-z]+", text)
            assert labelled.sentence(i) == " ".join(text.split())
            assert labelled.classes[labelled.labels[i]] == label

    def test_long_texts_are_cut_and_counted(self):
        labelled = Labelled.of(["w " * (MAX_SENTENCE + 5) + "v", *["w v"] * 5], self.NAMES)
        assert labelled.cut == 1 and np.diff(labelled.starts).max() == MAX_SENTENCE

    def test_texts_without_a_known_word_are_left_out(self):
        labelled = Labelled.of(["a b", "a b", "rare", "a b", "b a", "b a"], self.NAMES, min_count=2)
        assert labelled.empty == 1 and labelled.labels.tolist() == [1, 0, 0, 1, 0]

    @pytest.mark.parametrize("nobody", [None, "", "  "])
    def test_unsorted_texts_are_trained_on_but_not_dealt(self, nobody):
        labelled = Labelled.of(["a b"] * 7, [*self.NAMES, nobody])
        assert labelled.labels[-1] == UNSORTED and len(labelled.starts) == 8
        assert 6 not in np.concatenate(labelled.parts(0))
        assert labelled.sizes == {"no": 3, "yes": 3}

    def test_labels_and_number_are_in_the_hash(self):
        texts = ["a b"] * 6
        one = Labelled.of(texts, self.NAMES)
        assert one.hash == Labelled.of(texts, list(self.NAMES)).hash
        others = [
            Labelled.of(texts, self.NAMES[::-1]),
            Labelled.of(texts, ["1", "0"] * 3),
            one.first(2),
        ]
        assert len({one.hash, *(each.hash for each in others)}) == 4

    def test_it_travels(self):
        labelled = made(9, 9).first(4)
        there = pickle.loads(pickle.dumps(labelled.without_text()))
        assert there.hash == labelled.hash and there.classes == labelled.classes
        assert there.parts(3).training.tolist() == labelled.parts(3).training.tolist()
        with pytest.raises(ValueError, match="read-only"):
            there.labels[0] = 1

    @given(
        st.lists(
            st.tuples(texts.map(line), st.sampled_from(["", "a", "b", 'c, "d"'])),
            max_size=6,
            unique=True,
        )
    )
    def test_what_is_written_as_a_table_is_read_again(self, rows):
        rows = [(f"number {i} of {i}", "ab"[i % 2]) for i in range(6)] + rows
        labelled = Labelled.of(*zip(*rows, strict=True))
        again = Labelled.read(labelled.table().encode(), text="text", label="label")
        assert again.sizes == labelled.sizes and again.labels.tolist() == labelled.labels.tolist()
        assert again.ids.tolist() == labelled.ids.tolist()


def test_numbers_are_in_their_order_and_words_in_theirs():
    assert in_order({"10", "9", "-1", "2,5"}) == ("-1", "2,5", "9", "10")
    assert in_order({"b", "A", "c", "nan", "1"}) == ("1", "A", "b", "c", "nan")


class TestRefusals:
    def refused(self, reason, texts, labels):
        with pytest.raises(TextError) as error:
            Labelled.of(texts, labels)
        assert error.value.reason == reason and "{" not in worded(error.value)
        return error.value

    def test_classes(self):
        assert self.refused("no_labels", ["a b"] * 3, [None, "", " "]).texts == 3
        assert self.refused("one_class", ["a b"] * 3, ["x", "", "x "]).label == "x"
        many = [f"{i}" for i in range(MOST_CLASSES + 1)]
        assert self.refused("many_classes", ["a b"] * len(many), many).found == MOST_CLASSES + 1
        assert self.refused("few_sorted", ["a b"] * 4, ["x", "y"] * 2).sizes == {"x": 2, "y": 2}

    def test_classes_of_which_no_text_has_a_word(self):
        texts = ["a b"] * 6 + ["…"] * 3
        assert Labelled.of(texts, ["x", "y"] * 3 + ["z"] * 3).classes == ("x", "y")
        assert self.refused("one_class", texts, ["x"] * 6 + ["z"] * 3).label == "x"

    def test_as_many_labels_as_texts(self):
        with pytest.raises(ValueError, match="2 texts, but 1 labels"):
            Labelled.of(["a", "b"], ["x"])

    def test_fewer_sentences_than_classes(self):
        with pytest.raises(SettingError, match="at least 3") as error:
            made(9, 9, 9).first(2)
        assert (error.value.value, error.value.low) == (2, 3)
