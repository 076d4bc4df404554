"""The corpus: what is kept, counted, shown, refused, and sent to workers."""

import pickle
from collections import Counter
from dataclasses import astuple, fields, replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from embviz import sample
from embviz.errors import MissingWord, SettingError, TextError
from embviz.text.corpus import MAX_SENTENCE, MAX_TOKEN, Corpus, Reading, Vocabulary, tokenize
from embviz.text.rules import Rules
from embviz.text.samples import answers, sample_text
from tests.text.mixed import max_words, min_counts, read, texts

ROYAL = "The king rules. The queen rules, too!\nПоёт ли королева? Король поёт."


@given(texts, min_counts, max_words, st.booleans())
def test_vocabulary_by_falling_count_then_appearance(
    text: str, min_count: int, most: int | None, lowercase: bool
) -> None:
    corpus = read(text, min_count=min_count, max_words=most, lowercase=lowercase)
    counts = Counter(tokenize(text, lowercase=lowercase))  # in order of appearance
    expected = sorted(counts.items(), key=lambda item: -item[1])  # sorted() keeps it among ties
    expected = [(word, n) for word, n in expected if n >= min_count][:most]
    assert list(zip(corpus.words, corpus.vocabulary.counts, strict=True)) == expected


@given(texts, min_counts, max_words, st.booleans())
def test_sentences_shown_again_give_their_ids(
    text: str, min_count: int, most: int | None, lowercase: bool
) -> None:
    corpus = read(text, min_count=min_count, max_words=most, lowercase=lowercase)
    for i in range(corpus.reading.sentences):
        words = tokenize(corpus.sentence(i), lowercase=lowercase)
        ids = corpus.ids[corpus.starts[i] : corpus.starts[i + 1]]
        assert [corpus.words[k] for k in ids] == [w for w in words if w in corpus.vocabulary]
        assert 1 <= len(ids) <= MAX_SENTENCE


@given(texts, min_counts, max_words, st.booleans())
def test_everything_is_counted(
    text: str, min_count: int, most: int | None, lowercase: bool
) -> None:
    corpus = read(text, min_count=min_count, max_words=most, lowercase=lowercase)
    counts = Counter(tokenize(text, lowercase=lowercase))
    frequent = sorted((n for n in counts.values() if n >= min_count), reverse=True)
    kept, cut = frequent[:most], frequent[len(frequent[:most]) :]
    rare = [n for n in counts.values() if n < min_count]
    assert corpus.reading == Reading(
        tokens=counts.total(),
        kept_tokens=sum(kept),
        distinct=len(counts),
        sentences=len(corpus.starts) - 1,
        rare_words=len(rare),
        rare_tokens=sum(rare),
        cut_words=len(cut),
        cut_tokens=sum(cut),
        long_tokens=text.count("x" * (MAX_TOKEN + 1)),
        control_characters=text.count("\x00"),
        longest=MAX_TOKEN + 1 if "x" * (MAX_TOKEN + 1) in text else 0,
        version=corpus.reading.version,
    )
    r = corpus.reading
    assert r.kept_tokens + r.rare_tokens + r.cut_tokens == r.tokens
    assert all(type(value) is int for value in astuple(r))
    assert len(corpus.ids) == corpus.starts[-1] == r.kept_tokens == corpus.vocabulary.counts.sum()


@given(texts, min_counts, max_words)
def test_dropped_words_move_no_sentence(text: str, min_count: int, most: int | None) -> None:
    every = {tuple(span) for span in read(text, min_count=1).spans.tolist()}
    corpus = read(text, min_count=min_count, max_words=most)
    assert {tuple(span) for span in corpus.spans.tolist()} <= every


def test_an_example_by_hand() -> None:
    corpus = Corpus.from_text(ROYAL, min_count=1, max_words=6)
    assert corpus.words == ("the", "rules", "поёт", "king", "queen", "too")
    assert corpus.vocabulary.counts.tolist() == [2, 2, 2, 1, 1, 1]
    assert corpus.ids.tolist() == [0, 3, 1, 0, 4, 1, 5, 2, 2]
    assert corpus.starts.tolist() == [0, 3, 7, 8, 9]
    assert [corpus.sentence(i) for i in range(4)] == [
        "The king rules.",
        "The queen rules, too!",
        "Поёт ли королева?",
        "Король поёт.",
    ]
    assert corpus.reading == Reading(12, 9, 9, 4, 0, 0, 3, 3, 0, 0)
    assert [a.dtype.name for a in (corpus.ids, corpus.starts, corpus.spans)] == [
        "int32",
        "int64",
        "int64",
    ]
    assert repr(corpus) == f"<Corpus {corpus.hash}: 6 words, 9 tokens, 4 sentences>"
    assert repr(corpus.vocabulary) == "<Vocabulary: 6 words: the, rules, поёт, king, queen, …>"


def test_io_and_ie_stay_two_letters() -> None:
    corpus = Corpus.from_text("Все всё все\u0308 йод и\u0306од", min_count=1)
    assert corpus.words == ("всё", "йод", "все")


