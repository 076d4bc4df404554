"""A word's occurrences over a whole film: their vectors by frame and layer, and a picture of these.

The picture is a plane that is laid once, through the vectors after the last layer at the last
frame, and then stays: with û_i = v_i/|v_i| and W the two directions in which these û vary most
(PCA),

    xy_i = W (û_i - mean of û)/s                                                             (1)

at every frame and layer, the mean being that of the same frame and layer, and s the same for all.
So dots that lie together have vectors of nearly one direction, or differ in directions that the
plane does not show; dots that lie apart do differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from embviz.language.occurrences import Occurrences, in_sentences, occurring
from embviz.language.reading import Reader
from embviz.language.senses import explained
from embviz.text.corpus import Corpus
from embviz.training.film import Film
from embviz.types import Counts, Float32, Ids

FRAMES = 30
MOST = 300


@dataclass(frozen=True, eq=False)
class Motion:
    """Occurrences at some frames of a film.

    Attributes:
        word: The word.
        frames: (F,) Numbers of the frames.
        epochs: (F,) Their epochs.
        vectors: (F, layers, n, d) Layer 0 is E's row and the place's.
        numbers: (n,) The sentence of each in the text; -1: one that was typed.
        places: (n,) Which word of its sentence it is.
        typed: How many of the last ones were typed.
    """

    word: str
    frames: tuple[int, ...]
    epochs: tuple[float, ...]
    vectors: Float32
    numbers: Counts
    places: Counts
    typed: int

    @property
    def found(self) -> int:
        """How many stand in the text."""
        return len(self.numbers) - self.typed

    @cached_property
    def xy(self) -> Float32:
        """Formula (1), (F, layers, n, 2), within -1 … 1."""
        lengths = np.linalg.norm(self.vectors, axis=3, keepdims=True)
        unit = self.vectors / np.maximum(lengths, 1e-12)
        mean = unit[:, :, : max(1, self.found)].mean(axis=2, keepdims=True)
        centred = unit - mean
        last = centred[-1, -1, : max(1, self.found)]
        _, _, W = np.linalg.svd(last.astype(np.float64), full_matrices=False)
        W = np.concatenate([W[:2], np.zeros((2, W.shape[1]))])[:2]
        xy = centred @ W.T
        furthest = np.abs(xy[-1]).max() * 1.05
        scaled: Float32 = (xy / max(furthest, 1e-9)).clip(-1, 1).astype(np.float32)
        return scaled

    def explained(self, senses: Sequence[str]) -> list[list[float]]:
        """The share of variance that senses (found,) explain, by frame and layer."""
        return [
            [explained(layer[: self.found], senses) for layer in frame] for frame in self.vectors
        ]


def in_motion(
    film: Film, corpus: Corpus, word: str, *, frames: int = FRAMES, most: int = MOST
) -> Motion:
    """Read the sentences that a word stands in at some frames of a film.

    Args:
        film: Of GPT or BERT; its last frame is the last that is read.
        corpus: The text that it was trained on.
        word: Any word of it.
        frames: How many frames, evenly spread over the film.
        most: How many occurrences, evenly spread over the text.

    Raises:
        MissingWord, SettingError, FileError: As `occurrences.contexts` does.
    """
    chosen = np.unique(np.linspace(0, len(film) - 1, min(frames, len(film))).round().astype(int))
    frames_read = tuple(int(i) for i in chosen)
    numbers, sentences = occurring(Reader.of(film, 0), corpus, word, most)
    vectors, last = _read(film, frames_read, sentences, word)
    epochs = tuple(film[i].epoch for i in frames_read)
    return Motion(word, frames_read, epochs, vectors, numbers[last.numbers], last.places, 0)


def with_typed(motion: Motion, film: Film, typed: Sequence[Ids]) -> Motion:
    """The same, and behind it sentences that were typed, as rows of E.

    The first place of the word in each counts. Raises MissingWord if it stands in none of them.
    """
    vectors, last = _read(film, motion.frames, typed, motion.word)
    kept = np.flatnonzero(np.diff(last.numbers, prepend=-1) > 0)
    return replace(
        motion,
        vectors=np.concatenate([motion.vectors, vectors[:, :, kept]], axis=2),
        numbers=np.concatenate([motion.numbers, np.full(len(kept), -1)]),
        places=np.concatenate([motion.places, last.places[kept]]),
        typed=len(kept),
    )


def _read(
    film: Film, frames: Sequence[int], sentences: Sequence[Ids], word: str
) -> tuple[Float32, Occurrences]:
    """The vectors of a word in sentences, (F, layers, n, d), and where it stands there."""
    read = [in_sentences(Reader.of(film, i), sentences, word) for i in frames]
    return np.stack([np.stack(each.layers) for each in read]), read[-1]


def neighbouring_words(corpus: Corpus, motion: Motion, step: int) -> list[str]:
    """The word before (-1) or after (1) each occurrence in the text; empty at an edge."""
    words = []
    for number, place in zip(motion.numbers, motion.places, strict=True):
        if number < 0:
            words.append("")
            continue
        start, end = corpus.starts[number], corpus.starts[number + 1]
        at = start + place + step
        words.append(corpus.words[corpus.ids[at]] if start <= at < end else "")
    return words


def ordinals(corpus: Corpus, motion: Motion) -> Counts:
    """Which occurrence of the word in the whole text each one found is, (found,)."""
    every = np.flatnonzero(corpus.ids == corpus.vocabulary.id(motion.word))
    n = motion.found
    at = corpus.starts[motion.numbers[:n]] + motion.places[:n]
    return np.searchsorted(every, at)
