"""The figure of an association test: every word at its place, sorted, and words that stay words."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.charts import data
from embviz.charts.associations import LOOKS, associations
from embviz.measures.association import Part
from tests.charts.texts import NASTY, texts

NAMES = {"X": "flowers", "Y": "insects", "A": "pleasant", "B": "unpleasant"}

numbers = st.floats(-1, 1)
lists = st.lists(numbers, min_size=1, max_size=9)


def parts(x, y):
    return [
        Part(f"{name}{i}", name, s, s / 7)
        for name, values in (("X", x), ("Y", y))
        for i, s in enumerate(values)
    ]


@settings(max_examples=20)
@given(lists, lists)
def test_every_word_stands_at_its_association_the_nearest_to_a_above(x, y):
    given_parts = parts(x, y)
    figure = associations(given_parts, NAMES, label="s")
    words = figure.layout.yaxis.ticktext
    seen = {words[row]: s for trace in figure.data for s, row in zip(trace.x, trace.y, strict=True)}
    assert seen == pytest.approx({part.word: part.association for part in given_parts}, abs=1e-4)
    above = [seen[word] for word in words]
    assert above == sorted(above, reverse=True)
    first, last = figure.layout.yaxis.range
    assert first > last, "the first row is above"
    low, high = figure.layout.xaxis.range
    assert low < min(0, *above) and max(0, *above) < high


def test_lists_differ_in_colour_and_mark_and_have_their_means():
    figure = associations(parts([0.4, 0.2], [-0.1, -0.3]), NAMES, label="s")
    assert [trace.name for trace in figure.data] == ["flowers", "insects"]
    assert [(t.marker.color, t.marker.symbol) for t in figure.data] == [*LOOKS.values()]
    means = {shape.line.color: shape.x0 for shape in figure.layout.shapes}
    assert [means[colour] for colour, _ in LOOKS.values()] == pytest.approx([0.3, -0.2])
    assert len({*LOOKS.values()}) == len({mark for _, mark in LOOKS.values()}) == 2


def test_the_ends_are_named():
    figure = associations(parts([0.4], [-0.1]), NAMES, label="s")
    left, right = figure.layout.annotations
    assert (left.x, left.text) == (0, "<b>← unpleasant</b>")
    assert (right.x, right.text) == (1, "<b>pleasant →</b>")


@pytest.mark.parametrize("nasty", NASTY)
def test_words_and_names_stay_what_they_are(nasty):
    names = dict.fromkeys(NAMES, nasty)
    figure = associations([Part(nasty, "X", 0.1, 0), Part("y", "Y", 0, 0)], names, label="s")
    own = {trace.hovertemplate for trace in figure.data}
    said = [text for text in texts(json.loads(figure.to_json())["data"]) if text not in own]
    said += [*figure.layout.yaxis.ticktext, *(end.text[3:-4] for end in figure.layout.annotations)]
    assert not any("<" in text for text in said)
    assert sum(data.literal(nasty) in text for text in said) >= 5, (
        "a long word is cut beside the figure"
    )


def test_equal_data_give_equal_figures():
    one, other = (associations(parts([0.4], [0.4]), NAMES, label="s").to_json() for _ in range(2))
    assert one == other
