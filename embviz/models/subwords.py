"""What a film of fastText knows of any word: vectors of words that its text never had, and shares.

The last frame keeps Z, the rows of words and of their n-grams, (V + B, d). With P_w the pieces of a
word, the vector of a known word is the mean of their rows, as in training; that of an unknown word
the mean of those of its n-grams that the text did have. What a vector is made of can be told: the
share of a piece is the length of its part along the vector,

    v_w = (1/|P_w|) Σ_{g ∈ P_w} z_g,      share(g) = z_g·v_w / (|P_w| · |v_w|²)               (1)

Shares add up to 1. The program fastText adds n-grams that it never trained to the vectors of
unknown words: random rows, which are left out here.

Source: Bojanowski et al. 2017, https://arxiv.org/abs/1607.04606.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from embviz.errors import MissingWord
from embviz.models.shared.ngrams import Pieces, ngrams, pieces
from embviz.text.corpus import Vocabulary
from embviz.training.film import Film
from embviz.types import Float32
from embviz.vectors.vectors import Vectors


class Share(NamedTuple):
    """A piece of a word, and how much of its vector it makes up.

    Attributes:
        piece: The n-gram, brackets included, or the word itself without them.
        whole: Whether it is the word itself.
        share: By (1); negative where it pulls the other way.
    """

    piece: str
    whole: bool
    share: float


@dataclass(frozen=True, eq=False)
class Subwords:
    """What the last frame of a film of fastText knows of any word, in its text or not.

    Attributes:
        vocabulary: The words of the text.
        Z: (V + B, d) rows of words, then of n-grams.
        min_n: Fewest letters of an n-gram, brackets included.
        max_n: Most letters of an n-gram.
        bucket: So many buckets that n-grams were hashed into.

    >>> import embviz as ev
    >>> film = ev.train(ev.FastText(dimension=8, epochs=2), ev.sample("tiny"), progress=False)
    >>> subwords = Subwords.of(film)
    >>> subwords.vector("kingly").shape
    (8,)
    >>> shares = subwords.shares("king")
    >>> "<ki" in [each.piece for each in shares], round(sum(each.share for each in shares), 3)
    (True, 1.0)
    """

    vocabulary: Vocabulary
    Z: Float32
    min_n: int
    max_n: int
    bucket: int

    @classmethod
    def of(cls, film: Film) -> "Subwords":
        """What a film knows.

        Raises:
            ValueError: If the film is none of fastText, or was cut before its last frame.
        """
        if not {"min_n", "max_n", "bucket"} <= film.recipe.settings.keys():
            raise ValueError(f"this is a film of {film.recipe.model}, which knows whole words only")
        if not film.complete or film[-1].Z is None:
            message = "pieces of words are in the last frame, to which this film has not come"
            raise ValueError(message)
        settings = [int(film.recipe.settings[name]) for name in ("min_n", "max_n", "bucket")]
        return cls(film.vocabulary, film[-1].Z.astype(np.float32), *settings)

    def vector(self, word: str) -> Float32:
        """The vector of a word by (1), (d,).

        Raises:
            MissingWord: If the text had neither the word nor any of its n-grams.
        """
        vector: Float32 = self.Z[self._rows(word)[1]].mean(axis=0)
        return vector

    def vectors(self, more: Sequence[str] = ()) -> Vectors:
        """All words of the text, and some more: to be asked for neighbours.

        Raises:
            MissingWord: If nothing is known of one of them.
        """
        new = [word for word in dict.fromkeys(more) if word not in self.vocabulary]
        rows = [self.vector(word)[None] for word in new]
        E = np.concatenate([self._pieces.means(self.Z), *rows])
        return Vectors((*self.vocabulary.words, *new), E)

    def shares(self, word: str) -> list[Share]:
        """How much of its vector each piece of a word makes up by (1), the largest share first.

        Raises:
            MissingWord: If nothing is known of it.
        """
        names, rows = self._rows(word)
        v, whole = self.vector(word), word in self.vocabulary
        along = self.Z[rows] @ v / (len(rows) * max(float(v @ v), 1e-30))
        found: dict[tuple[str, bool], float] = {}  # n-grams that come twice count once
        for i, (name, share) in enumerate(zip(names, along, strict=True)):
            piece = name, whole and i == 0
            found[piece] = found.get(piece, 0.0) + float(share)
        shares = (Share(*piece, share) for piece, share in found.items())
        return sorted(shares, key=lambda each: -each.share)

    @cached_property
    def _pieces(self) -> Pieces:
        return pieces(self.vocabulary, self.min_n, self.max_n, self.bucket)

    @cached_property
    def _row_of(self) -> dict[int, int]:
        """The row of each bucket in use."""
        pieces = self._pieces
        return {bucket: pieces.V + i for i, bucket in enumerate(pieces.buckets.tolist())}

    def _rows(self, word: str) -> tuple[list[str], list[int]]:
        """The known pieces of a word, and their rows of Z."""
        bracketed = f"<{word}>"
        found = ngrams([word], self.min_n, self.max_n)
        buckets = (found.hash % np.uint32(self.bucket)).tolist()
        known = word in self.vocabulary
        names, rows = ([word], [self.vocabulary.id(word)]) if known else ([], [])
        for i, n, bucket in zip(found.first, found.length, buckets, strict=True):
            if bucket in self._row_of:
                names.append(bracketed[i : i + n])
                rows.append(self._row_of[bucket])
        if not rows:
            message = f"the text has neither {word!r} nor any of its n-grams"
            raise MissingWord("missing_word", message, word=word)
        return names, rows
