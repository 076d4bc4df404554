"""Comparing two models as a job for workers, which tells how far it is.

What is under way cannot travel between processes, so it stays in the process of its own that the
work is launched in (`Engine.launch_alone`), which can be ended in the middle, and begins again
should it have crashed. Why two cannot be compared is a result as well.
"""

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from embviz.errors import EmbvizError
from embviz.measures.comparison import MOST, NEIGHBOURS, Comparison, compare_steps
from embviz.measures.sources import Source
from embviz.util.threads import one_thread

Found: TypeAlias = Comparison | EmbvizError
"""How they differ, or why they cannot be compared."""

_under_way: dict[str, Iterator[float | Found]] = {}
"""Comparisons that are being made in this process, by the names of their jobs."""


@dataclass(frozen=True, eq=False)
class CompareOrder:
    """What is to be compared; a job for the engine. As for `measures.comparison.compare`."""

    a: Source
    b: Source
    n: int = NEIGHBOURS
    noise: tuple[Source, ...] | None = None
    most_words: int = MOST
    name: str = field(default_factory=lambda: uuid.uuid4().hex)  # how it is told from others


@dataclass(frozen=True)
class CompareProgress:
    """How far a comparison has come; a state for the engine."""

    share: float = 0.0  # 0 to 1
    finished: bool = False  # whether it has ended, well or not


def compare(
    order: CompareOrder, state: CompareProgress, budget_s: float, most: int | None
) -> tuple[CompareProgress, list[Found]]:
    """Carry a comparison on for a while; a step for the engine, for `launch_alone`."""
    end = time.perf_counter() + budget_s
    steps = _under_way.setdefault(order.name, _steps(order))
    with one_thread():
        for step in steps:
            if not isinstance(step, float):
                del _under_way[order.name]
                return CompareProgress(1.0, True), [step]
            state = replace(state, share=step)
            if time.perf_counter() >= end:
                break
    return state, []


def _steps(order: CompareOrder) -> Iterator[float | Found]:
    try:
        yield (
            yield from compare_steps(
                order.a, order.b, order.n, noise=order.noise, most_words=order.most_words
            )
        )
    except EmbvizError as error:
        yield error
