"""Refusing before work what is too large for the memory, and giving back what was freed."""

import ctypes
import os
from pathlib import Path

from embviz.errors import SettingError

SHARE = 0.7
"""What a run may take of all memory: other things live there, too."""

_CONTAINER = Path("/sys/fs/cgroup/memory.max")


def total() -> int | None:
    """Bytes of memory of this machine, or of the container that it pretends to be.

    The whole, not what is free at the moment: the same run must be refused, or not, whenever it is
    asked for.
    """
    sizes = []
    try:
        sizes.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, OSError, ValueError):
        pass  # systems without sysconf, or without this name in it
    try:
        sizes.append(int(_CONTAINER.read_text()))
    except (OSError, ValueError):
        pass  # no container, or one without a limit ("max")
    return min(sizes, default=None)


def give_back() -> None:
    """Give back to the system what is free: glibc keeps it for later, other libraries do not."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return  # another library
    trim(0)


def check(needed: float, words: int) -> None:
    """Refuse what would take more than its share of the memory.

    Args:
        needed: Bytes.
        words: V, which is what can be lowered.

    Raises:
        SettingError: `too_much_memory`, with `needed_mb` and `limit_mb`.
    """
    memory = total()
    if memory is None or needed <= SHARE * memory:
        return
    needed_mb, limit_mb = round(needed / 2**20), round(SHARE * memory / 2**20)
    raise SettingError(
        "too_much_memory",
        f"This would take about {needed_mb:,} MB of memory; at most {limit_mb:,} MB can be used. "
        "Lower the vocabulary, the window or the dimension.",
        setting="max_words",
        value=words,
        low=2,
        high=None,
        needed_mb=needed_mb,
        limit_mb=limit_mb,
    )
