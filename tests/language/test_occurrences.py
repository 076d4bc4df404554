"""Occurrences against sentences that are sent through the network one by one."""

import numpy as np
import pytest

import embviz as ev
from embviz.errors import FileError, MissingWord, SettingError
from embviz.language.in_motion import in_motion, neighbouring_words, ordinals, with_typed
from embviz.language.occurrences import contexts
from embviz.language.reading import Reader
from embviz.language.senses import explained, nearest_agree
from embviz.models.bert import BERT
from embviz.networks.layer import Pass


def one_by_one(film, corpus, word, layer, frame=-1):
    """Each sentence by itself, without padding; the end mark of a GPT before it."""
    reader, found = Reader.of(film, frame), []
    marks = [len(film.words)] if film.recipe.model == "gpt" else []
    for start, end in zip(corpus.starts[:-1], corpus.starts[1:], strict=True):
        ids = np.array([*marks, *corpus.ids[start:end]])
        run = Pass(reader.weights, seen={})
        reader.task.network.forward(run, ids[None])
        for place in np.flatnonzero(ids == corpus.vocabulary.id(word)):
            found.append(run.seen[f"layer{layer}"][0, place])
    return np.array(found)


@pytest.mark.parametrize("which", ["bert", "gpt"])
@pytest.mark.parametrize("layer", [0, 1, 2])
@pytest.mark.parametrize("frame", [0, 5, -1])
def test_vectors_are_those_of_each_sentence_alone(which, layer, frame, corpus, request) -> None:
    film = request.getfixturevalue(which)
    seen = contexts(film, corpus, "bank", layer=layer, frame=frame)
    expected = one_by_one(film, corpus, "bank", layer, frame)
    assert seen.vectors.shape == expected.shape == (len(seen), 24)
    np.testing.assert_allclose(seen.vectors, expected, rtol=1e-3, atol=1e-4)
    assert seen.layer == layer
    for sentence, place in zip(seen.sentences, seen.places, strict=True):
        assert sentence.rstrip(".").split()[place] == "bank"


def test_layer_zero_is_the_row_and_the_place(bert, corpus) -> None:
    seen = contexts(bert, corpus, "bank", layer=0)
    weights = bert[-1].arrays
    row = weights["E"][bert.words.index("bank")]
    np.testing.assert_allclose(seen.vectors, row + weights["positions"][seen.places], atol=1e-6)


def test_senses_come_apart_in_the_layers_more_than_before_training(bert, corpus, senses) -> None:
    """Even random attention tells them apart, since all words around are of the topic: .33 here."""
    shares = {
        (layer, frame): explained(
            contexts(bert, corpus, "bank", layer=layer, frame=frame).vectors, senses
        )
        for layer in range(3)
        for frame in (0, -1)
    }
    assert shares[0, 0] < 0.05 and shares[0, -1] < 0.05  # a row knows nothing of its sentence
    assert shares[1, -1] > 0.7 and shares[2, -1] > shares[2, 0] + 0.15
    last = contexts(bert, corpus, "bank")
    assert len(last) == len(senses) and nearest_agree(last.vectors, senses) > 0.95


def test_sentences_of_ones_own(bert, corpus) -> None:
    own = ["Green bank of Danube: river!", "coin Loan bank", "no such thing river"]
    seen = contexts(bert, corpus, "bank", sentences=own)
    assert seen.sentences == tuple(own[:2]) and seen.numbers.tolist() == [0, 1]
    assert seen.unknown == ("of", "danube", "no", "such", "thing")
    assert seen.places.tolist() == [1, 2]
    known = contexts(bert, corpus, "bank", sentences=["green bank river"])
    np.testing.assert_allclose(seen.vectors[0], known.vectors[0], rtol=1e-4, atol=1e-5)


