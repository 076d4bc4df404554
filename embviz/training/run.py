"""Training in chunks: a run, where it stands, and one pure function that carries it on.

A `Run` says everything that decides about its film; a `State` is a value: position and weights.
`advance(run, state, budget_s)` works for a while and returns the next state and the snapshots that
fell due. Nothing else moves. A run that is cut anywhere, between any two blocks, gives bit for bit
the film of a run that was never cut, on the same machine with the same libraries.

Not here: what a model has to offer (see `model`), any algorithm (see `models`), processes and
threads (see `engine`).
"""

import contextlib
import functools
import hashlib
import json
import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from embviz.errors import Diverged
from embviz.text.corpus import Corpus
from embviz.training.beginning import begin_at, beginning, with_dimension
from embviz.training.film import (
    BUDGET,
    FINEST,
    Film,
    FilmPlan,
    FrameParts,
    Recipe,
    Snapshot,
    choose_shown,
    moments,
    plan_film,
)
from embviz.training.model import Model, Position, Trainer, Weights
from embviz.training.staying import Freeze, Staying, below
from embviz.types import Float32, Float64, Floating, Ids
from embviz.util import memory
from embviz.util.lasting import Lasting
from embviz.util.settings import out_of_range, plain_number
from embviz.util.threads import one_thread
from embviz.vectors.vectors import Vectors

LARGEST = 65504.0
"""The largest number of half precision. Weights beyond it are as good as infinite: those of a run
that goes well stay below 100."""


MOST_PATIENCE = 10_000
"""Epochs: the longest run has as many."""

FASTEST = 10.0
"""How much faster than the rest E may move."""

CHUNK_S, FAR_CHUNK_S = 0.2, 1.0
"""Seconds after which progress is shown, here and where each look at it travels."""


