"""The Compare page: how two models differ, and how much of that is chance."""

import io
import json

import numpy as np
import pytest

import embviz as ev
from embviz.files.film import film_npz
from embviz.jobs import compare as jobs
from embviz.measures.sweep_films import film_of
from embviz.text.corpus import Vocabulary
from embviz.training.film import Along
from embviz.ui.map import side_by_side
from embviz.ui.pages.compare import sources_part
from embviz.ui.state import comparison, locality, made_films, server
from embviz.ui.state.link import SHUFFLED
from embviz.ui.state.run_facts import RunFacts
from embviz.ui.texts import say
from embviz.util import memory
from tests.ui.app_page import NASTY, button, said, session_of
from tests.ui.pages.test_files_page import some, written

SMALL = {"skipgram.dimension": 10, "skipgram.epochs": 3}
WORDS = tuple(f"word{i}" for i in range(60))


def trained(app, **settings):
    for name, value in {**SMALL, **settings}.items():
        app.session_state[name] = value
    app.run()
    button(app, "train").click().run()
    return app


def opened(app):
    """The part of the Compare page."""
    app.switch_page("pages/compare.py")
    app.session_state["compare.tab"] = say("compare", "tabs.models")
    app.run()
    assert not app.exception
    return app


def choose(app, side, option):
    app.selectbox(key=f"compare.{side}").set_value(option).run()
    assert not app.exception
    return app


def words_in_table(app):
    return list(app.dataframe[0].value[say("compare", "differ.word")])


def labels(app):
    """What columns are called that rows may be sorted by."""
    columns = json.loads(app.dataframe[0].proto.columns)
    return {name: columns[name]["label"] for name in ("Chance = 1", "Changed") if name in columns}


def open_path(app, side, path):
    choose(app, side, sources_part.OPEN)
    app.segmented_control(key=f"compare.{side}.how").set_value("path").run()
    app.text_input(key=f"compare.{side}.path").set_value(str(path)).run()
    assert not app.exception
    return app


@pytest.fixture
def files(app, monkeypatch, tmp_path):
    """Opens two files on the page of an untrained film."""
    monkeypatch.setattr(locality, "is_here", lambda: True)
    opened(app)

    def open_both(first, second):
        for side, vectors in (("first", first), ("second", second)):
            path = tmp_path / f"{side}.txt"
            path.write_bytes(vectors if isinstance(vectors, bytes) else written(vectors))
            open_path(app, side, path)
        return app

    return open_both


def test_the_end_of_a_film_is_compared_with_its_start_at_once(app):
    opened(trained(app))
    assert "neighbours changed on average" in said(app)
    assert "more than chance is not known" in said(app)
    assert "% of the first, 100% of the second" in said(app)
    assert len(app.dataframe[0].value) == 20
    assert not app.error


def test_the_same_source_twice_does_not_differ(app):
    choose(opened(trained(app)), "second", sources_part.END)
    assert "No word differs" in said(app) and "Both sides are the same" in said(app)
    assert not [each for each in app.button if each.key == "compare.chance"]


def test_an_earlier_run_and_what_is_chance(app):
    opened(trained(trained(app), **{"skipgram.window": 1}))
    assert app.selectbox(key="compare.second").value not in (None, sources_part.START)
    session = session_of(app)
    assert not session.doubts(session.source)
    button(app, "compare.chance").click().run()
    app.run()
    assert session.doubts(session.source), "its map may tell how sure words are"
    assert not app.exception and not app.error
    assert "5 other seeds of the first" in said(app)
    assert "changed more than another seed" in said(app)
    times = app.dataframe[0].value[say("compare", "differ.times")]
    assert list(times) == sorted(times, reverse=True)
    assert list(app.dataframe[0].value)[1] == "Chance = 1", "beside the word, as it sorts the rows"
    assert labels(app) == {"Chance = 1": "Chance = 1 ↓", "Changed": "Changed"}
    app.segmented_control(key="compare.order").set_value("least").run()
    assert labels(app)["Chance = 1"] == "Chance = 1 ↑"
    measured = server.measured().values()[0]
    found = next(each for key, each in kept(app).items() if measured.job.hash in key)
    assert found.comparison.noise.runs == 6, "the first itself, and five that are not it"


def kept(app):
    return app.session_state["embviz_compared"]


def test_only_the_end_of_a_run_has_other_seeds(app):
    opened(trained(app))
    app.segmented_control(key="compare.which.first").set_value("U").run()
    assert "choose E for the first" in said(app)
    app.segmented_control(key="compare.which.first").set_value("E").run()
    button(app, "compare.swap").click().run()
    assert "must be the last epoch" in said(app) and "Press Swap" in said(app)


