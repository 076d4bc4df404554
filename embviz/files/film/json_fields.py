"""What a file says in JSON, asked field by field: nothing is believed unseen."""

import json
import re
from collections.abc import Mapping
from typing import Any

from embviz.errors import Quote
from embviz.files.film.archive import damaged

LARGEST = 1e12  # numbers beyond it are nothing that a run is made of; seeds are
MOST_TEXTS = 200  # of a list


def parsed_bytes(data: bytes) -> int:
    """Bytes of memory that JSON takes at most while it is read, roughly: see the tests."""
    letters = 2 if data.isascii() else 8
    marks = {b"{": 250, b"[": 80, b",": 60, b":": 60}
    return (
        2**16 + letters * len(data) + sum(data.count(mark) * size for mark, size in marks.items())
    )


def parse(data: bytes, place: str) -> "Fields":
    """The fields of a JSON object. Raises FileError: `damaged`, if it is none."""
    try:
        return Fields(json.loads(data.decode("utf-8"), parse_constant=_refuse), place)
    except (ValueError, RecursionError) as error:
        raise damaged(place, "unreadable", "JSON") from error


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


class Fields:
    """An object of JSON; every question says what the answer may be, else it is `damaged`."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise damaged(place, _quote(value), "an object")
        self.values: Mapping[str, Any] = value
        self._place = place

    def whole(self, name: str, low: int = 0, high: int = int(LARGEST)) -> int:
        """A whole number from low to high."""
        value = self.values.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise self.wrong(name, f"a whole number from {low} to {high}")

    def number(self, name: str, low: float = 0.0, high: float = LARGEST) -> float:
        """A number from low to high."""
        value = self.values.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high:
            return float(value)
        raise self.wrong(name, f"a number from {low:g} to {high:g}")

    def text(self, name: str, pattern: str, called: str) -> str:
        """A text that matches a pattern as a whole."""
        value = self.values.get(name)
        if isinstance(value, str) and re.fullmatch(pattern, value, re.DOTALL):
            return value
        raise self.wrong(name, called)

    def texts(self, name: str, pattern: str, called: str) -> tuple[str, ...]:
        """A list of different texts that match a pattern as a whole."""
        values = self.values.get(name)
        if not isinstance(values, list) or len(values) > MOST_TEXTS:
            raise self.wrong(name, f"a list of {called}")
        each = Fields({str(i): value for i, value in enumerate(values)}, f"{self._place}.{name}")
        found = dict.fromkeys(each.text(key, pattern, called) for key in each.values)
        if len(found) < len(values):
            raise self.wrong(name, f"{called}, none of them twice")
        return tuple(found)

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self.values.get(name)
        if isinstance(value, bool):
            return value
        raise self.wrong(name, "true or false")

    def numbers(self, name: str) -> dict[str, float]:
        """An object of finite numbers."""
        inner = self.inner(name)
        for key in inner.values:
            inner.number(key, -LARGEST, LARGEST)
        return dict(inner.values)

    def inner(self, name: str) -> "Fields":
        """An object inside."""
        return Fields(self.values.get(name), f"{self._place}.{name}")

    def has(self, name: str) -> bool:
        """Whether it says something, and not null."""
        return self.values.get(name) is not None

    def wrong(self, name: str, expected: str) -> Exception:
        """The error for a field that is something else."""
        return damaged(f"{self._place}.{name}", _quote(self.values.get(name)), expected)


def _quote(value: object) -> object:
    return Quote(value) if isinstance(value, str) else value
