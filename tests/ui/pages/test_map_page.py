"""The Map page, but for what moves."""

import base64
import csv
import dataclasses
import re
import zlib

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embviz as ev
from embviz.charts import csv_tables
from embviz.errors import SettingError
from embviz.projections import PCA, Neighbourhoods, compiled
from embviz.projections.axes import AxisWords, WordAxes
from embviz.training.run import Run
from embviz.ui.map import component, film_page, map, side_by_side
from embviz.ui.map.messages import news
from embviz.ui.map.run_difference import titles
from embviz.ui.map.seen import Seen
from embviz.ui.pages.map import export
from embviz.ui.sidebar import projection_settings
from embviz.ui.state import (
    comparison,
    film_drawing,
    projection_choice,
    saved_films,
    server,
    settings_form,
)
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import PARAMETER, SHUFFLED
from embviz.ui.state.map_state import MapState, Sent
from embviz.ui.state.run_facts import RunFacts
from embviz.ui.state.tab import Beside
from embviz.ui.widgets import renewed
from embviz.vectors.vectors import Vectors
from embviz.wordmap.packing import split
from tests.ui.app_page import (
    address_of,
    button,
    captions,
    message,
    paste,
    session_of,
    take_pictures,
)
from tests.ui.conftest import APP
from tests.wordmap.decoding import decode


def film_of(app):
    """The name of the film that the browser keeps."""
    session = session_of(app)
    return session.map.film(session)


@pytest.fixture
def on_map(app):
    app.selectbox(key="text").set_value("tiny").run()
    app.number_input(key="skipgram.epochs").set_value(5).run()
    button(app, "train").click().run()
    return app.switch_page("pages/map.py").run()


def test_the_film_is_there_with_its_trust(on_map):
    assert not on_map.exception
    assert session_of(on_map).source.complete
    told = " ".join(markdown.value for markdown in on_map.sidebar.markdown)
    assert "of 10** neighbours are correct" in told
    assert "Trustworthiness" in told


def typed(app, **words):
    for end, text in words.items():
        app.text_input(key=f"axes.{end}").set_value(text)
    return app.run()


def ends_of(app):
    """The words of the axes on screen: left, right, below, above."""
    session = session_of(app)
    axes, words = session.look.projection, session.map.words()
    ends = (axes.x.low, axes.x.high, axes.y.low, axes.y.high)
    return tuple(" ".join(words[i] for i in rows) for rows in ends)


def test_axes_come_with_an_example_and_with_what_chance_would_do(on_map):
    on_map.selectbox(key="way").set_value("axes").run()
    assert not on_map.exception and not on_map.error
    assert ends_of(on_map) == ("man king", "woman queen", "man woman", "king queen")
    assert "man, woman, king, queen" in captions(on_map) or "man, king, woman, queen" in captions(
        on_map
    )
    assert "by chance, ±" in captions(on_map) and "° in the model" in captions(on_map)


def test_axes_of_an_own_text_come_with_words_of_its_own(app):
    paste(app, "The king rules the land. The queen rules the sea. " * 20)
    app.number_input(key="skipgram.epochs").set_value(3).run()
    button(app, "train").click().run()
    app.switch_page("pages/map.py").run()
    app.selectbox(key="way").set_value("axes").run()
    inputs = [app.text_input(key=key) for key in settings_form.AXIS_ENDS]
    offered = [each.value for each in inputs]
    assert len(set(offered)) == 4 and set(offered) <= set(session_of(app).source.words) - {"the"}
    assert [each.placeholder for each in inputs] == offered
    assert session_of(app).look.projection.name == "axes"


def test_what_is_being_drawn_ends_where_axes_are_asked_for_instead(on_map, monkeypatch):
    session = session_of(on_map)
    monkeypatch.setattr(film_drawing.FilmDrawing, "_begin", lambda *_: None)
    monkeypatch.setattr(projection_settings, "example", lambda *_: None)
    monkeypatch.setattr(projection_settings, "far_apart", lambda *_: None)
    on_map.selectbox(key="way").set_value("umap").run()
    assert session.map.waits(session)
    on_map.selectbox(key="way").set_value("axes").run()
    assert any("Type a word for each end" in each.value for each in on_map.caption)
    assert not session.map.waits(session), "the picture before stays, and nothing is drawn"


