"""Programs that take E along: Python that loads saved vectors as the first layer of a classifier.

Each is complete. It reads words and vectors from an npz file (see `kinds.npz`), gives each word its
row, cuts sentences into words as `text.tokens` does with plain text, and trains a small classifier
of the means of rows on the sentences that it is given:

    mean(s) = 1/n Σ_i E[w_i],        over the n words of s that have a row                     (1)

It prints the shape of the means and the sum of each, then the classes predicted. PyTorch and Keras
train E as well unless it is frozen; scikit-learn has no layers, so E stays as it is.

One file a kind; `words` and `batch` are what they have in common.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from string import Template

PROGRAMS = ("pytorch", "keras", "scikit_learn")
"""Kinds of programs."""

FORMAT = "npz"
"""The format of the file that they read."""


def program(
    kind: str,
    *,
    file: str,
    sentences: Sequence[tuple[str, str]],
    frozen: bool = False,
    lowercase: bool = True,
) -> str:
    """Write a program.

    Args:
        kind: One of PROGRAMS.
        file: Where the program finds the vectors, a file of FORMAT.
        sentences: What it is trained on: texts and their classes, of which there are at least two.
        frozen: Whether E stays as it is; in scikit-learn it always does.
        lowercase: Whether words are in small letters, as for `Corpus.from_text`.

    Raises:
        ValueError: There is no such program, or the sentences are all of one class.
    """
    if kind not in PROGRAMS:
        raise ValueError(f"no program {kind!r}; there are {', '.join(PROGRAMS)}")
    if len({label for _, label in sentences}) < 2:
        raise ValueError(f"{len(sentences)} sentences of one class: there must be two or more")
    facts = {
        "file": _literal(file),
        "labelled": "\n    ".join(f"({_literal(a)}, {_literal(b)})," for a, b in sentences),
        "letters": ", in small letters" if lowercase else "",
        "text": "text.lower()" if lowercase else "text",
        "frozen": str(frozen),
        "tuned": str(not frozen),
    }
    common = {name: _filled(name, facts) for name in ("words", "batch")}
    return _filled(kind, facts | common)


def _filled(name: str, facts: Mapping[str, str]) -> str:
    text = files(__package__).joinpath(f"{name}.py.txt").read_text("utf-8")
    return Template(text).substitute(facts)


def _literal(text: str) -> str:
    """A text as Python writes it, in double quotes where it has none itself."""
    # With an apostrophe in front, which is then cut off, `repr` takes double quotes.
    return repr(text) if '"' in text else '"' + repr(f"'{text}")[2:]
