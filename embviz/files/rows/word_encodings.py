"""In which encoding the words of a file are written, weighed on all of them.

While a file is read, words are taken for UTF-8, and bytes that are none stay what they are
(`surrogateescape`), so that no two words become one. At the end all that is known of them is at
hand: either most words that are not ASCII are UTF-8, and a few are broken, or all are written in an
older encoding, which `embviz.text.charsets` finds.
"""

import codecs
from collections.abc import Iterable, Sequence

from embviz.errors import FileError
from embviz.text.charsets import decodes, plausible

UTF_8 = "utf-8"
LATIN = "latin-1"  # gives a character to every byte, so it is no finding
WIDE = ("utf-16", "utf-32")  # of several bytes a letter: such files are no rows of bytes
_WEIGHED = 2**22  # bytes of words that are weighed
_CUT = 80  # bytes from which on a word may have been cut in the middle of a letter


def known(encoding: str) -> str:
    """An encoding of texts, if it is one. Raises FileError: `unknown_encoding`."""
    try:
        name = codecs.lookup(encoding).name
        if bytes(4).decode(name) is not None:
            return UTF_8 if name == UTF_8 else encoding
    except (LookupError, ValueError):
        pass
    message = f"There is no text encoding named {encoding!r}."
    raise FileError("unknown_encoding", message, encoding=encoding)


def written_in(words: Iterable[str]) -> list[str]:
    """The encodings that words may be in, the likeliest first.

    >>> written_in([escaped(word.encode("cp1251")) for word in ("дом", "камень", "река")])[0]
    'cp1251'
    """
    good, bad, some, size = 0, 0, [], 0
    for word in words:
        if word.isascii():
            continue
        data = in_bytes(word)
        broken = not decodes(data, UTF_8) and not _is_cut(data)
        good, bad = good + (not broken), bad + broken
        if size < _WEIGHED:
            some.append(data)
            size += len(data)
    data = b"\n".join(some)
    others = [name for name in plausible(data, without=UTF_8) if name != LATIN]
    if "cp1255" in others:
        others = sorted(others, key=lambda name: _is_hebrew_rather(data, name))
    return [UTF_8, *others] if bad <= good or not others else [*others, UTF_8]


def _is_hebrew_rather(data: bytes, encoding: str) -> bool:
    """Whether words are Hebrew rather, where they would be Russian in capitals throughout."""
    if not encoding.startswith("koi8"):
        return False
    text, hebrew = data.decode(encoding, "replace"), data.decode("cp1255", "replace")
    return text == text.upper() and all(word.isalpha() for word in hebrew.split("\n"))


def in_encoding(words: Sequence[str], encoding: str) -> tuple[list[str], list[int]]:
    r"""Words in an encoding, none twice, and the places of those that are broken in it.

    What is no character becomes U+FFFD, once more where words would be the same without.

    >>> in_encoding([escaped(b"b\xfcro"), escaped(b"b\xf6ro")], "cp1252")
    (['büro', 'böro'], [])
    >>> in_encoding([escaped(b"b\xfcro"), escaped(b"b\xf6ro")], "utf-8")
    (['b�ro', 'b�ro�'], [0, 1])
    """
    names, broken, seen = list[str](), list[int](), set[str]()
    for i, word in enumerate(words):
        name = word
        if not word.isascii():
            data = in_bytes(word)
            if not decodes(data, encoding):
                broken.append(i)
            name = data.decode(encoding, "replace")
        while name in seen:
            name += "\ufffd"
        seen.add(name)
        names.append(name)
    return names, broken


def escaped(word: bytes) -> str:
    """A word as UTF-8, with bytes that are none as they are."""
    return word.decode(UTF_8, "surrogateescape")


def in_bytes(word: str) -> bytes:
    """The bytes of a word as it stood in its file."""
    return word.encode(UTF_8, "surrogateescape")


def _is_cut(data: bytes) -> bool:
    """Whether a word is UTF-8 up to a letter at its end that is not whole."""
    try:
        data.decode(UTF_8)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        cut = error.end == len(data) and error.reason == "unexpected end of data"
        return cut and (len(data) >= _CUT or not before.isascii())
    return False
