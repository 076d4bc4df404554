"""The Inside page: the right numbers, the four answers, and what is said where there is nothing."""

import dataclasses
import json
import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from embviz.models import CLASSIFIERS, MODELS
from embviz.one_step.cell import meetings
from embviz.one_step.classifier_step import Classifier, predict
from embviz.one_step.lessons import LESSONS
from embviz.one_step.mini_batches import compare
from embviz.one_step.plane import plane_of
from embviz.text.labelled import Labelled
from embviz.training.run import Run
from embviz.ui.pages.inside import choice as choices
from embviz.ui.pages.inside import example, moment
from embviz.ui.pages.inside.formulas import OBJECTIVES
from embviz.ui.state import remembered, server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import PARAMETER
from embviz.ui.state.moments import written
from embviz.ui.texts import table
from embviz.wordmap.packing import split
from tests.models.planted import labelled, planted_corpus
from tests.one_step.by_hand import differences, far, loss
from tests.ui.app_page import button, paste, session_of
from tests.ui.conftest import APP

TABS = {name: key for key, name in table("inside")["parts"].items()}
VIEWS = {name: key for key, name in table("inside")["views"].items()}
NASTY = "**bold** ![x](http://x.y/z.png) <b>tag</b> $x$ شيء"


def trained(app, model="skipgram", epochs=5, **settings):
    """The page with a film of `tiny`."""
    app.selectbox(key="text").set_value("tiny").run()
    if model != "skipgram":
        app.selectbox(key="model").set_value(model).run()
    app.number_input(key=f"{model}.epochs").set_value(epochs).run()
    for name, value in settings.items():
        app.number_input(key=f"{model}.{name}").set_value(value).run()
    button(app, "train").click().run()
    app.switch_page("pages/inside.py").run()
    assert not app.exception
    return app


@pytest.fixture
def on_inside(app):
    return trained(app)


def opened(app, tab, view=None):
    """The page with one of its tabs open."""
    button(app, f"inside.parts.{TABS[tab]}").click().run()
    if view is not None:
        button(app, f"inside.views.{VIEWS[view]}").click().run()
    assert not app.exception
    return app


def said(app):
    return " ".join(
        each.value
        for kind in (app.markdown, app.caption, app.warning, app.error, app.info)
        for each in kind
    )


def html(app):
    return " ".join(each.proto.body for each in app.get("html"))


def chosen(app):
    return app.session_state[choices._KEY]


def choose(app, centre, context):
    app.text_input(key="inside.centre").set_value(centre)
    app.text_input(key="inside.context").set_value(context).run()
    assert not app.exception
    return app


def chart(app, key):
    """The figure of a key, as it is sent."""
    [found] = [each for each in app.get("plotly_chart") if each.proto.id.endswith(key)]
    return json.loads(found.proto.spec)


def numbers(coded):
    """A matrix of a figure, however Plotly writes it."""
    if isinstance(coded, dict):
        import base64

        flat = np.frombuffer(base64.b64decode(coded["bdata"]), dtype=coded["dtype"])
        return flat.reshape([int(n) for n in str(coded["shape"]).split(",")])
    return np.array(coded, dtype=float)


# ---- the parts


@pytest.mark.parametrize("tab", TABS)
def test_every_part_opens(on_inside, tab):
    opened(on_inside, tab)
    assert "nan" not in said(on_inside) + html(on_inside)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens(on_inside, view):
    opened(on_inside, "The step", view)
    assert "nan" not in said(on_inside) + html(on_inside)


def test_a_one_hot_vector_looks_a_row_up(on_inside):
    hot, E, products, *_ = chart(on_inside, "inside.chart.lookup")["data"]
    film = session_of(on_inside).source
    word = film.film.words.index(chosen(on_inside).centre)
    picked = int(np.argmax(numbers(hot["z"])))
    row = film.frames[-1].snapshot.E[word]
    assert numbers(E["z"])[picked] == pytest.approx(row)
    assert numbers(products["z"])[-1] == pytest.approx(row), "the sum is the row"
    assert f"row i = {word + 1}, counted from 1" in said(on_inside)


def test_what_the_page_shows_are_the_derivatives_of_the_loss(on_inside):
    """The rows drawn as added, against finite differences of formula (1) by other means."""
    opened(on_inside, "The step", "3 New rows")
    while len(set(outputs_of(on_inside))) < 6:  # no word twice, for simplicity
        button(on_inside, "inside.redraw").click().run()
    before, change, after = (
        numbers(each["z"])
        for each in chart(on_inside, "inside.chart.update")["data"]
        if each["type"] == "heatmap"
    )
    rate = on_inside.number_input(key="inside.rate").value
    h, u = before[0], before[1:]
    assert far(change[0], -rate * differences(lambda x: loss(x, u), h)) < 1e-4
    assert far(change[1:], -rate * differences(lambda x: loss(h, x), u)) < 1e-4
    assert after == pytest.approx(before + change)


def test_rows_of_a_bag_move_by_all_of_the_gradient_of_their_mean(app):
    """As CBOW trains: n times the derivative with respect to each row, which has 1/n."""
    trained(app, "cbow", epochs=3)
    opened(app, "The step", "3 New rows")
    told = example.current(moment_of(app), chosen(app))
    assert len(set(told.parts.inputs)) > 1
    n, v, u = len(told.parts.inputs), told.parts.v, told.parts.u
    change = numbers(chart(app, "inside.chart.update")["data"][1]["z"])
    rate = app.number_input(key="inside.rate").value
    by_rows = differences(lambda x: loss(x.mean(axis=0), u), v)
    drawn = sum(name in told.inputs for name in names_of(chart(app, "inside.chart.update")))
    for place in range(min(drawn, 2)):
        times = told.inputs.count(told.inputs[place])
        assert far(change[place], -rate * n * times * by_rows[place]) < 1e-4
    letters = " ".join(each.value for each in app.latex)
    assert rf"n = {n}" in letters and r"\mathbf{v}_w \leftarrow \mathbf{v}_w" in letters
    assert r"\mathbf{v}_{w_i}" not in letters, "no row of E of the centre takes part"
    assert rf"leaves out 1/{n}" in said(app)


