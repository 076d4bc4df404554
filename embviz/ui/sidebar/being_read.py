"""A long text that is being read: a bar that moves, and a button that ends it."""

import hashlib

import streamlit as st

from embviz.errors import TextError
from embviz.jobs import read_text
from embviz.jobs.engine import Work
from embviz.jobs.queries import TextSource
from embviz.jobs.read_text import Asked, Progress
from embviz.text.corpus import Corpus
from embviz.ui.state import server
from embviz.ui.texts import say

SHORT = 200_000  # texts up to so many characters are read at once; longer ones by a worker
POLL_S = 0.2

_WORK, _CANCELLED = "embviz_reading", "embviz_reading_cancelled"


def corpus_of(source: TextSource) -> Corpus | None:
    """Read a text, or find it read; None: somebody ended it. Raises TextError."""
    name = _name(source)
    corpus = server.corpora().get(name)
    if corpus is None:
        corpus = source.corpus() if len(source.text) <= SHORT else _awaited(name, source)
        if corpus is not None:
            server.corpora().put(name, corpus)
    return corpus


def _name(source: TextSource) -> str:
    """A name for a text and how it is read."""
    how = source.min_count, source.max_words, source.lowercase, source.labels, source.rules
    name = hashlib.blake2b(repr(how).encode("utf-8", "surrogatepass"))
    for start in range(0, len(source.text), 2**20):  # never all of it twice in memory
        name.update(source.text[start : start + 2**20].encode("utf-8", "surrogatepass"))
    return name.hexdigest()


def _awaited(name: str, source: TextSource) -> Corpus | None:
    """Wait for a worker; a rerun meanwhile finds the work under way, or ends another one."""
    if st.session_state.get(_CANCELLED) == name:
        st.caption(say("train", "reading.cancelled"))
        st.button(say("train", "reading.again"), key="read_again", on_click=_forget)
        return None
    work = _work(name, source)
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, say("train", "text.reading"))
        st.button(
            say("progress", "cancel"), key="cancel_reading", on_click=_cancel, type="tertiary"
        )
    while not work.wait(1, timeout_s=POLL_S) and work.status == "running":
        work.watch()
        bar.progress(min(1.0, _share(work)), say("train", "text.reading"))
    place.empty()
    if not isinstance(work.error, TextError):  # a faulty text stays so: it is not read again
        st.session_state.pop(_WORK, None)
    if work.error is not None:
        raise work.error
    found: Corpus = work.results[0]
    return read_text.with_text(found, source)


def _work(name: str, source: TextSource) -> Work:
    begun: tuple[str, Work] | None = st.session_state.get(_WORK)
    if begun is not None and begun[0] == name:
        begun[1].resume()
        return begun[1]
    if begun is not None:
        begun[1].cancel()
    work = server.engine().launch_alone(read_text.load, Asked(name, source), Progress())
    st.session_state[_WORK] = name, work
    return work


def _share(work: Work) -> float:
    progress: Progress = work.state()
    return progress.share


def _cancel() -> None:
    name, work = st.session_state.pop(_WORK)
    work.cancel()
    st.session_state[_CANCELLED] = name


def _forget() -> None:
    st.session_state.pop(_CANCELLED, None)