def test_axes_from_groups_of_words(on_map):
    on_map.selectbox(key="way").set_value("axes").run()
    typed(on_map, x_low="man, king", x_high="Woman", y_low="cat  dog cow", y_high="bread;milk")
    assert not on_map.error
    assert ends_of(on_map) == ("man king", "woman", "cat dog cow", "bread milk")
    session = session_of(on_map)
    E = session.source.frames[-1].snapshot.E[session.source.film.shown]
    xy = take_pictures(on_map)[-1].xy
    expected, _ = session.look.projection.follow(None, E)[1].T
    np.testing.assert_array_equal(xy[:, 0], expected)
    on_map.selectbox(key="way").set_value("pca").run()
    assert session.look.projection.name == "pca"
    on_map.selectbox(key="way").set_value("axes").run()
    assert ends_of(on_map)[2] == "cat dog cow"


@pytest.mark.parametrize(
    "words, said",
    [
        ({"x_high": "man"}, "from “man” to itself"),
        ({"x_low": "man king", "x_high": "queen king"}, "from “king” to itself"),
        ({"y_high": "**nowhere**"}, "not on the map. Choose"),
        ({"y_high": "quen"}, "Did you mean “queen”?"),
        ({"x_low": "a b", "x_high": "c"}, "“b” is not on the map"),
        ({"y_low": "king man", "y_high": "queen woman"}, "same words"),
    ],
)
def test_axes_that_cannot_be_leave_the_picture_and_say_why(on_map, words, said):
    on_map.selectbox(key="way").set_value("axes").run()
    film = film_of(on_map)
    typed(on_map, **words)
    assert not on_map.exception
    assert any(said in error.value.replace("\\", "") for error in on_map.error)
    assert film_of(on_map) == film
    typed(on_map, x_low="")
    assert "Type a word for each end" in captions(on_map) or on_map.error
    assert film_of(on_map) == film


def test_axes_keep_their_words_where_some_words_stand_alone(on_map):
    on_map.selectbox(key="way").set_value("axes").run()
    session_of(on_map).only = ("dog", "cat", "cow", "milk")
    on_map.run()
    assert not on_map.exception
    assert set(session_of(on_map).map.words()) == {
        *("dog", "cat", "cow", "milk", "man", "woman", "king", "queen")
    }
    assert ends_of(on_map) == ("man king", "woman queen", "man woman", "king queen")


def test_axes_are_found_anew_in_another_text(on_map):
    on_map.selectbox(key="way").set_value("axes").run()
    train_page = on_map.switch_page("pages/train.py").run()
    train_page.selectbox(key="text").set_value("kingdom").run()
    button(train_page, "train").click().run()
    assert not train_page.exception
    assert ends_of(train_page) == ("man king", "woman queen", "man woman", "king queen")
    train_page.selectbox(key="text").set_value("царство").run()
    button(train_page, "train").click().run()
    assert session_of(train_page).look.projection.name == "pca"
    there = train_page.switch_page("pages/map.py").run()
    assert not there.exception
    assert ends_of(there)[0] == "мужчина царь"


def test_the_address_holds_the_words_of_the_axes(on_map):
    on_map.selectbox(key="way").set_value("axes").run()
    typed(on_map, x_low="cat", x_high="dog cow")
    address = address_of(on_map)
    assert "projection:axes;" in address and "x_low:cat;x_high:dog,cow;" in address
    other = AppTest.from_file(APP, default_timeout=60)
    other.query_params[PARAMETER] = address
    other.run().switch_page("pages/map.py").run()
    assert not other.exception and not other.error
    assert ends_of(other)[:2] == ("cat", "dog cow")
    assert other.text_input(key="axes.x_high").value == "dog cow"


def test_an_address_with_axes_that_cannot_be_says_so(app):
    other = AppTest.from_file(APP, default_timeout=60)
    other.query_params[PARAMETER] = "tiny;epochs:5;projection:axes;at:5;x_low:man;x_high:man"
    other.run()
    assert not other.exception
    assert any("axes in the address" in warning.value for warning in other.warning)


