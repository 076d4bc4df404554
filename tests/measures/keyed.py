"""The same vectors in gensim."""

import numpy as np
from gensim.models import KeyedVectors


def keyed(vectors):
    theirs = KeyedVectors(vectors.matrix.shape[1], count=0)
    theirs.add_vectors(list(vectors.words), vectors.matrix.astype(np.float32))
    return theirs
