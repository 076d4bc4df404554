"""All that `import embviz as ev` offers, in one list."""

from dataclasses import replace

from embviz import notebook
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
from embviz.files import load, load_checkpoint, save
from embviz.files.checkpoints import read_checkpoints
from embviz.files.doctor import examine
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
from embviz.projections import PCA, PROJECTIONS, project
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
