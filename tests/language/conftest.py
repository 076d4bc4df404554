import numpy as np
import pytest

import embviz as ev
from embviz.models.bert import BERT
from embviz.models.gpt import GPT


def order_text(n: int = 240, kinds: int = 6) -> str:
    """The last word depends on the first, over one that tells nothing."""
    rng = np.random.default_rng(0)
    return " ".join(f"Now{i} then{i} then comes end{i}." for i in rng.integers(kinds, size=n))


def senses_text(n: int = 400) -> tuple[str, list[str]]:
    """“bank” in sentences about water or about money, with the sense of each."""
    rng = np.random.default_rng(1)
    topics = {
        "water": ("river fish boat", "deep wet green"),
        "money": ("loan coin clerk", "rich safe paid"),
    }
    sentences, senses = [], []
    for _ in range(n):
        sense = ("water", "money")[rng.integers(2)]
        nouns, kinds = (each.split() for each in topics[sense])
        a, c, b = rng.choice(nouns), rng.choice(nouns), rng.choice(kinds)
        if rng.integers(3) == 0:
            sentences.append(f"the {a} is {b}")
            continue
        sentences.append(" ".join(np.insert([a, b, c], rng.integers(4), "bank")))
        senses.append(sense)
    return ". ".join(sentences) + ".", senses


@pytest.fixture(scope="session")
def senses():
    return senses_text()[1]


@pytest.fixture(scope="session")
def corpus():
    return ev.Corpus.from_text(senses_text()[0], min_count=1)


@pytest.fixture(scope="session")
def bert(corpus):
    return ev.train(BERT(dimension=24, epochs=30, batch=16), corpus, frames=12, progress=False)


@pytest.fixture(scope="session")
def gpt(corpus):
    return ev.train(GPT(dimension=24, epochs=12, batch=16), corpus, frames=12, progress=False)
