"""Sweeps on the Compare page: from what is typed to an answer, a picture, a table, a program."""

import io
import re
import runpy

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embviz as ev
from embviz.files.write import save_vectors
from embviz.jobs import many_runs, sweeps
from embviz.jobs.sweeps import Sweep
from embviz.models import CLASSIFIERS, MODELS
from embviz.training.run import Run
from embviz.ui.pages.compare.sweep import choice
from embviz.ui.state import measuring, server
from tests.ui.app_page import NASTY, button, complaints, paste, said, session_of
from tests.ui.conftest import APP

VALUES = "compare.values.{}.{}"


@pytest.fixture
def page(app):
    """The page on the smallest text, with a model that is quickly trained."""
    app.selectbox(key="text").set_value("tiny").run()
    app.number_input(key="skipgram.epochs").set_value(2).run()
    return app.switch_page("pages/compare.py").run()


def type_values(app, typed, setting="dimension", model="skipgram"):
    return app.text_input(key=VALUES.format(model, setting)).set_value(typed).run()


def sweep(app, typed="2, 4", seeds=2):
    type_values(app, typed)
    app.number_input(key="compare.seeds").set_value(seeds).run()
    button(app, "compare.begin").click().run()
    return app.run()


def begins(app):
    return [each.key for each in app.button if each.key == "compare.begin"]


def figure(app):
    (chart,) = app.get("plotly_chart")
    return chart.proto.spec


def test_a_sweep_answers_with_a_sentence_a_picture_and_a_table(page):
    sweep(page)
    assert not page.exception and not page.error
    assert "The loss gives no advice here: it is of training pairs." in said(page)
    assert "too short to hold out sentences: training loss gives no advice" in said(page)
    assert "is enough" not in said(page) and "clearly better" not in said(page)
    assert "All 4 runs are done" in said(page)
    assert '"2"' in figure(page) and '"4"' in figure(page)
    (table,) = page.dataframe
    assert table.value.iloc[:, 0].tolist() == [2, 4]
    assert {"Training loss", "Agreement between seeds", "Parameters"} <= {*table.value.columns}


def test_it_is_told_that_bands_of_the_loss_leave_out_levels_of_seeds(page):
    sweep(page)
    without = "without each seed’s own level"
    assert f"95 % interval of that mean {without}" in said(page)
    columns = {*page.dataframe[0].value.columns}
    assert {f"± (Training loss, {without})", "± (Agreement between seeds)"} <= columns
    page.selectbox(key="compare.measure").set_value("agreement").run()
    assert without not in said(page)


def test_it_is_said_of_which_text_and_model_a_sweep_is(page):
    assert "Trains Skip-gram on “tiny”" in said(page) and "run on screen" not in said(page)
    page.switch_page("pages/train.py").run()
    button(page, "train").click().run()
    page.selectbox(key="model").set_value("cbow").run()
    page.selectbox(key="text").set_value("bank").run()
    page.switch_page("pages/compare.py").run()
    assert "Trains Skip-gram on “tiny”" in said(page)
    assert "This is about the run on screen." in said(page)
    page.switch_page("pages/train.py").run()
    button(page, "train").click().run()
    page.switch_page("pages/compare.py").run()
    assert "Trains CBOW on" in said(page) and "run on screen" not in said(page)


def test_held_out_losses_give_advice(app):
    app.selectbox(key="text").set_value("kingdom").run()
    app.number_input(key="skipgram.epochs").set_value(1).run()
    app.switch_page("pages/compare.py").run()
    sweep(app)
    assert not app.exception and "Held-out loss" in app.dataframe[0].value.columns
    assert "training loss" not in said(app) and "training pairs" not in said(app)
    assert "Enough: the first value" in said(app)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "There is no value of Dimension d"),
        ("ten", "“ten” is not a number"),
        (NASTY, "is not a number"),
        ("2.5", "takes whole numbers"),
        ("0, 5", "must be between 1 and 1,000; 0 is not"),
        ("100..2", "does not rise"),
        ("5, 2", "must rise, but 2 follows 5"),
        ("2, 5, 2", "2 stands twice"),
    ],
)
def test_wrong_values_are_said_at_their_input_and_lose_nothing(page, typed, told):
    sweep(page)
    before = figure(page)
    type_values(page, typed)
    assert not page.exception and not begins(page)
    (complaint,) = complaints(page)
    assert told in complaint
    assert page.text_input(key=VALUES.format("skipgram", "dimension")).value == typed
    assert figure(page) == before and "the last sweep (Dimension d 2, 4)" in said(page)


