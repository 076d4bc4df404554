"""What no model may stumble over: tiny texts, settings at their ends, rates that diverge."""

import dataclasses
import math

import numpy as np
import pytest

from embviz.errors import Diverged, SettingError
from embviz.models import CLASSIFIERS, MODELS
from embviz.text.corpus import Corpus
from embviz.training.run import Run, estimate, train
from embviz.util import memory
from tests.models.planted import planted_corpus

every_model = pytest.mark.parametrize("name", sorted(MODELS.keys() - CLASSIFIERS))


def corpus_of(text):
    return Corpus.from_text(text, min_count=1)


CORNERS = {
    "two words": corpus_of("yes no yes. no no yes yes no."),
    "one sentence": corpus_of("the king and the queen saw the old man"),
    "short sentences": corpus_of("a b. b c. c a. a d." * 40),
    "one word a sentence, mostly": corpus_of("a. b. c. a b."),
    "one long sentence": corpus_of(" ".join(f"w{i % 7}" for i in range(900))),
    "no latin letter": corpus_of("кот и ёж. ёж и кот. 日本 語. 日本 語 и кот." * 5),
}


def model_of(name, **wanted):
    """A model with those of the settings that it has, as high as it lets them be."""
    highest = {each.name: each.metadata["high"] for each in dataclasses.fields(MODELS[name])}
    return MODELS[name](**{k: min(v, highest[k]) for k, v in wanted.items() if k in highest})


def sound(film):
    return all(np.isfinite(s.E).all() and math.isfinite(s.loss) for s in film)


@every_model
@pytest.mark.parametrize("corpus", CORNERS.values(), ids=CORNERS)
@pytest.mark.parametrize("subsampling", [0.0, 1e-3, 1e-12])
def test_more_of_everything_than_the_text_has(name, corpus, subsampling):
    """Windows longer than every sentence, more negatives and dimensions than words."""
    settings = {"dimension": 20, "window": 50, "negatives": 50, "subsampling": subsampling}
    film = train(model_of(name, epochs=3, **settings), corpus)
    assert film.complete and len(film) >= 2 and sound(film)


@every_model
@pytest.mark.parametrize("corpus", CORNERS.values(), ids=CORNERS)
def test_the_least_of_everything(name, corpus):
    least = {"dimension": 1, "window": 1, "negatives": 1, "heads": 1, "epochs": 1}
    film = train(model_of(name, **least), corpus)
    assert film.complete and sound(film)


@every_model
@pytest.mark.parametrize(
    ("corpus", "strong", "below"),
    [
        (planted_corpus(2000)[0], {"negatives": 50, "learning_rate": 0.1}, 1),
        (planted_corpus(2000)[0], {"window": 20, "negatives": 20, "learning_rate": 0.4}, 1),
        # Every word stands within 50 of every other, alike: there is nothing to learn.
        (CORNERS["one long sentence"], {"window": 50, "learning_rate": 0.3}, 1.02),
        (CORNERS["short sentences"], {"learning_rate": 0.3, "subsampling": 0}, 1),
        # Nor do two words in no order say more than how often they come.
        (CORNERS["two words"], {"subsampling": 0, "negatives": 50, "learning_rate": 0.4}, 1.1),
        (planted_corpus(2000)[0], {"negatives": 50, "window": 20, "learning_rate": 1.0}, 1),
    ],
)
def test_a_strong_rate_works_or_one_is_named_that_does(name, corpus, strong, below):
    model = model_of(name, dimension=20, epochs=20, **strong)
    try:
        film = train(model, corpus)
    except Diverged as error:
        assert error.learning_rate == model.learning_rate > error.suggested
        assert len(error.film) >= 1 and not error.film.complete and sound(error.film)
        model = dataclasses.replace(model, learning_rate=error.suggested)
        film = train(model, corpus)
    assert film.complete and sound(film) and np.abs(film[-1].E).max() < 100
    assert film[-1].loss < below * film[0].loss


@every_model
def test_settings_out_of_range_are_named(name):
    for each in dataclasses.fields(MODELS[name]):
        low, high = each.metadata["low"], each.metadata["high"]
        for wrong in (low - 1, high + 1, math.nan, "many", None, True):
            with pytest.raises(SettingError) as caught:
                MODELS[name](**{each.name: wrong})
            assert caught.value.setting == each.name
            assert (caught.value.low, caught.value.high) == (low, high)
        if each.type is int:
            with pytest.raises(SettingError):
                MODELS[name](**{each.name: low + 0.5})


@every_model
def test_what_the_memory_cannot_hold_is_refused_before_with_the_sum(name, monkeypatch):
    corpus = planted_corpus(2000)[0]
    run = Run(MODELS[name](dimension=1000), corpus)
    monkeypatch.setattr(memory, "total", lambda: 2**20)
    with pytest.raises(SettingError) as caught:
        estimate(run)
    assert caught.value.reason == "too_much_memory"
    assert caught.value.needed_mb > caught.value.limit_mb
    monkeypatch.setattr(memory, "total", lambda: 2**40)
    assert estimate(run).seconds > 0
