"""Where E of a run begins: at random, at skip-gram on the same text, at a film, or at a file.

A film or a file may be gone, or have been somebody else's: the rows at which the run on screen
began stay a choice as long as it is there, so that Reset, and Train after it, give the same run.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from embviz.jobs import queries
from embviz.jobs.engine import Work
from embviz.models import MODELS
from embviz.text.corpus import Corpus
from embviz.text.labelled import Labelled
from embviz.training.beginning import Beginning, beginning
from embviz.training.model import Model
from embviz.training.run import Run
from embviz.types import Flags, Float32, Which
from embviz.ui.state import server, settings_form
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.remembered import awaited, remember
from embviz.ui.state.settings_form import HELD, OWN, RANDOM, Chosen
from embviz.ui.state.tab import Tab
from embviz.ui.state.vector_files import VectorsFile
from embviz.ui.texts import model_name, say
from embviz.vectors.vectors import Vectors

FILM, FILE = "film.", "file."
"""What the keys of films and files of vectors begin with; the rest is their name in `server`."""

_WAITED = "embviz_own_vectors"
SKIPGRAM = "skipgram"

TOKENS, FEWEST_EPOCHS = 3_000_000, 3
"""What skip-gram reads of a long text at most, some 20 s; but so many epochs in any case."""


@dataclass(frozen=True, eq=False)
class Start:
    """Vectors to begin at."""

    origin: str  # the key of the choice
    vectors: Vectors
    held: Run | None = None  # the run that began there, if they are known by its rows


def options(tab: Tab, text: Chosen) -> Mapping[str, str]:
    """Give where E can begin, in words."""
    found = {RANDOM: say("use", "begin.random")}
    found |= {own: say("use", f"begin.{own}") for own in OWN}
    for key, name, model in _films(tab):
        film = say("train", "title", text=name, model=model_name(model))
        found[f"{FILM}{key}"] = say("use", "begin.film", film=film)
    for file in server.files().values():
        if _is_ours(tab, file):
            found[f"{FILE}{file.key}"] = say("use", "begin.file", file=file.name)
    chosen = str(st.session_state.get("start", RANDOM))
    if chosen not in found and (_kept(chosen) is not None or _held(tab, chosen) is not None):
        found[chosen] = say("use", "begin.kept")
    return found


def chosen(tab: Tab, text: Chosen) -> Start | None:
    """Give the vectors that are chosen; None: E begins at random. Waits for skip-gram's."""
    origin = str(st.session_state.get("start", RANDOM))
    held = _held(tab, origin)
    if held is not None and _begins_the_same(held, origin, text.corpus):
        return _start_of(held, origin)
    vectors = _vectors(origin, text)
    if vectors is not None:
        return Start(origin, vectors)
    return None if held is None else _start_of(held, origin)


def decided_dimension(tab: Tab) -> int | None:
    """Give how many numbers a word has where the vectors that are chosen decide it."""
    origin = str(st.session_state.get("start", RANDOM))
    if origin in (RANDOM, *OWN):
        return None
    vectors, held = _kept(origin), _held(tab, origin)
    if vectors is not None:
        return int(vectors.matrix.shape[1])
    return None if held is None else held.model.dimension


@dataclass(frozen=True, eq=False)
class Own:
    """Skip-gram on a text: the run, and where its vectors are kept."""

    run: Run
    which: Which = "E"

    @classmethod
    def on(cls, corpus: Corpus, sample: str | None, d: int, which: Which = "E") -> "Own":
        """Skip-gram with d numbers a word, on all sentences of a text, labelled or not."""
        whole = corpus.first(None) if isinstance(corpus, Labelled) else corpus
        suited = settings_form.suited(SKIPGRAM, sample, whole)
        affordable = math.ceil(TOKENS / whole.reading.kept_tokens)
        suited["epochs"] = min(suited["epochs"], max(FEWEST_EPOCHS, affordable))
        suited["dimension"] = d
        return cls(Run(MODELS[SKIPGRAM](**settings_form.exact(SKIPGRAM, suited)), whole), which)

    @property
    def name(self) -> str:
        """Its name on this server."""
        return f"{self.run.hash} {self.which}"

    @property
    def kept(self) -> Vectors | None:
        """The vectors, where they are trained."""
        return server.beginnings().get(self.name)

    def launch(self) -> Work:
        """Begin to train it; `keep` takes what comes of it."""
        return server.engine().call(queries.skipgram_matrices, self._light)

    def keep(self, matrices: tuple[Vectors, Vectors]) -> Vectors:
        """Keep the vectors, of E and U."""
        E, U = matrices
        found = E if self.which == "E" else Vectors(E.words, E.matrix + U.matrix)
        server.beginnings().put(self.name, found)
        return found

    def wait(self) -> Vectors:
        """Give the vectors, trained if need be in sight of the reader."""
        found = self.kept
        if found is not None:
            return found
        wording, train = say("use", "begin.training"), queries.skipgram_matrices
        return self.keep(awaited(_WAITED, self.name, wording, train, self._light))

    @property
    def _light(self) -> Run:
        """The run without its text, which training does without."""
        return replace(self.run, corpus=self.run.corpus.without_text())


