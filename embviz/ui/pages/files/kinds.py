"""The kinds of files that vectors can be saved as, and programs that read each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from embviz.files.write import FORMATS
from embviz.ui.texts import snippet
from embviz.vectors.vectors import Vectors


@dataclass(frozen=True)
class Kind:
    """How vectors are saved.

    Attributes:
        format: A key of `embviz.files.write.FORMATS`.
        ending: Of the file's name.
    """

    format: str
    ending: str


def _kinds() -> Mapping[str, Kind]:
    """Give all formats; fastText's own ending has one of its own, for those who look for it."""
    kinds = {name: Kind(name, format.ending) for name, format in FORMATS.items()}
    text = {"word2vec_text": kinds["word2vec_text"], "vec": Kind("word2vec_text", ".vec")}
    return text | kinds


KINDS = _kinds()
"""By the keys of their names (`texts/<language>/saving.toml`)."""

WITHOUT_PROGRAM = ("projector",)
"""Formats that are for other programs than Python."""

_LONGEST = 20
"""Letters of a word that is to stand in a program."""


def program(
    kind: Kind, vectors: Vectors, file: str, words_file: str, wanted: Sequence[str] = ()
) -> str:
    """Give a Python program that reads a file, with gensim or NumPy, and goes on to PyTorch.

    Args:
        kind: Of the file.
        vectors: What is in it.
        file: Its name.
        words_file: The name of the file of words, where there is one.
        wanted: Words that the program had better look up.
    """
    facts = {
        "file": repr(file).replace("'", '"'),
        "word_file": repr(words_file).replace("'", '"'),
        "word": _example(vectors, wanted),
        "dimensions": str(vectors.matrix.shape[1]),
    }
    return snippet(kind.format, **facts) + snippet("torch", **facts)


def _example(vectors: Vectors, wanted: Sequence[str]) -> str:
    """Give a word as it is written in a program: a plain one, if there is any."""
    there = [word for word in wanted if word in vectors]
    plain = (w for w in (*there, *vectors.words[:100]) if w.isalnum() and len(w) <= _LONGEST)
    word = next(plain, None)
    return "words[0]" if word is None else f'"{word}"'
