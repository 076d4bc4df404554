"""Arriving by an address, and what the address says of the page."""

import pytest
from streamlit.testing.v1 import AppTest

from embviz.ui.state import address_bar, server
from embviz.ui.state.link import PARAMETER, read
from tests.ui.app_page import address_of, button, message, paste, session_of
from tests.ui.conftest import APP


def visit(view):
    """Another tab, at an address."""
    app = AppTest.from_file(APP, default_timeout=60)
    if view is not None:
        app.query_params[PARAMETER] = view
    return app.run()


def notes(app):
    return [warning.value for warning in app.warning]


def test_a_bare_address_stays_bare_until_there_is_something_to_come_back_to(app):
    assert address_of(app) == ""
    button(app, "train").click().run()
    view, notes = read(address_of(app))
    assert not notes
    assert view.sample == "kingdom"


def test_the_same_address_on_the_same_server_is_the_same_run(app):
    app.number_input(key="skipgram.dimension").set_value(12).run()
    app.number_input(key="skipgram.epochs").set_value(3).run()
    button(app, "train").click().run()
    other = visit(address_of(app))
    assert session_of(other).source is session_of(app).source
    assert other.number_input(key="skipgram.dimension").value == 12
    assert not notes(other)


def test_the_same_address_on_another_server_is_the_same_film_bit_for_bit(app):
    app.number_input(key="skipgram.epochs").set_value(2).run()
    button(app, "train").click().run()
    made = session_of(app).source
    server.sources.clear()
    other = visit(address_of(app) + ";at:2")
    again = session_of(other).source
    assert again is not made
    assert again.complete, "an epoch in the address asks for training"
    for a, b in zip(made.frames, again.frames, strict=True):
        assert a.picture.xy.tobytes() == b.picture.xy.tobytes()
        assert a.snapshot.E.tobytes() == b.snapshot.E.tobytes()
    assert session_of(other).map.command[1:] == ("seek", 2.0)


def test_all_of_a_view_is_taken(app):
    other = visit(
        "tiny;skipgram;dimension:7;seed:5;shown:30;hide:2;always:the;axes:3;colour:norm;words:king,man"
    )
    session, run = session_of(other), session_of(other).source.run
    assert (run.model.dimension, run.seed, run.words, run.hide) == (7, 5, 30, 2)
    assert run.without == (), "an address of an earlier version hides the most frequent words"
    assert run.always == ("the",)
    assert (session.axes, session.colour, session.selected) == (3, "norm", ("king", "man"))
    assert message(other).header["dims"] == 3
    assert message(other).header["colour"] == "norm"
    assert not notes(other)


def test_function_words_are_hidden_by_their_number(app):
    other = visit("tiny;skipgram;hidden:3;words:the")
    run = session_of(other).source.run
    assert run.without == ("the", "and", "is") and run.hide == 0
    assert "hidden:3" in address_of(other) and "hide:" not in address_of(other)
    assert not notes(other), "its neighbours are listed instead"
    assert message(other).header["looked_up"]["word"] == "the"


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("kingdom;dimension:1000000000", "1000"),
        ("atlantis", "no text called “atlantis”"),
        ("kingdom;**bold**:1", "an unknown setting"),
        ("kingdom;epochs:x", "is not valid"),
        ("run:0123456789abcdef", "no longer kept"),
        ("kingdom;axes:7", "nearest allowed value is 3"),
        ("kingdom;words:xyzzy", "Not on this map"),
        ("kingdom;without:nonsense", "an unknown setting"),
    ],
)
def test_a_bad_address_opens_the_page_and_says_what_was_left_out(app, view, said):
    other = visit(view)
    assert not other.exception
    assert not other.error
    assert session_of(other).source is not None
    assert any(said in note for note in notes(other)), notes(other)


def test_epochs_beyond_the_film_come_to_rest_at_its_end(app):
    other = visit("tiny;epochs:2;at:9999")
    assert not other.exception
    assert session_of(other).source.complete


