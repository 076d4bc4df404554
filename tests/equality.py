"""Whether two films, or two states, are equal bit for bit."""

import itertools

import numpy as np


def same_array(a, b):
    assert (a is None) == (b is None)
    if a is not None:
        assert a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


def same_film(one, other):
    for a, b in itertools.zip_longest(one, other):
        assert (a.epoch, a.whole) == (b.epoch, b.whole)
        np.testing.assert_equal(a.loss, b.loss)  # perhaps NaN
        for mine, theirs in ((a.matrices, b.matrices), (a.arrays, b.arrays)):
            assert mine.keys() == theirs.keys()
            for name, array in mine.items():
                same_array(array, theirs[name])
    assert one.words == other.words and one.recipe == other.recipe
    same_array(one.counts, other.counts)
    same_array(one.shown, other.shown)


def same_state(one, other):
    for name in ("position", "kept", "best", "done_share", "finished", "trouble"):
        assert getattr(one, name) == getattr(other, name), name
    assert one.loss == other.loss or one.kept == 0
    assert one.weights.keys() == other.weights.keys()
    for name, array in one.weights.items():
        same_array(array, other.weights[name])
        assert not other.weights[name].flags.writeable
