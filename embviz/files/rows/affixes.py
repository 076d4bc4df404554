"""Signs in which all words of a file begin, or end: `b'king'`, `king:`, `/c/en/king`.

They were left there by the program that wrote the file, or belong to the words; nobody can know, so
they are kept, and told.
"""

from collections.abc import Sequence

_FEWEST = 3  # words
_LOOKED_AT = 100  # words, before all are


def common_start(words: Sequence[str]) -> str:
    """With what all words begin, up to a sign that is no letter; words may not be that alone.

    >>> common_start(["/c/en/king", "/c/en/kitchen", "/c/en/kind"])
    '/c/en/'
    """
    start = _common(words)
    while start and start[-1].isalnum():
        start = start[:-1]
    return "" if any(map(str.isspace, start)) or start in words[:_LOOKED_AT] else start


def common_end(words: Sequence[str]) -> str:
    """With what all words end, from a sign that is no letter on.

    >>> common_end(["king:", "thing:", "ring:"])
    ':'
    """
    few = _common([word[::-1] for word in words[:_LOOKED_AT]])
    end = _common([word[: -len(few) - 2 : -1] for word in words])[::-1] if few else ""
    while end and (end[0].isalnum() or end[0].isspace()):
        end = end[1:]
    return "" if any(map(str.isdigit, end)) or end in words[:_LOOKED_AT] else end


def _common(words: Sequence[str]) -> str:
    """With what all words begin: the first and the last in order tell it."""
    if len(words) < _FEWEST or not words[0] or not all(w[:1] == words[0][0] for w in words):
        return ""
    first, last = min(words), max(words)
    n = next((i for i, sign in enumerate(first) if last[i : i + 1] != sign), len(first))
    return first[:n]
