"""Steps of different sizes, against the trainer itself and against one centre after the other."""

from dataclasses import replace

import numpy as np
import pytest

import embviz as ev
from embviz.models.shared.blocks import Plan
from embviz.models.shared.windows import Windows
from embviz.one_step import mini_batches
from embviz.one_step.mini_batches import SIZES, _one_by_one, _read, _room, compare
from embviz.training.model import Position

CORPUS = ev.sample("tiny")
MODELS = ("skipgram", "cbow", "fasttext")


def trainer_of(model, window=3):
    settings = {"bucket": 100} if model == "fasttext" else {}
    model = ev.MODELS[model](dimension=6, window=window, **settings)
    return model.trainer(CORPUS, seed=2, frames=5)


@pytest.mark.parametrize("model", MODELS)
def test_sizes_differ_and_the_work_does_not(model, monkeypatch):
    monkeypatch.setattr(mini_batches, "CENTRES", 300)
    trainer = trainer_of(model)
    ticks = iter(range(10_000))
    found = compare(trainer, clock=lambda: float(next(ticks)))
    assert found.own == trainer.schedule.layout.T
    sizes = [each.T for each in found.passes]
    assert sizes == sorted({found.own, *(T for T in SIZES if T <= found.centres)})
    assert found.passes[0].steps == found.centres
    pairs = {round(each.pairs * each.steps) for each in found.passes}
    assert len(pairs) == 1, "all train on the same pairs"
    before = trainer.loss(trainer.initial())
    for each in found.passes:
        assert each.seconds == 1.0 and each.loss < before
        assert each.load == pytest.approx(each.T * trainer.loads.word)
    assert found.passes[-1].loss > found.passes[0].loss, "stale gradients cost something"


def steps_of(trainer, plan):
    weights = trainer.initial()
    step = trainer.rule.stepper(weights, plan.layout, None)
    for block in range(plan.blocks):
        step(plan, block, 0.1)
    return weights


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("window", [3, 20])
def test_a_step_of_one_centre_changes_what_that_centre_does(model, window):
    """Each block of the plan, against one that holds this centre, and the padding, alone."""
    trainer = trainer_of(model, window)
    read = _read(trainer.source)
    few = Windows(read.row[:8], read.left[:8], np.minimum(read.right[:8], 7 - np.arange(8)))
    layout = replace(trainer.schedule.layout, T=_room(window))
    sums = trainer.source.noise_sums
    plan = _one_by_one(few, layout, sums, np.random.default_rng(0))
    assert plan.blocks == 8 and plan.contexts.sum() == few.left.sum() + few.right.sum()
    weights = trainer.initial()
    step = trainer.rule.stepper(weights, layout, None)
    for k in range(8):
        alone = Windows(few.row, few.left * 0, few.right * 0)
        alone.left[k], alone.right[k] = few.left[k], few.right[k]
        single = Plan.draw(alone, layout, sums, np.random.default_rng(0))
        single.negatives[0] = plan.negatives[k]
        group = k // (layout.T // layout.groups)
        single.negatives[0, group] = plan.negatives[k, 0]
        step(single, 0, 0.1)
    ours = steps_of(trainer, plan)
    for name, matrix in weights.items():
        assert np.allclose(matrix, ours[name], atol=1e-6), name


def test_the_own_size_takes_the_steps_of_the_run():
    """The first block of the run, at its first rate, from the same weights: bit for bit."""
    trainer = trainer_of("skipgram")
    block = next(trainer.schedule.steps(Position()))
    weights, ours = trainer.initial(), trainer.initial()
    next(trainer.steps(weights, Position()))
    rate = trainer.model.learning_rate
    trainer.rule.stepper(ours, trainer.schedule.layout, None)(block.plan, block.block, rate)
    assert all(np.array_equal(weights[name], ours[name]) for name in weights)
