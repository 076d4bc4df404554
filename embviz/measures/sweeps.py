"""Sweeps: what a setting does to a model, over seeds, and from where on more of it is noise.

A point is one run. Of the runs of equal settings, two agree on their words' neighbours, and differ
by the PIP loss, as far as `agreement` says: where agreement falls, further dimensions hold noise
(Yin and Shen 2018, https://arxiv.org/abs/1812.04224).

Equal seeds hold out the same sentences, so that a seed has a level of its own: its losses lie high
or low at every setting. A band of the loss leaves that out (Cousineau 2005,
https://doi.org/10.20982/tqmp.01.1.p042): with L_sx the loss of seed s and setting x, it is the
interval of `intervals` of

    L_sx − mean over x of L_sx + mean over all                                                 (1)

whose deviation is multiplied by √(m/(m−1)) for m settings (Morey 2008,
https://doi.org/10.20982/tqmp.04.2.p061). How much seeds differ is said of the losses themselves:
d is their standard deviation within a setting, pooled over settings. With m_i the mean loss of the
i-th value, values rising,

    gain_i = m_i − min over j > i of m_j                                                       (2)

is what there is to be had beyond it, and the elbow is the first value whose gain is less than d,
if its band lies apart from that of the value before. Of pairs that are trained on nothing is said.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, overload

import numpy as np

from embviz.measures.agreement import pip_losses, shared
from embviz.measures.comparable import LEARNING
from embviz.measures.exams import Marks
from embviz.measures.intervals import interval
from embviz.measures.pip_curves import PipCurve, pip_curve
from embviz.measures.sweep_films import film_of
from embviz.text.corpus import Vocabulary
from embviz.training.film import Along, Film
from embviz.types import Float32, Ids

Values = tuple[float, ...]

MEASURES = (
    *("loss", "planted", "analogies", "rated", "agreement", "pip", "pip_share"),
    *("parameters", "seconds", "bytes"),
)
"""The columns of a table that settings and seeds decide about."""


HARDLY = 0.01
"""The share of its loss that a model loses at least once it has learned something."""


@dataclass(frozen=True, eq=False)
class Point:
    """One run.

    Attributes:
        values: Of the swept settings, in their order.
        seed: Of the run.
        run: Its hash.
        loss: At its end, in nats; NaN if it diverged.
        marks: How its vectors did.
        parameters: Numbers that it learned.
        bytes: Of its vectors, in single precision.
        seconds: What it took.
        vectors: (V, d) The model's result; None if it diverged.
        neighbours: (n, k) The nearest words of its most frequent ones, among these; likewise.
    """

    values: Values
    seed: int
    run: str
    loss: float
    marks: Marks
    parameters: int
    bytes: int
    seconds: float
    vectors: Float32 | None = None
    neighbours: Ids | None = None


@dataclass(frozen=True)
class Band:
    """What the runs of equal settings come to in one measure.

    Attributes:
        values: Of the swept settings.
        mean: Over the seeds.
        low: Where the interval of the mean begins; NaN of one seed.
        high: Where it ends; NaN likewise.
        n: Seeds.
    """

    values: Values
    mean: float
    low: float
    high: float
    n: int


Reason = Literal[
    "elbow",
    "no_gain",
    "still_gains",
    "bands_overlap",
    "other_predictions",
    "too_few",
    "training",
    "unlearned",
]


@dataclass(frozen=True)
class Elbow:
    """What can be said of one swept setting, by reason.

    - `elbow`: beyond `at` the loss gains less than seeds differ; the value before loses more.
    - `no_gain`: the same is true of the least value already.
    - `still_gains`: up to the greatest value, `at`, each gains more than seeds differ.
    - `bands_overlap`: the elbow would be at `at`, but its band overlaps with that of `before`.
    - `other_predictions`: losses cannot be compared, since the setting changes what is predicted.
    - `too_few`: fewer than two values have two seeds.
    - `training`: losses are of pairs that were trained on, so that they fall with what is learned
      by heart as well.
    - `unlearned`: the least mean loss, at `at`, has fallen from that before training by less than
      seeds differ, or than `HARDLY` of it; `gain` is by how much. (Where all seeds begin at the
      same loss, they hardly differ as long as nothing is learned.)

    Attributes:
        reason: Which.
        along: The setting.
        where: The value of the other setting, if there is one.
        at: A value of the setting; NaN where none is meant.
        before: The value before it; NaN likewise.
        gain: What is gained beyond `at`, (2); for `still_gains`, by it. In nats.
        seeds_differ: d.
    """

    reason: Reason
    along: str
    where: Mapping[str, float] = field(hash=False)
    at: float = math.nan
    before: float = math.nan
    gain: float = math.nan
    seeds_differ: float = math.nan


@dataclass(frozen=True, eq=False)
class Table(Sequence[Mapping[str, Any]]):
    """What a sweep found: a row a run, by settings and seed, so that `pandas.DataFrame` takes it.

    A row has the swept settings, `seed`, `run` (its hash), `loss`, `planted` (the share of near
    words that were planted together), `analogies` (those answered right), `rated` (Spearman's ρ),
    `agreement` (the share of the ten nearest words that another seed has as well, a mean over words
    and seeds), `pip` and `pip_share` (the PIP loss to another seed, a mean over seeds),
    `parameters`, `seconds`, `bytes`. What is not known is NaN: loss, marks and agreement of a run
    that diverged, too.

    Attributes:
        settings: The swept settings.
        points: One a run, in any order.
        vocabulary: Of all runs; None: it is not the same of all.
        loss_on: Where the pairs of the losses come from, as of a film.
        before: The loss before training, of the first run; NaN: it is not known.
    """

    settings: tuple[str, ...]
    points: tuple[Point, ...]
    vocabulary: Vocabulary | None = None
    loss_on: Literal["held-out", "training"] = "held-out"
    before: float = math.nan

    def __repr__(self) -> str:
        return f"<Table: {len(self)} runs over {', '.join(self.settings)}>"

    def __len__(self) -> int:
        return len(self.points)

    @overload
    def __getitem__(self, index: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Mapping[str, Any], ...]: ...
    def __getitem__(self, index: int | slice) -> Mapping[str, Any] | tuple[Mapping[str, Any], ...]:
        """A row, or a tuple of rows."""
        return self._rows[index]

    def bands(self, measure: str = "loss") -> tuple[Band, ...]:
        """A band for each setting that has runs, by rising values.

        That of the loss is (1). A seed that has no loss at some settings has its level by least
        squares, and one that has a single loss is left out. Agreement and PIP losses are counted a
        seed, though each belongs to two: their intervals are somewhat too narrow.

        Raises:
            ValueError: There is no such measure.
        """
        if measure not in MEASURES:
            raise ValueError(f"no measure {measure!r}; there are {', '.join(MEASURES)}")
        found = self._by_seed(measure)
        without = _levels_left_out(found) if measure == "loss" and len(found) > 1 else found
        times = math.sqrt(len(found) / (len(found) - 1)) if without is not found else 1.0
        return tuple(
            _band(x, [*without[x].values()], times)
            if without[x]
            else Band(x, float(np.mean([*seeds.values()])), math.nan, math.nan, len(seeds))
            for x, seeds in found.items()
        )

    @property
    def elbows(self) -> tuple[Elbow, ...]:
        """What can be said of each setting, for each value of the other one if there are two."""
        return tuple(
            self._elbow(i, others)
            for i in range(len(self.settings))
            for others in sorted({_without(point.values, i) for point in self.points})
        )

    def film(self, seed: int = 0, where: Mapping[str, float] | None = None) -> Film:
        """The models of a seed by rising values of a setting, as a film; see `sweep_films`.

        Args:
            seed: Of the runs. Those that diverged give no frame.
            where: The value of the other setting, if two are swept.

        Raises:
            ValueError: There are fewer than two such models, not along one setting only, or not of
                the same words.
        """
        where = {} if where is None else where
        along = [name for name in self.settings if name not in where]
        if self.vocabulary is None or len(along) != 1:
            raise ValueError(f"a film needs the same words and one setting, not {along}")
        models = [
            (row[along[0]], point.loss, point.vectors)
            for row, point in zip(self._plain, self._ordered, strict=True)
            if point.seed == seed and all(row[name] == x for name, x in where.items())
            if point.vectors is not None
        ]
        if len(models) < 2:
            raise ValueError(f"a film needs two models of seed {seed}, not {len(models)}")
        values, losses, matrices = zip(*models, strict=True)
        goes = Along(along[0], tuple(f"{value:.12g}" for value in values))
        return film_of(self.vocabulary, matrices, goes, losses)

    def pip_curve(self, where: Mapping[str, float] | None = None) -> PipCurve:
        """Bias and variance of the dimension by the PIP loss; see `pip_curves`.

        Args:
            where: The value of the other setting, if two are swept.

        Raises:
            ValueError: Runs do not differ in `dimension` only, or have not the same words.
        """
        where = {} if where is None else where
        along = [name for name in self.settings if name not in where]
        if self.vocabulary is None or along != ["dimension"]:
            raise ValueError(f"a PIP curve needs the same words and dimensions alone, not {along}")
        runs: dict[float, dict[int, Float32]] = {}
        for row, point in zip(self._plain, self._ordered, strict=True):
            if point.vectors is not None and all(row[name] == x for name, x in where.items()):
                runs.setdefault(row["dimension"], {})[point.seed] = point.vectors
        return pip_curve(runs)

    @cached_property
    def _ordered(self) -> tuple[Point, ...]:
        return tuple(sorted(self.points, key=lambda point: (point.values, point.seed)))

    @cached_property
    def _rows(self) -> tuple[Mapping[str, Any], ...]:
        compared = _compared(self.points)
        return tuple(
            {**row, **compared.get((point.values, point.seed), {})}
            for row, point in zip(self._plain, self._ordered, strict=True)
        )

    @cached_property
    def _plain(self) -> tuple[Mapping[str, Any], ...]:
        """Rows in which runs are not yet compared, which takes longer than all else."""
        return tuple(
            {
                **dict(zip(self.settings, point.values, strict=True)),
                "seed": point.seed,
                "run": point.run,
                "loss": point.loss,
                "planted": point.marks.precision,
                "analogies": point.marks.accuracy,
                "rated": point.marks.spearman,
                **_NOT_COMPARED,
                "parameters": point.parameters,
                "seconds": point.seconds,
                "bytes": point.bytes,
            }
            for point in self._ordered
        )

    def _by_seed(self, measure: str) -> dict[Values, dict[int, float]]:
        """What is known of a measure, by setting, rising, and seed."""
        found: dict[Values, dict[int, float]] = {}
        for row in self._rows if measure in _NOT_COMPARED else self._plain:
            if not math.isnan(row[measure]):
                values = tuple(row[name] for name in self.settings)
                found.setdefault(values, {})[row["seed"]] = float(row[measure])
        return found

    def _elbow(self, i: int, others: Values) -> Elbow:
        along = self.settings[i]
        where = dict(zip(_without(self.settings, i), others, strict=True))
        if along not in LEARNING:
            return Elbow("other_predictions", along, where)
        bands = [band for band in self.bands() if _without(band.values, i) == others and band.n > 1]
        losses = [[*self._by_seed("loss")[band.values].values()] for band in bands]
        if len(bands) < 2 or any(math.isnan(band.low) for band in bands):
            return Elbow("too_few", along, where)
        if self.loss_on == "training":
            return Elbow("training", along, where)
        differ = _pooled_deviation(losses)
        least = min(bands, key=lambda band: band.mean)
        learned = self.before - least.mean
        if learned < max(differ, HARDLY * self.before):
            return Elbow("unlearned", along, where, least.values[i], math.nan, learned, differ)
        reason, at, gain = _found(bands, differ)
        before = bands[at - 1].values[i] if at else math.nan
        return Elbow(reason, along, where, bands[at].values[i], before, gain, differ)


_NOT_COMPARED = {"agreement": math.nan, "pip": math.nan, "pip_share": math.nan}


def _compared(points: Iterable[Point]) -> dict[tuple[Values, int], dict[str, float]]:
    """Agreement and PIP loss of each run with the others of its setting, where there are some."""
    by_values: dict[Values, list[tuple[int, Float32, Ids]]] = {}
    for point in points:
        if point.vectors is not None and point.neighbours is not None:
            run = point.seed, point.vectors, point.neighbours
            by_values.setdefault(point.values, []).append(run)
    compared = {}
    for values, runs in by_values.items():
        if len(runs) < 2:
            continue
        seeds, vectors, neighbours = zip(*runs, strict=True)
        agreement = shared(neighbours).mean(axis=1)
        losses, shares = (each.sum(axis=1) / (len(runs) - 1) for each in pip_losses(vectors))
        for j, seed in enumerate(seeds):
            figures = float(agreement[j]), float(losses[j]), float(shares[j])
            compared[values, seed] = dict(zip(_NOT_COMPARED, figures, strict=True))
    return compared


def _levels_left_out(
    found: Mapping[Values, Mapping[int, float]],
) -> dict[Values, dict[int, float]]:
    """The losses (1) by setting and seed, of seeds that have two at least.

    L_sx = a_x + b_s is fitted by least squares; where no loss is missing, b_s less the mean of all
    is the level of the seed.
    """
    times = Counter(seed for seeds in found.values() for seed in seeds)
    kept = sorted(seed for seed, n in times.items() if n > 1)
    cells = [
        (x, values, seed)
        for x, (values, seeds) in enumerate(found.items())
        for seed in seeds
        if times[seed] > 1
    ]
    without: dict[Values, dict[int, float]] = {values: {} for values in found}
    if not cells:
        return without
    design = np.zeros((len(cells), len(found) + len(kept)))
    for row, (x, _, seed) in zip(design, cells, strict=True):
        row[x] = row[len(found) + kept.index(seed)] = 1
    losses = np.array([found[values][seed] for _, values, seed in cells])
    fitted = np.linalg.lstsq(design, losses, rcond=None)[0]
    levels = design[:, len(found) :] @ fitted[len(found) :]
    for (_, values, seed), loss in zip(cells, losses - levels + levels.mean(), strict=True):
        without[values][seed] = float(loss)
    return without


def _band(values: Values, figures: Sequence[float], times: float = 1.0) -> Band:
    mean, half = interval(figures, times=times)
    return Band(values, mean, mean - half, mean + half, len(figures))


def _pooled_deviation(groups: Sequence[Sequence[float]]) -> float:
    squares = sum(float(np.var(group)) * len(group) for group in groups)
    return math.sqrt(squares / sum(len(group) - 1 for group in groups))


def _found(bands: Sequence[Band], differ: float) -> tuple[Reason, int, float]:
    """The reason, which value it is about, and its gain, from bands by rising values."""
    means = [band.mean for band in bands]
    last = len(means) - 1
    gains = [means[i] - min(means[i + 1 :]) for i in range(last)]  # (2)
    at = next((i for i, gain in enumerate(gains) if gain < differ), last)
    gain = gains[at] if at < last else means[last - 1] - means[last]
    if at == 0:
        return "no_gain", 0, gain
    if bands[at].high >= bands[at - 1].low:
        return "bands_overlap", at, gain
    return ("elbow" if at < last else "still_gains"), at, gain


def _without(values: tuple[Any, ...], i: int) -> tuple[Any, ...]:
    return values[:i] + values[i + 1 :]
