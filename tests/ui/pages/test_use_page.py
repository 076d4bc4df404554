"""The In use page: what a classifier says of sentences, at any moment of its film."""

import json
import re

import numpy as np
import pytest

from embviz.measures.sorted_sentences import Sorter
from embviz.models import CLASSIFIERS
from embviz.text.labelled import BETWEEN
from embviz.ui.pages.files import prepared_files
from embviz.ui.pages.use import page
from embviz.ui.pages.use.errors_part import confused
from embviz.ui.pages.use.negation_part import BAD, FRAME, GOOD, NO, ONE, TWO, _template
from embviz.ui.pages.use.take_part import EXAMPLES, examples
from embviz.ui.state.moments import written
from embviz.ui.state.settings_form import Kept
from embviz.ui.texts import say
from tests.measures.planted_labels import praise
from tests.ui.app_page import NASTY, button, said, session_of

PRAISE = praise(150)
TABS = {key: say("use", f"tabs.{key}") for key in page.PARTS}
SMALL = {"dimension": 8, "epochs": 3}
LATER = {"dimension": 8, "epochs": 20}
MARKED = ["<b>yes</b>", "**no**", "$x^2$ [a](b)"]


def with_labels(app, texts, labels, model="cnn", **settings):
    """The Train page with a table of labels that was read before."""
    kept = Kept("reviews", BETWEEN.join(texts), tuple(labels))
    app.session_state["embviz_kept_text"] = kept
    app.run()
    app.selectbox(key="text").set_value("kept").run()
    app.selectbox(key="model").set_value(model).run()
    for name, value in {**SMALL, **settings}.items():
        app.session_state[f"{model}.{name}"] = value
    return app.run()


def trained(app, model="cnn", texts=None, labels=None, **settings):
    """The In use page of a small classifier."""
    if texts is None:
        texts, labels = [PRAISE.sentence(i) for i in range(len(PRAISE.labels))], PRAISE.names()
    with_labels(app, texts, labels, model, **settings)
    button(app, "train").click().run()
    return app.switch_page("pages/use.py").run()


def opened(app, tab):
    app.session_state["use.tab"] = TABS[tab]
    app.run()
    assert not app.exception and not app.error, tab
    return app


def resting(app, frame):
    session_of(app).rest(frame)
    return app


def sorter_of(app):
    """The classifier at the moment shown, by the library."""
    tab = session_of(app)
    frames = tab.source.frames
    film = tab.source.film.extended(drawn.snapshot for drawn in frames)
    return Sorter.at(film, tab.source.resting if tab.rested is None else tab.rested)


def figures(app):
    return [json.loads(each.proto.spec) for each in app.get("plotly_chart")]


@pytest.mark.parametrize("model", CLASSIFIERS)
def test_every_tab_works_for_every_classifier_at_every_moment(app, model):
    shown = trained(app, model)
    for frame in (len(session_of(shown).source.frames) - 1, 1, 0):
        for tab in page.PARTS:
            opened(resting(shown, frame), tab)
            assert said(shown)


def test_every_tab_works_before_training(app):
    texts = [PRAISE.sentence(i) for i in range(len(PRAISE.labels))]
    with_labels(app, texts, PRAISE.names())
    shown = app.switch_page("pages/use.py").run()
    assert "untrained" in said(shown)
    for tab in page.PARTS:
        opened(shown, tab)


def test_a_typed_sentence_is_sorted_as_by_the_library(app):
    shown = opened(trained(app, **LATER), "sentence")
    shown.text_input(key="use.sentence").set_value("the Film was zebra not bad").run()
    probabilities, contributed = figures(shown)
    sorter = sorter_of(shown)
    ids = sorter.numbers("the film was not bad".split())
    p, found = sorter.probabilities([ids])[0], sorter.contributions(ids)
    bars = dict(
        zip(
            probabilities["layout"]["yaxis"]["ticktext"], probabilities["data"][0]["x"], strict=True
        )
    )
    assert bars == pytest.approx(dict(zip(sorter.classes, 100 * p, strict=True)), abs=1e-4)
    assert contributed["layout"]["yaxis"]["ticktext"] == list(found.words)
    assert contributed["data"][0]["x"] == pytest.approx(100 * np.array(found.each), abs=0.01)
    assert "“zebra”" in said(shown)


LACKING = {
    "": "There is no word in this sentence",
    "!?": "There is no word in this sentence",
    "zebra quagga": "knows none of these words",
    NASTY: "knows none of these words",
    f"{NASTY} good": "“bold”, “x”",
    "a b c d e f good": "and 1 more",
    "good": "nothing to leave out",
    "good " * 30: "The 24 strongest of 30 words",
    "good " * 500: "100 more are not read",
}


def test_what_a_sentence_lacks_is_said(app):
    shown = opened(trained(app), "sentence")
    for text, told in LACKING.items():
        shown.text_input(key="use.sentence").set_value(text).run()
        assert not shown.exception
        assert told in said(shown), text


