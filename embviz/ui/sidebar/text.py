"""Choosing a text: a sample, pasted, or a file; and telling what was read."""

import hashlib
import math
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from embviz.errors import FileError, TextError
from embviz.files import text_files
from embviz.files.film import film_npz
from embviz.jobs import queries
from embviz.jobs.queries import TextSource
from embviz.text import samples
from embviz.text.corpus import Corpus, decode
from embviz.text.labelled import Labelled
from embviz.ui.sidebar import (
    being_read,
    cut_words,
    labelled_table,
    read_text,
    several_files,
    vectors_as_text,
)
from embviz.ui.sidebar.inputs import number
from embviz.ui.state import cutting, saved_films, settings_form
from embviz.ui.state.settings_form import (
    FILM,
    KEPT,
    READ_BEFORE,
    Chosen,
    TableRead,
    reading_key,
)
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.texts import table as wordings
from embviz.ui.widgets.faults import worded

PASTE, UPLOAD = "paste", "upload"
UPLOAD_LIMIT = 100 * 2**20  # bytes; the same limit as the server's in .streamlit/config.toml
COMMONEST = 6
MOST_COUNT = 1000  # the highest minimum count
FEWEST_WORDS, MOST_WORDS = 2, 200_000  # of a vocabulary
# Minimum counts proposed for a text of up to so many characters.
_MIN_COUNTS = ((1, 20_000), (2, 500_000), (5, math.inf))

Read = TypeVar("Read")

_CHOSEN = "embviz_chosen"
_DECODED, _UPLOADED, _NOT_UTF_8 = "embviz_decoded", "embviz_uploaded", "embviz_not_utf_8"


def _why_only_played(tab: Tab) -> str:
    """Say why a film can only be played, and what else nobody knows of it."""
    film = tab.source.film if tab.source is not None else None
    if film is None or film.recipe.model or film.recipe.of_models:
        return say("errors", "file_no_checkpoint")
    return say("train", "text.elsewhere" if film.counts is not None else "text.elsewhere_uncounted")


def choose(tab: Tab, about: DeltaGenerator, hidden: bool) -> tuple[Chosen | None, bool]:
    """Draw the chooser unless hidden; gives the last usable text, and whether it is the chosen."""
    option = _option(tab, hidden)
    if hidden:
        read_text.close()
    if option == FILM:
        if not hidden:
            st.caption(_why_only_played(tab))
        return None, False
    if hidden and option in (PASTE, UPLOAD):
        return st.session_state.get(_CHOSEN), True
    usable = False
    try:
        source, table, files = _source(tab, option, hidden)
        if source is not None:
            if not hidden and source.sample is None:
                cut_words.offer(source.name, source.text)
            with about:
                corpus = _corpus(source)
        if source is not None and corpus is not None:
            chosen = st.session_state[_CHOSEN] = Chosen(source, corpus)
            if not hidden:
                with about:
                    _tell(chosen.corpus)
                    with st.container(horizontal=True, gap="small"):
                        read_text.button(tab, chosen.corpus)
                        cut_words.draw(chosen)
            if option in (UPLOAD, KEPT):
                settings_form.keep_text(source.name, source.text, source.labels, table, files)
            if option == UPLOAD:
                st.session_state[_UPLOADED] = True
            usable = True
    except (TextError, FileError) as error:
        st.error(worded(error))
        if option in (UPLOAD, KEPT) and not hidden:
            labelled_table.offer_as_text(error)
        before: Chosen | None = st.session_state.get(_CHOSEN)
        if before is not None and not hidden:  # what makes the text unreadable can be changed here
            with about:
                cut_words.draw(before)
    return st.session_state.get(_CHOSEN), usable


def _option(tab: Tab, hidden: bool) -> str:
    kept, source = settings_form.kept_text(), tab.source
    names = {KEPT: kept[0]} if kept else {}
    if source is not None and source.run is None and source.from_file is None:
        names[FILM] = source.name
    options = [*samples.EVERY, *names, PASTE, UPLOAD]
    if st.session_state.get("text") not in options:
        st.session_state["text"] = options[0]
    if hidden:
        return str(st.session_state["text"])
    if st.session_state["text"] != UPLOAD:
        _forget_upload()
    elif kept and _is_left_behind():
        st.session_state["text"] = KEPT
    return st.selectbox(
        say("train", "text.label"),
        options,
        key="text",
        format_func=lambda option: say(
            "train", f"text.options.{option}", text=names.get(option, "")
        ),
        persist_state="session",
    )