def own_of(source: FilmOnScreen) -> Own | None:
    """Give skip-gram on the text of a run on screen, with as many numbers a word."""
    run = source.run
    return None if run is None else Own.on(run.corpus, source.sample, run.model.dimension)


def on_own(origin: str, corpus: Corpus, sample: str | None, d: int) -> Start:
    """Give skip-gram on a text, trained if need be, as one of OWN has it."""
    which = "E" if origin == OWN[0] else "E+U"
    return Start(origin, Own.on(corpus, sample, d, which).wait())


def begun(start: Start, model: Model, corpus: Corpus) -> Beginning:
    """Find the rows of a text's words. Raises SettingError."""
    held = start.held
    if held is not None and held.model.name == model.name and held.corpus.words == corpus.words:
        return _again(held, model)
    question = "beginning", start.origin, model.name, corpus.hash, held.hash if held else ""
    return remember(question, lambda: beginning(start.vectors, model, corpus))


def named(run: Run) -> str:
    """Say where E of a run began."""
    origin = RANDOM if run.start is None else run.origin
    return _worded("began", origin)


def place(origin: str) -> str:
    """Name where E of a run began, in brief."""
    return _worded("begin", origin)


def _worded(entries: str, origin: str) -> str:
    if origin in (RANDOM, *OWN):
        return say("use", f"{entries}.{origin}")
    if origin.startswith(FILE):
        file = server.files().get(origin.removeprefix(FILE))
        if file is not None:
            return say("use", f"{entries}.file", file=file.name)
    if origin.startswith(FILM):
        film = server.sources().get(origin.removeprefix(FILM))
        if film is not None:
            model = model_name(film.film.recipe.model)
            called = say("train", "title", text=film.name, model=model)
            return say("use", f"{entries}.film", film=called)
    return say("use", f"{entries}.kept")


def _held(tab: Tab, origin: str) -> Run | None:
    """The run on screen, if it began at what a choice stands for."""
    run = tab.source.run if tab.source is not None else None
    if run is None or run.start is None:
        return None
    return run if (run.origin or HELD) == origin else None


def _begins_the_same(run: Run, origin: str, corpus: Corpus) -> bool:
    """Whether what the form describes begins at just the rows of a run that began there."""
    # A file decides on the dimension; skip-gram on the text is trained with that of the form.
    same_d = origin not in OWN or run.model.dimension == _dimension()
    same_model = run.model.name == settings_form.model()
    return same_d and same_model and _reads_the_same(run.corpus, corpus)


def _reads_the_same(one: Corpus, other: Corpus) -> bool:
    """Whether texts are alike but for their labels, by all that can be told at once."""
    return one.reading == other.reading and one.words == other.words


def _start_of(run: Run, origin: str) -> Start:
    """The vectors at which a run began, as far as its rows tell."""
    rows, known = _known(run)
    words = tuple(word for word, is_known in zip(run.corpus.words, known, strict=True) if is_known)
    return Start(origin, Vectors(words, rows[known]), run)


def _again(run: Run, model: Model) -> Beginning:
    """The rows at which a run began, for the same model on the same words."""
    rows, known = _known(run)
    return Beginning(rows, int(known.sum()), 0, scaled=getattr(model, "spread", None) is not None)


def _known(run: Run) -> tuple[Float32, Flags]:
    """The rows at which E of a run began, (V, d), and which words had one."""
    if run.start is None:
        raise ValueError("this run began at random")
    return run.start, np.asarray(~np.isnan(run.start).any(axis=1))


def _films(tab: Tab) -> list[tuple[str, str, str]]:
    """The key, the text and the model of the trained runs of this visit, the last one first."""
    runs = [(each.key, each.name, each.recipe.model) for each in tab.earlier if not each.still]
    now = tab.source
    if now is not None and now.from_file is None and now.complete:
        runs.insert(0, (now.key, now.name, now.film.recipe.model))
    kept = {key: (key, name, model) for key, name, model in runs}
    return [facts for key, facts in kept.items() if _film(key) is not None]


def _film(key: str) -> FilmOnScreen | None:
    """A film that came to its end; one that diverged has no last frame to begin at."""
    film = server.sources().get(key)
    ended = film is not None and film.complete and film.frames[-1].snapshot.whole
    return film if ended else None


def _is_ours(tab: Tab, file: VectorsFile) -> bool:
    """Whether this visit has opened a file: others' are nobody else's matter."""
    return file.key in tab.seen_files and not file.busy and file.fault is None


def _vectors(origin: str, text: Chosen) -> Vectors | None:
    if origin in OWN:
        return on_own(origin, text.corpus, text.source.sample, _dimension()).vectors
    return _kept(origin)


def _dimension() -> int:
    """How many numbers a word has by the form."""
    return int(settings_form.settings(settings_form.model())["dimension"])


def _kept(origin: str) -> Vectors | None:
    """Give the vectors of a film or a file, if it is still kept here."""
    if origin.startswith(FILM):
        film = _film(origin.removeprefix(FILM))
        return None if film is None else film.vectors_by("E")
    if origin.startswith(FILE):
        file = server.files().get(origin.removeprefix(FILE))
        usable = file is not None and not file.busy and file.fault is None
        return file.vectors if usable and file is not None else None
    return None
