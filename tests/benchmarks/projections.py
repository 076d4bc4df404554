"""How true, how calm and how quick the films of `Neighbourhoods` are, drawn backwards and live.

The frames are those that a film keeps. There are many in the first tenths of an epoch, when the
vectors have hardly any structure that a plane could show: "anew" is what each of those frames comes
to if it is laid out alone, by the same method, and "early, by time" counts each by the time for
which it stands.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors

from embviz.measures.trust import judge, kept, on_screen
from embviz.models.skipgram import SkipGram
from embviz.projections import draw
from embviz.projections.neighbourhoods import Neighbourhoods, in_common
from embviz.text.corpus import Corpus
from embviz.training.run import train
from embviz.types import Float32, Floating, Ids
from embviz.util.threads import one_thread
from embviz.vectors.vectors import nearest, unit_rows
from tests.benchmarks.tables import Table

EARLY, DENSE = 2.0, 3.0
"""Epochs that count as early, and up to which neighbouring frames are compared."""

STAYED, CHANGED = 0.9, 0.5
"""Shares of its neighbours from and to which a word counts as unchanged, or as changed."""

FEWEST = 5
"""Words of either kind for a frame to be asked how calm it is."""


@dataclass(frozen=True, eq=False)
class Frames:
    """The frames of a film, and the truth about each."""

    epochs: Floating
    E: Sequence[Float32]

    @cached_property
    def neighbours(self) -> list[Ids]:
        return [nearest(E, 10)[0] for E in self.E]

    @cached_property
    def ranks(self) -> list[Ids]:
        return [_ranks(E) for E in self.E]

    @property
    def early(self) -> np.ndarray:
        return (self.epochs > 0) & (self.epochs <= EARLY)

    @property
    def late(self) -> np.ndarray:
        return self.epochs > EARLY

    @property
    def durations(self) -> np.ndarray:
        """The time for which each frame stands: half the way to its neighbours."""
        return np.gradient(self.epochs)

    @cached_property
    def in_common(self) -> list[Float32]:
        """Share of each word's neighbours that a frame has in common with the one before."""
        return [
            in_common(a, b) for a, b in zip(self.neighbours[:-1], self.neighbours[1:], strict=True)
        ]


def neighbourhoods(corpus: Corpus) -> Table:
    """Films of 500 and 1000 words, of 50 frames and of 120."""
    rows = []
    with one_thread():
        for count in (50, 120):
            film = train(SkipGram(dimension=50), corpus, frames=count, words=1000, progress=False)
            epochs = np.array([snapshot.epoch for snapshot in film])
            whole = [film.rows(i) for i in range(len(film))]
            for n in (500, 1000):
                frames = Frames(epochs, [np.ascontiguousarray(E[:n]) for E in whole])
                rows += _rows(f"{len(film)} frames x {n}", frames)
    return Table(
        "Neighbourhoods, skip-gram d=50, 20 epochs: trustworthiness / share of neighbours kept",
        (
            *("", "early", "by time", "late", "last", "calm"),
            *("foresight", "overlap", "CPU s", "frames/s", "longest"),
        ),
        tuple(rows),
        f"Early: up to epoch {EARLY:g}, the untrained frame left out. Calm: movement of words with "
        f"{STAYED} of their neighbours or more in common, over that of words with {CHANGED} or "
        "less.\nForesight: overlap of the untrained picture with the final neighbours, above the "
        "untrained vectors'. Overlap: median of the neighbours\nthat frames have in common up to "
        f"epoch {DENSE:g}. Frames/s: without the first one. Longest: seconds of a step.",
    )


def _rows(name: str, frames: Frames) -> list[tuple[str, ...]]:
    replayed, replay_s = _replay(frames.E)
    followed, live_s = _live(frames.E)
    alone = [Neighbourhoods().follow(None, E)[1] for E in frames.E]
    live_rate = f"{(len(live_s) - 1) / sum(live_s[1:]):.1f}"
    anew = *_truth(frames, alone), "", "", "", "", "", ""
    return [
        (f"{name}, replay", *_figures(frames, replayed), f"{sum(replay_s):.1f}", "",
         f"{max(replay_s):.2f}"),
        (f"{name}, live", *_figures(frames, followed), f"{sum(live_s):.1f}", live_rate,
         f"{max(live_s):.2f}"),
        (f"{name}, anew", *anew),
    ]  # fmt: skip


def _replay(frames: Sequence[Float32]) -> tuple[list[Float32], list[float]]:
    """Pictures in the order of the frames, and seconds of the processor for each step."""
    projection, drawn, seconds = Neighbourhoods(), dict[int, Float32](), []
    state = projection.start(len(frames))
    while not state.finished:
        began = time.process_time()
        state, some = projection.step(state, frames)
        seconds.append(time.process_time() - began)
        drawn.update(some)
    return [drawn[i] for i in range(len(frames))], seconds


def _live(frames: Sequence[Float32]) -> tuple[list[Float32], list[float]]:
    """Pictures, and seconds of the processor for each."""
    projection, drawn, seconds, state = Neighbourhoods(), [], [], None
    for E in frames:
        began = time.process_time()
        state, xy = projection.follow(state, E)
        seconds.append(time.process_time() - began)
        drawn.append(xy)
    return drawn, seconds


