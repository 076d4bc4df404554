"""Where E begins, how long it stays so, and how many labels are used: chosen, said, kept."""

import io

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embviz as ev
from embviz.files.film import film_npz
from embviz.training.beginning import beginning
from embviz.training.run import Run
from embviz.ui.map.run_difference import titles
from embviz.ui.state import measuring, saved_films, server
from embviz.ui.state.run_facts import RunFacts
from tests.ui.app_page import address_of, button, captions, complaints, paste, said, session_of
from tests.ui.conftest import APP
from tests.ui.pages.test_files_page import written
from tests.ui.sidebar.test_labelled_table import ROWS, cells, given, reviews
from tests.wordmap.decoding import decode

WORDS = ("Film", "was", "great", "fine", "poor", "dull", "KING", "queen")
VECTORS = ev.Vectors(WORDS, np.random.default_rng(3).standard_normal((8, 6)).astype(np.float32))


@pytest.fixture
def table(app):
    """A table of reviews, with a bag of words to learn from it."""
    given(app, cells(ROWS))
    app.selectbox(key="model").set_value("bag").run()
    app.number_input(key="bag.epochs").set_value(4).run()
    return app


def begun_at(app, start, stays="tuned"):
    app.selectbox(key="start").set_value(start).run()
    app.segmented_control(key="stays").set_value(stays).run()
    assert not app.exception
    return app


def trained(app):
    button(app, "train").click().run()
    assert not app.exception and not app.error
    source = session_of(app).source
    assert source.complete
    return source


def with_file(app, vectors=VECTORS, name="news.txt"):
    """The Train page after vectors were opened on the Files page; gives what chooses them."""
    files = app.switch_page("pages/files.py").run()
    upload = (name, written(vectors), "application/octet-stream")
    files.file_uploader(key="files.upload").set_value(upload).run()
    assert not files.exception and not files.error
    key = session_of(files).source.from_file.file.key
    files.switch_page("pages/train.py").run()
    assert not files.exception
    return f"file.{key}"


def visit(address):
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["view"] = address
    return app.run()


def last_E(source):
    return source.frames[-1].snapshot.E


@pytest.mark.parametrize(("start", "words"), [("own", "skip-gram on"), ("own_U", "E + U on")])
def test_frozen_at_skipgram_on_the_same_text_it_stays_there(table, start, words):
    begun_at(table, start, "frozen")
    assert "Centred, and scaled to a standard deviation of 0.3." in captions(table)
    source = trained(table)
    assert np.array_equal(last_E(source), source.run.start)
    assert source.run.start.std() == pytest.approx(0.3, abs=1e-3)
    use = table.switch_page("pages/use.py").run()
    assert words in said(use) and "It is frozen: nothing moves." in said(use)
    assert "No word has moved." in said(use)


def test_it_thaws_after_the_epochs_that_were_set(table):
    begun_at(table, "own", "thawed")
    table.number_input(key="freeze").set_value(2).run()
    table.number_input(key="pace").set_value(0.1).run()
    source = trained(table)
    still = [np.array_equal(each.snapshot.E, source.frames[0].snapshot.E)
             for each in source.frames if each.snapshot.epoch <= 2]  # fmt: skip
    assert all(still) and len(still) > 1
    assert not np.array_equal(last_E(source), source.run.start)
    use = table.switch_page("pages/use.py").run()
    assert "It is frozen for 2 epochs." in said(use) and "0.1 times as fast" in said(use)
    use.switch_page("pages/train.py").run()
    table.number_input(key="freeze").set_value(0).run()
    assert any("Epochs frozen" in each for each in complaints(table))


def test_an_earlier_film_is_a_beginning_under_its_name(table):
    table.selectbox(key="model").set_value("skipgram").run()
    table.number_input(key="skipgram.epochs").set_value(2).run()
    table.number_input(key="skipgram.dimension").set_value(7).run()
    film = trained(table)
    table.selectbox(key="model").set_value("bag").run()
    assert "at reviews.csv · Skip-gram" in table.selectbox(key="start").options
    begun_at(table, f"film.{film.key}")
    assert "The vectors have 7 dimensions, and so has E." in captions(table)
    source = trained(table)
    assert source.d == 7 and source.run.origin == f"film.{film.key}"
    rows = last_E(film) - last_E(film).mean(axis=0)
    np.testing.assert_allclose(source.run.start, 0.3 / rows.std() * rows, atol=1e-5)
    use = table.switch_page("pages/use.py").run()
    assert "E began at reviews.csv · Skip-gram." in said(use)