def test_swap_exchanges_all(app):
    opened(trained(app))
    app.segmented_control(key="compare.which.second").set_value("U").run()
    button(app, "compare.swap").click().run()
    assert not app.exception
    first, second = (app.selectbox(key=f"compare.{side}").value for side in ("first", "second"))
    assert (first, second) == (sources_part.START, sources_part.END)
    assert app.segmented_control(key="compare.which.first").value == "U"
    assert app.segmented_control(key="compare.which.second").value == "E"


@pytest.mark.parametrize("which", ["shuffled", "model"])
def test_what_is_not_there_is_trained_for_it(app, which):
    opened(trained(app))
    runs = side_by_side.runs(session_of(app), session_of(app).source)
    model = say("map", "beside.model", model=say("settings", "cbow.name"))
    named = {words: name for name, words in runs.items()}
    wanted = "shuffled" if which == "shuffled" else named[model]
    choose(app, "second", wanted)
    assert "neighbours changed" not in said(app)
    button(app, "compare.train.second").click().run()
    app.run()
    assert "neighbours changed on average" in said(app)
    assert not app.error and not app.exception


def test_a_run_that_diverged_is_told(app):
    rates = {"skipgram.learning_rate": 1.0, "skipgram.epochs": 20}
    trained(trained(app, **rates), **{"skipgram.learning_rate": 0.05})
    session = session_of(app)
    assert server.sources().get(session.earlier[0].key).trouble is not None
    choose(opened(app), "second", session.earlier[0].named)
    assert say("compare", "two.diverged") in said(app)
    assert "neighbours changed on average" in said(app)


def test_a_run_that_is_gone_is_told(app):
    trained(trained(app), **{"skipgram.window": 1})
    earlier = session_of(app).earlier[0]
    server.sources().drop(earlier.key)
    choose(opened(app), "second", earlier.named)
    assert say("compare", "two.not_kept") in said(app)


def test_two_files_without_a_film(files):
    app = files(some(WORDS), some(WORDS, d=5))
    assert "first.txt: 60 words, 8 dimensions" in said(app).replace("\\", "")
    assert "Both have 60 words" in said(app) and "dimensions differ" in said(app)
    assert "open two files of the first model" in said(app) and "Press Swap" not in said(app)
    assert say("compare", "differ.cosine") not in app.dataframe[0].value
    app.segmented_control(key="compare.picture").set_value("clouds").run()
    assert say("compare", "differ.no_clouds") in said(app)


def test_other_files_tell_what_is_chance(files, tmp_path):
    first = some(WORDS)
    rng, alike = np.random.default_rng(5), []
    for _ in range(4):
        rows = first.matrix + 0.05 * rng.standard_normal(first.matrix.shape, np.float32)
        alike.append(ev.Vectors(WORDS, rows))
    alike[0].matrix[7] *= -1
    app = files(first, alike[0])
    for i in (1, 2, 3):
        path = tmp_path / f"seed{i}.txt"
        path.write_bytes(written(alike[i]))
        open_path(app, "second", path)
    keys = {file.name: file.key for file in server.files().values()}
    choose(app, "second", f"file.{keys['second.txt']}")
    seeds = [keys[f"seed{i}.txt"] for i in (1, 2, 3)]
    app.multiselect(key="compare.noise_files").set_value(seeds).run()
    assert not app.exception and not app.error
    assert "**1 of 60 words** changed more than another seed" in said(app)
    assert words_in_table(app)[0] == "word7"


def test_of_files_it_is_told_in_which_row_a_word_stands(files):
    mixed = np.random.default_rng(3).permutation(WORDS)
    app = files(some(["only", *WORDS]), some(mixed, seed=1))
    table = app.dataframe[0].value
    assert list(table["Row in the file"]) == [WORDS.index(word) + 2 for word in table["Word"]]
    assert labels(app)["Changed"] == "Changed ↓"
    assert [each for each in app.number_input if each.label == "First rows"]


def test_files_of_other_seeds_are_opened_beside_the_question(files, tmp_path):
    first, rng = some(WORDS), np.random.default_rng(5)
    app = files(first, some(WORDS, seed=9))
    shown = [app.selectbox(key=f"compare.{side}").value for side in ("first", "second")]
    app.segmented_control(key="compare.seed.how").set_value("path").run()
    for i in range(3):
        rows = first.matrix + 0.05 * rng.standard_normal(first.matrix.shape, np.float32)
        path = tmp_path / f"seed{i}.txt"
        path.write_bytes(written(ev.Vectors(WORDS, rows)) if i else b"\x00\x01 nothing")
        app.text_input(key="compare.seed.path").set_value(str(path)).run()
        assert not app.exception and bool(app.error) is (i == 0)
    assert len(app.multiselect(key="compare.noise_files").value) == 2
    assert "changed more than another seed" in said(app)
    assert shown == [app.selectbox(key=f"compare.{side}").value for side in ("first", "second")]


