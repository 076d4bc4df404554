"""What a film must be to be written, and what it is once it has been read."""

import math
from collections.abc import Iterator

import numpy as np

from embviz.text.corpus import MAX_TOKEN
from embviz.training.film import Film, Snapshot

Fault = tuple[str, str, str]
"""The part, what was found, and what was expected."""

MOST_COUNT = 2**53


def fault(film: Film) -> Fault | None:
    """The first thing that is wrong with a film, or None."""
    return next(_faults(film), None)


def _faults(film: Film) -> Iterator[Fault]:
    yield from _word_faults(film)
    yield from _time_faults(film)
    yield from _frame_faults(film)


def _word_faults(film: Film) -> Iterator[Fault]:
    words, counts, shown = film.words, film.counts, film.shown
    V = len(words)
    for i, word in enumerate(words):
        if not 0 < len(word) <= MAX_TOKEN or "\0" in word:
            yield "words", f"{word!r} at {i}", f"a word of 1 to {MAX_TOKEN} characters"
    if len(set(words)) < V or not V:
        yield "words", f"{V - len(set(words))} words twice of {V}", "words, none of them twice"
    if counts.shape != (V,) or counts.min() < 0 or counts.max() > MOST_COUNT:
        yield "counts", f"of shape {counts.shape}", f"counts of {V} words"
    elif (np.diff(counts) > 0).any():
        yield "counts", "not falling", "the commonest word first"
    if shown.ndim != 1 or not len(shown):
        yield "shown", f"of shape {shown.shape}", "ids of words"
    elif not 0 <= shown.min() <= shown.max() < V or (np.diff(shown) <= 0).any():
        yield "shown", "out of order or range", f"rising ids below {V}"


def _time_faults(film: Film) -> Iterator[Fault]:
    last = -math.inf
    for each in film:
        if not (math.isfinite(each.epoch) and each.epoch >= 0 and each.epoch > last):
            yield "epochs", f"{each.epoch} after {last}", "rising epochs from 0 up"
        if not math.isfinite(each.loss):
            yield "losses", f"{each.loss} at epoch {each.epoch:g}", "finite losses"
        last = each.epoch


def _frame_faults(film: Film) -> Iterator[Fault]:
    halves = film[:-1] if film.complete else film[:]
    n, d = len(film.shown), film[0].E.shape[-1] if len(film) else 0
    for i, each in enumerate(halves):
        yield from _matrix_faults(each, f"at frame {i}", np.float16, (n, d))
        if i and each.U is not None and halves[i - 1].U is None:
            yield "U", f"at frame {i} again", "in the first frames only"
    if film.complete:
        yield from _matrix_faults(film[-1], "at the last frame", np.float32, (len(film.words), d))
    yield from _row_faults(film, d)


def _row_faults(film: Film, d: int) -> Iterator[Fault]:
    """What is wrong with the rows that E is made of, which only a whole frame may have."""
    for each in film:
        if each.Z is None:
            continue
        if not each.whole or each.Z.dtype != np.float32 or each.Z.shape[1:] != (d,):
            found = f"{each.Z.dtype} {each.Z.shape} at epoch {each.epoch:g}"
            yield "Z", found, f"float32 (any, {d}) at the last frame"
        elif not np.isfinite(each.Z).all():
            yield "Z", "not finite", "finite numbers"


def _matrix_faults(
    snapshot: Snapshot, place: str, kind: type[np.floating], shape: tuple[int, ...]
) -> Iterator[Fault]:
    for name, matrix in (("E", snapshot.E), ("U", snapshot.U)):
        if matrix is None:
            continue
        if matrix.dtype != kind or matrix.shape != shape:
            found = f"{matrix.dtype} {matrix.shape} {place}"
            yield name, found, f"{np.dtype(kind)} {shape}"
        elif not np.isfinite(matrix).all():
            yield name, f"not finite {place}", "finite numbers"
