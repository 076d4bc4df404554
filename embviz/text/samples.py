"""The bundled texts and their answers, read from `sample_data/`.

A sample is a text that was written so that something can be found in it; its *answers* say what:
groups of words that belong together, families of related groups, analogies, and the senses of words
that have two. The files are made by `embviz.text.sample_grammar`; this module only reads them, and
knows nothing of corpora.

    >>> "The king eats bread." in sample_text("tiny").splitlines()
    True
    >>> answers("tiny").groups["people"]
    ('king', 'queen', 'man', 'woman')
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from embviz.errors import SettingError
from embviz.util.places import app_folder


@dataclass(frozen=True, eq=False)
class Sample:
    """A bundled text, and how it is best read and trained on."""

    name: str  # the name to ask for
    file: str  # the text's file in `folder()`; its answers lie beside it as `.json`
    min_count: int = 1  # how often a word must occur to be kept
    # settings of a model, by name, where its defaults do not suit the text
    settings: Mapping[str, float] = field(default_factory=dict)


SAMPLES: dict[str, Sample] = {
    "kingdom": Sample("kingdom", "kingdom.txt"),
    "царство": Sample("царство", "tsarstvo.txt"),
    "bank": Sample("bank", "bank.txt"),
    "ключ": Sample("ключ", "klyuch.txt"),
    # Every word of so small a text is frequent: subsampling would drop nearly all of it.
    "tiny": Sample(
        "tiny", "tiny.txt", settings={"dimension": 10, "epochs": 100, "subsampling": 0.0}
    ),
}


LABELLED: dict[str, Sample] = {
    "topics": Sample("topics", "topics.csv"),
    "sentiment": Sample("sentiment", "sentiment.csv"),
    "темы": Sample("темы", "temy.csv"),
    "отзывы": Sample("отзывы", "otzyvy.csv"),
}
"""The bundled tables of texts with a class each, and some without."""


EVERY: Mapping[str, Sample] = SAMPLES | LABELLED
"""All bundled texts."""


@dataclass(frozen=True)
class Answers:
    """What was planted in a sample."""

    groups: Mapping[str, tuple[str, ...]]  # words by group, lower case; no word stands in two
    families: Mapping[str, tuple[str, ...]]  # groups by family: related ones, which share a hue
    analogies: tuple[tuple[str, str, str, str], ...]  # (a, b, c, d) for a : b = c : d
    # the sense of each occurrence of a word that has several, in the order of the text
    senses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def folder() -> Path:
    """The folder of the samples' files."""
    return app_folder() / "sample_data"


def sample_text(name: str) -> str:
    """The text of a sample, one sentence a line. Raises SettingError if there is no such sample."""
    return (folder() / _sample(name, SAMPLES).file).read_text(encoding="utf-8")


def labelled_sentences(name: str) -> tuple[list[str], list[str]]:
    """The sentences of a labelled sample and their classes, "" where it has none.

    Raises SettingError if there is no such sample.

    >>> sentences, classes = labelled_sentences("sentiment")
    >>> sorted(set(classes))
    ['', 'negative', 'positive']
    """
    file = folder() / _sample(name, LABELLED).file
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row["text"] for row in rows], [row["label"] for row in rows]


def answers(name: str) -> Answers:
    """What was planted in a sample. Raises SettingError if there is no sample of that name."""
    path = (folder() / _sample(name, EVERY).file).with_suffix(".json")
    read = json.loads(path.read_text(encoding="utf-8"))
    return Answers(
        groups={name: tuple(words) for name, words in read["groups"].items()},
        families={name: tuple(groups) for name, groups in read["families"].items()},
        analogies=tuple((a, b, c, d) for a, b, c, d in read.get("analogies", ())),
        senses={word: tuple(senses) for word, senses in read.get("senses", {}).items()},
    )


def _sample(name: str, known: Mapping[str, Sample]) -> Sample:
    try:
        return known[name]
    except KeyError:
        message = f"There is no sample “{name}”; there are {', '.join(known)}."
        facts = {"setting": "sample", "value": name, "low": None, "high": None}
        raise SettingError("no_sample", message, **facts) from None
