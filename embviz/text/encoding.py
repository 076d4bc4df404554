"""From bytes to characters, or to a clear answer why not.

Without an encoding named, a file is read if it says what it is (a byte order mark) or is UTF-8,
which no other encoding of real text passes for by accident. Anything else is refused rather than
guessed: a wrong guess trains vectors of words that nobody wrote. The refusal carries the place of
the first bad byte, and guesses for the reader to choose from (`charsets.py`).
"""

import codecs
import re
from collections import Counter
from typing import NoReturn

from embviz.errors import TextError
from embviz.text.charsets import decodes, plausible
from embviz.util.known_files import KNOWN, known_whole

_BOMS = {
    codecs.BOM_UTF8: "utf-8",  # not utf-8-sig, which counts places from behind the mark
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

# Python has codecs for host names and for source code, too.
_NO_FILES = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}

_SAMPLE = 1 << 16
# Escape, form feed and their like stand in honest text files (terminal logs, page breaks).
_TEXT_CONTROLS = b"\t\n\r\x08\x0b\x0c\x1a\x1b"
_CONTROLS = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS)


def decode(data: bytes, encoding: str | None = None, limit: int | None = None) -> str:
    """Decode the bytes of a text file.

    Args:
        data: The whole file.
        encoding: Any of Python's text encodings, used as given; None: UTF-8 with or without byte
            order mark, or UTF-16 or UTF-32 with one.
        limit: The most bytes to accept.

    Returns:
        The text without the byte order mark.

    Raises:
        TextError: Reasons, with their facts:
            `"too_large"`: `size`, `limit` in bytes.
            `"other_kind"`: `kind`, a key of `embviz.util.known_files.KNOWN`.
            `"binary"`: it is no text, nor known.
            `"unknown_encoding"`: `encoding`.
            `"encoding"`: `encoding` (what was tried), `offset`, `byte` and `line` (from 1) of the
            first bad byte; `suggestions`, a list of encodings that do decode the whole file, the
            likeliest first; empty if it is plain what the file is, and a part is damaged.

    >>> decode("слово".encode("utf-16"))
    'слово'
    """
    if limit is not None and len(data) > limit:
        message = f"the file has {len(data):,} bytes, but at most {limit:,} are read"
        raise TextError("too_large", message, size=len(data), limit=limit)
    if kind := known_whole(data):
        raise TextError("other_kind", str(KNOWN[kind]), kind=kind)
    if encoding is not None:
        return _decode(data, _known(encoding))
    name = next((name for bom, name in _BOMS.items() if data.startswith(bom)), None)
    if name is None:
        _refuse_utf16(data)
        _refuse_binary(data)
    return _decode(data, name or "utf-8")


def _decode(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        _refuse(_suggestions(data, encoding), data, encoding, error.start, error)
    return text.removeprefix("\ufeff")


def _known(encoding: str) -> str:
    """Give the name of an encoding, or refuse it; `rot13` is a codec, but no encoding of text."""
    try:
        name = codecs.lookup(encoding).name
        if name not in _NO_FILES:
            bytes(4).decode(encoding)  # four zeros: a whole number of characters in any encoding
            return name
    except (LookupError, ValueError):  # LookupError: rot13 as well; ValueError: a NUL in the name
        pass
    message = f"there is no text encoding named {encoding!r}"
    raise TextError("unknown_encoding", message, encoding=encoding)


def _suggestions(data: bytes, encoding: str) -> list[str]:
    """List what may be tried instead; nothing, where the encoding is known and the file damaged."""
    if encoding != "utf-8" and decodes(data, "utf-8"):
        return ["utf-8"]
    if any(data.startswith(bom) for bom in _BOMS) or _damaged_utf8(data):
        return []
    return plausible(data, without=encoding)


def _refuse(
    suggestions: list[str], data: bytes, encoding: str, offset: int, cause: Exception | None
) -> NoReturn:
    byte, before = data[offset], data[:offset].decode(encoding, "ignore")
    line = 1 + len(
        re.findall("\r\n|\n|\r", before)
    )  # each of the three ways to end one counts once
    hint = f"; it may be {suggestions[0]}" if suggestions else ""
    message = f"the file is not {encoding}: line {line} has the byte 0x{byte:02x}{hint}"
    place = {"offset": offset, "byte": byte, "line": line}
    raise TextError(
        "encoding", message, encoding=encoding, suggestions=suggestions, **place
    ) from cause


def _damaged_utf8(data: bytes) -> bool:
    """Tell whether a file is UTF-8 apart from a few bytes: any other encoding would be wrong."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = len(re.findall(r"[^\x00-\x7f\ufffd]", text))
    return good >= 20 and bad <= good / 100


def _refuse_binary(data: bytes) -> None:
    """Refuse a file with many control characters; a few may be in any text.

    In what is no UTF-8 either, one in twenty is many: compressed and random bytes have one in ten.
    """
    sample = data[:_SAMPLE]
    if _controls(sample) > len(sample) * (0.3 if decodes(data, "utf-8") else 0.05):
        raise TextError("binary", "this is not a plain text file")


def _controls(data: bytes) -> int:
    return len(data) - len(data.translate(None, _CONTROLS))


def _refuse_utf16(data: bytes) -> None:
    """Refuse UTF-16 without its mark, which is often valid UTF-8, full of NUL or U+0004.

    Every second byte of it has hardly more than two values: zero, for Latin letters and blanks,
    and the number of the alphabet's block. The bytes between vary as letters do. (Chinese does not
    show in this way.)
    """
    sample = data[:_SAMPLE]
    if not sample or len(data) % 2 or _controls(sample) < len(sample) / 5:
        return
    even, odd = _sameness(sample[::2]), _sameness(sample[1::2])
    if max(even, odd) < 0.9 or abs(even - odd) < 0.1:
        return
    name = "utf-16-le" if odd > even else "utf-16-be"
    if not decodes(data, name):
        return
    text = data.decode(name)
    if _controls(text[:_SAMPLE].encode()) > len(text[:_SAMPLE]) / 20:
        return  # an array of numbers, perhaps
    first = next(i for i, byte in enumerate(sample) if byte in _CONTROLS)
    _refuse([name], data, "utf-8", first, None)


def _sameness(data: bytes) -> float:
    """The share of the two commonest values."""
    return sum(count for _, count in Counter(data).most_common(2)) / len(data)
