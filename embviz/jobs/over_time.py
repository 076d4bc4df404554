"""Texts over time as runs: one for each period, and the first period again with other seeds.

These are jobs of `sweeps`: so a run that was made before is not made again, whoever asked for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from embviz.errors import Quote, SettingError, TextError
from embviz.jobs import sweeps
from embviz.jobs.sweeps import LIMIT_S, MOST_SEEDS, Sweep
from embviz.measures.over_time import OverTime, Period
from embviz.measures.sweeps import Point
from embviz.text import dated_tables
from embviz.text.corpus import Corpus
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
    limit_s: float = LIMIT_S,
    progress: bool | None = None,
) -> OverTime:
    """Train a model on each of several texts in order, to see which words move.

    Args:
        model: The algorithm; its settings and the seed are the same for all.
        texts: By the names of the periods, in their order.
        seeds: With three or more, the first period is trained with so many, which tells what chance
            alone moves; see `OverTime.moved`.
        found: Points of runs that were carried out before.
        workers: Processes; 1: this one. As for `sweep`.
        limit_s: Seconds that it may take by its estimate.
        progress: Whether to draw a progress bar on stderr; None: if that is a terminal.

    Raises:
        TextError: `few_periods`, `many_periods`, `period_twice`, `not_in_order`.
        SettingError: `out_of_range`: two seeds, or too many; `too_long`; `period_diverged`; as
            `train` does.
        EvaluationError: `no_common_words`.

    >>> import embviz as ev
    >>> one = ev.sample("tiny")
    >>> found = over_time(ev.SkipGram(epochs=1), {"1990s": one, "2000s": one}, progress=False)
    >>> [stop.period for stop in found.journey("king")], found.journey("king")[1].to_first > 0.999
    (['1990s', '2000s'], True)
    """
    names, corpora = named(texts)
    checked_seeds(seeds)
    job = Sweep.over_texts(model, corpora)
    points = sweeps.carried_out(job, found, workers, limit_s, progress)
    others: Sequence[Point] = ()
    if seeds > 1:
        noise = Sweep.over_seeds(model, corpora[0], seeds=seeds)
        known = chain(found, points)
        others = sweeps.carried_out(noise, known, workers, limit_s, progress)
    return result(names, job, points, others)


def named(texts: Texts) -> tuple[tuple[str, ...], tuple[Corpus, ...]]:
    """The names and texts of periods, if they can be compared.

    Raises:
        TextError: As `over_time` does.
    """
    pairs = tuple(texts.items() if isinstance(texts, Mapping) else texts)
    names, corpora = tuple(name for name, _ in pairs), tuple(corpus for _, corpus in pairs)
    dated_tables.check_number(len(names))
    for i, name in enumerate(names):
        if name in names[:i]:
            raise TextError("period_twice", f"two periods are called {name!r}", period=Quote(name))
    dated_tables.in_order(names)
    return names, corpora


def checked_seeds(seeds: int) -> None:
    """Refuse two seeds, which tell nothing, or too many. Raises SettingError: `out_of_range`."""
    plain = plain_number(seeds, whole=True)
    if plain is None or not (plain == 1 or FEWEST_SEEDS <= plain <= MOST_SEEDS):
        raise out_of_range("seeds", seeds, FEWEST_SEEDS, MOST_SEEDS, whole=True)


def result(
    names: Sequence[str], job: Sweep, points: Iterable[Point], others: Iterable[Point] = ()
) -> OverTime:
    """What is found so far, of the periods whose runs have ended.

    Args:
        names: Of all periods.
        job: The runs of the periods.
        points: Of these.
        others: Of the first period with other seeds; they count once three have ended well.

    Raises:
        SettingError: `period_diverged`.
        EvaluationError: As `OverTime`.
    """
    periods = [_period(names, job, point) for point in sweeps.in_order(points)]
    words = job.places[0].corpus.words
    noise = [
        Vectors(words, point.vectors)
        for point in sweeps.in_order(others)
        if point.vectors is not None and point.seed
    ]
    enough = len(noise) + 1 >= FEWEST_SEEDS
    return OverTime(tuple(periods), tuple(noise) if enough else ())


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
