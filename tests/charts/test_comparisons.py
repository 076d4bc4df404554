"""Pictures of how two models differ: dots where they belong, lines between two places."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.charts import comparisons
from embviz.charts.comparisons import Labels, change_by_frequency, judged, two_clouds, written
from embviz.measures.both_places import both_places
from embviz.measures.comparison import compare
from embviz.training.film import Film, Snapshot
from embviz.vectors.vectors import Vectors
from tests.charts.texts import NASTY, texts

WORDS = (*NASTY, *(f"w{i}" for i in range(30)))
M = len(WORDS)
LABELS = Labels("count", "change", "line", "beyond", "within")


def at_random(seed, d=5):
    return Vectors(WORDS, np.random.default_rng(seed).standard_normal((M, d)))


def counted(vectors):
    E = vectors.matrix.astype(np.float32)
    ids = np.arange(M, dtype=np.int32)
    return Film((Snapshot(1.0, 0.5, {"E": E}),), WORDS, 10 * np.arange(M, 0, -1), ids)


def with_one_moved():
    """Seeds that differ by little, and a second model in which one word is elsewhere."""
    rng, a = np.random.default_rng(0), at_random(0)
    alike = [Vectors(WORDS, a.matrix + 0.01 * rng.standard_normal((M, 5))) for _ in range(5)]
    moved = alike[0].matrix.copy()
    moved[WORDS.index("w3")] *= -1
    return counted(alike[1]), Vectors(WORDS, moved), alike[2:]


def test_a_word_beyond_the_line_is_above_1_and_named():
    a, b, noise = with_one_moved()
    found = compare(a, b, n=3, noise=noise)
    assert "w3" in {found.words[i] for i in np.flatnonzero(found.noise.beyond)}
    figure = change_by_frequency(found, LABELS, ["w3"], "w5")
    within, beyond, marked, names = figure.data
    assert beyond.name == "beyond" and "w3" in beyond.customdata
    assert min(beyond.y) > 1 >= max(within.y)
    assert len(within.x) + len(beyond.x) == M
    assert list(names.text) == ["w3"] and names.x[0] == 10 * (M - WORDS.index("w3"))
    assert list(marked.x) == [10 * (M - WORDS.index("w5"))]
    assert figure.layout.shapes[0].y0 == 1 and figure.layout.annotations[0].text == "line"


def test_without_noise_there_is_no_line_and_one_kind_of_dots():
    found = compare(at_random(0), at_random(1), n=3)
    figure = change_by_frequency(found, LABELS, [])
    dots = figure.data[0]
    assert not figure.layout.shapes and len(dots.x) == M
    assert dots.y == pytest.approx(1 - found.cosine, abs=1e-4)
    assert {*dots.x} == {*range(1, M + 1)} and figure.layout.xaxis.autorange == "reversed"


def test_numbers_of_the_logarithmic_axis_are_written_out():
    axis = change_by_frequency(compare(*with_one_moved()[:2], n=3), LABELS, []).layout.xaxis
    assert axis.ticktext[:4] == ("10", "20", "50", "100") and axis.dtick is None
    assert list(axis.tickvals) == [int(each) for each in axis.ticktext]


@given(low=st.integers(0, 10**6), more=st.integers(0, 10**9))
def test_ticks_lie_on_the_axis_and_are_few(low, more):
    axis = written(np.array([low, low + more]))
    assert 1 <= len(axis["tickvals"]) <= 13
    assert all(max(low, 1) <= tick <= max(low + more, 1) for tick in axis["tickvals"])
    read = [int(each.replace(",", "")) for each in axis["ticktext"]]
    assert read == axis["tickvals"] == sorted(read)


def test_of_very_many_words_the_most_changed_are_drawn_and_some_of_the_others(monkeypatch):
    monkeypatch.setattr(comparisons, "DOTS", 12)
    found = compare(at_random(0), at_random(1), n=3)
    rows = comparisons.drawn(found)
    assert len(rows) == len({*rows}) == 12 and list(rows[:4]) == [0, 1, 2, 3]
    others = np.sort(found.places[rows[4:]])
    assert others[-1] - others[0] > M / 2, "from all frequencies"
    assert sum(len(each.x) for each in change_by_frequency(found, LABELS, []).data) == 12


def test_with_other_dimensions_neighbours_tell():
    found = compare(at_random(0), at_random(1, 7), n=3)
    assert np.array_equal(judged(found), found.changed)


def test_lines_lead_from_the_first_place_to_the_second():
    a, b = at_random(0), at_random(1)
    places = both_places(a, b, compare(a, b, n=3), ("w1", "w2"))
    first, second, line, name, marked, its_name = two_clouds(
        places, ("w1", "w2"), ("before", "after"), "w2"
    ).data
    assert (first.name, second.name) == ("before", "after")
    assert len(first.x) == len(second.x) == M
    assert line.x[:2] == pytest.approx((places.first[0, 0], places.second[0, 0]), abs=1e-4)
    assert list(name.text) == ["w1"] and list(its_name.text) == ["w2"]
    assert line.line.color != marked.line.color


def test_words_stay_words_and_equal_data_give_equal_figures():
    a, b = at_random(0), at_random(1)
    found = compare(a, b, n=3)
    for make in (
        lambda: change_by_frequency(found, LABELS, NASTY, NASTY[0]),
        lambda: two_clouds(both_places(a, b, found, NASTY), NASTY, ("<b>", "c"), NASTY[1]),
    ):
        written = make().to_json()
        assert written == make().to_json()
        said = list(texts(json.loads(written)))
        assert not any("<b>" in each or "<a " in each for each in said)
        assert any("&lt;b&gt;" in each for each in said)
