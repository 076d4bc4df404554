"""Edits of a text: laws on texts of all that a text can hold, and what cannot be."""

import re
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import embviz as ev
from embviz.errors import MissingWord, SettingError, TextError
from embviz.text.corpus import Corpus
from embviz.text.edits import (
    Add,
    Change,
    Edited,
    Exchange,
    Remove,
    RemoveWith,
    Replace,
    Retype,
    Rewrite,
    edited,
)
from embviz.text.labelled import Labelled
from embviz.text.tokens import tokenize
from tests.text.mixed import min_counts, read, texts

other_words = st.sampled_from(
    (
        "a",
        "B",
        "ё",
        "Й",
        "и\u0306",
        "b's",
        "new",
        "STRASSE",
        "ß",
        "ﬁn",
        "İi",
        "i",
        "中",
        "ǅ",
        "\u1e9e",
    )
)
always, once = st.just(True), st.just(1)
shares, seeds = st.floats(0, 1), st.integers(0, 2**32)
PROSE = """It was the best of times, it was the worst of
times, it was the age of wisdom, it was the age
of foolishness. It was the epoch of belief, it
was the epoch of incredulity. It was the season
of Light, it was the season of Darkness, it was
the spring of hope. It was the winter of despair
and we had everything before us. We had nothing
before us, we were all going direct to Heaven."""


def sentences(corpus):
    """The words of each sentence, rare ones included."""
    written = (corpus.sentence(i) for i in range(corpus.reading.sentences))
    return [tokenize(each, lowercase=corpus.lowercase) for each in written]


def reads(corpus, word):
    """A word as the corpus reads it."""
    return tokenize(word, lowercase=corpus.lowercase)[0]


@st.composite
def texts_and_words(draw, lowercase=always, counts=once):
    """A text, one of its words, and another word, which may stand in it."""
    corpus = read(draw(texts), min_count=draw(counts), lowercase=draw(lowercase))
    word = draw(st.sampled_from(sorted({w for each in sentences(corpus) for w in each})))
    other = draw(st.sampled_from(["Z", "é́é", word.upper()]) | other_words)
    assume(reads(corpus, other) != word)
    return (
        corpus,
        draw(st.sampled_from([word, word if corpus.lowercase is False else word.title()])),
        other,
    )


def tried(corpus, *edits):
    """Edit a text that may be unfit afterwards, which is for other tests."""
    try:
        return edited(corpus, edits)
    except (MissingWord, TextError, SettingError):
        assume(False)


def the_same(one, other):
    assert one.hash == other.hash and one.text == other.text


@settings(max_examples=50)
@given(texts, min_counts)
def test_no_edit_changes_nothing(text, min_count):
    corpus = read(text, min_count=min_count)
    found = edited(corpus, [])
    the_same(found.corpus, corpus)
    assert found.change == Change() and found.new == () and found.gone == {}
    the_same(edited(corpus, [Retype(text)]).corpus, corpus)
    last = corpus.reading.sentences - 1
    the_same(edited(corpus, [Rewrite(last, corpus.sentence(last))]).corpus, corpus)


@settings(max_examples=50)
@given(texts_and_words(lowercase=st.booleans()))
def test_a_word_that_is_replaced_is_left_nowhere_and_all_others_stay(drawn):
    corpus, word, by = drawn
    found = tried(corpus, Replace(word, by))
    word, by = reads(corpus, word), reads(corpus, by)
    expected = [[by if w == word else w for w in each] for each in sentences(corpus)]
    assert sentences(found.corpus) == expected
    assert word not in found.corpus.vocabulary
    with_word = [each for each in sentences(corpus) if word in each]
    occurrences = sum(each.count(word) for each in with_word)
    assert found.change == Change(occurrences, len(with_word))


@settings(max_examples=50)
@given(texts_and_words(), st.data(), shares, seeds)
def test_to_exchange_twice_gives_back(drawn, data, share, seed):
    corpus, one, _ = drawn
    other = data.draw(st.sampled_from(corpus.words))
    exchange = Exchange(one, other, share, seed)
    once, twice = tried(corpus, exchange), tried(corpus, exchange, exchange)
    assert sentences(twice.corpus) == sentences(corpus)
    assert twice.changes == (once.change, once.change)
    one = reads(corpus, one)
    either = [{one: other, other: one}.get(w, w) for each in sentences(corpus) for w in each]
    kept = [w for each in sentences(corpus) for w in each]
    now = [w for each in sentences(once.corpus) for w in each]
    assert all(w in pair for w, pair in zip(now, zip(kept, either, strict=True), strict=True))
    assert sum(w != k for w, k in zip(now, kept, strict=True)) == once.change.occurrences
    with_either = sum(bool({one, other} & {*each}) for each in sentences(corpus))
    assert once.change.changed == round(share * with_either)