def test_a_file_decides_on_the_dimension_and_its_coverage_is_told(table):
    start = with_file(table)
    begun_at(table, start)
    told = captions(table)
    V = len(table.session_state["embviz_chosen"].corpus.words)
    assert f"6 of {V} words found; the others begin at random." in told
    assert "Found with other capitals or accents: 1." in told
    assert "The vectors have 6 dimensions, and so has E." in told
    source = trained(table)
    known = ~np.isnan(source.run.start).any(axis=1)
    assert source.d == 6 and known.sum() == 6
    use = table.switch_page("pages/use.py").run()
    assert "E began at the vectors of news.txt." in said(use)


def test_where_the_vectors_decide_the_dimension_its_field_shows_theirs(table):
    start = with_file(table)
    table.number_input(key="bag.dimension").set_value(30).run()
    begun_at(table, start)
    assert "bag.dimension" not in [each.key for each in table.number_input]
    (field,) = (each for each in table.text_input if "bag.dimension" in each.key)
    assert field.value == "6" and field.disabled and field.label.startswith("Dimension")
    assert trained(table).d == 6
    server.files.clear()  # the run on screen still has the rows
    assert next(each for each in table.run().text_input if "bag.dim" in each.key).value == "6"
    for other in ("random", "own"):
        begun_at(table, other)
        assert table.number_input(key="bag.dimension").value == 30
    assert trained(table).d == 30


def test_every_file_that_was_opened_is_a_beginning(table):
    files = table.switch_page("pages/files.py").run()
    for name, last in (("news.txt", 6), ("old.txt", 8)):
        upload = (name, written(ev.Vectors(WORDS[:last], VECTORS.matrix[:last])), "text/plain")
        files.file_uploader(key="files.upload").set_value(upload).run()
        assert session_of(files).source.name == name
    files.switch_page("pages/train.py").run()
    assert {"at news.txt", "at old.txt"} <= set(table.selectbox(key="start").options)


def test_decomposed_words_are_found(table):
    given(table, cells([(i, text.replace("film", "filmé"), n) for i, text, n in ROWS]))
    vectors = ev.Vectors(("filme\u0301", "x"), np.eye(2, 6, dtype=np.float32))
    begun_at(table, with_file(table, vectors))
    given(table, cells([(i, text.replace("film", "filmé"), n) for i, text, n in ROWS]))
    assert "Found with other capitals or accents: 1." in captions(table)


def test_vectors_that_cover_nothing_are_refused_and_the_picture_stays(table):
    vectors = ev.Vectors(("nothing", "here"), np.eye(2, 6, dtype=np.float32))
    start = with_file(table, vectors)
    before = session_of(table).source
    begun_at(table, start)
    V = len(table.session_state["embviz_chosen"].corpus.words)
    assert f"None of the {V} words of the text has a vector to begin at." in complaints(table)[0]
    assert button(table, "train").disabled and session_of(table).source is before
    begun_at(table, "random")
    assert not table.error and not button(table, "train").disabled


def test_skipgram_on_a_plain_text_begins_at_a_file(app):
    start = with_file(app)
    paste(app, "the king met the queen. the king saw the film. the queen was great. " * 30)
    begun_at(app, start)
    app.number_input(key="skipgram.epochs").set_value(2).run()
    assert "5 of 8 words found" in captions(app) and "accents: 2." in captions(app)
    source = trained(app)
    row = source.film.words.index("queen")
    np.testing.assert_array_equal(source.run.start[row], VECTORS["queen"])
    assert 0 < np.abs(last_E(source)[row] - VECTORS["queen"]).max() < 1


