"""The pieces that fastText makes a word of: its own row of Z, and those of its n-grams.

Source: Bojanowski et al. 2017, https://arxiv.org/abs/1607.04606; see `models.fasttext`.
"""

from collections.abc import Mapping

import numpy as np

from embviz.models.shared.ngrams import ngrams, pieces
from embviz.text.corpus import Vocabulary
from embviz.types import Ids


def pieces_of(
    vocabulary: Vocabulary, word: int, settings: Mapping[str, float]
) -> tuple[list[str], Ids]:
    """The names of a word's pieces, and their rows of Z, in the same order.

    Of the model's settings, "min_n", "max_n" and "bucket" count.

    >>> vocabulary = Vocabulary(("cat",), np.array([1]))
    >>> pieces_of(vocabulary, 0, {"min_n": 3, "max_n": 3, "bucket": 1000})[0]
    ['cat', '<ca', 'cat', 'at>']
    """
    low, high, bucket = (int(settings[name]) for name in ("min_n", "max_n", "bucket"))
    _, rows = pieces(vocabulary, low, high, bucket).some(np.array([word], dtype=np.int32))
    name = vocabulary.words[word]
    found, bracketed = ngrams([name], low, high), f"<{name}>"
    parts = [bracketed[i : i + n] for i, n in zip(found.first, found.length, strict=True)]
    return [name, *parts], rows
