"""Where E begins, if not at random: at the rows of another film, or of vectors from a file.

Rows are found by their words; where none has just these letters, by composed and small ones. Words
that the other has not got begin at random, as always. All other weights begin as the model lets
them. A model may want numbers of one size, its `spread`:

    row ← spread · (row - mean)/deviation        over all numbers of the rows found          (1)

since films and files hold rows of any length, in a cone that need not lie around zero.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from embviz.errors import SettingError
from embviz.text.corpus import Corpus, Vocabulary
from embviz.training.film import Film
from embviz.training.model import Model, Weights
from embviz.types import Flags, Float32
from embviz.vectors.vectors import Vectors

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, eq=False)
class Beginning:
    """The rows at which E begins.

    Attributes:
        rows: (V, d), NaN where a word is not in the source.
        found: How many words are.
        otherwise: How many of these in other letters: capitals, or accents of their own.
        scaled: Whether rows were centred and scaled.
    """

    rows: Float32
    found: int
    otherwise: int
    scaled: bool


def beginning(source: Film | Vectors, model: Model, corpus: Corpus) -> Beginning:
    """The rows at which E of a model begins.

    Args:
        source: A film, of which the last frame counts; or vectors.
        model: What is to be trained.
        corpus: On what.

    Raises:
        SettingError: `start_d`: the vectors have another length than the model's;
            `start_words`: none of the words is in the source.
        TypeError: The source is something else.
    """
    vectors = _vectors(source)
    d, wanted = vectors.matrix.shape[1], model.dimension
    if d != wanted:
        message = f"the vectors to begin at have {d} numbers, the model {wanted}: set dimension={d}"
        raise SettingError("start_d", message, setting="dimension", value=wanted, low=d, high=d)
    places = {word: i for i, word in enumerate(vectors.words)}
    exactly = np.array([places.get(word, -1) for word in corpus.words])
    places_of_plain = _plain_places(vectors.words) if (exactly < 0).any() else {}
    found = np.array(
        [
            place if place >= 0 else places_of_plain.get(plain(word), -1)
            for word, place in zip(corpus.words, exactly, strict=True)
        ]
    )
    if (found < 0).all():
        V = len(found)
        message = f"none of the {V} words of the text has a vector to begin at"
        raise SettingError("start_words", message, setting="start", value=0, words=V)
    rows = vectors.matrix[found].astype(np.float32)
    spread = getattr(model, "spread", None)
    if spread is not None:
        rows = _scaled(rows, found >= 0, spread)
    rows[found < 0] = np.nan
    count, otherwise = int((found >= 0).sum()), int(((found >= 0) & (exactly < 0)).sum())
    return Beginning(rows, count, otherwise, scaled=spread is not None)


def with_dimension(model: M, source: Film | Vectors) -> M:
    """The model with as many numbers a word as the vectors at which it begins."""
    d = _vectors(source).matrix.shape[1]
    if d == model.dimension:
        return model
    changed: M = replace(model, dimension=d)
    return changed


def begin_at(weights: Weights, rows: Float32, model: Model, vocabulary: Vocabulary) -> None:
    """Let E begin at rows, in place, where they are known; as the model says, if it makes E."""
    if hasattr(model, "begin_at"):
        model.begin_at(weights, rows, vocabulary)
        return
    known = ~np.isnan(rows).any(axis=1)
    weights["E"][known] = rows[known]


def plain(word: str) -> str:
    """A word in composed and small letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold())


def _plain_places(words: tuple[str, ...]) -> Mapping[str, int]:
    """The place of the first word that comes to these letters: the commonest, in most files."""
    places: dict[str, int] = {}
    for i, word in enumerate(words):
        places.setdefault(plain(word), i)
    return places


def _scaled(rows: Float32, found: Flags, spread: float) -> Float32:
    """Formula (1); rows that are all alike are only centred."""
    known = rows[found].astype(np.float64)
    known -= known.mean(axis=0)
    deviation = known.std()
    known *= spread / deviation if deviation > 0 else 1.0
    scaled = rows.copy()
    scaled[found] = known
    return scaled


def _vectors(source: Film | Vectors) -> Vectors:
    if not isinstance(source, Film | Vectors):
        raise TypeError(f"start must be a film or Vectors, not {source!r:.60}")
    return source.vectors(which="E") if isinstance(source, Film) else source
