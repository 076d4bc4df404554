"""A worked example for each question, of words that are there."""

from embviz.measures import Analogy
from embviz.text import samples
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.vectors.formula import quoted

WORDS = 12  # words of an example for a heat map
LISTED = 6  # words of each list of an example


def analogy(asked: FrameAsked) -> Analogy | None:
    """Give an analogy: one that was planted, or any of the commonest words."""
    sample, vectors = asked.source.sample, asked.vectors
    if sample is not None:
        for planted in samples.answers(sample).analogies:
            if all(word in vectors for word in planted):
                return planted
    if len(asked.source.words) < 4:
        return None
    a, b, c, d = asked.source.words[:4]
    return a, b, c, d


def planted(asked: FrameAsked) -> bool:
    """Whether the answers to analogies are known."""
    return asked.source.sample is not None and bool(samples.answers(asked.source.sample).analogies)


def formula(asked: FrameAsked) -> str:
    """Give a formula."""
    example = analogy(asked)
    if example is None:
        return ""
    a, b, c, _ = (word if word.isalpha() else quoted(word) for word in example)
    return f"{b} - {a} + {c}"


def words(asked: FrameAsked) -> tuple[str, ...]:
    """Give words to compare: some of several planted groups, or the commonest."""
    shown = asked.source.words
    if asked.source.sample is not None:
        groups = samples.answers(asked.source.sample).groups.values()
        there = [[word for word in group if word in asked.vectors][:3] for group in groups]
        chosen = [word for group in there if len(group) == 3 for word in group]
        if len(chosen) >= WORDS:
            return tuple(dict.fromkeys(chosen))[:WORDS]
    return shown[:WORDS]


def four_lists(asked: FrameAsked) -> tuple[tuple[str, ...], ...]:
    """Give four lists of equal length, of the commonest words, dealt out in turn."""
    shown = asked.source.words
    length = min(len(shown) // 4, LISTED)
    return tuple(shown[i : 4 * length : 4] for i in range(4))
