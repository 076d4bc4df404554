"""A value that many calls take: an executor far away need be sent it only once."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, eq=False)
class Lasting(Generic[Value]):
    """What stays the same from call to call; a call gets it as it is."""

    value: Value
