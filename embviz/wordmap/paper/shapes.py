"""What a picture is made of: a list of shapes, the first one at the bottom. Sizes in points."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Disc:
    """A point of the map, or a ring around one."""

    x: float
    y: float
    radius: float
    fill: str = ""  # "#rrggbb"; empty: none
    stroke: str = ""
    width: float = 1.0  # of the stroke
    alpha: float = 1.0


@dataclass(frozen=True)
class Box:
    """A rectangle, filled."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    alpha: float = 1.0


@dataclass(frozen=True)
class Path:
    """Lines from point to point."""

    points: tuple[tuple[float, float], ...]
    stroke: str
    width: float = 1.0
    alpha: float = 1.0


@dataclass(frozen=True)
class Label:
    """A line of text; x is where it begins, y its base line."""

    text: str
    x: float
    y: float
    size: float
    fill: str
    bold: bool = False


Shape: TypeAlias = Disc | Box | Path | Label


@dataclass(frozen=True)
class Sheet:
    """A page of shapes."""

    width: float
    height: float
    title: str
    shapes: tuple[Shape, ...]