def test_ones_own_text_is_found_again_by_the_run(app):
    paste(app, "The king rules. The queen rules. " * 20)
    button(app, "train").click().run()
    address = address_of(app)
    assert address.startswith("run:")
    other = visit(address)
    assert session_of(other).source is session_of(app).source
    assert other.session_state["text"] == "kept"
    assert session_of(other).source.run.corpus.text.startswith("The king")
    button(other, "train").click().run()
    assert session_of(other).source is session_of(app).source


def test_back_brings_the_run_before(app):
    button(app, "train").click().run()
    first, address = session_of(app).source, address_of(app)
    app.number_input(key="skipgram.dimension").set_value(10).run()
    button(app, "train").click().run()
    assert address_of(app) != address
    session_of(app).published_at -= 60
    app.query_params[PARAMETER] = address
    app.run()
    assert session_of(app).source is first
    assert app.number_input(key="skipgram.dimension").value == 50


def test_a_rerun_that_still_carries_the_address_before_changes_nothing(app):
    button(app, "train").click().run()
    address = address_of(app)
    app.number_input(key="skipgram.dimension").set_value(10).run()
    button(app, "train").click().run()
    app.query_params[PARAMETER] = address
    app.run()
    assert session_of(app).source.run.model.dimension == 10


def test_what_the_map_adds_to_the_address_takes_no_choice_back(app):
    """The map is told of a colour, and the address with it; the next rerun brings that along."""
    app.selectbox(key="text").set_value("tiny").run()
    app.number_input(key="skipgram.epochs").set_value(2).run()
    button(app, "train").click().run()
    app.switch_page("pages/map.py").run()
    session = session_of(app)
    session.colour = "trust"
    completed = address_bar.stem_of(session)
    address_bar.note_completed(session, completed)
    app.query_params[PARAMETER] = completed
    assert "projection:pca" in completed
    app.selectbox(key="way").set_value("neighbourhoods").run()
    assert session.projection.name == "neighbourhoods"
    published = address_of(app)
    session.colour = "norm"
    now = address_bar.stem_of(session)
    address_bar.note_completed(session, now)
    for late in (now, published):  # the browser's, then the server's own
        app.query_params[PARAMETER] = late
        session.published_at -= 60
        app.run()
        assert session.colour == "norm"
    app.query_params[PARAMETER] = completed  # on another page it is the browser's back
    app.switch_page("pages/words.py").run()
    assert session.colour == "trust"
    assert session.projection.name == "pca"


def test_only_another_run_makes_an_entry_of_the_history(app):
    """What Python writes into the query makes one; the map replaces what stands there."""
    app.query_params[PARAMETER] = "tiny;epochs:2;at:2"
    app.run()
    app.switch_page("pages/map.py").run()
    app.query_params[PARAMETER] = address = address_of(app)
    app.run()
    app.selectbox(key="way").set_value("neighbourhoods").run()
    session_of(app).colour = "norm"
    app.selectbox(key="beside").set_value("shuffled").run()
    assert address_of(app) == address
    told = message(app).header["address"]
    assert "neighbourhoods;colour:norm;beside:shuffled" in told
    app.switch_page("pages/train.py").run()
    app.number_input(key="hide").set_value(5).run()
    button(app, "train").click().run()
    assert "hidden:5" in address_of(app), "words that are hidden make another run"


def test_a_link_can_leave_out_parts_of_the_sidebar(app):
    other = visit("tiny;dimension:7;without:text,settings")
    assert not other.exception
    assert session_of(other).source.run.model.dimension == 7
    assert not other.number_input
    assert not other.selectbox
    assert button(other, "train")


def test_the_word_map_completes_the_address_once_there_is_one(app):
    assert "address" not in message(app).header
    button(app, "train").click().run()
    assert message(app).header["address"].startswith("kingdom;skipgram")


def test_a_page_that_is_turned_to_completes_its_own_entry_of_the_history(app):
    app.query_params[PARAMETER] = "tiny;epochs:2"
    app.run()
    del app.query_params[PARAMETER]  # as a link to another page leaves it out
    app.switch_page("pages/inside.py").run()
    assert PARAMETER not in app.query_params, "which would add an entry"
    assert address_of(app).startswith("tiny;skipgram;epochs:2")
