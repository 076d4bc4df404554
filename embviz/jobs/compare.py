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

from embviz.errors import EmbvizError, EvaluationError
from embviz.jobs.engine import Engine, Work
from embviz.measures.comparison import MOST, NEIGHBOURS, Comparison, compare_steps
from embviz.measures.sources import Source
from embviz.types import Floating
from embviz.util import memory
from embviz.util.threads import one_thread
from embviz.vectors.vectors import Vectors

Found: TypeAlias = Comparison | EmbvizError
"""How they differ, or why they cannot be compared."""

ROW_BYTES = 300
"""What a word takes besides its numbers: its letters, places in tables, ranks."""

SMALL = 2e9
"""Multiplications, some .3 s of them, that a comparison may take among others' work."""

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


def compare_at_once(
    order: CompareOrder, state: CompareProgress, budget_s: float, most: int | None
) -> tuple[CompareProgress, list[Found]]:
    """Make a comparison in one go, so small that no other work has to wait; as a step."""
    with one_thread():
        found = [step for step in _steps(order) if not isinstance(step, float)]
    return CompareProgress(1.0, True), found


def launch(engine: Engine, order: CompareOrder, *, patience_s: float) -> Work:
    """Begin a comparison; a large one in a process of its own, which has to start first.

    Raises EvaluationError: `large_comparison`.
    """
    _check_memory(order)
    small = is_small(order)
    begin = engine.launch if small else engine.launch_alone
    step = compare_at_once if small else compare
    return begin(step, order, CompareProgress(), patience_s=patience_s)


def is_small(order: CompareOrder) -> bool:
    """Whether a comparison takes a moment: by its multiplications, and the numbers to send."""
    matrices = [_matrix(each) for each in (order.a, order.b, *(order.noise or ()))]
    k, m = len(matrices), min(order.most_words, *map(len, matrices))
    d = max(matrix.shape[1] for matrix in matrices)
    sent = sum(matrix.size for matrix in matrices)
    return bool(k * m * m * (d + 200.0) + k * k * m * d * d + 30.0 * sent <= SMALL)


def _check_memory(order: CompareOrder) -> None:
    """Refuse what takes more than its share: the rows, what words take, and those compared."""
    matrices = [_matrix(each) for each in (order.a, order.b, *(order.noise or ()))]
    m, d = order.most_words, max(matrix.shape[1] for matrix in matrices)
    rows = sum(matrix.nbytes + ROW_BYTES * len(matrix) for matrix in matrices)
    needed, total = rows + 8 * len(matrices) * m * d, memory.total()
    if total is None or needed <= memory.SHARE * total:
        return
    needed_mb, limit_mb = round(needed / 2**20), round(memory.SHARE * total / 2**20)
    raise EvaluationError(
        "large_comparison",
        f"comparing these takes about {needed_mb:,} MB; at most {limit_mb:,} MB can be used",
        needed_mb=needed_mb,
        limit_mb=limit_mb,
    )


def _matrix(source: Source) -> Floating:
    return source.matrix if isinstance(source, Vectors) else source[-1].E


def _steps(order: CompareOrder) -> Iterator[float | Found]:
    try:
        yield (
            yield from compare_steps(
                order.a, order.b, order.n, noise=order.noise, most_words=order.most_words
            )
        )
    except EmbvizError as error:
        yield error
