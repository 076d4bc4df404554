"""Ways of making a picture of E; one a file, and this table of them."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from embviz._settings import out_of_range
from embviz.errors import SettingError
from embviz.film import Film
from embviz.projections import pca
from embviz.types import Float32, Floating
from embviz.vectors import Vectors

Projection = Callable[[Iterable[Floating], int], Iterator[Float32]]
"""From frames (n, d) in their order, and a number of axes, to positions (n, axes) of each."""

PROJECTIONS: dict[str, Projection] = {"pca": pca.film}


def project(source: Film | Vectors, name: str = "pca", axes: int = 2) -> Float32:
    """Draw a film, or one matrix.

    Args:
        source: A film, of which every frame is drawn, or vectors.
        name: One of `PROJECTIONS`.
        axes: 2 or 3.

    Returns:
        Positions (F, n, axes) of the shown words for a film, (V, axes) for vectors.

    Raises:
        SettingError: There is no projection of that name, or not with so many axes.
    """
    if name not in PROJECTIONS:
        known = ", ".join(PROJECTIONS)
        raise SettingError("projection", f"no projection {name!r}; there are: {known}", value=name)
    if axes not in (2, 3):
        raise out_of_range("axes", axes, 2, 3, whole=True)
    if isinstance(source, Vectors):
        return next(PROJECTIONS[name]([source.matrix], axes))
    return np.stack(list(PROJECTIONS[name]((source.rows(i) for i in range(len(source))), axes)))
