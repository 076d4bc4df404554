"""A run on its way to the screen, or a file's vectors, and the ways in which it is drawn."""

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from pathlib import PurePath

import numpy as np

from embviz.files.film.film_npz import Saved
from embviz.jobs import train_and_draw
from embviz.jobs.engine import Engine, Work
from embviz.jobs.sweeps import Sweep
from embviz.jobs.train_and_draw import (
    LIVE,
    DrawJob,
    DrawnFrame,
    FilmJob,
    FilmJobState,
    Gauge,
    Look,
)
from embviz.measures import movement
from embviz.measures.clusters import Clusters, find_clusters
from embviz.measures.moved import distances
from embviz.projections import Projection
from embviz.projections.picture import Picture
from embviz.training.checkpoint import Checkpoint
from embviz.training.film import Film, Recipe, Snapshot
from embviz.training.revealed import revealed, with_word
from embviz.training.run import Run, Trouble, standing
from embviz.types import Float32, Which
from embviz.ui.state import patience
from embviz.ui.state.film_drawing import DrawingProgress, FilmDrawing
from embviz.ui.state.once import Once
from embviz.ui.state.patience import keep_going
from embviz.ui.state.trust_scores import TrustScores
from embviz.ui.state.vector_files import VectorsFile
from embviz.vectors.excerpt import Excerpt
from embviz.vectors.vectors import Vectors

KEPT = 6
"""Ways of drawing, and what is known of them, that are kept of one run: those asked for last."""

_CHANGES, _CLUSTERS = "changes", "clusters"  # keys of the works that find them
_MOVED = "moved"
LONGEST_STEM = 60  # signs of a text's name that a file's name takes over
GAUGE_S = 0.5  # seconds to wait for the measures of axes, which a worker has within a tenth of one


@dataclass(frozen=True, eq=False)
class VectorsOnScreen:
    """Vectors from a file that is read, and those of them that a picture shows."""

    file: VectorsFile
    excerpt: Excerpt


@dataclass(frozen=True)
class Length:
    """Of a whole run."""

    frames: int  # to be kept
    epochs: float