@pytest.mark.parametrize("seeds", [0, 1000])
def test_seeds_out_of_range_are_said_and_nothing_else_is_offered(page, seeds):
    page.number_input(key="compare.seeds").set_value(seeds).run()
    assert not page.exception and not begins(page) and " runs, about" not in said(page)
    (complaint,) = complaints(page)
    assert "must be between 1 and 100" in complaint
    page.number_input(key="compare.seeds").set_value(100).run()
    assert begins(page) and not complaints(page)


def test_what_would_take_hours_is_refused_with_the_sum(page):
    type_values(page, "500..1000")
    page.number_input(key="compare.seeds").set_value(100).run()
    page.selectbox(key="compare.second.skipgram").set_value("epochs").run()
    type_values(page, "5000..10000", "epochs")
    assert not begins(page)
    (complaint,) = complaints(page)
    assert "runs" in complaint and ("minutes" in complaint or "at most" in complaint)


def test_a_range_is_read_and_shown(page):
    type_values(page, "2..100")
    assert "2, 5, 10, 20, 50, 100" in said(page) and "6 × 5 = 30 runs" in said(page)


def test_more_values_train_only_the_new_runs(page):
    sweep(page)
    type_values(page, "2, 4, 8")
    assert button(page, "compare.begin").label == "Train 2 runs"
    assert "4 of these runs are known" in said(page)
    button(page, "compare.begin").click().run()
    page.run()
    last = server.measured().values()[-1]
    assert len(last.known) == 4 and len(last.points) == 6
    # Fewer values need no asking.
    type_values(page, "2, 8")
    assert not begins(page) and "All 4 runs are done" in said(page)


def test_a_sweep_is_found_again_after_another_page(page):
    sweep(page)
    before = figure(page)
    page.switch_page("pages/words.py").run()
    page.switch_page("pages/compare.py").run()
    assert not page.exception and not begins(page) and figure(page) == before


def reloaded():
    """The page of another tab, with the same run: it knows nothing of the sweep."""
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.selectbox(key="text").set_value("tiny").run()
    app.number_input(key="skipgram.epochs").set_value(2).run()
    return app.switch_page("pages/compare.py").run()


def test_after_a_reload_the_sweep_of_the_run_is_offered_and_fills_the_form(page):
    page.selectbox(key="compare.second.skipgram").set_value("window").run()
    type_values(page, "3, 5", "window")
    sweep(page, "2, 3")
    before = figure(page)
    page = reloaded()
    assert not page.get("plotly_chart") and begins(page)
    told = "A sweep of this run is known: Dimension d 2, 3; Context window 3, 5. Seeds: 2."
    assert told in said(page)
    button(page, "compare.look").click().run()
    assert not page.exception and not begins(page) and figure(page) == before
    assert page.text_input(key=VALUES.format("skipgram", "window")).value == "3, 5"
    assert page.number_input(key="compare.seeds").value == 2
    assert "All 8 runs are done" in said(page) and told not in said(page)


def test_a_sweep_that_is_not_done_is_offered_too_but_none_of_another_run(page, halfway):
    sweep(page, "2, 3")
    (measured,) = server.measured().values()
    assert [*measuring.sweeps_of(session_of(page).source.run)] == [measured]
    tiny = ev.sample("tiny")
    for other in (
        Run(ev.SkipGram(epochs=2, window=9), tiny),
        Run(ev.CBOW(epochs=2), tiny),
        Run(ev.SkipGram(epochs=2), ev.sample("bank")),
    ):
        assert measuring.sweeps_of(other) == ()
    button(page, "compare.settings.cancel").click().run()
    assert "A sweep of this run" not in said(page.run()), "who cancels it wants it no more"
    page = reloaded()
    assert "A sweep of this run" in said(page)
    button(page, "compare.look").click().run()
    assert not page.exception and page.get("progress")


def test_two_settings_are_lines_that_are_told_apart_without_colour(page):
    page.selectbox(key="compare.second.skipgram").set_value("epochs").run()
    type_values(page, "1, 2", "epochs")
    sweep(page)
    assert not page.exception
    dashes = {each.split('"')[0] for each in figure(page).split('"dash":"')[1:]}
    assert len(dashes) > 1 and "Epochs: 1" in figure(page) and "Epochs: 2" in figure(page)
    page.selectbox(key="compare.measure").set_value("pip_curve").run()
    page.selectbox(key="compare.pip_where").set_value(1).run()
    assert not page.exception and "bias" in figure(page)
    button(page, "compare.film").click().run()
    assert not page.exception
    assert session_of(page).source.film.recipe.along.name == "dimension"


