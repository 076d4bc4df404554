"""Works that belong together, such as those of a job of many runs: looked at and paused as one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from embviz.jobs.engine import Work
from embviz.ui.state.patience import wake


@dataclass(eq=False)
class UnderWay:
    """Works that belong together, and how many results will come of them."""

    runs: int  # in all
    works: list[Work] = field(default_factory=list)

    @property
    def every(self) -> Sequence[Work]:
        """All works."""
        return self.works

    @property
    def results(self) -> int:
        """How many results there are so far."""
        return sum(len(work.results) for work in self.works)

    @property
    def busy(self) -> bool:
        """Whether more results are on their way."""
        return any(work.status == "running" for work in self.every)

    @property
    def done(self) -> bool:
        """Whether all results are there."""
        return all(work.status == "done" for work in self.every)

    @property
    def failed(self) -> bool:
        """Whether a work ended by a fault."""
        return any(work.status == "failed" for work in self.every)

    def watch(self) -> None:
        """Say that somebody looks; what paused because nobody did goes on."""
        for work in self.every:
            work.watch()
            wake(work)

    def await_first(self, timeout_s: float) -> None:
        """Wait a moment for the first result, as long as there is none."""
        if self.works and not self.results:
            self.works[0].wait(1, timeout_s)

    def pause(self) -> None:
        """Submit nothing more."""
        for work in self.every:
            work.pause()

    def resume(self) -> None:
        """Go on."""
        for work in self.every:
            work.resume()
