"""How sure neighbours are: on the Words page, and how pale words are on the map."""

import functools
import io

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embviz as ev
from embviz.files.film import film_npz
from embviz.jobs import sweeps
from embviz.jobs.sweeps import Sweep
from embviz.measures.ensembles import Luck
from embviz.measures.sweep_films import film_of
from embviz.text.corpus import Vocabulary
from embviz.training.film import Along
from embviz.ui.map import component, film_page
from embviz.ui.map.messages import message as packed
from embviz.ui.pages.words import sureness
from embviz.ui.state import made_films, measuring
from embviz.ui.state.map_state import Sent
from tests.ui.app_page import button, message, paste, said, session_of
from tests.ui.conftest import APP
from tests.ui.pages.test_files_page import upload, written
from tests.wordmap.decoding import decode

SEEDS = 3


@pytest.fixture
def on_words(app):
    app.selectbox(key="text").set_value("tiny").run()
    app.number_input(key="skipgram.epochs").set_value(3).run()
    button(app, "train").click().run()
    app.switch_page("pages/words.py").run()
    return chosen(app)


def chosen(app, seeds=SEEDS):
    app.number_input(key="words.seeds").set_value(seeds).run()
    assert not app.exception
    return app


def asked(app):
    button(app, "words.sure").click().run()
    assert not app.exception
    return app


def ensemble_of(app, seeds=SEEDS):
    """The same by the library: none of its runs has the seed of the run on screen."""
    run = session_of(app).source.run
    job = Sweep.like(run, seeds=seeds, others=True)
    return sweeps.members(job, sweeps.carried_out(job, (), 1, None, 60.0, False))


def rankings(app):
    return [each.value for each in app.dataframe]


def test_every_neighbour_says_in_how_many_runs_it_is_one(on_words):
    on_words.text_input(key="asking.word").set_value("cat").run()
    assert f"with {SEEDS} other seeds: about 1 s" in said(on_words)
    assert list(rankings(on_words)[0])[1:] == ["Cosine", "Change"]
    table = rankings(asked(on_words))[0]
    around = ensemble_of(on_words).around("cat")
    words = list(table.iloc[:, 0])
    assert words == [
        word for word, _ in session_of(on_words).source.vectors_by("E").most_similar("cat")
    ]
    assert list(table[f"Runs (of {SEEDS})"]) == [
        round(around.of(word).share * SEEDS) for word in words
    ]
    means = [around.of(word).cosine for word in words]
    assert list(table["Mean cosine"]) == pytest.approx(means, abs=1e-5)
    assert f"share **{around.sure * 10:.1f}** of the 10" in said(on_words)
    missed = [each.word for each in around.often(0.5) if each.word not in words]
    others = [
        list(each["Found by other runs"])
        for each in rankings(on_words)
        if "Found by other runs" in each
    ]
    assert others == ([missed] if missed else [])


def test_it_stays_for_other_words_and_pages_and_visitors(on_words):
    asked(on_words)
    on_words.text_input(key="asking.word").set_value("queen").run()
    assert f"Runs (of {SEEDS})" in rankings(on_words)[0]
    assert not [each for each in on_words.button if each.key == "words.sure"]
    on_words.switch_page("pages/train.py").run()
    on_words.switch_page("pages/words.py").run()
    assert f"Runs (of {SEEDS})" in rankings(on_words)[0]
    other = AppTest.from_file(APP, default_timeout=60).run()
    other.selectbox(key="text").set_value("tiny").run()
    other.number_input(key="skipgram.epochs").set_value(3).run()
    button(other, "train").click().run()
    session = session_of(other)
    session.map.sent = Sent()
    sent, layers = layer_of(other)
    assert "sure" not in sent.header and not layers, "this visit has not asked"
    chosen(other.switch_page("pages/words.py").run())
    assert f"Runs (of {SEEDS})" not in rankings(other)[0]
    assert f"{SEEDS} runs with other seeds are there already." in said(other)
    asked(other)
    assert f"Runs (of {SEEDS})" in rankings(other)[0]
    session.map.sent = Sent()
    assert layer_of(other)[1]


def test_it_can_be_asked_before_the_film_is_at_its_end(app):
    app.selectbox(key="text").set_value("tiny").run()
    app.number_input(key="skipgram.epochs").set_value(3).run()
    button(app, "step").click().run()
    asked(chosen(app.switch_page("pages/words.py").run()))
    assert not session_of(app).source.complete
    assert f"Runs (of {SEEDS})" in rankings(app)[0]


def test_a_film_that_is_not_trained_to_the_end_is_not_pale(on_words):
    asked(on_words)
    session = session_of(on_words)
    assert session.doubts(session.source)
    on_words.switch_page("pages/train.py").run()
    button(on_words, "reset").click().run()
    session.map.sent = Sent()
    assert not session.source.complete and not layer_of(on_words)[1]