def _figures(frames: Frames, drawn: list[Float32]) -> tuple[str, ...]:
    dense = [s.mean() for s, epoch in zip(frames.in_common, frames.epochs[1:], strict=True)
             if epoch <= DENSE]  # fmt: skip
    final = frames.neighbours[-1]
    seen = kept(final, drawn[0]).mean() - in_common(frames.neighbours[0], final).mean()
    return (
        *_truth(frames, drawn),
        f"{calm(frames, drawn):.2f}",
        f"{seen:+.3f}",
        f"{np.median(dense):.2f}",
    )


def _truth(frames: Frames, drawn: list[Float32]) -> tuple[str, ...]:
    """Trustworthiness and share kept: early, early by time, late, last."""
    T = np.array([trust(ranks, xy) for ranks, xy in zip(frames.ranks, drawn, strict=True)])
    K = np.array([kept(ids, xy).mean() for ids, xy in zip(frames.neighbours, drawn, strict=True)])
    by_time = frames.durations * frames.early

    def cell(weights: np.ndarray) -> str:
        return f"{np.average(T, weights=weights):.3f}/{np.average(K, weights=weights):.3f}"

    last = np.arange(len(T)) == len(T) - 1
    return cell(frames.early), cell(by_time), cell(frames.late), cell(last)


def calm(frames: Frames, drawn: list[Float32]) -> float:
    """Movement of words whose neighbours stayed over that of the others, mean of the frames."""
    ratios = []
    for share, before, after in zip(frames.in_common, drawn[:-1], drawn[1:], strict=True):
        way = np.linalg.norm(after - before, axis=1)
        stayed, changed = way[share >= STAYED], way[share <= CHANGED]
        if min(len(stayed), len(changed)) >= FEWEST:
            ratios.append(stayed.mean() / changed.mean())
    return float(np.mean(ratios))


def trust(ranks: Ids, xy: Float32, k: int = 10) -> float:
    """Trustworthiness (Venna and Kaski 2001), as in scikit-learn, with the true ranks (n, n)."""
    n = len(xy)
    beyond = np.take_along_axis(ranks, on_screen(xy, k), axis=1) - k
    return 1 - 2 / (n * k * (2 * n - 3 * k - 1)) * float(np.maximum(beyond, 0).sum())


def _ranks(E: Float32) -> Ids:
    """The rank of each word among the neighbours of each, 1 for the nearest, (n, n)."""
    units = unit_rows(E)
    cosines = units @ units.T
    np.fill_diagonal(cosines, np.inf)
    order = np.argsort(-cosines, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(len(E))[None], axis=1)
    return ranks


def neighbours(corpus: Corpus) -> Table:
    """All pairs of neighbours and the judging of pictures, of random rows; the text is not used."""
    random = np.random.default_rng(0)
    rows = []
    with one_thread():
        for n, d in ((1000, 50), (10_000, 100)):
            E = random.normal(size=(n, d)).astype(np.float32)
            brute = NearestNeighbors(n_neighbors=10, algorithm="brute", metric="cosine").fit(E)
            ours, theirs = _seconds(lambda E=E: nearest(E), lambda to=brute: to.kneighbors())
            rows.append((f"all pairs of neighbours, {n:,} x {d}", *_compared(ours, theirs)))
        for n in (1000, 5000):
            E, xy = random.normal(size=(n, 50)).astype(np.float32), random.normal(size=(n, 2))
            true, _ = nearest(E)
            shares, whole = _seconds(
                lambda t=true, xy=xy: kept(t, xy), lambda E=E, xy=xy: judge(E, xy)
            )
            rows.append((f"faithfulness of all words, {n:,}", f"{1000 * shares:.1f}", "", ""))
            rows.append(
                (f"with trustworthiness and continuity, {n:,}", f"{1000 * whole:.1f}", "", "")
            )
    return Table(
        "Neighbours and faithfulness, random rows, one thread, medians of CPU time",
        ("", "ms", "scikit-learn ms", "times faster"),
        tuple(rows),
    )


def large_pictures(corpus: Corpus) -> Table:
    """One frame of thousands of words by `Neighbourhoods`, and by scikit-learn's Barnes and Hut."""
    rows = []
    with one_thread():
        film = train(SkipGram(dimension=50, epochs=3), corpus, frames=2, words=5000, progress=False)
        for n in (2000, 5000):
            E = film.rows(-1)[:n]
            if len(E) < n:
                continue
            tsne = TSNE(2, perplexity=15, init="pca", random_state=0, n_jobs=1, max_iter=750)
            for name, by in (
                ("exact", lambda E: draw(Neighbourhoods(), [E])[0]),
                ("Barnes-Hut", lambda E, tsne=tsne: tsne.fit_transform(unit_rows(E))),
            ):
                began = time.process_time()
                xy = by(E)
                spent, trust_in = time.process_time() - began, judge(E, xy)
                figures = f"{trust_in.trustworthiness:.4f}", f"{trust_in.share:.4f}"
                rows.append((f"{n:,} words, {name}", f"{spent:.1f}", *figures))
    return Table(
        "One frame by t-SNE, 750 steps, one thread",
        ("", "CPU s", "trustworthiness", "share kept"),
        tuple(rows),
    )


def _seconds(*works: Callable[[], object], times: int = 5) -> list[float]:
    """Seconds of the processor that each work takes, by turns: medians."""
    spent = np.empty((times, len(works)))
    for turn in spent:
        for i, work in enumerate(works):
            began = time.process_time()
            work()
            turn[i] = time.process_time() - began
    return [float(each) for each in np.median(spent, axis=0)]


def _compared(ours: float, theirs: float) -> tuple[str, str, str]:
    return f"{1000 * ours:.0f}", f"{1000 * theirs:.0f}", f"{theirs / ours:.1f}"