def test_the_picture_of_both_says_what_it_shows(files):
    app = files(some(WORDS), some(WORDS, seed=1))
    app.segmented_control(key="compare.picture").set_value("clouds").run()
    assert "The lines show" in said(app) and not app.exception


@pytest.mark.parametrize("shared", [0, 1])
def test_files_that_share_too_little(files, shared):
    others = [f"other{i}" for i in range(20)]
    app = files(some(WORDS), some((*WORDS[:shared], *others)))
    assert len(app.error) == 1
    assert ("only one word" if shared else "share none") in app.error[0].value


def test_capitals_are_told(files):
    app = files(some(WORDS), some([word.capitalize() for word in WORDS]))
    assert "share none" in app.error[0].value
    (toggle,) = app.toggle
    assert toggle.label == "Ignore capitals: 60 shared words instead of 0"
    toggle.set_value(True).run()
    assert not app.error and not app.exception
    assert "Both have 60 words" in said(app)
    app.number_input(key="compare.n").set_value(5).run()
    assert app.toggle[0].value and "Both have 60 words" in said(app)


def test_of_several_spellings_the_first_row_counts(files):
    first = some(["Word7", *WORDS])
    app = files(first, some([word.capitalize() for word in WORDS], seed=1))
    app.toggle[0].set_value(True).run()
    table = app.dataframe[0].value
    rows = dict(zip(table["Word"], table["Row in the file"], strict=True))
    expected = {word: i + 2 for i, word in enumerate(WORDS)} | {"word7": 1}
    assert rows == {word: expected[word] for word in rows} and not app.exception


def test_where_capitals_do_not_matter_nothing_is_offered(files):
    assert not files(some(WORDS), some(WORDS, seed=1)).toggle


def test_a_file_that_cannot_be_read(files):
    app = files(some(WORDS), b"\x00\x01 nothing")
    assert "was not opened" in app.error[0].value
    assert app.selectbox(key="compare.second").value == sources_part.OPEN
    assert say("compare", "two.untrained") not in said(app)


def test_a_saved_film_is_opened_as_a_side(app):
    opened(trained(app))
    corpus = ev.Corpus.from_text(ev.text.samples.sample_text("kingdom"), min_count=1)
    film = ev.train(ev.CBOW(dimension=6, epochs=2), corpus, progress=False)
    target = io.BytesIO()
    film_npz.write(target, film, title="mine")
    choose(app, "second", sources_part.OPEN)
    upload = ("film.npz", target.getvalue(), "application/octet-stream")
    app.file_uploader(key="compare.second.upload").set_value(upload).run()
    app.run()
    assert not app.exception and not app.error
    assert "mine · CBOW" in said(app).replace("\\", "")
    assert "neighbours changed on average" in said(app)


def test_a_large_comparison_waits_until_it_is_asked_for(files, monkeypatch):
    monkeypatch.setattr(jobs, "SMALL", 0)
    app = files(some(WORDS), some(WORDS, seed=1))
    assert "neighbours changed" not in said(app)
    button(app, "compare.go").click().run()
    assert "neighbours changed on average" in said(app)


def test_while_it_is_under_way_it_can_be_cancelled(files, monkeypatch):
    work = StandIn()
    monkeypatch.setattr(jobs, "SMALL", 0)
    monkeypatch.setattr(jobs, "launch", lambda *order, **how: work)
    app = files(some(WORDS), some(WORDS, seed=1))
    button(app, "compare.go").click().run()
    assert not app.exception
    button(app, "compare.cancel").click().run()
    app.run()
    assert work.cancelled and say("compare", "two.cancelled") in said(app)
    assert button(app, "compare.go") is not None


class StandIn:
    """A work that never ends."""

    results, error, forgotten, cancelled, status = (), None, False, False, "running"

    def wait(self, results, timeout_s):
        return False

    def watch(self):
        pass

    def state(self):
        return jobs.CompareProgress(0.4)

    def cancel(self):
        self.cancelled = True


def test_a_word_that_is_typed_is_selected(app):
    opened(trained(app))
    app.text_input(key="compare.word").set_value("KING").run()
    assert session_of(app).selected == ("king",)
    assert "**king** has" in said(app)
    app.text_input(key="compare.word").set_value("kingg").run()
    assert "is not among the words compared" in said(app)


def test_rare_words_can_be_left_out(app):
    opened(trained(app))
    (fewest,) = [each for each in app.number_input if each.key.startswith("compare.fewest")]
    fewest.set_value(60).run()
    source = session_of(app).source
    counts = dict(zip(source.film.words, source.film.counts, strict=True))
    assert words_in_table(app) and all(counts[word] >= 60 for word in words_in_table(app))


