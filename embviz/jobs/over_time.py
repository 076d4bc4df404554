"""Texts over time as runs: one for each period, and others on resamples of the first period.

These are jobs of `sweeps`: so a run that was made before is not made again, whoever asked for it.
"""

from collections.abc import Iterable, Mapping, Sequence

from embviz.errors import Quote, SettingError
from embviz.jobs import sweeps
from embviz.jobs.cluster import Cluster
from embviz.jobs.sweeps import LIMIT_S, MOST_SEEDS, Sweep
from embviz.measures.comparison import Comparison
from embviz.measures.over_time import OverTime, Period, check_common
from embviz.measures.sweeps import Point
from embviz.text import dated_tables
from embviz.text.corpus import Corpus
from embviz.text.resampled import resampled
from embviz.training.model import Model
from embviz.util.settings import out_of_range, plain_number
from embviz.vectors.vectors import Vectors

FEWEST_SEEDS = 3
"""Of the first period, where noise is measured: two are held against the one that is compared."""

Texts = Mapping[str, Corpus] | Iterable[tuple[str, Corpus]]


def over_time(
    model: Model,
    texts: Texts,
    *,
    seeds: int = 1,
    found: Iterable[Point] = (),
    workers: int = 1,
    executor: Cluster | None = None,
    limit_s: float = LIMIT_S,
    progress: bool | None = None,
) -> OverTime:
    """Train a model on each of several texts in order, to see which words move.

    Args:
        model: The algorithm; its settings and the seed are the same for all.
        texts: By the names of the periods, in their order.
        seeds: With three or more, the first period is trained so often: as it is, and on resamples
            of its sentences with a seed each. That tells what chance moves; see `OverTime.moved`.
        found: Points of runs that were carried out before.
        workers: Processes; 1: this one. As for `sweep`.
        executor: As for `sweep`.
        limit_s: Seconds that it may take by its estimate.
        progress: Whether to draw a progress bar on stderr; None: if that is a terminal.

    Raises:
        TextError: `few_periods`, `many_periods`, `period_twice`, `not_in_order`.
        SettingError: `out_of_range`: two seeds, no worker, or too many; `too_long`;
            `period_diverged`; as `train` does.
        EvaluationError: `no_common_words`.

    >>> import embviz as ev
    >>> one = ev.sample("tiny")
    >>> found = over_time(ev.SkipGram(epochs=1), {"1990s": one, "2000s": one}, progress=False)
    >>> [stop.period for stop in found.journey("king")], found.journey("king")[1].to_first > 0.999
    (['1990s', '2000s'], True)
    """
    names, corpora = named(texts)
    job, noise = jobs_of(model, corpora, seeds)
    known = tuple(found)
    points = sweeps.carried_out(job, known, workers, executor, limit_s, progress)
    if noise is None:
        return result(names, job, points)
    others = sweeps.carried_out(noise, known, workers, executor, limit_s, progress)
    return result(names, job, points, noise, others)


def named(texts: Texts) -> tuple[tuple[str, ...], tuple[Corpus, ...]]:
    """The names and texts of periods, if they can be compared.

    Raises:
        TextError: As `over_time` does.
        EvaluationError: `no_common_words`.
        TypeError: A text is no corpus.
    """
    pairs = tuple(texts.items() if isinstance(texts, Mapping) else texts)
    for name, corpus in pairs:
        if not isinstance(corpus, Corpus):
            kind = type(corpus).__name__
            raise TypeError(
                f"{name!r} must be a Corpus, as Corpus.from_text reads it, not a {kind}"
            )
    names, corpora = tuple(name for name, _ in pairs), tuple(corpus for _, corpus in pairs)
    dated_tables.check_number(len(names))
    dated_tables.check_different(names)
    dated_tables.in_order(names)
    check_common({name: corpus.vocabulary for name, corpus in pairs})
    return names, corpora


def jobs_of(model: Model, corpora: Sequence[Corpus], seeds: int) -> tuple[Sweep, Sweep | None]:
    """The runs of periods, and those on resamples of the first one, if there are some.

    Raises:
        SettingError: `out_of_range`: two seeds, or too many.
    """
    plain = plain_number(seeds, whole=True)
    if plain is None or not (plain == 1 or FEWEST_SEEDS <= plain <= MOST_SEEDS):
        raise out_of_range("seeds", seeds, FEWEST_SEEDS, MOST_SEEDS, whole=True)
    job = Sweep.over_texts(model, corpora)
    if plain == 1:
        return job, None
    others = range(1, int(plain))
    return job, Sweep.over_texts(model, [resampled(corpora[0], i) for i in others], others)


def result(
    names: Sequence[str],
    job: Sweep,
    points: Iterable[Point],
    noise: Sweep | None = None,
    others: Iterable[Point] = (),
) -> OverTime:
    """What is found so far, of the periods whose runs have ended.

    Args:
        names: Of all periods.
        job: The runs of the periods.
        points: Of these.
        noise: The runs on resamples of the first one, if there are some.
        others: Points of these; they count once two have ended well.

    Raises:
        SettingError: `period_diverged`.
        EvaluationError: As `OverTime`.
    """
    periods = [_period(names, job, point) for point in sweeps.in_order(points)]
    resamples = [
        Vectors(noise.places[int(point.values[0])].corpus.words, point.vectors)
        for point in sweeps.in_order(others)
        if noise is not None and point.vectors is not None
    ]
    enough = len(resamples) + 1 >= FEWEST_SEEDS
    return OverTime(tuple(periods), tuple(resamples) if enough else ())


def moved(found: OverTime) -> Comparison:
    """What `OverTime.moved` says, for a worker."""
    return found.moved


def _period(names: Sequence[str], job: Sweep, point: Point) -> Period:
    i = int(point.values[0])
    name, place = names[i], job.places[i]
    if point.vectors is None:
        rate = place.model.learning_rate
        message = f"training diverged in {name!r}; the learning rate {rate:g} is too high"
        facts = {"period": Quote(name), "learning_rate": rate, "suggested": rate / 2}
        raise SettingError("period_diverged", message, **facts)
    vectors = Vectors(place.corpus.words, point.vectors)
    return Period(name, place.corpus.vocabulary, point.loss, vectors)
