"""The Words page, but for what moves: the right answers, and what is said of bad questions."""

import io
import json

import pytest

from embviz.files.film import film_npz
from embviz.measures import planted_precision
from embviz.text.samples import answers
from embviz.ui.texts import ordinal
from tests.ui.app_page import NASTY, button, said, session_of


@pytest.fixture
def on_words(app):
    app.selectbox(key="text").set_value("tiny").run()
    app.number_input(key="skipgram.epochs").set_value(5).run()
    button(app, "train").click().run()
    return app.switch_page("pages/words.py").run()


def opened(app, tab):
    """The page with one of its tabs open."""
    app.session_state["words.tab"] = tab
    app.run()
    assert not app.exception
    return app


def vectors_of(app):
    return session_of(app).source.vectors_by("E")


def test_neighbours_are_those_of_the_last_frame(on_words):
    on_words.text_input(key="asking.word").set_value("cat").run()
    table = on_words.dataframe[0].value
    expected = vectors_of(on_words).most_similar("cat", 10)
    now = next(column for column in table if column.startswith("At epoch"))
    assert list(table[now]) == [word for word, _ in expected]
    assert list(table["Cosine"]) == pytest.approx([score for _, score in expected], abs=1e-4)
    assert session_of(on_words).selected == ("cat",)


def test_what_is_new_since_the_start_is_marked(on_words):
    table, start = (each.value for each in on_words.dataframe[:2])
    now = next(column for column in table if column.startswith("At epoch"))
    for word, mark in zip(table[now], table["Change"], strict=True):
        assert (mark == "new") == (word not in set(start["At the start"]))


def test_a_row_holds_words_of_one_moment(on_words):
    session_of(on_words).rested = 2
    on_words.run()
    rankings = [list(each.value) for each in on_words.dataframe]
    assert [heading for heading, *_ in rankings[1:]] == ["At the start", "At the end"]
    assert [columns[1] for columns in rankings] == ["Cosine"] * 3


def test_an_earlier_frame_is_asked_among_shown_words(on_words):
    session_of(on_words).rested = 0
    on_words.run()
    assert "half precision" in said(on_words) or "untrained" in said(on_words)
    headings = [next(iter(each.value)) for each in on_words.dataframe]
    assert headings == ["At epoch 0.0", "At the end"]


def test_the_input_follows_the_selection(on_words):
    session_of(on_words).selected = ("cat",)
    on_words.run()
    assert on_words.text_input(key="asking.word").value == "cat"


@pytest.mark.parametrize("word", ["kinng", NASTY])
def test_a_word_without_a_vector_is_told_and_spellings_are_offered(on_words, word):
    on_words.text_input(key="asking.word").set_value(word).run()
    assert not on_words.exception
    assert "has no vector" in on_words.warning[0].value
    assert "![" not in on_words.warning[0].value, "Markdown of a visitor's is escaped"
    if word == "kinng":
        offered = [each for each in on_words.button if each.key.startswith("asking.word.closest")]
        assert offered[0].label == "king"
        offered[0].click().run()
        assert on_words.text_input(key="asking.word").value == "king"
        assert len(on_words.dataframe)


def test_capitals_do_not_matter(on_words):
    on_words.text_input(key="asking.word").set_value("King").run()
    assert "written “king” here" in said(on_words)
    assert session_of(on_words).selected == ("king",)


def test_rows_and_reasons_come_when_they_are_opened(on_words):
    assert not on_words.get("plotly_chart")
    on_words.session_state["asking.fold.rows"] = True
    on_words.session_state["asking.fold.why"] = True
    on_words.run()
    assert not on_words.exception
    assert len(on_words.get("plotly_chart")) == 1
    contexts = on_words.dataframe[2].value
    assert len(contexts) and "Weight" in contexts


def test_similarity_of_some_words(on_words):
    opened(on_words, "Similarity")
    on_words.text_area(key="asking.words").set_value("king, queen, nowhere, cat,").run()
    assert "No vectors here: nowhere." in said(on_words)
    assert len(on_words.get("plotly_chart")) == 1
    on_words.text_area(key="asking.words").set_value("king").run()
    assert not on_words.get("plotly_chart")
    assert "at least two" in said(on_words)


def test_words_stay_in_place_while_the_film_plays(on_words):
    opened(on_words, "Similarity")
    on_words.text_area(key="asking.words").set_value("king cat queen dog").run()

    def order():
        [figure] = on_words.get("plotly_chart")
        return json.loads(figure.proto.spec)["layout"]["xaxis"]["ticktext"]

    at_the_end = order()
    session_of(on_words).rested = 1
    on_words.run()
    assert order() == at_the_end


def test_words_of_a_question_are_shown_on_the_map(on_words):
    opened(on_words, "Analogy")
    on_words.button(key="asking.on_map").click().run()
    assert session_of(on_words).selected[:3] == ("man", "king", "woman")


def test_capitals_do_not_matter_anywhere(on_words):
    opened(on_words, "Similarity")
    on_words.text_area(key="asking.words").set_value("King CAT").run()
    assert len(on_words.get("plotly_chart")) == 1


