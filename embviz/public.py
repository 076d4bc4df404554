"""All that `import embviz as ev` offers, in one list."""

import os
from dataclasses import replace
from pathlib import Path

from embviz import files, notebook
from embviz.errors import (
    ClusterError,
    Diverged,
    EmbvizError,
    EvaluationError,
    FileError,
    FormulaError,
    MissingWord,
    RecordingError,
    SettingError,
    TextError,
)
from embviz.files import load, load_checkpoint
from embviz.files.checkpoints import read_checkpoints
from embviz.files.doctor import examine
from embviz.files.paths import Place, writing
from embviz.files.read import read_all as read_vectors
from embviz.files.recorder import Recorder
from embviz.jobs.cluster import executor
from embviz.jobs.over_time import over_time
from embviz.jobs.sweeps import ensemble, sweep
from embviz.language.occurrences import Contexts, contexts
from embviz.measures import (
    Comparison,
    Exam,
    answer_questions,
    compare,
    compare_ratings,
    find_clusters,
    read_questions,
    read_ratings,
    weat,
    weat_lists,
    weat_sample_tests,
    weat_tests,
)
from embviz.models import MODELS
from embviz.models.bag import Bag
from embviz.models.bert import BERT
from embviz.models.cbow import CBOW
from embviz.models.cnn import CNN
from embviz.models.encoder import Encoder
from embviz.models.exact import ExactSkipGram
from embviz.models.fasttext import FastText
from embviz.models.glove import GloVe
from embviz.models.gpt import GPT
from embviz.models.lstm import LSTM
from embviz.models.skipgram import SkipGram
from embviz.models.softmax import FullSoftmax
from embviz.models.subwords import Subwords
from embviz.projections import PCA, PROJECTIONS, Projection, project
from embviz.text import edits
from embviz.text.corpus import Corpus, Vocabulary
from embviz.text.dated_tables import corpora as period_corpora
from embviz.text.dated_tables import read as read_periods
from embviz.text.edits import edited
from embviz.text.effects import proposed_phrases
from embviz.text.labelled import Labelled
from embviz.text.rules import Rules
from embviz.training.checkpoint import Checkpoint, resume
from embviz.training.film import Film, Snapshot
from embviz.training.run import Run, State, advance, estimate, start, train
from embviz.util.version import VERSION
from embviz.vectors.formula import Formula
from embviz.vectors.formula import parse as parse_formula
from embviz.vectors.vectors import Vectors
from embviz.wordmap.paper.picture import picture

__version__ = VERSION

__all__ = [
    "BERT",
    "CBOW",
    "CNN",
    "GPT",
    "LSTM",
    "MODELS",
    "PCA",
    "PROJECTIONS",
    "Bag",
    "Checkpoint",
    "ClusterError",
    "Comparison",
    "Contexts",
    "Corpus",
    "Diverged",
    "EmbvizError",
    "Encoder",
    "EvaluationError",
    "ExactSkipGram",
    "Exam",
    "FastText",
    "FileError",
    "Film",
    "Formula",
    "FormulaError",
    "FullSoftmax",
    "GloVe",
    "Labelled",
    "MissingWord",
    "Recorder",
    "RecordingError",
    "Rules",
    "Run",
    "SettingError",
    "SkipGram",
    "Snapshot",
    "State",
    "Subwords",
    "TextError",
    "Vectors",
    "Vocabulary",
    "advance",
    "answer_questions",
    "compare",
    "compare_ratings",
    "contexts",
    "edited",
    "edits",
    "ensemble",
    "estimate",
    "examine",
    "executor",
    "film_page",
    "find_clusters",
    "labelled",
    "load",
    "load_checkpoint",
    "over_time",
    "parse_formula",
    "picture",
    "project",
    "proposed_phrases",
    "read_checkpoints",
    "read_periods",
    "read_questions",
    "read_ratings",
    "read_vectors",
    "resume",
    "sample",
    "sample_periods",
    "save",
    "start",
    "sweep",
    "train",
    "weat",
    "weat_lists",
    "weat_sample_tests",
    "weat_tests",
]


notebook.register()


def save(what: Film | Checkpoint | Vectors, path: Place, format: str | None = None) -> None:
    """Save a film, a run under way with its film, or vectors; see `embviz.files.save`.

    A film or vectors saved as `.html`, or with the format "html", are a page that plays and
    answers questions by itself: `film_page`.
    """
    name = Path(path) if isinstance(path, str | os.PathLike) else None
    if format != "html" and (name is None or name.suffix.lower() != ".html"):
        files.save(what, path, format)
        return
    film = what.film if isinstance(what, Checkpoint) else what
    page = film_page(film, None if name is None else name.stem)
    with writing(path) as file:
        file.write(page.encode())


def film_page(
    film: Film | Vectors,
    title: str | None = None,
    *,
    projection: str | Projection | None = None,
    words: int = 1000,
) -> str:
    """Make a film one HTML page, which needs no server and no network.

    It holds the rows of its words at all frames, so that it can be asked for neighbours,
    similarities and analogies at any moment. Of very many words not all frames fit into a page of
    6 MB; it says so.

    Args:
        film: A film, or vectors, which make a map that does not move.
        title: What the text, or the film, is called there.
        projection: A name of `PROJECTIONS` that needs no words, or a projection; None: as
            neighbourhoods, or by principal components where there are very few or very many words.
        words: Of vectors, how many are shown.

    Raises:
        SettingError: There is no projection of that name.
        ValueError: If the film has no frames, or a number is not finite.

    >>> film = train(SkipGram(dimension=8, epochs=1), sample("tiny"), progress=False)
    >>> film_page(film, "tiny")[:15]
    '<!doctype html>'
    """
    from embviz.ui.map.page_of_film import page_of_film, page_of_vectors, projection_named

    drawn = projection_named(projection) if isinstance(projection, str) else projection
    if isinstance(film, Vectors):
        return page_of_vectors(film, title or "vectors", words, drawn or PCA())
    return page_of_film(film, title or "film", drawn)


def sample(name: str) -> Corpus:
    """Read one of the bundled texts, all its words, and what was planted in it: `answers`.

    Args:
        name: "kingdom", "царство", "bank", "ключ" or "tiny".

    Raises:
        SettingError: There is no sample of that name.
    """
    from embviz.text.samples import answers, sample_text

    return replace(Corpus.from_text(sample_text(name), min_count=1), answers=answers(name))


def sample_periods() -> dict[str, Corpus]:
    """Read five decades of *kingdom*, made for `over_time`: two words change places halfway.

    >>> list(sample_periods())
    ['1950s', '1960s', '1970s', '1980s', '1990s']
    """
    from embviz.text.planted_periods import planted_periods

    return period_corpora(planted_periods(), min_count=3)


def labelled(name: str) -> Labelled:
    """Read one of the bundled tables of sentences with a class each; some have none.

    Args:
        name: "topics" or "sentiment"; in Russian "темы" or "отзывы".

    Raises:
        SettingError: There is none of that name.

    >>> labelled("sentiment").classes
    ('negative', 'positive')
    """
    from embviz.text.samples import answers, labelled_sentences

    return replace(Labelled.of(*labelled_sentences(name)), answers=answers(name))
