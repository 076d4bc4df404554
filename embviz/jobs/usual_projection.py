"""How a run is drawn unless somebody asks for something else: the truest way that keeps up with it.

Neighbourhoods show more of a word's true neighbours than principal components (7 of ten instead of
3 in `kingdom`), but a frame takes time that grows with the square of its words:

    s(n) = speed · (FRAME_S + WORD_S n + PAIR_S n²)                                            (1)

They are the usual way where s(n), with the cores shared by all that is being trained, allows
`FRAMES_A_SECOND`; elsewhere it is principal components. So on the machine on which (1) was measured
780 words are drawn as neighbourhoods for a visitor alone, those of `kingdom` for four at once on
each core.
"""

import time

import numpy as np

from embviz.jobs import train_and_draw
from embviz.jobs.train_and_draw import LIVE, NEIGHBOURS
from embviz.projections import Neighbourhoods, Projection
from embviz.projections.affinities import affinities
from embviz.projections.tsne import Phase, at_rest, descend
from embviz.training.run import Run
from embviz.util.threads import one_thread

FRAMES_A_SECOND = 12.0  # at which a film plays
FRAME_S, WORD_S, PAIR_S = 5e-3, 5e-5, 5.5e-8
FEWEST = 2 * NEIGHBOURS  # words; among so few, neighbours tell nothing

TRIAL_S = 1.5e-3
"""Seconds of `TRIAL` steps among `TRIAL_WORDS` words, on the machine on which (1) was measured."""

TRIAL, TRIAL_WORDS, TRIALS = 4, 250, 5


def speed() -> float:
    """Measure the seconds that this machine takes for what takes one second by (1)."""
    rng = np.random.default_rng(0)
    near = (np.arange(TRIAL_WORDS)[:, None] + np.arange(1, 46)) % TRIAL_WORDS
    P = affinities(near.astype(np.int32), np.full(near.shape, 0.5, np.float32), 15.0)
    motion = at_rest(rng.normal(size=(TRIAL_WORDS, 2)).astype(np.float32))
    times = []
    for _ in range(TRIALS):
        # Of this thread alone: at a start, others load and compile at the same time.
        start = time.thread_time()
        with one_thread():
            descend(P, motion, Phase(TRIAL))
        times.append(time.thread_time() - start)
    return min(times) / TRIAL_S


def frame_s(words: int, speed: float) -> float:
    """Estimate the seconds of a frame of neighbourhoods by (1)."""
    return speed * (FRAME_S + WORD_S * words + PAIR_S * words**2)


def usual(words: int, d: int, sharing: float, speed: float) -> Projection:
    """Choose how a run with so many shown words and dimensions is drawn.

    `sharing` is how many runs are trained for each core, this one included.
    """
    flat = d <= LIVE.axes  # a picture shows all of it
    late = frame_s(words, speed) * max(1.0, sharing) > 1 / FRAMES_A_SECOND
    return LIVE if flat or late or words <= FEWEST else Neighbourhoods()


def estimate_s(run: Run, projection: Projection, speed: float) -> float:
    """Estimate the seconds on one core of a run that is watched, drawn in this way."""
    drawing = isinstance(projection, Neighbourhoods)
    frames_s = len(run.moments) * frame_s(run.plan.words, speed) if drawing else 0.0
    return train_and_draw.estimate_s(run) + frames_s
