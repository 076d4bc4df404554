"""Texts in UTF-16 and UTF-32, as spreadsheets and PowerShell write them, brought into UTF-8.

Their letters have several bytes each, zeros among them, so that nothing that looks for blanks and
ends of lines can read them as they are.
"""

import codecs
from collections.abc import Iterable, Iterator

LOOKED_AT = 2**16  # bytes by which they are told
NAMES = ("utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_FEWEST = 16  # bytes by which one without a mark can be told
_ZEROS = 0.3  # of every second byte, at least: blanks, digits and points


def is_wide(encoding: str) -> bool:
    """Whether an encoding is one of these."""
    return codecs.lookup(encoding).name in NAMES


def encoding_of(head: bytes) -> str:
    """The encoding of a text that begins so; empty if it is none of these.

    >>> encoding_of("8 5".encode("utf-16")), encoding_of("king 0.5 1.25".encode("utf-16-be"))
    ('utf-16', 'utf-16-be')
    """
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), "")
    if marked or len(head) < _FEWEST:
        return marked
    pairs = head[: len(head) // 2 * 2]
    even, odd = pairs[::2], pairs[1::2]
    for name, low, high in (("utf-16-le", even, odd), ("utf-16-be", odd, even)):
        if 0 not in low and high.count(0) >= _ZEROS * len(high):
            if all(byte > 31 or byte in b"\t\n\r" for byte in _of_ascii(low, high)):
                return name
    return ""


def recoded(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Pieces of a text in UTF-8; what is no character becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    first = True
    for piece in pieces:
        text = decoder.decode(piece)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        yield text.encode(errors="replace")
    yield decoder.decode(b"", final=True).encode(errors="replace")


def in_utf8(head: bytes, encoding: str) -> bytes:
    """The whole lines at the beginning of a text, in UTF-8; all of one without ends of lines."""
    text = b"".join(recoded([head], encoding))
    end = max(text.rfind(b"\n"), text.rfind(b"\r")) + 1
    return text[:end] if end and len(head) >= LOOKED_AT else text


def _of_ascii(low: bytes, high: bytes) -> Iterator[int]:
    return (byte for byte, zero in zip(low, high, strict=True) if zero == 0)
