"""Programs to copy, that read a saved file."""

from collections.abc import Sequence

from embviz.ui.texts import snippet
from embviz.vectors.vectors import Vectors

_LONGEST = 20  # letters of a word that is to stand in a program


def program(
    format: str, vectors: Vectors, file: str, words_file: str, wanted: Sequence[str] = ()
) -> str:
    """Give a Python program that reads a file, with gensim or NumPy, and goes on to PyTorch.

    It looks up one of the wanted words, if it can.
    """
    facts = {
        "file": repr(file).replace("'", '"'),
        "word_file": repr(words_file).replace("'", '"'),
        "word": _example(vectors, wanted),
        "dimensions": str(vectors.matrix.shape[1]),
    }
    return snippet(format, **facts) + snippet("torch", **facts)


def _example(vectors: Vectors, wanted: Sequence[str]) -> str:
    """Give a word as it is written in a program: a plain one, if there is any."""
    there = [word for word in wanted if word in vectors]
    plain = (w for w in (*there, *vectors.words[:100]) if w.isalnum() and len(w) <= _LONGEST)
    word = next(plain, None)
    return "words[0]" if word is None else f'"{word}"'