@dataclass(frozen=True, eq=False)
class FilmOnScreen:
    """A run, the work that carries it out, and its drawn frames so far.

    The run has the whole text, which the workers do without; it is None where only a film was
    loaded, so that there is nothing to go on from. Vectors that were trained elsewhere are a film
    of one frame, of the words that the picture shows. One whose frames are finished models (see
    `Recipe.along`) has no run either, but may know of whose settings they are.
    """

    film: Film  # without snapshots: its words, and where it comes from
    run: Run | None
    length: Length
    work: Work  # its results are `DrawnFrame`s, one a kept frame
    name: str  # what the page calls the text
    sample: str | None  # which of the bundled texts it is, if it is one
    key: str  # the run's own; of a film from a file that of the file, which can claim anything
    from_file: VectorsOnScreen | None = None
    live: Projection = LIVE  # how it is drawn while it is trained
    made_of: "FilmOnScreen | None" = None  # of whose settings its frames are, if they are models
    _once: Once = field(default_factory=lambda: Once(KEPT, _stop))

    @classmethod
    def launch(
        cls,
        engine: Engine,
        run: Run,
        *,
        name: str,
        sample: str | None,
        live: Projection = LIVE,
    ) -> "FilmOnScreen":
        """Make the untrained frame, and stop there."""
        film = run.film()
        look = train_and_draw.plain(film.recipe, live)
        work = _work(engine, FilmJob(run.shown, _without_text(run), look=look))
        work.step()
        length = Length(len(run.moments), run.model.epochs)
        return cls(film, run, length, work, name, sample, run.hash, live=live)

    @classmethod
    def load(
        cls,
        engine: Engine,
        saved: Saved,
        *,
        sample: str | None,
        key: str,
        live: Projection = LIVE,
        made_of: "FilmOnScreen | None" = None,
    ) -> "FilmOnScreen":
        """Draw the frames of a saved film; where training can go on, stop before it does."""
        film, checkpoint = saved.film, saved.checkpoint
        run = checkpoint.run if checkpoint else None
        look = train_and_draw.plain(film.recipe, live)
        job = FilmJob(film.shown, _without_text(run) if run else None, film.snapshots, look)
        begun = train_and_draw.begin(job, checkpoint.state if checkpoint else None)
        work = _work(engine, job, begun)
        work.run_to(len(film))
        frames = len(run.moments) if run and not film.complete else len(film)
        last = film[-1].epoch if len(film) else 0.0
        length = Length(frames, float(film.recipe.settings.get("epochs", last)))
        empty = replace(film, snapshots=())
        return cls(empty, run, length, work, saved.title, sample, key, live=live, made_of=made_of)

    @classmethod
    def of_vectors(cls, engine: Engine, from_file: VectorsOnScreen, *, key: str) -> "FilmOnScreen":
        """Draw the one frame of vectors from a file."""
        shown = from_file.excerpt.vectors
        rows = np.ascontiguousarray(shown.matrix, dtype=np.float32)
        recipe = Recipe(corpus=from_file.file.key, run=key)
        film = Film((), shown.words, None, np.arange(len(rows), dtype=np.int32), recipe)
        job = FilmJob(film.shown, None, (Snapshot(0.0, math.nan, {"E": rows}),))
        work = _work(engine, job, train_and_draw.begin(job))
        work.resume()
        return cls(film, None, Length(1, 0.0), work, from_file.file.name, None, key, from_file)

    @cached_property
    def subject(self) -> str:
        """What ensembles of its run are called, whatever it shows; empty: it has no text."""
        return "" if self.run is None else Sweep.like(self.run, seeds=2).subject

    @property
    def stem(self) -> str:
        """How the names of files begin that are made of it."""
        if self.from_file is not None:
            return PurePath(self.name).stem or "vectors"
        text = re.sub(r"[^\w.]+", "-", PurePath(self.name).stem.lower()).strip("-._")
        return f"{self.sample or text[:LONGEST_STEM] or 'film'}-{self.key[:6]}"

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """All words that can be asked for, (V,)."""
        return self.film.words if self.from_file is None else self.from_file.file.vectors.words

    @property
    def loaded(self) -> bool:
        """Whether it came from a file."""
        return self.from_file is not None or self.key != self.film.recipe.run

    @property
    def d(self) -> int:
        """Dimensions of its vectors; 0 before its first frame."""
        return self.frames[0].snapshot.E.shape[1] if self.frames else 0

    @property
    def frames(self) -> Sequence[DrawnFrame]:
        """The kept frames so far."""
        results: list[DrawnFrame] = self.work.results
        return results

    @property
    def complete(self) -> bool:
        """Whether the run came to its end."""
        return self.work.status == "done"

    @property
    def best(self) -> int | None:
        """The frame of the lowest held-out loss so far, if it rose again; see `Film.best`."""
        return self.film.extended(drawn.snapshot for drawn in list(self.frames)).best

    @property
    def scores(self) -> Float32 | None:
        """What a classifier sorts rightly so far; see `Film.sampled_scores`."""
        return self.film.extended(drawn.snapshot for drawn in list(self.frames)).sampled_scores

    @property
    def resting(self) -> int:
        """The frame on which it rests unless somebody asks for another one."""
        best = self.best if self.complete else None
        return len(self.frames) - 1 if best is None else best

    @property
    def untouched(self) -> bool:
        """Whether there is nothing but the untrained frame; finished models are no such frame."""
        if self.film.recipe.along is not None:
            return False
        coming = self.work.stepping and not len(self.frames)
        return len(self.frames) <= 1 and (self.work.status == "paused" or coming)

    @property
    def words(self) -> tuple[str, ...]:
        """The shown words (n,)."""
        return self.film.shown_words

    @cached_property
    def trouble(self) -> Trouble | None:
        """Why the run stopped early, if it did. To be asked when it is complete."""
        state: FilmJobState = self.work.state()
        return state.training.trouble if state.training is not None else None

    def vectors_by(self, which: Which) -> Vectors | None:
        """All words of the last frame, in full precision; None where the run stopped early.

        To be asked when it is complete.
        """
        if self.from_file is not None:
            return self.from_file.file.vectors
        last = self.frames[-1].snapshot
        if not last.whole:
            return None
        return self._once.get(Vectors, which, lambda: Vectors(self.film.words, last.matrix(which)))

    def vectors_now(self, which: Which) -> tuple[Vectors, float] | None:
        """All words as far as training has come, and the epoch; None where nothing is trained."""
        state = self.work.state()
        if self.run is None or state is None or state.training is None:
            return None
        whole = standing(self.run, state.training)
        return Vectors(self.film.words, whole.matrix(which)), whole.epoch

    def showing(self, engine: Engine, word: str) -> "FilmOnScreen":
        """Give the same film with another word on the map: drawn anew, or else trained anew.

        Raises ValueError if there is no run, whose text has the word.
        """
        if self.run is None:
            raise ValueError("a film without its run shows what it shows")
        run = with_word(self.run, word)
        state, frames = self.work.standing()
        training = None if state is None or state.left else state.training
        snapshots = revealed(self.run, run, [drawn.snapshot for drawn in frames])
        # What a file claims about a run is never taken for the run itself.
        key = run.hash
        if self.loaded:
            key = blake2b(f"{self.key} {run.always}".encode(), digest_size=8).hexdigest()
        if snapshots is None or training is None:
            return self.launch(engine, run, name=self.name, sample=self.sample, live=self.live)
        job = FilmJob(run.shown, _without_text(run), snapshots, self.plain)
        work = _work(engine, job, train_and_draw.begin(job, training))
        work.run_to(len(snapshots))
        film, name, sample = run.film(), self.name, self.sample
        return FilmOnScreen(film, run, self.length, work, name, sample, key, live=self.live)

    @cached_property
    def plain(self) -> Look:
        """How it is drawn while it is trained."""
        return train_and_draw.plain(self.film.recipe, self.live)

    @property
    def choices(self) -> tuple[Which, ...]:
        """Which vectors can be drawn and asked: those that all frames so far have."""
        return tuple(each for each in self.film.recipe.vectors if self.has(each))

    def has(self, which: Which) -> bool:
        """Whether all frames so far have certain vectors."""
        if not self.frames:
            return which == self.plain.vectors
        return all(drawn.snapshot.has(which) for drawn in self.frames)

    def pictures(self, engine: Engine, look: Look) -> Sequence[Picture]:
        """Give the frames as far as they are drawn in a certain way, and have more drawn."""
        if look == self.plain:
            return [drawn.picture for drawn in list(self.frames)]
        complete = self.complete  # before the frames are counted, which may become more meanwhile
        snapshots = [drawn.snapshot for drawn in list(self.frames)]
        drawing = self._once.get(
            FilmDrawing, look, lambda: FilmDrawing(engine, self.film.shown, look)
        )
        return drawing.follow(snapshots, complete)

    def cancel(self, look: Look) -> None:
        """End the drawing of a look; whoever still waits for it has it go on where it was."""
        found = self._once.find(FilmDrawing, look)
        if found is not None and found.busy:
            found.stop()

    def progress(self, look: Look) -> DrawingProgress | None:
        """Say how far the drawing of a look is; None where none is under way or ever was."""
        found = self._once.find(FilmDrawing, look)
        return found.progress(len(self.frames)) if found is not None else None

    def drawing(self, look: Look) -> bool:
        """Whether more frames are to be drawn in a certain way."""
        found = self._once.find(FilmDrawing, look)
        if found is None or found.failed:
            return False
        return found.busy or len(found.drawn()) < len(self.frames)

    def failed(self, look: Look) -> bool:
        """Whether training, or drawing in a certain way, ended by a fault."""
        found = self._once.find(FilmDrawing, look)
        return self.work.status == "failed" or (found is not None and found.failed)

    def trusts(self, engine: Engine, look: Look) -> TrustScores:
        """Give what is known of how far the frames can be trusted, drawn in a certain way."""
        return self._once.get(TrustScores, look, lambda: TrustScores(engine))

    def changes(self, engine: Engine) -> Float32 | None:
        """Give each word's share of neighbours that are new within an epoch, (F, n), at the end.

        None as long as a worker is busy with it.
        """
        work = self._once.get(Work, _CHANGES, lambda: self._count_changes(engine))
        work.watch()
        return work.results[0] if work.status == "done" else None

    def _count_changes(self, engine: Engine) -> Work:
        neighbours = [drawn.picture.neighbours for drawn in self.frames]
        epochs = [drawn.snapshot.epoch for drawn in self.frames]
        return engine.call(movement.changed_within, neighbours, epochs)

    def moved(self, which: Which, frames: range) -> Float32:
        """Give how far each word is from where it was at the start, (len(frames), n).

        In mean lengths at the start; see `measures.moved`. It is 0 where a word has not moved.
        """
        known: dict[int, Float32] = self._once.get(dict, (_MOVED, which), dict)
        rows = functools.partial(train_and_draw.half_rows, self.film.shown, which=which)
        for i in frames:
            if i not in known:
                start, now = (rows(self.frames[j].snapshot) for j in (0, i))
                known[i] = distances(start, now).astype(np.float32)
        return np.array([known[i] for i in frames], np.float32).reshape(-1, len(self.words))

    @property
    def counting(self) -> bool:
        """Whether a worker is busy with `changes`."""
        work = self._once.find(Work, _CHANGES)
        return work is not None and work.status == "running"

    def clusters(self, engine: Engine, which: Which) -> Clusters | None:
        """Give the clusters of the shown words at the end, by certain vectors, once it is complete.

        None as long as a worker is busy with it.
        """
        key = (_CLUSTERS, which)
        work = self._once.get(Work, key, lambda: self._find_clusters(engine, which))
        keep_going(work)
        return work.results[0] if work.status == "done" else None

    def _find_clusters(self, engine: Engine, which: Which) -> Work:
        last, shown = self.frames[-1].snapshot, self.film.shown
        rows = train_and_draw.shown_rows(shown, last, which).astype(np.float32)
        counts = None if self.film.counts is None else self.film.counts[shown]
        return engine.call(find_clusters, Vectors(self.words, rows), counts)

    def clustering(self, which: Which) -> bool:
        """Whether a worker is busy with `clusters`."""
        work = self._once.find(Work, (_CLUSTERS, which))
        return work is not None and work.status == "running"

    def gauge(self, engine: Engine, look: Look) -> Gauge | None:
        """Measure the axes of a look at the last frame of a complete film; None: not yet."""
        last = DrawJob(look, self.film.shown, (self.frames[-1].snapshot,))
        work = self._once.get(Work, look, lambda: engine.call(train_and_draw.gauge, last))
        return work.results[0] if work.wait(1, GAUGE_S) else None

    def recording(self) -> tuple[Film, Checkpoint | None]:
        """Give what there is to save: the film so far, and where training stands."""
        state, frames = self.work.standing()
        film = self.film.extended(drawn.snapshot for drawn in frames)
        if self.run is None or state is None or state.training is None or state.left:
            return film, None
        return film, Checkpoint(self.run, state.training, film)

    def weight(self) -> int:
        """Bytes that the frames and drawings take."""
        snapshots = [drawn.snapshot for drawn in self.frames]
        pictures = [drawn.picture for drawn in self.frames]
        for drawing in self._once.all(FilmDrawing):
            pictures += drawing.drawn()
        of_snapshots = (
            (*s.matrices.values(), *s.arrays.values(), *s.apart.values()) for s in snapshots
        )
        of_pictures = ((p.xy, p.neighbours, p.cosines, p.kept, p.norms) for p in pictures)
        return sum(array.nbytes for array in chain(*of_snapshots, *of_pictures))


def _stop(kept: object) -> None:
    if isinstance(kept, FilmDrawing):
        kept.stop()


def _work(engine: Engine, job: FilmJob, begun: FilmJobState | None = None) -> Work:
    """Prepare the work of a film, to be told how far to go; a worker begins what is not begun."""
    step, patience_s = train_and_draw.train_and_draw, patience.PATIENCE_S
    far = job.run is not None
    return engine.launch(step, job, begun, patience_s=patience_s, run=False, far=far)


def _without_text(run: Run) -> Run:
    return replace(run, corpus=run.corpus.without_text())
