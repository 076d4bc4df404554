"""How values show themselves in a notebook: drawn by a higher room, which says so here.

A film knows nothing of maps, but a notebook asks the film itself (`_repr_html_`). So a film asks
whoever has said that they can draw it; where nobody has, it is shown as text, as anything else.
"""

from collections.abc import Callable
from typing import Any, Protocol

Renderer = Callable[..., Any]


class Shown(Protocol):
    """What a notebook can show: one of these gives text, the others None."""

    def _repr_html_(self) -> str | None: ...
    def _repr_svg_(self) -> str | None: ...


_known: dict[tuple[type, str], Renderer] = {}


def register(kind: type, how: str, renderer: Renderer) -> None:
    """Say what draws values of a kind in some way: "html", "svg", or "show", which takes wishes."""
    _known[kind, how] = renderer


def render(value: object, how: str, **wishes: Any) -> Any:
    """Draw a value; None where nobody knows how."""
    renderer = _known.get((type(value), how))
    return None if renderer is None else renderer(value, **wishes)