def test_long_sentences_are_read_in_pieces(corpus) -> None:
    model = BERT(dimension=8, heads=1, layers=1, context=4, epochs=1)
    film = ev.train(model, corpus, frames=2, progress=False)
    seen = contexts(film, corpus, "bank", sentences=["the river is wet the bank is green bank"])
    assert seen.places.tolist() == [5, 8]
    short = contexts(film, corpus, "bank", sentences=["the bank is green"])
    np.testing.assert_allclose(seen.vectors[0], short.vectors[0], rtol=1e-5, atol=1e-6)


def test_what_cannot_be_asked_is_said(bert, corpus) -> None:
    skipgram = ev.train(ev.SkipGram(dimension=4, epochs=1), corpus, frames=2, progress=False)
    with pytest.raises(SettingError, match="holds no network") as caught:
        contexts(skipgram, corpus, "bank")
    assert caught.value.reason == "no_network"
    with pytest.raises(SettingError, match="layers 0 to 2"):
        contexts(bert, corpus, "bank", layer=3)
    with pytest.raises(MissingWord):
        contexts(bert, corpus, "zebra")
    with pytest.raises(MissingWord):
        contexts(bert, corpus, "bank", sentences=["the river"])
    for text, reason in (("", "no_words"), ("…", "no_words"), ("zebra crossing", "no_known_words")):
        with pytest.raises(SettingError) as caught:
            contexts(bert, corpus, "bank", sentences=[text])
        assert caught.value.reason == reason


def test_weights_that_do_not_fit_their_settings_are_refused(bert, corpus) -> None:
    from dataclasses import replace

    settings = {**bert.recipe.settings, "layers": 3}
    wrong = replace(bert, recipe=replace(bert.recipe, settings=settings))
    with pytest.raises(FileError, match=r"do not fit its settings: block2\.norm1\.gain is None"):
        contexts(wrong, corpus, "bank")


def test_motion_is_the_occurrences_at_each_frame(bert, corpus) -> None:
    own = [np.array([bert.words.index(w) for w in ("river", "bank", "bank")], dtype=np.int32)]
    motion = with_typed(in_motion(bert, corpus, "bank", frames=5), bert, own)
    assert motion.frames[0] == 0 and motion.frames[-1] == len(bert) - 1
    assert motion.typed == 1 and motion.numbers[-1] == -1 and motion.places[-1] == 1
    for i, frame in enumerate(motion.frames):
        for layer in range(3):
            expected = contexts(bert, corpus, "bank", layer=layer, frame=frame)
            found = motion.vectors[i, layer, : motion.found]
            np.testing.assert_allclose(found, expected.vectors, rtol=1e-4, atol=1e-5)
    assert motion.xy.shape == (5, 3, motion.found + 1, 2) and np.abs(motion.xy).max() <= 1
    assert ordinals(corpus, motion).tolist() == list(range(motion.found))


def test_the_plane_is_that_of_the_last_layer_at_the_last_frame(bert, corpus) -> None:
    from sklearn.decomposition import PCA

    motion = in_motion(bert, corpus, "bank", frames=3)
    last = motion.vectors[-1, -1]
    unit = last / np.linalg.norm(last, axis=1, keepdims=True)
    expected = PCA(2).fit_transform(unit)
    for axis in (0, 1):
        found = motion.xy[-1, -1, :, axis]
        cosine = (
            found @ expected[:, axis] / np.linalg.norm(found) / np.linalg.norm(expected[:, axis])
        )
        assert abs(cosine) == pytest.approx(1, abs=1e-4)


def test_few_of_many_are_spread_over_the_text(bert, corpus) -> None:
    motion = in_motion(bert, corpus, "the", frames=2, most=20)
    assert motion.found >= 20 and motion.numbers[-1] > 0.8 * len(corpus.spans)


def test_words_before_and_after(bert, corpus) -> None:
    motion = in_motion(bert, corpus, "bank", frames=2)
    before, after = (neighbouring_words(corpus, motion, step) for step in (-1, 1))
    for number, place, a, b in zip(motion.numbers, motion.places, before, after, strict=True):
        words = ["", *corpus.sentence(int(number)).rstrip(".").split(), ""]
        assert (words[place], words[place + 2]) == (a, b)
