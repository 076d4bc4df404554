"""What a classifier says of sentences, at one frame of its film.

A frame holds the whole network, so any sentence can be sorted as it was at that moment. What a word
contributed is measured by leaving it out, p being the probability of the class that is predicted
for the whole sentence:

    contribution of word t   = p(w_1 … w_n) - p(w_1 … w_{t-1} w_{t+1} … w_n)                   (1)

It is no more than that: contributions need not add up to anything, and two words of which either
would do contribute nothing each. Of a class c, with n_ij sentences of class i sorted into j:

    precision = n_cc / Σ_i n_ic,    recall = n_cc / Σ_j n_cj,    F1 = 2 n_cc / (Σ_i n_ic + Σ_j n_cj)

Earlier frames have rows of E for the shown words only; the others count as unknown there, and
unknown words are left out, as they are in training.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from embviz.errors import FileError, SettingError
from embviz.language.reading import Typed, fitting
from embviz.models import MODELS
from embviz.models.shared.classifier_trainer import TOGETHER
from embviz.models.shared.sentence_pieces import Pieces
from embviz.models.shared.windows import Sentences
from embviz.networks.cross_entropy import softmax
from embviz.networks.layer import Layer, Pass
from embviz.text.labelled import Labelled
from embviz.text.rules import USUAL, Rules
from embviz.training.film import Film, Snapshot
from embviz.types import Counts, Float32, Float64, Floating, Ids
from embviz.util.threads import one_thread

Part = Literal["training", "validation", "test"]


@dataclass(frozen=True)
class Read:
    """A sentence that somebody typed, as a classifier reads it.

    Attributes:
        words: Those that it reads.
        unknown: Those that it has no row for: left out.
        cut: Those beyond its context: not read.
    """

    words: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Contributions:
    """What each word of a sentence contributed to what was predicted of it.

    Attributes:
        words: (T,) Those that were read.
        predicted: The number of the class.
        probability: Of that class.
        each: (T,) Formula (1); None where the sentence has one word, so that none would be left.
    """

    words: tuple[str, ...]
    predicted: int
    probability: float
    each: tuple[float | None, ...]


@dataclass(frozen=True, eq=False)
class Sorter:
    """A classifier at one moment, ready to sort.

    Attributes:
        network: From rows of E (B, T) to the logits of the classes (B, C).
        weights: By name; E has the rows of the words that are known here.
        context: Words of a sentence that it reads at most.
        words: The V words of the vocabulary; sentences are given as numbers of these.
        rows: (V,) The row of E of each word; -1: it is not known here.
        classes: The C names.
    """

    network: Layer
    weights: Mapping[str, Float32]
    context: int
    words: tuple[str, ...]
    rows: Ids
    classes: tuple[str, ...]

    @classmethod
    def at(cls, film: Film, frame: int = -1, apart: Ids | None = None) -> "Sorter":
        """The classifier of a film at a frame.

        Args:
            film: Of a classifier.
            frame: Its number; -1 is the last one.
            apart: (h,) The ids of the words whose rows frames keep besides; see `Run.apart`.

        Raises:
            SettingError: `no_classifier`, if the film is not one of a classifier.
            FileError: `other_network`, if its weights do not fit its own settings.
            IndexError: If it has no such frame.
        """
        model, snapshot = _model(film), film[frame]
        network: Layer = model.network(film.vocabulary)
        others = {name: w for name, w in network.weights.items() if name != "E"}
        known, E = _known_rows(film, snapshot, apart)
        rows = np.full(len(film.words), -1, np.int32)
        rows[known] = np.arange(len(known))
        _check_rows(E, (len(known), model.dimension))
        weights = fitting(others, snapshot.arrays) | {"E": E}
        return cls(network, weights, model.context, film.words, rows, film.recipe.classes)

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """The number in the vocabulary of each word that is known here."""
        return {word: i for i, word in enumerate(self.words) if self.rows[i] >= 0}

    def read(self, text: str, lowercase: bool = True, rules: Rules = USUAL) -> Read:
        """Cut a text into words, as those of the corpus were.

        Raises:
            SettingError: `no_words`, `no_known_words`: nothing is left to read.
        """
        typed = Typed.of(text, self, lowercase, rules)
        return Read(typed.words[: self.context], typed.unknown, typed.words[self.context :])

    def numbers(self, words: Sequence[str]) -> Ids:
        """Words that are known here as numbers of the vocabulary, (T,)."""
        return np.array([self.ids[word] for word in words], np.int32)

    def probabilities(self, sentences: Sequence[Ids]) -> Float32:
        """Of each class for each of n sentences, (n, C); NaN where none of its words is known."""
        return softmax(self.logits(sentences)).astype(np.float32)

    def logits(self, sentences: Sequence[Ids]) -> Float32:
        """What the network says of each class and sentence, (n, C); NaN likewise."""
        seen = [self._seen(each) for each in sentences]
        lengths = np.array([len(each) for each in seen], np.int64)
        logits = np.full((len(seen), len(self.classes)), np.nan, np.float32)
        order = np.argsort(lengths, kind="stable")
        order = order[lengths[order] > 0]
        with one_thread():
            for i in range(0, len(order), TOGETHER):
                some = order[i : i + TOGETHER]
                logits[some] = self._side_by_side([seen[j] for j in some])
        return logits

    def contributions(self, sentence: Ids) -> Contributions:
        """What each word of a sentence (T,), of which one is known at least, contributed."""
        seen = self._read(sentence)
        words = tuple(self.words[i] for i in seen)
        without = [np.delete(seen, t) for t in range(len(seen))] if len(seen) > 1 else []
        p = self.probabilities([seen, *without]).astype(np.float64)
        predicted = int(p[0].argmax())
        each = (p[0, predicted] - p[1:, predicted]).tolist() or [None]
        return Contributions(words, predicted, float(p[0, predicted]), tuple(each))

    def _read(self, sentence: Ids) -> Ids:
        """What is read of a sentence, as numbers of words."""
        known: Ids = sentence[self.rows[sentence] >= 0][: self.context]
        return known

    def _seen(self, sentence: Ids) -> Ids:
        """The same, as rows of E."""
        rows: Ids = self.rows[self._read(np.asarray(sentence, np.int32))]
        return rows

    def _side_by_side(self, sentences: Sequence[Ids]) -> Floating:
        """The logits for some sentences, none of them empty."""
        lengths = np.array([len(each) for each in sentences], np.int64)
        some = Sentences(np.concatenate(sentences), np.cumsum(lengths) - lengths, lengths)
        padded = Pieces.of(some, self.context).padded()
        return self.network.forward(Pass(self.weights, padded.real), padded.ids)[0]


@dataclass(frozen=True)
class Wrong:
    """A sentence that was sorted wrongly.

    Attributes:
        number: Of the sentence in its text.
        text: As it was written; its words where the text is not there.
        true: The number of its class.
        predicted: That of the class it was sorted into.
        probability: That the classifier gave to the latter.
    """

    number: int
    text: str
    true: int
    predicted: int
    probability: float


@dataclass(frozen=True, eq=False)
class Report:
    """How a classifier sorts some labelled sentences.

    Attributes:
        classes: The C names.
        counts: (C, C) Sentences by true and by predicted class.
        wrong: Those that were sorted wrongly, the surest first.
        unread: Sentences of which no word is known here; they are not counted.
        majority: The share sorted rightly by saying always the class that is commonest in training.
    """

    classes: tuple[str, ...]
    counts: Counts
    wrong: tuple[Wrong, ...]
    unread: int
    majority: float

    @classmethod
    def of(
        cls,
        film: Film,
        frame: int,
        labelled: Labelled,
        part: Part = "test",
        apart: Ids | None = None,
    ) -> "Report":
        """Sort the sentences of a part, which are dealt by the seed of the film; see `Sorter.at`.

        Raises:
            SettingError: As `Sorter.at` does; `other_sentences`: their words or classes are others.
            FileError: As `Sorter.at` does.
        """
        _check_text(film, labelled)
        parts = labelled.parts(film.recipe.seed)
        chosen = getattr(parts, part)
        starts = labelled.starts
        p = Sorter.at(film, frame, apart).probabilities(
            [labelled.ids[starts[i] : starts[i + 1]] for i in chosen]
        )
        read = ~np.isnan(p[:, 0])
        p, chosen = p[read], chosen[read]
        true, predicted = labelled.labels[chosen], p.argmax(axis=1)
        C = len(labelled.classes)
        counts = np.bincount(C * true + predicted, minlength=C * C).reshape(C, C)
        commonest = np.bincount(labelled.labels[parts.training], minlength=C).argmax()
        majority = float((true == commonest).mean()) if len(true) else np.nan
        wrong = _wrong(labelled, chosen, p)
        return cls(labelled.classes, counts, wrong, int((~read).sum()), majority)

    @property
    def accuracy(self) -> float:
        """The share that was sorted rightly; NaN of no sentences."""
        return float(_share(np.trace(self.counts), self.counts.sum()))

    @property
    def precision(self) -> Float64:
        """Of what was sorted into each class, the share that belongs there, (C,); NaN of none."""
        return _share(np.diag(self.counts), self.counts.sum(axis=0))

    @property
    def recall(self) -> Float64:
        """Of what belongs to each class, the share that was sorted there, (C,); NaN of none."""
        return _share(np.diag(self.counts), self.counts.sum(axis=1))

    @property
    def f1(self) -> Float64:
        """The harmonic mean of both, (C,); NaN where nothing is of a class or sorted there."""
        both = self.counts.sum(axis=0) + self.counts.sum(axis=1)
        return _share(2 * np.diag(self.counts), both)


def is_classifier(film: Film) -> bool:
    """Whether a film is one of a network that sorts sentences."""
    kind = MODELS.get(film.recipe.model)
    sorts = hasattr(kind, "network") and not hasattr(kind, "task")
    return sorts and bool(film.recipe.classes)


def _model(film: Film) -> Any:
    if not is_classifier(film):
        name = film.recipe.model or "an unknown model"
        message = f"A film of {name} holds no network that sorts sentences."
        raise SettingError("no_classifier", message, value=film.recipe.model)
    return MODELS[film.recipe.model](**film.recipe.settings)


def _known_rows(film: Film, snapshot: Snapshot, apart: Ids | None) -> tuple[Ids, Float32]:
    """The words whose rows a frame has, and these rows."""
    E = np.asarray(snapshot.E, np.float32)
    if snapshot.whole:
        return np.arange(len(film.words), dtype=np.int32), E
    if apart is None or not len(apart) or "E" not in snapshot.apart:
        return film.shown, E
    rows = np.concatenate([E, np.asarray(snapshot.apart["E"], np.float32)])
    return np.concatenate([film.shown, apart]), rows


def _check_rows(E: Float32, expected: tuple[int, int]) -> None:
    if E.shape != expected:
        message = f"The rows of this film do not fit its settings: {E.shape} instead of {expected}."
        facts = {"member": "E", "found": str(E.shape), "expected": str(expected)}
        raise FileError("other_network", message, **facts)


def _check_text(film: Film, labelled: Labelled) -> None:
    if (labelled.words, labelled.classes) != (film.words, film.recipe.classes):
        message = "these sentences have other words or classes than those of the film"
        raise SettingError("other_sentences", message, setting="labelled", value=labelled.hash)


def _wrong(labelled: Labelled, chosen: Counts, p: Float32) -> tuple[Wrong, ...]:
    """Those of the chosen sentences that p (n, C) sorts wrongly, the surest first."""
    sure = p.max(axis=1)
    order = np.argsort(-sure, kind="stable")
    order = order[p.argmax(axis=1)[order] != labelled.labels[chosen[order]]]
    return tuple(
        Wrong(
            int(chosen[i]),
            written(labelled, int(chosen[i])),
            int(labelled.labels[chosen[i]]),
            int(p[i].argmax()),
            float(sure[i]),
        )
        for i in order
    )


def written(labelled: Labelled, i: int) -> str:
    """A sentence as it was written; its words where the text is not there."""
    if labelled.text:
        return labelled.sentence(i)
    ids = labelled.ids[labelled.starts[i] : labelled.starts[i + 1]]
    return " ".join(labelled.words[j] for j in ids)


def _share(some: Any, of: Any) -> Float64:
    """One divided by the other; NaN where that is 0."""
    total = np.asarray(of, np.float64)
    shares: Float64 = np.divide(some, total, out=np.full(total.shape, np.nan), where=total > 0)
    return shares
