"""The vectors of one word, wherever it stands: one for each sentence and each layer.

A word has one row in E. In a network its vector is that row plus one for its place (layer 0); after
each layer it holds something of the other words of the sentence, and is another one in each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embviz.errors import MissingWord, SettingError
from embviz.language.reading import Reader, Typed
from embviz.models.shared.sentence_pieces import Pieces
from embviz.text.corpus import Corpus
from embviz.training.film import Film
from embviz.types import Counts, Float32, Floating, Ids


@dataclass(frozen=True, eq=False)
class Occurrences:
    """Where a word stands, and its vectors there.

    Attributes:
        word: The word.
        numbers: (n,) The number of each sentence.
        places: (n,) Which word of it the word is, from 0, among those that the network reads.
        layers: (n, d) for each layer: 0 is E's row and the place's, then after each block.
    """

    word: str
    numbers: Counts
    places: Counts
    layers: tuple[Float32, ...]

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, eq=False)
class Contexts:
    """A word in its sentences, at one layer.

    Attributes:
        word: The word.
        layer: 0 is E's row and the place's; 1 … after each block.
        vectors: (n, d) One for each occurrence.
        sentences: Those that it stands in, as written, (n,).
        places: (n,) Which word of the sentence it is, from 0, among those that the network reads.
        numbers: (n,) The number of each sentence.
        unknown: Words of the sentences that the network has no row for, if these were given.
    """

    word: str
    layer: int
    vectors: Float32
    sentences: tuple[str, ...]
    places: Counts
    numbers: Counts
    unknown: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.numbers)


def contexts(
    film: Film,
    corpus: Corpus,
    word: str,
    *,
    layer: int = -1,
    frame: int = -1,
    sentences: Sequence[str] | None = None,
) -> Contexts:
    """Every occurrence of a word, as a network saw it.

    Args:
        film: Of GPT or BERT.
        corpus: What it was trained on, or another text.
        word: Any word of the film.
        layer: 0 is E's row and the place's, 1 … after each block; -1 is the last.
        frame: The moment; -1 is the last.
        sentences: Sentences of one's own, instead of those of the corpus.

    Raises:
        SettingError: `no_network`: the film is of another model; `no_layer`; `no_known_words`.
        MissingWord: The word has no row, or stands in none of the sentences.
        FileError: The weights of the film do not fit its own settings.
    """
    reader = Reader.of(film, frame)
    which = _layer(layer, reader.layers)
    unknown: tuple[str, ...] = ()
    if sentences is None:
        found = in_corpus(reader, corpus, word)
        written = tuple(corpus.sentence(int(i)) for i in found.numbers) if corpus.text else ()
    else:
        typed = [Typed.of(each, reader, corpus.lowercase, corpus.rules) for each in sentences]
        found = in_sentences(reader, [each.ids(reader) for each in typed], word)
        written = tuple(sentences[i] for i in found.numbers)
        unknown = tuple(dict.fromkeys(w for each in typed for w in each.unknown))
    vectors = found.layers[which]
    return Contexts(word, which, vectors, written, found.places, found.numbers, unknown)


def in_corpus(reader: Reader, corpus: Corpus, word: str, most: int | None = None) -> Occurrences:
    """The occurrences of a word in a text; if there are more, those of so many, evenly spread.

    Raises MissingWord, as `contexts` does.
    """
    numbers, sentences = occurring(reader, corpus, word, most)
    found = in_sentences(reader, sentences, word)
    return Occurrences(word, numbers[found.numbers], found.places, found.layers)


def occurring(
    reader: Reader, corpus: Corpus, word: str, most: int | None = None
) -> tuple[Counts, list[Ids]]:
    """The sentences of a text that a word stands in: their numbers, and their words as rows of E.

    Raises MissingWord, as `contexts` does.
    """
    if word not in corpus.vocabulary:
        raise _missing(word)
    here = np.flatnonzero(corpus.ids == corpus.vocabulary.id(word))
    if most is not None and len(here) > most:
        here = here[np.linspace(0, len(here) - 1, most).round().astype(int)]
    numbers = np.unique(np.searchsorted(corpus.starts, here, side="right") - 1)
    rows = _rows(reader, corpus)
    whole = [rows[corpus.ids[corpus.starts[i] : corpus.starts[i + 1]]] for i in numbers]
    return numbers, [each[each >= 0] for each in whole]


def in_sentences(reader: Reader, sentences: Sequence[Ids], word: str) -> Occurrences:
    """The occurrences of a word in sentences that are given as rows of E, none of them empty.

    Raises MissingWord, as `contexts` does.
    """
    if word not in reader.ids or not sentences:
        raise _missing(word)
    pieces = reader.pieces(sentences)
    found: list[list[Floating]] = [[] for _ in range(reader.layers + 1)]
    places: list[Counts] = []
    numbers: list[Counts] = []
    for some, seen in reader.read(pieces):
        part = pieces.picked(np.arange(some.start, some.stop))
        at, column = _where(part, reader.ids[word])
        numbers.append(part.sentences[at])
        places.append(part.begins[at] + column - part.starts[at])
        for layer, each in enumerate(found):
            each.append(seen[f"layer{layer}"][at, column])
    layers = tuple(np.concatenate(each).astype(np.float32) for each in found)
    if not len(layers[0]):
        raise _missing(word)
    return Occurrences(word, np.concatenate(numbers), np.concatenate(places), layers)


def _where(pieces: Pieces, row: int) -> tuple[Counts, Counts]:
    """The pieces in which a word stands, and the column of each place, in the order of the text."""
    padded = pieces.padded()
    at, column = np.nonzero((padded.ids == row) & padded.real)
    return at, column


def _rows(reader: Reader, corpus: Corpus) -> Ids:
    """The row of E of each word of a corpus, -1 where there is none, (V,)."""
    if corpus.words == reader.words:
        return np.arange(len(corpus.words), dtype=np.int32)
    return np.array([reader.ids.get(word, -1) for word in corpus.words], dtype=np.int32)


def _layer(layer: int, layers: int) -> int:
    if not -layers - 1 <= layer <= layers:
        message = f"There is no layer {layer}; this network has the layers 0 to {layers}."
        raise SettingError("no_layer", message, setting="layer", value=layer, low=0, high=layers)
    return layer % (layers + 1)


def _missing(word: str) -> MissingWord:
    message = f"{word!r} stands in none of these sentences, or the network has no row for it"
    return MissingWord("no_occurrence", message, word=word)
