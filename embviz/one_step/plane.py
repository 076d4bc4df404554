"""The plane in which the arrows of a step are drawn.

Vectors are arrows from the origin: so the two directions are those that hold most of the rows' own
lengths (singular vectors without centring), not those in which they differ from their mean. The
first arrow points to the right and the second one up, so that neighbouring pictures are alike.
"""

from dataclasses import dataclass

import numpy as np

from embviz.types import Float64


@dataclass(frozen=True, eq=False)
class Plane:
    """Two directions."""

    axes: Float64  # (2, d), of length 1 and at right angles; zero where there is no second one
    share: float  # how much of the squared lengths lies in the plane, 0 … 1

    def places(self, rows: Float64) -> Float64:
        """Where the tips of some rows (n, d) lie, (n, 2)."""
        places: Float64 = rows @ self.axes.T
        return places


def plane_of(rows: Float64) -> Plane:
    """The plane that holds most of some rows (n, d), all finite.

    >>> round(plane_of(np.array([[3.0, 0, 0], [0, 2, 0], [0, 0, 1]])).share, 4)
    0.9286
    """
    scale = float(np.abs(rows).max(initial=0.0)) or 1.0
    _, lengths, directions = np.linalg.svd(rows / scale, full_matrices=False)
    axes = np.zeros((2, rows.shape[1]))
    found = min(2, len(directions))
    axes[:found] = directions[:found]
    for axis, row in zip(axes, rows, strict=False):
        axis *= -1 if axis @ (row / scale) < 0 else 1
    total = float(lengths @ lengths)
    return Plane(axes, float(lengths[:2] @ lengths[:2] / total) if total else 1.0)