def draw_one_twice(app):
    """Draw negatives until one word comes twice, and no other: the word, and what is told."""
    for _ in range(60):
        told = example.current(moment_of(app), chosen(app))
        ids = told.parts.outputs.tolist()
        if len(set(ids)) == len(ids) - 1 and ids[0] not in ids[1:]:
            place = next(i for i, each in enumerate(ids) if ids.count(each) == 2)
            return told, place
        button(app, "inside.redraw").click().run()
    raise AssertionError("no word came twice")


def test_a_word_drawn_twice_stands_once_and_counts_twice(on_inside):
    opened(on_inside, "The step", "1 Scores")
    told, place = draw_one_twice(on_inside)
    word, v, u = told.outputs()[place], told.parts.v[0], told.parts.u
    sigma = 1 / (1 + np.exp(-u[place] @ v))
    rows = [row for row in html(on_inside).split("<tr>") if f" {word} " in row]
    assert len(rows) == 1 and "drawn twice" in rows[0]
    assert f"2 × −{sigma:.3f}" in rows[0], "the error of a negative"
    opened(on_inside, "The step", "2 Pull and push")
    tips = chart(on_inside, "inside.chart.arrows")["data"]
    named = [each["text"][1] for each in tips if len(each.get("text") or []) > 1]
    assert named.count(f"{word} ×2") == 1 and word not in named
    assert "how often it was drawn" in said(on_inside)
    opened(on_inside, "The step", "3 New rows")
    figure = chart(on_inside, "inside.chart.update")
    names = names_of(figure)
    assert names.count(f"{word} ×2") == 1 and word not in names
    change = numbers(figure["data"][1]["z"])[names.index(f"{word} ×2")]
    rate = on_inside.number_input(key="inside.rate").value
    by_one = differences(lambda x: np.log(1 + np.exp(x @ v)), u[place])
    assert far(change, -rate * 2 * by_one) < 1e-4


@pytest.mark.parametrize("model", ["skipgram", "cbow"])
def test_arrows_have_a_key(app, model):
    trained(app, model)
    opened(app, "The step", "2 Pull and push")
    letter = "h" if model == "cbow" else "v"
    key = [each.proto.body for each in app.get("html") if "inside-key" in each.proto.body][-1]
    for words in (f"{letter} now", "pull", "push", "u of negatives", f"{letter} after the step"):
        assert words in key
    told = example.current(moment_of(app), chosen(app))
    step = told.step(app.number_input(key="inside.rate").value)
    *_, ring = chart(app, "inside.chart.arrows")["data"]
    rows = np.vstack([told.parts.h, told.parts.u[[i for i, _ in told.shown_outputs()]]])
    expected = plane_of(rows).places(step.after.h[None])[0]
    assert (*ring["x"], *ring["y"]) == pytest.approx(tuple(expected), abs=1e-4)
    opened(app, "The step", "5 A hundred steps")
    assert "u of the true word" in html(app)


def test_a_new_place_that_is_far_away_is_not_drawn(on_inside):
    opened(on_inside, "The step", "2 Pull and push")
    on_inside.number_input(key="inside.rate").set_value(1e6).run()
    assert "after the step" not in html(on_inside)
    assert chart(on_inside, "inside.chart.arrows")["data"][-1]["mode"] != "markers"


@pytest.mark.parametrize("model", ["glove", "exact", "skipgram"])
def test_models_without_this_step_say_what_they_do_instead(app, model):
    opened(trained(app, model, epochs=1), "Softmax")
    said_so = [each.value for each in app.info]
    if model == "skipgram":
        assert not said_so
    else:
        assert said_so == [table("inside")["softmax"][LESSONS[model].softmax_note]]


def names_of(figure):
    """The words beside the rows of a figure."""
    return [re.sub(r"<.*?>|■", "", name).strip() for name in figure["layout"]["yaxis"]["ticktext"]]


def test_the_softmax_of_a_bag_asks_its_mean(app):
    trained(app, "cbow", epochs=3)
    told = example.current(moment_of(app), chosen(app))
    U = session_of(app).source.frames[-1].snapshot.U.astype(float)
    raised = np.exp(U @ told.parts.v.mean(axis=0))
    opened(app, "Softmax")
    [formula] = [each.value for each in app.latex if r"\exp" in each.value]
    assert f"{raised[told.centre] / raised.sum():.4f}" in formula
    assert r"P(w_i \mid C)" in formula


def outputs_of(app):
    return example.current(moment_of(app), chosen(app)).parts.outputs.tolist()


def moment_of(app):
    """The moment of a page, outside of it."""
    source = session_of(app).source
    last = len(source.frames) - 1
    return moment.Moment(source, last, last, moment._matrices(source, last))


def test_the_table_has_the_numbers_of_the_step(on_inside):
    opened(on_inside, "The step", "1 Scores")
    told = example.current(moment_of(on_inside), chosen(on_inside))
    v, u = told.parts.v[0], told.parts.u
    table = html(on_inside)
    for place, row in enumerate(u):
        sigma = 1 / (1 + np.exp(-row @ v))
        error, chance = (-sigma, 1 - sigma) if place else (1 - sigma, sigma)
        for number in (row @ v, sigma, error, -np.log(chance)):
            assert f"{number:.3f}".replace("-", "−") in table
    for word in told.outputs():
        assert word in table


