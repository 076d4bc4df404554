"""Watch an embedding matrix come into being.

Text goes in, a film of the embedding matrix E comes out, and every panel is a question put to one
frame of that film:

    text ──> Corpus ──> Run ──> Film ──> project() ──> a moving picture
                                  └────> Vectors ──> neighbours, similarity, analogies, formulas

    >>> import embviz as ev
    >>> film = ev.train(ev.SkipGram(dimension=8, epochs=1), ev.sample("tiny"), progress=False)
    >>> film[-1].E.shape == (len(film.words), 8)
    True
"""

import importlib.util
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from embviz.public import *  # noqa: F403


def __getattr__(name: str) -> Any:
    """Load the public names when the first of them is asked for (PEP 562).

    Every worker process imports this package: SciPy, for a second, only where it is needed.
    """
    is_room = importlib.util.find_spec(f"{__name__}.{name}") is not None
    public = None if is_room else importlib.import_module("embviz.public")
    if public is None or name not in ("__all__", "__version__", *public.__all__):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(public, name)


def __dir__() -> list[str]:
    return [*globals(), *importlib.import_module("embviz.public").__all__]