@settings(max_examples=50)
@given(texts_and_words(), shares, st.data())
def test_counts_add_up(drawn, share, data):
    corpus, word, by = drawn
    before = corpus.reading.sentences
    number = data.draw(st.integers(0, before - 1))
    pool = [
        RemoveWith(word),
        Remove((number,)),
        Add("New day! Its sun — rises.\nб"),
        Rewrite(number, "One more. Another one?"),
        Exchange("a", word, share),
        Replace(word, by),
        Retype(f"{corpus.text}. Old sun. A day"),
    ]
    chosen = data.draw(st.lists(st.sampled_from(pool), max_size=4))
    found = tried(corpus, *chosen)
    change = found.change
    gone, new = ([each for each in found.differences if not each[side]] for side in (1, 0))
    assert len(gone) <= change.removed and len(new) <= change.added
    assert len(gone) - len(new) == change.removed - change.added
    assert found.corpus.reading.sentences == before - change.removed + change.added
    assert change.occurrences == sum(each.occurrences for each in found.changes)
    assert found.corpus.min_count == corpus.min_count
    assert found.corpus.max_words == corpus.max_words


@settings(max_examples=50)
@given(texts_and_words())
def test_sentences_with_a_word_are_removed_and_no_others(drawn):
    corpus, word, _ = drawn
    corpus = Corpus.from_text(f"One is kept.\n\n{corpus.text}", min_count=1)
    found = tried(corpus, RemoveWith(word))
    word, written = reads(corpus, word), [corpus.sentence(i) for i in range(len(corpus.spans))]
    kept = [each for each in written if word not in tokenize(each)]
    assert [found.corpus.sentence(i) for i in range(len(found.corpus.spans))] == kept
    assert found.change == Change(removed=len(written) - len(kept))


@settings(max_examples=50)
@given(texts, texts)
def test_another_text_is_told_by_sentences(text, other):
    corpus, other_corpus = read(text, min_count=1), read(other, min_count=1)
    found = edited(corpus, [Retype(other)])
    the_same(found.corpus, other_corpus)
    one, two = (Counter(c.sentence(i) for i in range(len(c.spans))) for c in (corpus, other_corpus))
    change = found.change
    assert change.changed + change.removed >= sum((one - two).values())
    assert change.changed + change.added >= sum((two - one).values())


@settings(max_examples=50)
@given(texts_and_words(counts=min_counts))
def test_words_that_come_and_go(drawn):
    corpus, word, by = drawn
    min_count = corpus.min_count
    found = tried(corpus, Replace(word, by))
    counts = Counter(w for each in sentences(read(found.corpus.text, min_count=1)) for w in each)
    assert set(found.new) == set(found.corpus.words) - set(corpus.words)
    assert set(found.gone) == set(corpus.words) - set(found.corpus.words)
    assert found.gone == {word: counts[word] for word in found.gone}
    assert all(count < min_count for count in found.gone.values())


