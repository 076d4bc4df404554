"""Runs with labels, a start, and a stay, as files: round trips, and what files may get wrong."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from embviz.models import CLASSIFIERS, MODELS
from embviz.models.bag import Bag
from embviz.models.skipgram import SkipGram
from embviz.text.labelled import Labelled
from embviz.training.checkpoint import Checkpoint
from embviz.training.run import FASTEST, MOST_PATIENCE, Run
from tests.equality import same_film, same_state
from tests.files.making import parts, read, refused, with_about, with_part, written, zipped

TEXTS = [f"a {word} film \ud800 {i}" for i in range(4) for word in ("fine", "great", "poor")]
NAMES = ["**good**", "**good**", "bad"] * 4


@pytest.fixture(scope="module")
def corpus():
    return Labelled.of([*TEXTS, "nobody knows"], [*NAMES, None]).first(5)


def rows_of(corpus, d=3):
    rows = np.random.default_rng(1).standard_normal((len(corpus.words), d)).astype(np.float32)
    rows[2] = np.nan
    return rows


def a_run(corpus, model=None, **how):
    how = {"start": rows_of(corpus), "freeze": 1, "pace": 0.5, "origin": "file.x", **how}
    return Run(model or Bag(dimension=3, epochs=4), corpus, frames=6, **how)


@pytest.fixture(scope="module")
def under_way(corpus):
    return Checkpoint.begin(a_run(corpus)).advanced(0).advanced(0)


@pytest.fixture(scope="module")
def data(under_way):
    return written(under_way.film, under_way)


@pytest.mark.parametrize("chunks", [0, 1, 3, None])
@pytest.mark.parametrize("name", CLASSIFIERS)
def test_a_run_of_labels_comes_back_at_any_moment_and_goes_on_to_the_same_end(corpus, name, chunks):
    model = MODELS[name](dimension=4, epochs=2)
    there = Checkpoint.begin(a_run(corpus, model, start=rows_of(corpus, 4)))
    end = there.advanced(60)
    for _ in range(chunks or 0):
        there = there.advanced(0)
    there = end if chunks is None else there
    again = read(written(there.film, there)).going_on()
    assert again.run.hash == there.run.hash and again.run.origin == "file.x"
    assert again.run.corpus.hash == corpus.hash and again.run.corpus.names() == corpus.names()
    assert again.film.recipe.classes == ("**good**", "bad")
    same_state(again.state, there.state)
    same_film(again.advanced(60).film, end.film)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    most=st.none() | st.integers(2, 20),
    freeze=st.just("all") | st.integers(0, MOST_PATIENCE),
    pace=st.floats(0.01, FASTEST),
    origin=st.sampled_from(["", "own", "film.0123456789abcdef"]),
    starts=st.booleans(),
)
def test_how_it_began_and_stayed_comes_back(corpus, most, freeze, pace, origin, starts):
    start = rows_of(corpus) if starts else None
    run = a_run(corpus.first(most), start=start, freeze=freeze, pace=pace, origin=origin)
    begun = Checkpoint.begin(run).advanced(0)
    again = read(written(begun.film, begun)).going_on().run
    assert again.hash == run.hash
    assert (again.freeze, again.pace, again.origin) == (freeze, pace, origin)
    assert again.corpus.most == most


def test_other_models_of_labelled_sentences_come_back(corpus):
    model = SkipGram(dimension=3, epochs=2)
    begun = Checkpoint.begin(a_run(corpus.first(None), model)).advanced(0)
    again = read(written(begun.film, begun)).going_on()
    assert isinstance(again.run.corpus, Labelled) and again.run.hash == begun.run.hash


def test_a_file_without_its_labels_is_damaged(data):
    members = parts(data)
    del members["labels"]
    assert refused(zipped(members)).reason == "damaged"


@pytest.mark.parametrize(
    "labels",
    [
        np.zeros(0, "<i4"),
        np.zeros(3, "<i4"),
        np.full(13, 2, "<i4"),
        np.full(13, -2, "<i4"),
        np.zeros(13, "<i4"),
        np.full(13, -1, "<i4"),
        np.zeros((13, 1), "<i4"),
        np.zeros(13, "<f4"),
    ],
    ids=["none", "few", "too high", "too low", "one class", "nobody", "two axes", "floats"],
)
def test_labels_that_cannot_be_are_refused(data, labels):
    assert refused(with_part(data, "labels", labels)).reason == "damaged"


@pytest.mark.parametrize(
    "change",
    [
        lambda about: about["checkpoint"]["run"].update(pace=0),
        lambda about: about["checkpoint"]["run"].update(pace=-1),
        lambda about: about["checkpoint"]["run"].update(pace=math.inf),
        lambda about: about["checkpoint"]["run"].update(freeze=-2),
        lambda about: about["checkpoint"]["run"].update(freeze="all"),
        lambda about: about["checkpoint"]["run"].update(origin=7),
        lambda about: about["checkpoint"]["run"].update(origin="x" * 1001),
        lambda about: about["checkpoint"]["reading"].update(most=1),
        lambda about: about["checkpoint"]["reading"].update(most=6),
        lambda about: about["recipe"].update(classes=["bad"]),
        lambda about: about["recipe"].update(classes=["a", "b", "c"]),
        lambda about: about["recipe"].update(classes=[f"{i}" for i in range(51)]),
        lambda about: about["recipe"].pop("classes"),
    ],
)
def test_other_values_are_refused(data, change):
    assert refused(with_about(data, change)).reason == "damaged"


@pytest.mark.parametrize("shape", [(0, 3), (3, 3), (1, 1)])
def test_a_start_of_another_shape_is_refused(data, shape):
    assert refused(with_part(data, "start", np.zeros(shape, "<f4"))).reason == "damaged"


def test_a_start_of_other_numbers_is_another_run(data, corpus):
    assert refused(with_part(data, "start", rows_of(corpus) + 1)).reason == "damaged"
    members = parts(data)
    del members["start"]
    assert refused(zipped(members)).reason == "damaged"
