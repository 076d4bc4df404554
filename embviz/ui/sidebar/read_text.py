"""Reading a text in the page: its sentences, those with the selected word first."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from embviz.text import sentences
from embviz.text.corpus import Corpus
from embviz.types import Counts
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain, tagless
from embviz.vectors import search

PAGE = 25  # sentences at a time
LONGEST = 600  # signs of a sentence
_OPEN, _SOUGHT, _PAGE, _BEFORE = "reading.open", "reading.sought", "reading.page", "reading.before"
_STYLE = """<style>
.reading { margin: 0; font-variant-numeric: tabular-nums; }
.reading li { margin: 0 0 .4rem; overflow-wrap: anywhere; }
.reading mark { color: inherit; background: #e69f0055; font-weight: 600; border-radius: 2px; }
</style>"""


def button(tab: Tab, corpus: Corpus) -> None:
    """Draw what opens the text, and the text as long as it is open."""
    st.button(
        say("train", "sentences.open"),
        key="reading",
        type="tertiary",
        icon=":material/menu_book:",
        on_click=lambda: st.session_state.update({_OPEN: True, _SOUGHT: "", _PAGE: 1}),
    )
    if st.session_state.get(_OPEN):
        # A rerun for another reason, such as the end of training, leaves it open.
        dialog = st.dialog(say("train", "sentences.title"), width="large", on_dismiss=close)
        dialog(_show)(tab, corpus)


def close() -> None:
    """Close the text."""
    st.session_state.pop(_OPEN, None)


def _show(tab: Tab, corpus: Corpus) -> None:
    label, hint = say("train", "sentences.find"), say("train", "sentences.find_help")
    left, right = st.columns([4, 1])
    sought = left.text_input(label, key=_SOUGHT, help=hint).strip()
    selected = next((word for word in tab.selected if word in corpus.vocabulary), "")
    word = search.same(corpus.words, sought) if sought else selected or None
    if word is not None:
        found = sentences.with_word(corpus, word)
    else:
        found = sentences.with_letters(corpus, sought) if sought else np.empty(0, dtype=np.int64)
    st.caption(_told(corpus, found, word, sought))
    order = found if sought else _first(corpus, found)
    if not len(order):
        return
    with right:
        page = _page(len(order), (sought, word))
    pattern = sentences.pattern_of(word or sought, whole=word is not None) if len(found) else None
    list_sentences(corpus, order[(page - 1) * PAGE : page * PAGE].tolist(), pattern)


def _told(corpus: Corpus, found: Counts, word: str | None, sought: str) -> str:
    """Say what is listed; where nothing is sought or selected, all sentences are."""
    key = "sentences.all"
    if sought:
        key = "sentences.found" if len(found) else "sentences.none"
    elif word is not None:
        key = "sentences.selected"
    facts = {"found": f"{len(found):,}", "all": f"{len(corpus.spans):,}"}
    return say("train", key, word=plain(word or sought), **facts)


def _first(corpus: Corpus, found: Counts) -> Counts:
    """All sentences, those that were found first."""
    others = np.ones(len(corpus.spans), dtype=bool)
    others[found] = False
    return np.concatenate([found, np.flatnonzero(others)])


def _page(count: int, question: tuple[str, str | None]) -> int:
    """Draw which page is read; another question begins at the first one."""
    pages = -(-count // PAGE)
    if st.session_state.get(_BEFORE) != question:
        st.session_state[_BEFORE] = question
        st.session_state[_PAGE] = 1
    if pages == 1:
        return 1
    label = say("train", "sentences.page", pages=f"{pages:,}")
    return int(st.number_input(label, 1, pages, key=_PAGE))


def list_sentences(
    corpus: Corpus, numbers: Sequence[int], pattern: sentences.Pattern | None
) -> None:
    """Draw some sentences with their numbers, from 1, and what a pattern finds in them marked."""
    items = []
    for number in numbers:
        pieces = sentences.marked(corpus.sentence(number), pattern, LONGEST)
        written = "".join(
            f"<mark>{tagless(p)}</mark>" if is_it else tagless(p) for p, is_it in pieces
        )
        items.append(f"<li value='{number + 1}' dir='auto'>{written}</li>")
    # Words of a visitor's text: each piece is escaped.
    width = len(str(max(numbers) + 1)) + 2
    st.html(f"{_STYLE}<ol class='reading' style='padding-left: {width}ch'>{''.join(items)}</ol>")
