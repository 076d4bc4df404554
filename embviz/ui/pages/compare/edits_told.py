"""What edits change, said before anything is trained: counts, words, sentences."""

import difflib
from collections.abc import Sequence

import numpy as np
import streamlit as st

from embviz.text import sentences
from embviz.text.corpus import Corpus
from embviz.text.edits import SHOWN, Change, Difference, Edited
from embviz.ui.sidebar.read_text import list_sentences
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain, tagless
from embviz.vectors import search

NAMED = 10  # words of each kind that are named
LONGEST = 400  # signs of a sentence
_SOUGHT = "edits.sought"
_STYLE = """<style>
.edits { margin: 0; padding-left: 1.2rem; }
.edits li { margin: 0 0 .5rem; overflow-wrap: anywhere; }
.edits del { opacity: .75; }
.edits ins { text-decoration: none; font-weight: 600; background: #e69f0055; border-radius: 2px; }
</style>"""


def tell(found: Edited) -> bool:
    """Say what changes; gives whether anything does."""
    change = found.change
    if change == Change() or found.corpus.hash == found.before.hash:
        st.warning(say("compare", "edited.nothing"))
        return False
    facts = {name: f"{getattr(change, name):,}" for name in ("changed", "removed", "added")}
    counts = [say("compare", "edited.counts", **facts)]
    if change.occurrences:
        counts.append(say("compare", "edited.occurrences", n=f"{change.occurrences:,}"))
    lines = [" ".join(counts)]
    min_count, most = found.corpus.min_count, found.corpus.max_words
    gone = found.gone
    kinds = {
        "new": found.new,
        "gone": [word for word, count in gone.items() if not count],
        "rare": [word for word, count in gone.items() if 0 < count < min_count],
        "cut": [word for word, count in gone.items() if count >= min_count],
    }
    limits = {"min_count": f"{min_count:,}", "most": f"{most or 0:,}"}
    for kind, words in kinds.items():
        if words:
            lines.append(say("compare", f"edited.{kind}", words=_named(words), **limits))
    st.markdown("  \n".join(lines))
    return True


def _named(words: Sequence[str]) -> str:
    more = len(words) - NAMED
    named = ", ".join(map(plain, words[:NAMED]))
    return say("compare", "edited.and_more", words=named, more=f"{more:,}") if more > 0 else named


def show_differences(differences: Sequence[Difference]) -> None:
    """Draw the sentences that are others than before."""
    key = "edited.differences" if len(differences) < SHOWN else "edited.first_differences"
    heading = say("compare", key, n=f"{len(differences):,}")
    with st.expander(heading, key="edits.differences", on_change="rerun") as fold:
        if fold.open:
            # Words of a visitor's text: each piece is escaped.
            items = "".join(f"<li dir='auto'>{_difference(each)}</li>" for each in differences)
            st.html(f"{_STYLE}<ul class='edits'>{items}</ul>")


def _difference(difference: Difference) -> str:
    """A sentence in which what was removed and what was added is marked, as HTML."""
    before, after = (_line(each).split() for each in difference)
    pieces = []
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, a, a_end, b, b_end in matcher.get_opcodes():
        old, new = (tagless(" ".join(each)) for each in (before[a:a_end], after[b:b_end]))
        if kind == "equal":
            pieces.append(old)
        else:
            pieces += [f"<del>{old}</del>"] * bool(old) + [f"<ins>{new}</ins>"] * bool(new)
    return " ".join(pieces)


def _line(sentence: str) -> str:
    return "".join(piece for piece, _ in sentences.marked(sentence, None, LONGEST))


def find_sentences(corpus: Corpus) -> None:
    """Draw a search for sentences of the text as it is, by a word or some letters."""
    heading = say("compare", "edited.search")
    with st.expander(heading, key="edits.search", on_change="rerun") as fold:
        if not fold.open:
            return
        label, hint = say("compare", "edited.sought"), say("compare", "edited.sought_help")
        sought = st.text_input(label, key=_SOUGHT, help=hint, persist_state="session").strip()
        word = search.same(corpus.words, sought) if sought else None
        found, pattern = np.arange(len(corpus.spans)), None
        if sought:
            pattern = sentences.pattern_of(word or sought, whole=word is not None)
            found = (
                sentences.with_letters(corpus, sought)
                if word is None
                else sentences.with_word(corpus, word)
            )
        facts = {"n": f"{len(found):,}", "shown": f"{min(SHOWN, len(found)):,}"}
        st.caption(say("compare", "edited.found", **facts))
        if len(found):
            list_sentences(corpus, found[:SHOWN].tolist(), pattern)
