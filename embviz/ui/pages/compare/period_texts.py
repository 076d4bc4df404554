"""Which texts are compared over time: the bundled decades, several files, or a table with dates."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import streamlit as st

from embviz.errors import TextError
from embviz.text import dated_tables, text_tables
from embviz.text.corpus import decode
from embviz.text.dated_tables import PARTS, By, Dated
from embviz.text.labelled_tables import ENDINGS, Table
from embviz.text.planted_periods import planted_periods
from embviz.text.several import by_name
from embviz.ui.sidebar import labelled_table
from embviz.ui.sidebar.inputs import number
from embviz.ui.sidebar.text import UPLOAD_LIMIT, in_its_encoding
from embviz.ui.state import settings_form
from embviz.ui.state.remembered import remember
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

WAYS = ("sample", "files", "table")
GROUPED: tuple[By | None, ...] = (None, "year", "decade", "parts", "names")
FEWEST_PARTS, MOST_PARTS = 2, 50
MIN_COUNT = {"sample": 3}
USUAL_COUNT = 5
LONGEST_ODD = 40  # signs of a date that could not be read, as an example

_WAY, _FILES, _TABLE, _ORDER = (f"periods.{name}" for name in ("way", "files", "table", "order"))
_TEXT, _DATE, _BY, _PARTS = (f"periods.{name}" for name in ("text", "date", "by", "parts"))
_GUESSED = "embviz_periods_guessed"
_KEPT = "embviz_periods_kept"


@dataclass(frozen=True)
class PeriodTexts:
    """The texts of periods by their names, in order.

    Attributes:
        name: What the page calls them.
        texts: The texts.
        way: How they came: one of `WAYS`.
    """

    name: str
    texts: Mapping[str, str]
    way: str

    @property
    def hash(self) -> str:
        """Of the names and texts."""
        digest = hashlib.blake2b(digest_size=8)
        for name, text in self.texts.items():
            digest.update(repr((name, len(text))).encode("utf-8", "surrogatepass"))
            digest.update(text.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    @property
    def sample(self) -> str | None:
        """Which bundled text they are of."""
        return "kingdom" if self.way == "sample" else None

    @property
    def min_count(self) -> int:
        """How often a word should stand in each, unless somebody says."""
        return MIN_COUNT.get(self.way, USUAL_COUNT)


@dataclass(frozen=True)
class _Brought:
    """Files of a visitor, kept on visits to other pages, whose return empties the input."""

    name: str
    texts: Mapping[str, str]
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Several:
    """Uploaded files as one, so that they are asked for their encoding once."""

    files: Sequence[Any]

    @property
    def file_id(self) -> str:
        return " ".join(file.file_id for file in self.files)


def choose() -> PeriodTexts | None:
    """Draw the choice; gives the texts, or None where there are none yet. Raises TextError."""
    st.session_state.setdefault(_WAY, WAYS[0])
    chosen = st.segmented_control(
        say("periods", "way.label"),
        WAYS,
        key=_WAY,
        format_func=lambda each: say("periods", f"way.{each}"),
        required=True,
        persist_state="session",
    )
    way = chosen or WAYS[0]
    if way == "sample":
        st.caption(say("periods", "sample.help"))
        return PeriodTexts(say("periods", "sample.name"), planted_periods(), "sample")
    brought = _files() if way == "files" else _table()
    kept: dict[str, _Brought] = st.session_state.setdefault(_KEPT, {})
    if brought is None:
        brought = kept.get(way)
        if brought is None:
            return None
        st.caption(say("periods", "kept", name=plain(brought.name)))
    kept[way] = brought
    for line in brought.told:
        st.caption(line)
    texts = brought.texts if way == "table" else _ordered(brought.texts)
    return PeriodTexts(brought.name, texts, way)


# ---- several files


def _files() -> _Brought | None:
    files = st.file_uploader(
        say("periods", "files.label"),
        key=_FILES,
        accept_multiple_files=True,
        help=say("periods", "files.help"),
    )
    if not files:
        return None
    several = _Several(files)
    texts: dict[str, str] | None = in_its_encoding(several, lambda code: _decoded(several, code))
    if texts is None:
        return None
    return _Brought(say("periods", "files.name", count=len(texts)), texts)


def _decoded(several: _Several, encoding: str | None) -> dict[str, str]:
    """The texts of files by their names; those that are not UTF-8 in another encoding."""
    names = names_of(several.files)
    dated_tables.check_different(names)
    return remember(
        ("period_files", several.file_id, encoding),
        lambda: {
            name: _in_encoding(file, encoding)
            for name, file in zip(names, several.files, strict=True)
        },
    )


def names_of(files: Sequence[Any]) -> list[str]:
    """What periods are called: files without their endings, unless two would be alike.

    Of words with which all names begin, the last one stays.
    """
    stems = [PurePath(file.name).stem for file in files]
    if len(set(stems)) < len(stems):
        return [file.name for file in files]
    words = [stem.split() for stem in stems]
    common = 0
    while len({tuple(each[: common + 1]) for each in words}) == 1 and len(words) > 1:
        common += 1
    return [" ".join(each[max(0, common - 1) :]) for each in words]


def _in_encoding(file: Any, encoding: str | None) -> str:
    data = file.getvalue()
    try:
        return decode(data, None, limit=UPLOAD_LIMIT)
    except TextError as error:
        if error.reason in ("binary", "other_kind"):  # of several files: which one?
            raise TextError("binary_named", f"{file.name}: {error}", name=file.name) from error
        if error.reason != "encoding" or encoding is None:
            raise
        return decode(data, encoding, limit=UPLOAD_LIMIT)


def _ordered(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Draw the order of files, by name at first, with a button that moves each up."""
    order: list[str] = st.session_state.get(_ORDER, [])
    if set(order) != set(texts):
        order = st.session_state[_ORDER] = by_name(list(texts))
    with st.container(height=min(300, 48 * len(order) + 16), key="periods-order"):
        for i, name in enumerate(order):
            left, right = st.columns([6, 1], vertical_alignment="center")
            left.text(say("periods", "files.place", place=i + 1, name=name))
            right.button(
                say("periods", "files.up"),
                key=f"periods.up.{i}",
                help=say("periods", "files.up_help", name=plain(name)),
                icon=":material/arrow_upward:",
                type="tertiary",
                disabled=i == 0,
                on_click=_move_up,
                args=(i,),
            )
    return {name: texts[name] for name in order}