def test_other_components_and_bases(on_map):
    on_map.selectbox(key="pca.basis").set_value("last").run()
    assert session_of(on_map).look.projection.basis == "last"
    on_map.number_input(key="pca.component_2").set_value(3).run()
    assert session_of(on_map).look.projection.components == (1, 3)
    assert message(on_map).header["run"] == film_of(on_map)
    on_map.number_input(key="pca.component_2").set_value(1).run()
    assert any("different component" in warning.value for warning in on_map.warning)


def test_what_changed_lists_words_that_gained_and_lost(on_map):
    table = on_map.main.dataframe[0].value  # where it has room
    source = session_of(on_map).source
    assert set(table["Word"]) <= set(source.words)
    first = source.words.index(table["Word"][0])
    before = source.frames[0].picture.neighbours[first]
    after = source.frames[-1].picture.neighbours[first]
    gained = {source.words[i] for i in set(after) - set(before)}
    assert set(table["Gained"][0].split()) == gained


def beside_box(app):
    """The choice of what stands beside: its key changes where something else has chosen."""
    return next(box for box in app.selectbox if box.label == "Compare with")


def compared(app, with_what=SHUFFLED):
    """Choose what is put beside the film; gives the second map's session."""
    beside_box(app).set_value(with_what).run()
    assert not app.exception
    return session_of(app).beside.map


def choices(app):
    """What the film can be compared with: names of the address, and what is said of them."""
    session = session_of(app)
    options = side_by_side._options(session, session.source)
    assert beside_box(app).options == list(options.values())
    return options


def trained_with(app, **settings):
    """Another film of the same text, seen on the Map page."""
    app.switch_page("pages/train.py").run()
    for name, value in settings.items():
        app.number_input(key=f"skipgram.{name}").set_value(value).run()
    button(app, "train").click().run()
    return app.switch_page("pages/map.py").run()


def visit(address):
    """The Map page of another visit, at an address."""
    other = AppTest.from_file(APP, default_timeout=60)
    other.query_params[PARAMETER] = address
    return other.run().switch_page("pages/map.py").run()


def messages(app):
    """The last messages to all word maps, from left to right."""
    return [decode(each.proto.bytes) for each in app.get("bidi_component")]


def stepped(app, frames):
    """A film of tiny that has so many frames so far, seen on the Map page."""
    there = app.switch_page("pages/train.py").run()
    if there.selectbox(key="text").value != "tiny":
        there.selectbox(key="text").set_value("tiny").run()
    while len(session_of(app).source.frames) < frames:
        button(there, "step").click().run()
    return there.switch_page("pages/map.py").run()


def between(app):
    return tuple(app.select_slider[0].value)


def test_the_chosen_epochs_outlive_new_frames(app):
    there = stepped(app, 4)
    assert between(there) == (0, 3)
    there.select_slider[0].set_range(1, 2).run()
    assert between(stepped(there, 5)) == (1, 2)
    there.select_slider[0].set_range(1, 4).run()
    assert between(stepped(there, 7)) == (1, 6)
    there.select_slider[0].set_range(2, 2).run()
    assert not there.exception
    assert any("different moments" in caption.value for caption in there.caption)


@pytest.mark.parametrize("frames", [2, 3])
def test_what_changed_in_a_film_of_few_frames(app, frames):
    there = stepped(app, frames)
    assert not there.exception
    assert between(there) == (0, frames - 1)
    assert "neighbours changed" in " ".join(markdown.value for markdown in there.main.markdown)


def test_what_changed_among_some_words_alone(on_map):
    session = session_of(on_map)
    session.only = ("dog", "cat", "cow", "milk")
    on_map.run()
    on_map.run()
    assert set(on_map.dataframe[0].value["Word"]) <= {"dog", "cat", "cow", "milk"}
    on_map.button(key="select_changed").click().run()
    assert set(session.selected) <= {"dog", "cat", "cow", "milk"}


