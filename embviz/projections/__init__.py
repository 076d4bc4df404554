"""Ways of making a picture of E; one a file, and this table of them."""

from dataclasses import dataclass

import numpy as np

from embviz.errors import SettingError
from embviz.projections.axes import Axes
from embviz.projections.neighbourhoods import MOST_WORDS, Neighbourhoods
from embviz.projections.pca import PCA
from embviz.projections.protocol import Frames, Projection
from embviz.projections.umap import UMAP
from embviz.training.film import Film
from embviz.types import Float32, Floating
from embviz.vectors.vectors import Vectors

__all__ = ["LONG", "PCA", "PROJECTIONS", "UMAP", "Neighbourhoods", "Projection", "draw", "project"]

PROJECTIONS: dict[str, type[Projection]] = {
    "pca": PCA,
    "neighbourhoods": Neighbourhoods,
    "umap": UMAP,
    "axes": Axes,
}
"""What the page and the tests offer: from a projection's name to its class. All but axes, which
need words, can be made without settings."""

LONG = frozenset({"umap"})  # whose steps can be so long that they need a process that can be ended

MOST = {"neighbourhoods": MOST_WORDS, "umap": MOST_WORDS}
"""Words of a picture at most, for those whose time or memory grows with their square."""


def project(source: Film | Vectors, how: str | Projection = "pca") -> Float32:
    """Draw a film, or one matrix.

    Args:
        source: A film, of which every frame is drawn, or vectors.
        how: A name of `PROJECTIONS`, or a projection with its settings, as `PCA(axes=3)`.

    Returns:
        Positions (F, n, axes) of the shown words for a film, (V, axes) for vectors.

    Raises:
        SettingError: There is no projection of that name, or `too_many_words` for it (`MOST`):
            draw an excerpt (`embviz.vectors.excerpt.cut`).
    """
    if isinstance(how, str) and how not in PROJECTIONS:
        known = ", ".join(PROJECTIONS)
        raise SettingError("projection", f"no projection {how!r}; there are: {known}", value=how)
    projection = PROJECTIONS[how]() if isinstance(how, str) else how
    _check_size(projection, len(source if isinstance(source, Vectors) else source.shown))
    if isinstance(source, Vectors):
        return draw(projection, [source.matrix])[0]
    return np.stack(draw(projection, _FilmRows(source)))


def draw(projection: Projection, frames: Frames) -> list[Float32]:
    """Draw frames (n, d) from the first step to the last: positions (n, axes) of each."""
    state, drawn = projection.start(len(frames)), dict[int, Float32]()
    while not state.finished:
        state, some = projection.step(state, frames)
        drawn.update(some)
    return [drawn[i] for i in range(len(frames))]


@dataclass(frozen=True, eq=False)
class _FilmRows:
    film: Film

    def __len__(self) -> int:
        return len(self.film)

    def __getitem__(self, i: int) -> Floating:
        return self.film.rows(i)


def _check_size(projection: Projection, n: int) -> None:
    most = MOST.get(projection.name, n)
    if n > most:
        raise SettingError(
            "too_many_words",
            f"{projection.name} draws {most:,} words at most, not {n:,}: "
            "draw some of them, as embviz.vectors.excerpt.cut(vectors, words=2000).vectors",
            setting="words",
            value=n,
            low=1,
            high=most,
        )
