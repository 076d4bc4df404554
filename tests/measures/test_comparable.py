"""Losses that can stand on one axis."""

from dataclasses import asdict, fields, replace

import pytest

import embviz as ev
from embviz.measures.comparable import LEARNING, guessed_otherwise
from embviz.models import CLASSIFIERS, MODELS
from embviz.training.film import Recipe
from embviz.training.run import Run


def recipe(model, text="tiny", seed=0):
    corpus = ev.sample(text)
    if model.name in CLASSIFIERS:
        texts = [corpus.sentence(i) for i in range(len(corpus.spans))]
        corpus = ev.Labelled.of(texts, ["long" if len(each) > 20 else "short" for each in texts])
    return Run(model, corpus, seed=seed).film().recipe


@pytest.mark.parametrize("name", MODELS)
def test_what_only_decides_how_a_model_learns_leaves_losses_comparable(name):
    model = MODELS[name]()
    plain = recipe(model)
    assert guessed_otherwise(plain, recipe(model, seed=3)) == ()
    for each in fields(model):
        if not each.metadata:
            continue
        low, high = each.metadata["low"], each.metadata["high"]
        other = low if getattr(model, each.name) != low else high
        changed = replace(plain, settings={**asdict(model), each.name: other})
        assert guessed_otherwise(plain, changed) == (() if each.name in LEARNING else (each.name,))


def test_other_windows_negatives_models_and_texts_are_other_guesses():
    plain = recipe(ev.SkipGram())
    assert guessed_otherwise(plain, recipe(ev.SkipGram(window=2))) == ("window",)
    assert guessed_otherwise(plain, recipe(ev.SkipGram(negatives=2))) == ("negatives",)
    assert guessed_otherwise(plain, recipe(ev.SkipGram(), "kingdom")) == ("text",)
    assert guessed_otherwise(plain, recipe(ev.CBOW())) == ("model",)
    other = "training" if plain.loss_on == "held-out" else "held-out"
    assert guessed_otherwise(plain, replace(plain, loss_on=other)) == ("pairs",)
    assert guessed_otherwise(Recipe(), Recipe()) == ("model",), "nobody knows what it measures"
