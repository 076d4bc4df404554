"""A worked example for each question, of words that are there."""

from embviz.measures import Analogy
from embviz.text import samples
from embviz.ui.ask.frame_asked import Source
from embviz.vectors.formula import quoted

WORDS = 12
"""Words of an example for a heat map."""


def analogy(source: Source) -> Analogy | None:
    """Give an analogy: one that was planted, or any of the commonest words."""
    sample, vectors = source.take.sample, source.vectors
    if sample is not None:
        for planted in samples.answers(sample).analogies:
            if all(word in vectors for word in planted):
                return planted
    if len(source.take.words) < 4:
        return None
    a, b, c, d = source.take.words[:4]
    return a, b, c, d


def planted(source: Source) -> bool:
    """Whether the answers to analogies are known."""
    return source.take.sample is not None and bool(samples.answers(source.take.sample).analogies)


def formula(source: Source) -> str:
    """Give a formula."""
    example = analogy(source)
    if example is None:
        return ""
    a, b, c, _ = (_written(word) for word in example)
    return f"{b} - {a} + {c}"


def words(source: Source) -> tuple[str, ...]:
    """Give words to compare: some of several planted groups, or the commonest."""
    shown = source.take.words
    if source.take.sample is not None:
        groups = samples.answers(source.take.sample).groups.values()
        there = [[word for word in group if word in source.vectors][:3] for group in groups]
        chosen = [word for group in there if len(group) == 3 for word in group]
        if len(chosen) >= WORDS:
            return tuple(dict.fromkeys(chosen))[:WORDS]
    return shown[:WORDS]


def _written(word: str) -> str:
    """Write a word as a formula wants it."""
    return word if word.isalpha() else quoted(word)