def test_what_changed_can_be_taken_along(on_map):
    [changes] = on_map.session_state["embviz_answers"]["changes"].values()
    source = session_of(on_map).source
    lines = csv_tables.changes_csv(source.words, changes.words).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(changes.words) <= 1 + len(source.words)
    word, changed, gained, lost = next(csv.reader(lines[1:]))
    assert int(changed) == len(gained.split()) == len(lost.split())
    assert word == on_map.dataframe[0].value["Word"][0]


def test_noise_is_trained_beside_the_real_text(on_map):
    real, before = session_of(on_map).source, session_of(on_map).map.command
    noise = compared(on_map).source
    session = session_of(on_map)
    assert session.source is real, "the film on screen stays"
    assert session.previous is None
    assert noise.complete
    assert noise.film.words == real.film.words
    assert noise.frames[-1].snapshot.loss > real.frames[-1].snapshot.loss
    left, right = messages(on_map)
    assert left.header["run"] == session.map.film(session)
    assert "when there is none" not in left.header["note"]
    assert right.header["words"] == list(session.map.words())
    assert right.header["title"] == "tiny, words shuffled · Skip-gram"
    assert "different predictions (another text)" in right.header["note"]
    assert "when there is none" in captions(on_map)
    assert (left.header["comparable"], right.header["comparable"]) == (False, False)
    assert session.map.command == before, "it leaves the moment as it was"
    assert right.header["groups"]["names"], "the same colours"
    assert "address" not in right.header


def test_both_maps_are_seen_in_the_same_way(on_map):
    other = compared(on_map)
    session = session_of(on_map)
    session.selected, session.colour = ("cat", "king"), "trust"
    on_map.selectbox(key="way").set_value("neighbourhoods").run()
    assert other.look == session.look
    assert session.look.projection.name == "neighbourhoods"
    left, right = messages(on_map)
    for sent in (left, right):
        assert [sent.header["words"][each.word] for each in sent.lists] == ["cat", "king"]
        assert sent.layers[0].name == "trust"
    session.projection, session.axes, session.only = None, 3, other.source.words[:5]
    on_map.run()
    on_map.run()
    assert other.words() == session.map.words() == other.source.words[:5]
    assert other.look.projection.axes == 3


def test_any_earlier_run_stands_beside_and_titles_say_what_differs(on_map):
    first = session_of(on_map).source
    trained_with(on_map, window=2)
    on_map.switch_page("pages/train.py").run()
    on_map.number_input(key="shown").set_value(12).run()
    trained_with(on_map, window=3)
    earlier = {named: said for named, said in choices(on_map).items() if said.startswith("Run:")}
    assert list(earlier.values()) == [
        "Run: Context window 2, 36 words shown",
        "Run: Context window 5, 36 words shown",
    ], "the last one first"
    other = compared(on_map, list(earlier)[1])
    session = session_of(on_map)
    assert other.source is first, "not only the previous one"
    left, right = (each.header for each in messages(on_map))
    assert left["title"] == "Context window 3, 12 words shown · tiny · Skip-gram"
    assert right["title"] == "Context window 5, 36 words shown · tiny · Skip-gram"
    assert "different predictions (Context window), so each has its own scale." in right["note"]
    assert not right["comparable"]
    on_map.selectbox(key="way").set_value("axes").run()
    ends = session.source.words[:4]
    for key, word in zip(("x_low", "x_high", "y_low", "y_high"), ends, strict=True):
        on_map.text_input(key=f"axes.{key}").set_value(word).run()
    axes = other.wanted_look(session).projection
    assert axes.name == "axes"
    assert tuple(first.words[i] for i in (*axes.x.low, *axes.x.high)) == ends[:2]


def test_losses_of_the_same_guesses_share_a_scale(on_map):
    trained_with(on_map, dimension=9)
    [earlier] = [name for name, said in choices(on_map).items() if said.startswith("Run:")]
    compared(on_map, earlier)
    assert [each.header["comparable"] for each in messages(on_map)] == [True, True]
    assert "PCA shows 2 of 10 dimensions" in messages(on_map)[1].header["note"]
    on_map.button(key="beside_close").click().run()
    assert "comparable" not in messages(on_map)[0].header


