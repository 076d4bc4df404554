"""How words are cut: what a text looks like is offered, and what each choice does is told."""

import pytest

from embviz.text.rules import USUAL, Rules
from embviz.ui.sidebar import cut_words
from tests.ui.app_page import (
    NASTY,
    address_of,
    button,
    captions,
    complaints,
    paste,
    session_of,
)

PAGE = "<html><body>" + "<p>The <b>king</b> rules the land, and the queen too.</p>" * 40
TITLES = "".join(
    f"{i + 1}\n00:00:{i:02d},000 --> 00:00:{i:02d},900\nThe king rules the land.\n\n"
    for i in range(40)
)
BOOK = (
    "The Project Gutenberg EBook of Kings\n\n"
    + "*** START OF THIS PROJECT GUTENBERG EBOOK KINGS ***\n\n"
    + "The king rules the land. The queen sits in the castle.\n" * 30
    + "\n*** END OF THIS PROJECT GUTENBERG EBOOK KINGS ***\n\nLicence and more licence.\n"
)
DNA = "ACGTTGCAACGGTATCCGATTACA" * 40
HYPHENS = "The king rules the exam-\nple of the land. The queen sees the exam-\nple of it.\n" * 20
TAGS = "the/DT king/NN rules/VB the/DT land/NN\n" * 40
CITY = " ".join(
    f"{'abcdefgh'[i % 8]}ing new york {'klmnopq'[i * 3 % 7]}ade the {'rstuv'[i * 7 % 5]}ook."
    for i in range(200)
)


def rules_of(app):
    return session_of(app).source.run.corpus.rules


def open_fold(app):
    app.session_state["cut.fold"] = True
    return app.run()


@pytest.mark.parametrize(
    ("text", "kind", "rules"),
    [
        (PAGE, "page", Rules(strip=("markup",))),
        (TITLES, "subtitles", Rules(strip=("subtitles",))),
        (BOOK, "licence", Rules(strip=("licence",))),
        (HYPHENS, "hyphens", Rules(join_hyphens=True)),
        (TAGS, "tags", Rules(words="blanks")),
    ],
)
def test_what_a_text_looks_like_is_offered_and_not_done(app, text, kind, rules):
    paste(app, text)
    assert not app.exception and not app.error
    assert rules_of(app) == USUAL
    button(app, f"cut.take.{kind}").click().run()
    assert not app.exception and not app.error
    assert rules_of(app) == rules
    assert f"cut.take.{kind}" not in [each.key for each in app.button]
    open_fold(app)
    assert not app.exception


def test_what_is_left_alone_is_not_offered_again(app):
    paste(app, PAGE)
    button(app, "cut.leave.page").click().run()
    assert "cut.take.page" not in [each.key for each in app.button] and rules_of(app) == USUAL


def test_prose_is_offered_nothing(app):
    paste(app, "The king rules the land. The queen sits in the castle. " * 40)
    assert not [each.key for each in app.button if str(each.key).startswith("cut.")]


def test_dna_is_told_and_cut_into_pieces(app):
    before = session_of(app).source
    paste(app, DNA)
    assert len(complaints(app)) == 1 and session_of(app).source is before
    assert "DNA" in " ".join(each.value for each in app.markdown)
    button(app, "cut.take.sequence").click().run()
    assert not app.error and not app.exception
    assert rules_of(app).words == "pieces"
    open_fold(app)
    app.number_input(key="cut.letters").set_value(4).run()
    app.checkbox(key="cut.overlap").uncheck().run()
    assert rules_of(app) == Rules(words="pieces", letters=4, step=4)
    assert all(len(word) == 4 for word in session_of(app).source.words)


def test_a_choice_that_leaves_no_word_can_be_taken_back(app):
    paste(app, "The king rules the land. The queen sits in the castle. " * 40)
    open_fold(app)
    app.selectbox(key="cut.words").set_value("pieces").run()
    app.number_input(key="cut.letters").set_value(30).run()
    assert len(complaints(app)) == 1 and not app.exception
    app.number_input(key="cut.letters").set_value(3).run()
    assert not app.error and rules_of(app) == Rules(words="pieces", letters=3)


