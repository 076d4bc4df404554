"""Both lines against counting by hand; and what a network with and without layers makes of them."""

import math
from collections import Counter

import pytest

import embviz as ev
from embviz.language.entropies import STRENGTHS, entropies
from embviz.models.bert import BERT
from embviz.models.gpt import GPT
from tests.language.conftest import order_text


def sentences_of(pieces):
    return [
        pieces.row[begin : begin + length].tolist()
        for begin, length in zip(pieces.begins, pieces.lengths, strict=True)
    ]


def by_hand(trained, asked, rows):
    """Mean -log p of the pairs asked, by formulas (1) and (2)."""
    after, before = Counter(b for _, b in trained), Counter(a for a, _ in trained)
    pairs, N = Counter(trained), len(trained)

    def p(w):
        return (after[w] + 1) / (N + rows)

    def bigram(b):
        return sum(-math.log((pairs[v, w] + b * p(w)) / (before[v] + b)) for v, w in asked)

    unigram = sum(-math.log(p(w)) for _, w in asked) / len(asked)
    return unigram, min(bigram(b) for b in STRENGTHS) / len(asked)


def test_gpts_lines_are_those_counted_by_hand(corpus) -> None:
    trainer = GPT().trainer(corpus, 3, 10)
    V = len(corpus.words)

    def pairs(pieces):
        found = []
        for sentence in sentences_of(pieces):  # begins with the mark; another one follows
            found += list(zip(sentence, [*sentence[1:], V], strict=True))
        return found

    unigram, bigram = by_hand(pairs(trainer.trained_on), pairs(trainer.looked_at), V + 1)
    found = entropies(trainer)
    assert found.unigram == pytest.approx(unigram) and found.bigram == pytest.approx(bigram)


def test_berts_lines_are_those_counted_by_hand(corpus) -> None:
    trainer = BERT().trainer(corpus, 3, 10)
    V = len(corpus.words)

    def pairs(pieces):
        return [
            pair
            for sentence in sentences_of(pieces)
            for pair in zip([V, *sentence[:-1]], sentence, strict=True)
        ]

    unigram, bigram = by_hand(pairs(trainer.trained_on), pairs(trainer.looked_at), V)
    found = entropies(trainer)
    assert found.unigram == pytest.approx(unigram) and found.bigram == pytest.approx(bigram)
    assert found.bigram < found.unigram


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_without_layers_a_gpt_stops_at_the_bigram_and_one_layer_passes_it(seed) -> None:
    """The proof that attention is of use."""
    corpus = ev.Corpus.from_text(order_text(), min_count=1)
    losses = {}
    for layers in (0, 1):
        model = GPT(dimension=16, layers=layers, batch=8, epochs=12, learning_rate=0.01)
        film = ev.train(model, corpus, seed=seed, frames=5, progress=False)
        losses[layers] = film[-1].loss
        line = entropies(model.trainer(corpus, seed, 5)).bigram
    assert losses[1] < 0.85 * line
    assert losses[0] > 0.97 * line
