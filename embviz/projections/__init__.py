"""Ways of making a picture of E; one a file, and this table of them."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from embviz.errors import SettingError
from embviz.film import Film
from embviz.projections import pca
from embviz.types import Float32, Floating
from embviz.vectors import Vectors

Projection = Callable[[Iterable[Floating]], Iterator[Float32]]
"""From frames (n, d) in their order to positions (n, 2) of each."""

PROJECTIONS: dict[str, Projection] = {"pca": pca.film}


def project(source: Film | Vectors, name: str = "pca") -> Float32:
    """Draw a film, or one matrix.

    Args:
        source: A film, of which every frame is drawn, or vectors.
        name: One of `PROJECTIONS`.

    Returns:
        Positions (F, n, 2) of the shown words for a film, (V, 2) for vectors.

    Raises:
        SettingError: There is no projection of that name.
    """
    if name not in PROJECTIONS:
        known = ", ".join(PROJECTIONS)
        raise SettingError("projection", f"no projection {name!r}; there are: {known}", value=name)
    if isinstance(source, Vectors):
        return next(PROJECTIONS[name]([source.matrix]))
    return np.stack(list(PROJECTIONS[name](source.rows(i) for i in range(len(source)))))
