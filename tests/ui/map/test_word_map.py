"""What the word map is sent, and what its wishes lead to; the wire itself is a browser's matter."""

import io
from dataclasses import replace

import numpy as np
import pytest

import embviz as ev
from embviz.files.film import film_npz
from embviz.measures import trust
from embviz.projections import PCA, Neighbourhoods
from embviz.projections.axes import axes_of, spread
from embviz.ui.map import component
from embviz.ui.state import server, train_commands
from tests.ui.app_page import address_of, button, captions, message, paste, session_of


@pytest.fixture
def trained(app):
    app.number_input(key="skipgram.epochs").set_value(3).run()
    return button(app, "train").click().run()


def film_of(app):
    run = session_of(app).source.run
    return ev.train(run.model, run.corpus, hide=run.without, progress=False)


def test_in_space_all_frames_are_sent_anew(trained):
    session = session_of(trained)
    session.axes = 3
    trained.run()
    sent = message(trained)
    assert sent.header["dims"] == 3
    assert "words" in sent.header and "whole" not in sent.header, "some words are hidden"
    xyz = ev.project(film_of(trained), PCA(axes=3))
    np.testing.assert_allclose(sent.xy, xyz, atol=1e-4)
    session.axes = 2
    trained.run()
    assert message(trained).xy.shape[-1] == 2


def test_words_alone_are_projected_alone(trained):
    session = session_of(trained)
    session.only = tuple(session.source.words[i] for i in (3, 5, 8, 13))
    trained.run()
    sent = message(trained)
    assert sent.header["words"] == list(session.only)
    assert sent.header["isolated"] == 4
    assert sent.xy.shape[1:] == (4, 2)
    session.selected = (session.only[2], session.source.words[0])
    trained.run()
    assert [entry.word for entry in message(trained).lists] == [2]
    session.only = ()
    trained.run()
    assert len(message(trained).header["words"]) == len(session.source.words)


def test_trust_is_sent_for_every_word_and_frame_while_it_colours(trained):
    session = session_of(trained)
    assert not message(trained).layers
    session.colour = "trust"
    trained.run()
    layer = message(trained).layers[0]
    picture = session.source.frames[-1].picture
    kept = trust.kept(picture.neighbours, picture.xy) * 10
    np.testing.assert_allclose(layer.values[-1], kept, atol=0.05)
    assert (layer.name, layer.low, layer.high) == ("trust", 0, 10)
    trained.run()
    assert not message(trained).layers, "sent once"


def test_norms_are_those_of_the_rows(trained):
    session = session_of(trained)
    session.colour = "norm"
    trained.run()
    layer = message(trained).layers[0]
    norms = np.linalg.norm(film_of(trained).rows(-1), axis=1)
    np.testing.assert_allclose(layer.values[-1], norms, atol=layer.high / 255)


@pytest.mark.parametrize("asked", [{"colour": "change"}, {"trails": True}])
def test_what_changed_is_sent_while_it_colours_or_makes_trails(trained, asked):
    session = session_of(trained)
    session.colour = asked.get("colour", session.colour)
    session.map.trails = asked.get("trails", False)
    trained.run()
    (layer,) = message(trained).layers
    pictures = [drawn.picture for drawn in session.source.frames]
    assert (layer.name, layer.low, layer.high) == ("change", 0, 10)
    assert layer.values.shape == (len(pictures), len(session.source.words))
    assert not layer.values[0].any(), "nothing was before the first frame"
    last, epoch = pictures[-1], pictures[-1].epoch - 1
    before = min(pictures[:-1], key=lambda picture: abs(picture.epoch - epoch))
    for word in (0, 5, 90):
        new = set(last.neighbours[word].tolist()) - set(before.neighbours[word].tolist())
        assert layer.values[-1, word] == pytest.approx(len(new), abs=0.05)
    trained.run()
    assert not message(trained).layers, "sent once"


def test_the_browser_tells_of_trails(trained, monkeypatch):
    session = session_of(trained)
    place = component.Place("wordmap", session.map, session)
    for on in (True, False):
        monkeypatch.setattr(component.Place, "value", lambda place, name, on=on: on)
        component.CALLBACKS["trails"](place)
        assert session.map.trails is on


