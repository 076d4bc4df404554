"""Edits of the text on screen that a visit makes, and the text that comes of them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import streamlit as st

from embviz.errors import TextError
from embviz.text import edits
from embviz.text.corpus import Corpus
from embviz.text.edits import Edit, Edited
from embviz.ui.state.remembered import awaited
from embviz.ui.texts import say

MOST = 8  # texts of which a visit keeps the edits
SHORT = 200_000  # texts up to so many characters are edited at once; longer ones by a worker
LONGEST = 10_000_000  # characters of a text that can be edited

_KEPT, _EDITED, _WORK = "embviz_editing", "embviz_edited", "embviz_editing_work"


@dataclass(eq=False)
class Editing:
    """The edits of a text, and those before each change."""

    edits: tuple[Edit, ...]
    before: list[tuple[Edit, ...]] = field(default_factory=list)

    def put(self, edits: tuple[Edit, ...]) -> None:
        """Let the edits be others."""
        self.before.append(self.edits)
        self.edits = edits

    def undo(self) -> None:
        """Let them be as they were before the last change."""
        self.edits = self.before.pop()


def of(corpus: Corpus, begin: Callable[[], tuple[Edit, ...]]) -> Editing:
    """Give the edits of a text; they begin with an example."""
    kept: dict[str, Editing] = st.session_state.setdefault(_KEPT, {})
    if corpus.hash not in kept:
        while len(kept) >= MOST:
            del kept[next(iter(kept))]
        kept[corpus.hash] = Editing(begin())
    return kept[corpus.hash]


def edited(corpus: Corpus, wanted: tuple[Edit, ...]) -> Edited:
    """Edit a text; what came of the last edits is kept. Raises as `edits.edited`, and TextError.

    `edit_too_long`: the text is too long; `length` and `most`, in characters.
    """
    key, found = st.session_state.get(_EDITED, (None, None))
    asked = corpus.hash, wanted
    if found is not None and key == asked:
        kept: Edited = found
        return kept
    now = _edited(corpus, wanted)
    st.session_state[_EDITED] = asked, now
    return now


def _edited(corpus: Corpus, wanted: tuple[Edit, ...]) -> Edited:
    length = len(corpus.text)
    if length > LONGEST:
        message = f"the text has {length:,} characters; at most {LONGEST:,} can be edited"
        raise TextError("edit_too_long", message, length=length, most=LONGEST)
    if length <= SHORT:
        return edits.edited(corpus, wanted)
    key, wording = f"{corpus.hash} {wanted!r}", say("compare", "edited.editing")
    found: Edited = awaited(_WORK, key, wording, edits.edited, corpus, wanted)
    return replace(found, before=corpus)