def test_words_stay_words(files):
    words = (*NASTY.split(), *WORDS)
    app = files(some(words), some(words, seed=2))
    app.text_input(key="compare.word").set_value("**bold**").run()
    assert not app.exception
    assert "\\*\\*bold\\*\\*" in said(app)


def test_both_as_a_film_on_the_map_and_back(app):
    opened(trained(app))
    before = session_of(app).source
    sentence = next(each.value for each in app.markdown if "on average" in each.value)
    button(app, "compare.film").click().run()
    source = session_of(app).source
    assert not app.exception and source.film.recipe.along.values == ("1", "2")
    assert sentence in said(app), "the sides stay what they were"
    button(app, "compare.back").click().run()
    assert session_of(app).source is before


def test_untrained_it_offers_to_train(app):
    opened(app)
    button(app, "compare.train").click().run()
    app.run()
    assert not app.exception and "neighbours changed on average" in said(app)


def test_the_map_page_leads_here_with_both_of_its_films(app):
    trained(app)
    app.switch_page("pages/map.py").run()
    session = session_of(app)
    session.comparing, session.compared_by_hand = comparison.of_model(session.source, "cbow"), True
    app.run()
    app.run()
    button(app, "differs.more").click().run()
    assert not app.exception
    assert app.selectbox(key="compare.second").value == session.beside.named
    assert "kingdom · CBOW" in said(app).replace("\\", "")
    assert "neighbours changed on average" in said(app)


@pytest.mark.parametrize("noise", [True, False])
def test_both_are_seen_side_by_side_on_the_map_page(app, noise):
    opened(trained(app))
    named = SHUFFLED if noise else comparison.of_model(session_of(app).source, "cbow")
    choose(app, "second", named)
    button(app, "compare.train.second").click().run()
    app.run()
    button(app, "compare.beside").click().run()
    assert not app.exception
    session = session_of(app)
    assert session.beside.named == named and len(app.get("bidi_component")) >= 2


def test_too_much_for_the_memory_is_told(files, monkeypatch):
    app = files(some(WORDS), some(WORDS, seed=1))
    monkeypatch.setattr(memory, "total", lambda: 2**10)
    app.number_input(key="compare.n").set_value(5).run()
    assert "MB of memory" in app.error[0].value


def test_a_number_of_neighbours_out_of_range_is_told(app):
    opened(trained(app))
    app.number_input(key="compare.n").set_value(0).run()
    assert "must be between 1 and 100" in app.error[0].value and not app.exception
    assert "neighbours changed on average" not in said(app), "no answer for another number"
    app.number_input(key="compare.n").set_value(100_000).run()
    assert "neighbours changed on average" not in said(app) and len(app.error) == 1


def test_neighbours_of_few_words_are_fewer(files):
    app = files(some(WORDS[:7]), some(WORDS[:7], seed=1))
    assert "Only 7 words are shared" in said(app)
    assert "3 neighbours are compared instead of 10" in said(app)
    assert " of 3** neighbours changed on average" in said(app)
    app.number_input(key="compare.n").set_value(5).run()
    assert " of 5** neighbours changed on average" in said(app) and "Only 7" not in said(app)
    assert not app.error and not app.exception


def test_two_words_have_nothing_to_compare(files):
    app = files(some(WORDS[:2]), some(WORDS[:2], seed=1))
    assert "there is nothing to compare" in said(app) and "on average" not in said(app)
    assert not app.error and not app.exception


def test_this_film_is_that_of_periods_on_screen_and_its_run_another_choice(app):
    trained(app)
    run = session_of(app).source
    opened(app)
    rng = np.random.default_rng(0)
    words = Vocabulary(run.vocabulary[:60], np.arange(60, 0, -1))
    matrices = [rng.normal(size=(60, 5)) for _ in range(3)]
    film = film_of(words, matrices, Along("period", ("1950s", "1960s", "1970s")), [1.0, 1.0, 1.0])
    made_films.show(session_of(app), film, "letters", run)
    app.run()
    periods = session_of(app).source
    first, second = (app.selectbox(key=f"compare.{side}") for side in ("first", "second"))
    assert first.value == sources_part.END and second.value == sources_part.START
    assert "This film, last frame (period 1970s)" in first.options
    assert "letters · by period, period 1970s: 60 words" in said(app)
    assert sum(option == "kingdom · Skip-gram" for option in second.options) == 1
    choose(app, "second", RunFacts.of(run).named)
    assert "epoch 3.0: 249 words" in said(app) and "Press Swap: the second is one" in said(app)
    choose(app, "second", sources_part.START)
    button(app, "compare.film").click().run()
    tab = session_of(app)
    assert tab.source is not periods and tab.source.made_of is periods and tab.trained is run
    assert app.selectbox(key="compare.first").value == sources_part.END
    assert "letters · by period, period 1970s: 60 words" in said(app)
