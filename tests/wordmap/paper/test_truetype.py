"""A font is read and cut; anything else is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.wordmap.paper import truetype
from embviz.wordmap.paper.truetype import Font


@pytest.fixture(scope="module")
def font():
    found = truetype.find("слово")
    if found is None:
        pytest.skip("no font with Russian letters")
    return found


def test_a_cut_font_has_the_outlines_that_were_asked_for(font):
    wanted = [font.glyphs[ord(sign)] for sign in "Ёж"]
    cut = font.cut(wanted)
    assert len(cut) < sum(map(len, font.tables.values())) / 4
    again = Font("cut", {**truetype.tables(cut), "cmap": font.tables["cmap"]})
    for glyph in wanted:
        assert outline(again, glyph) == outline(font, glyph) != b""
    assert outline(again, font.glyphs[ord("я")]) == b""


def outline(font, glyph):
    start, end = font.starts[glyph], font.starts[glyph + 1]
    return font.tables["glyf"][start:end].rstrip(b"\0")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("fonts") / "font.ttf"


@given(data=st.binary(max_size=400))
def test_what_is_no_font_is_refused(place, data):
    place.write_bytes(b"\0\1\0\0" + data)
    with pytest.raises(ValueError):
        Font.read(place)