@pytest.mark.parametrize("model", ["glove", "bert"])
def test_what_differs_is_ranked_by_neighbours_not_shared(on_map, model):
    compared(on_map, comparison.of_model(session_of(on_map).source, model))
    session = session_of(on_map)
    table = next(
        each.value for each in on_map.dataframe if "Neighbours at the left only" in each.value
    )
    left, right = session.source, session.beside.map.source
    words = [word for word in left.words if word in right.words]

    def neighbours(source):
        result = source.frames[-1].snapshot.matrix(source.film.recipe.result)
        E = result[source.film.shown]
        rows = dict(zip(source.film.shown_words, E, strict=True))
        vectors = Vectors(tuple(words), np.stack([rows[word] for word in words]))
        return {word: {other for other, _ in vectors.most_similar(word, 10)} for word in words}

    here, there = neighbours(left), neighbours(right)
    gone = [len(row.split()) for row in table["Neighbours at the left only"]]
    assert gone == sorted(gone, reverse=True)
    for _, row in table.iterrows():
        word = row["Word"]
        assert set(row["Neighbours at the left only"].split()) == here[word] - there[word]
        assert set(row["Neighbours at the right only"].split()) == there[word] - here[word]


def test_a_comparison_stands_in_the_address_and_is_made_again(on_map):
    compared(on_map, comparison.of_model(session_of(on_map).source, "glove"))
    address = address_of(on_map)
    assert ";beside:tiny/glove" in address
    made = session_of(on_map).beside.map.source
    server.sources.clear()
    other = visit(address + ";at:5")
    assert [each.header["title"] for each in messages(other)] == [
        "Skip-gram, Epochs 5 · tiny",
        "GloVe, Epochs 10 · tiny",
    ]
    again = session_of(other).beside.map.source
    assert again is not made
    assert again.frames[-1].snapshot.E.tobytes() == made.frames[-1].snapshot.E.tobytes()
    assert address_of(other).startswith(address)
    other.button(key="beside_close").click().run()
    assert session_of(other).beside is None
    assert "beside" not in message(other).header["address"]


def test_a_model_keeps_its_name_in_the_list_and_what_is_no_choice_trains_nothing(
    on_map, monkeypatch
):
    glove = comparison.of_model(session_of(on_map).source, "glove")
    assert choices(on_map)[glove] == "GloVe on this text"
    compared(on_map, glove)
    assert choices(on_map)[glove] == "GloVe on this text"
    monkeypatch.setattr(comparison, "launched", None)
    other = visit(address_of(on_map).replace("beside:tiny/glove", "beside:GloVe on this text"))
    assert session_of(other).beside is None
    assert any("“GloVe on this text”" in each.value for each in other.warning)


def test_what_a_list_said_that_is_gone_is_understood(on_map, monkeypatch):
    tab = session_of(on_map)
    monkeypatch.setattr(side_by_side.st, "session_state", {"beside": "GloVe on this text"})
    options = {"shuffled": "Noise", "tiny/glove": "GloVe on this text"}
    renewed.show("beside", None)
    side_by_side._choose(tab, options, "beside")
    assert tab.comparing == "tiny/glove"


def test_titles_of_other_models_say_what_somebody_chose_and_how_long_they_are_trained(on_map):
    one = RunFacts.of(session_of(on_map).source)
    settings = {**one.recipe.settings, "epochs": 400.0, "learning_rate": 0.5, "window": 3.0}
    recipe = dataclasses.replace(one.recipe, model="exact", settings=settings)
    for named, rate in (("tiny;exact", ""), ("tiny;exact;learning_rate:0.5", "Learning rate ")):
        other = dataclasses.replace(one, named=named, recipe=recipe)
        now, then = titles(one, other)
        assert "Epochs 5" in now and "Steps 400" in then
        assert "window 5" in now and "window 3" in then
        assert (rate in now) and (rate in then) and ("rate" in now) == bool(rate)


