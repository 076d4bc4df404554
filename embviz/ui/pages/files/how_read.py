"""How a file was read, and what could be chosen instead; what is chosen reads it again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from embviz.errors import FileError
from embviz.files.formats import FORMATS
from embviz.files.rows.how import Choice, How, Offers
from embviz.ui.pages.files import as_text
from embviz.ui.state.vector_files import Request, VectorsFile
from embviz.ui.texts import say, table
from embviz.ui.widgets.number_format import bytes_

PER_ROW = 3
_REFUSED, _BEFORE = "embviz_files_refused", "embviz_files_read_before"
_ORDER = ("member", "kind", "matrix", "column", "encoding", "separator", "decimal", "heading")
ROWS = ("word2vec_text", "glove", "csv", "projector")
"""Formats that may be taken for one another."""

_ALWAYS: dict[str, tuple[Any, ...]] = {
    "separator": (",", ";", "\t", " "),
    "decimal": (".", ","),
    "heading": (True, False),
}


@dataclass(frozen=True, eq=False)
class Reading:
    """A file as it was read, or refused, and what could be said of it.

    Attributes:
        request: What was asked.
        taken: How it was read, as far as that is known.
        offers: What could be chosen.
        may_be_text: Whether it was refused, and may be a text.
    """

    request: Request
    taken: How
    offers: Offers
    may_be_text: bool = False

    @classmethod
    def of(cls, file: VectorsFile) -> "Reading":
        """A file that was read."""
        return cls(file.request, file.opened.taken, file.opened.offers)

    @property
    def choices(self) -> dict[str, Sequence[Choice]]:
        """What can be chosen of it, by field of `How`, as it is drawn."""
        kind = self.request.how.kind or self.taken.kind
        format = FORMATS.get(kind or "")
        heeded = {name: _always(name) for name in (format.heeds if format is not None else ())}
        if kind in ROWS:
            heeded["kind"] = tuple(map(Choice, ROWS))
        known = {**heeded, **self.offers}
        return {name: known[name] for name in _ORDER if known.get(name)}


def draw(name: str, reading: Reading, read: Callable[[Request], None], *, open_: bool) -> None:
    """Draw what can be chosen of a file; `read` reads it again.

    The name is what the keys of the inputs begin with.
    """
    choices = reading.choices
    if not choices:
        return
    read_before = reading.taken != How()
    title = say("files", "how_read.title" if read_before else "how_read.to_read")
    per_row = min(PER_ROW, max(2, len(choices)))
    with st.expander(title, expanded=open_):
        if read_before:
            st.caption(say("files", "how_read.about"))
        columns: Sequence[Any] = ()
        for i, (field, offered) in enumerate(choices.items()):
            if i % per_row == 0:
                columns = st.columns(per_row)
            _draw_field(columns[i % per_row], name, reading, field, offered, read)
        if reading.taken.kind in ROWS and reading.taken.member is None:
            as_text.offer(name, reading.request)


def _draw_field(
    place: Any,
    name: str,
    reading: Reading,
    field: str,
    offered: Sequence[Choice],
    read: Callable[[Request], None],
) -> None:
    said, taken = (getattr(each, field) for each in (reading.request.how, reading.taken))
    shapes = {each.value: each.shape for each in offered}
    # What was said may be none of what is offered, on the command line for instance.
    values = list(dict.fromkeys([*([] if said is None else [said]), *shapes]))
    needed = reading.taken == How() and field == "member"  # nothing is read without
    values = values if needed else [None, *values]
    key = f"{name}.how.{reading.request.key}.{field}"
    place.selectbox(
        say("files", f"how_read.fields.{field}"),
        values,
        values.index(said) if said in values else None,
        key=key,
        format_func=lambda value: _named(field, value, shapes.get(value, ()), taken),
        placeholder=say("files", "how_read.choose"),
        on_change=_read_again,
        args=(name, reading, field, key, read),
    )


def _read_again(
    name: str, reading: Reading, field: str, key: str, read: Callable[[Request], None]
) -> None:
    how = replace(reading.request.how, **{field: st.session_state[key]})
    if field == "member":  # the others were said of another file
        how = How(member=how.member)
    st.session_state.setdefault(_BEFORE, {})[name] = reading
    read(reading.request.read_so(how))


def _named(field: str, value: Any, shape: Sequence[int], taken: Any) -> str:
    if value is None:
        if taken is None:
            return say("files", "how_read.by_content")
        return say("files", "how_read.taken", value=_named(field, taken, (), None))
    if field == "kind":
        return say("doctor", f"formats.{value}")
    names = table("files")["how_read"].get(field, {})
    if field == "encoding":
        names = table("encodings")
    written = str(names.get(_NAMES.get(value, str(value)), value))
    if field == "encoding" and written != value:
        written = f"{written} ({value})"
    if len(shape) == 1:
        return say("files", "how_read.sized", name=written, size=bytes_(shape[0]))
    if len(shape) == 2:
        return say(
            "files", "how_read.shaped", name=written, rows=f"{shape[0]:,}", d=f"{shape[1]:,}"
        )
    return written


_NAMES: dict[Any, str] = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    " ": "space",
    ".": "point",
    True: "yes",
    False: "no",
}


def _always(field: str) -> tuple[Choice, ...]:
    values = _ALWAYS.get(field, tuple(table("encodings")) if field == "encoding" else ())
    return tuple(map(Choice, values))


def refused(name: str) -> Reading | None:
    """What was refused last at a place on a page, if it can be read otherwise."""
    found = _refused(name)
    return found if found is not None and found.choices else None


def offer_as_text(name: str) -> None:
    """Offer to open as a text what was refused because it is in no known format."""
    found = _refused(name)
    if found is not None and not found.choices and found.may_be_text:
        as_text.offer(name, found.request)


def _refused(name: str) -> Reading | None:
    found: Reading | None = st.session_state.get(_REFUSED, {}).get(name)
    return found


def refuse(name: str, request: Request, fault: BaseException) -> None:
    """Keep what was refused, and what could be said of it."""
    before: Reading | None = st.session_state.get(_BEFORE, {}).get(name)
    known = before is not None and before.request.content == request.content
    taken, offers = (before.taken, before.offers) if before and known else (How(), {})
    if isinstance(fault, FileError) and fault.reason == "several_members":
        sized = zip(fault.members, fault.sizes, strict=True)
        offers = {**offers, "member": tuple(Choice(name, (size,)) for name, size in sized)}
    reading = Reading(request, taken, offers, may_be_text=_may_be_text(fault))
    st.session_state.setdefault(_REFUSED, {})[name] = reading


def _may_be_text(fault: BaseException) -> bool:
    if not isinstance(fault, FileError):
        return False
    return fault.reason == "unknown_format" or fault.facts.get("kind") == "html"


def forget(name: str) -> None:
    """Begin anew with another file."""
    st.session_state.setdefault(_REFUSED, {}).pop(name, None)