def test_components_are_told_with_what_they_hold(trained):
    session = session_of(trained)
    session.projection = PCA(components=(3, 1))
    trained.run()
    header = message(trained).header
    assert header["components"] == [3, 1]
    assert len(header["explained"]) == len(session.source.frames)
    assert all(first < second for first, second in header["explained"][5:])


def test_axes_are_told_with_how_far_luck_throws_words(trained):
    session = session_of(trained)
    words = session.source.words
    session.projection = axes_of(words, [(words[3], words[4])], [(words[5], words[6])])
    trained.run()
    axes = message(trained).header["axes"]
    assert axes["x"] == [[words[3]], [words[4]]]
    assert axes["y"] == [[words[5]], [words[6]]]
    last = film_of(trained).rows(-1)
    np.testing.assert_allclose(axes["spread"], spread(last, session.projection), atol=1e-3)
    assert axes["angle"] == pytest.approx(session.projection.angle(last), abs=0.5)
    trained.run()
    assert "axes" not in message(trained).header, "said once"


def test_axes_among_some_words_keep_their_ends(trained):
    session = session_of(trained)
    words = session.source.words
    session.projection = axes_of(words, [(words[30], words[4])], [(words[5], words[60])])
    trained.run()
    whole = message(trained).xy[-1]
    session.only = tuple(words[i] for i in (3, 50, 80))
    trained.run()
    sent = message(trained)
    shown = [3, 4, 5, 30, 50, 60, 80]
    assert sent.header["words"] == [words[i] for i in shown]
    assert sent.header["axes"]["x"] == [[words[30]], [words[4]]]
    np.testing.assert_allclose(sent.xy[-1], whole[shown], atol=1e-4)


def test_a_table_lists_every_words_neighbours_at_a_frame(trained):
    session = session_of(trained)
    session.map.asked.table = 4
    trained.run()
    table = message(trained).table
    assert table.frame == 4
    vectors = film_of(trained).vectors(4)
    for i in (0, 7, 100):
        nearest = [word for word, _ in vectors.most_similar(vectors.words[i], n=10)]
        assert [session.source.words[j] for j in table.ids[i]] == nearest
    trained.run()
    assert message(trained).table is None


def test_search_answers_from_the_whole_vocabulary(app):
    session = session_of(app)
    session.map.asked.search = "TH"
    app.run()
    found = message(app).header["suggestions"]
    words = [word for word, _, _ in found["words"]]
    assert words[0] == "the", "it is in the text"
    assert found["words"][0][1] == -1, "but hidden"
    assert all("th" in word for word in words)


def test_a_misspelled_search_is_answered_by_what_is_spelled_like_it(app):
    session_of(app).map.asked.search = "kinng"
    app.run()
    found = message(app).header["suggestions"]
    assert found["spelled"] and found["words"][0][0] == "king" and found["words"][0][1] >= 0


def look_up(app, word):
    session_of(app).map.asked.word = word  # as the callback does
    session_of(app).selected = (word,)
    return message(app.run()).header.get("looked_up")


def test_a_word_beyond_the_map_has_its_neighbours_at_once(app):
    source = session_of(app).source
    found = look_up(app, "the")
    whole = source.vectors_now("E")[0]
    shown = [whole.words.index(word) for word in source.words]
    assert np.array_equal(whole.matrix[shown].astype(np.float16), source.frames[0].snapshot.E)
    nearest = whole.most_similar("the", n=10)
    assert [word for word, _ in found["neighbours"]] == [word for word, _ in nearest]
    assert (found["epoch"], found["last"]) == (0, False)
    assert "hidden" in found["told"] and found["action"] == "Show it on the map"
    assert "previous settings" not in captions(app) and look_up(app, "nowhere") is None


def test_it_is_shown_in_all_frames_without_training(trained):
    source = session_of(trained).source
    found = look_up(trained, "the")
    nearest = [word for word, _ in source.vectors_by("E").most_similar("the", n=10)]
    assert found["last"] and [word for word, _ in found["neighbours"]] == nearest
    shown = source.showing(server.engine(), "the")
    assert shown.work.wait(len(source.frames), 60) and shown.complete
    assert "the" in shown.words and len(shown.frames) == len(source.frames)
    near = replace(source, live=Neighbourhoods()).showing(server.engine(), "the")
    assert near.plain.projection == Neighbourhoods(), "drawn as before, and called what it is"
    again = ev.train(source.run.model, source.run.corpus, hide=source.run.without, always=["the"])
    for one, two in zip(shown.frames, again, strict=True):
        assert np.array_equal(one.snapshot.E, two.E)


