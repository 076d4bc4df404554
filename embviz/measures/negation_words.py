"""Words and a frame for the four sentences {good, bad} x {–, not}, from a labelled text.

A word of a class is one of those that were planted for it, or else one that stands clearly more
often in its sentences (see `class_neighbours`), those with the word that negates left aside, which
may turn it round. Of several it is the one that the training part has most often more in its class
than in others. The frame is what stands around the word that negates and one of a class, in a
sentence that the classifier did not learn from: the shortest one.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from embviz.measures.class_neighbours import by_counting
from embviz.measures.negation import Negation
from embviz.measures.planted import Groups
from embviz.text.labelled import UNSORTED, Labelled
from embviz.types import Counts, Ids

NEGATING = (
    *("not", "не", "nicht", "pas", "niet", "inte", "ikke", "não", "nie", "nu", "ei", "no", "non"),
    *("değil", "không", "tidak", "لا", "לא", "नहीं", "ไม่"),
)
"""Words of negation in some languages; of those that a text has, the first one counts."""


def proposed(
    labelled: Labelled, seed: int, classes: tuple[str, str], planted: Groups | None = None
) -> Negation:
    """What the four sentences can be made of; what is not found is empty, the frame then bare.

    Args:
        labelled: The text of a classifier.
        seed: By which its sentences are dealt.
        classes: Those of the word that counts as good, and of the one that counts as bad.
        planted: Words of classes by their names, where they are known.
    """
    no = negating(labelled.words)
    candidates = [_of_class(labelled, seed, name, planted or {}, no) for name in classes]
    good, bad = (next(iter(words), "") for words in candidates)
    return Negation(good, bad, no, _frame(labelled, seed, no, {*candidates[0], *candidates[1]}))


def negating(words: Sequence[str]) -> str:
    """The word of negation among some words; empty: there is none that is known."""
    there = set(words)
    return next((word for word in NEGATING if word in there), "")


def _of_class(labelled: Labelled, seed: int, name: str, planted: Groups, no: str) -> list[str]:
    """The words of a class, those first that tell it from others in the training part."""
    number = labelled.classes.index(name)
    if name in planted:
        words = [word for word in planted[name] if word in labelled.vocabulary]
    else:
        everything = np.flatnonzero(labelled.labels != UNSORTED)
        of_class = by_counting(labelled, _plain(labelled, everything, no)) == number
        words = [word for word, is_in in zip(labelled.words, of_class, strict=True) if is_in]
    excess = dict.fromkeys(words, 0)
    for i in _plain(labelled, labelled.parts(seed).training, no):
        for word in {labelled.words[j] for j in _ids(labelled, i)} & excess.keys():
            excess[word] += 1 if labelled.labels[i] == number else -1
    return sorted((word for word in words if word != no), key=lambda word: -excess[word])


def _plain(labelled: Labelled, sentences: Counts, no: str) -> Counts:
    """Those of some sentences, given by their numbers, that negate nothing."""
    if not no:
        return sentences
    negated = labelled.vocabulary.id(no)
    return np.array([i for i in sentences if negated not in _ids(labelled, i)], np.int64)


def _frame(labelled: Labelled, seed: int, no: str, candidates: set[str]) -> str:
    """What stands around a negated word, {} in its place, where no other word is of a class."""
    parts, found = labelled.parts(seed), []
    for i in (*parts.test.tolist(), *parts.validation.tolist()):
        words = [labelled.words[j] for j in _ids(labelled, i)]
        if words.count(no) != 1 or sum(word in candidates for word in words) != 1:
            continue
        at = words.index(no) + 1
        if at < len(words) and words[at] in candidates:
            found.append((len(words), i, [*words[: at - 1], "{}", *words[at + 1 :]]))
    return " ".join(min(found)[2]) if found else "{}"


def _ids(labelled: Labelled, i: Any) -> Ids:
    """The words of a sentence as numbers."""
    return labelled.ids[labelled.starts[i] : labelled.starts[i + 1]]