def test_steps_go_on_and_back_and_leave_the_film_alone(on_inside):
    opened(on_inside, "The step")
    snapshot = session_of(on_inside).source.frames[-1].snapshot
    E, U = snapshot.E.copy(), snapshot.U.copy()
    first = on_inside.metric[0].value
    for _ in range(3):
        button(on_inside, "inside.step_forward").click().run()
    assert chosen(on_inside).steps == 3
    before, after = (float(x) for x in on_inside.metric[0].value.split(" → "))
    assert after < before < float(first.split(" → ")[0])
    button(on_inside, "inside.step_back").click().run()
    assert on_inside.metric[0].value.endswith(f"→ {before:.3f}")
    assert np.array_equal(snapshot.E, E) and np.array_equal(snapshot.U, U)
    button(on_inside, "inside.redraw").click().run()
    assert chosen(on_inside).steps == 0


def test_the_window_slides_from_pair_to_pair(on_inside):
    seen = []
    for _ in range(6):
        choice = chosen(on_inside)
        seen.append((choice.sentence, choice.pair))
        button(on_inside, "inside.forward").click().run()
        assert not on_inside.exception
    assert len(set(seen)) == 6
    for _ in range(6):
        button(on_inside, "inside.back").click().run()
    assert (chosen(on_inside).sentence, chosen(on_inside).pair) == seen[0]
    corpus = session_of(on_inside).source.run.corpus
    number, pair = seen[0]
    words = [corpus.words[i] for i in corpus.ids[corpus.starts[number] :][: pair.centre + 1]]
    assert words[-1] == chosen(on_inside).centre


def test_a_word_of_the_sentence_becomes_the_centre(on_inside):
    choose(on_inside, "king", "eats")
    before = chosen(on_inside).pair
    button(on_inside, f"inside.word.{before.context}").click().run()
    assert chosen(on_inside).pair.centre == before.context
    assert session_of(on_inside).selected == (chosen(on_inside).centre,)


def test_the_selection_of_the_map_is_the_centre(on_inside):
    session_of(on_inside).selected = ("cat",)
    on_inside.run()
    assert chosen(on_inside).centre == "cat"
    assert on_inside.text_input(key="inside.centre").value == "cat"


def test_another_centre_keeps_the_context_if_the_text_has_the_pair(on_inside):
    choose(on_inside, "king", "eats")
    on_inside.text_input(key="inside.centre").set_value("queen").run()
    assert (chosen(on_inside).centre, chosen(on_inside).context) == ("queen", "eats")
    on_inside.text_input(key="inside.centre").set_value("cow").run()
    assert chosen(on_inside).context != "eats" and chosen(on_inside).pair is not None


def test_another_reading_keeps_the_pair(app):
    app.number_input(key="skipgram.epochs").set_value(1).run()
    button(app, "train").click().run()
    app.switch_page("pages/inside.py").run()
    choose(app, "king", "the")
    kept = set()
    for _ in range(8):
        choice, here = chosen(app), moment_of(app)
        reading = choices.reading(here, choice)
        assert choice.pair in reading.pairs()
        kept.add(tuple(reading.kept))
        button(app, "inside.again").click().run()
    assert len(kept) > 1, "subsampling skips other words each time"
    assert "Struck out" in said(app) or "no word this time" in said(app)


def test_drawn_words_are_counted_anew(on_inside):
    opened(on_inside, "Negatives")
    first = chart(on_inside, "inside.chart.noise")["data"]
    button(on_inside, "inside.draw_again").click().run()
    second = chart(on_inside, "inside.chart.noise")["data"]
    assert first[:2] == second[:2] and first[2] != second[2]


# ---- what someone with school mathematics is to find here

ANSWERS = {
    "What is in a row of E?": (
        "One-hot to row",
        None,
        ("A row of E holds the 10 numbers that stand for one word.", "training moves them"),
    ),
    "Why do similar words end up close?": (
        "The step",
        "2 Pull and push",
        (
            "Similar words stand in the same contexts.",
            "Words with the same contexts are pulled the same way, so their rows become alike.",
        ),
    ),
    "What does K do?": (
        "Negatives",
        None,
        (
            "K is how many random words are pushed away for each true pair.",
            "Without them, every word would be pulled together",
        ),
    ),
    "Why not just use softmax?": (
        "Softmax",
        None,
        (
            "Softmax needs all 40 rows of U for every pair; negative sampling needs K + 1 = 6.",
            "with many, softmax would take most of the time",
        ),
    ),
}


@pytest.mark.parametrize("question", ANSWERS)
def test_four_questions_are_answered_on_screen(on_inside, question):
    tab, view, sentences = ANSWERS[question]
    text = re.sub(r"\s+", " ", said(opened(on_inside, tab, view))).replace("**", "")
    for each in sentences:
        assert each in text


# ---- bad input


@pytest.mark.parametrize("word", ["kinng", NASTY, ""])
def test_a_word_that_is_not_there_is_told(on_inside, word):
    choose(on_inside, word, "cat")
    assert len(on_inside.warning) == 1
    assert "![" not in on_inside.warning[0].value, "Markdown of a visitor's is escaped"
    assert not on_inside.get("plotly_chart")
    if word == "kinng":
        button(on_inside, "inside.centre.closest.0").click().run()
        assert chosen(on_inside).centre == "king"
        assert not on_inside.warning


def test_a_pair_that_never_occurs_is_told_and_allowed(on_inside):
    choose(on_inside, "king", "tea")
    assert "never stand within 5 words" in said(on_inside)
    opened(on_inside, "The step")
    assert len(on_inside.metric) == 1
    button(on_inside, "inside.step_forward").click().run()
    button(on_inside, "inside.forward").click().run()
    assert chosen(on_inside).pair is not None, "arrows lead back into the text"


