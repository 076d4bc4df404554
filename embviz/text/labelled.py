"""Texts with a class each: a corpus whose sentences somebody sorted.

A `Labelled` is a `Corpus` in which each text is one sentence, whatever stops stand in it, with the
number of its class, or -1 where nobody sorted it: such sentences can be trained on as any text can,
but a classifier never sees them. The others are dealt into three parts by a seed,

    training .6,        validation .2,        test .2,        of each class by itself          (1)

the training part in an order in which any beginning has the classes in about the shares of the
whole. So `first(50)` is what one has who sorted fifty sentences, and what came before stays in it.

Not here: files (see `labelled_tables`), the bundled ones (see `samples`).
"""

import csv
import io
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from embviz.errors import Quote, SettingError, TextError
from embviz.text.corpus import MAX_SENTENCE, Corpus
from embviz.text.rules import USUAL, Rules
from embviz.text.stripping import stripped
from embviz.types import Counts, Ids

SPARED = 0.2
"""The share of a class that is kept for validation, and that for the test; formula (1)."""

MOST_CLASSES = 50
"""Classes that a labelled text may have: more are numbers or names, not classes."""

FEWEST = 3
"""Sentences that a class must have to be in all three parts."""

NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?")
"""A label that is a number, not only called so, as "nan" may be."""

UNSORTED = -1
BETWEEN = "\n\n"
"""What stands between two texts: a blank line, beyond which no sentence goes on."""

