"""What is said of a file that is being written, and of one that could not be."""

from pathlib import Path

import streamlit as st

from embviz.jobs.write_vectors import Refusal
from embviz.ui.pages.files.prepared_files import Copy
from embviz.ui.texts import say
from embviz.ui.widgets import polling
from embviz.ui.widgets.escaping import plain

POLL_S = 0.5


def follow(copy: Copy, *, key: str) -> None:
    """Show how far a file is, until it is whole; then the page is drawn anew.

    Args:
        copy: Under way.
        key: The prefix of the keys of what is drawn.
    """
    polling.poll(lambda: _progress(copy, key), lambda: copy.busy, every_s=POLL_S)


def _progress(copy: Copy, key: str) -> None:
    copy.work.watch()
    bar, button = st.columns([4, 1], vertical_alignment="center")
    done, expected = megabytes(copy.share * copy.expected), megabytes(copy.expected)
    bar.progress(copy.share, say("saving", "writing", done=done, all=expected))
    button.button(
        say("saving", "cancel"), key=f"{key}.cancel", on_click=copy.cancel, width="stretch"
    )


def tell_refusal(refusal: Refusal, format: str, example: Path) -> None:
    """Say why there is no file, and what to do about it.

    Args:
        refusal: The reason.
        format: What was to be written, a key of `embviz.files.write.FORMATS`.
        example: A path that would be right.
    """
    facts = {name: plain(fact) for name, fact in refusal.facts.items()}
    if refusal.reason == "unwritable_word":
        st.error(_word(refusal, format, facts["word"]))
    else:
        facts["example"] = plain(example)
        st.error(say("saving", f"refused.{refusal.reason}", **facts))


def _word(refusal: Refusal, format: str, word: str) -> str:
    if not refusal.keeping:
        return say("saving", "refused.unwritable_nowhere", word=word)
    formats = ", ".join(say("saving", f"formats.{name}") for name in refusal.keeping)
    needs = say("saving", f"needs.{format}")
    return say("saving", "refused.unwritable_word", word=word, needs=needs, formats=formats)


def megabytes(size: float) -> str:
    """Write a number of bytes as one reads it.

    >>> megabytes(300), megabytes(1_500_000), megabytes(120 * 2**20)
    ('1 kB', '1.4 MB', '120 MB')
    """
    if size < 2**20:
        return say("saving", "kilobytes", size=max(1, round(size / 2**10)))
    number = size / 2**20
    return say("saving", "megabytes", size=f"{number:.1f}" if number < 10 else f"{number:,.0f}")
