"""Several files as one text: in the order of their names, the end of each ends a sentence.

Each file is decoded by itself; of a table, its column of texts is read. Those that are not UTF-8
wait until somebody says what they are. What is no text at all is left out, with the reason.

Not here: archives (`files.archives`), periods (`dated_tables`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from embviz.errors import TextError
from embviz.text.labelled import BETWEEN
from embviz.text.text_tables import text_in

UTF_8 = "utf-8"
FILM = ".npz"  # which may hold vectors, too
MOST_BYTES = 100 * 2**20  # of all files together, unpacked


@dataclass(frozen=True)
class Part:
    """A file that was read."""

    name: str
    text: str
    encoding: str


@dataclass(frozen=True, eq=False)
class Several:
    """What became of some files.

    Attributes:
        parts: Those that were read, by name.
        waiting: Those that are not UTF-8, by name, with what they may be.
        left_out: Those that are no texts, by name, and why.
    """

    parts: tuple[Part, ...]
    waiting: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, TextError]

    @property
    def text(self) -> str:
        """All that was read, as one text."""
        return BETWEEN.join(part.text for part in self.parts)

    def groups(self) -> dict[str, list[str]]:
        """The files that wait, by the encoding that each is likeliest in."""
        found: dict[str, list[str]] = {}
        for name, likely in self.waiting.items():
            found.setdefault(likely[0], []).append(name)
        return found


def read(
    files: Iterable[tuple[str, bytes]], encodings: Mapping[str, str], limit: int | None = None
) -> Several:
    r"""Decode files.

    Args:
        files: The name and the bytes of each.
        encodings: For files that are not UTF-8, by what each is likeliest in: what it is read in.
        limit: The most bytes of all together.

    Raises:
        TextError: `"too_large"`; `"no_texts"`: none of the `files` is a text.

    >>> found = read([("b 10.txt", b"It ended"), ("b 9.txt", b"It began.")], {})
    >>> [part.name for part in found.parts], found.text
    (['b 9.txt', 'b 10.txt'], 'It began.\n\nIt ended')
    """
    parts, left = [], limit
    waiting: dict[str, tuple[str, ...]] = {}
    left_out: dict[str, TextError] = {}
    for name, data in files:
        if left is not None and len(data) > left:
            message = f"the files have more than {limit:,} bytes"
            raise TextError("too_large", message, size=(limit or 0) - left + len(data), limit=limit)
        left = None if left is None else left - len(data)
        try:
            found = _part(name, data, encodings)
        except TextError as error:
            left_out[name] = error
            continue
        if isinstance(found, Part):
            parts.append(found)
        else:
            waiting[name] = found
    if not parts and not waiting:
        message = f"none of the {len(left_out)} files is a plain text"
        raise TextError("no_texts", message, files=len(left_out))
    order = {name: i for i, name in enumerate(by_name([part.name for part in parts]))}
    parts.sort(key=lambda part: order[part.name])
    return Several(tuple(parts), waiting, left_out)


def _part(name: str, data: bytes, encodings: Mapping[str, str]) -> Part | tuple[str, ...]:
    """Give a file that is read, or the encodings that it may be in. Raises TextError."""
    try:
        return Part(name, text_in(data, name), UTF_8)
    except TextError as error:
        if error.facts.get("kind") == "zip" and name.lower().endswith(FILM):
            raise TextError("not_alone", "a film or vectors, which are opened alone") from error
        if error.reason != "encoding" or not error.suggestions:
            raise
        likely = tuple(error.suggestions)
    chosen = encodings.get(likely[0])
    if chosen is None:
        return likely
    return Part(name, text_in(data, name, chosen), chosen)


def by_name(names: Sequence[str]) -> list[str]:
    """Names in their order, numbers in them by their size.

    >>> by_name(["part 10", "part 2", "an end"])
    ['an end', 'part 2', 'part 10']
    """

    def key(name: str) -> list[tuple[bool, int, str]]:
        pieces = re.split(r"(\d+)", name.casefold())
        return [
            (not piece.isdecimal(), int(piece) if piece.isdecimal() else 0, piece)
            for piece in pieces
            if piece
        ]

    return sorted(names, key=key)


def common_name(names: Sequence[str]) -> str:
    """What all names begin with, up to a whole word, if that is a name; else empty.

    >>> common_name(["letters/1.txt", "letters/2.txt"]), common_name(["diary 1.txt", "diary 2.txt"])
    ('letters', 'diary')
    >>> common_name(["a.txt", "b.txt"])
    ''
    """
    paths = [PurePath(name.replace("\\", "/")) for name in names]
    tops = {path.parts[0] if len(path.parts) > 1 else "" for path in paths}
    if len(tops) == 1 and (top := tops.pop()):
        return top
    words = [re.split(r"[\W_]+", path.stem) for path in paths]
    common = []
    for same in zip(*words, strict=False):
        if len(set(same)) > 1 or same[0].isdecimal():
            break
        common.append(same[0])
    return " ".join(common).strip()
