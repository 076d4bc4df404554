"""A film: the snapshots of one run in order, and what may be kept of it.

A snapshot holds matrices by name, with a row for each word (E, U, …), and whatever other arrays
its model alone understands. Frames keep the rows of the *shown* words in half precision; the last
frame of a complete film keeps all rows in single precision. A film has a budget of bytes, known
before the run. What gives way to it, in this order: matrices that are not part of the model's
result in all but the first frames (and the last), shown words (not below 500), frames (not below
60). A film may know nothing of a model, of counts, or of a text: others' films do not.

Frames are kept at *moments*, which grow rarer by one formula,

    m_i = x0 · ((1 + epochs/x0)^(i/(F-1)) - 1),        i = 0 … F-1                          (1)

with x0 chosen so that m_1 = FINEST. The picture changes fastest at the very start (the first
hundredths of an epoch move the words apart, facts that the projection must follow), and later about
in proportion to the logarithm of time.

Not here: training, and anything about files.
"""

import functools
import itertools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Literal, overload

import numpy as np

from embviz.errors import MissingWord, SettingError
from embviz.text.corpus import Vocabulary
from embviz.training.overfitting import best_frame
from embviz.types import Counts, Float32, Float64, Floating, Ids, Which
from embviz.util.renderers import Shown, render
from embviz.vectors.vectors import Vectors

BUDGET = 64 * 2**20
"""Bytes of a film, unless set."""

MOST_WHOLE = 256 * 2**20
"""Bytes that the whole last frame of a film from elsewhere may come to; larger ones go without."""

FINEST = 0.0125
"""Epochs from the untrained frame to the next one, unless the run is so short that it is less."""

SCORES = "scores"
"""The array of a frame that holds what shares of three parts a classifier sorts rightly, (3,)."""

SAMPLED = "sampled"
"""The same of the last frame, by the sentences that the others look at, (3,)."""

FEWEST_FRAMES = 60
FEWEST_WORDS = 500
FEWEST_FULL_FRAMES = 12
"""What a film keeps however small its budget is (a run that asks for less gets less)."""


@dataclass(frozen=True, eq=False, slots=True)
class Snapshot:
    """What is kept of one moment of training.

    Attributes:
        epoch: Epochs trained so far; 0 is the untrained model. Of a film along something else (see
            `Along`) the number of the frame.
        loss: The mean loss of the fixed pairs, in nats a pair; NaN where nobody knows.
        matrices: By name, (n, d) float16 of the shown words; (V, d) float32 if the snapshot is
            whole. E always; others where the plan of the film does not leave them out.
        arrays: By name, what else the model keeps; float16, or float32 if the snapshot is whole.
            fastText's last frame has Z (rows, d), which E is made of.
        apart: The same matrices by name, (h, d) float16 of the words that are hidden by name, so
            that one of them can be shown later. Not kept in files.
        words: Of the rows, once a film has given it out. They stay behind where it travels.
    """

    epoch: float
    loss: float
    matrices: Mapping[str, Floating]
    arrays: Mapping[str, Floating] = field(default_factory=dict)
    apart: Mapping[str, Floating] = field(default_factory=dict)
    words: tuple[str, ...] = field(default=(), repr=False)

    def __getstate__(self) -> list[object]:
        """Travel without the words, which the film has."""
        kept = [each.name for each in fields(self) if each.name != "words"]
        return [*(getattr(self, name) for name in kept), ()]

    def _repr_svg_(self) -> str | None:
        """Show itself in a notebook: a map of its words."""
        svg: str | None = render(self, "svg")
        return svg

    @property
    def E(self) -> Floating:
        """The embedding matrix, (n, d) or (V, d)."""
        return self.matrices["E"]

    @property
    def U(self) -> Floating | None:
        """The output matrix, where it is kept."""
        return self.matrices.get("U")

    @property
    def Z(self) -> Floating | None:
        """What E is made of, (rows, d), where that is kept."""
        return self.arrays.get("Z")

    @property
    def whole(self) -> bool:
        """Whether all words are there, in full precision."""
        return self.E.dtype != np.float16

    def has(self, which: Which) -> bool:
        """Whether it can give certain vectors."""
        return all(name in self.matrices for name in which.split("+"))

    def matrix(self, which: Which = "E") -> Floating:
        """A matrix, or the sum of some. Raises ValueError if one of them is not there."""
        if not self.has(which):
            known = ", ".join(self.matrices)
            raise ValueError(f"this snapshot has {known}, which cannot give {which}")
        wanted = [self.matrices[name] for name in which.split("+")]
        return functools.reduce(functools.partial(np.add, dtype=np.float32), wanted)