def test_a_word_with_itself(on_inside):
    choose(on_inside, "king", "king")
    opened(on_inside, "The step")
    assert "never stand" in said(on_inside)


@pytest.mark.parametrize("rate", [0.0, 1e6, 1e160, 1e300])
@pytest.mark.parametrize("view", VIEWS)
def test_rates_at_the_edges_show_no_nan(on_inside, rate, view):
    opened(on_inside, "The step", view)
    on_inside.number_input(key="inside.rate").set_value(rate).run()
    assert not on_inside.exception
    text = said(on_inside) + html(on_inside) + " ".join(m.value for m in on_inside.metric)
    assert "nan" not in text
    for latex in on_inside.get("latex") or on_inside.markdown:
        assert "nan" not in latex.value
    if rate == 1e300:
        assert "numbers overflow" in said(on_inside)
        assert button(on_inside, "inside.step_forward").disabled
    if rate == 0:
        before, after = on_inside.metric[0].value.split(" → ")
        assert before == after


def test_steps_that_led_beyond_all_numbers_can_be_taken_back(on_inside):
    opened(on_inside, "The step")
    chosen(on_inside).steps = 5
    on_inside.number_input(key="inside.rate").set_value(1e200).run()
    assert "numbers overflow" in said(on_inside)
    assert not button(on_inside, "inside.step_back").disabled
    button(on_inside, "inside.rate_own").click().run()
    assert "numbers overflow" not in said(on_inside)


def test_more_negatives_than_words(app):
    paste(app, "one two three. two three one. three one two. one three two. " * 5)
    app.number_input(key="skipgram.negatives").set_value(50).run()
    app.number_input(key="skipgram.epochs").set_value(1).run()
    button(app, "train").click().run()
    app.switch_page("pages/inside.py").run()
    for tab in TABS:
        opened(app, tab)
    opened(app, "The step")
    assert "more negatives than words" in said(app) or "drawn as a negative" in said(app)
    for view in VIEWS:
        opened(app, "The step", view)


def test_a_single_dimension(app):
    trained(app, dimension=1)
    for tab in TABS:
        opened(app, tab)
    for view in VIEWS:
        opened(app, "The step", view)


def test_a_word_that_training_never_visits_is_told(app):
    paste(app, "the cat sleeps here. the dog sleeps there. alone!")
    button(app, "train").click().run()
    app.switch_page("pages/inside.py").run()
    choose(app, "alone", "cat")
    assert "Training never reads “alone” beside another word" in said(app)
    choose(app, "cat", "the")
    assert "never reads" not in said(app)


def test_words_of_a_text_stay_what_they_are(app):
    paste(app, "the <b>x</b> *y* sleeps. the $z$ `code` runs. " * 4)
    button(app, "train").click().run()
    app.switch_page("pages/inside.py").run()
    for tab in TABS:
        opened(app, tab)
    assert "<b>" not in html(app)


def test_untrained_words_offer_a_sample_to_train(app):
    app.switch_page("pages/inside.py").run()
    assert not app.exception
    assert "untrained" in said(app)
    opened(app, "The step")
    assert "U is still zero" in said(app)
    button(app, "inside.train").click().run()
    assert not app.exception
    source = session_of(app).source
    assert source.sample == "tiny" and source.complete
    assert "untrained" not in said(app)
    assert "Steps taken" in said(app), "what was open stays open"
    assert "U is still zero" not in said(app)


def test_an_earlier_epoch_has_only_the_words_of_the_map(on_inside):
    on_inside.select_slider(key="inside.frame").set_value(1).run()
    assert session_of(on_inside).rested == 1
    assert "half precision" in said(on_inside)
    for tab in TABS:
        opened(on_inside, tab)
    source = session_of(on_inside).source
    hidden = next(word for word in source.film.words if word not in source.words)
    choose(on_inside, hidden, "king")
    assert "not on the map" in said(on_inside)


@pytest.mark.parametrize("at", [0.0, 1.3, 2.0, 5.0, 99.0])
@pytest.mark.parametrize("kept", [True, False], ids=["kept", "trained by the link"])
def test_an_address_leads_to_the_epoch_that_it_names(app, at, kept):
    if kept:
        trained(app)
    other = AppTest.from_file(APP, default_timeout=60)
    other.query_params[PARAMETER] = f"tiny;epochs:5;at:{at};words:king"
    other.switch_page("pages/inside.py").run()
    assert not other.exception
    frames = session_of(other).source.frames
    assert session_of(other).source.complete
    epochs = np.array([drawn.snapshot.epoch for drawn in frames])
    nearest = epochs[np.abs(epochs - at).argmin()]
    assert other.select_slider(key="inside.frame").value == epochs.tolist().index(nearest)
    assert f"epoch {written(nearest)}." in said(other)


def without_U(app, frames):
    """Take U from some frames of the film on screen."""
    kept = session_of(app).source.work.results
    for i in frames:
        bare = dataclasses.replace(kept[i].snapshot, matrices={"E": kept[i].snapshot.E})
        kept[i] = dataclasses.replace(kept[i], snapshot=bare)
    app.session_state[remembered._KEPT].pop("matrices", None)


def test_a_frame_without_u_gives_way_to_the_nearest_that_has_it(on_inside):
    session_of(on_inside).rested = 4
    without_U(on_inside, [3, 4])
    on_inside.run()
    assert "kept no U at epoch" in said(on_inside)
    shown = session_of(on_inside).source.frames[5].snapshot.epoch
    assert f"epoch {shown:.2f}" in said(on_inside) or f"epoch {shown:.1f}" in said(on_inside)


