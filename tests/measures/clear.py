"""Examples in which it is clear which word is nearer."""

import numpy as np
from hypothesis import assume


def assume_clear(units):
    """Leave out cosines that differ by less than single precision can tell."""
    cosines = np.sort(units @ units.T, axis=1)
    assume((np.diff(cosines, axis=1) > 1e-6).all())