def test_on_another_text_or_model_the_whole_file_counts_again(table):
    start = with_file(table)
    trained(begun_at(table, start))
    paste(table, "the king met the queen. the king saw the film. the queen was great. " * 30)
    assert table.selectbox(key="start").value == start
    assert "5 of 8 words found" in captions(table)
    table.selectbox(key="model").set_value("gpt").run()
    assert "5 of 8 words found" in captions(table)


def test_what_others_opened_or_trained_is_not_offered(table):
    with_file(table)
    trained(table)
    other = AppTest.from_file(APP, default_timeout=60).run()
    other.selectbox(key="text").set_value("sentiment").run()
    other.selectbox(key="model").set_value("bag").run()
    assert other.selectbox(key="start").options == [
        "at random",
        "at skip-gram on this text",
        "at skip-gram on this text, E + U",
    ]


def test_a_run_that_diverged_is_no_beginning(table):
    table.selectbox(key="model").set_value("skipgram").run()
    table.number_input(key="skipgram.learning_rate").set_value(1.0).run()
    button(table, "train").click().run()
    assert session_of(table).source.trouble is not None
    table.selectbox(key="model").set_value("bag").run()
    assert not any("Skip-gram" in each for each in table.selectbox(key="start").options)


def test_runs_with_other_seeds_begin_and_stay_where_that_on_screen_does(table):
    begun_at(table, with_file(table), "frozen")
    source = trained(table)
    table.switch_page("pages/words.py").run()
    table.number_input(key="words.seeds").set_value(3).run()
    button(table, "words.sure").click().run()
    assert not table.exception
    known = measuring.ensemble_known(source)
    for run in map(known.job.run, known.job.tasks):
        assert (run.freeze, run.pace, run.origin) == ("all", source.run.pace, source.run.origin)
        assert np.array_equal(run.start, source.run.start, equal_nan=True)
        assert run.seed != source.run.seed
    found = {each.similarity("film", "great") for each in known.members.runs}
    assert len(found) == 1, "both stay where they began"
    began = set(WORDS)
    other = next(word for word in source.film.words if word not in began)
    assert len({each.similarity("film", other) for each in known.members.runs}) > 1


def test_a_run_whose_start_is_gone_can_be_reset_and_trained_again(table):
    begun_at(table, with_file(table), "frozen")
    run = trained(table).run
    server.files.clear()
    table.run()
    assert table.selectbox(key="start").value == run.origin
    assert "at vectors trained before" in table.selectbox(key="start").options
    button(table, "reset").click().run()
    assert not table.exception and session_of(table).source.untouched
    assert session_of(table).source.run.hash == run.hash
    button(table, "step").click().run()
    assert len(session_of(table).source.frames) == 2
    assert trained(table).run.hash == run.hash
    use = table.switch_page("pages/use.py").run()
    assert "E began at vectors that were trained before." in said(use)


@pytest.mark.parametrize("start", ["own", "file"])
def test_a_saved_run_is_opened_by_somebody_else_and_goes_on(table, start):
    begun_at(table, with_file(table) if start == "file" else "own", "thawed")
    whole = trained(table)
    button(table, "reset").click().run()
    for _ in range(3):
        button(table, "step").click().run()
    saved = saved_films._saved(session_of(table).source)
    for shelf in (server.files, server.sources, server.beginnings, server.corpora):
        shelf.clear()
    other = AppTest.from_file(APP, default_timeout=60).run()
    given(other, saved, "reviews.npz")
    assert not other.exception and not other.error
    source = session_of(other).source
    assert len(source.frames) == 4 and source.run.hash == whole.run.hash
    assert "The picture shows the previous settings" not in captions(other)
    button(other, "train").click().run()
    assert session_of(other).source is source and source.complete
    assert np.array_equal(last_E(source), last_E(whole))
    use = other.switch_page("pages/use.py").run()
    assert not use.exception and not use.error and len(use.metric) == 3
    use.switch_page("pages/train.py").run()
    button(other, "reset").click().run()
    assert session_of(other).source.run.hash == whole.run.hash


