"""Several files, or a zip of them, as one text: their encodings, and what was read."""

from collections.abc import Sequence

import streamlit as st

from embviz.files import text_files
from embviz.files.text_files import Brought
from embviz.text import several
from embviz.text.several import MOST_BYTES, Several
from embviz.ui.texts import say, table
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.faults import worded

NAMED = 3  # files that a question names

_READ = "embviz_several"


def name_of(files: Sequence[Brought]) -> str:
    """What the text of some files is called."""
    if len(files) == 1:
        return files[0].name
    names = [file.name for file in files]
    return several.common_name(names) or say("train", "several.name", files=len(files))


def choose(files: Sequence[Brought]) -> str | None:
    """Draw what was read, and ask what is open; the text, or None: not yet. Raises TextError."""
    found = _read(files, _encodings())
    if found.waiting:
        _ask(found)
        found = _read(files, _encodings())
    if found.waiting:
        return None
    tell(found)
    return found.text


def tell(found: Several) -> None:
    """List what was read, in its order, and what was left out."""
    count = say("train", "several.read", files=f"{len(found.parts):,}")
    with st.expander(count):
        # Names and texts of a visitor's files: st.text renders no markup.
        st.text("\n".join(_line(part) for part in found.parts))
    for name, error in list(found.left_out.items())[:NAMED]:
        st.caption(say("train", "several.left_out", name=plain(name), why=worded(error)))
    if (more := len(found.left_out) - NAMED) > 0:
        st.caption(say("train", "several.more_left_out", files=f"{more:,}"))


def _line(part: several.Part) -> str:
    facts = {"name": part.name, "characters": f"{len(part.text):,}"}
    if part.encoding == several.UTF_8:
        return say("train", "several.part", **facts)
    return say("train", "several.part_in", encoding=_named(part.encoding), **facts)


def _named(encoding: str) -> str:
    names = table("encodings")
    return f"{names[encoding]} ({encoding})" if encoding in names else encoding


def _encodings() -> dict[str, str]:
    """What was chosen, by what the files are likeliest in."""
    begins = f"{_READ}.encoding."
    chosen = {key: st.session_state[key] for key in st.session_state if str(key).startswith(begins)}
    return {str(key).removeprefix(begins): value for key, value in chosen.items() if value}


def _ask(found: Several) -> None:
    for likely, names in found.groups().items():
        shown = ", ".join(plain(name) for name in names[:NAMED])
        key = "several.encoding_more" if len(names) > NAMED else "several.encoding"
        st.selectbox(
            say("train", key, names=shown, more=len(names) - NAMED),
            found.waiting[names[0]],
            index=None,
            key=f"{_READ}.encoding.{likely}",
            format_func=_named,
            placeholder=say("train", "text.encoding_placeholder"),
            persist_state="session",
        )
    if any(likely not in _encodings() for likely in found.groups()):
        st.error(say("train", "several.waiting", files=len(found.waiting)))


def _read(files: Sequence[Brought], encodings: dict[str, str]) -> Several:
    """Read files, once."""
    asked = tuple(file.file_id for file in files), tuple(sorted(encodings.items()))
    kept, found = st.session_state.get(_READ, (None, None))
    if kept != asked or found is None:
        found = several.read(text_files.contents(files), encodings, MOST_BYTES)
        st.session_state[_READ] = asked, found
    read: Several = found
    return read