def test_a_film_without_any_u_shows_what_can_be_shown(on_inside):
    without_U(on_inside, range(len(session_of(on_inside).source.frames)))
    on_inside.run()
    assert "This film kept no U" in said(on_inside)
    for tab in TABS:
        opened(on_inside, tab)
    assert "this film kept none" in said(opened(on_inside, "The step"))
    assert len(opened(on_inside, "One-hot to row").get("plotly_chart")) == 1


def test_a_film_without_its_text_takes_any_two_words(on_inside):
    source = session_of(on_inside).source
    session_of(on_inside).source = dataclasses.replace(source, run=None, key="file")
    on_inside.run()
    assert "came without its text" in said(on_inside)
    assert button(on_inside, "inside.forward").disabled
    for tab in TABS:
        opened(on_inside, tab)
    choose(on_inside, "king", "queen")
    assert len(opened(on_inside, "The step").metric) == 1


# ---- other texts and models


def test_a_russian_text(app):
    text = "Царь живёт во дворце. Царица живёт во дворце. Кот пьёт молоко. Пёс пьёт воду. " * 5
    paste(app, text)
    button(app, "train").click().run()
    app.switch_page("pages/inside.py").run()
    choose(app, "царь", "дворце")
    assert chosen(app).pair is not None
    for tab in TABS:
        opened(app, tab)
    assert "дворце" in html(opened(app, "The step", "1 Scores"))


AIMS = {
    "skipgram": (r"\log P(w_{t+k} \mid w_t)", r"\mathbf{E}_{ij}", "E and U have 40 × 10"),
    "cbow": (r"\log P(w_t \mid w_{t \pm 1}", r"\mathbf{E}_{ij}", "E and U have 40 × 10"),
    "fasttext": (r"\log P(w_{t+k} \mid w_t)", r"\mathbf{Z}_{ij}", "Z has 40 rows of words"),
    "softmax": (r"\log P(w_{t+k} \mid w_t)", r"\mathcal{N}(0,\; 0.01)", "E and U have 40 × 10"),
    "exact": (r"K n_i P_n(w_o)", r"\mathcal{N}(0,\; 0.0009)", "E and U have 40 × 10"),
    "glove": (r"\log X_{io}", r"\mathcal{U}(-0.05,\; 0.05)", "each row has a bias"),
}


@pytest.mark.parametrize("model", LESSONS)
def test_every_model_has_its_aim(model):
    lesson, texts = LESSONS[model], table("inside")
    assert lesson.objective in OBJECTIVES
    assert f"objective_{lesson.objective}" in texts["symbols"]
    assert f"row_{lesson.row}" in texts["lookup"]
    assert not lesson.step_note or lesson.step_note in texts["step"]


@pytest.mark.parametrize("model", AIMS)
def test_each_model_tells_its_own_objective_and_counts_its_own_parameters(app, model):
    trained(app, model, epochs=1)
    formulas = [each.value for each in app.latex]
    objective, start, parts = AIMS[model]
    assert sum(objective in each for each in formulas) == 1, formulas
    assert sum(start in each for each in formulas) == 1, formulas
    parameters = app.metric[2]
    assert parts in parameters.help
    weights = session_of(app).source.work.state().training.weights
    learned = sum(weights[name].size for name in ("E", "U", "Z", "b", "c") if name in weights)
    assert parameters.value == f"{learned:,}"


def test_every_model_has_its_step():
    networks = {name for name, kind in MODELS.items() if hasattr(kind, "task")}
    assert MODELS.keys() - CLASSIFIERS == set(LESSONS) | networks
    assert not set(LESSONS) & networks
    assert all(lesson.cell == (lesson.asks is None) for lesson in LESSONS.values())


def test_a_model_without_a_record_shows_no_step_and_says_so(app, monkeypatch):
    monkeypatch.delitem(LESSONS, "skipgram")
    trained(app, epochs=1)
    for tab in TABS:
        opened(app, tab)
    opened(app, "The step")
    assert [each.value for each in app.info] == [table("inside")["step"]["none"]]
    assert not app.get("plotly_chart")


@pytest.mark.parametrize("model", [name for name in LESSONS if name != "skipgram"])
def test_other_models_tell_their_own_step(app, model):
    trained(app, model, epochs=3)
    for tab in TABS:
        opened(app, tab)
    opened(app, "The step", "1 Scores")
    if model == "cbow":
        told = example.current(moment_of(app), chosen(app))
        assert len(told.parts.v) > 1 or len(told.inputs) == 1
        assert told.outputs()[0] == chosen(app).centre
    if model == "fasttext":
        told = example.current(moment_of(app), chosen(app))
        row = session_of(app).source.frames[-1].snapshot.E[told.centre]
        assert told.parts.h == pytest.approx(row, abs=1e-6)
        assert any("<" in text.value for text in app.text), "n-grams are named"
    if model == "softmax":
        assert "every row of U moves" in said(app)
    if model == "exact":
        assert "adds up all contexts" in said(app)
    if model == "glove":
        assert {metric.label for metric in app.metric} >= {"Co-occurrence X", "Weight f(X)"}
        choose(app, "king", "tea")
        assert "GloVe leaves the cell out" in said(opened(app, "The step"))


@pytest.mark.parametrize("model", ["gpt", "bert"])
def test_a_network_shows_a_guess_and_what_reaches_e(app, model):
    trained(app, model, epochs=2)
    assert not app.exception
    app.text_input(key="inside.sentence").set_value("The queen zebra eats bread").run()
    assert "“zebra”" in said(app) and "nats" in said(app)
    table_ = app.dataframe[0].value
    assert {"queen", "eats", "bread"} & set(table_["Row of E"]) and len(table_) == 8
    numbers_ = re.search(r"goes from ([\d.]+) to \*\*([\d.]+)\*\*", said(app))
    assert float(numbers_[2]) < float(numbers_[1])
    app.text_input(key="inside.sentence").set_value(NASTY).run()
    assert "knows none of these words" in said(app) and not app.exception


