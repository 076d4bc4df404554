"""Work in steps: generators that yield how far they have come and return the result."""

from collections.abc import Generator
from typing import Any, TypeVar

T = TypeVar("T")


def finish(steps: Generator[Any, None, T]) -> T:
    """Go through all steps and give the result.

    >>> def steps():
    ...     yield 0.5
    ...     return "done"
    >>> finish(steps())
    'done'
    """
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result
