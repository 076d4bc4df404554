"""A film of a training that goes on elsewhere: in PyTorch, Keras, JAX, gensim, or any loop.

    >>> rng = np.random.default_rng(0)
    >>> E = rng.standard_normal((3, 2))
    >>> recorder = Recorder(["king", "queen", "bread"], folder=None)
    >>> for epoch in range(5):
    ...     E += 0.1 * rng.standard_normal(E.shape)      # the training
    ...     recorder.frame(epoch, E, loss=1 / (1 + epoch))
    >>> recorder.film()
    <Film: 5 frames to epoch 4, 3 of 3 words>

A recorder keeps the shown words of each frame in half precision, and of the last frame all words.
Frames beyond a number that is known at the first one make others go (see `training.thinning`): its
memory stays flat. What it has of the frames lies in a file as well (see `files.film.recording`),
which opens like a film if the process is lost.

Not here: the training; a film of matrices that lie in files (see `files.checkpoints`).
"""

import io
import math
import os
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embviz.errors import MissingWord, RecordingError
from embviz.files import token_names, viewed
from embviz.files.film import film_npz, recording
from embviz.files.film.checks import MOST_ALONG, MOST_COUNT, SETTING
from embviz.files.paths import Place
from embviz.training.film import (
    BUDGET,
    MOST_WHOLE,
    Along,
    Film,
    FrameParts,
    Recipe,
    Snapshot,
    choose_shown,
    named_along,
    plan_film,
)
from embviz.training.run import LARGEST
from embviz.training.thinning import superfluous
from embviz.types import Counts, Floating, Ids
from embviz.util.settings import out_of_range, plain_number

