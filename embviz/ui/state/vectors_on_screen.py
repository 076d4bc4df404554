"""Vectors from a file on their way to the screen, and which of their words the picture shows."""

import hashlib
from dataclasses import replace

from embviz.jobs.train_and_draw import NEIGHBOURS
from embviz.ui.state import columns, server
from embviz.ui.state.film_on_screen import FilmOnScreen, VectorsOnScreen
from embviz.ui.state.tab import PATIENCE_S, Sampling, Session
from embviz.ui.state.vector_files import Request, VectorsFile
from embviz.vectors import excerpt
from embviz.vectors.excerpt import Excerpt
from embviz.vectors.vectors import Vectors

FIRST_S = 1.5
"""Seconds to wait for the picture, which seldom takes half a one."""

LIMIT = "files.limit"
"""The input for the rows that are read of a file."""

MOST_ASKED = 100
"""Words that can be asked for, each with its neighbours."""


def open_file(session: Session, request: Request) -> None:
    """Begin to read a file, unless it is there or somebody is at it."""
    file = server.files().get(request.key)
    if file is None:
        file = VectorsFile.launch(server.engine(), request)
        server.files().put(request.key, file)
    file.wait(id(session))
    session.file = file
    file.work.resume()


def leave(session: Session) -> None:
    """Wait no more for a file; where nobody else waits for it, it is not read on."""
    file, session.file = session.file, None
    if file is not None and file.leave(id(session)):
        server.files().drop(file.key)


def put_on_screen(session: Session) -> None:
    """Show the file that was opened, as soon as it is read."""
    file = session.file
    if file is None or file.busy or file.fault is not None:
        return
    session.file, session.column, session.sampling = None, "", Sampling()
    session.select(word for word in session.selected if word in file.vectors)
    _show(session, file)


def sample(session: Session, sampling: Sampling) -> None:
    """Show other words of the file on screen."""
    session.sampling = sampling
    if session.source is not None and session.source.from_file is not None:
        _show(session, session.source.from_file.file)


def ask_for(session: Session, words: tuple[str, ...]) -> None:
    """Show some words of the file on screen, and the nearest of each."""
    asked = tuple(dict.fromkeys((*words, *session.sampling.asked)))[:MOST_ASKED]
    sample(session, replace(session.sampling, asked=asked))


def bring(session: Session, words: tuple[str, ...]) -> None:
    """Select some words of the file on screen; the picture shows them, if it did not."""
    there = session.source.words if session.source is not None else ()
    missing = tuple(word for word in words if word not in there)
    if missing:
        ask_for(session, missing)
    session.select(words)


def _show(session: Session, file: VectorsFile) -> None:
    wanted = (*session.sampling.asked, *session.selected)
    asked = tuple(word for word in dict.fromkeys(wanted) if word in file.vectors)
    sampling = replace(session.sampling, asked=asked)
    key = hashlib.blake2b(repr((file.key, sampling)).encode(), digest_size=8).hexdigest()
    source = server.sources().get(key)
    if source is None:
        from_file = VectorsOnScreen(file, cut(file.vectors, sampling))
        source = FilmOnScreen.of_vectors(server.engine(), from_file, PATIENCE_S, key=key)
        server.sources().put(key, source)
    source.work.wait(1, FIRST_S)  # then the page speaks of the picture that is seen
    session.show(source)
    if session.colour in columns.OWN:  # among other words a column may be of the other kind
        session.colour = columns.colour(source, session.column, session.colour)


def cut(vectors: Vectors, sampling: Sampling) -> Excerpt:
    """Choose the words of a picture: as many of those asked for as there is room for."""
    words = min(sampling.words, len(vectors))
    nearest = min(NEIGHBOURS, words - 1)
    asked = sampling.asked[: max(1, words // (nearest + 1))]
    return excerpt.cut(vectors, words, asked, nearest, sampling.filling)