def test_losses_of_other_windows_are_compared_along_their_lines_only(page):
    page.selectbox(key="compare.second.skipgram").set_value("window").run()
    type_values(page, "1, 2", "window")
    sweep(page)
    assert "along one line only" not in said(page)
    page.selectbox(key="compare.measure").set_value("loss").run()
    assert not page.exception and "along one line only" in said(page)


def test_the_models_are_shown_as_a_film_beside_their_sweep(page):
    sweep(page, "2, 4, 8")
    before = figure(page)
    button(page, "compare.film").click().run()
    page.run()
    source = session_of(page).source
    assert not page.exception and source.film.recipe.along.values == ("2", "4", "8")
    assert source.made_of.run.hash and figure(page) == before
    assert "All 6 runs are done" in said(page)


def test_settings_whose_losses_cannot_be_compared_show_another_measure(page):
    page.selectbox(key="compare.setting.skipgram").set_value("window").run()
    type_values(page, "1, 2", "window")
    page.number_input(key="compare.seeds").set_value(2).run()
    button(page, "compare.begin").click().run()
    page.run()
    assert "The loss gives no advice here" in said(page)
    assert page.selectbox(key="compare.measure").value == "planted"
    assert "chance level" in figure(page)


def test_every_measure_is_drawn(page):
    sweep(page, seeds=3)
    for measure in page.selectbox(key="compare.measure").options:
        page.selectbox(key="compare.measure").select(measure).run()
        assert not page.exception and not page.error, measure
        assert figure(page)
    page.selectbox(key="compare.measure").set_value("pip_curve").run()
    assert "bias" in figure(page) and "sum" in said(page)


def test_what_agreement_and_the_reference_say_is_no_quality(page):
    sweep(page, "1, 4, 30", seeds=3)
    page.selectbox(key="compare.measure").set_value("agreement").run()
    assert re.search(r"Agreement between seeds: \*\*1\*\* is highest \(.*apart", said(page))
    page.selectbox(key="compare.measure").set_value("pip_curve").run()
    told = said(page)
    assert "Below 30, the sum" in told or "No advice" in told
    assert "larger ones" not in told and "least at **30**" not in told


def test_min_count_is_swept_and_labelled_texts_have_none(page):
    page.selectbox(key="compare.setting.skipgram").set_value("min_count").run()
    type_values(page, "1, 3", "min_count")
    page.number_input(key="compare.seeds").set_value(2).run()
    button(page, "compare.begin").click().run()
    page.run()
    assert not page.exception and "All 4 runs are done" in said(page)
    type_values(page, "1, 1000", "min_count")
    assert not page.exception and "No two words occur 1,000 times" in complaints(page)[0]


def test_a_run_that_diverges_is_named_and_the_others_stand(page, monkeypatch):
    point = sweeps.Sweep.point

    def diverges(self, task, last, seconds):
        lost = self.places[task.place].values == (4,) and task.seed == 1
        return point(self, task, None if lost else last, seconds)

    monkeypatch.setattr(sweeps.Sweep, "point", diverges)
    sweep(page)
    assert not page.exception
    assert "One run diverged and has no point: 4 (seed 1)" in said(page)
    assert page.dataframe[0].value.shape[0] == 2


def test_values_at_which_all_runs_diverge_are_named_once(page):
    page.selectbox(key="compare.setting.skipgram").set_value("learning_rate").run()
    type_values(page, "0.03, 1", "learning_rate")
    page.number_input(key="compare.seeds").set_value(2).run()
    point = sweeps.Sweep.point

    def diverges(self, task, last, seconds):
        lost = self.places[task.place].values == (1.0,)
        return point(self, task, None if lost else last, seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweeps.Sweep, "point", diverges)
        button(page, "compare.begin").click().run()
    page.run()
    assert not page.exception
    assert "2 runs diverged and have no points: 1 (2 of 2 seeds)" in said(page)
    assert "Two values with two seeds each are needed" in said(page)


def test_rated_pairs_examine_known_runs_again_without_training(page, monkeypatch, tmp_path):
    sweep(page)

    def trains(*args):
        raise AssertionError("a run was trained again")

    pairs = "king\tqueen\t9\nking\tbread\t1\nman\twoman\t8\nman\tmilk\t2\ncat\tdog\t8\n"
    monkeypatch.setattr(many_runs, "advance", trains)
    page.file_uploader(key="asking.pairs").set_value(("pairs.tsv", pairs.encode(), "text/plain"))
    page.run()
    page.run()
    assert not page.exception and not begins(page)
    page.selectbox(key="compare.measure").set_value("rated").run()
    assert not page.exception
    marks = [point.marks.spearman for point in server.measured().values()[-1].points]
    assert len(marks) == 4 and not np.isnan(marks).any()
    monkeypatch.undo()
    (tmp_path / "pairs.tsv").write_text(pairs)
    monkeypatch.chdir(tmp_path)
    found = run_program(page, tmp_path)
    assert [row["rated"] for row in found] == pytest.approx(marks)