class TestAsItIsWritten:
    def test_capitals_are_kept_where_they_make_no_other_word(self):
        corpus = Corpus.from_text("King, KING — king’s kingdom, re-king; (king)!", min_count=1)
        found = edited(corpus, [Replace("KING", by="Queen")]).corpus
        assert found.text == "Queen, QUEEN — king’s kingdom, re-king; (queen)!"
        found = edited(corpus, [Replace("king", by="Straße")]).corpus
        assert found.text == "Straße, straße — king’s kingdom, re-king; (straße)!"

    def test_where_capitals_count_they_are_taken_as_typed(self):
        corpus = Corpus.from_text("King, KING and king.", min_count=1, lowercase=False)
        assert edited(corpus, [Replace("King", by="queen")]).corpus.text == "queen, KING and king."

    def test_signs_of_markup_stand_between_words(self):
        corpus = Corpus.from_text("**king** <b>king</b> _king_ [king](x)", min_count=1)
        found = edited(corpus, [Exchange("king", "b")]).corpus
        assert found.text == "**b** <king>b</king> _b_ [b](x)"

    def test_exchanged_words_come_back_to_the_letter(self):
        corpus = ev.sample("царство")
        exchange = Exchange("король", "хлеб", 0.5, seed=3)
        once = edited(corpus, [exchange])
        assert once.corpus.hash != corpus.hash and once.corpus.answers is None
        the_same(edited(once.corpus, [exchange]).corpus, corpus)
        with_either = [each for each in sentences(corpus) if {"король", "хлеб"} & {*each}]
        assert once.change.changed == round(len(with_either) / 2)

    def test_other_seeds_choose_other_sentences(self):
        corpus = ev.sample("tiny")
        one, other = (edited(corpus, [Exchange("cat", "bread", 0.5, s)]).corpus for s in (1, 2))
        assert one.text != other.text

    def test_edits_are_carried_out_in_order(self):
        corpus = Corpus.from_text("A king. A queen. A cat.", min_count=1)
        found = edited(corpus, [Replace("king", "queen"), RemoveWith("queen"), Rewrite(2, "A dog")])
        assert found.corpus.text == "A dog"
        assert found.changes == (Change(1, 1), Change(removed=2), Change(changed=1))
        with pytest.raises(MissingWord):
            edited(corpus, [RemoveWith("queen"), Replace("queen", "king")])

    def test_numbers_are_those_of_the_text_as_it_was(self):
        corpus = Corpus.from_text("No one.\nOne two.\nTwo three.\nThree four.", min_count=1)
        found = edited(corpus, [Remove((0, 2)), Rewrite(3, "Last."), Remove((1,)), Add("Add it")])
        assert found.corpus.text == "Last.\nAdd it"
        for gone in (2, 4, -1):
            with pytest.raises(SettingError) as error:
                edited(corpus, [Remove((2,)), Rewrite(gone, "So.")])
            assert (error.value.reason, error.value.value) == ("edit_number", gone)

    def test_sentences_without_a_frequent_word_are_edited_but_have_no_number(self):
        corpus = Corpus.from_text("Once. So it. Never again. It so so.", min_count=2)
        assert corpus.sentence(1) == "It so so."
        found = edited(corpus, [Replace("again", "so"), Rewrite(1, "So it is.")]).corpus
        assert found.text == "Once. So it. Never so. So it is."

    def test_sentences_that_are_others_are_told_in_order(self):
        corpus = Corpus.from_text("One a a. Two b b. a a. Four b a. b rare.", min_count=2)
        edits = [Rewrite(3, "Three."), Replace("rare", "b"), Remove((0,)), Add("b a. So b.")]
        assert edited(corpus, edits).differences == (
            ("One a a.", ""),
            ("Four b a.", "Three."),
            ("b rare.", "b b."),
            ("", "b a."),
            ("", "So b."),
        )

    def test_sentences_of_rare_words_only_are_told_too(self):
        corpus = Corpus.from_text("Rare. b b a a. More.", min_count=2)
        found = edited(corpus, [Replace("more", "b"), RemoveWith("rare")])
        assert found.differences == (("Rare.", ""), ("More.", "B."))
        with pytest.raises(SettingError):
            edited(corpus, [Remove((-1,))])

    def test_what_stays_of_a_repetitive_text_is_not_looked_for_elsewhere(self):
        lines = ["One dog.", "Two dogs.", "A cat.", "So on."] * 8
        corpus = Corpus.from_text("\n".join(lines), min_count=1)
        for i in (2, 6, 10):
            lines[i] = "A cow."
        found = edited(corpus, [Retype("\n".join(lines))])
        assert found.change == Change(changed=3)
        assert found.differences == (("A cat.", "A cow."),) * 3


class TestWrappedProse:
    corpus = Corpus.from_text(PROSE, min_count=1)

    def test_it_is_wrapped(self):
        assert len(self.corpus.spans) == 5 and "\n" in self.corpus.sentence(0)

    @pytest.mark.parametrize(
        "edit",
        [Remove((0,)), RemoveWith("season"), Replace("it", "incomprehensibilities")],
    )
    def test_no_other_sentence_is_parted(self, edit):
        found = edited(self.corpus, [edit])
        expected = sentences(self.corpus)
        if isinstance(edit, Replace):
            expected = [[edit.by if w == "it" else w for w in each] for each in expected]
        else:
            gone = 0 if edit == Remove((0,)) else 2
            del expected[gone]
        assert sentences(found.corpus) == expected