# ---- a run and where it stands -------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Run:
    """Everything that decides about a film; equal runs (equal hashes) give equal films.

    Attributes:
        model: The algorithm with its settings.
        corpus: What to learn from.
        seed: Any whole number from 0 up.
        frames: How many frames to keep, if the text gives so many.
        words: How many words to show.
        hide: So many of the most frequent words are not shown.
        always: Words to show in any case.
        budget: Bytes that the film may take.
        without: Words that are not shown, unless `always` has them. All but the last frame keep
            them apart, so that they can be shown later.
        patience: Stop at the first frame so many epochs after that of the lowest held-out loss; 0:
            never. A text that can spare no held-out sentences is trained to the end.
        start: (V, d) The rows at which E begins, NaN where it begins at random; see `beginning`.
        freeze: So many epochs E stays as it began; "all": to the end.
        pace: How fast E moves after that, as a multiple of the rest; see `staying`.
        origin: What the rows of `start` are called, for telling; it makes no other run.

    Raises:
        SettingError: If a number is out of its range, or fewer than two words are left to show.
        MissingWord: If a word of `always` or `without` is not in the vocabulary.
        TypeError: If the model is no model, or the corpus no corpus.
    """

    model: Model
    corpus: Corpus
    seed: int = 0
    frames: int = 120
    words: int = 1000
    hide: int = 0
    always: tuple[str, ...] = ()
    budget: int = BUDGET
    without: tuple[str, ...] = ()
    patience: int = 0
    start: Float32 | None = None
    freeze: Freeze = 0
    pace: float = 1.0
    origin: str = ""

    def __post_init__(self) -> None:
        _check_kinds(self.model, self.corpus)
        V = len(self.corpus.vocabulary)
        ranges = {
            "seed": (0, 2**63 - 1),
            "frames": (2, 10_000),
            "words": (2, 1_000_000),
            "hide": (0, V - 2),
            "budget": (1, 2**40),
            "patience": (0, MOST_PATIENCE),
        }
        for name, (low, high) in ranges.items():
            value = getattr(self, name)
            plain = plain_number(value, whole=True)
            if plain is None or not low <= plain <= high:
                raise out_of_range(name, value, low, high, whole=True)
            object.__setattr__(self, name, plain)
        if self.freeze != "all":
            object.__setattr__(self, "freeze", _whole("freeze", self.freeze, MOST_PATIENCE))
        object.__setattr__(self, "pace", _pace(self.pace))
        object.__setattr__(self, "always", tuple(self.always))
        object.__setattr__(self, "without", tuple(self.without))
        for word in (*self.always, *self.without):
            self.corpus.vocabulary.id(word)
        if V - len(self._hidden) < 2:
            raise out_of_range("without", len(self._hidden), 0, V - 2, whole=True)

    @cached_property
    def hash(self) -> str:
        """The name of the run: 16 hex digits."""
        recipe = [
            *(self.model.name, asdict(self.model), self.corpus.hash, self.seed, self.frames),
            *(self.words, self.hide, self.always, self.budget),
            *([self.without] if self.without else []),
        ]
        if self.patience:  # runs without it have the names that they had before there was any
            recipe.append(self.patience)
        if self.start is not None:
            recipe.append(hashlib.blake2b(self.start.tobytes(), digest_size=8).hexdigest())
        if self.freeze or self.pace != 1:
            recipe.append(["stays", self.freeze, self.pace])
        return hashlib.blake2b(json.dumps(recipe).encode(), digest_size=8).hexdigest()

    @cached_property
    def plan(self) -> FilmPlan:
        """What the film keeps."""
        V = len(self.corpus.vocabulary)
        kept = self.model.kept(self.corpus.vocabulary)
        needed = len(self.model.result.split("+"))
        numbers, last = (sum(map(math.prod, each.values())) for each in (kept.arrays, kept.last))
        others = len(kept.matrices) - needed
        apart = len(self.apart)
        parts = FrameParts(V, self.model.dimension, needed, others, numbers, last, apart)
        words = min(self.words, V - len(self.hidden))
        return plan_film(parts, self.frames, max(words, len(self._asked)), self.budget)

    @cached_property
    def shown(self) -> Ids:
        """The ids of the shown words, rising, (n,)."""
        V = len(self.corpus.vocabulary)
        return choose_shown(V, self.plan.words, self._hidden, self._asked)

    @cached_property
    def apart(self) -> Ids:
        """The ids of the words that frames keep besides: hidden by name, rising, (h,)."""
        by_name = set(map(self.corpus.vocabulary.id, self.without))
        return np.array(sorted(by_name - set(self._asked)), dtype=np.int32)

    @cached_property
    def hidden(self) -> Ids:
        """The ids of all words that are hidden, rising, (h,)."""
        return np.array(sorted(self._hidden - set(self._asked)), dtype=np.int32)

    @property
    def _asked(self) -> list[int]:
        return [self.corpus.vocabulary.id(word) for word in dict.fromkeys(self.always)]

    @cached_property
    def _hidden(self) -> frozenset[int]:
        by_name = map(self.corpus.vocabulary.id, self.without)
        return frozenset([*range(self.hide), *by_name])

    @cached_property
    def moments(self) -> Float64:
        """The epochs at which frames are kept, (F,): every block's end if there are so few."""
        trainer, frames = _trainer(self), self.plan.frames
        ends = trainer.ends(frames - 1)
        if ends is not None:
            return np.array([0.0, *ends])
        return moments(self.model.epochs, frames, max(FINEST, trainer.finest))

    @property
    def loss_on(self) -> Literal["held-out", "training"]:
        """Where the pairs of the loss come from: short texts can spare none."""
        return _trainer(self).loss_on

    def film(self, snapshots: tuple[Snapshot, ...] = ()) -> Film:
        """A film of this run."""
        vocabulary = self.corpus.vocabulary
        settings = asdict(self.model)
        recipe = Recipe(
            *(self.model.name, settings, self.seed, self.corpus.hash, self.hash, self.loss_on),
            result=self.model.result,
            vectors=self.model.vectors,
            classes=vocabulary.classes,
        )
        return Film(snapshots, vocabulary.words, vocabulary.counts, self.shown, recipe)


def _whole(name: str, value: object, high: int) -> int:
    plain = plain_number(value, whole=True)
    if plain is None or not 0 <= plain <= high:
        raise out_of_range(name, value, 0, high, whole=True)
    return int(plain)


def _pace(value: object) -> float:
    plain = plain_number(value, whole=False)
    if plain is None or not 0 < plain <= FASTEST:
        raise out_of_range("pace", value, 0, FASTEST, whole=False)
    return plain


def _check_kinds(model: object, corpus: object) -> None:
    """Refuse a name in the place of a model, and a text in the place of a corpus."""
    if not hasattr(model, "trainer") or isinstance(model, type):
        raise TypeError(f"model must be one like SkipGram(dimension=50), not {model!r:.60}")
    if not isinstance(corpus, Corpus):
        raise TypeError(f"corpus must be a Corpus, e.g. Corpus.from_text(text), not {corpus!r:.60}")


