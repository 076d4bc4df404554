"""The final map: UMAP of the last frame, and where the words of the other frames would stand on it.

Uniform manifold approximation and projection (McInnes, Healy and Melville 2018,
https://arxiv.org/abs/1802.03426) makes a graph of the n_neighbors nearest words of every word, the
edge from i to j weighing

    exp(-max(0, D_ij - ρ_i) / σ_i),   ρ_i the distance of the nearest,                         (1)

and lays it out so that words with heavy edges stand close. D is 1 - cosine, or the Euclidean
distance of the vectors. The words of an earlier frame come on the finished map afterwards, each to
the weighted mean of the places of the last frame's words that are nearest to it, and are then
pulled and pushed a little by the same forces.

So a frame equal to the last one is the map itself, equal frames are equal pictures, and frames
between which little changed can be compared. But it is the last frame's map: where the model knew
something else, or nothing, the picture is false. It is to be shown with its score.

D is computed here, exactly, since umap-learn's own way to it takes ten times as long. All frames of
a film are read in half precision, in which all but the last are kept.

Not here: maps of several frames that are pulled towards one another (AlignedUMAP moves while the
model stands still).
"""

import pickle
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, TypeAlias

import numpy as np
from scipy.spatial.distance import cdist

from embviz.errors import SettingError
from embviz.projections import compiled
from embviz.projections.protocol import Drawn, Frames
from embviz.types import Float32, Float64, Floating
from embviz.util.settings import check_settings, setting
from embviz.util.threads import one_thread
from embviz.vectors.vectors import unit_rows

Metric: TypeAlias = Literal["cosine", "euclidean"]
METRICS: tuple[Metric, ...] = ("cosine", "euclidean")
REACH = 1.7  # how far out the last frame's words stand on an axis; others may go to 2
FLAT = 1e-6  # rows that differ by no more than this are one


@dataclass(frozen=True)
class UMAP:
    """UMAP of the last frame.

    Attributes:
        n_neighbors: How many neighbours make the graph; fewer where there are not so many words.
        min_dist: How close words may stand, as a share of the distance of loose ones.
        metric: What is near: "cosine" or "euclidean".
        seed: Of the layout.
        axes: 2 or 3.

    Raises:
        SettingError: If a setting is outside its range.
    """

    name: ClassVar[str] = "umap"
    live: ClassVar[bool] = False

    n_neighbors: int = setting(15, 2, 200)
    min_dist: float = setting(0.1, 0.0, 0.99)
    metric: Metric = "cosine"
    seed: int = setting(0, 0, 2**32 - 1)
    axes: int = setting(2, 2, 3)

    def __post_init__(self) -> None:
        check_settings(self)
        if self.metric not in METRICS:
            message = f"there is no metric {self.metric!r}; there are {', '.join(METRICS)}"
            raise SettingError("out_of_range", message, setting="metric", value=self.metric)

    def start(self, frames: int) -> "Mapped":
        """The state from which a film of so many frames is drawn."""
        return Mapped(frames)

    def step(self, state: "Mapped", frames: Frames) -> tuple["Mapped", Drawn]:
        """Do the next of: make UMAP ready, map the last frame, draw one of the others.

        The first takes seconds, 20 where nothing of it was ever used on a machine; the others some
        tenths of a second for 1000 words. Nothing of it can be cut short from outside. Raises
        ValueError if a number of a frame is not finite.
        """
        if state.finished:
            return state, []
        last = self._rows(frames[-1], state.frames)
        if state.stage == "prepare" and not self._plain(last):
            prepare()
            return replace(state, stage="map"), []
        with one_thread():
            if state.map is None:
                made, xy = self._map(last, state.frames)
                return replace(state, stage="place", map=made, drawn=1), [(state.frames - 1, xy)]
            i = state.drawn - 1
            xy = self._place(state.map, self._rows(frames[i], state.frames), last)
            return replace(state, drawn=state.drawn + 1), [(i, xy)]

    def follow(self, before: None, E: Floating) -> tuple[None, Float32]:
        """Refuse: a map of the last frame cannot follow a film that grows (`not_live`)."""
        message = "UMAP maps the last frame: it can be drawn when a film is complete"
        raise SettingError("not_live", message, setting="projection", value=self.name)

    def _rows(self, E: Floating, frames: int) -> Float64:
        """Rows (n, d) as they are compared. Raises ValueError where one is not finite."""
        units = unit_rows(E)
        if frames > 1 and len(E) and np.abs(E).max() <= np.finfo(np.float16).max:
            E = E.astype(np.float16)
            units = unit_rows(E)
        return (units if self.metric == "cosine" else E).astype(np.float64)

    def _plain(self, rows: Float64) -> bool:
        """Whether there is nothing to map: words that fit on the picture as they are, or one."""
        return len(rows) <= self.axes + 1 or _flat(rows)

    def _map(self, rows: Float64, frames: int) -> tuple["_Map | _Plane", Float32]:
        if self._plain(rows):
            plane = _Plane.through(rows, self.axes)
            return plane, plane.place(rows)
        D = self._distances(rows, rows)
        np.fill_diagonal(D, 0.0)
        with _quiet():
            reducer = self._reducer(min(self.n_neighbors, len(rows) - 1)).fit(D)
        map_ = _Map.of(reducer, keep=frames > 1)
        return map_, map_.xy

    def _place(self, made: "_Map | _Plane", rows: Float64, last: Float64) -> Float32:
        if isinstance(made, _Plane):
            return made.place(rows)
        if np.array_equal(rows, last):
            return made.xy
        if _flat(rows):
            return np.zeros_like(made.xy)
        with _quiet():
            raw = pickle.loads(made.reducer).transform(self._distances(rows, last))
        return _scaled(raw, made.centre, made.scale)

    def _distances(self, rows: Float64, last: Float64) -> Float32:
        """D (n, n), from the words of a frame to those of the last one."""
        if self.metric == "euclidean":
            D: Float64 = cdist(rows, last)
        else:
            D = np.clip(1 - rows @ last.T, 0, 2)
        return D.astype(np.float32)

    def _reducer(self, n_neighbors: int) -> Any:
        import umap

        return umap.UMAP(
            n_neighbors=n_neighbors,
            n_components=self.axes,
            min_dist=self.min_dist,
            metric="precomputed",
            random_state=self.seed,
            transform_seed=self.seed,
            n_jobs=1,
        )