def test_effects_are_counted_before_and_after(app):
    paste(app, HYPHENS)
    open_fold(app)
    assert "Would join 40 words" in captions(app)
    app.checkbox(key="cut.hyphens").check().run()
    assert "Joins 40 words" in captions(app) and "example" in session_of(app).source.words


def test_markup_left_out_is_told(app):
    paste(app, PAGE)
    open_fold(app)
    before = session_of(app).source.run.corpus.reading.tokens
    app.checkbox(key="cut.markup").check().run()
    after = session_of(app).source.run.corpus.reading.tokens
    assert f"{before - after:,} tokens of markup left out" in captions(app)
    assert "characters (markup)" in app.sidebar.get("text")[0].value


def test_stop_words_are_typed_or_found(app):
    paste(app, CITY)
    open_fold(app)
    assert "function words found" in button(app, "cut.take_stop_words").label
    button(app, "cut.take_stop_words").click().run()
    found = rules_of(app).stop_words
    assert found and not set(found) & {*session_of(app).source.run.corpus.words}
    assert "Windows reach over them" in captions(app)
    app.text_area(key="cut.stop_words").set_value("new, york  aing").run()
    assert rules_of(app).stop_words == ("aing", "new", "york")
    button(app, "cut.take_stop_words").click().run()
    assert rules_of(app) == USUAL


def test_phrases_are_shown_before_they_are_joined(app):
    paste(app, CITY)
    open_fold(app)
    app.checkbox(key="cut.find").check().run()
    app.number_input(key="cut.threshold").set_value(5.5).run()
    assert rules_of(app) == USUAL and "used once you join them" in captions(app)
    listed = app.sidebar.dataframe[-1].value
    assert "new_york" in listed["Phrase"].tolist() and listed["Score"].min() > 5.5
    button(app, "cut.join_phrases").click().run()
    assert not app.exception and not app.error
    assert rules_of(app).phrases == 5.5 and "new_york" in session_of(app).source.run.corpus.words
    assert "a score of at least 5.5" in captions(app)
    button(app, "cut.undo_phrases").click().run()
    assert rules_of(app) == USUAL
    app.number_input(key="cut.threshold").set_value(1e6).run()
    assert "No phrases are found" in captions(app)


def test_rules_of_a_sample_stand_in_its_address_and_another_text_begins_as_usual(app):
    open_fold(app)
    app.text_area(key="cut.stop_words").set_value("the of and").run()
    app.checkbox(key="cut.hyphens").check().run()
    button(app, "train").click().run()
    assert "rules:join_hyphens=1,stop_words=and,stop_words=of,stop_words=the" in address_of(app)
    app.selectbox(key="text").set_value("tiny").run()
    assert app.session_state["embviz_chosen"].corpus.rules == USUAL
    assert not app.checkbox(key="cut.hyphens").value


def test_an_address_brings_rules(app):
    app.query_params["view"] = "tiny;rules:words=blanks,stop_words=the"
    app.run()
    assert not app.exception and rules_of(app) == Rules(words="blanks", stop_words=("the",))
    open_fold(app)
    assert app.selectbox(key="cut.words").value == "blanks"


def test_long_texts_are_counted_by_a_worker(app, monkeypatch):
    monkeypatch.setattr(cut_words, "SHORT", 10)
    paste(app, HYPHENS)
    open_fold(app)
    assert "Would join 40 words" in captions(app)


def test_names_and_examples_that_look_like_markup_are_told_as_they_are(app):
    paste(app, f"<p>{NASTY}</p> " * 9 + "The king rules. The queen rules. " * 20)
    assert not app.exception
    shown = " ".join(each.value for each in app.markdown)
    assert "**bold**" not in shown and "<p>" not in shown.replace("\\<p\\>", "")
