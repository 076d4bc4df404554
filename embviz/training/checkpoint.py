"""A run under way and what was filmed of it: all that is needed to go on.

    >>> import embviz as ev
    >>> corpus = ev.Corpus.from_text("The king rules. The king and the queen rule.", min_count=1)
    >>> checkpoint = ev.Checkpoint.begin(ev.Run(ev.SkipGram(dimension=4), corpus))
    >>> while not checkpoint.finished:
    ...     checkpoint = checkpoint.advanced(budget_s=60)  # and perhaps ev.save it here
    >>> checkpoint.film.complete
    True

Not here: files (see `formats`).
"""

from concurrent.futures import Executor
from dataclasses import dataclass

from embviz.training.film import Film
from embviz.training.run import Run, State, advance, carry_out, start


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A run, where it stands, and its film so far.

    Attributes:
        run: What is trained.
        state: Where it stands.
        film: The frames kept so far.

    Raises:
        ValueError: If the film is of another run, or of another moment.
    """

    run: Run
    state: State
    film: Film

    def __post_init__(self) -> None:
        run, recipe = self.run.hash, self.film.recipe
        if recipe.run != run:
            raise ValueError(f"the film is one of the run {recipe.run}, not of the run {run}")
        if len(self.film) != self.state.kept:
            raise ValueError(
                f"{self.state.kept} frames have been kept so far, but the film has {len(self.film)}"
            )

    def __repr__(self) -> str:
        """Say where it stands in a line."""
        at, epochs = self.state.position.at, self.run.model.epochs
        return f"<Checkpoint of the run {self.run.hash}: epoch {at:g} of {epochs}>"

    @classmethod
    def begin(cls, run: Run) -> "Checkpoint":
        """The untrained beginning of a run, before its first frame."""
        return cls(run, start(run), run.film())

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do; `state.trouble` says if the run stopped early."""
        return self.state.finished

    def advanced(self, budget_s: float) -> "Checkpoint":
        """What stands after about so many seconds of training; this one is left as it is."""
        state, snapshots = advance(self.run, self.state, budget_s)
        return Checkpoint(self.run, state, self.film.extended(snapshots))


def resume(
    checkpoint: Checkpoint, *, executor: Executor | None = None, progress: bool | None = None
) -> Film:
    """Go on where a run stopped: bit for bit the film of a run that was never cut.

    Args:
        checkpoint: Where to go on; left as it is.
        executor: As for `train`.
        progress: Whether to draw a progress bar on stderr; None: if that is a terminal.

    Raises:
        Diverged: If the numbers left the finite ones; `film` holds the frames until then.
        TypeError: If it is no checkpoint; a film alone has nothing to go on from.
    """
    if not isinstance(checkpoint, Checkpoint):
        message = "resume needs a Checkpoint, e.g. from load_checkpoint(path), not "
        raise TypeError(f"{message}{checkpoint!r:.60}")
    run, state, film = checkpoint.run, checkpoint.state, checkpoint.film
    return carry_out(run, state, film, executor=executor, progress=progress)
