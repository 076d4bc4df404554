"""A film of finished models on screen: its frames are values of a setting, not epochs."""

import base64
import csv
import io
import re
import zlib

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from embviz.files.film import film_npz
from embviz.measures.sweep_films import film_of
from embviz.text.corpus import Vocabulary
from embviz.training.film import Along
from embviz.ui.map import film_page
from embviz.ui.map.run_difference import guessed_apart, titles
from embviz.ui.pages.map import export
from embviz.ui.state import made_films, moments
from embviz.ui.state.link import PARAMETER
from embviz.ui.state.run_facts import RunFacts
from embviz.wordmap.packing import split
from tests.ui.app_page import address_of, button, message, said, session_of
from tests.ui.conftest import APP

WORDS = tuple(f"w{i}" for i in range(30))
NAMES = ("2", "25", "=1+**1**")


def film(name="dimension", values=NAMES):
    rng = np.random.default_rng(0)
    matrices = [rng.normal(size=(len(WORDS), d)) for d in range(2, 2 + len(values))]
    words = Vocabulary(WORDS, np.arange(30, 0, -1))
    return film_of(words, matrices, Along(name, values), [3.0, 2.0, 2.5][: len(values)])


@pytest.fixture
def shown(app):
    """The film on the Train page, made of a run that was there."""
    app.selectbox(key="text").set_value("tiny").run()
    app.number_input(key="skipgram.epochs").set_value(3).run()
    button(app, "train").click().run()
    tab = session_of(app)
    made_films.show(tab, film(), "kings", made_of=tab.source)
    return app.run()


def test_the_map_is_told_what_frames_go_along(shown):
    header = message(shown).header
    assert header["along"] == {"name": "dimension", "values": list(NAMES)}
    assert header["title"] == "kings · by dimension" and header["command"]["do"] == "play"
    assert header["total"] == 3 and "finished model" in header["note"]
    assert "elsewhere" not in header["note"]
    assert header["note"].startswith("PCA shows 2 dimensions of each frame. ")


def test_the_map_counts_dimensions_where_all_frames_have_as_many(app):
    made_films.show(session_of(app), film("window"), "kings")
    assert "PCA shows 2 of 4 dimensions." in message(app.run()).header["note"]


def test_the_form_stays_that_of_the_run_it_was_made_of(shown):
    assert not shown.exception and not shown.error
    tab = session_of(shown)
    assert shown.number_input(key="skipgram.epochs").value == 3
    assert tab.source.run is None and tab.source.made_of.run is not None
    assert tab.source.made_of is tab.previous
    button(shown, "train").click().run()
    assert session_of(shown).source.film.recipe.run == tab.previous.made_of.key
    assert "along" not in message(shown).header or message(shown).header["along"] is None


@pytest.mark.parametrize("page", ["map", "words", "inside", "context", "use", "files"])
def test_every_page_opens(shown, page):
    there = shown.switch_page(f"pages/{page}.py").run()
    assert not there.exception and not there.error
    assert "epoch" not in said(there).lower()


def test_moments_are_named_by_their_values(shown):
    tab = session_of(shown)
    tab.rest(1)
    told = said(shown.switch_page("pages/words.py").run())
    assert "on the map at dimension 25, in half precision" in told
    tab.rest(2)
    told = said(shown.run())
    assert r"at the last frame, dimension =1\+\*\*1\*\*, exactly" in told


def test_files_say_which_value_a_row_is_of(shown):
    tab = session_of(shown)
    table = export._csv(tab, tab.source).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["dimension"] for row in rows[::30]] == ["2", "25", "'=1+**1**"]
    assert moments.in_file_name(tab.source, 1) == "dimension-25"
    assert moments.in_file_name(tab.source, 2) == "dimension-1-1"
    data = io.BytesIO()
    film_npz.write(data, tab.source.recording()[0])
    assert film_npz.read(data, most_bytes=2**24).film.recipe == film().recipe


def test_a_page_to_take_home_says_it_too(shown):
    tab = session_of(shown)
    page = film_page.made(tab, tab.source)
    (first, *_) = re.findall(r'class="message">([^<]+)<', page)
    header, _ = split(zlib.decompress(base64.b64decode(first)))
    assert header["along"]["values"] == list(NAMES) and header["texts"]["moment"]


def test_beside_the_run_it_was_made_of_each_has_its_own_title(shown):
    tab = session_of(shown)
    now, then = RunFacts.of(tab.source), RunFacts.of(tab.previous)
    assert titles(now, then) == ("kings · by dimension", "tiny · Skip-gram")
    assert guessed_apart(now, then), "their losses have no scale in common"


def test_inside_leads_back_to_the_run(shown):
    run = session_of(shown).previous
    inside = shown.switch_page("pages/inside.py").run()
    assert "no training steps" in said(inside)
    button(inside, "inside.back").click().run()
    assert not inside.exception and session_of(inside).source is run
    assert "no training steps" not in said(inside)


def test_the_same_film_is_not_drawn_twice(shown):
    tab = session_of(shown)
    first = tab.source
    made_films.show(tab, film(), "kings")
    assert tab.source is first
    made_films.show(tab, film(values=("2", "25", "50")), "kings")
    assert tab.source is not first


def test_its_trust_is_told_frame_by_frame(shown):
    there = shown.switch_page("pages/map.py").run()
    table = there.sidebar.table[0].value
    assert list(table.iloc[:, 0])[:2] == ["2", "25"]


@pytest.mark.parametrize("page", ["train", "map", "compare"])
def test_a_link_brings_the_same_film_and_frame(shown, page):
    here = session_of(shown)
    here.rest(1)
    address = address_of(shown.run())
    assert here.source.key in address
    there = AppTest.from_file(APP, default_timeout=60)
    there.query_params[PARAMETER] = f"{address};at:1"
    if page != "train":
        there.switch_page(f"pages/{page}.py")
    there.run()
    tab = session_of(there)
    assert tab.source is here.source
    assert tab.rested == 1, (tab.sought, tab.notes)
    assert message(there).header["command"]["do"] == "seek"
    if page != "train":
        there.switch_page("pages/train.py").run()
    assert there.number_input(key="skipgram.epochs").value == 3


def test_a_link_to_a_film_of_which_nothing_is_known_brings_its_frame_too(app):
    made_films.show(session_of(app), film(), "kings")
    there = AppTest.from_file(APP, default_timeout=60)
    there.query_params[PARAMETER] = f"run:{session_of(app).source.key};at:2"
    there.run()
    assert session_of(there).rested == 2 and not there.exception
    there.selectbox(key="text").set_value("tiny").run()
    assert session_of(there).rested == 2, "it is not gone to again"
