"""Sweeps and ensembles as jobs: the same model with other settings, or with other seeds only.

The cheapest run comes first: one seed with every setting, then the next seed. So the picture has
its first points at once, and fills in evenly. A point is named by the hash of its run: one that was
found before, in this sweep or another, is not looked for again.
"""

import hashlib
import math
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial
from itertools import pairwise, product
from typing import Any, Literal, NamedTuple

import numpy as np

from embviz.errors import Diverged, SettingError, TextError
from embviz.jobs import many_runs
from embviz.jobs.cluster import Cluster
from embviz.jobs.engine import Engine, Work, process_pool
from embviz.jobs.many_runs import FRAMES, Left, carry_on
from embviz.jobs.queries import Counted, call_each
from embviz.jobs.train_and_draw import warm
from embviz.measures.agreement import NEIGHBOURS
from embviz.measures.ensembles import Ensemble
from embviz.measures.exams import Exam, Marks, examine
from embviz.measures.sweeps import Point, Table, Values
from embviz.text.corpus import Corpus
from embviz.text.labelled import Labelled
from embviz.training.beginning import beginning, with_dimension
from embviz.training.film import Film, Snapshot
from embviz.training.model import Model
from embviz.training.run import Run, advance, estimate, start
from embviz.training.staying import Freeze
from embviz.util import memory
from embviz.util.settings import checked, out_of_range, plain_number
from embviz.util.threads import one_thread
from embviz.vectors.vectors import Vectors, nearest

SEEDS = 5
MOST_SEEDS = 100
MOST_SETTINGS = 2
MOST_RUNS = 1000
MOST_WORKERS = 1000

WORDS = 10_000
"""The most frequent words, among which neighbours are compared."""

LIMIT_S = 3600.0
"""Seconds that a call may take, by its estimate, unless it allows more."""

OF_THE_TEXT = "min_count"
"""The setting that belongs to how a text is read, not to a model."""

OF_THE_TEXTS = "period"
"""What is swept where the runs are of several texts: the number of each."""

WATCH_S = 0.02


class Place(NamedTuple):
    """What is trained with each seed."""

    values: Values  # of the swept settings
    run: Run  # with any seed

    @property
    def model(self) -> Model:
        """The algorithm with its settings."""
        return self.run.model

    @property
    def corpus(self) -> Corpus:
        """What it learns from."""
        return self.run.corpus


class Task(NamedTuple):
    """One run to carry out."""

    place: int
    seed: int


