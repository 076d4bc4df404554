"""Files of vectors as jobs for workers: read, then examined.

What is open cannot travel between processes, so it stays in the process of its own that the work is
launched in (`Engine.launch_alone`), which can be ended in the middle, and begins again should it
have crashed. What is wrong with a file is a result as well.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from embviz.errors import FileError
from embviz.files import doctor
from embviz.files.doctor import Diagnosis
from embviz.files.metadata_of_words import with_metadata
from embviz.files.read import FileSource, Opened, ReadProgress, read_steps
from embviz.files.rows.budget import Budget

Found: TypeAlias = Opened | Diagnosis | FileError | OSError
"""What was read, then what is odd about it; or what is wrong with the file."""

_under_way: dict[str, Iterator[ReadProgress | Found]] = {}
"""Files that are being read in this process, by the names of their jobs."""


def load(
    source: FileSource, state: ReadProgress, budget_s: float, most: int | None
) -> tuple[ReadProgress, list[Found]]:
    """Read a file on for a while, then examine it; a step for the engine, for `launch_alone`.

    What was read is given away before it is examined: it can be looked at meanwhile.
    """
    end = time.perf_counter() + budget_s
    steps = _under_way.setdefault(source.name, _steps(source))
    for step in steps:
        if not isinstance(step, ReadProgress):
            last = not isinstance(step, Opened)
            if last:
                del _under_way[source.name]
            return replace(state, share=1.0, finished=last), [step]
        state = step
        if time.perf_counter() >= end:
            break
    return state, []


def load_at_once(
    source: FileSource, state: ReadProgress, budget_s: float, most: int | None
) -> tuple[ReadProgress, list[Found]]:
    """Do all of that in one go, for files so small that no other work has to wait; as a step."""
    found = [step for step in _steps(source) if not isinstance(step, ReadProgress)]
    return replace(state, share=1.0, finished=True), found


def _steps(source: FileSource) -> Iterator[ReadProgress | Found]:
    try:
        opened = yield from read_steps(
            source.path,
            limit=source.limit,
            words=source.words,
            most_bytes=source.most_bytes,
            most_memory=source.most_memory,
            inside=source.folder,
            how=source.how,
        )
        opened = with_metadata(opened, source.metadata, Budget.of_machine(source.most_memory))
        yield opened
        yield doctor.examine(opened.vectors)
    except (FileError, OSError) as error:
        yield error
