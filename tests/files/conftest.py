"""A run under way, and its file."""

import pytest

from embviz.models.skipgram import SkipGram
from embviz.text.corpus import Corpus
from embviz.training.checkpoint import Checkpoint
from embviz.training.run import Run
from tests.files.making import TEXT, written


@pytest.fixture(scope="module")
def corpus():
    return Corpus.from_text(TEXT, min_count=1)


@pytest.fixture(scope="module")
def checkpoint(corpus):
    run = Run(SkipGram(dimension=3, epochs=3), corpus, frames=5, words=5, always=("good", "is"))
    return Checkpoint.begin(run).advanced(0).advanced(0)


@pytest.fixture(scope="module")
def data(checkpoint):
    """The file of a run under way."""
    return written(checkpoint.film, checkpoint, "Kings")
