"""Sweeps and ensembles under way, and what is known of them by now."""

from dataclasses import dataclass, field
from typing import ClassVar

from embviz.jobs import sweeps
from embviz.jobs.sweeps import Sweep
from embviz.measures.ensembles import Ensemble
from embviz.measures.sweeps import Point, Table
from embviz.ui.state.under_way import UnderWay


@dataclass(eq=False)
class Measured(UnderWay):
    """A sweep or an ensemble under way, and what was known of it from others."""

    FEWEST: ClassVar[int] = 2  # runs of an ensemble

    job: Sweep = field(kw_only=True)
    known: tuple[Point, ...] = field(kw_only=True)
    _table: tuple[int, Table] | None = None
    _members: tuple[int, Ensemble] | None = None

    @property
    def results(self) -> int:
        """How many runs have ended so far."""
        return len(self.known) + super().results

    @property
    def points(self) -> tuple[Point, ...]:
        """What is found so far."""
        return sweeps.points(self.works, self.known)

    @property
    def table(self) -> Table:
        """The same as a table."""
        points = self.points
        if self._table is None or self._table[0] != len(points):
            self._table = len(points), sweeps.table(self.job, points)
        return self._table[1]

    @property
    def members(self) -> Ensemble | None:
        """What an ensemble says so far; None as long as too few of its runs have ended well."""
        sound = [point for point in self.points if point.vectors is not None]
        if len(sound) < self.FEWEST:
            return None
        if self._members is None or self._members[0] != len(sound):
            self._members = len(sound), sweeps.members(self.job, sound)
        return self._members[1]

    def weight(self) -> int:
        """Bytes that its points take."""
        arrays = [array for point in self.points for array in (point.vectors, point.neighbours)]
        return sum(array.nbytes for array in arrays if array is not None)
