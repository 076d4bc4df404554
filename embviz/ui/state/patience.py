"""How long work goes on that no visible page asks for."""

from embviz.jobs.engine import Work

PATIENCE_S = 20.0  # seconds after which training, drawing and judging pause


def wake(work: Work) -> None:
    """Go on with what paused because nobody looked."""
    if work.forgotten:
        work.resume()


def keep_going(work: Work) -> None:
    """Say that somebody looks; what paused meanwhile goes on."""
    if work.status == "paused":
        work.resume()
    else:
        work.watch()
