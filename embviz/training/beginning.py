"""Where E begins, if not at random: at the rows of another film, or of vectors from a file.

Rows are found by their words. Words that the other has not got begin at random, as always. All
other weights begin as the model lets them.
"""

import numpy as np

from embviz.errors import SettingError
from embviz.text.corpus import Corpus, Vocabulary
from embviz.training.film import Film
from embviz.training.model import Model, Weights
from embviz.types import Float32
from embviz.vectors.vectors import Vectors


def beginning(source: Film | Vectors, model: Model, corpus: Corpus) -> Float32:
    """The rows at which E of a model begins, (V, d); NaN where a word is not in the source.

    Args:
        source: A film, of which the last frame counts; or vectors.
        model: What is to be trained.
        corpus: On what.

    Raises:
        SettingError: `start_d`: the vectors have another length than the model's;
            `start_words`: none of the words is in the source.
        TypeError: The source is something else.
    """
    if not isinstance(source, Film | Vectors):
        raise TypeError(f"start must be a film or Vectors, not {source!r:.60}")
    vectors = source.vectors(which="E") if isinstance(source, Film) else source
    d, wanted = vectors.matrix.shape[1], model.dimension
    if d != wanted:
        message = f"the vectors to begin at have {d} numbers, the model {wanted}: set dimension={d}"
        raise SettingError("start_d", message, setting="dimension", value=wanted, low=d, high=d)
    places = {word: i for i, word in enumerate(vectors.words)}
    found = np.array([places.get(word, -1) for word in corpus.words])
    if (found < 0).all():
        message = "none of the words of the text has a vector to begin at"
        raise SettingError("start_words", message, setting="start", value=0)
    rows: Float32 = vectors.matrix[found].astype(np.float32)
    rows[found < 0] = np.nan
    return rows


def begin_at(weights: Weights, rows: Float32, model: Model, vocabulary: Vocabulary) -> None:
    """Let E begin at rows, in place, where they are known; as the model says, if it makes E."""
    if hasattr(model, "begin_at"):
        model.begin_at(weights, rows, vocabulary)
        return
    known = ~np.isnan(rows).any(axis=1)
    weights["E"][known] = rows[known]