class TestLabelled:
    TEXTS = ("A good film. So good!", "a bad film", "a fine film", "Good.", "bad film", "film")
    LABELS = ("yes", "no", "yes", "yes", "no", "")
    corpus = Labelled.of(TEXTS, LABELS)

    def test_sentences_keep_their_classes(self):
        found = edited(self.corpus, [Replace("film", "book"), Remove((4,)), Add("no book", "no")])
        corpus = found.corpus
        assert corpus.names() == ("yes", "no", "yes", "yes", "", "no")
        assert corpus.sentence(0) == "A good book. So good!" and corpus.sentence(5) == "no book"
        assert found.change == Change(4 + 1, 5, 1, 1)  # of the one removed later as well

    def test_as_many_labels_are_used(self):
        few = ev.labelled("sentiment").first(30)
        found = edited(few, [RemoveWith("film")]).corpus
        assert found.most == 30 and found.classes == few.classes

    def test_nothing_changed_is_the_same(self):
        assert edited(self.corpus, [Retype("\n".join(self.TEXTS))]).corpus is self.corpus
        exchange = Exchange("good", "bad", 0.5)
        the_same(edited(self.corpus, [exchange, exchange]).corpus, self.corpus)

    def test_lines_written_otherwise_keep_their_classes(self):
        lines = list(self.TEXTS)
        lines[1] = "a boring film"
        found = edited(self.corpus, [Retype("\n".join([*lines, "new"])), Rewrite(2, "a fine one")])
        assert found.corpus.names() == (*self.LABELS, "")
        assert found.corpus.sentence(1) == "a boring film"
        assert found.corpus.sentence(2) == "a fine one"
        assert found.changes == (Change(changed=1, added=1), Change(changed=1))

    def test_a_class_that_is_gone_is_told(self):
        with pytest.raises(TextError) as error:
            edited(self.corpus, [Remove((1, 4))])
        assert error.value.reason == "one_class"


class TestWhatCannotBe:
    corpus = Corpus.from_text("A king rules. A queen rules.", min_count=1)

    @pytest.mark.parametrize(
        ("edit", "reason"),
        [
            (Replace("king", "King"), "edit_same"),
            (Exchange("king ", " KING"), "edit_same"),
            (Replace("king", ""), "edit_word"),
            (Replace("king", "two words"), "edit_word"),
            (RemoveWith("[king]"), "edit_word"),
            (Replace("king", "x" * 65), "edit_word"),
            (Replace("kings", "queen"), "edit_missing"),
            (Exchange("king", "kings"), "edit_missing"),
            (Exchange("king", "queen", 1.5), "edit_share"),
            (RemoveWith("kin"), "edit_missing"),
            (Add(" … "), "edit_no_words"),
            (Rewrite(0, ""), "edit_no_words"),
            (Remove((2,)), "edit_number"),
            (RemoveWith("rules"), "edit_nothing_left"),
            (Retype(" \n"), "edit_nothing_left"),
            (Retype("King"), "one_word"),
        ],
    )
    def test_it_is_said_why(self, edit, reason):
        with pytest.raises((SettingError, MissingWord, TextError)) as error:
            edited(self.corpus, [edit])
        assert error.value.reason == reason and str(error.value)
        assert error.value.facts.get("edit") == (None if reason == "one_word" else 0) or (
            reason == "edit_nothing_left"
        )

    def test_a_corpus_without_its_text(self):
        with pytest.raises(TextError) as error:
            edited(self.corpus.without_text(), [Replace("king", "queen")])
        assert error.value.reason == "no_text"

    def test_a_word_that_falls_below_the_minimum_count(self):
        corpus = Corpus.from_text("So a b. So a b. So so so.", min_count=2)
        found = edited(corpus, [Remove((1,)), Add("New: so new, so new.")])
        assert isinstance(found, Edited) and found.gone == {"a": 1, "b": 1}
        assert found.new == ("new",)


def test_what_the_old_way_found_by_letters():
    """Kingdom's horses, once more by a pattern."""
    corpus = ev.sample("kingdom")
    found = ev.edited(corpus, [ev.edits.Replace("horse", by="dragon")])
    other = re.sub(r"\bhorse\b", "dragon", corpus.text)
    assert found.corpus.text == re.sub(r"\bHorse\b", "Dragon", other)
