"""What a visit remembers of a run: little, as frames lie in `server` while it keeps them."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from embviz.text.corpus import Corpus
from embviz.text.labelled import Labelled
from embviz.text.rules import Rules
from embviz.training.film import Recipe
from embviz.training.run import Run
from embviz.training.staying import Freeze
from embviz.ui.state import link, settings_form
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import View
from embviz.ui.state.settings_form import HELD, RANDOM

Reading: TypeAlias = tuple[int, int | None, bool, Rules]


@dataclass(frozen=True)
class RunFacts:
    """What a run was made of, or a film or vectors from a file, and where it is found again."""

    key: str
    named: str  # as an address names it
    name: str  # what the page calls the text or the file
    recipe: Recipe
    reading: Reading | None  # how a text was read, as `Corpus.how` has it
    patience: int  # epochs after the lowest held-out loss; 0: it does not stop early
    shown: int  # how many words
    words: int  # a hash of them
    still: bool  # vectors that were not trained here
    labels: int | None = None  # how many labelled sentences it learns from; None: all, or none
    began: str = RANDOM  # the name of where its E began
    freeze: Freeze = 0
    pace: float = 1.0
    sentences: int = 0  # a hash of labelled ones, however many labels are used; 0: they are none

    @classmethod
    def of(cls, source: FilmOnScreen) -> "RunFacts":
        """Note what there is to know of a run."""
        run = source.run
        view = View(run=source.key)
        if run is not None and not source.loaded:
            view = settings_form.view_of(run, source)
        return cls(
            source.key,
            link.of_run(view),
            source.name,
            source.film.recipe,
            _reading(run.corpus) if run else None,
            run.patience if run else 0,
            len(source.words),
            hash(source.words),
            source.from_file is not None,
            **(_begun(run) if run is not None else {}),
        )


def _reading(corpus: Corpus) -> Reading:
    return corpus.min_count, corpus.max_words, corpus.lowercase, corpus.rules


def _begun(run: Run) -> dict[str, Any]:
    corpus, labels = run.corpus, dict[str, Any]()
    if isinstance(corpus, Labelled):
        whole = corpus.words, corpus.ids.tobytes(), corpus.labels.tobytes()
        labels = {"labels": corpus.most, "sentences": hash(whole)}
    return labels | {
        "began": RANDOM if run.start is None else run.origin or HELD,
        "freeze": run.freeze,
        "pace": run.pace,
    }
