import numpy as np
import pytest

from embviz.errors import SettingError
from embviz.language.guesses import END, fill, next_words, write
from embviz.language.reading import Reader, Typed
from embviz.networks.cross_entropy import softmax
from embviz.networks.layer import Pass


def ids(reader, text):
    return Typed.of(text, reader).ids(reader)


def test_next_words_are_those_of_the_whole_row_of_probabilities(gpt) -> None:
    reader = Reader.of(gpt)
    words = ids(reader, "the river is")
    guesses = next_words(reader, words, most=100)
    row = np.array([[len(gpt.words), *words]])
    logits, _ = reader.task.network.forward(Pass(reader.weights), row)
    p = softmax(logits[-1])
    named = {word: p[i] for i, word in enumerate([*gpt.words, END])}
    assert {g.word for g in guesses} == set(named)
    for guess in guesses:
        assert guess.probability == pytest.approx(named[guess.word], rel=1e-4)
    assert [g.probability for g in guesses] == sorted(
        (g.probability for g in guesses), reverse=True
    )
    assert {g.word for g in guesses[:3]} <= {"deep", "wet", "green"}


def test_sentences_end_and_are_the_same_for_a_seed(gpt, corpus) -> None:
    reader = Reader.of(gpt)
    texts = []
    for seed in (1, 1, 2, 3, 4):
        written = list(write(reader, np.zeros(0, np.int32), np.random.default_rng(seed), 0.7))
        assert written[-1].word == END and len(written) < reader.model.context
        assert all(each.guesses[0].probability <= 1 for each in written)
        texts.append([each.word for each in written])
    assert texts[0] == texts[1] and len({tuple(t) for t in texts}) > 2


def test_the_context_is_the_end_of_all_writing(gpt) -> None:
    reader = Reader.of(gpt, 0)  # untrained: it hardly ever ends
    full = np.zeros(reader.model.context - 3, np.int32)
    assert len(list(write(reader, full, np.random.default_rng(0)))) <= 2


def test_low_temperatures_take_the_most_probable(gpt) -> None:
    reader = Reader.of(gpt)
    for each in write(reader, ids(reader, "the"), np.random.default_rng(5), temperature=0.0):
        assert each.word == each.guesses[0].word


def test_a_blank_is_filled_by_what_fits(bert) -> None:
    reader = Reader.of(bert)
    words = ids(reader, "the river is wet")
    before = words.copy()
    guesses = fill(reader, words, 3)
    assert np.array_equal(words, before)
    assert {g.word for g in guesses[:3]} <= {"deep", "wet", "green"}
    assert sum(g.probability for g in fill(reader, words, 3, most=1000)) == pytest.approx(
        1, abs=1e-4
    )


def test_a_blank_far_in_a_long_sentence_is_seen_with_what_is_around_it(bert) -> None:
    reader = Reader.of(bert)
    long = np.concatenate([ids(reader, "the loan is paid")] * 20)
    assert sum(g.probability for g in fill(reader, long, 75, 1000)) == pytest.approx(1, abs=1e-4)


def test_each_is_asked_what_it_can(gpt, bert) -> None:
    with pytest.raises(SettingError, match="Only BERT"):
        fill(Reader.of(gpt), np.array([1, 2], np.int32), 0)
    with pytest.raises(SettingError, match="Only GPT"):
        next_words(Reader.of(bert), np.array([1], np.int32))