def test_a_comparison_stands_whatever_a_browser_says_that_is_late(on_map):
    """On a page that is come back to, its choice may not know yet what is compared."""
    compared(on_map)
    on_map.switch_page("pages/words.py").run()
    assert session_of(on_map).beside is not None
    on_map.switch_page("pages/map.py").run()
    assert beside_box(on_map).value == SHUFFLED
    assert beside_box(on_map).proto.default == beside_box(on_map).index
    assert not beside_box(on_map).proto.set_value, "which the browser would hear of later"


def test_runs_of_ones_own_text_are_found_or_trained_again(app):
    paste(app, "The king rules the land. The queen rules the sea. " * 20)
    app.number_input(key="skipgram.epochs").set_value(3).run()
    button(app, "train").click().run()
    first = session_of(app).source
    trained_with(app, dimension=9)
    [earlier] = [name for name, said in choices(app).items() if said.startswith("Run:")]
    assert compared(app, earlier).source is first
    address = address_of(app)
    assert f"beside:run={first.key}/" in address
    server.sources().drop(first.key)
    again = session_of(visit(address)).beside.map.source
    assert (again is not first, again.key, again.name) == (True, first.key, first.name)
    server.sources().drop(first.key)
    gone = visit(address.replace(first.key, "0123456789abcdef"))
    assert session_of(gone).beside is None
    assert any("compared with is no longer kept" in each.value for each in gone.warning)


def test_a_saved_film_stands_beside(on_map):
    saved = saved_films._saved(session_of(on_map).source)
    trained_with(on_map, dimension=9)
    beside_box(on_map).set_value("file").run()
    on_map.file_uploader(key="beside_file").set_value(("film.npz", saved, "")).run()
    assert not on_map.exception
    left, right = (each.header["title"] for each in messages(on_map))
    assert (left, right) == (
        "Dimension d 9 · tiny · Skip-gram",
        "Dimension d 10 · tiny · Skip-gram",
    )
    assert ";beside:run=" in address_of(on_map)


def test_what_a_model_refuses_is_said(on_map, monkeypatch):
    def refuse(run):
        raise SettingError("too_many_words", "", high=8, value=9)

    monkeypatch.setattr(comparison, "estimate", refuse)
    beside_box(on_map).set_value(SHUFFLED).run()
    assert session_of(on_map).beside is None
    assert any("comparison cannot begin" in each.value for each in on_map.warning)


def test_axes_whose_words_the_other_lacks(on_map):
    session = session_of(on_map)
    session.beside = Beside("run:x", session.source.key, MapState(other_run(session.source)))
    session.projection = WordAxes(AxisWords(("man",), ("woman",)), AxisWords(("cat",), ("king",)))
    side_by_side.maps(session)
    assert session.beside.map.wanted_look(session).projection == PCA()
    assert "so it shows PCA" in session.beside.map.note


def other_run(source):
    """A run of another text, which has none of the words."""
    corpus = ev.Corpus.from_text("one two three four five six seven. " * 30, min_count=1)
    run = Run(source.run.model, corpus)
    return FilmOnScreen.launch(server.engine(), run, name="numbers", sample=None)


def test_closing_forgets_nothing_of_the_film_on_screen(on_map):
    session = session_of(on_map)
    on_map.run()
    sent, source = session.map.sent, session.source
    noise = compared(on_map).source
    on_map.button(key="beside_close").click().run()
    assert not on_map.exception
    assert session.beside is None
    assert len(messages(on_map)) == 1
    assert (session.map.sent, session.source) == (sent, source)
    assert sent.frames == len(source.frames)
    assert server.sources().get(noise.key) is noise, "others may be looking at it"
    assert compared(on_map).source is noise, "it is not trained again"


