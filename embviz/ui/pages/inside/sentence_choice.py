"""Which labelled sentence a classifier is shown before: one whose words all have rows."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import streamlit as st

from embviz.one_step.matrices import Matrices
from embviz.text.corpus import Vocabulary
from embviz.text.labelled import Labelled
from embviz.types import Counts, Flags, Ids
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import Tab

Part = Literal["training", "validation", "test", "spare"]
"""What a sentence is for; spare: it could be learnt from, but fewer are."""

_KEY = "embviz_inside_sentence"


@dataclass
class SentenceChoice:
    """What the visitor chose."""

    run: str
    number: int  # of the sentence in the text
    followed: str = ""  # the selected word that was followed last


def current(tab: Tab, here: Moment, labelled: Labelled) -> SentenceChoice:
    """Give what is chosen: it begins anew with another run, and follows the selection."""
    choice: SentenceChoice | None = st.session_state.get(_KEY)
    selected = tab.selected[0] if tab.selected else ""
    if choice is None or choice.run != here.source.key:
        choice = SentenceChoice(here.source.key, _first(here, labelled, selected))
        st.session_state[_KEY] = choice
    elif selected != choice.followed and selected not in words(labelled, choice.number):
        choice.number = _first(here, labelled, selected)
    choice.followed = selected
    return choice


def move(here: Moment, labelled: Labelled, choice: SentenceChoice, way: int) -> None:
    """Go to the next sentence that can be read, or to the previous one, without end."""
    there = np.flatnonzero(_readable(here, labelled))
    if len(there):
        side = "right" if way > 0 else "left"
        place = int(np.searchsorted(there, choice.number, side=side))  # type: ignore[call-overload]
        choice.number = int(there[(place if way > 0 else place - 1) % len(there)])


def words(labelled: Labelled, number: int) -> list[str]:
    """The words of a sentence."""
    return [labelled.words[i] for i in _ids(labelled, number).tolist()]


def rows_of(here: Moment) -> Matrices:
    """The rows of E at this frame: also those of words that are hidden by name, if it has them."""
    run, E = here.source.run, here.snapshot.apart.get("E")
    if here.snapshot.whole or run is None or E is None:
        return here.matrices

    def with_hidden() -> Matrices:
        names = (*here.matrices.vocabulary.words, *(run.corpus.words[i] for i in run.apart))
        vocabulary = Vocabulary(names, np.zeros(len(names), np.int64))
        return Matrices(vocabulary, np.concatenate([here.matrices.E, E]), None)

    return remember(("rows with hidden", here.source.key, here.frame), with_hidden)


def ids_of(rows: Matrices, found: list[str]) -> tuple[Ids, tuple[str, ...]]:
    """Where the rows of a sentence's words are, and the words that have none."""
    missing = tuple(dict.fromkeys(word for word in found if word not in rows))
    ids = [rows.vocabulary.id(word) for word in found if word in rows]
    return np.array(ids, np.int32), missing


def part_of(here: Moment, labelled: Labelled, number: int) -> Part:
    """What the run does with a sentence."""
    parts = labelled.parts(here.source.film.recipe.seed)
    known: tuple[Part, ...] = ("training", "validation", "test")
    return next((n for n, part in zip(known, parts, strict=True) if number in part), "spare")


def _first(here: Moment, labelled: Labelled, selected: str) -> int:
    """One that can be read, with the selected word, that is learnt from: as far as there is one."""
    known = labelled.labels >= 0
    wishes: list[Flags] = [known, _readable(here, labelled)]
    if selected in labelled.vocabulary:
        wishes.append(_any(labelled, labelled.ids == labelled.vocabulary.id(selected)))
    training: Counts = labelled.parts(here.source.film.recipe.seed).training
    wishes.append(np.isin(np.arange(len(known)), training))
    found = known
    for wish in wishes:
        found = found & wish if (found & wish).any() else found
    return int(np.argmax(found))


def _readable(here: Moment, labelled: Labelled) -> Flags:
    """Which sentences, (S,), have a class, and a row here for each word."""
    question, rows = ("readable", here.source.key, here.snapshot.whole), rows_of(here)

    def found() -> Flags:
        absent = np.array([word not in rows for word in labelled.words])
        return (labelled.labels >= 0) & ~_any(labelled, absent[labelled.ids])

    return remember(question, found)


def _any(labelled: Labelled, places: Flags) -> Flags:
    """Which sentences, (S,), have one of some places, (N,)."""
    before = np.concatenate([[0], np.cumsum(places)])[labelled.starts]
    return np.diff(before) > 0


def _ids(labelled: Labelled, number: int) -> Ids:
    return labelled.ids[labelled.starts[number] : labelled.starts[number + 1]]
