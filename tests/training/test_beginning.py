"""E begins where it is told to, whatever the model."""

import io

import numpy as np
import pytest

import embviz as ev
from embviz.errors import SettingError
from embviz.models import CLASSIFIERS, MODELS
from embviz.training.beginning import beginning
from embviz.training.run import Run, start
from embviz.vectors.vectors import Vectors
from tests.equality import same_film
from tests.models.planted import labelled, planted_corpus


@pytest.fixture(scope="module")
def corpus():
    return planted_corpus(1500)[0]


def small(name):
    return MODELS[name](dimension=8, epochs=1)


@pytest.fixture(scope="module")
def other(corpus):
    return ev.train(small("skipgram"), corpus, seed=5, frames=3, progress=False)


@pytest.mark.parametrize("name", sorted(MODELS.keys() - CLASSIFIERS))
def test_any_model_begins_at_the_last_frame_of_a_film(name, corpus, other) -> None:
    film = ev.train(small(name), corpus, start=other, frames=3, progress=False)
    found = film[0].E.astype(np.float32)
    np.testing.assert_allclose(found, other[-1].E[film.shown], atol=2e-3)
    plain = ev.train(small(name), corpus, frames=3, progress=False)
    assert film.recipe.run != plain.recipe.run
    assert not np.array_equal(film[-1].E, plain[-1].E)


def test_words_that_are_not_there_begin_at_random(corpus) -> None:
    some = Vectors(corpus.words[3:6], np.full((3, 8), 0.25, dtype=np.float16))
    E = ev.train(small("gpt"), corpus, start=some, frames=2, progress=False)[0].E
    plain = ev.train(small("gpt"), corpus, frames=2, progress=False)[0].E
    assert (E[3:6] == 0.25).all()
    np.testing.assert_array_equal(np.delete(E, [3, 4, 5], 0), np.delete(plain, [3, 4, 5], 0))


def test_what_it_cannot_begin_at_is_named(corpus, other) -> None:
    with pytest.raises(SettingError, match="set dimension=8"):
        beginning(other, ev.GPT(dimension=10), corpus)
    with pytest.raises(SettingError, match=f"none of the {len(corpus.words)} words"):
        ev.train(small("gpt"), corpus, start=Vectors(("zzz",), np.ones((1, 8))))
    with pytest.raises(TypeError, match="start must be a film or Vectors, not 'other'"):
        ev.train(small("gpt"), corpus, start="other")


@pytest.mark.parametrize("name", ["skipgram", "bert", "fasttext"])
def test_a_run_that_began_elsewhere_goes_on_from_a_file(name, corpus, other) -> None:
    rows = other[-1].E
    run = Run(small(name), corpus, frames=6, start=rows)
    state, snapshots = ev.advance(run, start(run), budget_s=0, most=2)
    file = io.BytesIO()
    ev.save(ev.Checkpoint(run, state, run.film(tuple(snapshots))), file)
    whole = ev.train(small(name), corpus, frames=6, start=other, progress=False)
    same_film(ev.resume(ev.load_checkpoint(file), progress=False), whole)


@pytest.mark.parametrize("seed", [0, 7])
def test_one_text_and_seed_is_one_start_up_to_its_length(corpus, seed) -> None:
    """The same random rows in all that draw E first: only how long they are differs."""
    first = {}
    for name in ("skipgram", "cbow", "exact", "softmax", "gpt", "bert"):
        E = start(Run(MODELS[name](dimension=12), corpus, seed=seed)).weights["E"]
        first[name] = E / np.linalg.norm(E)
    for name, E in first.items():
        np.testing.assert_allclose(E, first["skipgram"], rtol=1e-3, atol=1e-6, err_msg=name)


def test_the_vectors_decide_how_many_numbers_a_word_has(corpus, other) -> None:
    film = ev.train(ev.SkipGram(dimension=10, epochs=1), corpus, start=other, frames=2)
    assert film.recipe.settings["dimension"] == 8


def test_words_are_found_in_other_letters_and_counted(corpus) -> None:
    text = "Éclair café. Éclair noir. Noir café."
    corpus = ev.Corpus.from_text(text, min_count=1)
    rows = np.arange(16, dtype=np.float32).reshape(4, 4)
    source = Vectors(("Cafe\u0301", "ÉCLAIR", "café", "x"), rows)
    found = beginning(source, ev.SkipGram(dimension=4), corpus)
    at = corpus.vocabulary.id
    np.testing.assert_array_equal(found.rows[at("café")], rows[2])
    np.testing.assert_array_equal(found.rows[at("éclair")], rows[1])
    assert np.isnan(found.rows[at("noir")]).all()
    assert (found.found, found.otherwise, found.scaled) == (2, 1, False)


def test_a_classifier_begins_at_centred_rows_of_one_size(corpus, other) -> None:
    sorted_ = labelled(corpus)
    found = beginning(other, ev.CNN(dimension=8), sorted_)
    E = other[-1].E - other[-1].E.mean(axis=0)
    np.testing.assert_allclose(found.rows, 0.3 * E / E.std(), rtol=1e-4, atol=1e-6)
    alike = Vectors(corpus.words, np.ones((len(corpus.words), 8), np.float32))
    assert (beginning(alike, ev.CNN(dimension=8), sorted_).rows == 0).all()
