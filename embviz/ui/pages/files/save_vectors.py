"""The section "Save": the vectors of a moment as a file of any format, and the film as one."""

from collections.abc import Hashable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from embviz.files.formats import FORMATS
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns
from embviz.jobs import write_vectors
from embviz.jobs.write_vectors import WORDS, Refusal
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.pages.files import prepared_files, save_to_path
from embviz.ui.pages.files.prepared_files import ALONE, Contents
from embviz.ui.pages.files.save_to_path import follow, megabytes, tell_refusal
from embviz.ui.state import moments, saved_films
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say, snippet, table
from embviz.ui.widgets.escaping import plain
from embviz.vectors.vectors import Vectors

MOST_DOWNLOAD = 200 * 2**20  # bytes of a file that is downloaded: the server's memory holds it
LONGEST = 20  # letters of a word that is to stand in a program
WAIT_S = 1.0  # seconds that a small file may take before its progress is shown

OFFERED = {
    ending.removeprefix(".") if i else format: (format, ending)
    for format, about in FORMATS.items()
    for i, ending in enumerate(about.endings)
}
"""Formats and endings by the keys of their names: a further ending has a name of its own."""


def show(
    tab: Tab, asked: FrameAsked, columns: Columns = NO_COLUMNS, *, local: bool = False
) -> None:
    """Draw the section; a local server, the visitor's own computer, can write to its disk, too."""
    chosen = moment(asked)
    contents = _contents(chosen, columns if chosen is asked else NO_COLUMNS)
    st.markdown(what(chosen))
    format, ending = _format(contents)
    name = _name(chosen)
    file, words_file = f"{name}{ending}", f"{name}-words.txt"
    _offer(chosen, contents, format, file, local)
    if not FORMATS[format].words:
        st.caption(say("saving", "words_help"))
        _offer(chosen, contents, WORDS, words_file, local)
    if local:
        large = write_vectors.estimate(chosen.vectors, format) > MOST_DOWNLOAD
        save_to_path.show(contents, format, file, large)
    hint = cast(str | None, table("saving")["hints"].get(format))
    st.caption(say("saving", "code") if hint is None else hint)
    if hint is None:
        code = program(format, chosen.vectors, file, words_file, tab.selected)
        st.code(code, language="python", wrap_lines=True)
    if chosen.source.from_file is None:
        st.markdown(f"**{say('saving', 'film.heading')}**")
        key = "film.help" if chosen.source.run is None else "film.help_going_on"
        st.caption(say("saving", key))
        with _row()[0]:
            saved_films.save_button(tab, say("saving", "film.label"))


def moment(
    asked: FrameAsked, usual: Literal["last", "here"] = "last", key: str = "saving.moment"
) -> FrameAsked:
    """Draw the choice between the moment on screen and the last one, where that has more."""
    source = asked.source
    if asked.frame == asked.last or not source.complete or not source.frames[-1].snapshot.whole:
        return asked
    names = {
        "last": say("saving", "moment.last"),
        "here": say("saving", "moment.here", moment=asked.moment),
    }
    chosen = st.segmented_control(
        say("saving", "moment.label"),
        names,
        default=usual,
        key=key,
        format_func=names.__getitem__,
        required=True,
    )
    if chosen == "here":
        return asked
    return replace(asked, frame=asked.last, vectors=asked.at(asked.last))


def offer(asked: FrameAsked, format: str) -> str:
    """Draw what brings the vectors of a moment to the visitor as a file; gives its name."""
    file = f"{_name(asked)}{FORMATS[format].endings[0]}"
    _offer(asked, _contents(asked, NO_COLUMNS), format, file, local=False)
    return file


def what(asked: FrameAsked) -> str:
    """Say which vectors are saved: of how many words, and of which moment."""
    source, (V, d) = asked.source, asked.vectors.matrix.shape
    facts = {"words": f"{V:,}", "dimensions": f"{d:,}", "name": plain(source.name)}
    if source.from_file is not None:
        return say("saving", "what.file", **facts)
    told = say("saving", f"what.{_extent(asked)}", moment=asked.moment, **facts)
    if asked.which == source.plain.vectors:
        return told
    return f"{told} {say('saving', 'what.which', which=say('map', f'matrix.{asked.which}'))}"


def _extent(asked: FrameAsked) -> str:
    return "all" if asked.whole and asked.source.complete else "shown"