@dataclass(frozen=True, eq=False)
class Mapped:
    """How far a film is drawn: its last frame comes first, then the others from the first on."""

    frames: int  # how many there are
    stage: Literal["prepare", "map", "place"] = "prepare"  # what comes next, as in `UMAP.step`
    drawn: int = 0  # how many frames are drawn
    map: "_Map | _Plane | None" = None  # of the last one

    @property
    def finished(self) -> bool:
        """Whether all frames are drawn."""
        return self.drawn >= self.frames


@dataclass(frozen=True, eq=False)
class _Map:
    """A fitted map, and how it is brought on the picture."""

    reducer: bytes  # umap-learn's fitted object, pickled; empty where no other frame needs it
    centre: Float32  # (axes,) what comes to the origin
    scale: float  # from the map's units to the picture's
    xy: Float32  # (n, axes) the words of the last frame on the picture

    @classmethod
    def of(cls, reducer: Any, keep: bool) -> "_Map":
        raw: Float32 = reducer.embedding_
        centre = (raw.max(axis=0) + raw.min(axis=0)) / 2
        scale = REACH / max(float(np.abs(raw - centre).max()), FLAT)
        kept = pickle.dumps(reducer, protocol=5) if keep else b""
        return cls(kept, centre, scale, _scaled(raw, centre, scale))


def _scaled(raw: Float32, centre: Float32, scale: float) -> Float32:
    scaled: Float32 = np.clip((raw - centre) * scale, -2, 2).astype(np.float32)
    return scaled


@dataclass(frozen=True, eq=False)
class _Plane:
    """The plane, or space, through a few words: it shows their distances as they are."""

    directions: Float64  # (d, axes) orthonormal columns, zero where there are no more dimensions
    scale: float  # from the rows' units to the picture's

    @classmethod
    def through(cls, rows: Float64, axes: int) -> "_Plane":
        centred = rows - rows.mean(axis=0)
        _, sizes, right = np.linalg.svd(centred, full_matrices=False)
        found = min(axes, np.count_nonzero(sizes > FLAT))
        directions = np.zeros((rows.shape[1], axes))
        directions[:, :found] = right[:found].T
        return cls(directions, 2 / max(float(np.linalg.norm(centred, axis=1).max()), 2.0))

    def place(self, rows: Float64) -> Float32:
        centred = rows - rows.mean(axis=0)
        xy: Float64 = np.clip(centred @ self.directions * self.scale, -2, 2)
        return xy.astype(np.float32)


def _flat(rows: Float64) -> bool:
    """Whether all rows (n, d) are one."""
    return float(np.ptp(rows, axis=0).max(initial=0.0)) <= FLAT


def prepare() -> None:
    """Load UMAP and let it compile what it needs, on a few words; what was kept is loaded, too."""
    with _quiet():
        import umap  # noqa: F401
    compiled.keep_all()
    made = UMAP(n_neighbors=5)
    rows = np.random.default_rng(0).normal(size=(30, 4))
    with one_thread():
        map_, _ = made._map(rows, frames=2)
        made._place(map_, rows[::-1], rows)
    compiled.note_complete()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep umap-learn's warnings from users: that it runs on one thread, and has no inverse."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