@dataclass(frozen=True, eq=False)
class Sweep:
    """Which runs a sweep or an ensemble is made of: a job for the engine.

    Attributes:
        settings: The swept settings; none: an ensemble.
        places: Each combination of their values, rising.
        seeds: A run of each for each place.
        exam: What the vectors are examined by.
        own_seeds: Whether each place has one run instead, with the seed that stands where it does.
    """

    settings: tuple[str, ...]
    places: tuple[Place, ...]
    seeds: tuple[int, ...]
    exam: Exam
    own_seeds: bool = False

    @classmethod
    def of(
        cls,
        model: Model,
        corpus: Corpus,
        *,
        seeds: int = SEEDS,
        exam: Exam | None = None,
        **settings: Iterable[float],
    ) -> "Sweep":
        """A sweep over one setting or two, of the model or `min_count` of the text.

        Raises:
            SettingError: As `sweep` does, but for the time that it takes.
            TextError: If the text cannot be read with a `min_count`.
            TypeError: If the values of a setting are no sequence, or the model or corpus is none.
        """
        Run(model, corpus)  # refuses what is neither
        if not 1 <= len(settings) <= MOST_SETTINGS:
            message = f"one or two settings can be swept, not {len(settings)}: {[*settings]}"
            facts = {"count": len(settings), "settings": tuple(settings), "most": MOST_SETTINGS}
            raise SettingError("swept_settings", message, **facts)
        ranges = {name: _range(name, values, model, corpus) for name, values in settings.items()}
        _check_runs(math.prod(map(len, ranges.values())) * _whole_seeds(seeds))
        texts = _texts(corpus, ranges.get(OF_THE_TEXT, ()))
        places = []
        for values in product(*ranges.values()):
            given = dict(zip(ranges, values, strict=True))
            text = texts[given.pop(OF_THE_TEXT, corpus.min_count)]
            changed: Any = replace(model, **given)
            places.append(Place(values, Run(changed, text, frames=FRAMES)))
        exam = _exam(corpus) if exam is None else exam
        return cls(tuple(settings), tuple(places), tuple(range(seeds)), exam)

    @classmethod
    def like(cls, run: Run, *, seeds: int, others: bool = False) -> "Sweep":
        """Runs that differ from one in their seeds alone, examined by what was planted.

        They begin where it begins, and E stays as long as there. Which words and frames it shows
        does not count, but for a run that stops early: that is decided at its frames.

        Args:
            run: Which.
            seeds: How many runs.
            others: Whether its own seed is not to be among them.

        Raises:
            SettingError: Fewer than two seeds, or too many.
        """
        if _whole_seeds(seeds) < 2:
            raise out_of_range("seeds", seeds, 2, MOST_SEEDS, whole=True)
        given = [seed for seed in range(seeds + 1) if not (others and seed == run.seed)][:seeds]
        same = Run(
            run.model,
            run.corpus.without_text(),
            frames=run.frames if run.patience else FRAMES,
            patience=run.patience,
            start=run.start,
            freeze=run.freeze,
            pace=run.pace,
            origin=run.origin,
        )
        return cls((), (Place((), same),), tuple(given), _exam(run.corpus))

    @classmethod
    def over_texts(
        cls, model: Model, texts: Sequence[Corpus], seeds: Sequence[int] | None = None
    ) -> "Sweep":
        """Runs of one model, one on each of several texts, in their order.

        Args:
            model: The algorithm with its settings.
            texts: What the runs learn from.
            seeds: One for each text; None: the first seed for all.

        Raises:
            SettingError: There are too many.
            TypeError: If the model or a corpus is none.
        """
        runs = [Run(model, text.without_text(), frames=FRAMES) for text in texts]
        _check_runs(len(runs))
        places = tuple(Place((float(i),), run) for i, run in enumerate(runs))
        own = seeds is not None
        return cls((OF_THE_TEXTS,), places, tuple(seeds or (0,)), Exam(), own_seeds=own)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The runs: seed by seed, the cheapest setting first."""
        if self.own_seeds:
            return tuple(Task(*each) for each in enumerate(self.seeds))
        order = sorted(range(len(self.places)), key=self._seconds.__getitem__)
        return tuple(Task(place, seed) for seed, place in product(self.seeds, order))

    def run(self, task: Task) -> Run:
        """One of them."""
        return replace(self.places[task.place].run, seed=task.seed)

    @cached_property
    def subject(self) -> str:
        """What an ensemble is of, however many seeds it has: the hash of its run with seed 0."""
        return self.run(Task(0, 0)).hash

    @cached_property
    def hash(self) -> str:
        """Of all that decides about its points, 16 hex digits."""
        runs = [self.exam.hash, *(self.run(task).hash for task in self.tasks)]
        return hashlib.blake2b(" ".join(runs).encode(), digest_size=8).hexdigest()

    @property
    def loss_on(self) -> Literal["held-out", "training"]:
        """Where the pairs of the losses come from; of several texts, of the first."""
        return self._untrained[0]

    @property
    def before(self) -> float:
        """The loss before training, of the first run; NaN if it is of pairs that are trained on."""
        return self._untrained[1]

    @cached_property
    def _untrained(self) -> tuple[Literal["held-out", "training"], float]:
        """Both of these."""
        run = self.run(Task(0, self.seeds[0]))
        if run.loss_on == "training":
            return "training", math.nan
        _, frames = advance(run, start(run), 0.0, most=1)
        return "held-out", frames[0].loss if frames else math.nan

    def seconds(self, task: Task) -> float:
        """About how long one of them takes."""
        return self._seconds[task.place]

    def point(self, task: Task, last: Snapshot | None, seconds: float) -> Point:
        """What comes of one of them."""
        place = self.places[task.place]
        values, model, corpus = place.values, place.model, place.corpus
        shapes = model.shapes(corpus.vocabulary).values()
        point = Point(
            values,
            task.seed,
            self.run(task).hash,
            math.nan,
            Marks(math.nan, math.nan, math.nan),
            sum(map(math.prod, shapes)),
            4 * len(corpus.words) * model.dimension,
            seconds,
        )
        if last is None:
            return point
        vectors = Vectors(corpus.words, last.matrix(model.result))
        with one_thread():
            marks, near = examine(vectors, self.exam), nearest(vectors.matrix[:WORDS], NEIGHBOURS)
        matrix = vectors.matrix.astype(np.float32)
        return replace(point, loss=last.loss, marks=marks, vectors=matrix, neighbours=near[0])

    def known(self, points: Iterable[Point]) -> tuple[Point, ...]:
        """Those points that are of runs of this sweep, under its own settings."""
        by_run = {point.run: point for point in points}
        if not by_run:
            return ()
        runs = [(task, self.run(task).hash) for task in self.tasks]
        return tuple(
            replace(by_run[run], values=self.places[task.place].values)
            for task, run in runs
            if run in by_run
        )

    def left(self, known: Iterable[Point]) -> tuple[Task, ...]:
        """The runs of which there are no points yet."""
        there = {(point.values, point.seed) for point in known}
        return tuple(
            task for task in self.tasks if (self.places[task.place].values, task.seed) not in there
        )

    @cached_property
    def _seconds(self) -> tuple[float, ...]:
        return tuple(
            estimate(self.run(Task(i, self.seeds[0]))).seconds for i in range(len(self.places))
        )


def launch(
    engine: Engine, job: Sweep, workers: int, *, known: Iterable[Point] = (), **how: Any
) -> tuple[Work, ...]:
    """Begin the works of a sweep or an ensemble; their results are points.

    Args:
        engine: What they run on.
        job: What runs.
        workers: How many of this machine's workers are to be busy; those of a cluster all are.
        known: Points of it that are there already, as `Sweep.known` gives them.
        how: As for `Engine.launch`.
    """
    return many_runs.launch(engine, job, workers, job.left(known), **how)


def examine_again(
    engine: Engine, job: Sweep, found: Sequence[Point], **how: Any
) -> tuple[Work, ...]:
    """Begin to give other marks to points, which were examined by something else.

    Args:
        engine: What the work runs on.
        job: Whose exam and words count.
        found: Points of its runs, as `Sweep.known` gives them.
        how: As for `Engine.launch`.
    """
    words = {place.values: place.corpus.words for place in job.places}
    items = [(point, words[point.values], job.exam) for point in found]
    begun = Counted(len(items))
    return (engine.launch(call_each, (_examined, items), begun, **how),) if items else ()


def _examined(point: Point, words: tuple[str, ...], exam: Exam) -> Point:
    if point.vectors is None:
        return point
    with one_thread():
        return replace(point, marks=examine(Vectors(words, point.vectors), exam))


def points(works: Iterable[Work], known: Iterable[Point] = ()) -> tuple[Point, ...]:
    """All points that works have found so far, and those that were known, by setting and seed."""
    return in_order([*known, *(point for work in works for point in list(work.results))])


def in_order(points: Iterable[Point]) -> tuple[Point, ...]:
    """Points by setting and seed."""
    return tuple(sorted(points, key=lambda point: (point.values, point.seed)))


def table(job: Sweep, points: Iterable[Point]) -> Table:
    """What a sweep has found so far."""
    first, *others = (place.corpus.vocabulary for place in job.places)
    same = all(each is first or each.words == first.words for each in others)
    return Table(job.settings, tuple(points), first if same else None, job.loss_on, job.before)


def members(job: Sweep, points: Iterable[Point]) -> Ensemble:
    """What an ensemble has found so far. Raises ValueError while that is less than two runs."""
    (place,) = job.places
    words = place.corpus.words
    sound = [
        (Vectors(words, each.vectors), each.seed, each.neighbours)
        for each in in_order(points)
        if each.vectors is not None and each.neighbours is not None
    ]
    if len(sound) < 2:
        raise ValueError(f"an ensemble needs two runs at least, not {len(sound)}")
    runs, seeds, neighbours = zip(*sound, strict=True)
    return Ensemble(runs, place.corpus.vocabulary.counts, seeds, neighbours)


def sweep(
    model: Model,
    corpus: Corpus,
    *,
    seeds: int = SEEDS,
    exam: Exam | None = None,
    found: Table | None = None,
    workers: int = 1,
    executor: Cluster | None = None,
    limit_s: float = LIMIT_S,
    progress: bool | None = None,
    **settings: Iterable[float],
) -> Table:
    """Train a model with each value of a setting or of two, over seeds, and measure what comes.

    Args:
        model: The algorithm; its other settings stay.
        corpus: What to learn from.
        seeds: How many runs of each.
        exam: What the vectors are examined by; None: what was planted in the text, if it is known.
        found: What an earlier sweep found: its runs are not carried out again.
        workers: Processes; 1: this one. Scripts that ask for more need `if __name__ == "__main__":`
            as with any `multiprocessing`.
        executor: A cluster, as `embviz.executor` gives it, whose workers do it instead; these go on
            if it is lost.
        limit_s: Seconds that it may take by its estimate.
        progress: Whether to draw a progress bar on stderr; None: if that is a terminal.
        settings: Rising values of one setting or two, e.g. `dimension=[10, 50]`; `min_count` is one
            as well, of the text.

    Raises:
        SettingError: `swept_settings`: none, or more than two; `unknown_setting`: the model has no
            such number; `empty_range`; `not_rising`; `out_of_range`, of seeds and workers, too;
            `many_runs`; `too_long`: it would take longer than `limit_s`; as `train` does.
        TextError: If the text cannot be read with a `min_count`.

    >>> import embviz as ev
    >>> model = ev.SkipGram(epochs=1)
    >>> table = sweep(model, ev.sample("tiny"), seeds=2, dimension=[2, 4], progress=False)
    >>> [(row["dimension"], row["seed"], row["parameters"]) for row in table[:3]]
    [(2, 0, 160), (2, 1, 160), (4, 0, 320)]
    """
    job = Sweep.of(model, corpus, seeds=seeds, exam=exam, **settings)
    before = found.points if found is not None else ()
    return table(job, carried_out(job, before, workers, executor, limit_s, progress))


def ensemble(
    model: Model,
    corpus: Corpus,
    *,
    seeds: int = 10,
    start: Film | Vectors | None = None,
    freeze: Freeze = 0,
    pace: float = 1.0,
    workers: int = 1,
    executor: Cluster | None = None,
    limit_s: float = LIMIT_S,
    progress: bool | None = None,
) -> Ensemble:
    """Train a model with several seeds, to tell how sure its neighbours are.

    Args:
        model: The algorithm with its settings.
        corpus: What to learn from.
        seeds: How many runs.
        start: Where E begins in all of them, as for `train`; so are `freeze` and `pace`.
        freeze: So many epochs E stays as it began; "all": to the end.
        pace: How fast E is tuned, as a multiple of the rest.
        workers: As for `sweep`.
        executor: As for `sweep`.
        limit_s: Seconds that it may take by its estimate.
        progress: Whether to draw a progress bar on stderr; None: if that is a terminal.

    Raises:
        SettingError: `out_of_range`: fewer than two seeds or one worker, or too many; `too_long`;
            as `train`.
        Diverged: If all runs but one did, or all.
    """
    rows = None
    if start is not None:
        model = with_dimension(model, start)
        rows = beginning(start, model, corpus).rows
    run = Run(model, corpus, start=rows, freeze=freeze, pace=pace)
    job = Sweep.like(run, seeds=seeds)
    found = carried_out(job, (), workers, executor, limit_s, progress)
    if sum(point.vectors is not None for point in found) < 2:
        message = f"training diverged; the learning rate {model.learning_rate:g} is too high here"
        facts = {"learning_rate": model.learning_rate, "suggested": model.learning_rate / 2}
        raise Diverged("diverged", message, film=run.film(), epoch=0.0, **facts)
    return members(job, found)


def check_cost(
    job: Sweep, workers: int = 1, limit_s: float = LIMIT_S, known: Iterable[Point] = ()
) -> None:
    """Refuse what takes too long or too much memory, before it begins.

    Args:
        job: What is to be carried out.
        workers: On how many.
        limit_s: Seconds that it may take.
        known: Points of it that are there already, as `Sweep.known` gives them.

    Raises:
        SettingError: `too_long`, with `runs`, `seconds`, `minutes` and `limit` in minutes;
            `too_much_memory`.
    """
    left = job.left(known)
    seconds, runs = many_runs.estimate_s(job, workers, left), len(left)
    if seconds > limit_s:
        minutes = math.ceil(seconds / 60)
        limit = round(limit_s / 60) if limit_s % 60 == 0 else round(limit_s / 60, 1)
        message = f"{runs} runs would take about {minutes:,} minutes, and may take {limit:g}"
        facts = {"runs": runs, "seconds": seconds, "minutes": minutes, "limit": limit}
        raise SettingError("too_long", message, **facts)
    sizes = [len(place.corpus.words) * (place.model.dimension + NEIGHBOURS) for place in job.places]
    words = max(len(place.corpus.words) for place in job.places)
    memory.check(4 * sum(sizes) * len(job.tasks) // len(job.places), words)


def carried_out(
    job: Sweep,
    found: Iterable[Point],
    workers: int,
    cluster: Cluster | None,
    limit_s: float,
    progress: bool | None,
) -> tuple[Point, ...]:
    """All points of a job, but for those that are found already; refused as by `check_cost`.

    Raises:
        SettingError: `out_of_range`: no workers, or too many; as `check_cost`.
    """
    workers = _whole("workers", workers, 1, MOST_WORKERS)
    cluster = cluster if cluster is not None and cluster.lost is None else None
    every = known = job.known(found)
    check_cost(job, workers if cluster is None else cluster.workers, limit_s, known)
    show = sys.stderr.isatty() if progress is None else progress
    alone = workers == 1 and cluster is None
    for every in _here(job, known) if alone else _on_workers(job, known, workers, cluster):
        if show:
            _draw_progress(len(every), len(job.tasks))
    return every


def _here(job: Sweep, known: tuple[Point, ...]) -> Iterator[tuple[Point, ...]]:
    """All points so far, again and again until there are no more to come; in this process."""
    state, every = Left(job.left(known)), [*known]
    while not state.finished:
        state, more = carry_on(job, state, WATCH_S)
        every += more
        yield in_order(every)


def _on_workers(
    job: Sweep, known: tuple[Point, ...], workers: int, cluster: Cluster | None
) -> Iterator[tuple[Point, ...]]:
    """The same on worker processes, or those of a cluster."""
    # A thread where this process goes on for a cluster: it asks for no guarded `__main__`.
    pool = partial(process_pool, workers, warm) if workers > 1 else partial(ThreadPoolExecutor, 1)
    engine = Engine(pool, cluster=cluster)
    works: tuple[Work, ...] = ()
    try:
        works = launch(engine, job, workers, known=known)
        while any(work.status == "running" for work in works):
            time.sleep(WATCH_S)
            for work in works:
                work.watch()
            yield points(works, known)
        for work in works:
            if work.error is not None:
                raise work.error
        yield points(works, known)
    finally:
        for work in works:
            work.pause()
        engine.close()


def _draw_progress(done: int, runs: int) -> None:
    bar = f"\r[{'#' * (30 * done // runs):.<30}] {done} of {runs} runs"
    print(bar, end="\n" if done == runs else "", file=sys.stderr, flush=True)


def _range(name: str, values: Iterable[float], model: Model, corpus: Corpus) -> Values:
    """The values of a setting as plain numbers, which are in its range and rise."""
    known = {each.name: each for each in fields(model) if each.metadata}
    names = (*known,) if isinstance(corpus, Labelled) else (*known, OF_THE_TEXT)
    if name not in names:
        message = f"{model.name} has no number called {name}; there are {', '.join(names)}"
        raise SettingError("unknown_setting", message, setting=name, known=", ".join(names))
    if isinstance(values, str | float | int) or not isinstance(values, Iterable):
        raise TypeError(f"{name} needs a sequence of values, e.g. [{values!r:.40}]")
    listed = list(values)
    if not listed:
        raise SettingError("empty_range", f"{name} has no value to try", setting=name)
    if name == OF_THE_TEXT:
        plain: list[float] = [_whole(name, value, 1, 2**31) for value in listed]
    else:
        plain = [checked(known[name], value) for value in listed]
    for before, value in pairwise(plain):
        if not before < value:
            message = f"the values of {name} must rise, but {value:g} follows {before:g}"
            facts = {"setting": name, "value": value, "before": before}
            raise SettingError("not_rising", message, **facts)
    return tuple(plain)


def _texts(corpus: Corpus, min_counts: Sequence[float]) -> Mapping[float, Corpus]:
    """The text as it is read with each minimum count, and as it was."""
    texts = {corpus.min_count: corpus}
    for count in map(int, min_counts):
        if count not in texts:
            texts[count] = _read_again(corpus, count)
    return {count: text.without_text() for count, text in texts.items()}


def _read_again(corpus: Corpus, min_count: int) -> Corpus:
    if not corpus.text:
        raise TextError("no_text", "this corpus came without its text")
    again = Corpus.from_text(corpus.text, **corpus.how | {"min_count": min_count})
    return replace(again, answers=corpus.answers)


def _exam(corpus: Corpus) -> Exam:
    """What was planted in a text, if that is known."""
    planted = corpus.answers
    return Exam() if planted is None else Exam(planted.groups, planted.analogies)


def _check_runs(runs: int) -> None:
    if runs > MOST_RUNS:
        message = f"{runs} runs are more than {MOST_RUNS}"
        raise SettingError("many_runs", message, runs=runs, most=MOST_RUNS)


def _whole_seeds(seeds: object) -> int:
    return _whole("seeds", seeds, 1, MOST_SEEDS)


def _whole(name: str, value: object, low: int, high: int) -> int:
    plain = plain_number(value, whole=True)
    if plain is None or not low <= plain <= high:
        raise out_of_range(name, value, low, high, whole=True)
    return int(plain)