def _is_left_behind() -> bool:
    """Whether a file was read whose input is empty since another page was turned to."""
    return not st.session_state.get("file") and st.session_state.pop(_UPLOADED, False)


def _forget_upload() -> None:
    """The reader has taken the file away, brought another one, or chosen another text."""
    st.session_state.pop(_UPLOADED, None)


def reading_settings() -> None:
    """Draw the settings that decide how a text is read; they count from the next rerun on."""
    option = st.session_state["text"]
    key = reading_key(option if option in samples.EVERY else None)
    left, right = st.columns(2)
    number(left, "settings", "min_count.label", 1, MOST_COUNT, key)
    number(right, "settings", "max_words.label", FEWEST_WORDS, MOST_WORDS, "max_words")


class Brought(NamedTuple):
    """A text with its settings; None: not yet; and the table or the files that it is of."""

    source: TextSource | None = None
    table: TableRead | None = None
    files: tuple[text_files.Brought, ...] = ()


def _source(tab: Tab, option: str, hidden: bool) -> Brought:
    kept = settings_form.kept_text()
    if option == KEPT and kept is not None:
        if kept.table is not None and not hidden:
            return _of_table(kept.table)
        text: str | None = kept.text
        if kept.files and not hidden:
            text = several_files.choose(kept.files)
        if text is None:
            return Brought()
        return Brought(with_settings(kept.name, text, labels=kept.labels), kept.table, kept.files)
    if option == UPLOAD:
        return _uploaded(tab)
    if option != PASTE:
        text, labels = queries.bundled(option)
        return Brought(with_settings(option, text, option, labels))
    label = say("train", "text.paste")
    text = st.text_area(label, key="pasted", height=90, persist_state="session")
    if text:
        name, whole = say("train", "text.pasted_name"), text.encode("utf-8", "replace")
        key = hashlib.blake2b(whole).digest()
        if vectors_as_text.are_offered(tab, name, key, lambda: whole):
            return Brought()
        return Brought(with_settings(name, text))
    st.caption(say("train", "text.nothing_pasted"))
    return Brought()


def _uploaded(tab: Tab) -> Brought:
    label, help_ = say("train", "text.file"), say("train", "text.file_help")
    files = st.file_uploader(
        label, key="file", help=help_, on_change=_forget_upload, accept_multiple_files=True
    )
    if not files:
        st.caption(say("train", "text.nothing_uploaded"))
        return Brought()
    several = len(files) > 1 or text_files.is_zip_of_texts(files[0])
    if len(files) == 1 and several and _are_vectors(tab, files[0]):
        return Brought()
    if several:
        text = several_files.choose(files)
        name = several_files.name_of(files)
        return Brought() if text is None else Brought(with_settings(name, text))
    return _one_file(tab, files[0])


def _are_vectors(tab: Tab, file: Any) -> bool:
    return vectors_as_text.are_offered(tab, file.name, file.file_id, file.getvalue)


def _one_file(tab: Tab, file: Any) -> Brought:
    if labelled_table.is_named_so(file.name):
        return _table(tab, file)
    if _are_vectors(tab, file):
        return Brought()
    if file.name.endswith(film_npz.ENDINGS):
        saved_films.open_film(tab, file.getvalue(), file.name)
    text = in_its_encoding(file, partial(_decoded, file))
    return Brought() if text is None else Brought(with_settings(file.name, text))


def _table(tab: Tab, file: Any) -> Brought:
    """Give what a table holds: texts, perhaps with their classes, or vectors after all."""
    name = file.name
    if _are_vectors(tab, file):
        return Brought()
    if labelled_table.is_text_after_all(file):
        text = in_its_encoding(file, partial(_decoded, file))
        return Brought() if text is None else Brought(with_settings(name, text))
    read = in_its_encoding(file, partial(labelled_table.read, file))
    return Brought() if read is None else _of_table(read)


