"""Words that a format cannot keep: found before a file is written, not when it is read."""

from collections.abc import Callable, Sequence

from embviz.errors import FileError


def check(words: Sequence[str], sound: Callable[[str], bool], expected: str) -> None:
    """See whether a format can keep all words.

    Args:
        words: To be written.
        sound: Whether it can keep one.
        expected: What it can keep, in words.

    Raises:
        FileError: `unwritable_word`, with `word` as it can be printed, `text` as it is, `expected`.
    """
    for word in words:
        if not (sound(word) and _is_unicode(word)):
            said = ascii(word)[:60]
            message = f"The word {said} cannot be kept in this format: {expected} are needed."
            raise FileError("unwritable_word", message, word=said, text=word, expected=expected)


def _is_unicode(word: str) -> bool:
    """Whether it can be encoded: half of a surrogate pair cannot."""
    return word.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in word)
