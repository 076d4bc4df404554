"""Learning curves on worker processes: two against one, and how soon there is something to see."""

import embviz as ev
from embviz.jobs import learning_curves, many_runs
from embviz.jobs.learning_curves import Curves
from embviz.text.corpus import Corpus
from tests.benchmarks.many_runs import timed
from tests.benchmarks.tables import Table

SIZES, SEEDS = (20, 50, 100, 200), 5
ROUNDS = 3


def on_two_workers(corpus: Corpus) -> Table:
    """4 sizes, 3 modes, 5 seeds of the CNN, begun at skip-gram's E of the same sentences."""
    labelled = ev.labelled("sentiment")
    film = ev.train(ev.SkipGram(), labelled, frames=2, progress=False)
    curves = Curves.of(ev.CNN(), labelled, film, sizes=SIZES, seeds=SEEDS)
    rounds_of: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for workers, rounds in rounds_of.items():
            first, whole, _ = timed(curves, workers, learning_curves.launch, learning_curves.points)
            rounds.append((first, whole))
    alone = min(whole for _, whole in rounds_of[1])
    rows = [
        (
            str(workers),
            f"{min(first for first, _ in rounds):.2f}",
            f"{min(whole for _, whole in rounds):.1f}",
            f"{many_runs.estimate_s(curves, workers):.1f}",
            f"{alone / min(whole for _, whole in rounds):.2f}",
        )
        for workers, rounds in rounds_of.items()
    ]
    return Table(
        f"{len(curves.tasks)} runs of the CNN, up to {SIZES[-1]} labels; the least of {ROUNDS}",
        ("workers", "first point, s", "all, s", "estimated", "times as fast as one"),
        tuple(rows),
        "Goals: 1.7 times as fast on two workers, the first point in 2 s. Only on idle cores.",
    )
