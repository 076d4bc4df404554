"""Whether two films, or two states, are equal bit for bit."""

import itertools

import numpy as np


def same_array(a, b):
    assert (a is None) == (b is None)
    if a is not None:
        assert a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


def same_film(one, other):
    for a, b in itertools.zip_longest(one, other):
        assert (a.epoch, a.loss, a.whole) == (b.epoch, b.loss, b.whole)
        same_array(a.E, b.E)
        same_array(a.U, b.U)
        same_array(a.Z, b.Z)
    assert one.words == other.words and one.recipe == other.recipe
    assert np.array_equal(one.counts, other.counts) and np.array_equal(one.shown, other.shown)
    assert one.counts.dtype == other.counts.dtype and one.shown.dtype == other.shown.dtype


def same_state(one, other):
    for name in ("position", "kept", "done_share", "finished", "trouble"):
        assert getattr(one, name) == getattr(other, name), name
    assert one.loss == other.loss or one.kept == 0
    assert one.weights.keys() == other.weights.keys()
    for name, array in one.weights.items():
        same_array(array, other.weights[name])
        assert not other.weights[name].flags.writeable