def test_more_runs_are_trained_besides_those_that_are_known_and_fewer_are_there(
    on_words, monkeypatch
):
    asked(on_words)
    begun = []
    launch = sweeps.launch

    def noting(engine, job, workers, known=(), **how):
        begun.append(len(job.left(known)))
        return launch(engine, job, workers, known=known, **how)

    monkeypatch.setattr(sweeps, "launch", noting)
    chosen(on_words, 5)
    assert f"Runs (of {SEEDS})" in rankings(on_words)[0]
    assert "with 2 other seeds" in said(on_words)
    asked(on_words)
    assert "Runs (of 5)" in rankings(on_words)[0]
    chosen(on_words, 2)
    assert "Runs (of 2)" in rankings(on_words)[0]
    assert begun == [2, 0]
    on_words.number_input(key="words.seeds").set_value(1).run()
    assert on_words.error and not on_words.exception


def test_of_an_earlier_epoch_it_is_told_that_the_runs_are_finished(on_words):
    asked(on_words)
    assert "Runs are compared" not in said(on_words)
    session_of(on_words).rested = 2
    on_words.run()
    assert "compared at their end, epoch 3; this table shows epoch" in said(on_words)
    assert f"Runs (of {SEEDS})" in rankings(on_words)[0]


def test_of_other_vectors_it_is_told_which_are_compared(on_words):
    asked(on_words)
    key = f"matrix.{session_of(on_words).source.key}"
    on_words.segmented_control(key=key).set_value("U").run()
    assert "compared by E; this table shows U" in said(on_words)


def test_rare_words_show_why(app):
    sentences = "The king rules the land. The queen rules the land. The king eats bread. " * 12
    paste(app, sentences + "A hermit ponders pebbles. One comet passes quietly.")
    app.number_input(key="min_count.own").set_value(1).run()
    button(app, "train").click().run()
    app.switch_page("pages/words.py").run()
    chosen(app, 4)
    app.text_input(key="asking.word").set_value("hermit").run()
    asked(app)
    told, luck = said(app), ensemble_of(app, 4).luck
    assert "“hermit” occurs once in this text." in told
    assert sureness._why(luck, 1, "hermit") in told


@pytest.mark.parametrize(
    ("below", "words", "count", "told"),
    [
        (12, 30, 3, "Below 12 occurrences, neighbours are due to chance: 30 of 200 words."),
        (12, 30, 12, "From 12 occurrences on, neighbours are more than chance."),
        (1, 0, 1, "No word is too rare here"),
        (None, 200, 1, "All neighbours are due to chance here"),
    ],
)
def test_the_rule_of_thumb_is_of_the_text(below, words, count, told):
    why = sureness._why(Luck(below, words, 200, 0.1, 0.6, 0.7, 0.05), count, "word")
    assert told in why
    assert ("occurs once" if count == 1 else f"occurs {count} times") in why


def test_of_ten_words_all_are_neighbours(app):
    paste(app, "The king and a queen rule this land; they eat. " * 3)
    button(app, "train").click().run()
    app.switch_page("pages/words.py").run()
    asked(chosen(app))
    assert "With 10 words, all others are among the" in said(app)
    assert measuring.sureness(session_of(app).source) is None


def test_films_without_a_text_say_why_there_is_no_button(on_words):
    source = session_of(on_words).source
    film, checkpoint = source.recording()
    for kept, there in ((None, False), (checkpoint, True)):
        data = io.BytesIO()
        film_npz.write(data, film, checkpoint=kept, title="a film")
        name = f"{there}.npz"
        on_words.file_uploader(key="asking.film").set_value((name, data.getvalue(), "")).run()
        assert not on_words.exception
        assert session_of(on_words).source is not source
        buttons = [each for each in on_words.button if each.key == "words.sure"]
        assert bool(buttons) is there
        assert ("came without its text" in said(on_words)) is not there
    asked(on_words)
    assert f"Runs (of {SEEDS})" in rankings(on_words)[0]
    on_words.switch_page("pages/files.py").run()
    upload(on_words, written(source.vectors_by("E")))
    on_words.switch_page("pages/words.py").run()
    assert "vectors came without their text" in said(on_words)


def test_a_film_of_several_models_says_why_there_is_no_button(on_words):
    tab = session_of(on_words)
    words = Vocabulary(("a", "b", "c", "d"), np.arange(4, 0, -1))
    matrices = np.random.default_rng(0).normal(size=(2, 4, 3))
    film = film_of(words, [*matrices], Along("dimension", ("2", "3")), [1.0, 2.0])
    made_films.show(tab, film, "two", made_of=tab.source)
    on_words.run()
    on_words.text_input(key="asking.word").set_value("a").run()
    assert "told of one model only" in said(on_words)


def test_what_would_take_too_long_is_refused_with_the_sum(on_words, monkeypatch):
    check = functools.partial(sweeps.check_cost, limit_s=1e-6)
    monkeypatch.setattr(measuring.sweeps, "check_cost", check)
    on_words.run()
    assert f"These {SEEDS} runs would take about 1 minutes" in said(on_words)
    assert button(on_words, "words.sure").disabled


