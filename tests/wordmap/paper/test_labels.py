"""Labels never overlap, and none leaves the map."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from embviz.wordmap.paper import labels

WITHIN = (0.0, 0.0, 300.0, 200.0)


@given(st.integers(1, 60), st.integers(0, 2**16), st.integers(1, 40))
def test_labels_stay_apart_and_on_the_map(n, seed, most):
    rng = np.random.default_rng(seed)
    at = rng.uniform((0, 0), (300, 200), size=(n, 2))
    widths = rng.uniform(5, 80, size=n).tolist()
    placed = labels.place(
        at, widths, range(n), line=12, radii=np.full(n, 3.0), within=WITHIN, most=most
    )
    assert len(placed) <= most
    boxes = [(p.left, p.top, p.left + p.width, p.top + 12) for p in placed]
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and top >= 0 and right <= 300 and bottom <= 200
        for other in boxes[:i]:
            assert left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom


def test_the_first_word_has_its_label_where_two_cannot():
    at = np.array([[150.0, 100.0], [150.0, 100.0]])
    narrow = (100.0, 90.0, 210.0, 112.0)
    placed = labels.place(
        at, [50, 50], [1, 0], line=12, radii=np.full(2, 3.0), within=narrow, most=9
    )
    assert [label.word for label in placed] == [1]