def test_what_the_second_map_says_is_heard(on_map, monkeypatch):
    other, session = compared(on_map), session_of(on_map)
    said = {}
    monkeypatch.setattr(component.Place, "value", lambda place, name: said.get(name))
    place = component.Place("wordmap_beside", other, session)
    run, words = other.film(session), other.words()
    said["selected"] = {"run": run, "words": [2, 4], "no": 1}
    component.CALLBACKS["selected"](place)
    assert session.selected == (words[2], words[4])
    said["selected"] = {"run": session.map.film(session), "words": [1], "no": 2}
    component.CALLBACKS["selected"](place)
    assert session.selected == (words[2], words[4]), "said of another film"
    said["selected"] = {"run": "another picture", "words": [9], "names": [words[3]], "no": 3}
    component.CALLBACKS["selected"](place)
    assert session.selected == (words[3],), "by name, what a picture before showed"
    for names, alone in ((list(words[1:6]), words[1:6]), (["no such"], words[1:6]), ([], ())):
        no = place.map.last_wish.get("isolate", 0) + 1
        said["isolate"] = {"run": "another picture", "words": [], "names": names, "no": no}
        component.CALLBACKS["isolate"](place)
        assert session.only == tuple(alone)
    said["rest"] = {"run": run, "frame": 3}
    component.CALLBACKS["rest"](place)
    assert (other.rested, session.rested) == (3, session.rested)
    assert other.asked.table == 3
    said["search"] = {"text": "ki"}
    component.CALLBACKS["search"](place)
    assert (other.asked.search, session.map.asked.search) == ("ki", None)
    said["missing"] = {"run": run, "from": 2, "words": False}
    component.CALLBACKS["missing"](place)
    assert other.sent.frames == 2
    assert session.map.sent.frames == len(session.source.frames)
    said["colour"] = {"value": "norm", "no": 3}
    component.CALLBACKS["colour"](place)
    said["way"] = {"value": "neighbourhoods", "no": 4}
    component.CALLBACKS["way"](place)
    assert (session.colour, session.projection.name) == ("norm", "neighbourhoods")
    session.colour = "group"  # chosen elsewhere
    component.CALLBACKS["colour"](place)
    assert session.colour == "group", "the same wish is not heard twice"
    said["colour"] = {"value": "norm", "no": 5}
    component.CALLBACKS["colour"](place)
    assert session.colour == "norm", "but it can be wished again"
    other.sent = Sent()
    told = news(Seen(session, other, other.source)).beginning
    assert ([words[i] for i in told.selected], told.heard) == ([words[3]], 3)


def test_a_film_without_its_text_has_no_noise(on_map):
    session = session_of(on_map)
    session.source = dataclasses.replace(session.source, run=None)
    on_map.run()
    assert SHUFFLED not in choices(on_map)
    assert any("nothing to shuffle" in caption.value for caption in on_map.caption)


def test_another_run_on_screen_ends_the_comparison_with_noise(on_map):
    compared(on_map)
    on_map.switch_page("pages/train.py").run()
    assert len(messages(on_map)) == 1, "only the Map page compares"
    on_map.number_input(key="skipgram.dimension").set_value(9).run()
    button(on_map, "train").click().run()
    on_map.switch_page("pages/map.py").run()
    assert session_of(on_map).beside is None
    assert len(messages(on_map)) == 1


@pytest.fixture
def idle(monkeypatch):
    """Drawings that begin but do not go on."""
    monkeypatch.setattr(film_drawing.FilmDrawing, "_begin", lambda *_: None)


def test_a_drawing_under_way_says_so_and_can_be_cancelled(on_map, idle, monkeypatch):
    monkeypatch.setattr(compiled, "is_kept", lambda: False)
    session = session_of(on_map)
    on_map.selectbox(key="way").set_value("umap").run()
    assert session.map.waits(session)
    assert not on_map.get("progress"), "what is quick is not spoken of"
    session.map.asked.look_at -= 60
    on_map.run()
    bars = on_map.get("progress")
    assert len(bars) == 1
    assert "compiling its library" in bars[0].proto.text
    monkeypatch.setattr(compiled, "is_kept", lambda: True)
    on_map.run()
    assert "loading its library" in on_map.get("progress")[0].proto.text, "no wait is announced"
    assert messages(on_map)[0].header["run"] == session.map.film(session)
    on_map.button(key="cancel_drawing").click().run()
    assert not on_map.exception
    assert session.wanted_way() == "pca"
    assert on_map.selectbox(key="way.1").value == "pca", "a choice that the browser cannot overrule"
    assert not session.map.waits(session)
    assert not on_map.get("progress")


