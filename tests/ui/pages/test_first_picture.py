"""What a visitor sees first: a true picture where it is quick enough, and a word to follow."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from embviz.projections import PCA, Neighbourhoods
from embviz.text import samples
from embviz.ui.map import component
from embviz.ui.state import server
from tests.ui.app_page import address_of, button, message, paste, session_of
from tests.ui.conftest import APP

RIVER = "The river flows to the sea. Boats go on the river and fish live in the sea. "


@pytest.fixture
def quick(app, monkeypatch):
    """The app where neighbourhoods keep up; its picture is untrained."""
    monkeypatch.setattr(server, "drawing_speed", lambda: 1.0)
    return app.number_input(key="seed").set_value(1).run()


def way(app):
    return message(app).header["ways"]


def test_neighbourhoods_come_first_where_they_keep_up(quick):
    session = session_of(quick)
    assert session.source.live == Neighbourhoods()
    assert session.projection is None, "nobody asked for it"
    assert way(quick)["name"] == "neighbourhoods"
    button(quick, "step").click().run()
    assert "projection:neighbourhoods" in address_of(quick), "a link names its picture"
    frames = session.source.frames
    assert message(quick).xy[-1] == pytest.approx(frames[-1].picture.xy, abs=1e-4)


def test_where_they_do_not_keep_up_it_is_pca_and_they_are_offered(app):
    assert session_of(app).source.live == PCA()
    button(app, "train").click().run()
    app.run()
    assert (way(app)["name"], way(app)["offer"]) == ("pca", "neighbourhoods")
    assert "projection:pca" in address_of(app)


def test_a_server_with_much_to_do_draws_what_is_cheap_from_train_on(quick, monkeypatch):
    untrained = session_of(quick).source
    monkeypatch.setattr(server, "running", lambda: 30)
    button(quick, "step").click().run()
    source = session_of(quick).source
    assert source is not untrained
    assert (source.live, len(source.frames), way(quick)["name"]) == (PCA(), 2, "pca")


def test_whoever_chose_a_picture_keeps_it(quick, monkeypatch):
    session = session_of(quick)
    session.projection = PCA()
    button(quick, "step").click().run()
    assert session.source.live == PCA()
    session.projection = Neighbourhoods()
    monkeypatch.setattr(server, "running", lambda: 30)
    button(quick, "reset").click().run()
    assert session.source.live == Neighbourhoods()


@pytest.mark.parametrize("link", ["tiny;skipgram;epochs:2", "tiny;epochs:2;axes:3;at:1"])
def test_a_link_of_version_0_1_that_names_no_picture_means_pca(quick, link):
    page = AppTest.from_file(APP, default_timeout=60)
    page.query_params["view"] = link
    page.run()
    look = session_of(page).wanted_look()
    assert (look.projection.name, look.projection.axes) == ("pca", 3 if "axes" in link else 2)
    assert session_of(page).source.live == PCA()


def test_who_wants_space_gets_pca_in_it(quick):
    session = session_of(quick)
    place = component.Place(component.KEY, session.map, session)
    quick.session_state[component.KEY] = {"dims": {"no": 10**15, "value": 3}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(component.st, "session_state", quick.session_state)
        patch.setattr(component.projection_choice.st, "session_state", quick.session_state)
        component._on_dims(place)
    assert session.wanted_look().projection == PCA(3)


def test_the_panel_begins_with_a_word_that_has_neighbours(app):
    (word,) = session_of(app).selected
    groups = samples.answers("kingdom").groups.values()
    assert any(word in group for group in groups)
    first = message(app).header
    assert first["selected"] == [first["words"].index(word)]
    session_of(app).selected = ()
    app.number_input(key="seed").set_value(5).run()
    assert session_of(app).selected == (), "whoever wants none gets none of the same text"
    paste(app, RIVER * 5)
    assert session_of(app).selected[0] in session_of(app).source.words


def test_an_address_without_words_selects_none(app):
    page = AppTest.from_file(APP, default_timeout=60)
    page.query_params["view"] = "tiny;epochs:2"
    assert session_of(page.run()).selected == ()


def test_nothing_is_said_of_a_picture_of_random_numbers(app):
    note = message(app).header["note"]
    assert "PCA" not in note and "Loss" not in note
    button(app, "step").click().run()
    assert "PCA shows" in message(app).header["note"]


def test_files_are_named_after_their_text(app):
    source = session_of(app).source
    assert source.stem == f"kingdom-{source.key[:6]}"
    own = replace(source, sample=None, name="Überall die Flüsse (2).txt")
    assert own.stem == f"überall-die-flüsse-2-{source.key[:6]}"
    assert replace(source, sample=None, name="../../etc/passwd").stem.startswith("passwd-")
    assert replace(source, sample=None, name="…").stem == f"film-{source.key[:6]}"


def test_the_film_as_a_page_stands_beside_save(app):
    def page():
        return next(each for each in app.get("download_button") if each.proto.label == "HTML")

    assert page().proto.disabled
    button(app, "train").click().run()
    assert not page().proto.disabled
