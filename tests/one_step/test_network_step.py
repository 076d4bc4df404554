"""A guess of a network against central differences and the shape of its formula."""

import numpy as np
import pytest

from embviz.language.reading import Reader
from embviz.models.bert import BERT
from embviz.models.gpt import GPT
from embviz.one_step.network_step import guess, loss_after, moved_most, questions
from embviz.training.run import train
from tests.models.planted import planted_corpus

SENTENCE = np.array([3, 7, 3, 12], dtype=np.int32)


@pytest.fixture(scope="module", params=["gpt", "bert", "no layers"])
def reader(request):
    settings = {"dimension": 6, "epochs": 1}
    kinds = {
        "gpt": GPT(**settings),
        "bert": BERT(**settings),
        "no layers": GPT(**settings, layers=0),
    }
    return Reader.of(train(kinds[request.param], planted_corpus(600)[0], frames=2, progress=False))


def test_the_gradient_of_every_row_is_that_of_differences(reader) -> None:
    step = guess(reader, *questions(reader, SENTENCE, 2))
    for row in (3, 7, 12, 20, len(reader.words)):
        for column in range(6):
            around = []
            for sign in (1, -1):
                nudged = np.zeros_like(step.gradient)
                nudged[row, column] = -sign * 1e-5
                moved = type(step)(
                    *(step.read, step.place, step.target, step.p, step.loss),
                    *(nudged, np.zeros_like(nudged)),
                )
                around.append(loss_after(reader, moved, 1.0))
            difference = (around[0] - around[1]) / 2e-5
            assert step.gradient[row, column] == pytest.approx(difference, rel=1e-4, abs=1e-8)


def test_both_ends(reader) -> None:
    read, place, target = questions(reader, SENTENCE, 2)
    step = guess(reader, read, place, target)
    assert target == 3 and step.loss == pytest.approx(-np.log(step.p[3]))
    assert step.p.sum() == pytest.approx(1)
    reached = np.flatnonzero(np.abs(step.by_layers).max(axis=1) > 1e-12)
    assert set(reached.tolist()) <= set(read.tolist())
    assert np.linalg.matrix_rank(step.by_softmax, tol=1e-9) == 1
    assert loss_after(reader, step, 0.05) < step.loss
    assert loss_after(reader, step, 0.0) == pytest.approx(step.loss)
    lengths = np.linalg.norm(step.gradient, axis=1)
    assert lengths[moved_most(step, 3)].tolist() == sorted(lengths, reverse=True)[:3]


def test_what_is_asked(reader) -> None:
    V, gpt = len(reader.words), reader.task.guesses_mark
    read, place, target = questions(reader, SENTENCE, 1)
    assert read.tolist() == ([V, 3] if gpt else [3, V, 3, 12]) and (place, target) == (1, 7)
    if gpt:
        read, place, target = questions(reader, SENTENCE, 4)
        assert read.tolist() == [V, 3, 7, 3, 12] and (place, target) == (4, V)
    long = np.tile(SENTENCE, 30)
    read, place, target = questions(reader, long, 75)
    assert len(read) == reader.model.context and target == 12
    assert read[place] == (3 if gpt else V)
