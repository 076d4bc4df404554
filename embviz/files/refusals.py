"""Errors for files of vectors: where, what was found, what was expected."""

from embviz.errors import FileError

LONGEST_FOUND = 60
"""Characters that an error quotes."""


def bad_row(member: str, found: object, expected: str, **place: int) -> FileError:
    """The error for a place of a file that is not what it should be.

    Args:
        member: The place in words.
        found: What stands there; bytes and the like are quoted in part.
        expected: What should.
        place: The same as a number: `line`, `row` or `byte`.
    """
    said = quoted(found)
    return FileError(
        "bad_row",
        f"{member}: found {said}, where {expected} was expected.",
        member=member,
        found=said,
        expected=expected,
        **place,
    )


def cut_off(member: str, found: object, expected: str, **place: int) -> FileError:
    """The error for a file that ends too early."""
    said = quoted(found)
    return FileError(
        "cut_off",
        f"The file breaks off at {member}: found {said}, where {expected} was expected.",
        member=member,
        found=said,
        expected=expected,
        **place,
    )


def foreign(found: str) -> FileError:
    """The error for a file of another kind, which is known."""
    return FileError("foreign", f"This is {found}, not a file of vectors.", found=found)


def unknown(found: bytes) -> FileError:
    """The error for a file of no known kind."""
    said = quoted(found[:20])
    message = f"This is no file of vectors that embviz knows: it begins with {said}."
    return FileError("unknown_format", message, found=said)


def pickled() -> FileError:
    """The error for files whose loading would run code."""
    message = (
        "This is a pickle: loading it could run code, so embviz does not. In the program that it "
        "comes from, save it as word2vec, e.g. KeyedVectors.load(…).save_word2vec_format(…)."
    )
    return FileError("pickle", message)


def bomb(limit: int) -> FileError:
    """The error for a packed file that unpacks to suspiciously much."""
    message = f"The file unpacks to more than {limit} times its size, as an attack would."
    return FileError("bomb", message, limit=limit)


def nothing() -> FileError:
    """The error for a file without a row."""
    return FileError("no_rows", "The file holds no vectors.")


def quoted(found: object) -> str:
    """A short text for what was found."""
    if isinstance(found, bytes | bytearray):
        text = bytes(found[:LONGEST_FOUND]).decode("utf-8", "replace")
        return f"“{_short(text, LONGEST_FOUND - 2)}”"
    return _short(str(found), LONGEST_FOUND)


def _short(text: str, longest: int) -> str:
    """A text that fits into a sentence: what cannot be printed is named by its number."""
    said = text if text.isprintable() else text.encode("unicode_escape").decode()
    return said if len(said) <= longest else f"{said[: longest - 1]}…"