def test_what_the_frames_do_not_hold_is_said_to_need_training(app):
    app.number_input(key="shown").set_value(20).run()
    rare = session_of(app).source.vocabulary[-1]
    assert look_up(app, rare)["action"] == "Show it on the map", "nothing is trained yet"
    button(app, "step").click().run()
    found = look_up(app, rare)
    assert "trains the same model again" in found["told"]
    assert found["action"] == "Train again to show it"
    assert len(found["neighbours"]) == 10


def test_the_run_before_stays_with_its_curve_and_what_differed(trained):
    first = session_of(trained).source
    trained.number_input(key="skipgram.dimension").set_value(9).run()
    button(trained, "train").click().run()
    session = session_of(trained)
    assert session.previous is first
    trained.run()
    session.map.sent = replace(session.map.sent, previous="none")
    trained.run()
    before = message(trained).header["previous"]
    assert "Dimension d 50 instead of 9" in before["label"]
    assert len(before["losses"]) == len(first.frames)


def test_the_run_before_comes_back_with_its_settings(trained):
    first = session_of(trained).source
    trained.number_input(key="skipgram.dimension").set_value(9).run()
    button(trained, "train").click().run()
    second = session_of(trained).source
    session = session_of(trained)
    session.source, session.previous = first, second  # as the callback does before the rerun
    trained.run()
    assert session_of(trained).source is first


def test_a_film_is_saved_opened_and_shown(trained):
    source = session_of(trained).source
    film, checkpoint = source.recording()
    data = io.BytesIO()
    film_npz.write(data, film, checkpoint=checkpoint, title=source.name)
    upload(trained, "run.npz", data.getvalue())
    shown = session_of(trained).source
    assert shown is not source
    assert not trained.exception
    assert not trained.error
    for a, b in zip(source.frames, shown.frames, strict=True):
        np.testing.assert_array_equal(a.picture.xy, b.picture.xy)
    assert trained.session_state["text"] == "kingdom"
    assert trained.number_input(key="skipgram.epochs").value == 3


def test_a_paused_run_goes_on_from_its_file_to_the_same_film(app):
    paste(app, "The king rules the land. The queen loves the king. " * 40)
    for _ in range(5):
        button(app, "step").click().run()
    film, checkpoint = session_of(app).source.recording()
    assert not film.complete
    data = io.BytesIO()
    film_npz.write(data, film, checkpoint=checkpoint, title="mine")
    button(app, "train").click().run()
    whole = session_of(app).source
    button(app, "reset").click().run()
    upload(app, "run.npz", data.getvalue())
    assert len(session_of(app).source.frames) == 6
    assert app.session_state["text"] == "kept"
    session_of(app).source.work.resume()
    resumed = session_of(app).source
    assert resumed.complete
    for a, b in zip(whole.frames, resumed.frames, strict=True):
        assert a.snapshot.E.tobytes() == b.snapshot.E.tobytes()


def test_a_file_that_claims_to_be_a_run_of_ours_is_not_given_to_others(trained):
    film, checkpoint = session_of(trained).source.recording()
    data = io.BytesIO()
    film_npz.write(data, film, checkpoint=checkpoint, title="x")
    upload(trained, "run.npz", data.getvalue())
    loaded = session_of(trained).source
    assert loaded.loaded
    assert address_of(trained).startswith(f"run:{loaded.key};{loaded.film.recipe.model}")
    assert loaded.key != loaded.film.recipe.run


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nonsense", b"The king rules."])
def test_a_film_that_is_none_is_refused_in_a_sentence(app, data):
    before = session_of(app).source
    upload(app, "run.npz", data)
    assert not app.exception
    assert app.error
    assert session_of(app).source is before


def upload(app, name, data):
    app.selectbox(key="text").set_value("upload").run()
    app.file_uploader(key="file").set_value((name, data, "application/octet-stream")).run()


