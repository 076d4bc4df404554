"""What can be compared with what: moments of films, and files of vectors, as sources."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Literal

import streamlit as st

from embviz.measures.sources import Source, vectors_of
from embviz.types import Which
from embviz.ui.state import moments, server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.remembered import remember
from embviz.ui.state.vector_files import VectorsFile

Number = Literal["first", "second"]
NUMBERS: tuple[Number, Number] = ("first", "second")

_QUESTION = "embviz_compare_question"


@dataclass
class Asked:
    """What one side is to be.

    Attributes:
        file: A file that is read for it, or was.
        film: A film that is trained for it, or was opened.
        of: The choice that the film stands for.
    """

    file: VectorsFile | None = None
    film: FilmOnScreen | None = None
    of: str = ""

    @property
    def is_read(self) -> bool:
        """Whether its file is there and sound."""
        file = self.file
        return file is not None and not file.busy and file.fault is None


@dataclass
class Question:
    """What a visit wants to compare, and what it waits for."""

    first: Asked = field(default_factory=Asked)
    second: Asked = field(default_factory=Asked)
    seed: Asked = field(default_factory=Asked)  # a further file of another seed of the first
    files: dict[str, VectorsFile] = field(default_factory=dict)  # that were chosen last, by key
    seeds: dict[str, VectorsFile] = field(default_factory=dict)  # of the first, likewise
    small: dict[str, Source] = field(default_factory=dict)  # sides in small letters, the last two

    def asked(self, number: Number) -> Asked:
        """One of the two."""
        return self.first if number == "first" else self.second

    def swap(self) -> None:
        """Let the first be the second."""
        self.first, self.second = self.second, self.first

    def keep(self, file: VectorsFile) -> None:
        """Hold a file that was chosen, however many others the server keeps: the last two."""
        self.files.pop(file.key, None)
        self.files[file.key] = file
        while len(self.files) > len(NUMBERS):
            del self.files[next(iter(self.files))]

    def file(self, key: str) -> VectorsFile | None:
        """A file that was read, where it is still kept."""
        return self.files.get(key) or self.seeds.get(key) or server.files().get(key)

    def close(self, key: str) -> None:
        """Hold a file no longer."""
        self.files.pop(key, None)
        self.seeds.pop(key, None)
        for asked in (self.first, self.second, self.seed):
            if asked.file is not None and asked.file.key == key:
                asked.file = None

    def there(self, seen: Collection[str]) -> dict[str, VectorsFile]:
        """The files that were read in this visit, by key, of which some were on screen."""
        own = {**self.seeds, **self.files}
        known = {**{each.key: each for each in server.files().values()}, **own}
        return {
            key: file
            for key, file in known.items()
            if (key in own or key in seen) and not file.busy and file.fault is None
        }


def question() -> Question:
    """Give what this visit wants to compare."""
    asked: Question = st.session_state.setdefault(_QUESTION, Question())
    return asked


@dataclass(frozen=True, eq=False)
class Side:
    """One of two that are compared.

    Attributes:
        key: A name for all that decides about it.
        name: What the page calls it.
        source: Its words and rows.
        which: Which vectors these are.
        choices: Which there are.
        moment: Of the film, in Markdown; empty: it is a file.
        whole: Whether all its words are there, not only those on the map.
        film: Where it comes from; None: from a file.
    """

    key: str
    name: str
    source: Source
    which: Which
    choices: tuple[Which, ...]
    moment: str
    whole: bool
    film: FilmOnScreen | None

    @property
    def size(self) -> tuple[int, int]:
        """Words and dimensions."""
        words, d = vectors_of(self.source).matrix.shape
        return words, d

    @property
    def trained_to_the_end(self) -> bool:
        """Whether it is the result of a whole run, such as other seeds give as well."""
        film = self.film
        if film is None or film.run is None:
            return False
        return film.complete and self.whole and self.which == film.run.model.result


def of_film(film: FilmOnScreen, frame: int, which: Which | None, name: str) -> Side:
    """A moment of a film; what vectors it has not are its result."""
    snapshot, choices = film.frames[frame].snapshot, film.choices
    chosen: Which = which if which in choices and which else film.plain.vectors
    recipe = replace(film.film.recipe, result=chosen)
    source = replace(film.film, snapshots=(snapshot,), recipe=recipe)
    key = f"{film.key}@{snapshot.epoch!r}{'' if snapshot.whole else '~'} {chosen}"
    told = moments.told(film, frame)
    return Side(key, name, source, chosen, choices, told, snapshot.whole, film)


def of_file(file: VectorsFile, name: str) -> Side:
    """All words of a file."""
    return Side(file.key, name, file.vectors, "E", ("E",), "", True, None)


def shared(first: Side, second: Side, *, small: bool = False) -> int:
    """How many words two sides share; in small letters, where capitals are ignored."""
    one, other = (source_of(side, small=small) for side in (first, second))
    question = "shared", first.key, second.key, small
    return remember(question, lambda: len({*vectors_of(one).words} & {*vectors_of(other).words}))


def source_of(side: Side, *, small: bool) -> Source:
    """What a side is compared by; without capitals it is `Vectors.lower`, unless it has none."""
    if not small:
        return side.source
    kept = question().small
    found = kept.pop(side.key, None) or _small(side.source)
    while len(kept) >= len(NUMBERS):
        del kept[next(iter(kept))]
    kept[side.key] = found
    return found


def _small(source: Source) -> Source:
    vectors = vectors_of(source)
    return source if all(word == word.lower() for word in vectors) else vectors.lower()


def rows_of(side: Side, *, small: bool) -> dict[str, int]:
    """In which row of a side a word stands; in small letters its first one."""
    words = vectors_of(side.source).words
    rows = enumerate(words, 1)
    if not small:
        return {word: row for row, word in rows}
    return {word.lower(): row for row, word in reversed([*rows])}