def reopened(app, name):
    """What somebody else sees of the film on screen, saved when it was trained in part."""
    saved = saved_films._saved(session_of(app).source)
    for shelf in (server.files, server.sources, server.beginnings, server.corpora):
        shelf.clear()
    other = AppTest.from_file(APP, default_timeout=60).run()
    given(other, saved, name)
    assert not other.exception and not other.error
    return other


def test_a_saved_sample_is_known_again_whatever_number_of_labels_was_used(app):
    here = visit("sentiment;bag;epochs:4;labels:50")
    button(here, "step").click().run()
    run = session_of(here).source.run
    other = reopened(here, "sentiment.npz")
    source = session_of(other).source
    assert source.sample == "sentiment" and other.selectbox(key="text").value == "sentiment"
    assert other.number_input(key="labels").value == 50
    assert "The picture shows the previous settings" not in captions(other)
    assert trained(other).run.hash == run.hash and session_of(other).source is source


def test_a_saved_text_is_read_with_its_own_minimum_count(app):
    given(app, cells(reviews(1000)))
    app.selectbox(key="model").set_value("bag").run()
    app.number_input(key="bag.epochs").set_value(4).run()
    app.number_input(key="min_count.own").set_value(4).run()
    app.number_input(key="labels").set_value(50).run()
    button(app, "step").click().run()
    run = session_of(app).source.run
    other = reopened(app, "reviews.npz")
    assert other.number_input(key="min_count.own").value == 4
    assert other.number_input(key="labels").value == 50
    assert "The picture shows the previous settings" not in captions(other)
    assert trained(other).run.hash == run.hash


def test_a_saved_sample_with_settings_of_its_own_that_began_at_a_file_goes_on(app):
    vectors = ev.Vectors(("king", "queen"), np.eye(2, 10, dtype=np.float32))
    start = with_file(app, vectors)
    app.selectbox(key="text").set_value("tiny").run()
    app.number_input(key="skipgram.epochs").set_value(2).run()
    button(begun_at(app, start), "step").click().run()
    run = session_of(app).source.run
    other = reopened(app, "tiny.npz")
    assert "The picture shows the previous settings" not in captions(other)
    assert trained(other).run.hash == run.hash


def test_a_film_from_the_library_goes_on_as_it_began(app):
    labelled = ev.Labelled.of(
        [row[1] for row in ROWS], [str(row[2]) for row in ROWS], max_words=50_000
    )
    model = ev.Bag(dimension=6, epochs=4)
    rows = beginning(VECTORS, model, labelled).rows
    run = Run(model, labelled, start=rows, freeze="all")
    done = ev.Checkpoint.begin(run).advanced(60)
    data = io.BytesIO()
    film_npz.write(data, done.film, checkpoint=done)
    given(app, data.getvalue(), "mine.npz")
    assert app.selectbox(key="start").value == "held"
    assert session_of(app).source.run.start is not None
    assert "The picture shows the previous settings" not in captions(app)


def test_the_previous_run_comes_back_with_its_beginning(table):
    before = trained(begun_at(table, "own", "thawed"))
    now = trained(begun_at(table, "random", "frozen"))
    words = table.switch_page("pages/words.py").run()
    next(each for each in words.button if "revious" in each.label).click().run()
    assert session_of(words).source is before and session_of(words).previous is now
    words.switch_page("pages/train.py").run()
    assert table.selectbox(key="start").value == "own"
    assert table.segmented_control(key="stays").value == "thawed"
    assert "previous settings" not in captions(table)


def test_a_link_to_a_run_begun_at_somebodys_file_shows_it_and_can_be_trained_again(table):
    begun_at(table, with_file(table), "frozen")
    run = trained(table).run
    other = visit(address_of(table))
    assert not other.exception and not other.error
    assert session_of(other).source.run.hash == run.hash
    assert "news.txt" not in " ".join(other.selectbox(key="start").options)
    button(other, "reset").click().run()
    assert session_of(other).source.untouched and session_of(other).source.run.hash == run.hash


