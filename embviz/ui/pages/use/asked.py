"""What the page asks: the classifier of the film on screen at the moment shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from embviz.measures.sorted_sentences import Part, Report, Sorter, is_classifier
from embviz.text.labelled import Labelled
from embviz.training.film import Film
from embviz.training.run import Run
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.remembered import remember

PARTS: tuple[Part, ...] = ("training", "validation", "test")


@dataclass(frozen=True, eq=False)
class Classifier:
    """A classifier at a moment, and what it learns from."""

    frame: FrameAsked
    film: Film
    run: Run
    labelled: Labelled

    @property
    def moment(self) -> tuple[str, int, bool]:
        """What answers depend on: the run, the frame, and whether that has all words."""
        return self.frame.source.key, self.frame.frame, self.frame.whole

    @cached_property
    def sorter(self) -> Sorter:
        """The classifier at the moment shown."""
        return remember(("sorter", *self.moment), self._sorter)

    def _sorter(self) -> Sorter:
        return Sorter.at(self.film, self.frame.frame, self.run.apart)

    @cached_property
    def reports(self) -> Mapping[Part, Report]:
        """How it sorts the sentences of each part at that moment."""
        film, frame, labelled, apart = self.film, self.frame.frame, self.labelled, self.run.apart
        return remember(
            ("reports", *self.moment),
            lambda: {part: Report.of(film, frame, labelled, part, apart) for part in PARTS},
        )

    @property
    def classes(self) -> tuple[str, ...]:
        """What sentences are sorted into."""
        return self.labelled.classes


def classifier(asked: FrameAsked) -> Classifier | None:
    """The classifier of a film, if it is one that came with its sentences."""
    run = asked.source.run
    if run is None or not has_classifier(asked.source) or not isinstance(run.corpus, Labelled):
        return None
    return Classifier(asked, asked.film, run, run.corpus)


def has_classifier(source: FilmOnScreen | None) -> bool:
    """Whether what is on screen is a classifier that came with its sentences."""
    return source is not None and source.run is not None and is_classifier(source.film)