def test_the_moment_shown_is_asked(app):
    shown = opened(trained(app, **LATER), "sentence")
    values = []
    for frame in (0, 2, len(session_of(shown).source.frames) - 1):
        opened(resting(shown, frame), "sentence")
        values.append(figures(shown)[0]["data"][0]["x"][0])
    assert len(set(values)) == 3


def test_errors_are_counted_and_can_be_taken_along(app):
    shown = opened(trained(app), "errors")
    for part in ("test", "validation", "training"):
        shown.segmented_control(key="use.part").set_value(part).run()
        [matrix] = figures(shown)
        cells = np.array([[cell[2] for cell in row] for row in matrix["data"][0]["customdata"]])
        by_class, wrong = (table.value for table in shown.dataframe)
        assert len(wrong) == cells.sum() - np.trace(cells)
        assert list(by_class["Sentences"]) == cells.sum(axis=1).tolist()
        assert by_class["Recall"].to_numpy(float) == pytest.approx(
            np.diag(cells) / cells.sum(axis=1), abs=1e-5
        )
        assert list(wrong["Probability"]) == sorted(wrong["Probability"], reverse=True)
        assert f"**{len(wrong)}** of {cells.sum()} sentences" in said(shown)


def test_that_nothing_went_wrong_is_said(app):
    texts = [f"the film was {word}" for word in ("good", "bad") * 40]
    shown = opened(trained(app, "bag", texts, ["yes", "no"] * 40, epochs=60), "errors")
    assert "Nothing went wrong: all 16 sentences" in said(shown)
    assert len(shown.dataframe) == 1


def test_pairs_are_told_of_many_classes(app):
    rng = np.random.default_rng(0)
    texts = [" ".join(rng.choice(list("abcdefgh"), 6)) for _ in range(200)]
    shown = opened(trained(app, "bag", texts, [f"c{i % 20}" for i in range(200)]), "errors")
    pairs = shown.dataframe[0].value
    assert len(pairs) == 15 and (pairs["True"] != pairs["Predicted"]).all()
    assert list(pairs["Sentences"]) == sorted(pairs["Sentences"], reverse=True)


def test_the_confused_come_first():
    counts = np.array([[9, 1, 0], [4, 9, 0], [0, 2, 0]])
    assert confused(counts) == [(1, 0, 4), (2, 1, 2), (0, 1, 1)]


@pytest.mark.parametrize("model", ["bag", "cnn"])
def test_the_bag_gets_three_of_four_at_most(app, model):
    shown = opened(trained(app, model, **LATER), "negation")
    table = shown.dataframe[0].value
    right = int((table["True"] == table["Predicted"]).sum())
    assert f"**{right} of 4** right" in said(shown)
    assert ("never gets more than 3" in said(shown)) == (model == "bag")
    sums = [each.value.strip("$\n ").split("=")[-1] for each in shown.latex]
    assert len(sums) == 2
    if model == "bag":
        assert right <= 3
        assert float(sums[0]) == pytest.approx(float(sums[1]), abs=0.02)
    else:
        assert "Here they differ by" in said(shown)


def test_the_four_sentences_are_made_of_words_that_tell(app):
    shown = opened(trained(app), "negation")
    values = [shown.text_input(key=key).value for key in (GOOD, BAD, NO)]
    assert values[2] == "not"
    frame = shown.text_input(key=FRAME).value
    assert list(shown.dataframe[0].value["Sentence"]) == [
        frame.replace("…", word)
        for word in (values[0], values[1], f"not {values[0]}", f"not {values[1]}")
    ]


def test_the_classes_of_the_most_sentences_come_first_and_no_negation_is_said(app):
    texts = [f"the {w} film {i}" for w in ("good", "fair", "poor", "odd") for i in range(9)]
    labels = ["a"] * 3 + ["b"] * 9 + ["c"] * 14 + ["d"] * 10
    shown = opened(trained(app, texts=texts, labels=labels), "negation")
    assert [shown.selectbox(key=key).value for key in (ONE, TWO)] == ["c", "d"]
    assert "no word of negation" in shown.info[0].value
    shown.text_input(key=NO).set_value("odd").run()
    assert not shown.exception and not any("no word of" in each.value for each in shown.info)


def test_of_equally_large_classes_the_ends_come_first(app):
    texts = [f"the film {i} was not {w}" for w in ("good", "fair", "poor") for i in range(9)]
    shown = opened(trained(app, texts=texts, labels=["5", "3", "1"] * 9), "negation")
    assert [shown.selectbox(key=key).value for key in (ONE, TWO)] == ["5", "1"]
    shown.text_input(key=NO).set_value("").run()
    assert "Type a word for each class" in shown.info[0].value


UNUSABLE = [
    (GOOD, "", "Type a word for each class"),
    (NO, " ", "Type a word for each class"),
    (BAD, "zebra", "“zebra” has no vector"),
    (BAD, NASTY, "has no vector"),
    (FRAME, "{0} {x} …", "has no vector"),
    (FRAME, "", "of 4** right"),
]


