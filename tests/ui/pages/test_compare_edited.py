"""The Compare page: a text is edited and trained again."""

import io
import itertools
from collections import Counter

import numpy as np
import pytest

from embviz.files.film import film_npz
from embviz.ui.pages.compare import noise_of_seeds
from embviz.ui.state import editing, measuring
from embviz.ui.texts import say
from tests.ui.app_page import NASTY, button, complaints, paste, said, session_of
from tests.ui.pages.test_other_films import other_film


def trained(app, text="tiny"):
    """A short text, or one of one's own, that is trained."""
    if text in ("tiny", "sentiment", "царство"):
        app.selectbox(key="text").set_value(text).run()
    else:
        paste(app, text)
    app.number_input(key="skipgram.epochs").set_value(3)
    app.number_input(key="skipgram.dimension").set_value(8).run()
    button(app, "train").click().run()
    app.run()
    assert session_of(app).source.complete
    return app


def opened(app):
    """The part of the Compare page."""
    app.switch_page("pages/compare.py")
    app.session_state["compare.tab"] = say("compare", "tabs.edited")
    app.run()
    assert not app.exception
    return app


def choose(app, kind, **values):
    """Have an edit of a kind added to the list."""
    app.selectbox(key="edits.kind").set_value(kind).run()
    for key, value in values.items():
        named = [
            each
            for each in (*app.text_input, *app.text_area, *app.selectbox, *app.number_input)
            if each.key == f"edits.{key}"
        ]
        named[0].set_value(value)
    app.run()
    button(app, "edits.add").click().run()
    assert not app.exception
    return app


def train_again(app):
    button(app, "edits.begin").click().run()
    app.run()
    app.run()
    assert not app.exception and not complaints(app)
    return app


def lines(app):
    return [m.value for m in app.markdown if m.value[:1].isdecimal() and "\\. " in m.value]


def test_the_example_is_trained_and_told(app):
    opened(trained(app))
    assert len(lines(app)) == 1 and "in 50% of their sentences" in lines(app)[0]
    assert "Sentences changed: **" in said(app)
    app.number_input(key="compare.noise_seeds").set_value(2).run()
    before = session_of(app).source
    train_again(app)
    assert "changed more than another seed changes" in said(app)
    assert "Chance is measured by 2 other seeds" in said(app)
    button(app, "edits.put_on_screen").click().run()
    now = session_of(app).source
    assert now.name == "tiny, edited" and now.sample is None and now.complete
    assert now.run.model == before.run.model and now.run.seed == before.run.seed
    assert now.run.corpus.text != before.run.corpus.text
    assert [each.key for each in session_of(app).earlier] == [before.key]
    app.switch_page("pages/train.py").run()
    assert app.session_state["text"] == "kept" and not app.exception
    assert session_of(app).source is now


def test_edits_are_listed_dropped_and_undone(app):
    opened(trained(app))
    button(app, "edits.drop.0").click().run()
    assert not lines(app) and "No edits yet" in said(app)
    choose(app, "replace", one="king", other="cat")
    choose(app, "remove_with", one="dog")
    choose(app, "remove", numbers="1, 3")
    choose(app, "add", text="A **b** cat! <i>So</i>.")
    assert [line[:12] for line in lines(app)] == [
        "1\\. Replace ",
        "2\\. Remove t",
        "3\\. Remove s",
        "4\\. Add “A \\",
    ]
    assert "removed: **" in said(app) and "added: **2**" in said(app)
    assert "No longer in the text: king" in said(app)
    assert "New in the vocabulary: i, b, so" in said(app)
    button(app, "edits.undo").click().run()
    button(app, "edits.drop.1").click().run()
    assert len(lines(app)) == 2
    button(app, "edits.undo").click().run()
    assert len(lines(app)) == 3 and not complaints(app)


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (("replace", "king", "King"), "“King” would replace itself|“king” would replace itself"),
        (("replace", "king", "two words"), "“two words” is not one word"),
        (("exchange", "kign", "cat"), "“kign” does not stand in the text"),
        (("remove", "99999"), "There is no sentence 99,999"),
    ],
)
def test_what_cannot_be_is_said(app, edit, why):
    opened(trained(app))
    button(app, "edits.drop.0").click().run()
    kind, *values = edit
    choose(
        app,
        kind,
        **dict(zip(("numbers",) if kind == "remove" else ("one", "other"), values, strict=True)),
    )
    assert any(part in complaints(app)[0] for part in why.split("|"))
    assert not lines(app), "it is not added"
    assert not [each for each in app.button if each.key == "edits.begin"]
    if "kign" in values:
        button(app, "edits.missing.closest.0").click().run()
        assert not complaints(app) and "**king**" in lines(app)[0]


