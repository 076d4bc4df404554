"""The Map page, but for what moves."""

import pytest

from embviz.ui import taking_home
from tests.ui.test_train_page import button, message, session_of


@pytest.fixture
def on_map(app):
    app.selectbox(key="text").set_value("tiny").run()
    app.number_input(key="skipgram.epochs").set_value(5).run()
    button(app, "train").click().run()
    return app.switch_page("pages/map.py").run()


def test_the_film_is_there_with_its_trust(on_map):
    assert not on_map.exception
    assert session_of(on_map).take.complete
    told = " ".join(markdown.value for markdown in on_map.sidebar.markdown)
    assert "of 10** neighbours are real" in told
    assert "Trustworthiness" in told


def test_axes_from_words(on_map):
    on_map.selectbox(key="way").set_value("axes").run()
    assert not on_map.exception
    for key, word in (("x_low", "man"), ("x_high", "woman"), ("y_low", "cat"), ("y_high", "king")):
        on_map.text_input(key=f"axes.{key}").set_value(word).run()
    assert not on_map.error
    assert session_of(on_map).look.projection.name == "axes"
    on_map.text_input(key="axes.y_high").set_value("cat").run()
    assert any("itself" in error.value for error in on_map.error)
    on_map.text_input(key="axes.y_high").set_value("**nowhere**").run()
    assert any("not on the map" in error.value for error in on_map.error)
    on_map.selectbox(key="way").set_value("pca").run()
    assert session_of(on_map).look.projection.name == "pca"


def test_other_components_and_bases(on_map):
    on_map.selectbox(key="pca.basis").set_value("last").run()
    assert session_of(on_map).look.projection.basis == "last"
    on_map.number_input(key="pca.component_2").set_value(3).run()
    assert session_of(on_map).look.projection.components == (1, 3)
    assert message(on_map).header["run"] == session_of(on_map).film()
    on_map.number_input(key="pca.component_2").set_value(1).run()
    assert any("twice" in warning.value or "itself" in warning.value for warning in on_map.warning)


def test_what_changed_lists_words_that_gained_and_lost(on_map):
    table = on_map.dataframe[0].value
    take = session_of(on_map).take
    assert set(table["Word"]) <= set(take.words)
    first = take.words.index(table["Word"][0])
    before = take.shots[0].picture.neighbours[first]
    after = take.shots[-1].picture.neighbours[first]
    gained = {take.words[i] for i in set(after) - set(before)}
    assert set(table["Gained"][0].split()) == gained


def test_noise_is_trained_beside_the_real_text(on_map):
    real = session_of(on_map).take
    on_map.button(key="noise").click().run()
    assert not on_map.exception
    session = session_of(on_map)
    assert session.previous is real
    assert session.take.complete
    assert sorted(session.take.film.words) == sorted(real.film.words)
    assert session.take.shots[-1].snapshot.loss > real.shots[-1].snapshot.loss


def test_the_film_page_is_made(on_map):
    session = session_of(on_map)
    page = taking_home.film_page(session, session.take)
    assert page.startswith("<!DOCTYPE html>") or page.startswith("<!doctype html>")
    csv = taking_home._csv(session, session.take).decode("utf-8-sig")
    assert csv.count("\n") == 1 + len(session.take.words) * len(session.take.shots)


def test_nothing_trained_yet(app):
    app.switch_page("pages/map.py").run()
    assert not app.exception
    assert any("untrained" in caption.value for caption in app.caption)