def test_what_differs_is_said_above_two_films(table):
    begun_at(table, "own", "frozen")
    frozen = RunFacts.of(trained(table))
    begun_at(table, "own", "tuned")
    tuned = RunFacts.of(trained(table))
    assert titles(tuned, frozen) == (
        "E is tuned · reviews.csv · Bag of words",
        "E is frozen · reviews.csv · Bag of words",
    )
    begun_at(table, "random", "thawed")
    table.number_input(key="labels").set_value(8).run()
    few = RunFacts.of(trained(table))
    here, there = titles(few, tuned)
    assert here.startswith("Labels used 8, E begins at random, E is frozen for 5 epochs")
    assert there.startswith("Labels used all, E begins at skip-gram on this text, E is tuned")


def test_a_link_to_a_sample_trains_the_same_run(app):
    address = "sentiment;bag;epochs:2;labels:20;freeze:1;start:own;pace:0.5"
    first = visit(address)
    source = trained(first)
    assert (source.run.freeze, source.run.pace, source.run.corpus.most) == (1, 0.5, 20)
    shared = address_of(first)
    server.sources.clear()
    server.beginnings.clear()
    again = visit(shared)
    assert not again.warning
    assert session_of(again).source.run.hash == source.run.hash
    assert again.selectbox(key="start").value == "own"
    assert again.segmented_control(key="stays").value == "thawed"


@pytest.mark.parametrize(
    ("address", "model", "told"),
    [
        ("tiny;cnn;labels:20;epochs:3", "skipgram", "this text has none. Another model"),
        ("tiny;skipgram;labels:20", "skipgram", "a number of labels, but this text has none"),
        ("sentiment;bag;labels:0", "bag", "Labels used 0. The nearest allowed value is 2."),
        ("topics;bag;labels:3", "bag", "Labels used 3. The nearest allowed value is 8."),
        ("topics;bag;labels:90000", "bag", "The nearest allowed value is 960."),
        ("sentiment;bag;freeze:abc", "bag", "Epochs frozen as “abc”"),
        ("sentiment;bag;start:zzz", "bag", "start as “zzz”"),
        ("sentiment;bag;pace:0", "bag", "The nearest allowed value is 0"),
    ],
)
def test_a_link_with_nonsense_trains_all_the_same_and_says_so(app, address, model, told):
    there = visit(address)
    assert not there.exception and not there.error
    assert told in said(there)
    assert session_of(there).source.film.recipe.model == model
    assert not button(there, "train").disabled


@pytest.mark.parametrize(
    ("beside", "titles", "comparable"),
    [
        (
            "sentiment/bag/labels=30/epochs=1",
            [
                "Labels used 20 · sentiment · Bag of words",
                "Labels used 30 · sentiment · Bag of words",
            ],
            True,
        ),
        (
            "sentiment/skipgram/epochs=1",
            ["Bag of words · sentiment", "Skip-gram · sentiment"],
            False,
        ),
        (
            "sentiment/lstm/epochs=1/labels=20",
            ["Bag of words · sentiment", "LSTM · sentiment"],
            False,
        ),
        (
            "shuffled",
            ["sentiment · Bag of words", "sentiment, words shuffled · Bag of words"],
            False,
        ),
    ],
)
def test_films_beside_a_classifier_say_what_differs(app, beside, titles, comparable):
    there = visit(f"sentiment;bag;epochs:1;labels:20;at:1;beside:{beside}")
    there = there.switch_page("pages/map.py").run()
    assert not there.exception and not there.warning
    headers = [decode(each.proto.bytes).header for each in there.get("bidi_component")]
    assert [each["title"] for each in headers] == titles
    assert headers[1]["comparable"] == comparable


def test_a_classifier_beside_a_text_without_labels_is_refused(app):
    there = visit("tiny;skipgram;epochs:1;at:1;beside:tiny/cnn/epochs=1")
    there = there.switch_page("pages/map.py").run()
    assert not there.exception and session_of(there).beside is None
    assert "The comparison cannot begin" in said(there)


def test_a_comparison_with_a_run_begun_at_skipgram_is_made_again(app):
    there = visit("sentiment;bag;epochs:1;labels:20;at:1;beside:sentiment/bag/epochs=2/start=own")
    there = there.switch_page("pages/map.py").run()
    assert not there.exception
    other = session_of(there).beside.map.source
    assert other.run.origin == "own" and other.run.start is not None and other.complete