@pytest.mark.parametrize("typed", ["unicorn", "<b>x</b>"])
def test_an_edit_at_fault_is_not_added_and_nothing_is_lost(app, typed):
    opened(trained(app))
    before = lines(app)
    choose(app, "remove_with", one=typed)
    assert len(complaints(app)) == 1 and lines(app) == before
    assert app.text_input(key="edits.one").value == typed
    assert [each for each in app.button if each.key == "edits.begin"]
    app.text_input(key="edits.one").set_value("dog").run()
    assert not complaints(app)
    button(app, "edits.add").click().run()
    assert len(lines(app)) == 2 and not complaints(app)


def test_an_edit_that_has_become_wrong_is_marked(app):
    opened(trained(app))
    choose(app, "replace", one="king", other="unicorn")
    choose(app, "remove_with", one="unicorn")
    assert not complaints(app)
    button(app, "edits.drop.1").click().run()
    assert complaints(app)[0].startswith("Edit 2: “unicorn” does not stand")
    assert [say("compare", "edited.wrong") in line for line in lines(app)] == [False, True]


def test_where_no_word_is_left_it_is_said_before_training(app):
    opened(trained(app))
    app.segmented_control(key="edits.way").set_value("text").run()
    area = next(each for each in app.text_area if each.key.startswith("edits.whole"))
    area.set_value("Lorem ipsum dolor. Ipsum dolor sit. Lorem sit." * 9).run()
    assert complaints(app) == [say("compare", "edited.none_left")]
    assert not [each for each in app.button if each.key == "edits.begin"]
    area.set_value("Lorem king ipsum dolor. King ipsum dolor sit." * 9).run()
    assert complaints(app) == [say("compare", "edited.one_left")]


VILLAGE = "".join(
    f"The {one} and the {other} of the village went to the market or to the {place}. "
    for one, other, place in itertools.product(
        ("farmer", "miller"), ("teacher", "doctor"), ("church", "harbour", "meadow")
    )
)


def test_the_example_exchanges_words_that_say_something_and_are_about_as_frequent(app):
    opened(trained(app, VILLAGE))
    edit = session_edits(app)[0]
    counts = Counter(VILLAGE.lower().replace(".", "").split())
    assert not {edit.one, edit.other} & {"the", "and", "of", "or", "to"}
    assert 0.3 <= counts[edit.one] / counts[edit.other] <= 3


def session_edits(app):
    (kept,) = app.session_state["embviz_editing"].values()
    return kept.edits


def test_the_example_changes_a_text_of_one_sentence(app):
    opened(trained(app, "The farmer sells bread while the miller buys apples near the church"))
    assert "in 100% of their sentences" in lines(app)[0]
    assert "changed: **1**" in said(app) and "Nothing changes" not in said(app)


def test_the_text_itself_can_be_edited(app):
    opened(trained(app))
    app.segmented_control(key="edits.way").set_value("text").run()
    text = session_of(app).source.run.corpus.text
    area = next(each for each in app.text_area if each.key.startswith("edits.whole"))
    assert area.value == text and not [b for b in app.button if b.key == "edits.begin"]
    area.set_value(f"{text}\nOne more cat. And a dog.").run()
    assert "changed: **0**, removed: **0**, added: **2**" in said(app)
    assert [b for b in app.button if b.key == "edits.begin"]
    area.set_value(" ").run()
    assert complaints(app) == ["Nothing is left of the text. Keep some of its sentences."]
    button(app, "edits.restore").click().run()
    assert not complaints(app)