def sorting(app, name, corpus=None, selected=(), **how):
    """The page with a film of a classifier, and what it was trained on."""
    corpus = corpus or labelled(planted_corpus(1500)[0])
    run = Run(MODELS[name](dimension=6, epochs=2), corpus, frames=5, **how)
    source = FilmOnScreen.launch(server.engine(), run, name="planted", sample=None)
    source.work.resume()
    session_of(app).show(source)
    session_of(app).select(selected)
    app.switch_page("pages/inside.py").run()
    assert not app.exception
    return corpus


def sentence_of(app):
    """The number of the sentence that is shown."""
    found = re.search(r"sentence ([\d,]+) of", said(app))
    return int(found[1].replace(",", "")) - 1


def prediction(app, corpus, frame=-1):
    """What is to be shown of it, from the film."""
    source, number_ = session_of(app).source, sentence_of(app)
    ids = corpus.ids[corpus.starts[number_] : corpus.starts[number_ + 1]]
    snapshot = source.frames[frame].snapshot
    classifier = Classifier.of(source.film, snapshot.arrays, snapshot.E, ids)
    return predict(classifier, int(corpus.labels[number_]))


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_a_classifier_shows_a_sentence_its_class_and_what_moves(app, name):
    corpus = sorting(app, name)
    for frame in (-1, 0):
        if frame == 0:
            app.select_slider(key="inside.frame").set_value(0).run()
        step = prediction(app, corpus, frame)
        assert f"has the probability {step.p[step.target]:.3g}" in said(app)
        assert f"**{step.loss:.3f}** nats" in said(app)
        moves = app.dataframe[-1].value
        lengths = sorted(np.linalg.norm(step.gradient, axis=1), reverse=True)
        assert moves["Length of gradient"].tolist() == pytest.approx(lengths, rel=0.01)
        rate = app.slider(key="inside.network.rate").value
        assert moves["Moves by"].tolist() == pytest.approx(rate * np.array(lengths), rel=0.01)
        assert moves["Times here"].sum() == len(step.rows)
        went = re.search(r"goes from ([\d.]+) to \*\*([\d.]+)\*\*", said(app))
        assert float(went[2]) < float(went[1])
        rows = numbers(chart(app, "inside.sorting.rows")["data"][0]["z"])
        assert rows[0] == pytest.approx(step.rows[0], abs=1e-6)
    for latex in app.latex:
        assert "nan" not in latex.value


def test_sentences_follow_one_another_without_end(app):
    corpus = sorting(app, "bag")
    assert sentence_of(app) in corpus.parts(0).training
    seen = []
    for way in ("back", "back", "forward", "forward", "forward"):
        button(app, f"inside.{way}").click().run()
        assert not app.exception
        seen.append(sentence_of(app))
        told = "Training never takes this step" in said(app)
        assert told == (seen[-1] not in corpus.parts(0).training)
    last = len(corpus.labels) - 1
    assert seen == [last, last - 1, last, 0, 1]


def test_the_sentence_has_the_word_that_is_selected(app):
    corpus = sorting(app, "bag")
    for word in (corpus.words[-1], corpus.words[40]):
        assert word not in prediction_words(app, corpus)
        session_of(app).select((word,))
        app.run()
        assert word in prediction_words(app, corpus)


def test_what_each_kind_of_layer_makes_of_the_words(app):
    corpus = sorting(app, "bag")
    step, words = prediction(app, corpus), app.dataframe[0].value
    right = [name for name in words if corpus.classes[step.target] in name]
    assert words[right[0]].sum() + step.b[step.target] == pytest.approx(
        step.z[step.target], abs=0.01
    )
    corpus = sorting(app, "cnn")
    step, filters = prediction(app, corpus), app.dataframe[0].value
    assert filters["Filter"].tolist() == [f + 1 for f in step.strongest(8)]
    sentence = f" {' '.join(prediction_words(app, corpus))} "
    for f, looked in zip(step.strongest(8), filters["Best place"], strict=True):
        assert f" {looked} " in sentence
        assert prediction_words(app, corpus)[step.best_places[f]] in looked.split()
    corpus = sorting(app, "lstm")
    step = prediction(app, corpus)
    shares = numbers(chart(app, "inside.sorting.memory")["data"][0]["x"])
    assert shares == pytest.approx(100 * step.p_after_each_word[:, step.target], abs=1e-4)
    corpus = sorting(app, "encoder")
    step, maps = prediction(app, corpus), chart(app, "inside.sorting.attention")["data"]
    assert len(maps) == 2
    assert numbers(maps[1]["z"]) == pytest.approx(step.attention[0][1], abs=1e-3)


def prediction_words(app, corpus):
    number_ = sentence_of(app)
    ids = corpus.ids[corpus.starts[number_] : corpus.starts[number_ + 1]]
    return [corpus.words[i] for i in ids]


def test_rows_of_a_frozen_matrix_do_not_move(app):
    sorting(app, "cnn", freeze="all")
    moves = app.dataframe[-1].value
    assert (moves["Length of gradient"] > 0).any() and (moves["Moves by"] == 0).all()
    assert "E is frozen" in said(app) and "goes from" not in said(app)


