"""The Train page as its visitors use it, but for what moves."""

import base64
import re
import zlib
from types import SimpleNamespace

import pytest

from embviz.ui.map import component, film_page
from embviz.wordmap.packing import split
from tests.models.planted import planted_text
from tests.ui.app_page import button, complaints, message, paste, said, session_of


def test_opens_with_untrained_words_and_one_primary_button(app):
    assert not app.exception
    assert app.selectbox(key="text").value == "kingdom"
    source = session_of(app).source
    assert source.untouched
    assert len(source.frames) == 1
    assert not button(app, "train").disabled
    assert button(app, "pause").disabled
    assert not button(app, "step").disabled
    assert button(app, "reset").disabled
    first = message(app)
    assert first.header["words"] == list(source.words)
    assert first.header["frames"] == 1
    assert first.header["status"] == "idle"


def test_says_what_it_read_before_training(app):
    told = app.sidebar.text[0].value
    corpus = session_of(app).source.run.corpus
    assert f"{corpus.reading.tokens:,} tokens" in told
    assert corpus.words[0] in told


def listed(app):
    """The sentences of the text that is open, as HTML."""
    return next(each.proto.body for each in app.get("html") if "class='reading'" in each.proto.body)


def test_the_text_is_read_in_the_page(app):
    corpus = session_of(app).source.run.corpus
    session_of(app).select(["queen"])
    app.button(key="reading").click().run()
    page = listed(app)
    assert page.count("<mark>queen</mark>") >= 25 and "“queen” is selected" in said(app)
    app.text_input(key="reading.sought").set_value("Prince").run()
    first = next(i for i in range(len(corpus.spans)) if "prince" in corpus.sentence(i).split())
    assert f"<li value='{first + 1}'" in listed(app)
    assert "“prince” is in" in said(app)
    app.number_input(key="reading.page").set_value(2).run()
    assert f"<li value='{first + 1}'" not in listed(app)
    app.text_input(key="reading.sought").set_value("no such letters").run()
    assert "in no sentence" in said(app)


def test_a_text_that_holds_markup_is_read_as_it_is(app):
    paste(app, "A <b>bold</b> king ![x](http://y) rules. The king <script>sings</script>.\n" * 3)
    app.button(key="reading").click().run()
    page = listed(app).replace("<mark>", "").replace("</mark>", "")
    assert "&lt;b&gt;bold" in page and "<b>" not in page and "<script>" not in page
    assert "![x](http://y)" in page and not app.exception


def test_train_fills_the_film_and_a_second_press_replays_it(app):
    button(app, "train").click().run()
    assert not app.exception
    source = session_of(app).source
    assert source.complete
    assert len(source.frames) == source.length.frames
    assert source.frames[-1].picture.loss < source.frames[0].picture.loss
    command = session_of(app).map.command
    button(app, "train").click().run()
    assert session_of(app).source is source
    assert session_of(app).map.command != command


def test_step_gives_one_more_frame(app):
    button(app, "step").click().run()
    assert len(session_of(app).source.frames) == 2
    assert session_of(app).map.command[1] == "follow"
    button(app, "step").click().run()
    assert len(session_of(app).source.frames) == 3


def test_reset_goes_back_to_untrained_words(app):
    button(app, "train").click().run()
    button(app, "reset").click().run()
    source = session_of(app).source
    assert source.untouched
    assert message(app).header["frames"] == 1
    assert "words" in message(app).header


def test_settings_change_the_untrained_picture_at_once(app):
    before = session_of(app).source
    app.number_input(key="skipgram.dimension").set_value(10).run()
    after = session_of(app).source
    assert after is not before
    assert after.run.model.dimension == 10
    assert after.untouched


def test_settings_leave_a_trained_film_alone_until_train(app):
    button(app, "train").click().run()
    trained = session_of(app).source
    app.number_input(key="skipgram.dimension").set_value(10).run()
    assert session_of(app).source is trained
    button(app, "train").click().run()
    assert session_of(app).source.run.model.dimension == 10
    assert session_of(app).source.complete


def test_equal_runs_of_two_visitors_are_made_once(app):
    button(app, "train").click().run()
    made = session_of(app).source
    button(app, "reset").click().run()
    button(app, "train").click().run()
    assert session_of(app).source is made


def test_settings_are_proposed_for_each_text_and_taken_back(app):
    def value(name):
        return app.number_input(key=f"skipgram.{name}").value

    ours = (value("dimension"), value("epochs"), value("subsampling"))
    app.selectbox(key="text").set_value("tiny").run()
    assert (value("dimension"), value("epochs"), value("subsampling")) == (10, 100, 0)
    app.selectbox(key="text").set_value("kingdom").run()
    assert (value("dimension"), value("epochs"), value("subsampling")) == ours
    paste(app, "The king rules. The queen rules. " * 20)
    assert value("epochs") == 80
    assert value("subsampling") == 0