def test_nothing_changed(app):
    opened(trained(app))
    button(app, "edits.drop.0").click().run()
    for _ in range(2):
        choose(app, "exchange", one="king", other="cat", share=100)
    assert "Nothing changes" in said(app)  # the second takes back what the first did
    assert [b for b in app.button if b.key == "edits.begin"] == []


def test_labelled_sentences_are_added_with_a_class(app):
    opened(trained(app, "sentiment"))
    assert not [each for each in app.segmented_control if each.key == "edits.way"]
    choose(app, "add", text="What a film!", label="positive")
    assert "as positive" in lines(app)[1] and "added: **1**" in said(app)


def test_words_of_a_text_are_shown_as_they_are(app):
    opened(trained(app, f"{NASTY} kings. " * 5 + "The бег of ёжик. The ёжик rules. " * 9))
    choose(app, "replace", one="бег", other="сон")
    choose(app, "add", text=NASTY)
    assert "“\\*\\*bold" in lines(app)[2] and "сон" in said(app)
    app.run()
    assert not complaints(app)


def test_the_run_has_to_be_trained_first(app):
    app.selectbox(key="text").set_value("tiny").run()
    opened(app)
    assert "must be trained to the end first" in said(app)
    button(app, "compare.train").click().run()
    app.run()
    assert "must be trained" not in said(app)


def test_a_film_without_its_text_says_what_to_do(app):
    data = io.BytesIO()
    film_npz.write(data, other_film(), title="theirs")
    app.selectbox(key="text").set_value("upload").run()
    app.file_uploader(key="file").set_value(("x.npz", data.getvalue(), "application/zip")).run()
    opened(app)
    assert "There is no text to edit" in said(app) and not complaints(app)
    assert not [each for each in app.button if (each.key or "").startswith("edits.")]


def test_a_classifier_is_trained_again_on_its_labels(app):
    app.selectbox(key="text").set_value("sentiment").run()
    app.selectbox(key="model").set_value("bag").run()
    app.number_input(key="bag.epochs").set_value(2).run()
    button(app, "train").click().run()
    opened(app)
    app.number_input(key="compare.noise_seeds").set_value(2).run()
    train_again(app)
    assert "neighbours changed on average" in said(app)
    assert "Chance is measured by 2 other seeds" in said(app)


def test_other_seeds_of_a_run_that_began_elsewhere_begin_there_too(app):
    trained(app)
    app.selectbox(key="start").set_value("own").run()
    button(app, "train").click().run()
    app.run()
    opened(app)
    train_again(app)
    assert "more than another seed changes" in said(app)
    run = session_of(app).source.run
    job = measuring.ensemble_of(run, noise_of_seeds.SEEDS)
    assert run.start is not None and measuring.find(job).done
    assert np.array_equal(job.places[0].run.start, run.start, equal_nan=True)


def test_too_long_a_text_is_said(app, monkeypatch):
    monkeypatch.setattr(editing, "LONGEST", 100)
    opened(trained(app))
    assert complaints(app)[0].startswith("The text has 1,101 characters; at most 100")


def test_a_longer_text_is_edited_by_a_worker(app, monkeypatch):
    monkeypatch.setattr(editing, "SHORT", 100)
    opened(trained(app))
    assert "Sentences changed: **" in said(app) and not complaints(app)
    choose(app, "remove_with", one="kign")
    assert "“kign” does not stand" in complaints(app)[0]


def test_edits_of_a_text_are_kept_while_others_are_on_screen(app):
    opened(trained(app))
    choose(app, "replace", one="king", other="cat")
    app.switch_page("pages/train.py").run()
    opened(app)
    assert len(lines(app)) == 2


def test_a_paused_run_is_trained_on(app):
    app.selectbox(key="text").set_value("tiny").run()
    for _ in range(2):
        button(app, "step").click().run()
    opened(app)
    assert "must be trained to the end first" in said(app)
    button(app, "edits.resume").click().run()
    app.run()
    assert "must be trained" not in said(app) and button(app, "edits.begin")
