"""What is told of a model's start, against the weights from which its training sets out."""

import numpy as np
import pytest

import embviz as ev
from embviz.models import MODELS
from embviz.one_step.lessons import LESSONS, StepLesson, lesson_of

D = 40


@pytest.mark.parametrize("name", LESSONS)
def test_matrices_begin_as_is_told(name):
    lesson, model = LESSONS[name], MODELS[name](dimension=D)
    numbers = model.trainer(ev.sample("tiny"), seed=1, frames=2).initial()[lesson.start]
    if lesson.spread is None:
        assert np.abs(numbers).max() == pytest.approx(0.5 / D, rel=0.05)
        assert numbers.std() == pytest.approx(0.5 / D / np.sqrt(3), rel=0.1)
    else:
        told = getattr(model, lesson.spread) if isinstance(lesson.spread, str) else lesson.spread
        assert numbers.std() == pytest.approx(told, rel=0.1)
    assert numbers.mean() == pytest.approx(0, abs=0.01)


def test_of_a_model_without_a_record_nothing_is_told():
    assert lesson_of("unheard-of") == StepLesson()