@dataclass(frozen=True)
class Along:
    """What a film goes along instead of epochs: its frames are finished models, as a rule.

    Attributes:
        name: A swept setting, or "period".
        values: One a frame, all different, as they are written: "25", "1990s".
        one_run: Whether its frames are moments of one run all the same, counted in something else
            than epochs: steps.
    """

    name: str
    values: tuple[str, ...]
    one_run: bool = field(default=False, repr=False)


@dataclass(frozen=True)
class Recipe:
    """Where a film comes from: equal recipes give equal films. What nobody knows is empty.

    Attributes:
        model: The model's name in `MODELS`.
        settings: The model's settings by name.
        seed: The seed of the run.
        corpus: Hash of the text and of how it was read, 16 hex digits.
        run: Hash of the whole run, 16 hex digits.
        loss_on: Where the pairs of the loss come from: short texts can spare none.
        result: Which vectors are the model's result.
        vectors: All that can be drawn and asked.
        classes: What sentences are sorted into, if they are.
        along: What the frames go along, if that is not the epochs of one run.
    """

    model: str = ""
    settings: Mapping[str, float] = field(default_factory=dict, hash=False)
    seed: int = 0
    corpus: str = ""
    run: str = ""
    loss_on: Literal["held-out", "training", ""] = ""
    result: Which = "E"
    vectors: tuple[Which, ...] = ("E",)
    classes: tuple[str, ...] = ()
    along: Along | None = None

    @property
    def of_models(self) -> bool:
        """Whether frames are finished models, not moments of one run."""
        return self.along is not None and not self.along.one_run


@dataclass(frozen=True)
class FrameParts:
    """What the frames of a film are made of.

    Attributes:
        V: Words of the vocabulary.
        d: Dimensions.
        needed: Matrices that the model's result is made of.
        others: Further matrices, which give way.
        numbers: How many a frame keeps besides, for the model alone.
        last_numbers: How many only the last frame keeps besides.
        apart: Words that a frame keeps besides those that are shown.
    """

    V: int
    d: int
    needed: int = 1
    others: int = 0
    numbers: int = 0
    last_numbers: int = 0
    apart: int = 0

    @property
    def last(self) -> int:
        """Bytes of the last frame, which is whole."""
        numbers = self.V * self.d * (self.needed + self.others)
        return 4 * (numbers + self.numbers + self.last_numbers)

    def frame(self, words: int) -> int:
        """Bytes of another frame, without the matrices that give way."""
        return 2 * (self.d * (words + self.apart) * self.needed + self.numbers)


@dataclass(frozen=True)
class FilmPlan:
    """What a film keeps.

    Attributes:
        words: Shown words, n.
        frames: Frames, F, the last and whole one included; a short text may give fewer.
        full_frames: So many of the first frames keep all matrices; the last one does as well.
        bytes: Size of the arrays of the film.
    """

    words: int
    frames: int
    full_frames: int
    bytes: int