@pytest.fixture
def halfway(monkeypatch):
    """Only two runs are carried out of those that are begun; the others wait."""
    launch = many_runs.launch

    def half(engine, job, workers, tasks, **how):
        begun = launch(engine, job, 1, tasks[:2], **how)
        return (*begun, *launch(engine, job, 1, tasks[2:], run=False, **how))

    monkeypatch.setattr(many_runs, "launch", half)


def test_what_is_halfway_goes_on_when_asked(page, halfway):
    sweep(page)
    assert "So far: Two values with two seeds each are needed" in said(page)
    assert not begins(page) and page.get("progress")[0].proto.text == "2 of 4 runs"
    button(page, "compare.settings.resume").click().run()
    page.run()
    assert not page.exception and "All 4 runs are done" in said(page)


def test_what_is_cancelled_is_kept_and_the_rest_offered_again(page, halfway):
    sweep(page)
    button(page, "compare.settings.cancel").click().run()
    page.run()
    assert not page.exception and button(page, "compare.begin").label == "Train 2 runs"
    assert "2 of these runs are known" in said(page) and not page.get("plotly_chart")
    button(page, "compare.begin").click().run()
    page.run()
    assert "All 4 runs are done" in said(page)


def test_analogies_of_a_file_are_asked_in_the_letters_of_the_text(page):
    file = ("analogies.txt", b": family\nMan King Woman Queen\nKing Man Queen Woman\n", "")
    page.file_uploader(key="asking.analogies").set_value(file)
    page.run()
    sweep(page)
    (found,) = server.measured().values()
    assert found.job.exam.analogies[0] == ("man", "king", "woman", "queen")
    assert all(point.marks.accuracy in (0, 0.5, 1) for point in found.points)
    assert page.text_input(key=VALUES.format("skipgram", "dimension")).placeholder.startswith(
        "2, 5"
    )


def run_program(app, folder):
    """Run what the page shows; gives its table."""
    file = folder / "sweep.py"
    file.write_text(app.code[0].value.replace("workers=", "workers=1 or "), encoding="utf-8")
    return runpy.run_path(str(file), run_name="__main__")["table"]


def test_the_program_repeats_the_sweep(page, tmp_path):
    sweep(page)
    shown = server.measured().values()[-1].table
    assert "Path" not in page.code[0].value
    found = run_program(page, tmp_path)
    assert [row["loss"] for row in found] == [row["loss"] for row in shown]


def test_vectors_from_a_file_have_no_text_to_train_on(app):
    app.switch_page("pages/files.py").run()
    target = io.BytesIO()
    save_vectors(ev.Vectors(("a", "b", "c"), np.eye(3, dtype=np.float32)), target, "npz", {})
    app.file_uploader(key="files.upload").set_value(("v.npz", target.getvalue(), ""))
    app.run()
    app.switch_page("pages/compare.py").run()
    assert not app.exception and not begins(app)
    assert "These vectors come from a file" in said(app)


def test_a_text_of_ones_own_in_russian(app):
    paste(app, "Король правит. Королева правит! Кот ест рыбу, пёс ест хлеб. " * 30)
    app.switch_page("pages/compare.py").run()
    sweep(app)
    assert not app.exception and "All 4 runs are done" in said(app)
    assert 'Path("text.txt")' in app.code[0].value
    assert "planted" not in app.selectbox(key="compare.measure").options


@pytest.mark.parametrize("name", [*MODELS])
def test_what_is_proposed_can_be_trained(name):
    """Every setting of every model: values in its range, that of the run among them."""
    run = Run(MODELS[name](), ev.labelled("topics") if name in CLASSIFIERS else ev.sample("tiny"))
    for setting in choice.swept(run):
        values = choice.proposed(run, setting)
        assert len(values) > 1, setting
        assert getattr(run.model, setting, run.corpus.min_count) in values
        assert Sweep.of(run.model, run.corpus, **{setting: values}).settings == (setting,)


def test_dimensions_that_heads_cannot_share_are_not_proposed():
    run = Run(ev.GPT(heads=3), ev.sample("tiny"))
    assert choice.proposed(run, "dimension") == (12, 24, 48, 96)