def test_hidden_and_asked_for_words(app):
    session = session_of(app)
    assert "the" not in session.source.words
    app.text_input(key="always").set_value("the, nowhere").run()
    assert "the" in session_of(app).source.words
    assert any("nowhere" in warning.value for warning in app.warning)
    app.number_input(key="shown").set_value(20).run()
    assert len(session_of(app).source.words) == 20
    app.number_input(key="hide").set_value(0).run()
    assert session_of(app).source.words[1] == "in"


def test_hidden_words_are_listed_and_can_be_the_most_frequent_ones(app):
    source = session_of(app).source
    without = source.run.without
    assert f"Hidden: {', '.join(without)}." in captions(app)
    assert len(without) > 9 and not set(without) & set(source.words)
    app.selectbox(key="hide_which").set_value("frequent").run()
    app.number_input(key="hide").set_value(3).run()
    run = session_of(app).source.run
    assert (run.hide, run.without) == (3, ()) and "Hidden: the, in, and." in captions(app)


@pytest.mark.parametrize("name", ["quick", "best", "textbook", "suited"])
def test_presets_set_the_settings_until_one_is_changed_by_hand(app, name):
    app.selectbox(key="preset").set_value(name).run()
    assert not app.exception
    assert app.session_state["preset"] == name
    model = session_of(app).source.run.model
    if name == "textbook":
        assert (model.final_rate, model.spread_U, model.subsampling) == (1.0, 0.1, 0.0)
    if name == "best":
        assert model.dimension == 100
    app.number_input(key="skipgram.window").set_value(3).run()
    assert app.session_state["preset"] is None


def test_a_quick_look_at_a_long_text_takes_ten_seconds(app):
    words = np.random.default_rng(0).integers(0, 3000, 180_000).astype(str)
    text = " ".join(f"w{word}{'.' * (i % 12 == 0)}" for i, word in enumerate(words))
    paste(app, text)
    app.selectbox(key="preset").set_value("quick").run()
    from embviz.jobs import train_and_draw

    assert train_and_draw.estimate_s(session_of(app).source.run) <= 11


def test_keep_probabilities_are_shown_when_asked_for(app):
    assert not app.dataframe
    app.checkbox(key="keep").check().run()
    table = app.dataframe[0].value
    corpus = session_of(app).source.run.corpus
    f = corpus.vocabulary.counts[0] / corpus.vocabulary.counts.sum()
    expected = min(1, np.sqrt(1e-3 / f) + 1e-3 / f)
    assert table.iloc[0, 0] == "the"
    assert table.iloc[0, 2] == pytest.approx(100 * expected, abs=0.01)
    assert len(table) == 20


def test_what_the_browser_says_of_another_film_is_ignored(app):
    session = session_of(app)
    named = {"run": "other", "words": [5], "names": ["no such word", session.map.words()[2], 3]}
    assert session.map.words_named(named) == (session.map.words()[2],)
    for none in ({}, None, {"names": []}, {"names": ["no such word"]}, {"names": "king"}):
        assert session.map.words_named(none) is None
    assert session.map.words_meant({"run": "other", "words": [1]}, session) is None
    mine = {"run": session.map.film(session), "words": [1, 10**9, -1]}
    assert session.map.words_meant(mine, session) == (session.map.words()[1],)


def test_nothing_happens_when_there_is_no_run_before(app):
    session = session_of(app)
    source = session.source
    train_commands.ask_for_previous(session)
    assert session.source is source


def test_a_film_without_its_text_plays_and_can_be_left_again(app):
    film = ev.train(ev.SkipGram(dimension=8, epochs=2), ev.sample("kingdom"), progress=False)
    data = io.BytesIO()
    film_npz.write(data, film)
    upload(app, "mine.npz", data.getvalue())
    assert not app.exception
    source = session_of(app).source
    assert len(source.frames) == len(film)
    assert source.name == "mine.npz"
    assert source.sample == "kingdom", "its words are coloured"
    assert any("not trained" in caption.value for caption in app.caption)
    assert button(app, "train").disabled
    app.selectbox(key="text").set_value("tiny").run()
    assert session_of(app).source is source, "what was trained stays until Train"
    button(app, "train").click().run()
    assert session_of(app).source.name == "tiny"


def test_words_asked_for_are_found_whatever_their_capitals(app):
    app.text_input(key="always").set_value("THE").run()
    assert not app.warning
    assert "the" in session_of(app).source.words
