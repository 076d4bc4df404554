"""What the page looks into: E and U at one frame of the film on screen, and its text."""

from collections.abc import Mapping
from dataclasses import dataclass

from embviz.one_step.lessons import StepLesson, lesson_of
from embviz.one_step.matrices import Matrices
from embviz.text.corpus import Corpus, Vocabulary
from embviz.training.film import Snapshot
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import Tab

WINDOW, NEGATIVES, RATE = 5, 5, 0.03  # settings of a model that has none


@dataclass(frozen=True, eq=False)
class Moment:
    """A frame to look into."""

    source: FilmOnScreen
    asked: int  # the frame on which the picture rests, or the last one
    frame: int  # the one that is shown: the nearest to it that has U, if any has
    matrices: Matrices  # its rows: of all words at the end, of those on the map before

    @property
    def lesson(self) -> StepLesson:
        """What there is to tell of the model's step."""
        return lesson_of(self.source.film.recipe.model)

    @property
    def corpus(self) -> Corpus | None:
        """The text; None where the film came without it."""
        return self.source.run.corpus if self.source.run is not None else None

    @property
    def snapshot(self) -> Snapshot:
        """What the film keeps of the frame."""
        return self.source.frames[self.frame].snapshot

    @property
    def window(self) -> int:
        """The widest window to each side."""
        return int(self.settings.get("window", WINDOW))

    @property
    def K(self) -> int:
        """Negatives of a pair."""
        return int(self.settings.get("negatives", NEGATIVES))

    @property
    def subsampling(self) -> float:
        """The threshold above which words are skipped at times; 0: never."""
        return float(self.settings.get("subsampling", 0.0))

    @property
    def first_rate(self) -> float:
        """η at the start of training."""
        return float(self.settings.get("learning_rate", RATE))

    @property
    def rate(self) -> float:
        """η as it was at this epoch: it falls linearly."""
        fall = 1 - float(self.settings.get("final_rate", 1.0))
        return self.first_rate * (1 - fall * self.snapshot.epoch / self.source.length.epochs)

    @property
    def settings(self) -> Mapping[str, float]:
        """The model's settings by name."""
        return self.source.film.recipe.settings


def current(tab: Tab) -> Moment | None:
    """Give the moment on which the picture rests, or would; None: there is no film."""
    source = tab.source
    if source is None or not len(source.frames):
        return None
    last = len(source.frames) - 1
    asked = source.resting if tab.rested is None else min(tab.rested, last)
    having = [i for i in range(last + 1) if source.frames[i].snapshot.U is not None]
    frame = min(having, key=lambda i: abs(i - asked), default=asked)
    question = "matrices", source.key, frame, source.complete
    return Moment(source, asked, frame, remember(question, lambda: _matrices(source, frame)))


def _matrices(source: FilmOnScreen, frame: int) -> Matrices:
    snapshot, film = source.frames[frame].snapshot, source.film
    words, counts = film.words, film.vocabulary.counts
    if not snapshot.whole:
        words, counts = film.shown_words, counts[film.shown]
    return Matrices(Vocabulary(words, counts), snapshot.E, snapshot.U)