def test_a_formula_that_adds_up_to_nothing(on_words):
    opened(on_words, "Arithmetic")
    on_words.text_input(key="asking.formula").set_value("king - king").run()
    assert "adds up to the zero vector" in said(on_words)


def test_an_empty_field_gets_a_sentence(on_words):
    on_words.text_input(key="asking.word").set_value("").run()
    assert "Type a word" in said(on_words)
    opened(on_words, "Analogy")
    on_words.text_input(key="asking.b").set_value("").run()
    assert "Type a word for each of a, b and c." in said(on_words)
    opened(on_words, "Arithmetic")
    on_words.text_input(key="asking.formula").set_value("").run()
    assert "Type a formula" in said(on_words)


def test_many_words_are_cut_to_thirty(on_words):
    opened(on_words, "Similarity")
    many = " ".join(session_of(on_words).source.words[:31])
    on_words.text_area(key="asking.words").set_value(many).run()
    assert "thirty" in said(on_words)


def test_curves_of_pairs(on_words):
    on_words.session_state["asking.fold.pairs"] = True
    opened(on_words, "Similarity")
    on_words.text_area(key="asking.words").set_value("king queen cat").run()
    assert len(on_words.get("plotly_chart")) == 2
    assert on_words.multiselect[0].value


def test_an_analogy_with_and_without_its_words(on_words):
    opened(on_words, "Analogy")
    for key, word in zip("abc", ("man", "king", "woman"), strict=True):
        on_words.text_input(key=f"asking.{key}").set_value(word)
    on_words.text_input(key="asking.expected").set_value("queen").run()
    usual, whole = (each.value for each in on_words.dataframe[:2])
    vectors = vectors_of(on_words)
    assert usual["Answer"][0] == vectors.analogy("man", "king", "woman", 1)[0][0]
    everything = vectors.analogy("man", "king", "woman", 1, exclude_inputs=False)
    assert whole["Answer"][0] == everything[0][0]
    rank = vectors.rank_of("queen", "man", "king", "woman")
    assert f"ranks **{ordinal(rank)}** of" in said(on_words)
    assert "random pairs" in said(on_words)
    assert len(on_words.get("plotly_chart")) == 2
    on_words.text_input(key="asking.expected").set_value("").run()
    assert "ranks **" not in said(on_words), "that the best answer ranks first says nothing"
    assert "random pairs" in said(on_words)


def test_the_same_word_twice_makes_no_analogy(on_words):
    opened(on_words, "Analogy")
    for key, word in zip("abc", ("man", "man", "woman"), strict=True):
        on_words.text_input(key=f"asking.{key}").set_value(word)
    on_words.run()
    assert "different words" in said(on_words)
    on_words.text_input(key="asking.b").set_value(NASTY).run()
    assert not on_words.exception and "has no vector" in on_words.warning[0].value


def test_the_other_method(on_words):
    opened(on_words, "Analogy")
    on_words.segmented_control(key="asking.method").set_value("3CosMul").run()
    assert not on_words.exception
    assert "Score" in on_words.dataframe[0].value


def test_a_formula(on_words):
    opened(on_words, "Arithmetic")
    on_words.text_input(key="asking.formula").set_value("king - man + 0.5*woman").run()
    vectors = vectors_of(on_words)
    x = vectors.combine("king - man + 0.5*woman")
    best = vectors.most_similar(x, 10)
    expected = [word for word, _ in best if word not in ("king", "man", "woman")]
    assert list(on_words.dataframe[0].value["Answer"])[: len(expected)] == expected
    on_words.checkbox(key="asking.exclude").uncheck().run()
    assert list(on_words.dataframe[0].value["Answer"]) == [word for word, _ in best]


@pytest.mark.parametrize(
    ("formula", "pointer"),
    [
        ("king + + * man", 9),
        ("king - nowhere", 7),
        ("king % man", 5),
        ('"king', None),
        ("__import__('os').system('x')", None),
        (" + ".join(["king"] * 10_000), None),
        ("(" * 5000 + "king" + ")" * 5000, None),
        (NASTY, None),
    ],
)
def test_a_faulty_formula_is_pointed_at(on_words, formula, pointer):
    opened(on_words, "Arithmetic")
    on_words.text_input(key="asking.formula").set_value(formula).run()
    assert not on_words.exception
    assert len(on_words.error) == 1
    assert not len(on_words.dataframe)
    if pointer is not None:
        line, sign = on_words.code[0].value.splitlines()
        assert line == formula and sign.index("^") == pointer


def test_an_empty_formula_asks_for_one(on_words):
    opened(on_words, "Arithmetic")
    on_words.text_input(key="asking.formula").set_value(" ").run()
    assert not on_words.error and "Type a formula" in said(on_words)


def test_planted_answers_are_judged_over_the_epochs(app):
    app.number_input(key="skipgram.epochs").set_value(2).run()
    button(app, "train").click().run()
    app.switch_page("pages/words.py").run()
    opened(app, "Quality")
    assert len(app.get("plotly_chart")) == 1
    film = session_of(app).source
    [work] = app.session_state["embviz_answers"]["marks"].values()
    assert len(work.results) == len(film.frames)
    # The last of them by another route: the shown words of the last frame, in half precision.
    from embviz.vectors.vectors import Vectors

    last = film.film.extended(drawn.snapshot for drawn in film.frames).rows(-1)
    expected = planted_precision(Vectors(film.words, last), answers("kingdom").groups)
    assert work.results[-1].precision == pytest.approx(expected)


