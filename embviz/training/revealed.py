"""A word that a film did not show, shown: the frames that training would have kept with it.

Which words a film shows does not touch training, so the frames of another run that differs in
nothing else are at hand where all rows are: hidden words are kept apart, and the last frame has
every word. Nothing is trained here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from embviz.training.film import Snapshot
from embviz.training.run import Run
from embviz.types import Counts, Floating, Ids


def with_word(run: Run, word: str) -> Run:
    """The same run, but for a word that its film shows in any case. Raises MissingWord."""
    return replace(run, always=(*run.always, word))


def revealed(run: Run, other: Run, snapshots: Sequence[Snapshot]) -> tuple[Snapshot, ...] | None:
    """The frames of another run, made of those of one that differs in the words shown.

    Args:
        run: What the frames were kept of.
        other: The same but for `always`.
        snapshots: The frames of `run` so far.

    Returns:
        Its frames as far as there are any; None where they lack a row.
    """
    if not reveals(run, other, snapshots):
        return None
    kept = np.concatenate([run.shown, run.apart])
    wanted = np.concatenate([other.shown, other.apart])
    order = np.argsort(kept)
    found = order[np.searchsorted(kept, wanted, sorter=order)]  # the row of each wanted word
    return tuple(each if each.whole else _taken(each, found, other.shown) for each in snapshots)


def reveals(run: Run, other: Run, snapshots: Sequence[Snapshot]) -> bool:
    """Whether `revealed` has all rows."""
    plans = [(each.plan.frames, each.plan.full_frames) for each in (run, other)]
    apart = all(each.whole or each.apart or not len(run.apart) for each in snapshots)
    wanted = np.concatenate([other.shown, other.apart])
    here = np.isin(wanted, np.concatenate([run.shown, run.apart]))
    return plans[0] == plans[1] and apart and bool(here.all())


def _taken(snapshot: Snapshot, found: Counts, shown: Ids) -> Snapshot:
    """A frame with other rows: those of the shown words first, then those apart."""
    rows = {
        name: np.concatenate([matrix, _apart(snapshot.apart, name, matrix)])[found]
        for name, matrix in snapshot.matrices.items()
    }
    n = len(shown)
    matrices = {name: matrix[:n] for name, matrix in rows.items()}
    apart = {name: matrix[n:] for name, matrix in rows.items() if len(found) > n}
    return replace(snapshot, matrices=matrices, apart=apart)


def _apart(apart: Mapping[str, Floating], name: str, like: Floating) -> Floating:
    return apart.get(name, like[:0])
