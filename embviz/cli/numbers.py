"""Numbers that are typed as arguments of a command."""

import argparse
from collections.abc import Callable


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """What reads a whole number of `least` or more, up to `most`, for argparse.

    >>> whole(1)("12")
    12
    """
    said = f"a whole number of {least} or more"
    if most is not None:
        said = f"a number from {least} to {most}"

    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < least or (most is not None and int(text) > most):
            raise argparse.ArgumentTypeError(f"{text} is not {said}")
        return int(text)

    return read