def test_a_matrix_thaws_when_its_epochs_are_over(app):
    sorting(app, "cnn", freeze=1, pace=0.5)
    rate = app.slider(key="inside.network.rate").value
    moves = app.dataframe[-1].value
    assert moves["Moves by"][0] == pytest.approx(
        0.5 * rate * moves["Length of gradient"][0], rel=0.02
    )
    app.select_slider(key="inside.frame").set_value(0).run()
    assert "E is frozen" in said(app)


def test_words_that_have_no_row_at_an_earlier_epoch_are_named(app):
    corpus = sorting(app, "bag", words=4)
    shown = session_of(app).source.words
    assert not {*prediction_words(app, corpus)} <= {*shown}
    app.select_slider(key="inside.frame").set_value(1).run()
    assert "Without a row at this epoch" in said(app) and not app.exception and not app.dataframe
    button(app, "inside.forward").click().run()
    assert "Without a row at this epoch" in said(app) and not app.exception, (
        "there is no such sentence"
    )
    app.select_slider(key="inside.frame").set_value(4).run()
    assert "Without a row at this epoch" not in said(app) and app.dataframe


def test_words_that_are_only_hidden_have_their_rows_at_all_epochs(app):
    corpus = sorting(app, "bag", without=("f0", "hers"))
    assert {"f0", "hers"} & {*prediction_words(app, corpus)}
    assert "f0" not in session_of(app).source.words
    at_end = app.dataframe[0].value
    app.select_slider(key="inside.frame").set_value(3).run()
    assert "half precision" in said(app) and not app.warning
    assert app.dataframe[0].value["Word"].tolist() == at_end["Word"].tolist()
    source, words = session_of(app).source, prediction_words(app, corpus)
    snapshot, place = source.frames[3].snapshot, words.index("f0")
    row = snapshot.apart["E"][[corpus.words[i] for i in source.run.apart].index("f0")]
    assert numbers(chart(app, "inside.sorting.rows")["data"][0]["z"])[place] == pytest.approx(
        row.astype(float)
    )


def test_only_sentences_that_can_be_read_are_stepped_to(app):
    texts = ["a b a b", "a rare b", "b a a b", "a odd b", "b a b b", "b b a b"] * 2
    labels = ["x", "x", "x", "y", "y", "y"] * 2
    corpus = Labelled.of(texts, labels)
    sorting(app, "bag", corpus, words=2, selected=("rare",))
    app.select_slider(key="inside.frame").set_value(1).run()
    session_of(app).select(())
    for _ in range(6):
        button(app, "inside.forward").click().run()
        assert not app.exception and app.dataframe
        assert not {"rare", "odd"} & {*prediction_words(app, corpus)}


def test_a_classifier_without_its_sentences_says_so(app):
    sorting(app, "lstm")
    session = session_of(app)
    session.source = dataclasses.replace(session.source, run=None)
    app.run()
    assert not app.exception
    assert [each.value for each in app.info] == [table("inside")["sorting"]["no_text"]]


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_words_and_classes_of_visitors_stay_what_they_are(app, name):
    texts = [f"{each} **bold** <b>tag</b> $x$ good" for each in ("one", "two")] * 8
    texts[0] = " ".join(["word"] * 90)
    corpus = Labelled.of(texts, [NASTY, "{label} <i>"] * 8)
    sorting(app, name, corpus, selected=("word",))
    assert "first 24 of" in said(app)
    assert ("sees 64 words at most" in said(app)) == (name in ("lstm", "encoder"))
    button(app, "inside.forward").click().run()
    assert not app.exception
    assert "{label}" in said(app).replace("\\", "") and "{label}" not in said(app)
    button(app, "inside.forward").click().run()
    assert "![x]" in said(app).replace("\\", "") and "![x]" not in said(app)


def shown_change(app, row):
    """What a row of the update is said to change by."""
    figure = chart(app, "inside.chart.update")
    return numbers(figure["data"][1]["z"])[names_of(figure).index(row)]


def matrices_of(app):
    snapshot = session_of(app).source.frames[-1].snapshot
    return snapshot.E.astype(float), snapshot.U.astype(float)


def test_full_softmax_shows_its_own_gradient(app):
    """The rows drawn as added, against differences of the cross-entropy over all words."""
    trained(app, "softmax", epochs=3)
    choose(app, "king", "eats")
    opened(app, "The step", "3 New rows")
    (E, U), words = matrices_of(app), session_of(app).source.film.words
    i, o, rate = words.index("king"), words.index("eats"), app.number_input(key="inside.rate").value

    def cross_entropy(v, U):
        return -np.log(np.exp(U[o] @ v) / np.exp(U @ v).sum())

    by_v = differences(lambda v: cross_entropy(v, U), E[i])
    by_u = differences(lambda u: cross_entropy(E[i], np.vstack([U[:o], u, U[o + 1 :]])), U[o])
    assert far(shown_change(app, "king"), -rate * by_v) < 1e-4
    assert far(shown_change(app, "eats"), -rate * by_u) < 1e-4
    assert app.metric[0].value.startswith(f"{cross_entropy(E[i], U):.3f} →")
    table = html(opened(app, "The step", "1 Scores"))
    P = np.exp(U @ E[i]) / np.exp(U @ E[i]).sum()
    assert f"{P[o]:.3f}" in table and f"{1 - P[o]:.3f}" in table


def test_exact_shows_the_gradient_of_all_contexts_of_a_word(app):
    """The rows drawn as added, against differences of the objective that the trainer counts."""
    trained(app, "exact", epochs=5)
    choose(app, "king", "eats")
    opened(app, "The step", "3 New rows")
    (E, U), source = matrices_of(app), session_of(app).source
    run, words = source.run, source.film.words
    trainer = run.model.trainer(run.corpus, run.seed, run.frames)
    i, rate = words.index("king"), app.number_input(key="inside.rate").value
    N, D = trainer.objective.N[i].astype(float), trainer.objective.D[i].astype(float)

    def loss_of_all(v):
        sigma = 1 / (1 + np.exp(-(U @ v)))
        return -(N @ np.log(sigma) + (D - N) @ np.log(1 - sigma)) / N.sum()

    assert far(shown_change(app, "king"), -rate * differences(loss_of_all, E[i])) < 1e-3
    assert app.metric[0].value.startswith(f"{loss_of_all(E[i]):.3f} →")
    assert not [each for each in app.button if each.key == "inside.redraw"], "nothing is drawn"