def test_spans_are_places_in_the_text_as_given() -> None:
    text = "  И\u0306од  нужен. «И\u0306од!» Не\x00т\u00ad?\r\n"
    corpus = Corpus.from_text(text, min_count=1)
    shown = [corpus.sentence(i) for i in range(3)]
    assert shown == ["И\u0306од  нужен.", "«И\u0306од!»", "Не\x00т\u00ad?"]
    assert corpus.text == text


def test_capitals_can_stay() -> None:
    corpus = Corpus.from_text("King king", min_count=1, lowercase=False)
    assert corpus.words == ("King", "king")


def test_long_sentences_are_cut_and_shown_in_parts() -> None:
    corpus = Corpus.from_text("one two three four five " * 500, min_count=1)
    assert np.diff(corpus.starts).tolist() == [1000, 1000, 500]
    assert corpus.sentence(2) == ("one two three four five " * 100).strip()


# ---- the vocabulary ------------------------------------------------------------------------------


def test_words_have_ids() -> None:
    vocabulary = Corpus.from_text(ROYAL, min_count=1).vocabulary
    assert [vocabulary.id(word) for word in vocabulary.words] == list(range(len(vocabulary)))
    assert "queen" in vocabulary
    assert "Queen" not in vocabulary
    assert 7 not in vocabulary


def test_missing_words_are_named() -> None:
    with pytest.raises(MissingWord) as caught:
        Corpus.from_text(ROYAL, min_count=1).vocabulary.id("prince")
    assert caught.value.word == "prince"
    assert "'prince'" in str(caught.value)


# ---- the hash, and the way to a worker -----------------------------------------------------------


def test_the_hash_is_the_same_in_every_process() -> None:
    # A literal: Python's own hash() differs between processes. It changes with _RULES only.
    assert Corpus.from_text(ROYAL, min_count=1).hash == "b29c0a9303ccc210"


def test_the_hash_names_text_and_settings() -> None:
    hashes = {
        corpus.hash
        for corpus in (
            Corpus.from_text(ROYAL, min_count=1),
            Corpus.from_text(ROYAL + " ", min_count=1),
            Corpus.from_text(ROYAL, min_count=2),
            Corpus.from_text(ROYAL, min_count=1, max_words=3),
            Corpus.from_text(ROYAL, min_count=1, lowercase=False),
        )
    }
    assert len(hashes) == 5
    assert {len(h) for h in hashes} == {16}


def test_numpy_settings_change_no_hash() -> None:
    ours = Corpus.from_text(ROYAL, min_count=np.int64(1), max_words=np.int32(4))  # type: ignore[arg-type]
    assert ours.hash == Corpus.from_text(ROYAL, min_count=1, max_words=4).hash
    assert type(ours.min_count) is type(ours.max_words) is int


def test_lone_surrogates_have_a_hash() -> None:
    assert Corpus.from_text(ROYAL + "\ud800", min_count=1).hash


def test_a_corpus_travels() -> None:
    corpus = Corpus.from_text(ROYAL, min_count=1)
    assert corpus.vocabulary.id("the") == 0  # fills the cache, which is not to travel
    for sent in (corpus, corpus.without_text()):
        came = pickle.loads(pickle.dumps(sent))
        assert came.hash == corpus.hash
        assert came.text == sent.text
        assert (came.words, came.reading) == (corpus.words, corpus.reading)
        for name in ("ids", "starts", "spans"):
            array = getattr(came, name)
            assert np.array_equal(array, getattr(corpus, name))
            assert not array.flags.writeable
        assert not came.vocabulary.counts.flags.writeable


def test_answers_travel_and_name_nothing() -> None:
    corpus, plain = sample("bank"), Corpus.from_text(sample_text("bank"), min_count=1)
    assert plain.answers is None and corpus.hash == plain.hash
    for sent in (corpus, corpus.without_text()):
        assert pickle.loads(pickle.dumps(sent)).answers == sent.answers == answers("bank")


def test_a_corpus_travels_light() -> None:
    corpus = Corpus.from_text("Some words of the king and of the queen. " * 5000, min_count=1)
    assert corpus.hash
    assert "queen" in corpus.vocabulary
    arrays = sum(getattr(corpus, name).nbytes for name in ("ids", "starts", "spans"))
    assert len(pickle.dumps(corpus.without_text())) < arrays + 2000


def test_without_its_text_a_corpus_cannot_show_sentences() -> None:
    corpus = Corpus.from_text(ROYAL, min_count=1).without_text()
    with pytest.raises(TextError) as caught:
        corpus.sentence(0)
    assert caught.value.reason == "no_text"
    assert corpus.without_text().hash == corpus.hash


def test_a_corpus_is_read_only() -> None:
    corpus = Corpus.from_text(ROYAL, min_count=1)
    for array in (corpus.ids, corpus.starts, corpus.spans, corpus.vocabulary.counts):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    counts = np.array([2, 1])
    Vocabulary(("a", "b"), counts)
    counts[0] = 3  # the caller's own array stays writeable


