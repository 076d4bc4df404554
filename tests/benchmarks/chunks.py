"""Training in chunks on worker processes: what shipping costs, and how soon a pause rests."""

import statistics
import time

from embviz.jobs import train_and_draw
from embviz.jobs.engine import Engine, Work, process_pool
from embviz.models.skipgram import SkipGram
from embviz.text.corpus import Corpus
from embviz.training.run import Run
from tests.benchmarks.tables import Table

PAUSES = 9


def shipping_and_pause(corpus: Corpus) -> Table:
    """Train as the page does, d=100, pausing now and then."""
    engine = Engine(lambda: process_pool(initializer=train_and_draw.warm))
    run = Run(SkipGram(dimension=100, epochs=20), corpus.without_text())
    work = engine.launch(
        train_and_draw.train_and_draw, train_and_draw.FilmJob(run.shown, run), None
    )
    work.wait(1, 60)
    pauses = [_pause(work) for _ in range(PAUSES) if work.status != "done"]
    while work.status == "running":
        work.watch()
        time.sleep(0.05)
    share = work.shipping_s / (work.shipping_s + work.working_s)
    engine.close()
    rows = (
        ("shipping, share of a chunk", f"{100 * share:.1f} %", "<= 10 %"),
        ("pause pressed to work at rest, median", _ms(statistics.median(pauses)), ""),
        ("pause pressed to work at rest, longest", _ms(max(pauses)), "< 300 ms"),
    )
    return Table("Chunks on worker processes, d=100", ("what", "measured", "goal"), rows)


def _pause(work: Work) -> float:
    """Let it run for a moment, pause it, and give the seconds until nothing is worked on."""
    time.sleep(0.3)
    work.watch()
    pressed = time.perf_counter()
    work.pause()
    while not work.at_rest:
        time.sleep(0.001)
    rested = time.perf_counter() - pressed
    work.resume()
    return rested


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"
