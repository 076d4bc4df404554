"""Texts as jobs for workers: cut into words in steps, so that a reader sees how far it is.

What has been cut so far cannot travel between processes, so it stays in the process of its own that
the work is launched in (`Engine.launch_alone`), which can be ended in the middle. The text travels
there once, and not back: who asked has it.
"""

import time
from collections.abc import Generator
from dataclasses import dataclass, replace

from embviz.jobs.queries import TextSource
from embviz.text.corpus import Corpus

_under_way: dict[str, Generator[float, None, Corpus]] = {}
"""Texts that are being read in this process, by the names of their jobs."""


@dataclass(frozen=True)
class Asked:
    """A text to read, and a name for it and for how it is read."""

    name: str
    source: TextSource


@dataclass(frozen=True)
class Progress:
    """How much of the work is done, 0 to 1."""

    share: float = 0.0
    finished: bool = False


def load(
    asked: Asked, state: Progress, budget_s: float, most: int | None
) -> tuple[Progress, list[Corpus]]:
    """Read a text on for a while; a step for the engine, for `launch_alone`. Raises TextError.

    What comes of it has no text; see `with_text`.
    """
    end = time.perf_counter() + budget_s
    steps = _under_way.setdefault(asked.name, asked.source.steps())
    while True:
        try:
            state = Progress(next(steps))
        except StopIteration as stop:
            del _under_way[asked.name]
            found: Corpus = stop.value
            whole = found.text is asked.source.text
            return Progress(1.0, finished=True), [found.without_text() if whole else found]
        if time.perf_counter() >= end:
            return state, []


def with_text(corpus: Corpus, source: TextSource) -> Corpus:
    """Give what came of a text together with it."""
    return corpus if corpus.text else replace(corpus, text=source.text)
