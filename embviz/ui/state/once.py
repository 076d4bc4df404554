"""What is worked out once, at once or by a job, and kept while it is among the last asked for."""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value")


class Once:
    """Values by their type and a key; of each type only the last ones asked for are kept.

    `let_go` is called with each value that is kept no longer.
    """

    def __init__(self, most: int, let_go: Callable[[Any], None]) -> None:
        self._most, self._let_go = most, let_go
        self._kept: defaultdict[type, OrderedDict[Hashable, Any]] = defaultdict(OrderedDict)
        self._lock = threading.Lock()

    def get(self, kind: type[Value], key: Hashable, make: Callable[[], Value]) -> Value:
        """Give a value, which is made if it is not kept."""
        with self._lock:
            values = self._kept[kind]
            if key not in values:
                values[key] = make()
            values.move_to_end(key)
            while len(values) > self._most:
                self._let_go(values.popitem(last=False)[1])
            value: Value = values[key]
            return value

    def find(self, kind: type[Value], key: Hashable) -> Value | None:
        """Give a value if it is kept."""
        with self._lock:
            return self._kept[kind].get(key)

    def all(self, kind: type[Value]) -> list[Value]:
        """Give all values of a type that are kept."""
        with self._lock:
            return list(self._kept[kind].values())
