"""The section "Save": the vectors of a moment as a file of any format, and the film as one."""

from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import streamlit as st

from embviz.files.rows.file_being_read import NO_COLUMNS
from embviz.files.write import Columns
from embviz.jobs import write_vectors
from embviz.jobs.write_vectors import Refusal
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.pages.files import prepared_files, save_to_path
from embviz.ui.pages.files.kinds import KINDS, WITHOUT_PROGRAM, Kind, program
from embviz.ui.pages.files.outcomes import follow, megabytes, tell_refusal
from embviz.ui.pages.files.prepared_files import ALONE, Contents, Copy
from embviz.ui.state import saved_films, server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say, table
from embviz.ui.widgets.escaping import plain

MOST_DOWNLOAD = 200 * 2**20
"""Bytes of the largest file that is downloaded: the server holds it in memory meanwhile."""

WAIT_S = 1.0
"""Seconds that a small file may take before its progress is shown."""


def show(
    tab: Tab, asked: FrameAsked, columns: Columns = NO_COLUMNS, *, local: bool = False
) -> None:
    """Draw the section.

    Args:
        tab: The tab's.
        asked: What is looked at.
        columns: What else is known of the words of `asked.vectors`, by heading.
        local: Whether the server is the visitor's own computer, so that it can write to its disk.
    """
    chosen = _moment(asked)
    contents = _contents(chosen, columns if chosen is asked else NO_COLUMNS)
    st.markdown(_what(chosen))
    kind = _kind(contents)
    name = _name(chosen)
    _offer(chosen, contents, kind.format, f"{name}{kind.ending}", local)
    if kind.format == "npy":
        st.caption(say("saving", "words_help"))
        _offer(chosen, contents, write_vectors.WORDS, f"{name}-words.txt", local)
    if local:
        large = write_vectors.estimate(chosen.vectors, kind.format) > MOST_DOWNLOAD
        save_to_path.show(contents, kind, f"{name}{kind.ending}", large)
    _tell_reading(tab, chosen, kind, name)
    if not _from_file(chosen.source):
        _film(tab, chosen.source)


def _from_file(source: FilmOnScreen) -> bool:
    """Whether these are vectors that somebody else trained, without a film."""
    return source.from_file is not None


def _moment(asked: FrameAsked) -> FrameAsked:
    """Draw the choice between the moment on screen and the last one, where that has more."""
    source = asked.source
    if asked.frame == asked.last or not source.complete or not source.frames[-1].snapshot.whole:
        return asked
    names = {
        "last": say("saving", "moment.last"),
        "here": say("saving", "moment.here", epoch=asked.epoch),
    }
    chosen = st.segmented_control(
        say("saving", "moment.label"),
        names,
        default="last",
        key="saving.moment",
        format_func=names.__getitem__,
        required=True,
    )
    if chosen == "here":
        return asked
    return replace(asked, frame=asked.last, vectors=asked.at(asked.last))


def _what(asked: FrameAsked) -> str:
    """Say what will be saved."""
    source, (V, d) = asked.source, asked.vectors.matrix.shape
    facts = {"words": f"{V:,}", "dimensions": f"{d:,}", "name": plain(source.name)}
    if _from_file(source):
        return say("saving", "what.file", **facts)
    said = say("saving", f"what.{_extent(asked)}", epoch=asked.epoch, **facts)
    if asked.which == source.plain.vectors:
        return said
    return f"{said} {say('saving', 'what.which', which=say('map', f'matrix.{asked.which}'))}"


def _extent(asked: FrameAsked) -> str:
    return "all" if asked.whole and asked.source.complete else "shown"


def _contents(asked: FrameAsked, columns: Columns) -> Contents:
    """Give what is known of the words: of a film's, how often each occurs, too."""
    counts, film = asked.source.counts, asked.source.film
    if counts is None or write_vectors.COUNT in columns:
        return Contents(asked.vectors, columns)
    everything = len(asked.vectors) == len(film.words)
    return Contents(asked.vectors, columns, counts if everything else counts[film.shown])