_BREAKS = str.maketrans(dict.fromkeys("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))


class Parts(NamedTuple):
    """The numbers of the sentences that a classifier learns from, is watched on and judged by."""

    training: Counts
    validation: Counts
    test: Counts


def _nobody() -> Ids:
    return np.zeros(0, np.int32)


@dataclass(frozen=True, eq=False, repr=False)
class Labelled(Corpus):
    """A corpus whose sentences have a class each.

    Attributes:
        labels: (S,) The number of each sentence's class in `classes`, or UNSORTED.
        most: At most so many sentences are learnt from; None: all of the training part.
        empty: How many of the texts given had no word of the vocabulary, and were left out.
        cut: How many had more than MAX_SENTENCE words, and were cut there.
        repeated: How many rows of the table repeated an earlier one, label and all: left out, too.
        broken: How many lines of the file could not be read as JSON: left out, too.
        of_rows: How many rows and such lines the table had that they come from; 0: there was none.
    """

    labels: Ids = field(default_factory=_nobody)
    most: int | None = None
    empty: int = 0
    cut: int = 0
    repeated: int = 0
    broken: int = 0
    of_rows: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        labels = self.labels.view()
        labels.flags.writeable = False
        object.__setattr__(self, "labels", labels)

    def __repr__(self) -> str:
        counts = ", ".join(f"{n:,} {name}" for name, n in self.sizes.items())
        return f"<Labelled {self.hash}: {len(self.labels):,} sentences: {counts}>"

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        labels: Sequence[str | None],
        *,
        min_count: int = 1,
        max_words: int | None = None,
        lowercase: bool = True,
        rules: Rules = USUAL,
    ) -> "Labelled":
        """Read texts and the names of their classes.

        Args:
            texts: One sentence each, however long; line ends in them count as blanks.
            labels: The class of each, as a word of any kind; None or empty: nobody sorted it.
            min_count: As for `Corpus.from_text`.
            max_words: Likewise.
            lowercase: Likewise.
            rules: Likewise.

        Raises:
            TextError: As `Corpus.from_text` does. Of the labels: `"no_labels"`, `"one_class"`,
                `"many_classes"`, `"few_sorted"`.
            ValueError: There are not as many labels as texts.

        >>> texts = ["a good film", "a bad film", "a fine film", "good", "bad film"]
        >>> labelled = Labelled.of(texts, ["yes", "no", "yes", "yes", "no"])
        >>> labelled.classes, labelled.labels.tolist()
        (('no', 'yes'), [1, 0, 1, 1, 0])
        """
        if len(texts) != len(labels):
            raise ValueError(f"{len(texts)} texts, but {len(labels)} labels")
        names = [(label or "").strip() for label in labels]
        _check_classes(_classes(names), names)
        lines = [line(text) for text in texts]
        left = [line(stripped(each, rules).text) for each in lines] if rules.strip else lines
        read = Corpus.from_text(
            BETWEEN.join(left),
            min_count=min_count,
            max_words=max_words,
            lowercase=lowercase,
            rules=replace(rules, strip=()),
        )
        read = replace(read, rules=rules)
        labelled = _joined(read, left, lines, names)
        _check_classes(labelled.classes, names)  # some may have had no words
        _check_sorted(labelled)
        return labelled

    @classmethod
    def read(
        cls,
        source: str | os.PathLike[str] | bytes | BinaryIO,
        *,
        text: str | None = None,
        label: str | None = None,
        min_count: int = 1,
        max_words: int | None = None,
        lowercase: bool = True,
        rules: Rules = USUAL,
        encoding: str | None = None,
    ) -> "Labelled":
        r"""Read a table: CSV, TSV or cells between semicolons, JSON or JSON lines, Parquet.

        Args:
            source: A path, a binary file, or its bytes.
            text: The name of the column of texts; None: the one that looks like it.
            label: That of labels; likewise.
            min_count: As for `Corpus.from_text`.
            max_words: Likewise.
            lowercase: Likewise.
            rules: Likewise.
            encoding: As for `encoding.decode`.

        Raises:
            TextError: As `of`, and the functions of `labelled_tables`.

        >>> rows = b"id,review,stars\n1,so good,5\n2,so bad,1\n3,how good,5\n4,no,1\n5,good,5\n"
        >>> Labelled.read(rows).sizes
        {'1': 2, '5': 3}
        """
        from embviz.text.labelled_tables import read  # it makes what is made here

        return read(
            source,
            text=text,
            label=label,
            encoding=encoding,
            min_count=min_count,
            max_words=max_words,
            lowercase=lowercase,
            rules=rules,
        )

    @classmethod
    def again(
        cls, text: str, labels: Ids, classes: Sequence[str], most: int | None, **reading: Any
    ) -> "Labelled":
        """The same as one whose `text`, `labels`, `classes` and `most` these are.

        Raises:
            TextError: As `of` does, where there is none of that kind.
            ValueError: The numbers do not fit the text.
        """
        names = [classes[label] if label >= 0 else None for label in labels.tolist()]
        return cls.of(text.split(BETWEEN), names, **reading).first(most)

    def names(self) -> tuple[str, ...]:
        """The class of each sentence by its name, "" where nobody sorted it."""
        return tuple(self.classes[label] if label >= 0 else "" for label in self.labels.tolist())

    def table(self) -> str:
        """Its sentences and classes as a file of comma-separated values, with a line of names."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("text", "label"))
        writer.writerows((self.sentence(i), name) for i, name in enumerate(self.names()))
        return out.getvalue()

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes, numbers as numbers and words as words in rising order."""
        return self.vocabulary.classes

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many sentences each class has."""
        counts = np.bincount(self.labels[self.labels >= 0], minlength=len(self.classes))
        return dict(zip(self.classes, counts.tolist(), strict=True))

    @property
    def only_learnt(self) -> tuple[str, ...]:
        """The classes of fewer than three sentences: too few to be tested by."""
        return tuple(name for name, size in self.sizes.items() if size < FEWEST)

    @cached_property
    def hash(self) -> str:
        """As that of a corpus; other labels, or another number of them, make another one."""
        if self._name is not None:
            return self._name
        name = blake2b(super().hash.encode(), digest_size=8)
        name.update(repr((self.classes, self.most)).encode())
        name.update(self.labels.astype("<i4").tobytes())
        return name.hexdigest()

    def first(self, most: int | None) -> "Labelled":
        """The same with at most so many sentences to learn from; `parts` deals as before."""
        if most is not None and most < len(self.classes):
            low = len(self.classes)
            message = f"{low} classes need at least {low} labelled sentences, not {most}"
            facts = {"setting": "labels", "value": most, "low": low, "high": None}
            raise SettingError("out_of_range", message, **facts)
        name = None
        if not self.text:
            name = blake2b(f"{self.hash} {most}".encode(), digest_size=8).hexdigest()
        return replace(self, most=most, _name=name)

    def parts(self, seed: int) -> Parts:
        """Deal the sorted sentences by formula (1); a class of fewer than three is only learnt."""
        rng = np.random.default_rng([5, seed, 0, 0])
        dealt: tuple[list[Counts], ...] = ([], [], [])
        places: list[np.ndarray] = []
        for label in range(len(self.classes)):
            ids = rng.permutation(np.flatnonzero(self.labels == label))
            n = len(ids)
            spared = 0 if n < FEWEST else max(1, round(SPARED * n))
            ends = [n - 2 * spared, n - spared]
            for part, some in zip(dealt, np.split(ids, ends), strict=True):
                part.append(some)
            places.append((np.arange(ends[0]) + 0.5) / max(1, ends[0]))
        training, validation, test = (np.concatenate(part) for part in dealt)
        in_turn = np.argsort(np.concatenate(places), kind="stable")
        return Parts(training[in_turn][: self.most], np.sort(validation), np.sort(test))


def line(text: str) -> str:
    """A text on one line, its blanks single."""
    return " ".join(text.translate(_BREAKS).split())


def in_order(names: set[str]) -> tuple[str, ...]:
    """Names in rising order: as numbers where all are numbers, else as words."""
    if all(map(NUMBER.fullmatch, names)):
        return tuple(sorted(names, key=lambda name: (float(name.replace(",", ".")), name)))
    return tuple(sorted(names, key=lambda name: (name.casefold(), name)))


def _classes(names: Sequence[str]) -> tuple[str, ...]:
    return in_order(set(filter(None, names)))


def _joined(
    read: Corpus, left: Sequence[str], lines: Sequence[str], names: Sequence[str]
) -> Labelled:
    """One sentence for each line that has words: those into which it was cut, end to end.

    What was read is what was left of the lines.
    """
    begins = np.cumsum([0, *(len(each) + len(BETWEEN) for each in left)])
    line_of = np.searchsorted(begins, read.spans[:, 0], side="right") - 1  # of each sentence
    whole = np.bincount(line_of, np.diff(read.starts), len(lines)).astype(np.int64)
    lengths = np.minimum(whole, MAX_SENTENCE)
    filled = np.flatnonzero(whole)
    place = np.arange(len(read.ids)) - np.repeat(np.cumsum(whole) - whole, whole)
    kept = [lines[i] for i in filled.tolist()]
    sizes = np.array([len(line) for line in kept], np.int64)
    starts = np.cumsum(sizes + len(BETWEEN)) - (sizes + len(BETWEEN))
    kept_names = [names[i] for i in filled.tolist()]
    classes = _classes(kept_names)
    number = {name: i for i, name in enumerate(classes)}
    return Labelled(
        replace(read.vocabulary, classes=classes),
        read.ids[place < MAX_SENTENCE],
        np.concatenate([[0], np.cumsum(lengths[filled])]),
        np.stack([starts, starts + sizes], axis=1),
        BETWEEN.join(kept),
        replace(read.reading, sentences=len(filled), left_out=_size(lines) - _size(left)),
        read.min_count,
        read.max_words,
        read.lowercase,
        read.rules,
        labels=np.array([number.get(name, UNSORTED) for name in kept_names], np.int32),
        empty=len(lines) - len(filled),
        cut=int(np.count_nonzero(whole > MAX_SENTENCE)),
    )


def _size(lines: Sequence[str]) -> int:
    return sum(map(len, lines))


def _check_classes(classes: tuple[str, ...], names: Sequence[str]) -> None:
    if not classes:
        raise TextError("no_labels", "no text has a label: nobody sorted them", texts=len(names))
    if len(classes) == 1:
        message = f"all labels are {classes[0]!r}: a classifier needs two classes or more"
        raise TextError("one_class", message, label=Quote(classes[0]), texts=len(names))
    if len(classes) > MOST_CLASSES:
        found, examples = len(classes), ", ".join(classes[:3])
        message = f"{found} different labels ({examples}, …); classes are {MOST_CLASSES} at most"
        facts = {"found": found, "most": MOST_CLASSES, "examples": Quote(examples)}
        raise TextError("many_classes", message, **facts)


def _check_sorted(labelled: Labelled) -> None:
    """Refuse what leaves nothing to judge by."""
    parts = labelled.parts(0)
    if len(parts.validation) and len(parts.test):
        return
    message = "no class has three sentences or more: nothing is left to test by"
    raise TextError("few_sorted", message, sizes=labelled.sizes)
