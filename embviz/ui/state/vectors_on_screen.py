"""Vectors from a file on their way to the screen, and which of their words the picture shows."""

import hashlib
from dataclasses import replace
from typing import Protocol

from embviz.jobs.train_and_draw import NEIGHBOURS
from embviz.ui.state import columns, server, vector_files
from embviz.ui.state.film_on_screen import FilmOnScreen, VectorsOnScreen
from embviz.ui.state.link import STEPS
from embviz.ui.state.tab import Sampling, Tab
from embviz.ui.state.vector_files import Request, Upload, VectorsFile
from embviz.vectors import excerpt
from embviz.vectors.excerpt import Excerpt, Filling
from embviz.vectors.vectors import Vectors

FIRST_S = 1.5  # seconds to wait for the picture, which seldom takes half a one
LIMIT = "files.limit"  # the input for the rows that are read of a file
MOST_ASKED = 100  # words that can be asked for, each with its neighbours


class Waiting(Protocol):
    """Who waits for a file that is read: a tab, or a part of a page that wants one of its own."""

    file: VectorsFile | None


def open_file(waiting: Waiting, request: Request) -> None:
    """Begin to read a file, unless it is there or somebody is at it."""
    file = server.files().get(request.key)
    if file is None:
        file = VectorsFile.launch(server.engine(), request)
        server.files().put(request.key, file)
    file.wait(id(waiting))
    waiting.file = file
    file.work.resume()


def open_upload(waiting: Waiting, upload: Upload) -> None:
    """Begin to read what came through the browser."""
    known = server.files().get(upload.key)
    open_file(waiting, known.request if known else vector_files.of_upload(server.engine(), upload))


def leave(waiting: Waiting) -> None:
    """Wait no more for a file; where nobody else waits for it, it is not read on."""
    file, waiting.file = waiting.file, None
    if file is not None and file.leave(id(waiting)):
        server.files().drop(file.key)


def put_on_screen(tab: Tab) -> None:
    """Show the file that was opened, as soon as it is read."""
    file = tab.file
    if file is None or file.busy or file.fault is not None:
        return
    filling: Filling = "whole" if file.opened.format == "model" else "first"
    tab.file, tab.column, tab.steps, tab.sampling = None, "", None, Sampling(filling=filling)
    tab.select(word for word in tab.selected if word in file.vectors)
    _show(tab, file)


def sample(tab: Tab, sampling: Sampling) -> None:
    """Show other words of the file on screen."""
    tab.sampling = sampling
    if tab.source is not None and tab.source.from_file is not None:
        _show(tab, tab.source.from_file.file)


def bring(tab: Tab, words: tuple[str, ...]) -> None:
    """Select some words of the file on screen; those it did not show come with their nearest."""
    there = tab.source.words if tab.source is not None else ()
    missing = tuple(word for word in words if word not in there)
    if missing:
        asked = tuple(dict.fromkeys((*missing, *tab.sampling.asked)))[:MOST_ASKED]
        sample(tab, replace(tab.sampling, asked=asked))
    tab.select(words)


def colour_by(tab: Tab, place: object, steps: object = None) -> None:
    """Colour by the column at a place, its numbers in certain steps, or by clusters: no column."""
    names = columns.names(tab.source) if tab.source is not None else ()
    tab.column = names[place] if isinstance(place, int) and 0 <= place < len(names) else ""
    tab.steps = next((each for each in STEPS if each == steps), None)
    if tab.source is not None:
        tab.colour = columns.colour(tab.source, tab.column, "group")


def _show(tab: Tab, file: VectorsFile) -> None:
    wanted = (*tab.sampling.asked, *tab.selected)
    asked = tuple(word for word in dict.fromkeys(wanted) if word in file.vectors)
    sampling = replace(tab.sampling, asked=asked)
    key = hashlib.blake2b(repr((file.key, sampling)).encode(), digest_size=8).hexdigest()
    source = server.sources().get(key)
    if source is None:
        from_file = VectorsOnScreen(file, cut(file.vectors, sampling))
        source = FilmOnScreen.of_vectors(server.engine(), from_file, key=key)
        server.sources().put(key, source)
    source.work.wait(1, FIRST_S)  # then the page speaks of the picture that is seen
    tab.show(source)
    if tab.colour in columns.OWN:  # among other words a column may be of the other kind
        tab.colour = columns.colour(source, tab.column, tab.colour)


def cut(vectors: Vectors, sampling: Sampling) -> Excerpt:
    """Choose the words of a picture: as many of those asked for as there is room for."""
    words = min(sampling.words, len(vectors))
    nearest = min(NEIGHBOURS, words - 1)
    asked = sampling.asked[: max(1, words // (nearest + 1))]
    return excerpt.cut(vectors, words, asked, nearest, sampling.filling)