def _kind(contents: Contents) -> Kind:
    """Draw the choice of a format, and say who reads it."""
    name = st.selectbox(
        say("saving", "format"),
        list(KINDS),
        key="saving.format",
        format_func=lambda name: say("saving", f"formats.{name}"),
        persist_state="session",
    )
    kind = KINDS[name]
    said = say("saving", f"readers.{name}")
    if contents.headings and kind.format in write_vectors.COLUMNED:
        said += " " + say("saving", "columns", columns=plain(contents.headings))
    st.caption(said)
    return kind


def _name(asked: FrameAsked) -> str:
    """Give the name of the file, without its ending."""
    if asked.source.from_file is not None:
        return asked.source.stem
    sample = "vectors" if asked.source.sample is None else f"{asked.source.sample}-vectors"
    return sample if _extent(asked) == "all" else f"{sample}-epoch-{asked.epoch}"


def _offer(asked: FrameAsked, contents: Contents, format: str, file_name: str, local: bool) -> None:
    """Draw what brings a file to the visitor: as a whole, or step by step where it is large."""
    expected = write_vectors.estimate(asked.vectors, format)
    if expected > MOST_DOWNLOAD:
        _tell_too_large(expected, local)
        return
    of = _key(asked, format, contents)
    copy = prepared_files.kept().get(of)
    if copy is None and expected < ALONE:
        copy = _begin(of, contents, format)
        copy.work.wait(1, WAIT_S)
    if copy is not None and copy.busy:
        follow(copy, key=f"saving.{format}")
    elif copy is None or copy.outcome is None:
        _prepare(of, contents, format, expected)
    else:
        _fetch(copy, format, file_name)


def _key(asked: FrameAsked, format: str, contents: Contents) -> Hashable:
    size, from_file = len(asked.vectors), asked.source.from_file
    key = (
        asked.source.key if from_file is None else from_file.file.key
    )  # whatever the picture shows of it
    return key, asked.frame, asked.which, size, format, contents.headings


def _begin(of: Hashable, contents: Contents, format: str) -> Copy:
    copy = Copy.begin(server.engine(), contents, format)
    prepared_files.keep(of, copy)
    return copy


def _prepare(of: Hashable, contents: Contents, format: str, expected: int) -> None:
    button, told = _row()
    button.button(
        say("saving", "prepare"),
        key=f"saving.prepare.{format}",
        on_click=_begin,
        args=(of, contents, format),
        width="stretch",
    )
    told.caption(say("saving", "size", size=megabytes(expected)))


def _fetch(copy: Copy, format: str, file_name: str) -> None:
    """Offer a file that is whole, or say why there is none."""
    outcome = copy.outcome
    if outcome is None or isinstance(outcome, Refusal):
        if outcome is not None:
            tell_refusal(outcome, format, Path(file_name))
        return
    button, told = _row()
    button.download_button(
        say("saving", "words" if format == write_vectors.WORDS else "download"),
        copy.data,
        file_name=file_name,
        mime="application/octet-stream",
        on_click="ignore",
        icon=":material/download:",
        key=f"saving.download.{format}",
        width="stretch",
    )
    told.caption(megabytes(outcome.size))


def _row() -> tuple[Any, Any]:
    """Give places for a button and for what is said beside it."""
    button, told = st.columns([2, 3], vertical_alignment="center")
    return button, told


def _tell_too_large(expected: int, local: bool) -> None:
    facts = {"size": megabytes(expected), "limit": megabytes(MOST_DOWNLOAD)}
    instead = say("saving", "too_large_here" if local else "too_large_there")
    st.info(f"{say('saving', 'too_large', **facts)} {instead}")


def _tell_reading(tab: Tab, asked: FrameAsked, kind: Kind, name: str) -> None:
    """Say how the file is read again."""
    hint = cast(str | None, table("saving")["hints"].get(kind.format))
    if hint is not None:
        st.caption(hint)
    if kind.format in WITHOUT_PROGRAM:
        return
    st.caption(say("saving", "code"))
    files = f"{name}{kind.ending}", f"{name}-words.txt"
    st.code(program(kind, asked.vectors, *files, tab.selected), language="python", wrap_lines=True)


def _film(tab: Tab, source: FilmOnScreen) -> None:
    """Offer the film."""
    st.markdown(f"**{say('saving', 'film.heading')}**")
    going_on = source.run is not None
    st.caption(say("saving", "film.help_going_on" if going_on else "film.help"))
    with _row()[0]:
        saved_films.save_button(tab, say("saving", "film.label"))