def plan_film(parts: FrameParts, frames: int, words: int, budget: int) -> FilmPlan:
    """Decide what gives way so that a film stays within its budget of bytes.

    The last frame is whole whatever it costs, and FEWEST_* are kept: `bytes` says what that comes
    to, which may be more than the budget.

    Args:
        parts: What frames are made of.
        frames: Frames wanted, the last one included.
        words: Shown words wanted.
        budget: Bytes.
    """
    words, row = min(words, parts.V), 2 * parts.d

    def size(words: int, frames: int, full: int) -> int:
        others = row * (words + parts.apart) * parts.others
        return parts.last + (frames - 1) * parts.frame(words) + full * others

    def largest(low: int, high: int, bytes_each: int, bytes_before: int) -> int:
        """The largest count of low … high that fits, else low."""
        return max(min(low, high), min(high, (budget - bytes_before) // max(1, bytes_each)))

    full = frames - 1
    if parts.others:
        fewest = min(full, FEWEST_FULL_FRAMES)
        rows = words + parts.apart
        full = largest(fewest, full, row * rows * parts.others, size(words, frames, 0))
    of_a_word = row * (parts.needed * (frames - 1) + parts.others * full)
    words = largest(FEWEST_WORDS, words, of_a_word, size(0, frames, 0))
    if size(words, frames, full) > budget:
        before = size(words, 0, full)
        frames = largest(FEWEST_FRAMES, frames, parts.frame(words), before)
        full = min(full, frames - 1)
    return FilmPlan(words, frames, full, size(words, frames, full))


def moments(epochs: float, frames: int, finest: float = FINEST) -> Float64:
    """The epochs at which frames are kept, formula (1): rising strictly from 0 to `epochs`, (F,).

    Args:
        epochs: Length of the run.
        frames: How many, at least 2.
        finest: The first step. Where even steps would be shorter than that, steps are even.
    """
    shares = np.arange(frames) / (frames - 1)  # (F,)
    if epochs <= finest * (frames - 1):
        return epochs * shares
    x0 = _bend(epochs, shares[1], finest)
    rising: Float64 = x0 * np.expm1(shares * math.log1p(epochs / x0))
    rising[-1] = epochs
    return rising


def _bend(epochs: float, share: float, first: float) -> float:
    """The x0 of formula (1) for which m_1 = first, by halving on a logarithmic scale."""
    low, high = 1e-14 * epochs, 1e14 * epochs
    for _ in range(100):
        x0 = math.sqrt(low * high)
        if x0 * math.expm1(share * math.log1p(epochs / x0)) < first:
            low = x0
        else:
            high = x0
    return math.sqrt(low * high)


@dataclass(frozen=True, eq=False)
class Film(Sequence[Snapshot]):
    """The snapshots of one run in order; `film[-1]` of a complete film is whole.

    Attributes:
        snapshots: F snapshots, the untrained one first.
        words: All V words, the commonest first.
        counts: (V,) how often each stands in the text; None where nobody knows.
        shown: (n,) ids of the words that every frame keeps, rising.
        recipe: Where the film comes from.
    """

    snapshots: tuple[Snapshot, ...]
    words: tuple[str, ...]
    counts: Counts | None
    shown: Ids
    recipe: Recipe = field(default_factory=Recipe)

    def __repr__(self) -> str:
        """Say what it is in a line: the arrays would fill a notebook."""
        end = f" to epoch {self.snapshots[-1].epoch:g}" if self.snapshots else ""
        if (along := self.recipe.along) is not None:
            end = f" by {along.name}"
        return f"<Film: {len(self)} frames{end}, {len(self.shown)} of {len(self.words)} words>"

    def _repr_html_(self) -> str | None:
        """Show itself in a notebook: a page in a frame of its own, which plays."""
        html: str | None = render(self, "html")
        return html

    def show(
        self,
        *,
        epoch: float | None = None,
        projection: object = None,
        words: Sequence[str] | int | None = None,
    ) -> Shown:
        """Give something that a notebook shows: the film, which plays, or a picture of one moment.

        Args:
            epoch: Of the moment, or the nearest that is kept; None: the whole film.
            projection: A name of `PROJECTIONS`, or a projection with its settings; None: what is
                usual for so many words.
            words: Which, or how many of those that frames keep; None: as many as can be read.

        Raises:
            MissingWord: If a word is not among those that frames keep.
            RuntimeError: If `embviz` itself was never imported, only a room of it.
        """
        shown: Shown | None = render(self, "show", epoch=epoch, projection=projection, words=words)
        if shown is None:
            raise RuntimeError("import embviz.public to have films shown")
        return shown

    def __len__(self) -> int:
        return len(self.snapshots)

    @overload
    def __getitem__(self, index: int) -> Snapshot: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Snapshot, ...]: ...
    def __getitem__(self, index: int | slice) -> Snapshot | tuple[Snapshot, ...]:
        """A frame, or a tuple of frames."""
        found = self.snapshots[index]
        if isinstance(found, Snapshot):
            self._tell_words(found)
        return found

    def _tell_words(self, snapshot: Snapshot) -> None:
        """Have a frame know the words of its rows, so that it can show itself alone."""
        if not snapshot.words:
            words = self.words if snapshot.whole else self.shown_words
            object.__setattr__(snapshot, "words", words)

    @property
    def complete(self) -> bool:
        """Whether the run came to its end, so that the last frame is whole."""
        return bool(self.snapshots) and self.snapshots[-1].whole

    @cached_property
    def best(self) -> int | None:
        """The number of the frame after which the model memorised its text (overfitting).

        That of the lowest loss, if it rose again by more than noise (see `training.overfitting`);
        None if it did not, or where the loss is not one of held-out sentences.
        """
        if self.recipe.loss_on != "held-out":
            return None
        return best_frame([each.loss for each in self.snapshots])

    @cached_property
    def shown_words(self) -> tuple[str, ...]:
        """The words that every frame keeps, (n,), in the order of the frames' rows."""
        return tuple(self.words[i] for i in self.shown)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its words with their counts: zeros where nobody knows them."""
        counts = np.zeros(len(self.words), np.int64) if self.counts is None else self.counts
        return Vocabulary(self.words, counts, self.recipe.classes)

    @property
    def scores(self) -> Float32 | None:
        """The shares of training, validation and test sentences sorted rightly, (F, 3).

        Those of a classifier, of some sentences of each part, and of all in the last frame; None of
        other films.
        """
        if not all(SCORES in each.arrays for each in self.snapshots):
            return None
        rows = [each.arrays[SCORES] for each in self.snapshots]
        return np.array(rows, np.float32).reshape(-1, 3)

    @property
    def sampled_scores(self) -> Float32 | None:
        """The same of equal sentences in all frames, so that one can be held against another."""
        scores = self.scores
        if scores is not None and len(scores) and SAMPLED in self.snapshots[-1].arrays:
            scores[-1] = self.snapshots[-1].arrays[SAMPLED]
        return scores

    def rows(self, frame: int = -1, which: Which | None = None) -> Float32:
        """The vectors of the shown words at a frame, (n, d), whole or not.

        Args:
            frame: Its number; -1 is the last one.
            which: The name of a matrix, or several joined by +; None: the model's result.

        Raises:
            IndexError: If there is no such frame.
            ValueError: If the frame has no such matrix.
        """
        snapshot = self.snapshots[frame]
        matrix = snapshot.matrix(which or self.recipe.result)
        return (matrix[self.shown] if snapshot.whole else matrix).astype(np.float32)

    def vectors(self, frame: int = -1, which: Which | None = None) -> Vectors:
        """The words and vectors of a frame: all words if it is whole, else the shown ones.

        Args:
            frame: Its number; -1 is the last one.
            which: The name of a matrix, or several joined by +; None: the model's result.

        Raises:
            IndexError: If there is no such frame.
            ValueError: If the frame has no such matrix.
        """
        snapshot = self.snapshots[frame]
        matrix = snapshot.matrix(which or self.recipe.result)
        if snapshot.whole:
            return Vectors(self.words, matrix)
        return Vectors(self.shown_words, matrix.astype(np.float32))

    def showing(self, words: Sequence[str] | int | None) -> "Film":
        """This film with fewer words in its frames: those named, the first so many, or all.

        Raises:
            MissingWord: If a word is not among those that frames keep.
            SettingError: `nothing_drawn`: If there is none.
        """
        places = chosen(self.shown_words, words)
        if len(places) == len(self.shown):
            return self
        kept = list(places)
        snapshots = tuple(each if each.whole else _rows_of(each, kept) for each in self)
        return replace(self, snapshots=snapshots, shown=self.shown[kept])

    def thinned(self, frames: int) -> "Film":
        """This film with fewer frames, evenly apart, its first and its last among them."""
        at = np.unique(np.linspace(0, len(self) - 1, max(frames, 2)).round().astype(int)).tolist()
        along = self.recipe.along
        if along is not None:
            along = replace(along, values=tuple(along.values[i] for i in at))
        recipe = replace(self.recipe, along=along)
        return replace(self, snapshots=tuple(self[i] for i in at), recipe=recipe)

    def extended(self, snapshots: Iterable[Snapshot]) -> "Film":
        """This film with further snapshots at its end."""
        return replace(self, snapshots=(*self.snapshots, *snapshots))


def chosen(words: Sequence[str], wanted: Sequence[str] | int | None) -> tuple[int, ...]:
    """Give the places of the wanted words, rising: those named, the first so many, or all.

    >>> chosen(["king", "queen", "bread"], ["bread", "king"]), chosen(["king", "queen"], 1)
    ((0, 2), (0,))

    Raises:
        MissingWord: One is not there.
        SettingError: `nothing_drawn`: none is wanted.
    """
    if wanted is not None and not (wanted > 0 if isinstance(wanted, int) else len(wanted)):
        raise SettingError("nothing_drawn", f"no word is wanted: {wanted!r:.40}", value=wanted)
    if wanted is None or isinstance(wanted, int):
        return tuple(range(len(words) if wanted is None else min(wanted, len(words))))
    place = {word: i for i, word in enumerate(words)}
    for word in wanted:
        if word not in place:
            raise MissingWord("missing_word", f"“{word}” is not among these words.", word=word)
    return tuple(sorted({place[word] for word in wanted}))


def _rows_of(snapshot: Snapshot, places: Sequence[int]) -> Snapshot:
    """Some of the rows of a frame that is not whole."""
    matrices = {name: matrix[places] for name, matrix in snapshot.matrices.items()}
    return replace(snapshot, matrices=matrices, words=())


def named_along(film: Film, name: str, values: Sequence[str] | None = None) -> Film:
    """The same film of one run with its frames evenly apart, not called by their epochs.

    Args:
        film: Its epochs are counted in something else.
        name: What that is, e.g. "step".
        values: What each frame is called; None: by the number that stands as its epoch.
    """
    numbers = tuple(f"{each.epoch:.12g}" for each in film)
    called = numbers if values is None else tuple(values[: len(film)])
    along = Along(name, called, one_run=True)
    snapshots = tuple(replace(each, epoch=float(i)) for i, each in enumerate(film))
    return replace(film, snapshots=snapshots, recipe=replace(film.recipe, along=along))


def choose_shown(V: int, words: int, hidden: Collection[int], always: Sequence[int]) -> Ids:
    """The ids of the words that a film shows, rising, (n,).

    Words asked for by name come first, then the most frequent but those that are hidden.

    Args:
        V: Words of the vocabulary.
        words: How many to show at most, those asked for included.
        hidden: Ids of words that are not shown unless asked for.
        always: Ids of the words asked for.
    """
    asked = dict.fromkeys(always)
    others = (i for i in range(V) if i not in asked and i not in hidden)
    chosen = [*asked, *itertools.islice(others, max(0, words - len(asked)))]
    return np.array(sorted(chosen), dtype=np.int32)