EPOCH = "epoch"
CELLS = 2**16  # numbers that are looked at, at once: they fit into a processor's cache
_INFINITE = np.uint16(0x7C00)  # half precision without its sign: from here on nothing is finite


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a film, the most frequent first, and which rows of a matrix are theirs.

    Attributes:
        words: (V,)
        counts: (V,) falling; None where nobody knows.
        rows: (V,) the row of each in the matrices that are recorded.
        shown: (n,) ids of the words that every frame keeps, rising.
        asked: Whether these were asked for by name.
    """

    words: tuple[str, ...]
    counts: Counts | None
    rows: NDArray[np.intp]
    shown: Ids
    asked: bool

    @classmethod
    def of(
        cls,
        words: Sequence[str] | Mapping[str, int],
        counts: Sequence[int] | Mapping[str, int] | None,
        shown: int | Sequence[str],
    ) -> "Words":
        """Bring words into order. Raises as `Recorder`."""
        tokens = _tokens(words)
        named, counted = token_names.word_of_each(tokens), _counts(counts, tokens)
        rows = np.arange(len(named))
        if counted is not None:
            rows = np.argsort(-counted, kind="stable")
            named, counted = tuple(named[i] for i in rows), counted[rows]
        if isinstance(shown, Sequence):
            ids = {tokens[row]: i for i, row in reversed(list(enumerate(rows)))}
            asked = [_known(word, ids) for word in dict.fromkeys(shown)]
            most = _whole("shown", len(asked), 1, 1_000_000)
        else:
            asked, most = [], _whole("shown", shown, 1, 1_000_000)
        return cls(named, counted, rows, choose_shown(len(named), most, (), asked), bool(asked))


class Recorder:
    """Records a film of any training, a frame at a time.

    Args:
        words: The word of each row, in the order of the rows, or a table from each word to its row:
            `model.wv.index_to_key`, `tokenizer.get_vocab()`. Tokens that no film can hold (empty
            ones, very long ones, those that look like another one) get their number besides.
        shown: How many words every frame keeps, the most frequent ones, else the first; or which.
        counts: How often each word stands in the text, if that is known, in the same order, or by
            word.
        frames: How many frames the film has at most. Of more, those stay that make it even: close
            at the start, later rarer; the first and the last in any case.
        unit: What is counted instead of epochs, e.g. "step"; frames are then evenly apart.
        budget: Bytes that the film may take; see `training.film.plan_film` for what gives way.
        whole: Whether the last frame keeps all words in full precision; None: if that takes no more
            than `training.film.MOST_WHOLE`. Without it, questions reach the shown words only, and a
            frame costs no more than their rows.
        folder: Where the file lies that has what was recorded until then, `path`, should the
            process be lost; saving the film deletes it. None: nowhere.

    Raises:
        RecordingError: `few_words`, `bad_words`, `bad_counts`.
        MissingWord: If a word of `shown` is not among the words.
        SettingError: If a number is out of its range.
    """

    def __init__(
        self,
        words: Sequence[str] | Mapping[str, int],
        *,
        shown: int | Sequence[str] = 1000,
        counts: Sequence[int] | Mapping[str, int] | None = None,
        frames: int = 120,
        unit: str = EPOCH,
        budget: int = BUDGET,
        whole: bool | None = None,
        folder: str | os.PathLike[str] | None = ".",
    ) -> None:
        self._words = Words.of(words, counts, shown)
        if not re.fullmatch(SETTING, unit):
            raise ValueError(f"a unit is a word like step, not {unit!r:.60}")
        self._unit = unit
        self._most = _whole("frames", frames, 2, 10_000 if unit == EPOCH else MOST_ALONG)
        self._budget = _whole("budget", budget, 1, 2**40)
        self._kept: list[tuple[int, Snapshot]] = []  # frames by number
        self._places: dict[int, int] = {}  # where each lies in the file, by number
        self._recorded = 0
        self._whole: Floating | None = None  # (V, d) of the last frame, in the order of its rows
        self._keeps_whole = whole
        self._folder = folder
        self._path: Path | None = None
        self._head = b""

    def __repr__(self) -> str:
        return f"<Recorder: {len(self)} of {self._recorded} frames, {len(self._words.words)} words>"

    def __len__(self) -> int:
        """How many frames the film has so far."""
        return len(self._kept)

    @property
    def path(self) -> Path | None:
        """The file of what was recorded so far, `recording-….embviz`; None where there is none."""
        return self._path

    def frame(self, epoch: Any, matrix: Any, *, loss: Any = None) -> None:
        """Record a matrix as it is now.

        Args:
            epoch: Epochs trained so far, or steps: a number from 0 up, larger at each frame.
            matrix: (V, d) the embedding matrix: a tensor on any device, or anything else that NumPy
                can view, in half, single or double precision.
            loss: The loss at this moment, if it is known.

        Raises:
            RecordingError: `no_matrix`, `rows_differ`, `transposed`, `dimension_differs`,
                `not_finite`, `beyond_half`, `no_number`, `not_later`. What was recorded before can
                be saved all the same.
        """
        at, lost = self._time(epoch), viewed.number(loss)
        self._check_shape(shape := viewed.shape(matrix))
        if self._keeps_whole is None:
            self._keeps_whole = 4 * math.prod(shape) <= MOST_WHOLE
        rows = self._words.rows[self._words.shown]
        if self._keeps_whole:
            array = viewed.matrix(matrix)
            self._check_shape(array.shape)
            self._take(array)
            kept = array[rows]
        else:
            kept = viewed.matrix(matrix, rows)
            self._check(kept, rows)
        half: Floating = kept.astype(np.float16)
        self._keep(Snapshot(at, lost if np.isfinite(lost) else np.nan, {"E": half}))

    def film(self) -> Film:
        """The film of what was recorded so far; the last frame is whole.

        Raises:
            RecordingError: `no_frames`.
        """
        if not self._kept:
            raise RecordingError("no_frames", "nothing was recorded yet; call frame(epoch, matrix)")
        words, snapshots = self._words, [each for _, each in self._kept]
        n, d = snapshots[0].E.shape
        if not words.asked:
            n = plan_film(self._parts(d), len(snapshots), n, self._budget).words
        half = [Snapshot(e.epoch, e.loss, {"E": e.E[:n]}) for e in snapshots]
        if self._whole is not None:
            E = self._whole[words.rows].astype(np.float32)
            half[-1] = Snapshot(half[-1].epoch, half[-1].loss, {"E": E})
        film = Film(tuple(half), words.words, words.counts, words.shown[:n])
        return film if self._unit == EPOCH else named_along(film, self._unit)

    def save(self, path: Place, *, title: str = "") -> None:
        """Save the film of what was recorded so far, for `embviz open`; one can go on recording.

        Args:
            path: Where to, or a binary stream.
            title: What the app calls it; by default by the name of its file.

        Raises:
            RecordingError: `no_frames`.
            OSError: If the file cannot be written. What was recorded is still there.
        """
        film_npz.write(path, self.film(), title=title)
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            self._path = None

    # ---- a frame's way -------------------------------------------------------------------------

    def _time(self, epoch: Any) -> float:
        at = viewed.number(epoch)
        if not 0 <= at < np.inf:
            message = f"an epoch is a number from 0 up, not {epoch!r:.60}"
            raise RecordingError("no_number", message, found=f"{epoch!r:.60}")
        before = self._kept[-1][1].epoch if self._kept else -np.inf
        if at <= before:
            message = f"frames come in order: epoch {at:g} came after {before:g}"
            raise RecordingError("not_later", message, epoch=f"{at:g}", before=f"{before:g}")
        return at

    def _check_shape(self, shape: tuple[int, ...]) -> None:
        V, d = len(self._words.words), self._kept[0][1].E.shape[1] if self._kept else None
        if len(shape) != 2:
            return  # `viewed.matrix` says what it is
        if shape[0] != V:
            reason = "transposed" if shape[1] == V else "rows_differ"
            message = f"the matrix has {shape[0]:,} rows; there are {V:,} words"
            message += "; its columns are the words: give it transposed" * (reason == "transposed")
            raise RecordingError(reason, message, rows=f"{shape[0]:,}", words=f"{V:,}")
        if d is not None and shape[1] != d:
            message = f"the matrix has {shape[1]:,} dimensions; earlier frames had {d:,}"
            raise RecordingError("dimension_differs", message, found=shape[1], expected=d)

    def _take(self, array: Floating) -> None:
        """Copy all rows, as good ones only: if one is not, the film goes without."""
        kind = np.float16 if array.dtype == np.float16 else np.float32
        whole, self._whole = self._whole, None
        if whole is None or whole.dtype != kind:
            whole = np.empty(array.shape, kind)
        step = max(1, CELLS // array.shape[1])
        for first in range(0, len(array), step):
            block = array[first : first + step]
            if not sound(block):
                self._check(block, np.arange(first, first + len(block)))
            whole[first : first + step] = block
        self._whole = whole

    def _check(self, block: Floating, rows: NDArray[np.intp]) -> None:
        """Refuse rows with numbers that a film cannot hold, and say which comes first."""
        if sound(block):
            return
        at = np.argwhere(~(np.abs(block.astype(np.float64)) <= LARGEST))[0]
        value, row = float(block[tuple(at)]), int(rows[at[0]])
        word = self._words.words[int(np.flatnonzero(self._words.rows == row)[0])]
        reason = "beyond_half" if np.isfinite(value) else "not_finite"
        expected = f"at most {LARGEST:g}" if np.isfinite(value) else "finite"
        message = f"the row {row} of {word!r:.60} holds {value:g}, which should be {expected}"
        raise RecordingError(reason, message, word=word, row=row, value=f"{value:g}")

    def _keep(self, frame: Snapshot) -> None:
        """Add a frame; let another one go where there are too many."""
        n, d = frame.E.shape
        most = min(self._most, plan_film(self._parts(d), self._most, n, self._budget).frames)
        number, self._recorded = self._recorded, self._recorded + 1
        self._kept.append((number, frame))
        place = len(self._kept) - 1
        if len(self._kept) > most:
            gone = superfluous([number for number, _ in self._kept], most)
            place = self._places.pop(self._kept.pop(gone)[0])
        self._places[number] = place
        self._write(number, frame)

    def _parts(self, d: int) -> FrameParts:
        V = len(self._words.words) if self._keeps_whole else len(self._words.shown)
        return FrameParts(V, d)

    # ---- the file beside ------------------------------------------------------------------------

    def _write(self, number: int, frame: Snapshot) -> None:
        """Have the file hold a frame; a full disk is no reason to end a training."""
        if self._folder is None:
            return
        try:
            if self._path is None:
                self._head = self._head or self._empty()
                self._path = recording.create(self._folder, self._head, frame.E.shape)
                written = self._kept
            else:
                written = [(number, frame)]
            for each, snapshot in written:
                place = self._places[each]
                recording.put(self._path, len(self._head), place, each, snapshot)
        except OSError as error:
            self._folder = None
            message = f"what is recorded will be lost with this process, until it is saved: {error}"
            warnings.warn(message, RuntimeWarning, stacklevel=4)

    def _empty(self) -> bytes:
        """The film without its frames, as the head of the file."""
        along, words = (
            None if self._unit == EPOCH else Along(self._unit, (), one_run=True),
            self._words,
        )
        film = Film((), words.words, words.counts, words.shown, Recipe(along=along))
        head = io.BytesIO()
        film_npz.write(head, film)
        return head.getvalue()


def sound(block: Floating) -> bool:
    """Whether all numbers are finite, also in half precision. NaN fails every comparison."""
    if block.dtype == np.float16:
        return bool((block.view(np.uint16) & np.uint16(0x7FFF)).max(initial=0) < _INFINITE)
    return bool(-LARGEST <= block.min(initial=0) and block.max(initial=0) <= LARGEST)


def _tokens(words: Any) -> list[str]:
    try:
        tokens = token_names.in_order(words) if isinstance(words, Mapping) else list(words)
    except (TypeError, ValueError) as error:
        raise _bad_words(f"{error}") from error
    if isinstance(words, str):
        raise _bad_words("one text")
    for i, token in enumerate(tokens):
        if isinstance(token, bytes):
            tokens[i] = token.decode("utf-8", "backslashreplace")
        elif not isinstance(token, str):
            raise _bad_words(f"{token!r:.60} at {i}")
    if len(tokens) < 2:
        message = f"a film needs two words at least, not {len(tokens)}"
        raise RecordingError("few_words", message, found=len(tokens))
    return list(map(str, tokens))


def _bad_words(found: str) -> RecordingError:
    message = f"words are texts in the order of the rows, or a table from each to its row: {found}"
    return RecordingError("bad_words", message, found=found)


def _counts(counts: Any, tokens: Sequence[str]) -> Counts | None:
    """Whole numbers from 0 up, one for each token."""
    if counts is None:
        return None
    if isinstance(counts, Mapping):
        counts = [counts.get(token, 0) for token in tokens]
    array = np.asarray(counts)
    whole = array.dtype.kind in "iu" and array.shape == (len(tokens),)
    if not whole or array.min() < 0 or array.max() > MOST_COUNT:
        found = f"{array.dtype} of shape {array.shape}"
        message = f"counts are whole numbers from 0 up, one for each of {len(tokens):,} words"
        facts = {"found": found, "words": f"{len(tokens):,}"}
        raise RecordingError("bad_counts", f"{message}, not {found}", **facts)
    return array.astype(np.int64)


def _known(word: str, ids: Mapping[str, int]) -> int:
    if word not in ids:
        raise MissingWord(
            "missing_word", f"the word {word!r:.60} is not among those recorded", word=word
        )
    return ids[word]


def _whole(name: str, value: object, low: int, high: int) -> int:
    plain = plain_number(value, whole=True)
    if plain is None or not low <= plain <= high:
        raise out_of_range(name, value, low, high, whole=True)
    return int(plain)