def test_glove_has_its_rate_and_a_hundred_steps(app):
    trained(app, "glove", epochs=3)
    choose(app, "king", "eats")
    opened(app, "The step", "5 A hundred steps")
    losses = chart(app, "inside.chart.motion")["data"][-1]["y"]
    weights = session_of(app).source.work.state().training.weights
    i, o = (session_of(app).source.film.words.index(word) for word in ("king", "eats"))
    X = float(meetings(session_of(app).source.run.corpus, i, o, 10))
    score = weights["E"][i] @ weights["U"][o] + weights["b"][i] + weights["c"][o]
    assert losses[0] == pytest.approx(min(1, X / 10) ** 0.75 * (score - np.log(X)) ** 2, rel=1e-3)
    assert len(losses) == 101 and losses[-1] < losses[0]
    opened(app, "The step", "4 Learning rate")
    assert "overshot" in said(app)
    button(app, "inside.rate_more").click().run()
    assert app.metric[0].value and not app.exception


def test_the_learning_rate_begins_with_a_pair_that_overshoots(on_inside):
    first = chosen(on_inside).pair
    opened(on_inside, "The step", "4 Learning rate")
    curve, before = chart(on_inside, "inside.chart.rate")["data"][0], on_inside.metric[0].value
    level = float(before.split(" → ")[0])
    assert "overshot" in said(on_inside)
    assert max(y for y in numbers(curve["y"]) if np.isfinite(y)) > level
    assert chosen(on_inside).pair is not None
    button(on_inside, "inside.forward").click().run()
    own = chosen(on_inside).pair
    opened(on_inside, "The step", "4 Learning rate")
    assert chosen(on_inside).pair == own, "what somebody chose is left alone"
    assert first is not None


def written_address(app):
    """What the browser is to write into the address."""
    found = [each for each in app.get("bidi_component") if "inside.address" in each.proto.id]
    return split(found[-1].proto.bytes)[0]["view"]


def test_part_pair_steps_and_rate_are_in_the_address_and_come_back(on_inside):
    choose(on_inside, "king", "eats")
    opened(on_inside, "The step", "1 Scores")
    button(on_inside, "inside.redraw").click().run()
    on_inside.number_input(key="inside.rate").set_value(0.4).run()
    for _ in range(3):
        button(on_inside, "inside.step_forward").click().run()
    address, table = written_address(on_inside), html(on_inside)
    for part in ("part:step.scores", "pair:king,eats", "taken:3", "draws:1", "eta:0.4"):
        assert f";{part}" in address
    other = AppTest.from_file(APP, default_timeout=60)
    other.query_params[PARAMETER] = address
    other.switch_page("pages/inside.py").run()
    assert not other.exception
    assert other.metric[0].value == on_inside.metric[0].value
    assert "<tbody>" in table
    assert re.findall("<tbody>.*</tbody>", html(other)) == re.findall("<tbody>.*</tbody>", table)
    assert written_address(other) == address


@pytest.mark.parametrize(
    "entry", ["part:nowhere.else;pair:king,zzz", "pair:king,eats;places:9999.1.2"]
)
def test_an_address_that_leads_nowhere_inside_shows_what_there_is(app, entry):
    trained(app)
    other = AppTest.from_file(APP, default_timeout=60)
    other.query_params[PARAMETER] = f"tiny;epochs:5;{entry}"
    other.switch_page("pages/inside.py").run()
    assert not other.exception
    assert other.get("plotly_chart") or other.warning


def test_mini_batches_have_the_losses_of_the_trainer(on_inside):
    opened(on_inside, "Mini-batches")
    run = session_of(on_inside).source.run
    found = compare(run.model.trainer(run.corpus, run.seed, run.frames))
    rows = html(on_inside).split("<tr>")
    for each in found.passes:
        T = f"{each.T:,} (this run)" if each.T == found.own else f"{each.T:,}"
        [row] = [row for row in rows if row.startswith(f"<td>{T}</td>")]
        assert f"<td>{each.loss:.3f}</td>" in row and f"<td>{each.steps:,}</td>" in row
        assert f"<td>{each.load:.2f}</td>" in row
    assert "times as fast as steps of one" in said(on_inside)


def test_the_heat_map_holds_the_rows_of_every_frame(on_inside):
    session_of(on_inside).selected = ("queen",)
    opened(on_inside, "E in motion")
    found = [each for each in on_inside.get("bidi_component") if "heatmap" in each.proto.id]
    header, cells = split(found[0].proto.bytes)
    source = session_of(on_inside).source
    n, c, most = header["n"], header["c"], header["most"]
    coded = np.frombuffer(cells, np.uint8).reshape(header["frames"], n, c)
    assert header["words"][0] == "queen" and header["selected"] == [0]
    rows = [source.film.words.index(word) for word in header["words"]]
    last = (coded[-1].astype(float) - 128) / 127 * most
    assert np.abs(last - source.frames[-1].snapshot.E[rows, :c]).max() <= most / 254 + 1e-6
    assert header["epochs"] == pytest.approx([f.snapshot.epoch for f in source.frames], abs=1e-5)
    assert f"{most:.2f}" in said(on_inside), "the scale is told"
