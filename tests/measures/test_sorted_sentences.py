"""What a classifier says of sentences: against its scores, sentence by sentence, and counts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import embviz as ev
from embviz.errors import FileError, SettingError
from embviz.measures.sorted_sentences import Report, Sorter, is_classifier
from embviz.networks.cross_entropy import softmax
from embviz.networks.layer import Pass
from tests.measures.planted_labels import praise

LABELLED = praise(160)
MODELS = [
    ev.Bag(dimension=8, epochs=6),
    ev.CNN(dimension=8, filters=12, epochs=6),
    ev.LSTM(dimension=8, memory=8, epochs=6),
    ev.Encoder(dimension=8, epochs=6),
]


@pytest.fixture(scope="module", params=MODELS, ids=lambda model: model.name)
def film(request):
    return ev.train(request.param, LABELLED, frames=4, words=15, progress=False)


@pytest.fixture(scope="module")
def cnn():
    return ev.train(MODELS[1], LABELLED, frames=4, words=15, progress=False)


def sentences(labelled):
    return [labelled.ids[a:b] for a, b in zip(labelled.starts, labelled.starts[1:], strict=False)]


def one_by_one(film, ids):
    """The probabilities for one whole sentence, straight from the last frame."""
    model = {each.name: each for each in MODELS}[film.recipe.model]
    weights = {"E": film[-1].E, **film[-1].arrays}
    logits, _ = model.network(film.vocabulary).forward(Pass(weights), ids[None, : model.context])
    return softmax(logits)[0]


def test_probabilities_are_those_of_each_sentence_by_itself(film):
    p = Sorter.at(film).probabilities(sentences(LABELLED))
    assert p.shape == (160, 2)
    np.testing.assert_allclose(p.sum(axis=1), 1, atol=1e-5)
    expected = [one_by_one(film, each) for each in sentences(LABELLED)]
    np.testing.assert_allclose(p, expected, atol=1e-5)


@pytest.mark.parametrize("i", range(3))
def test_a_report_finds_what_the_film_scored(film, i):
    report = Report.of(film, -1, LABELLED, ("training", "validation", "test")[i])
    assert report.accuracy == pytest.approx(film.scores[-1][i], abs=1e-6)
    assert report.unread == 0


@given(order=st.permutations(range(40)))
def test_the_order_of_sentences_changes_nothing(cnn, order):
    some = sentences(LABELLED)[:40]
    p = Sorter.at(cnn).probabilities(some)
    np.testing.assert_allclose(
        Sorter.at(cnn).probabilities([some[i] for i in order]), p[list(order)], atol=1e-6
    )


@given(ids=st.lists(st.integers(0, len(LABELLED.words) - 1), min_size=1, max_size=9))
def test_contributions_are_what_leaving_out_changes(cnn, ids):
    sentence = np.array(ids, np.int32)
    found = Sorter.at(cnn).contributions(sentence)
    whole = one_by_one(cnn, sentence)
    assert found.words == tuple(LABELLED.words[i] for i in ids)
    assert found.probability == pytest.approx(whole.max(), abs=1e-5)
    if abs(whole[0] - whole[1]) > 1e-4:
        assert found.predicted == whole.argmax()
    if len(ids) == 1:
        assert found.each == (None,)
        return
    for t, value in enumerate(found.each):
        without = one_by_one(cnn, np.delete(sentence, t))[found.predicted]
        assert value == pytest.approx(found.probability - without, abs=1e-5)


def test_the_word_that_tells_contributes_most(film):
    sorter = Sorter.at(ev.train(ev.Bag(), praise(160, negated=False), frames=2, progress=False))
    read = sorter.read("The FILM was great")
    found = sorter.contributions(sorter.numbers(read.words))
    assert sorter.classes[found.predicted] == "yes"
    assert found.words[int(np.argmax(found.each))] == "great"


def test_words_beyond_the_context_are_cut_and_change_nothing():
    model = ev.CNN(dimension=8, filters=8, epochs=2, context=4)
    sorter = Sorter.at(ev.train(model, LABELLED, frames=2, progress=False))
    read = sorter.read("the zyx film was not good at-all film")
    assert (read.words, read.unknown) == (("the", "film", "was", "not"), ("zyx", "at-all"))
    assert read.cut == ("good", "film")
    long = sorter.numbers([*read.words, *read.cut])
    both = sorter.probabilities([long, long[:4]])
    np.testing.assert_allclose(both[0], both[1], atol=1e-6)
    assert len(sorter.contributions(long).each) == 4


def test_earlier_frames_know_the_shown_words_alone(cnn):
    sorter = Sorter.at(cnn, 0)
    hidden = next(word for word in cnn.words if word not in cnn.shown_words)
    assert set(sorter.ids) == set(cnn.shown_words)
    assert sorter.read(f"the {hidden} film").unknown == (hidden,)
    number = LABELLED.vocabulary.id(hidden)
    the = LABELLED.vocabulary.id("the")
    p = sorter.probabilities([np.array(each) for each in ([number], [the], [the, number])])
    assert np.isnan(p[0]).all()
    np.testing.assert_array_equal(p[1], p[2])
    rows = {word: row for word, row in zip(cnn.shown_words, cnn[0].E, strict=True)}
    np.testing.assert_array_equal(
        sorter.weights["E"][sorter.rows[the]], rows["the"].astype(np.float32)
    )


def test_what_cannot_be_read_is_said(cnn):
    sorter = Sorter.at(cnn)
    with pytest.raises(SettingError) as caught:
        sorter.read("… !")
    assert caught.value.reason == "no_words"
    with pytest.raises(SettingError) as caught:
        sorter.read("zyx")
    assert caught.value.reason == "no_known_words" and caught.value.words == ("zyx",)


@pytest.mark.parametrize("part", ["training", "validation", "test"])
@pytest.mark.parametrize("frame", [0, -1])
def test_a_report_counts_each_sentence_once(cnn, part, frame):
    report = Report.of(cnn, frame, LABELLED, part)
    chosen = getattr(LABELLED.parts(0), part)
    p = Sorter.at(cnn, frame).probabilities([sentences(LABELLED)[i] for i in chosen])
    true = LABELLED.labels[chosen]
    counts = np.zeros((2, 2), int)
    for row, label in zip(p, true, strict=True):
        if not np.isnan(row).any():
            counts[label, row.argmax()] += 1
    np.testing.assert_array_equal(report.counts, counts)
    assert report.counts.sum() + report.unread == len(chosen)
    assert len(report.wrong) == counts.sum() - np.trace(counts)
    surest = [each.probability for each in report.wrong]
    assert surest == sorted(surest, reverse=True)
    for each in report.wrong:
        assert each.number in chosen and each.text == LABELLED.sentence(each.number)
        assert each.true == LABELLED.labels[each.number] != each.predicted
    assert report.majority == pytest.approx(np.bincount(true).max() / len(true), abs=0.05)


@given(counts=st.lists(st.integers(0, 4), min_size=9, max_size=9))
def test_precision_recall_and_f1_are_counts_of_rows_and_columns(counts):
    n = np.array(counts).reshape(3, 3)
    report = Report(("a", "b", "c"), n, (), 0, 0.5)
    true, predicted = np.repeat(np.indices((3, 3)).reshape(2, -1), n.reshape(-1), axis=1)
    for c in range(3):
        hits = ((true == c) & (predicted == c)).sum()
        for found, of in ((report.precision, predicted == c), (report.recall, true == c)):
            expected = hits / of.sum() if of.any() else np.nan
            np.testing.assert_allclose(found[c], expected)
        p, r = report.precision[c], report.recall[c]
        if hits:
            assert report.f1[c] == pytest.approx(2 / (1 / p + 1 / r))
        else:
            assert np.isnan(report.f1[c]) or report.f1[c] == 0
    if len(true):
        assert report.accuracy == pytest.approx((true == predicted).mean())
    else:
        assert np.isnan(report.accuracy)


def test_sentences_without_their_text_are_told_by_their_words(cnn):
    bare = LABELLED.without_text()
    whole, told = (Report.of(cnn, 0, each, "training") for each in (LABELLED, bare))
    assert whole.wrong and [each.text for each in told.wrong] == [
        each.text.lower() for each in whole.wrong
    ]


def test_other_films_and_other_sentences_are_refused(cnn):
    corpus = ev.sample("tiny")
    skipgram = ev.train(ev.SkipGram(dimension=4, epochs=1), corpus, frames=2, progress=False)
    assert is_classifier(cnn) and not is_classifier(skipgram)
    with pytest.raises(SettingError) as caught:
        Sorter.at(skipgram)
    assert caught.value.reason == "no_classifier"
    with pytest.raises(SettingError) as caught:
        Report.of(cnn, -1, praise(20, negated=False))
    assert caught.value.reason == "other_sentences"
    settings = {**cnn.recipe.settings, "filters": 3}
    for changed in (settings, {**cnn.recipe.settings, "dimension": 3}):
        with pytest.raises(FileError) as caught:
            Sorter.at(replace(cnn, recipe=replace(cnn.recipe, settings=changed)))
        assert caught.value.reason == "other_network"
