"""Lines of files that people made, and how words of such a file are looked up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from embviz.errors import EvaluationError
from embviz.vectors.vectors import Vectors
from embviz.vectors.word_rows import composed

COMMENTS = ("#", "//", "%%")  # what lines begin with that say nothing
SHOWN = 60  # characters of a line that an error repeats
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class PassedOver:
    """Lines of a file that were not read: how many, and the number of the first one, from 1."""

    comments: int = 0
    first: int | None = None


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers from 1: no comments, no blank ones."""
    for number, line in _numbered(text):
        if line.strip() and not line.startswith(COMMENTS):
            yield number, line


def passed_over(text: str) -> PassedOver:
    r"""Which lines of a file are comments.

    >>> passed_over("// made by hand\nking queen 8.5\n# the end")
    PassedOver(comments=2, first=1)
    """
    found = [number for number, line in _numbered(text) if line.startswith(COMMENTS)]
    return PassedOver(len(found), found[0] if found else None)


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(_LINE_END.split(text.removeprefix("\ufeff")), 1)


def fault(reason: str, line: int, found: str, expected: str) -> EvaluationError:
    """What is wrong with a line."""
    found = found.strip()
    found = found if len(found) <= SHOWN else f"{found[:SHOWN]}…"
    message = f"line {line}: found {found!r}, expected {expected}"
    return EvaluationError(reason, message, line=line, found=found, expected=expected)


def key_of(word: str, case_insensitive: bool) -> str:
    """The form in which words of files and of vectors are compared: gensim's, and composed."""
    return composed(composed(word).upper() if case_insensitive else word)


def ids_by_key(
    vectors: Vectors, case_insensitive: bool, restrict_vocab: int | None
) -> dict[str, int]:
    """The first word of each form among the first `restrict_vocab` words.

    Raises ValueError if `restrict_vocab` is below 1.
    """
    if restrict_vocab is not None and restrict_vocab < 1:
        raise ValueError(f"restrict_vocab must be None or at least 1, not {restrict_vocab}")
    ids: dict[str, int] = {}
    for i, word in enumerate(vectors.words[:restrict_vocab]):
        ids.setdefault(key_of(word, case_insensitive), i)
    return ids