def test_runs_that_diverge_are_told(on_words, monkeypatch):
    carry_on = Sweep.point

    def some(self, task, last, seconds):
        return carry_on(self, task, last if task.seed > least else None, seconds)

    monkeypatch.setattr(Sweep, "point", some)
    least = 1
    asked(on_words)
    assert f"Left out: 1 of {SEEDS} runs" in said(on_words)
    assert f"Runs (of {SEEDS - 1})" in rankings(on_words)[0]
    measuring.server.measured.clear()
    least = 9
    on_words.run()
    asked(on_words)
    assert f"{SEEDS} of {SEEDS} runs diverged" in said(on_words)
    assert list(rankings(on_words)[0])[1:] == ["Cosine", "Change"]


def layer_of(app):
    session = session_of(app)
    sent = decode(packed(session, session.map, session.source))
    return sent, [each for each in sent.layers if each.name == "sure"]


def test_the_map_hears_how_sure_words_are_once(on_words):
    assert "sure" not in message(on_words).header
    asked(on_words)
    session = session_of(on_words)
    session.map.sent = Sent()
    sent, (layer,) = layer_of(on_words)
    agreement = ensemble_of(on_words).agreement
    shown = session.source.film.shown
    np.testing.assert_allclose(layer.values[0], 10 * agreement[shown], atol=0.03)
    about = sent.header["layers"][-1]
    assert sent.header["sure"] == about["runs"] == SEEDS
    assert about["chance"] == pytest.approx(100 / 39, abs=0.001)
    sent, layers = layer_of(on_words)
    assert not layers and sent.header["sure"] == SEEDS
    session.map.sent = session.map.sent.without(3, (), ("sure",))
    assert layer_of(on_words)[1]
    asked(chosen(on_words, 5))
    assert session.map.sent.sure == 5, "sent with the page"
    session.map.sent = Sent()
    sent, (layer,) = layer_of(on_words)
    assert sent.header["sure"] == 5


def test_words_alone_are_as_sure_as_among_all(on_words):
    asked(on_words)
    session = session_of(on_words)
    session.only = tuple(session.source.words[i] for i in (3, 5, 8, 13))
    on_words.run()
    session.map.sent = Sent()
    _, (layer,) = layer_of(on_words)
    ids = session.source.film.shown[[3, 5, 8, 13]]
    np.testing.assert_allclose(
        layer.values[0], 10 * ensemble_of(on_words).agreement[ids], atol=0.03
    )


def test_the_reader_switches_it_off_everywhere(on_words, monkeypatch):
    asked(on_words)
    session = session_of(on_words)
    place = component.Place("wordmap", session.map, session)
    monkeypatch.setattr(component.Place, "value", lambda place, name: {"value": False, "no": 2**60})
    component.CALLBACKS["pale"](place)
    assert session.pale is False
    session.map.sent = Sent()
    assert layer_of(on_words)[0].header["pale"] is False


@pytest.mark.parametrize("pale", [True, False])
def test_a_page_to_take_home_keeps_it(on_words, monkeypatch, pale):
    asked(on_words)
    session = session_of(on_words)
    session.pale = pale
    kept = []
    monkeypatch.setattr(film_page, "standalone", lambda messages, **_: kept.extend(messages) or "")
    film_page.made(session, session.source)
    first = decode(kept[0])
    assert [each.name for each in first.layers] == ["sure"]
    assert first.header["pale"] is pale
    assert first.header["sure"] == first.header["layers"][0]["runs"] == SEEDS


def test_a_word_beyond_the_most_frequent_ones_is_not_known(on_words, monkeypatch):
    monkeypatch.setattr(sweeps, "WORDS", 20)
    asked(on_words)
    session = session_of(on_words)
    shared, rare = measuring.sureness(session.source).shared, session.source.film.shown >= 20
    assert np.isnan(shared[rare]).all() and np.isfinite(shared[~rare]).all()
    session.map.sent = Sent()
    _, (layer,) = layer_of(on_words)
    assert (layer.values[0][rare] == -1).all() and (layer.values[0][~rare] > -0.1).all()


def test_fasttext_is_sure_of_words_of_its_vocabulary_alone(app):
    app.selectbox(key="text").set_value("tiny").run()
    app.selectbox(key="model").set_value("fasttext").run()
    app.number_input(key="fasttext.epochs").set_value(2).run()
    button(app, "train").click().run()
    app.switch_page("pages/words.py").run()
    asked(chosen(app))
    app.text_input(key="asking.word").set_value("kinglike").run()
    assert not app.exception
    assert "not in the vocabulary, so runs" in said(app)
    assert list(rankings(app)[0])[1] == "Cosine"


def test_the_library_begins_where_it_is_told():
    corpus = ev.sample("tiny")
    rng = np.random.default_rng(0)
    start = ev.Vectors(corpus.words, rng.normal(size=(len(corpus.words), 6)).astype(np.float32))
    runs = ev.ensemble(
        ev.SkipGram(epochs=1), corpus, seeds=2, start=start, freeze="all", progress=False
    )
    for each in runs.runs:
        np.testing.assert_allclose(
            each.matrix,
            ev.train(
                ev.SkipGram(epochs=1), corpus, seed=7, start=start, freeze="all", progress=False
            )
            .vectors()
            .matrix,
        )
    assert (runs.agreement == 1).all()