def test_a_setting_chosen_by_hand_outlives_another_text(app):
    app.number_input(key="skipgram.window").set_value(3).run()
    app.selectbox(key="text").set_value("tiny").run()
    assert app.number_input(key="skipgram.window").value == 3


def test_pasted_russian(app):
    paste(app, "Царь правит царством. Царица правит царством. Ёж ест яблоко. Кот ест рыбу. " * 5)
    assert not app.exception
    assert "царством" in session_of(app).source.words
    button(app, "train").click().run()
    assert session_of(app).source.complete


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("   ", "no words"),
        ("word", "only one word"),
        ("王は国を治める。女王は国を愛する。" * 10, "without spaces"),
        ("a a a b b b", None),
    ],
)
def test_bad_text_is_told_in_a_sentence_and_loses_nothing(app, text, said):
    before = session_of(app).source
    paste(app, text)
    assert not app.exception
    if said is None:
        assert not complaints(app)
        return
    assert any(said in complaint for complaint in complaints(app))
    assert session_of(app).source is before


def test_nothing_is_trained_while_the_chosen_text_will_not_do(app):
    for option in ("paste", "upload"):
        app.selectbox(key="text").set_value(option).run()
        assert button(app, "train").disabled
        assert button(app, "step").disabled
        assert app.sidebar.caption[0].value, "it says what to do"
    paste(app, "word")
    assert button(app, "train").disabled
    paste(app, "The king rules. The queen rules. " * 9)
    assert not button(app, "train").disabled


def test_a_film_that_is_trained_can_still_be_held_and_stepped_through(app):
    button(app, "train").click().run()
    assert session_of(app).source.complete
    button(app, "pause").click().run()
    assert session_of(app).map.command[1] == "pause"
    button(app, "step").click().run()
    assert session_of(app).map.command[1] == "forward"


def test_pause_can_be_pressed_as_long_as_something_moves(app):
    assert button(app, "pause").disabled
    button(app, "train").click().run()
    assert not button(app, "pause").disabled, "the film plays"
    come_to_rest(app)
    assert button(app, "pause").disabled
    button(app, "train").click().run()
    assert not button(app, "pause").disabled, "it plays once more"
    button(app, "pause").click().run()
    assert button(app, "pause").disabled


def come_to_rest(app):
    """Have the browser say that the film has come to its end."""
    session = session_of(app)
    film = session.map.film(session)
    shown = SimpleNamespace(value=lambda _: {"run": film, "frame": session.source.resting})
    place = SimpleNamespace(map=session.map, tab=session, is_meant=bool, **vars(shown))
    component.CALLBACKS["rest"](place)
    app.run()


@pytest.mark.parametrize(
    ("key", "wrong", "said"),
    [
        ("skipgram.dimension", 5000, "between 1 and 1,000; 5,000 is not"),
        ("skipgram.dimension", 0, "between 1 and 1,000; 0 is not"),
        ("skipgram.learning_rate", 7.5, "between 0.0001 and 1; 7.5 is not"),
        ("min_count.kingdom", 0, "between 1 and 1,000; 0 is not"),
        ("shown", 1, "between 2 and 5,000; 1 is not"),
        ("seed", -1, "between 0 and 2,147,483,647; -1 is not"),
    ],
)
def test_a_setting_out_of_range_is_told_and_trains_nothing(app, key, wrong, said):
    box = app.number_input(key=key)
    usual, before = box.value, session_of(app).source
    box.set_value(wrong).run()
    assert not app.exception
    assert any(said in complaint for complaint in complaints(app))
    assert any("Out of range" in complaint for complaint in complaints(app))
    assert app.number_input(key=key).value == wrong, "it stays what was typed"
    assert button(app, "train").disabled and button(app, "step").disabled
    assert session_of(app).source is before
    app.number_input(key=key).set_value(usual).run()
    assert not complaints(app) and not button(app, "train").disabled


def memorised():
    """A text of a few words, so short that a model memorises it."""
    return planted_text(1200)[0]


def test_a_run_that_memorises_rests_where_its_held_out_loss_was_lowest(app):
    paste(app, memorised())
    app.number_input(key="skipgram.epochs").set_value(40)
    app.number_input(key="skipgram.learning_rate").set_value(0.1).run()
    button(app, "train").click().run()
    source = session_of(app).source
    losses = [drawn.snapshot.loss for drawn in source.frames]
    assert source.best == source.resting < len(losses) - 5
    assert losses[source.best] < losses[-1] - 0.1
    assert message(app).header["best"] == source.best
    page = film_page.made(session_of(app), source)
    first = re.search('class="message">([^<]+)<', page)[1]
    assert split(zlib.decompress(base64.b64decode(first)))[0]["best"] == source.best