def test_every_field_takes_part_in_replace() -> None:
    corpus = Corpus.from_text(ROYAL, min_count=1)
    again = replace(corpus)
    assert all(
        np.array_equal(getattr(again, f.name), getattr(corpus, f.name))
        for f in fields(Corpus)
        if isinstance(getattr(corpus, f.name), np.ndarray)
    )
    assert again.hash == corpus.hash


# ---- bad input -----------------------------------------------------------------------------------


def refusal(text: str, **settings: object) -> TextError:
    with pytest.raises(TextError) as caught:
        Corpus.from_text(text, **settings)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("text", ["", " \n\t ", "… — !? 🙂", "\x00\x01", "\u0301"])
def test_nothing_to_read(text: str) -> None:
    error = refusal(text)
    assert error.reason == "empty" and error.long_tokens == 0


def test_pieces_longer_than_all_words_are_told():
    def reason(text, letters):
        with pytest.raises(TextError) as caught:
            Corpus.from_text(text, min_count=1, rules=Rules(words="pieces", letters=letters))
        return caught.value.reason

    assert reason("the king rules the sea", 6) == "no_pieces"
    assert reason("... !", 6) == "empty"


def test_tokens_too_long_for_words_are_told() -> None:
    error = refusal("ACGT" * 200 + "\n" + "ACGT" * 20)
    assert error.reason == "long_tokens"
    assert (error.long_tokens, error.longest, error.most) == (2, 800, MAX_TOKEN)
    assert "2 tokens of up to 800 letters" in str(error) and 'words="pieces"' in str(error)
    read = Corpus.from_text("a king " + "ACGT" * 200, min_count=1).reading
    assert (read.long_tokens, read.longest) == (1, 800)


@pytest.mark.parametrize("text", ["king", "King king. KING", "«Король»", "x " + "y" * 65])
def test_one_word_only(text: str) -> None:
    error = refusal(text)
    assert error.reason == "one_word"
    assert error.word == tokenize(text)[0]


def test_too_rare_words() -> None:
    error = refusal("a a a b b c " * 3, min_count=10)
    assert error.reason == "all_rare"
    assert (error.min_count, error.works, error.commonest) == (10, 6, 9)
    assert "6" in str(error)
    assert refusal("a a a b b c " * 3, min_count=8).works == 6  # one word is not enough


@given(texts, st.integers(1, 30))
def test_the_min_count_that_works_works_and_is_the_largest(text: str, min_count: int) -> None:
    try:
        Corpus.from_text(text, min_count=min_count)
    except TextError as error:
        assume(error.reason == "all_rare")
        assert error.works < min_count
        assert error.commonest == max(Counter(tokenize(text)).values())
        assert not fails_as_all_rare(text, error.works)
        assert fails_as_all_rare(text, error.works + 1)


def fails_as_all_rare(text: str, min_count: int) -> bool:
    try:
        Corpus.from_text(text, min_count=min_count)
    except TextError as error:
        return bool(error.reason == "all_rare")
    return False


def test_words_without_neighbours() -> None:
    error = refusal("king\nqueen\nking\nqueen", min_count=1)
    assert (error.reason, error.sentences) == ("no_pairs", 4)
    assert refusal("king x\nqueen y\nking z\nqueen u", min_count=2).reason == "no_pairs"
    assert Corpus.from_text("king king\nqueen", min_count=1).ids.tolist() == [0, 0, 1]


def test_text_without_blanks_between_words() -> None:
    error = refusal("起初，神创造天地。地是空虚混沌，渊面黑暗；神的灵运行在水面上。" * 5)
    assert (error.reason, error.script, error.share) == ("unspaced", "Chinese", 1.0)
    assert "Chinese" in str(error)
    assert refusal("ภ" * 500).reason == "unspaced"  # and not "empty": all of it is too long


def test_a_few_chinese_words_do_no_harm() -> None:
    text = "The sign said 我爱北京天安门 and the guide read it to the king. " * 5
    assert "我爱北京天安门" in Corpus.from_text(text).vocabulary


@pytest.mark.parametrize(
    ("setting", "value", "low"),
    [
        ("min_count", 0, 1),
        ("min_count", 1.5, 1),
        ("min_count", True, 1),
        ("min_count", None, 1),
        ("max_words", 1, 2),
        ("max_words", "9", 2),
    ],
)
def test_settings_outside_their_range(setting: str, value: object, low: int) -> None:
    with pytest.raises(SettingError) as caught:
        Corpus.from_text(ROYAL, **{setting: value})  # type: ignore[arg-type]
    error = caught.value
    assert (error.reason, error.setting, error.value) == ("out_of_range", setting, value)
    assert (error.low, error.high) == (low, None)


def test_errors_travel() -> None:
    error = pickle.loads(pickle.dumps(refusal("king")))
    assert (error.reason, error.word) == ("one_word", "king")