def _move_up(i: int) -> None:
    order: list[str] = st.session_state[_ORDER]
    order[i - 1 : i + 1] = order[i], order[i - 1]


# ---- a table


def _table() -> _Brought | None:
    file = st.file_uploader(
        say("periods", "table.label"), key=_TABLE, help=say("periods", "table.help")
    )
    if file is None:
        return _of_train_page()
    if not labelled_table.is_named_so(file.name):
        raise TextError("not_a_table", "this is no table", endings=", ".join(ENDINGS))
    table = in_its_encoding(file, lambda encoding: _read(file, encoding))
    return None if table is None else _dealt(file.file_id, file.name, table)


def _of_train_page() -> _Brought | None:
    """Offer the table that was read on the Train page, if it has dates."""
    kept = settings_form.kept_text()
    read = kept.table if kept is not None else None
    before = st.session_state.get(_KEPT, {}).get("table")
    if read is None or (before is not None and before.name != read.name):
        return None  # another one was brought here
    columns = text_tables.proposed(read.table)
    if not text_tables.dated_columns(read.table, columns.text):
        return None
    st.caption(say("periods", "table.of_train", name=plain(read.name)))
    return _dealt(read.key, read.name, read.table)


def _read(file: Any, encoding: str | None) -> Table:
    question = ("periods_table", file.file_id, encoding)
    return remember(question, lambda: labelled_table.read(file, encoding).table)


def _dealt(key: str, name: str, table: Table) -> _Brought:
    """Draw the choice of columns, guessed at first, and of what a period is."""
    if st.session_state.get(_GUESSED) != key or _TEXT not in st.session_state:
        st.session_state[_TEXT], st.session_state[_DATE] = dated_tables.guess_columns(table)
        st.session_state[_GUESSED] = key
    columns = st.columns(3)
    for place, key in zip(columns, (_TEXT, _DATE), strict=False):
        place.selectbox(
            say("periods", f"table.{key.removeprefix('periods.')}"),
            list(table.columns),
            key=key,
            format_func=plain,
            persist_state="session",
        )
    by: By | None = columns[2].selectbox(
        say("periods", "table.by"),
        GROUPED,
        key=_BY,
        format_func=lambda each: say("periods", f"by.{each or 'auto'}"),
        persist_state="session",
    )
    parts = PARTS
    if by == "parts":
        st.session_state.setdefault(_PARTS, PARTS)
        parts = int(number(st, "periods", "table.parts.label", FEWEST_PARTS, MOST_PARTS, _PARTS))
    text, date = st.session_state[_TEXT], st.session_state[_DATE]
    dated = remember(
        ("dated", key, text, date, by, parts),
        lambda: dated_tables.periods(table, text, date, by=by, parts=parts),
    )
    return _Brought(name, dated.texts, _told(dated, table))


def _told(dated: Dated, table: Table) -> tuple[str, ...]:
    """Say what was understood of the column of dates, and what was left out."""
    facts = {"first": plain(dated.first), "last": plain(dated.last), "periods": len(dated.texts)}
    lines = [say("periods", f"told.{dated.by}", **facts)]
    left_out = {
        "undated": dated.undated,
        "unread": dated.unread,
        "empty": dated.empty,
        "broken": len(table.broken),
    }
    for key, count in left_out.items():
        if count:
            facts = {"count": f"{count:,}", "example": plain(dated.odd[:LONGEST_ODD])}
            lines.append(say("periods", f"told.{key}", **facts))
    return tuple(lines)