def _contents(asked: FrameAsked, columns: Columns) -> Contents:
    """Give what is known of the words: of a film's, how often each occurs, too."""
    film = asked.source.film
    counts = film.counts
    if counts is None or write_vectors.COUNT in columns:
        return Contents(asked.vectors, columns)
    everything = len(asked.vectors) == len(film.words)
    return Contents(asked.vectors, columns, counts if everything else counts[film.shown])


def _format(contents: Contents) -> tuple[str, str]:
    """Draw the choice of a format, and say who reads it; gives its key, and the ending."""
    name = st.selectbox(
        say("saving", "format"),
        list(OFFERED),
        key="saving.format",
        format_func=lambda name: say("saving", f"formats.{name}"),
        persist_state="session",
    )
    readers, (format, ending) = say("saving", f"readers.{name}"), OFFERED[name]
    if contents.headings and FORMATS[format].columns:
        readers += " " + say("saving", "columns", columns=plain(contents.headings))
    st.caption(readers)
    return format, ending


def _name(asked: FrameAsked) -> str:
    if asked.source.from_file is not None:
        return asked.source.stem
    sample = "vectors" if asked.source.sample is None else f"{asked.source.sample}-vectors"
    return (
        sample
        if _extent(asked) == "all"
        else f"{sample}-{moments.in_file_name(asked.source, asked.frame)}"
    )


def _offer(asked: FrameAsked, contents: Contents, format: str, file: str, local: bool) -> None:
    """Draw what brings a file to the visitor: as a whole, or step by step where it is large."""
    expected = write_vectors.estimate(asked.vectors, format)
    if expected > MOST_DOWNLOAD:
        facts = {"size": megabytes(expected), "limit": megabytes(MOST_DOWNLOAD)}
        instead = say("saving", "too_large_here" if local else "too_large_there")
        st.info(f"{say('saving', 'too_large', **facts)} {instead}")
        return
    of = _key(asked, format, contents)
    copy = prepared_files.kept().get(of)
    if copy is None and expected < ALONE:
        prepared_files.begin(of, contents, format)
        copy = prepared_files.kept()[of]
        copy.work.wait(1, WAIT_S)
    if copy is not None and copy.busy:
        follow(copy, key=f"saving.{format}")
    elif copy is None or copy.outcome is None:
        button, beside = _row()
        button.button(
            say("saving", "prepare"),
            key=f"saving.prepare.{format}",
            on_click=lambda: prepared_files.begin(of, contents, format),
            width="stretch",
        )
        beside.caption(say("saving", "size", size=megabytes(expected)))
    elif isinstance(copy.outcome, Refusal):
        tell_refusal(copy.outcome, format, Path(file))
    else:
        button, beside = _row()
        button.download_button(
            say("saving", "words" if format == WORDS else "download"),
            copy.data,
            file_name=file,
            mime="application/octet-stream",
            on_click="ignore",
            icon=":material/download:",
            key=f"saving.download.{format}",
            width="stretch",
        )
        beside.caption(megabytes(copy.outcome.size))


def _key(asked: FrameAsked, format: str, contents: Contents) -> Hashable:
    from_file = asked.source.from_file
    # Of a file all words are saved, whatever the picture shows of them.
    key = asked.source.key if from_file is None else from_file.file.key
    return key, asked.frame, asked.which, len(asked.vectors), format, contents.headings


def _row() -> list[DeltaGenerator]:
    return st.columns([2, 3], vertical_alignment="center")


def program(
    format: str, vectors: Vectors, file: str, words_file: str, wanted: Sequence[str] = ()
) -> str:
    """Give a Python program that reads a file and looks up a word, a wanted one if possible."""
    facts = {
        "file": repr(file).replace("'", '"'),
        "word_file": repr(words_file).replace("'", '"'),
        "word": _example(vectors, wanted),
        "dimensions": str(vectors.matrix.shape[1]),
    }
    return snippet(format, **facts) + snippet("torch", **facts)


def _example(vectors: Vectors, wanted: Sequence[str]) -> str:
    """Give a word as it is written in a program: a plain one, if there is any."""
    there = [word for word in wanted if word in vectors]
    short = (w for w in (*there, *vectors.words[:100]) if w.isalnum() and len(w) <= LONGEST)
    word = next(short, None)
    return "words[0]" if word is None else f'"{word}"'
