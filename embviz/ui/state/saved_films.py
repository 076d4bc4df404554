"""Saved films: read by a worker, put on screen; and the film on screen, saved."""

import functools
import hashlib
import io
from dataclasses import replace

import streamlit as st

from embviz.files.film import film_npz
from embviz.files.film.film_npz import Saved
from embviz.jobs import queries
from embviz.projections import Projection
from embviz.text import samples
from embviz.text.labelled import Labelled
from embviz.training.film import Film
from embviz.ui.state import server, settings_form
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.remembered import awaited
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say

_READING = "embviz_film_reading"


def open_film(tab: Tab, data: bytes, name: str) -> None:
    """Read the bytes of a saved film, and have the page drawn anew with it. Raises FileError."""
    tab.loaded = _read(data, name)
    st.rerun()


def opened(data: bytes, name: str) -> FilmOnScreen:
    """Read the bytes of a saved film that is not put on screen. Raises FileError."""
    return _launched(*_read(data, name))


def _read(data: bytes, name: str) -> tuple[Saved, str]:
    key = hashlib.blake2b(data, digest_size=8).hexdigest()
    saved: Saved = awaited(_READING, key, say("train", "text.opening"), queries.read_film, data)
    return replace(saved, title=saved.title or name), key


def put_on_screen(tab: Tab) -> None:
    """Show the film that was read last, and set the form to what it was made of."""
    if tab.loaded is None:
        return
    (saved, key), tab.loaded = tab.loaded, None
    source = _launched(saved, key)
    tab.show(source)
    settings_form.adopt(source)
    if saved.refused is not None:
        tab.note("other_reading")
    if len(saved.film):
        best = saved.film.best
        tab.seek(saved.film[-1 if best is None else best].epoch)


def _launched(saved: Saved, key: str) -> FilmOnScreen:
    source = server.sources().get(key)
    if source is None:
        sample = _sample_of(saved)
        source = FilmOnScreen.load(
            server.engine(), saved, sample=sample, key=key, live=_live(saved.film)
        )
        server.sources().put(key, source)
    return source


def _live(film: Film) -> Projection:
    d = film[-1].matrix(film.recipe.result).shape[1] if len(film) else 0
    return server.usual(len(film.shown), d)


def _sample_of(saved: Saved) -> str | None:
    """Tell which of the bundled texts a film was made of, if it was."""
    corpus = saved.film.recipe.corpus
    if saved.checkpoint is not None and isinstance(saved.checkpoint.run.corpus, Labelled):
        corpus = saved.checkpoint.run.corpus.first(None).hash  # whatever was learnt of its labels
    return next((name for name in samples.EVERY if corpus in _hashes(name)), None)


@functools.lru_cache
def _hashes(sample: str) -> tuple[str, str]:
    """Give the names of a bundled text as it is read here, and as a notebook reads it."""
    text, labels = queries.bundled(sample)
    ours, theirs = (
        queries.TextSource(sample, text, 1, most, True, labels=labels).corpus()
        for most in (settings_form.MAX_WORDS, None)
    )
    return ours.hash, theirs.hash


def save_button(tab: Tab, label: str | None = None) -> None:
    """Offer the film on screen as a file; the button says that it saves, or a label."""
    source = tab.source
    if source is None:
        return
    st.download_button(
        label or say("train", "save"),
        lambda: _saved(source),
        file_name=f"{source.stem}.npz",
        mime="application/octet-stream",
        on_click="ignore",
        width="stretch",
        key="save",
    )


def _saved(source: FilmOnScreen) -> bytes:
    film, checkpoint = source.recording()
    target = io.BytesIO()
    film_npz.write(target, film, checkpoint=checkpoint, title=source.name)
    return target.getvalue()
