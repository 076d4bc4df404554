"""What a film must be to be written, and what it is once it has been read."""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from embviz.text.corpus import MAX_TOKEN
from embviz.training.film import Film
from embviz.types import Floating

Fault = tuple[str, str, str]  # the part, what was found, and what was expected
MOST_COUNT = 2**53

MATRIX, ARRAY = r"[A-Z]\w{0,31}", r"\w[\w.]{0,63}"
"""Names of matrices, which are parts of a file as they are; and of other arrays."""

SETTING, VALUE = r"\w{1,64}", r"(?s:.{1,200})"
"""Names of what films go along, and what may stand there for a frame."""

MOST_ALONG = 200
"""Frames of a film along something else than epochs."""

PREFIX, LAST = "array_", "_last"
"""What the parts of other arrays begin with; what those of the last frame end with."""


def names_of(film: Film) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the matrices, and of the other arrays, that any of its frames keeps."""
    matrices = dict.fromkeys(name for each in film for name in each.matrices)
    arrays = dict.fromkeys(name for each in film for name in each.arrays)
    return tuple(matrices), tuple(arrays)


def fault(film: Film) -> Fault | None:
    """The first thing that is wrong with a film, or None."""
    checks = (_word_faults, _along_faults, _time_faults, _frame_faults)
    return next(chain.from_iterable(check(film) for check in checks), None)


def _along_faults(film: Film) -> Iterator[Fault]:
    along = film.recipe.along
    if along is None:
        return
    if film.recipe.model:
        yield "about.recipe.along", "there", "no such thing in the film of one run"
    if not re.fullmatch(SETTING, along.name):
        yield "about.recipe.along.name", repr(along.name), "the name of a setting"
    if len(set(along.values)) != len(film) or len(along.values) != len(film):
        yield (
            "about.recipe.along.values",
            f"of {len(along.values)} frames",
            f"{len(film)}, all other",
        )
    if len(film) > MOST_ALONG or not all(re.fullmatch(VALUE, each) for each in along.values):
        expected = f"at most {MOST_ALONG} short texts"
        yield "about.recipe.along.values", f"{len(along.values)} texts", expected
    if [each.epoch for each in film] != [*range(len(film))]:
        yield "epochs", "other numbers", f"the numbers 0 to {len(film) - 1} of frames"


def _word_faults(film: Film) -> Iterator[Fault]:
    words, counts, shown = film.words, film.counts, film.shown
    V = len(words)
    for i, word in enumerate(words):
        if not 0 < len(word) <= MAX_TOKEN or "\0" in word:
            yield "words", f"{word!r} at {i}", f"a word of 1 to {MAX_TOKEN} characters"
    if len(set(words)) < V or not V:
        yield "words", f"{V - len(set(words))} words twice of {V}", "words, none of them twice"
    if counts is None:
        if film.recipe.model:
            yield "counts", "missing", f"counts of {V} words"
    elif counts.shape != (V,) or counts.min() < 0 or counts.max() > MOST_COUNT:
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
        unknown = math.isnan(each.loss) and not film.recipe.model
        if not math.isfinite(each.loss) and not unknown:
            yield "losses", f"{each.loss} at epoch {each.epoch:g}", "finite losses"
        last = each.epoch


def _frame_faults(film: Film) -> Iterator[Fault]:
    matrices, arrays = names_of(film)
    for name in matrices:
        if not re.fullmatch(MATRIX, name) or name.endswith(LAST):
            yield "matrices", repr(name), "names that begin with a capital letter"
    for name in arrays:
        if not re.fullmatch(ARRAY, name):
            yield "arrays", repr(name), "names of letters, digits, dots and underscores"
    n, d = len(film.shown), film[0].E.shape[-1] if len(film) else 0
    for name in matrices:
        kept = [each.matrices.get(name) for each in film]
        yield from _array_faults(film, name, kept, (n, d), (len(film.words), d))
    for name in arrays:
        kept = [each.arrays.get(name) for each in film]
        halves, whole = (
            next((a.shape for a in some if a is not None), ()) for some in (kept, kept[-1:])
        )
        yield from _array_faults(film, f"{PREFIX}{name}", kept, halves, whole)


def _array_faults(
    film: Film,
    part: str,
    kept: Sequence[Floating | None],
    shape: tuple[int, ...],
    last_shape: tuple[int, ...],
) -> Iterator[Fault]:
    """What is wrong with an array frame by frame; of a whole frame other shapes are expected."""
    for i, array in enumerate(kept):
        whole = film.complete and i == len(kept) - 1
        place = "at the last frame" if whole else f"at frame {i}"
        kind, expected = (np.float32, last_shape) if whole else (np.float16, shape)
        if array is None:
            if part == "E":
                yield part, f"missing {place}", "in every frame"
        elif i and not whole and kept[i - 1] is None:
            yield part, f"{place} again", "in the first frames only"
        elif array.dtype != kind or array.shape != expected:
            yield part, f"{array.dtype} {array.shape} {place}", f"{np.dtype(kind)} {expected}"
        elif not np.isfinite(array).all():
            yield part, f"not finite {place}", "finite numbers"