def test_what_the_four_sentences_lack_is_said(app):
    shown = opened(trained(app), "negation")
    for key, value, told in UNUSABLE:
        before = shown.text_input(key=key).value
        shown.text_input(key=key).set_value(value).run()
        assert not shown.exception
        assert told in said(shown) + " ".join(each.value for each in shown.info), value
        shown.text_input(key=key).set_value(before).run()


def test_words_that_are_not_on_the_map_are_said_at_earlier_frames(app):
    shown = trained(app)
    shown.session_state["shown"] = 4
    shown = shown.switch_page("pages/train.py").run()
    button(shown, "train").click().run()
    shown = opened(resting(shown.switch_page("pages/use.py").run(), 1), "negation")
    assert "earlier frames have no vector of it" in said(shown)
    opened(shown, "sentence").text_input(key="use.sentence").set_value("zebra film good").run()
    assert "Not known, so left out: “zebra”." in said(shown)
    assert re.search("Earlier frames do not have all words. Left out: “(film|good)”", said(shown))


@pytest.mark.parametrize(
    ("frame", "template"),
    [("a … b", "a {} b"), ("a ... b", "a {} b"), ("", "{}"), ("a {b}", "a {{b}} {}")],
)
def test_a_frame_is_read_as_it_is_typed(frame, template):
    assert _template(frame) == template


@pytest.mark.parametrize(("model", "other"), [("bag", "cnn"), ("cnn", "bag")])
def test_another_network_is_trained_on_the_same_labels(app, model, other):
    shown = opened(trained(app, model, **LATER), "negation")
    before = session_of(shown).source.run.corpus
    button(shown, "use.negation.train").click().run()
    assert not shown.exception
    source = session_of(shown).source
    assert source.film.recipe.model == other and source.complete and not source.untouched
    assert source.run.corpus.labels.tolist() == before.labels.tolist()


@pytest.mark.parametrize("sample", ["sentiment", "отзывы"])
def test_planted_words_are_proposed(app, sample):
    app.selectbox(key="text").set_value(sample).run()
    app.selectbox(key="model").set_value("bag").run()
    app.session_state["labels"] = 20
    app.session_state["bag.epochs"] = 1
    button(app.run(), "train").click().run()
    shown = opened(app.switch_page("pages/use.py").run(), "negation")
    assert shown.text_input(key=NO).value == {"sentiment": "not", "отзывы": "не"}[sample]
    assert "…" in shown.text_input(key=FRAME).value
    assert len(shown.dataframe[0].value) == 4


def test_programs_are_offered_with_their_vectors(app):
    shown = opened(trained(app), "take")
    codes = set()
    for kind in ("pytorch", "keras", "scikit_learn"):
        shown.segmented_control(key="use.program").set_value(kind).run()
        code = shown.code[0].value
        compile(code, kind, "exec")
        codes.add(code)
        assert "vectors.npz" in code
    assert len(codes) == 3
    shown.segmented_control(key="use.program").set_value("pytorch").run()
    assert "freeze=False" in shown.code[0].value
    shown.segmented_control(key="use.take.stays").set_value("frozen").run()
    assert "freeze=True" in shown.code[0].value


def test_the_moment_on_screen_is_exported_unless_the_last_is_asked_for(app):
    shown = opened(resting(trained(app), 1), "take")
    source = session_of(shown).source
    epoch = written(source.frames[1].snapshot.epoch)
    assert f"vectors-epoch-{epoch}.npz" in shown.code[0].value
    assert f"at epoch {epoch}. These are the words on the map" in said(shown)
    assert [*shown.session_state[prepared_files._KEPT]][-1][1] == 1
    shown.segmented_control(key="use.take.moment").set_value("last").run()
    assert "vectors.npz" in shown.code[0].value and "at epoch 3.0, in full" in said(shown)
    assert [*shown.session_state[prepared_files._KEPT]][-1][1] == len(source.frames) - 1


def test_examples_are_of_all_classes():
    found = examples(PRAISE, 0)
    assert len(found) == EXAMPLES
    assert [label for _, label in found] == ["no", "yes"] * (EXAMPLES // 2)


def test_markup_stays_what_it_is(app):
    texts = [f"{NASTY} the film was w{i % 3} {i % 7}" for i in range(60)]
    shown = trained(app, "bag", texts, [MARKED[i % 3] for i in range(60)])
    for tab in page.PARTS:
        opened(shown, tab)
        for name in MARKED:
            assert name not in said(shown)
    for figure in figures(opened(shown, "errors")):
        assert not any("<" in name for name in figure["layout"]["yaxis"]["ticktext"])


def test_a_class_of_one_sentence_is_no_trouble(app):
    texts = ["a lonely word"] + [f"the film was {word}" for word in ("good", "bad") * 20]
    shown = trained(app, "cnn", texts, ["alone"] + ["yes", "no"] * 20)
    for tab in page.PARTS:
        opened(shown, tab)
    shown = opened(shown, "errors")
    table = shown.dataframe[0].value
    assert table["Class"][0] == "alone" and np.isnan(float(table["Recall"][0]))
