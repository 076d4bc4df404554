"""Array aliases, and the letters that name their axes everywhere in the package.

=======  ==========================================================
letter   axis
=======  ==========================================================
V        words of the vocabulary
n        shown words: those that the frames of a film keep
d        dimensions of an embedding
F        frames of a film
T        tokens of the text, or of one block of it
B        batch
K        negative samples for each true pair
w        context window: words to each side
=======  ==========================================================

E (V, d) is the embedding matrix, v_w its row for word w; U (V, d) is the output matrix, u_w its
row; σ is the logistic function, η the learning rate.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ids: TypeAlias = NDArray[np.int32]
"""Word ids: positions in a vocabulary, 0 being the commonest word."""

Counts: TypeAlias = NDArray[np.int64]

Lengths: TypeAlias = NDArray[np.int16] | Counts
"""Tokens of sentences, of which none is long: a text may have millions."""

Float32: TypeAlias = NDArray[np.float32]

Float64: TypeAlias = NDArray[np.float64]

Floating: TypeAlias = NDArray[np.floating[Any]]
"""Any floating dtype: half precision in films, single in training, double in checks."""

Flags: TypeAlias = NDArray[np.bool_]

Which: TypeAlias = str
"""Which vectors of a model are looked at: the name of a matrix, or a sum such as E+U."""
