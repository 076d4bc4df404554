"""What all visitors of a server share: the workers, what was read, the runs made."""

import functools
import os
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

import streamlit as st

from embviz.errors import ClusterError
from embviz.jobs import train_and_draw, usual_projection
from embviz.jobs.cluster import Cluster, reach
from embviz.jobs.engine import Engine, OwnProcess, process_pool
from embviz.projections import Projection, compiled, umap
from embviz.projections.axes import WordAxes
from embviz.text.corpus import Corpus
from embviz.training.run import Run
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.measured import Measured
from embviz.ui.state.vector_files import VectorsFile
from embviz.ui.widgets import faults
from embviz.util.places import SCHEDULER
from embviz.vectors.vectors import Vectors

CORPORA_BYTES = 256 * 2**20
FILMS_BYTES = 1024 * 2**20
FILES_BYTES = 1024 * 2**20
BEGINNINGS_BYTES = 128 * 2**20
MEASURED_BYTES = 512 * 2**20

Value = TypeVar("Value")


class Shelf(Generic[Value]):
    """Values by name; the longest unused go first when the budget or their time is over.

    The budget is in bytes, for all values together; the newest stays whatever it weighs. Values may
    grow: they are weighed whenever something is put. After `keep_s` seconds without use one goes.
    """

    def __init__(self, budget: int, weigh: Callable[[Value], int], keep_s: float = 1800.0) -> None:
        self._budget, self._weigh, self._keep_s = budget, weigh, keep_s
        self._entries: OrderedDict[str, tuple[Value, float]] = OrderedDict()  # and when last used
        self._lock = threading.Lock()

    def put(self, name: str, value: Value) -> None:
        """Keep a value, and let go of what no longer fits."""
        with self._lock:
            self._use(name, value)
            self._tidy()

    def get(self, name: str) -> Value | None:
        """Give a value, or None where it is not (or no longer) kept."""
        with self._lock:
            if name not in self._entries:
                return None
            value, _ = self._entries[name]
            self._use(name, value)
            return value

    def drop(self, name: str) -> None:
        """Keep a value no longer."""
        with self._lock:
            self._entries.pop(name, None)

    def values(self) -> list[Value]:
        """Give all values, the longest unused first."""
        with self._lock:
            return [value for value, _ in self._entries.values()]

    def _use(self, name: str, value: Value) -> None:
        self._entries[name] = value, time.monotonic()
        self._entries.move_to_end(name)

    def _tidy(self) -> None:
        oldest = time.monotonic() - self._keep_s
        weights = {name: self._weigh(value) for name, (value, _) in self._entries.items()}
        total = sum(weights.values())
        for name in list(self._entries)[:-1]:
            if total <= self._budget and self._entries[name][1] >= oldest:
                break
            total -= weights[name]
            del self._entries[name]


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """Give the engine, its workers not yet started."""
    pool = functools.partial(process_pool, initializer=train_and_draw.warm)
    return Engine(pool, functools.partial(OwnProcess, compiled.use_folder), cluster())


@st.cache_resource(show_spinner=False)
def cluster() -> Cluster | None:
    """Give the cluster that the environment names, on which runs are trained."""
    address = os.environ.get(SCHEDULER)
    if not address:
        return None
    reached = reach(address, _tell)
    if reached.lost is not None:
        _tell(reached.lost)
    return reached


def _tell(error: ClusterError) -> None:
    print(faults.worded(error, str), file=sys.stderr, flush=True)


def prepare_umap() -> None:
    """Load UMAP in the process that will draw it, as long as nobody waits for it."""
    engine().prepare_alone(umap.prepare)


@st.cache_resource(show_spinner=False)
def corpora() -> Shelf[Corpus]:
    """Give the texts that were read, under the hash of text and settings."""
    return Shelf(CORPORA_BYTES, _weigh_corpus)


@st.cache_resource(show_spinner=False)
def files() -> Shelf[VectorsFile]:
    """Give the files of vectors that were read, or are being read."""
    return Shelf(FILES_BYTES, VectorsFile.weight)


@st.cache_resource(show_spinner=False)
def beginnings() -> Shelf[Vectors]:
    """Give the vectors of texts at which other runs on them begin."""
    return Shelf(BEGINNINGS_BYTES, lambda vectors: vectors.matrix.nbytes)


@st.cache_resource(show_spinner=False)
def sources() -> Shelf[FilmOnScreen]:
    """Give the runs, under their hashes."""
    return Shelf(FILMS_BYTES, FilmOnScreen.weight)


@st.cache_resource(show_spinner=False)
def measured() -> Shelf[Measured]:
    """Give the sweeps and ensembles, under their hashes."""
    return Shelf(MEASURED_BYTES, Measured.weight)


def running() -> int:
    """Count the runs that are being trained on this server."""
    return sum(source.work.status == "running" for source in sources().values())


@st.cache_resource(show_spinner=False)
def drawing_speed() -> float:
    """Give how slowly this machine draws, as `usual_projection` measures it, once."""
    return usual_projection.speed()


def usual(words: int, d: int, asked: Projection | WordAxes | None = None) -> Projection:
    """Give how a run with so many shown words and dimensions is drawn that begins now.

    As asked, where that keeps up; who asks for nothing gets what is quick enough for all who train.
    """
    others = running() if asked is None else 0
    sharing = (others + 1) / (os.cpu_count() or 1)
    quick = usual_projection.usual(words, d, sharing, drawing_speed())
    return quick if asked in (None, quick) else train_and_draw.LIVE


def estimate_s(run: Run, projection: Projection) -> float:
    """Estimate the seconds on one core of a run that is watched, drawn in this way."""
    return usual_projection.estimate_s(run, projection, drawing_speed())


def _weigh_corpus(corpus: Corpus) -> int:
    """Bytes of a text that was read: its ids, and the text itself at up to four a character."""
    return corpus.ids.nbytes + corpus.starts.nbytes + corpus.spans.nbytes + 4 * len(corpus.text)