def test_of_a_sample_without_analogies_none_are_told(app):
    app.selectbox(key="text").set_value("bank").run()
    app.number_input(key="skipgram.epochs").set_value(1).run()
    button(app, "train").click().run()
    app.switch_page("pages/words.py").run()
    opened(app, "Quality")
    assert "of neighbours (chance: 0.02)" in said(app) and "nan" not in said(app)
    [chart] = app.get("plotly_chart")
    assert "Neighbours of the same group" in chart.proto.spec
    assert "Analogies" not in chart.proto.spec


def upload(app, key, data, name="file.txt"):
    app.file_uploader(key=key).set_value((name, data, "text/plain")).run()
    assert not app.exception
    return app


PAIRS = b"king\tqueen\t9\ncat\tdog\t8\nking\tcat\t1\nqueen\tdog\t2\nking\tnowhere\t5\n"


def test_rated_pairs_from_a_file(on_words):
    opened(on_words, "Quality")
    upload(on_words, "asking.pairs", PAIRS)
    assert "over 4 of 5 pairs" in said(on_words)


def test_how_a_file_of_pairs_was_read_is_told(on_words):
    opened(on_words, "Quality")
    rows = b"".join(b"t\t" + line for line in PAIRS.splitlines(keepends=True))
    upload(on_words, "asking.pairs", b"// a\n# b\n" + rows)
    assert "over 4 of 5 pairs" in said(on_words)
    captions = " ".join(caption.value for caption in on_words.caption)
    assert "columns 2 and 3. Ratings: column 4" in captions
    assert "2 comment lines were skipped; the first is line 1" in captions


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"king queen 9\n", "too few"),
        (b"nowhere nothing 9\n", "None of these"),
        (b"just some prose\nof two lines\n", "no rated word pairs"),
        (b"", "This file is empty"),
        (b"king queen 9\ncat dog 8\nking\n", "Line 3"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ""),
    ],
)
def test_files_of_pairs_that_will_not_do(on_words, data, told):
    opened(on_words, "Quality")
    upload(on_words, "asking.pairs", data)
    assert told in said(on_words)
    assert on_words.error or on_words.warning


def test_analogies_from_a_file(on_words):
    opened(on_words, "Quality")
    upload(on_words, "asking.analogies", b": family\nman king woman queen\nman king nowhere x\n")
    table = on_words.dataframe[0].value
    assert list(table["Section"]) == ["All sections", "family"]
    assert list(table["Covered"]) == [1, 1] and list(table["Words missing"]) == [1, 1]
    upload(on_words, "asking.analogies", b"no analogies here at all, friend\n")
    assert on_words.error


def test_untrained_words_have_chance_for_neighbours(app):
    app.switch_page("pages/words.py").run()
    assert not app.exception
    assert "untrained" in said(app)
    for tab in ("Similarity", "Analogy", "Arithmetic", "Association", "Quality"):
        opened(app, tab)


def test_fasttext_knows_words_that_the_text_never_had(app):
    app.selectbox(key="text").set_value("tiny").run()
    app.selectbox(key="model").set_value("fasttext").run()
    app.number_input(key="fasttext.epochs").set_value(3).run()
    button(app, "train").click().run()
    app.switch_page("pages/words.py").run()
    app.session_state["asking.fold.pieces"] = True
    app.text_input(key="asking.word").set_value("kinglike").run()
    assert not app.exception
    assert "built from its n-grams" in said(app)
    assert len(app.dataframe[0].value) == 10
    shares = next(each.value for each in app.dataframe if "n-gram" in each.value)
    assert "<ki" in set(shares["n-gram"])
    assert 0 < shares["Share of the vector"].max() <= 1
    app.text_input(key="asking.word").set_value("жжжж").run()
    assert "has no vector" in said(app)


def test_the_run_before_and_a_saved_film_can_be_asked(on_words):
    first = session_of(on_words).source
    on_words.switch_page("pages/train.py").run()
    on_words.number_input(key="skipgram.dimension").set_value(9).run()
    button(on_words, "train").click().run()
    on_words.switch_page("pages/words.py").run()
    assert session_of(on_words).source is not first
    on_words.button(key="asking.before").click().run()
    assert session_of(on_words).source is first
    film, _ = session_of(on_words).source.recording()
    saved = io.BytesIO()
    film_npz.write(saved, film, title="a film")
    on_words.file_uploader(key="asking.film").set_value(
        ("a.npz", saved.getvalue(), "application/zip")
    ).run()
    assert not on_words.exception
    assert session_of(on_words).source.name == "a film"
    on_words.file_uploader(key="asking.film").set_value(
        ("b.npz", b"no film at all", "application/zip")
    ).run()
    assert on_words.error and not on_words.exception
    assert session_of(on_words).source.name == "a film"