@dataclass(frozen=True)
class Trouble:
    """Why a run stopped early: the loss or a weight left the finite numbers.

    Attributes:
        learning_rate: The one that was too high.
        suggested: One that should do.
        epoch: How far the run had come when it was noticed.
    """

    learning_rate: float
    suggested: float
    epoch: float


@dataclass(frozen=True, eq=False)
class State:
    """Where a run stands: keep it to pause, ship it to go on elsewhere.

    Attributes:
        position: The next block, and the epochs trained so far.
        weights: By name; never written to again.
        kept: Frames kept so far.
        loss: At the last of them.
        best: The lowest loss so far, and the epoch of its frame.
        done_share: 0 … 1.
        finished: Whether nothing is left to do.
        trouble: Why it is finished too early, if it is.
    """

    position: Position
    weights: Mapping[str, Float32]
    kept: int = 0
    loss: float = math.nan
    best: tuple[float, float] = (math.inf, 0.0)
    done_share: float = 0.0
    finished: bool = False
    trouble: Trouble | None = None


def start(run: Run) -> State:
    """The untrained state of a run."""
    weights = _trainer(run).initial()
    if run.start is not None:
        begin_at(weights, run.start, run.model, run.corpus.vocabulary)
    return State(Position(), _frozen(weights))


def advance(
    run: Run,
    state: State,
    budget_s: float,
    most: int | None = None,
    *,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[State, list[Snapshot]]:
    """Carry a run on: a pure function of run and state, but for where it stops.

    The first call gives the untrained frame before anything else. Every call does something: at
    least one frame or one block.

    Args:
        run: What to train.
        state: Where it stands; left as it is.
        budget_s: Stop after the first block that ends later than this.
        most: Stop when so many snapshots have been kept; None: any number.
        clock: Where the time comes from.

    Returns:
        The new state and the snapshots kept on the way.
    """
    deadline = clock() + budget_s
    snapshots: list[Snapshot] = []
    if state.finished:
        return state, snapshots
    trainer = _trainer(run)
    # Copied: the arrays of a state may be read-only, and others may still need them.
    weights = {name: np.array(array, order="C") for name, array in state.weights.items()}

    def enough() -> bool:
        return state.finished or len(snapshots) == most or clock() >= deadline

    # Overflows are judged by what is left of them, where a frame is kept and where a chunk ends.
    with one_thread(), np.errstate(over="ignore", invalid="ignore"):
        position = state.position
        if state.kept == 0:
            state = _keep(run, trainer, state, position, weights, snapshots)
            if enough():
                return state, snapshots
        due, began = _next_moment(run, position), position
        stays = _staying(run, weights)
        for position in trainer.steps(weights, state.position):
            if stays is not None:
                stays.after(began)
                began = position
            if position.at >= due:
                state = _keep(run, trainer, state, position, weights, snapshots)
                due = _next_moment(run, position)
            if enough():
                break
        if not state.finished and position != state.position:
            state = _pause(run, trainer, state, position, weights)
    return state, snapshots


def _staying(run: Run, weights: Weights) -> Staying | None:
    if (not run.freeze and run.pace == 1) or hasattr(_trainer(run), "staying"):
        return None
    return Staying(below(run.model, weights), run.freeze, run.pace)


def standing(run: Run, state: State) -> Snapshot:
    """All words where a run stands, in single precision: what a whole frame would be."""
    matrices, arrays = _trainer(run).keep(dict(state.weights), None)
    return Snapshot(state.position.at, state.loss, matrices, arrays)


def stands(run: Run, state: State) -> bool:
    """Whether a run that is not finished can stand there: what a file says is tried for a block."""
    weights = {name: np.array(array, order="C") for name, array in state.weights.items()}
    with one_thread(), np.errstate(over="ignore", invalid="ignore"):
        try:
            after = next(_trainer(run).steps(weights, state.position), None)
        except (IndexError, ValueError):
            return False  # there is no such shard, or no such block in it
    return after is not None and after.at > state.position.at


def _next_moment(run: Run, position: Position) -> float:
    """The first moment after a position; a block may pass several at once, for one frame."""
    i = int(np.searchsorted(run.moments, position.at, side="right"))
    return float(run.moments[i]) if i < len(run.moments) else math.inf


def _keep(
    run: Run,
    trainer: Trainer,
    last: State,
    position: Position,
    weights: Weights,
    snapshots: list[Snapshot],
) -> State:
    """Keep a frame if the weights are sound; the state there, or the last good one with trouble."""
    loss = trainer.loss(weights)
    if not math.isfinite(loss) or not _sound(weights):
        return _stopped(run, trainer, last, position)
    share = position.at / run.model.epochs
    best = min(last.best, (loss, position.at))
    finished = position.at >= run.model.epochs or out_of_patience(run, best, position.at)
    snapshots.append(_snapshot(run, last.kept, position.at, loss, weights, whole=finished))
    copies = {name: array.copy() for name, array in weights.items()}
    return State(position, _frozen(copies), last.kept + 1, loss, best, share, finished)


def out_of_patience(run: Run, best: tuple[float, float], epoch: float) -> bool:
    """Whether a run stops at a frame, given the lowest loss so far and the epoch of that."""
    patient = run.patience > 0 and run.loss_on == "held-out"
    return patient and epoch - best[1] >= run.patience


def _pause(run: Run, trainer: Trainer, last: State, position: Position, weights: Weights) -> State:
    """The state between two frames, if the weights are sound."""
    if not _sound(weights):
        return _stopped(run, trainer, last, position)
    share = position.at / run.model.epochs
    return replace(last, position=position, weights=_frozen(weights), done_share=share)


def _stopped(run: Run, trainer: Trainer, last: State, position: Position) -> State:
    rate = run.model.learning_rate
    trouble = Trouble(rate, min(trainer.safe_rate(), rate / 2), position.at)
    return replace(last, finished=True, trouble=trouble)


def _snapshot(
    run: Run, index: int, epoch: float, loss: float, weights: Weights, whole: bool
) -> Snapshot:
    matrices, arrays = _trainer(run).keep(weights, None if whole else run.shown)
    if not whole and index >= run.plan.full_frames:
        matrices = {name: matrices[name] for name in run.model.result.split("+")}
    apart = {} if whole else _apart(run, weights, matrices)
    kind: type[np.floating] = np.float32 if whole else np.float16
    kept, besides = ({name: a.astype(kind) for name, a in e.items()} for e in (matrices, arrays))
    return Snapshot(epoch, loss, kept, besides, apart)


def _apart(run: Run, weights: Weights, names: Iterable[str]) -> dict[str, Floating]:
    """The rows of the words that are hidden by name, in half precision, (h, d) each."""
    if not len(run.apart):
        return {}
    matrices, _ = _trainer(run).keep(weights, run.apart)
    return {name: matrices[name].astype(np.float16) for name in names}


def _sound(weights: Mapping[str, Float32]) -> bool:
    """Whether all weights are finite, also in half precision. NaN fails every comparison."""
    return all(-LARGEST <= w.min() and w.max() <= LARGEST for w in weights.values())


def _frozen(weights: Weights) -> Weights:
    for array in weights.values():
        array.flags.writeable = False
    return weights


@functools.lru_cache(maxsize=32)
def _trainer(run: Run) -> Trainer:
    """The run, prepared; kept, since every chunk of a run needs it.

    Raises:
        SettingError: `too_much_memory`, or what the model cannot do.
    """
    # Weights are there three times at most: in the state before, in work, and in the state after.
    needed = 3 * _weights_bytes(run) + run.plan.bytes + run.corpus.ids.nbytes
    memory.check(needed, len(run.corpus.vocabulary))
    trainer = run.model.trainer(run.corpus, run.seed, run.frames)
    if hasattr(trainer, "staying"):
        stays: Trainer = trainer.staying(run.freeze, run.pace)
        return stays
    return trainer


# ---- whole runs ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Estimate:
    """What a run will take.

    Attributes:
        seconds: On one core like ours, all to itself; half or double is possible.
        film_bytes: Size of the film.
        weights_bytes: Size of the weights; training needs them twice.
    """

    seconds: float
    film_bytes: int
    weights_bytes: int


def estimate(run: Run) -> Estimate:
    """Estimate time and memory before a run."""
    return Estimate(_trainer(run).seconds(), run.plan.bytes, _weights_bytes(run))


def _weights_bytes(run: Run) -> int:
    shapes = run.model.shapes(run.corpus.vocabulary)
    return sum(4 * math.prod(shape) for shape in shapes.values())


def train(
    model: Model,
    corpus: Corpus,
    *,
    seed: int = 0,
    frames: int = 120,
    words: int = 1000,
    hide: int | Sequence[str] = 0,
    always: Sequence[str] = (),
    patience: int = 0,
    start: Film | Vectors | None = None,
    freeze: Freeze = 0,
    pace: float = 1.0,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Film:
    """Train a model and return the film of it.

    Args:
        model: The algorithm with its settings.
        corpus: What to learn from.
        seed: Equal seeds give equal films.
        frames: How many frames to keep, if the text gives so many.
        words: How many words the frames show; the last frame has all of them.
        hide: So many of the most frequent are not among them; or the words that are not.
        always: Words that are, however rare.
        patience: Stop so many epochs after the frame of the lowest held-out loss, `film.best`; 0:
            never. A text of under 100 sentences holds none out, and is trained to the end.
        start: Where E begins: at the last frame of a film, or at vectors. Words that are not there
            begin at random; how many numbers a word has is as there.
        freeze: So many epochs E stays as it began, then it is tuned; "all": to the end.
        pace: How fast E is tuned, as a multiple of the rest.
        executor: Where it is trained, such as the cluster that `embviz.executor` gives; None: here.
            Where that breaks, it goes on here.
        progress: Whether to draw a progress bar on stderr; None: if that is a terminal.

    Raises:
        Diverged: If the numbers left the finite ones; `film` holds the frames until then.
        MissingWord: If a word of `always` is not in the vocabulary.
        SettingError: As `beginning` does, if E cannot begin there.
    """
    if start is not None:
        model = with_dimension(model, start)
    run = Run(
        *(model, corpus, seed, frames, words),
        always=tuple(always),
        patience=patience,
        start=None if start is None else beginning(start, model, corpus).rows,
        freeze=freeze,
        pace=pace,
    )
    if isinstance(hide, Sequence) and not isinstance(hide, str):
        run = replace(run, without=tuple(hide))
    else:
        run = replace(run, hide=hide)  # type: ignore[arg-type]
    return _from_the_start(run, executor, progress)


def _from_the_start(run: Run, executor: Executor | None, progress: bool | None) -> Film:
    return carry_out(run, start(run), run.film(), executor=executor, progress=progress)


def carry_out(
    run: Run, state: State, film: Film, *, executor: Executor | None = None, progress: bool | None
) -> Film:
    """Carry a run on to its end; the whole film of it.

    Args:
        run: What to train.
        state: Where it stands.
        film: What has been kept of it so far.
        executor: As for `train`.
        progress: As for `train`.

    Raises:
        Diverged: As `train` does.
    """
    show = sys.stderr.isatty() if progress is None else progress
    chunks = _chunks(run, state, executor)
    for state, snapshots in chunks:
        film = film.extended(snapshots)
        if show:
            _draw_progress(run, state)
    if state.trouble is not None:
        raise _diverged(state.trouble, film)
    return film


def _chunks(
    run: Run, state: State, executor: Executor | None
) -> Iterator[tuple[State, list[Snapshot]]]:
    """Carry a run on, chunk by chunk: elsewhere, as long as there is anything, else here."""
    if executor is not None:
        sent = Lasting(replace(run, corpus=run.corpus.without_text()))
        with contextlib.suppress(BrokenExecutor):
            while not state.finished:
                state, more = executor.submit(_advance, sent, state, FAR_CHUNK_S).result()
                yield state, more
    while not state.finished:
        state, more = advance(run, state, CHUNK_S)
        yield state, more


def _advance(run: Lasting[Run], state: State, budget_s: float) -> tuple[State, list[Snapshot]]:
    return advance(run.value, state, budget_s)


def _draw_progress(run: Run, state: State) -> None:
    done = int(30 * state.done_share)
    epoch = state.done_share * run.model.epochs
    bar = f"\r[{'#' * done}{'.' * (30 - done)}] {state.done_share:4.0%}  "
    bar += f"epoch {epoch:.1f} of {run.model.epochs}  loss {state.loss:.4f}"
    print(bar, end="\n" if state.finished else "", file=sys.stderr, flush=True)


def _diverged(trouble: Trouble, film: Film) -> Diverged:
    return Diverged(
        "diverged",
        f"Training diverged at epoch {trouble.epoch:.2f}: the learning rate "
        f"{trouble.learning_rate:g} is too high here; try {trouble.suggested:g}.",
        film=film,
        **asdict(trouble),
    )