def test_patience_stops_a_run_early_and_the_time_line_ends_there(app):
    paste(app, memorised())
    app.number_input(key="skipgram.epochs").set_value(40)
    app.number_input(key="skipgram.learning_rate").set_value(0.1)
    app.number_input(key="patience").set_value(5).run()
    button(app, "train").click().run()
    source = session_of(app).source
    assert source.complete and source.run.patience == 5
    lowest = min((drawn.snapshot for drawn in source.frames), key=lambda each: each.loss)
    end = source.frames[-1].snapshot.epoch
    assert lowest.epoch + 5 <= end < 20
    header = message(app).header
    assert (header["total"], header["epochs"]) == (len(source.frames), end)


def test_a_model_with_a_patience_of_its_own_needs_no_other(app):
    app.number_input(key="patience").set_value(3).run()
    app.selectbox(key="model").set_value("exact").run()
    assert "patience" not in [each.key for each in app.number_input]
    assert session_of(app).source.run.patience == 0
    assert "exact.patience" in [each.key for each in app.number_input]


def test_says_when_the_picture_shows_other_settings(app):
    def captions():
        return [caption.value for caption in app.sidebar.caption]

    button(app, "train").click().run()
    assert not any("previous settings" in caption for caption in captions())
    app.number_input(key="skipgram.dimension").set_value(10).run()
    assert any("previous settings" in caption for caption in captions())


def test_words_of_a_visitor_are_not_markup(app):
    paste(app, "**bold** king rules. [a](http://x) king rules. " * 9)
    assert not app.exception
    assert any("king" in text.value for text in app.sidebar.text)
    assert not any("king" in markdown.value for markdown in app.markdown)


def test_a_minimum_count_that_drops_all_names_one_that_works(app):
    paste(app, "The king rules here. The queen rules there.")
    app.number_input(key="min_count.own").set_value(9).run()
    assert any("minimum count of 2 would work" in complaint for complaint in complaints(app))
    app.number_input(key="min_count.own").set_value(2).run()
    assert not complaints(app)


def test_a_diverging_run_keeps_what_was_good_and_names_a_rate_that_works(app):
    app.number_input(key="skipgram.learning_rate").set_value(1.0).run()
    button(app, "train").click().run()
    assert not app.exception
    source = session_of(app).source
    assert source.trouble is not None
    assert len(source.frames) >= 1
    suggested = source.trouble.suggested
    assert any(f"try {suggested:g}" in warning.value for warning in app.warning)
    app.number_input(key="skipgram.learning_rate").set_value(suggested).run()
    button(app, "train").click().run()
    assert session_of(app).source.trouble is None


def test_a_file_that_is_no_text_is_refused(app):
    app.selectbox(key="text").set_value("upload").run()
    app.file_uploader(key="file").set_value(("a.txt", b"%PDF-1.7\x00\xff" * 50, "text/plain")).run()
    assert any("PDF document" in complaint for complaint in complaints(app))
    assert not app.exception


def test_the_file_is_refused_with_the_place_and_read_in_the_encoding_chosen(app):
    text = "Король правит страной. Королева правит страной. " * 20
    app.selectbox(key="text").set_value("upload").run()
    app.file_uploader(key="file").set_value(("a.txt", text.encode("cp1251"), "text/plain")).run()
    assert any("not UTF-8" in complaint for complaint in complaints(app))
    choice = app.selectbox(key="encoding")
    assert choice.options[0].startswith("Cyrillic, Windows")
    choice.set_value("cp1251").run()
    assert not complaints(app)
    assert "король" in session_of(app).source.words


def test_utf16_with_a_mark_is_read(app):
    text = "The king rules. The queen rules. " * 20
    app.selectbox(key="text").set_value("upload").run()
    app.file_uploader(key="file").set_value(("a.txt", text.encode("utf-16"), "text/plain")).run()
    assert not complaints(app)
    assert "king" in session_of(app).source.words


def test_selection_brings_neighbours_of_all_frames(app):
    button(app, "train").click().run()
    session = session_of(app)
    session.selected = (session.source.words[5],)
    app.run()
    sent = message(app)
    assert [entry.word for entry in sent.lists] == [5]
    assert len(sent.lists[0].ids) == session.source.length.frames
    exact = session.source.vectors_by("E").most_similar(session.source.words[5], 10)
    assert [word for word, _ in sent.header["final"]["5"]] == [word for word, _ in exact]
    app.run()
    assert not message(app).lists, "sent once"
