"""A picture on paper: what is on it, in SVG and in PDF, as others read them."""

import io
import re
import zlib
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import embviz as ev
from embviz.training.film import Film, Snapshot
from embviz.wordmap.paper import svg, truetype
from embviz.wordmap.paper.shapes import Label, Sheet

SVG = "{http://www.w3.org/2000/svg}"
WORDS = ("king", "queen", "bread", "milk", "café", "Straße", "a&b", "<i>", "x(y)", "back\\")


def a_film(words=WORDS, frames=4):
    rng = np.random.default_rng(3)
    E = rng.normal(size=(frames, len(words), 5)).cumsum(axis=0).astype(np.float32)
    kept = tuple(Snapshot(float(i), 1.0, {"E": E[i].astype(np.float16)}) for i in range(frames - 1))
    last = Snapshot(float(frames - 1), 1.0, {"E": E[-1]})
    return Film((*kept, last), words, None, np.arange(len(words), dtype=np.int32))


def texts(picture):
    return [each.text for each in ElementTree.fromstring(picture.svg).iter(f"{SVG}text")]


def contents(data):
    """The operators of a PDF's page: its first stream."""
    packed = re.search(rb"stream\n(.*?)\nendstream", data, re.DOTALL)[1]
    return zlib.decompress(packed).decode()


class TestSvg:
    def test_every_word_is_a_text_and_a_point(self):
        drawn = ev.picture(a_film(), groups={"king": "people", "queen": "people"})
        assert sorted(texts(drawn)) == sorted([*WORDS, "people"])
        # One more for the entry of the legend.
        assert drawn.svg.count("<circle") == len(WORDS) + 1

    def test_points_lie_as_on_the_map_with_one_scale_for_both_axes(self):
        film = a_film()
        xy = ev.project(film)[1]
        tree = ElementTree.fromstring(ev.picture(film, epoch=1.2, projection="pca", groups={}).svg)
        points = [(float(c.get("cx")), -float(c.get("cy"))) for c in tree.iter(f"{SVG}circle")]

        def shape(at):
            at = np.array(sorted(map(tuple, at)))
            return (at - at.mean(axis=0)) / np.linalg.norm(at - at.mean(axis=0))

        np.testing.assert_allclose(shape(points), shape(xy), atol=1e-3)

    def test_selected_words_have_a_ring_a_bold_label_and_a_trail(self):
        picture = ev.picture(a_film(), selected=["milk"], trails=True, groups={})
        tree = ElementTree.fromstring(picture.svg)
        bold = [each.text for each in tree.iter(f"{SVG}text") if each.get("font-weight")]
        (trail,) = tree.iter(f"{SVG}polyline")
        assert bold == ["milk"] and len(trail.get("points").split()) == 4
        rings = [each for each in tree.iter(f"{SVG}circle") if each.get("fill") == "none"]
        ends = trail.get("points").split()[-1].split(",")
        assert [ring.get("cx") for ring in rings] == ends[:1]

    @given(st.text(min_size=1, max_size=20))
    def test_any_text_makes_sound_xml(self, text):
        written = svg.written(Sheet(9, 9, text, (Label(text, 0, 0, 9, "#000000"),)))
        ElementTree.fromstring(written)

    def test_what_is_not_there_is_told(self):
        with pytest.raises(ev.MissingWord):
            ev.picture(a_film(), selected=["nowhere"])
        with pytest.raises(ev.SettingError, match="axes"):
            ev.picture(a_film(), projection=ev.PCA(axes=3))
        with pytest.raises(ev.SettingError, match="no word"):
            ev.picture(a_film(), words=0)
        for wrong in ({"size": (10, 400)}, {"size": (400, float("nan"))}, {"epoch": float("nan")}):
            with pytest.raises(ev.SettingError):
                ev.picture(a_film(), **wrong)


class TestPdf:
    def test_western_words_are_text_in_helvetica(self):
        data = ev.picture(a_film(), selected=["king"], groups={}).pdf()
        assert data.startswith(b"%PDF-1.4") and data.endswith(b"%%EOF\n")
        set_in = re.findall(r"/(F\d) \S+ Tf .*? <([0-9a-f]*)> Tj", contents(data))
        said = [bytes.fromhex(code).decode("cp1252") for _, code in set_in]
        assert sorted(said) == sorted(WORDS)
        assert [font for font, code in set_in if code == b"king".hex()] == ["F2"]

    def test_every_object_stands_where_the_table_says(self):
        data = ev.picture(a_film()).pdf()
        places = [int(at) for at in re.findall(rb"(\d{10}) 00000 n", data)]
        assert [data[at:].split()[0] for at in places] == [
            b"%d" % (i + 1) for i in range(len(places))
        ]
        start = int(re.search(rb"startxref\n(\d+)", data)[1])
        assert data[start:].startswith(b"xref")

    def test_joined_letters_are_refused_and_svg_has_them(self):
        picture = ev.picture(a_film(("مرحبا", "king", "hi")), groups={})
        with pytest.raises(ev.SettingError) as told:
            picture.pdf()
        assert told.value.reason == "joined_letters" and "مرحبا" in texts(picture)

    def test_letters_that_no_font_has_are_told(self):
        with pytest.raises(ev.SettingError) as told:
            ev.picture(a_film(("\U000f0000", "king", "hi")), groups={}).pdf()
        assert told.value.reason == "no_font"

    @pytest.mark.skipif(truetype.find("слово") is None, reason="no font with Russian letters")
    def test_russian_words_are_text_in_a_font_that_goes_along(self):
        words = ("слово", "царь", "хлеб", "king")
        data = ev.picture(a_film(words), groups={}).pdf()
        assert b"/FontFile2" in data and len(data) < 200_000
        streams = re.findall(rb"stream\n(.*?)\nendstream", data, re.DOTALL)
        signs = zlib.decompress(streams[-1]).decode()
        told = dict(re.findall(r"<([0-9a-f]{4})> <([0-9a-f]{4})>", signs))
        codes = re.findall(r"/F3 \S+ Tf .*? <([0-9a-f]*)> Tj", contents(data))
        said = {
            "".join(chr(int(told[code[i : i + 4]], 16)) for i in range(0, len(code), 4))
            for code in codes
        }
        assert said == set(words) - {"king"}

    def test_another_reader_finds_the_words(self):
        pypdf = pytest.importorskip("pypdf")
        page = pypdf.PdfReader(io.BytesIO(ev.picture(a_film(), groups={}).pdf())).pages[0]
        assert set(page.extract_text().split("\n")) >= {"king", "café", "x(y)", "back\\"}


def test_it_is_saved_by_the_ending_of_its_name(tmp_path):
    picture = ev.picture(a_film(), dark=True)
    picture.save(tmp_path / "map.svg")
    picture.save(tmp_path / "map.PDF")
    assert (tmp_path / "map.svg").read_text(encoding="utf-8") == picture.svg
    assert (tmp_path / "map.PDF").read_bytes().startswith(b"%PDF")
    with pytest.raises(ValueError, match=r"\.png"):
        picture.save(tmp_path / "map.png")