def _of_table(read: TableRead) -> Brought:
    """Give what is chosen of a table. Raises TextError."""
    lines = labelled_table.choose(read)
    return Brought(with_settings(read.name, lines.text, labels=lines.labels), read)


def in_its_encoding(file: Any, read: Callable[[str | None], Read]) -> Read | None:
    """Give what is read in UTF-8, or in the encoding that the reader chooses; None: not yet.

    The file has a `file_id`: that it is not UTF-8 is found out once.
    """
    known, error = st.session_state.get(_NOT_UTF_8, ("", None))
    if known != file.file_id:
        try:
            return read(None)
        except TextError as found:
            if found.reason != "encoding" or not found.suggestions:
                raise
            error = found
            st.session_state[_NOT_UTF_8] = file.file_id, error
    encoding = _ask_for_encoding(error)
    return None if encoding is None else read(encoding)


def _decoded(file: Any, encoding: str | None) -> str:
    """Give the text of an uploaded file, decoded once. Raises TextError."""
    name = (file.file_id, encoding)
    decoded, text = st.session_state.get(_DECODED, (None, ""))
    if decoded != name:
        text = decode(file.getvalue(), encoding, limit=UPLOAD_LIMIT)
        st.session_state[_DECODED] = (name, text)
    return str(text)


def _ask_for_encoding(error: TextError) -> str | None:
    """Say where the file is not UTF-8, and let the reader choose, the likely ones first."""
    place, names = st.empty(), wordings("encodings")
    encoding: str | None = st.selectbox(
        say("train", "text.encoding"),
        error.suggestions,
        index=None,
        key="encoding",
        format_func=lambda name: f"{names[name]} ({name})" if name in names else name,
        placeholder=say("train", "text.encoding_placeholder"),
    )
    if encoding is None:
        place.error(worded(error))
    return encoding


def usual_min_count(text: str) -> int:
    """The minimum count that is proposed for a text, by its length."""
    return next(count for count, most in _MIN_COUNTS if len(text) <= most)


def with_settings(
    name: str, text: str, sample: str | None = None, labels: tuple[str, ...] = ()
) -> TextSource:
    """Give a text with the settings that decide how it is read."""
    state = st.session_state
    if sample is None and state.get(READ_BEFORE) != name:
        # Another text: propose what suits its length.
        state[READ_BEFORE] = name
        state.pop(reading_key(None), None)
    suited = 1 if sample else usual_min_count(text)
    min_count = state.setdefault(reading_key(sample), suited)
    max_words = state.setdefault("max_words", settings_form.MAX_WORDS)
    lowercase = state.setdefault("lowercase", True)
    # What is out of range is said at its input, which is drawn later.
    fewest = min(max(int(min_count), 1), MOST_COUNT)
    most = min(max(int(max_words), FEWEST_WORDS), MOST_WORDS)
    cutting.begin(sample or name)
    how = fewest, most, bool(lowercase)
    return TextSource(name, text, *how, sample, labels, cutting.rules())


def _corpus(source: TextSource) -> Corpus | None:
    """Read a text, or find it read; None: somebody ended it. Raises TextError."""
    kept: Chosen | None = st.session_state.get(_CHOSEN)
    if kept is not None and kept.source == source:
        return kept.corpus
    return being_read.corpus_of(source)


def _tell(corpus: Corpus) -> None:
    read = corpus.reading
    lines = [say("train", "read.all", tokens=f"{read.tokens:,}", words=f"{read.distinct:,}")]
    dropped = {
        "rare": read.rare_words,
        "cut": read.cut_words,
        "long": read.long_tokens,
        "control": read.control_characters,
        "stopped": read.stop_tokens,
        "left_out": read.left_out,
        "joined": read.joined_tokens,
    }
    what = ", ".join(say("cutting", f"stripped.{each}") for each in corpus.rules.strip)
    limits = {"min_count": corpus.min_count, "max_words": corpus.max_words, "what": what}
    for key, count in dropped.items():
        if count:
            lines.append(say("train", f"read.{key}", words=f"{count:,}", **limits))
    if isinstance(corpus, Labelled):
        lines += labelled_table.told(corpus)
    lines.append(say("train", "read.commonest", words=", ".join(corpus.words[:COMMONEST])))
    # Words of a visitor's text: st.text renders no markup.
    st.text("\n".join(lines))
