"""Labelled sentences with something planted in them, small enough to learn in a moment."""

import numpy as np

from embviz.text.labelled import Labelled

GOOD = "good fine great lovely bright warm".split()
BAD = "bad poor awful ugly dull cold".split()
PLAIN = "film song book play night story meal walk".split()


def praise(n: int = 240, seed: int = 0, negated: bool = True) -> Labelled:
    """Sentences of praise and blame; half of them with “not”, if any are negated."""
    rng = np.random.default_rng(seed)
    texts, labels = [], []
    for _ in range(n):
        positive, turned = bool(rng.integers(2)), negated and bool(rng.integers(2))
        word = rng.choice(GOOD if positive else BAD)
        texts.append(f"the {rng.choice(PLAIN)} was {'not ' if turned else ''}{word}")
        labels.append("yes" if positive != turned else "no")
    return Labelled.of(texts, labels)


def drawn(seed: int, sentences: int = 12, words: int = 9, classes: int = 3) -> Labelled:
    """Sentences of any words, of any class."""
    rng = np.random.default_rng(seed)
    texts = [
        " ".join(f"w{i}" for i in rng.integers(words, size=rng.integers(2, 9)))
        for _ in range(sentences)
    ]
    return Labelled.of(texts, [f"c{i % classes}" for i in range(sentences)])