def test_a_browser_that_is_late_does_not_choose_again(app, monkeypatch):
    """What was chosen elsewhere stays, though the chooser before is heard of once more."""
    state = {}
    monkeypatch.setattr(projection_choice.st, "session_state", state)
    session = session_of(app)
    renewed.show("way", "pca")
    state["way"] = "umap"
    projection_settings._chosen("way")
    assert state["way_asked"] == "umap"
    projection_choice.choose(session, PCA())
    projection_settings._chosen("way")
    assert state["way_asked"] is None
    renewed.show("way", "pca")
    state["way.1"] = "neighbourhoods"
    projection_settings._chosen("way.1")
    assert state["way_asked"] == "neighbourhoods"


def test_cancelling_goes_back_to_the_settings_on_screen(on_map, monkeypatch):
    on_map.selectbox(key="pca.basis").set_value("last").run()
    session = session_of(on_map)
    shown = session.look
    assert shown.projection.basis == "last"
    monkeypatch.setattr(film_drawing.FilmDrawing, "_begin", lambda *_: None)
    on_map.selectbox(key="pca.basis").set_value("all").run()
    assert session.map.waits(session)
    assert session.look == shown, "the picture before stays"
    session.map.asked.look_at -= 60
    on_map.run()
    on_map.button(key="cancel_drawing").click().run()
    assert on_map.selectbox(key="pca.basis").value == "last"
    assert session.wanted_look() == shown


def test_cancelling_goes_back_to_axes_by_their_words(on_map, monkeypatch):
    session = session_of(on_map)
    axes = WordAxes(AxisWords(("man",), ("woman",)), AxisWords(("cat",), ("king",)))
    monkeypatch.setattr(projection_choice.st, "session_state", {})
    projection_choice.choose(session, axes)
    session.map.settle(session)
    shown = session.look
    assert shown.projection.name == "axes"
    monkeypatch.setattr(film_drawing.FilmDrawing, "_begin", lambda *_: None)
    session.projection = Neighbourhoods()
    session.map.settle(session)
    assert session.map.waits(session)
    map.cancel(session, session.map, [session.map])
    assert session.projection == axes
    assert session.wanted_look() == shown


def test_cancelling_for_the_second_map_brings_both_back(on_map, monkeypatch):
    other, session = compared(on_map), session_of(on_map)
    monkeypatch.setattr(film_drawing.FilmDrawing, "_begin", lambda *_: None)
    session.projection = Neighbourhoods()
    on_map.run()
    assert session.map.waits(session)
    assert other.waits(session)
    other.asked.look_at -= 60
    on_map.run()
    on_map.button(key="cancel_drawing").click().run()
    assert not session.map.waits(session)
    assert not other.waits(session)


def test_the_film_page_is_made(on_map):
    session = session_of(on_map)
    page = film_page.made(session, session.source)
    assert page.startswith("<!DOCTYPE html>") or page.startswith("<!doctype html>")
    *_, rows = re.findall(r'class="message">([^<]+)<', page)
    header, _ = split(zlib.decompress(base64.b64decode(rows)))
    assert header["rows"] == {
        "frames": list(range(len(session.source.frames))),
        "d": session.source.d,
    }
    assert f"from “{session.source.name}”, in {len(session.source.frames)} frames." in page
    csv = export._csv(session, session.source).decode("utf-8-sig")
    assert csv.count("\n") == 1 + len(session.source.words) * len(session.source.frames)


def test_nothing_trained_yet(app):
    app.switch_page("pages/map.py").run()
    assert not app.exception
    assert any("untrained" in caption.value for caption in app.caption)


def test_what_is_seen_can_be_taken_as_a_picture(on_map):
    on_map.switch_page("pages/map.py").run()
    before = message(on_map).header.get("command", {}).get("id")
    on_map.button(key="picture_pdf").click().run()
    command = message(on_map).header["command"]
    assert command["do"] == "pdf" and command["id"] != before
    on_map.run()
    assert message(on_map).header["command"] == command  # known by its number: not done again
