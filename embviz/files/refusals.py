"""Errors for files of vectors: where, what was found, what was expected."""

from collections.abc import Callable, Sequence

from embviz.errors import FileError, Quote
from embviz.util.known_files import KNOWN

LONGEST_FOUND = 60  # characters that an error quotes
_BEGINNING = 20  # and of a file that it does not know


def bad_row(member: str, found: object, expected: str, **place: int) -> FileError:
    """The error for a place of a file that is not what it should be.

    The member is the place in words, `place` the same as a number: `line`, `row` or `byte`.
    """
    return _odd("bad_row", member, found, expected, place)


def cut_off(member: str, found: object, expected: str, **place: int) -> FileError:
    """The error for a file that ends too early; arguments as for `bad_row`."""
    return _odd("cut_off", f"The file is cut off at {member}", found, expected, place, member)


def misfit(member: str, found: object, expected: str, **place: int) -> FileError:
    """The error for a line of a file of words or metadata; arguments as for `bad_row`."""
    return _odd("bad_metadata_row", member, found, expected, place)


def foreign(found: str) -> FileError:
    """The error for a file of another kind, which is known."""
    return FileError("foreign", f"This is {found}, not a file of vectors.", found=found)


def known_as(kind: str) -> FileError:
    """The error for a file of a kind that `embviz.util.known_files` knows."""
    return FileError("other_kind", str(KNOWN[kind]), kind=kind)


def unknown(found: bytes) -> FileError:
    """The error for a file of no known kind."""
    text = found.decode("utf-8", "replace").rstrip("\ufffd")[:_BEGINNING]
    odd = sum(not (sign.isprintable() or sign.isspace()) or sign == "\ufffd" for sign in text)
    known = text and 4 * odd <= len(text)
    start = quoted(text.strip().encode()) if known else "bytes that are no text"
    message = f"This begins with {start}: no format of vectors that embviz knows."
    return FileError("unknown_format", message, found=start)


def pickled() -> FileError:
    """The error for files whose loading would run code."""
    message = (
        "This is a pickle: loading it could run code, so embviz does not. In the program that it "
        "comes from, save its words and matrix: numpy.savez('v.npz', words=…, vectors=…)."
    )
    return FileError("pickle", message)


def objects(called: str, step: str) -> FileError:
    """The error for an array of Python objects, which NumPy pickles, and what to save instead."""
    message = (
        f"The array “{called}” holds Python objects, pickled: loading them could run code, so "
        f"embviz does not. Save {step} instead."
    )
    return FileError("objects", message, member=called, step=step)


def unsupported(packing: str) -> FileError:
    """The error for a file that is packed in a way which is not read here."""
    message = f"This is packed by {packing}, which embviz does not read. Unpack it first."
    return FileError("packing", message, found=packing)


def bomb(limit: int) -> FileError:
    """The error for a packed file that unpacks to suspiciously much."""
    message = f"The file unpacks to more than {limit} times its size, as an attack would."
    return FileError("bomb", message, limit=limit)


def nothing() -> FileError:
    """The error for a file without a row."""
    return FileError("no_rows", "The file holds no vectors.")


def none_finite(rows: int) -> FileError:
    """The error for a file each row of which holds NaN or an infinite number."""
    message = (
        f"All {rows:,} rows hold NaN or infinite numbers: the training that wrote them failed."
    )
    return FileError("none_finite", message, rows=rows)


def check_words(words: Sequence[str], keeps: Callable[[str], bool], expected: str) -> None:
    """See, before a file is written, whether its format `keeps` each word, as `expected` says.

    Raises FileError: `unwritable_word`, with `word` as it can be printed, `text` as it is,
    `expected`.
    """
    for word in words:
        if not (keeps(word) and _is_unicode(word)):
            printed = ascii(word)[:60]
            message = f"The word {printed} cannot be saved in this format, which needs {expected}."
            raise FileError("unwritable_word", message, word=printed, text=word, expected=expected)


def quoted(found: object) -> str:
    """A short text for what was found; a `Quote`, unless it is a text that says what it was."""
    if isinstance(found, bytes | bytearray) and not found:
        return "nothing"
    if isinstance(found, bytes | bytearray):
        text = bytes(found[:LONGEST_FOUND]).decode("utf-8", "replace")
        return Quote(f"“{_short(text, LONGEST_FOUND - 2)}”")
    said = _short(str(found), LONGEST_FOUND)
    return said if isinstance(found, str) and not isinstance(found, Quote) else Quote(said)


def _odd(
    reason: str, where: str, found: object, expected: str, place: dict[str, int], member: str = ""
) -> FileError:
    facts = {"member": member or where, "found": quoted(found), "expected": expected}
    message = f"{where}: found {facts['found']}, where {expected} was expected."
    return FileError(reason, message, **facts, **place)


def _short(text: str, longest: int) -> str:
    """A text that fits into a sentence: blanks for line ends, � for what cannot be printed."""
    printed = "".join(
        sign if sign.isprintable() else " " if sign.isspace() else "\ufffd" for sign in text
    )
    return printed if len(printed) <= longest else f"{printed[: longest - 1]}…"


def _is_unicode(word: str) -> bool:
    """Whether it can be encoded: half of a surrogate pair cannot."""
    return word.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in word)
