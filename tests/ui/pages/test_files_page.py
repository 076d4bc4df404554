"""Files of vectors on the pages: opened, told about, asked, refused."""

import gzip
import io
import os
import pickle

import numpy as np
import pytest

import embviz as ev
from embviz.files.read import read_all
from embviz.files.write import save_vectors
from embviz.ui.map import film_page
from embviz.ui.map.run_difference import difference
from embviz.ui.pages.files import prepared_files
from embviz.ui.state import locality, server, vectors_on_screen
from embviz.ui.state.run_facts import RunFacts
from tests.ui.app_page import NASTY, address_of, button, message, said, session_of

WORDS = tuple(f"word{i}" for i in range(60))


def some(words=WORDS, d=8, seed=0):
    rng = np.random.default_rng(seed)
    return ev.Vectors(tuple(words), rng.standard_normal((len(words), d)).astype(np.float32))


def written(vectors, format="word2vec_text", columns=None):
    target = io.BytesIO()
    save_vectors(vectors, target, format, columns or {})
    return target.getvalue()


@pytest.fixture
def files(app, monkeypatch):
    monkeypatch.setattr(locality, "is_here", lambda: True)
    return app.switch_page("pages/files.py").run()


def upload(app, data, name="vectors.bin", key="files.upload"):
    app.file_uploader(key=key).set_value((name, data, "application/octet-stream")).run()
    assert not app.exception
    return app


def opened_path(app, path):
    app.segmented_control(key="files.how").set_value("path").run()
    app.text_input(key="files.path").set_value(str(path)).run()
    assert not app.exception
    return app


def still_of(app):
    return session_of(app).source.from_file


def findings(app):
    return app.dataframe[0].value


def test_an_uploaded_file_is_on_screen_and_told_about(files):
    vectors = some()
    upload(files, written(vectors, "word2vec_binary"))
    from_file = still_of(files)
    assert from_file.file.vectors.words == vectors.words
    assert (from_file.file.vectors.matrix == vectors.matrix).all()
    header = message(files).header
    assert (
        header["still"]
        and header["whole"]
        and tuple(header["words"]) == vectors.words
        and "counts" not in header
    )
    assert header["title"] == "vectors.bin · 60 words, 8 dimensions"
    assert "60 words, 8 dimensions (word2vec binary)" in said(files)
    assert "nothing is odd" in said(files)


@pytest.mark.parametrize("format", ["word2vec_text", "projector", "npz", "safetensors", "csv"])
def test_files_are_told_by_what_is_in_them_never_by_their_names(files, format):
    data = written(some(), format)
    upload(files, gzip.compress(data) if format != "projector" else data, "vectors.xyz")
    assert still_of(files).file.vectors.words == WORDS


def test_a_path_is_opened_with_a_limit(files, tmp_path):
    path = tmp_path / "vectors.txt"
    path.write_bytes(written(some()))
    files.number_input(key="files.limit").set_value(25).run()
    opened_path(files, path)
    assert still_of(files).file.vectors.words == WORDS[:25]
    assert "stopped at the limit" in said(files)


def test_paths_are_offered_only_to_who_sits_at_this_computer(app, monkeypatch):
    monkeypatch.setattr(locality, "is_here", lambda: False)
    app.switch_page("pages/files.py").run()
    assert not app.exception
    assert not [each for each in app.text_input if each.key == "files.path"]


def test_words_come_from_another_file(files):
    numbers = io.BytesIO()
    np.save(numbers, some().matrix)
    lines = "\n".join(WORDS).encode()
    upload(files, lines, "words.txt", key="files.words_upload")
    upload(files, numbers.getvalue(), "matrix.npy")
    assert still_of(files).file.vectors.words == WORDS


def test_columns_come_from_a_table_about_the_words(files):
    table = "year\tWord\tkind\n" + "".join(f"{1900 + i}\tword{i}\tk{i % 2}\n" for i in range(5, 60))
    upload(files, table.encode(), "about.tsv", key="files.metadata_upload")
    upload(files, written(some(), "word2vec_binary"))
    columns = still_of(files).file.opened.columns
    assert list(columns) == ["year", "kind"]
    assert columns["kind"][4:8] == ("", "k1", "k0", "k1")
    assert "Only 55 of 60 words have a value in them." in said(files)
    (layer,) = coloured(files, 0).layers
    classes = np.rint(layer.values[0]).tolist()
    assert classes[:6] == [5, 5, 5, 5, 5, 0] and classes[-1] == 4  # five have no number


@pytest.mark.parametrize(
    "table", [b"word0\nword1\n", b"word\tkind\nnobody\tx\n", b"word\tkind\nword0\n", b""]
)
def test_metadata_that_say_nothing_of_these_words_are_refused(files, table):
    upload(files, table, "about.tsv", key="files.metadata_upload")
    upload(files, written(some(), "word2vec_binary"))
    assert "The metadata cannot be used" in files.error[0].value
    assert still_of(files) is None


def test_what_is_wrong_with_a_file_is_not_said_of_the_one_on_the_map(files):
    upload(files, written(some()), "good.txt")
    upload(files, b"word0 0.1 0.2\nword1 nonsense 0.3 x\n", "broken.txt")
    (error,) = files.error
    assert error.value.startswith("**broken\\.txt** was not opened.")
    assert "Still on the map: **good\\.txt**" in said(files)
    upload(files, written(some(seed=2)), "better.txt")
    assert not files.error and "Still on the map" not in said(files)
    assert "skipgram" not in session_of(files).address


def test_what_was_repaired_and_what_is_odd_stands_in_a_table(files):
    rows = ["\ufeff7 2", "king 1 2", "King 2 1", "king 5 5", "zero 0 0", "nan NaN 1", "long 900 1"]
    upload(files, "\r\n".join([*rows, "a 1 1", "b 1 2"]).encode())
    table = findings(files)
    found = dict(zip(table["Found"], table["How often"], strict=True))
    for text, count in (
        ("A byte order mark was skipped.", "1"),
        ("Duplicate words: their first rows were kept.", "1"),
        ("Rows held NaN and were left out.", "1"),
        ("Rows are all zeros: they are similar to nothing.", "1"),
        ("Words differ from others only in capitals.", "1"),
        ("Rows are over ten times the usual length.", "1"),
        ("The header says 7 rows; there are 8.", ""),
    ):
        assert found[text] == count
    examples = dict(zip(table["Found"], table["Examples"], strict=True))
    assert examples["Words differ from others only in capitals."] == "King"


def test_every_page_asks_all_words_of_the_file(files):
    vectors = some([f"w{i}" for i in range(3000)])
    upload(files, written(vectors, "word2vec_binary"))
    assert len(session_of(files).source.words) == 2000
    words = files.switch_page("pages/words.py").run()
    words.text_input(key="asking.word").set_value("w2999").run()
    assert not words.exception and "all 3,000 words" in said(words)
    table = words.dataframe[0].value
    expected = vectors.most_similar("w2999", 10)
    assert list(table["Nearest"]) == [word for word, _ in expected]
    assert not any("epoch" in column for column in table)
    for tab in ("Similarity", "Analogy", "Arithmetic", "Quality"):
        words.session_state["words.tab"] = tab
        words.run()
        assert not words.exception, tab
        assert "film" not in said(words).lower(), tab


def test_words_that_are_asked_for_come_on_the_map_with_their_nearest(files):
    vectors = some([f"w{i}" for i in range(3000)])
    upload(files, written(vectors, "word2vec_binary"))
    files.text_input(key="sampling.asked").set_value("w2999 nonsense").run()
    near = [word for word, _ in vectors.most_similar("w2999", 10)]
    shown = session_of(files).source.words
    assert {"w2999", *near} <= set(shown) and len(shown) == 2000
    assert "Not in this file: nonsense" in said(files)
    assert "1 requested" in said(files)


def test_the_sample_is_stated_and_can_be_another_one(files):
    upload(files, written(some([f"w{i}" for i in range(3000)], d=3), "word2vec_binary"))
    assert "the first 2,000 of 3,000 words" in said(files)
    files.segmented_control(key="sampling.filling").set_value("random").run()
    files.number_input(key="sampling.words").set_value(500).run()
    assert "a random 500 of 3,000 words" in said(files)
    ids = still_of(files).excerpt.ids
    assert len(ids) == 500 and ids.max() > 2500
    assert files.number_input(key="sampling.words").value == 500


def coloured(files, place, steps=None):
    """Choose a column in the map's menu, or clusters (None); gives what the map is told."""
    vectors_on_screen.colour_by(session_of(files), place, steps)
    return message(files.run())


def test_columns_of_metadata_colour_the_words(files):
    kinds = ["noun" if i % 3 else "verb" for i in range(60)]
    years = [str(1900 + i) for i in range(60)]
    bundle = written(some(), "projector", {"kind": kinds, "year": years})
    upload(files, bundle, "bundle.zip")
    header = message(files).header
    assert header["columns"] == ["kind", "year"] and "column" not in header
    session_of(files).colour = "norm"
    header = coloured(files, 0).header
    assert session_of(files).colour == "group"
    assert (header["column"]["name"], header["column"]["numeric"]) == ("kind", False)
    groups = header["groups"]
    assert [groups["names"][i] for i in groups["of"]] == kinds
    sent = coloured(files, 1)
    column = sent.header["column"]
    assert (column["name"], column["place"], column["steps"]) == ("year", 1, "equal")
    assert column["edges"] == pytest.approx([1900 + 59 * i / 5 for i in range(6)])
    (layer,) = sent.layers
    assert np.rint(layer.values[0]).tolist() == [i // 12 for i in range(60)]
    page = film_page.made(session_of(files), session_of(files).source)
    assert page.count('class="message"') >= 3
    coloured(files, None)
    assert session_of(files).colour == "group" and not session_of(files).column
    assert "column" not in message(files.run()).header


def test_groups_that_nobody_planted_are_found_in_a_file(files):
    rng = np.random.default_rng(0)
    kinds = np.repeat(np.arange(3), 20)
    rows = np.eye(8, dtype=np.float32)[kinds] + 0.2 * rng.standard_normal((60, 8), dtype=np.float32)
    upload(files, written(ev.Vectors(WORDS, rows)), "planted.bin")
    header = message(files).header
    if "groups" not in header:  # a worker found them only after that message
        header = message(files.run()).header
    groups = header["groups"]
    assert groups["of"] == kinds.tolist() and len(groups["names"]) == 3
    assert all(set(name.split(", ")) <= set(WORDS) for name in groups["names"])
    assert "groups" not in message(files.run()).header  # it was told


def test_a_word_of_the_file_is_brought_on_the_map(files):
    upload(files, written(some([f"w{i}" for i in range(3000)]), "word2vec_binary"))
    words = files.switch_page("pages/words.py").run()
    words.text_input(key="asking.word").set_value("w2999").run()
    assert "w2999" not in session_of(words).source.words
    words.button(key="asking.on_map").click().run()
    session = session_of(words)
    assert "w2999" in session.source.words and session.selected == ("w2999",)
    assert not [each for each in words.button if each.key == "asking.on_map"]


def test_numbers_of_very_different_sizes_are_in_classes_of_equally_many(files):
    counts = [str(3**i) for i in range(12)] * 5
    upload(files, written(some(), "projector", {"count": counts}))
    sent = coloured(files, 0)
    assert sent.header["column"]["steps"] == "quantile" and sent.header["column"]["whole"]
    (layer,) = sent.layers
    assert np.bincount(np.rint(layer.values[0]).astype(int)).tolist() == [10, 10, 15, 10, 15]
    sent = coloured(files, 0, "equal")
    assert sent.header["column"]["steps"] == "equal"
    assert "steps:equal" in session_of(files).address


def test_what_was_asked_of_one_file_is_not_asked_of_the_next(files):
    upload(files, written(some()))
    session_of(files).select(["word7", "word8"])
    files.segmented_control(key="sampling.filling").set_value("random").run()
    upload(files, written(some(["word8", "other", "third"], seed=1)), "next.txt")
    session = session_of(files)
    assert session.selected == ("word8",) and session.sampling.filling == "first"


def test_a_list_of_words_that_cannot_be_read_is_named(files):
    numbers = io.BytesIO()
    np.save(numbers, some().matrix)
    upload(files, b"a\tb\tc\nd\te\n", "words.txt", key="files.words_upload")
    upload(files, numbers.getvalue(), "matrix.npy")
    assert "matrix.npy" in files.error[0].value.replace("\\", "")
    assert "word list" in files.error[0].value


def test_words_are_asked_for_in_any_capitals(files):
    upload(files, written(some([f"w{i}" for i in range(2500)])))
    files.text_input(key="sampling.asked").set_value("W2499").run()
    assert "w2499" in session_of(files).source.words
    assert "Not in this file" not in said(files)


BAD = {
    "a table": (b"word,neighbour,cosine\nking,queen,0.5\n", "are not a word and its numbers"),
    "nothing": (b"", "empty"),
    "a pickle": (pickle.dumps({"king": [1, 2]}), "pickle"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "a header of a billion rows": (b"1000000000 300\nking " + bytes(2400), "is cut off"),
    "cut in the middle": (written(some(), "word2vec_binary")[:-40], "is cut off"),
    "mixed dimensions": (b"king 1 2 3\nqueen 1 2\nbread 1 2 3\n", "at line 2: 2 numbers instead"),
    "prose": (b"In the beginning God created the heaven and the earth.\n" * 9, "begins with"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_files_are_refused_and_nothing_is_lost(files, case):
    data, told = BAD[case]
    before = session_of(files).source
    upload(files, data)
    assert len(files.error) == 1
    assert any(each in files.error[0].value for each in told.split("|"))
    assert session_of(files).source is before
    upload(files, written(some()), "better.txt")
    assert not files.error and still_of(files).file.vectors.words == WORDS


def test_a_film_is_opened_as_one(files, tmp_path):
    film = ev.train(ev.SkipGram(dimension=4, epochs=2), ev.sample("tiny"), progress=False)
    path = tmp_path / "run.npz"
    ev.save(film, path)
    upload(files, path.read_bytes(), "run.npz")
    assert not files.error
    assert session_of(files).source.film.recipe == film.recipe
    upload(files, written(some()))
    opened_path(files, path)
    assert session_of(files).source.film.recipe == film.recipe


def test_bad_paths_are_told(files, tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    for path, told in (
        (tmp_path / "none.txt", "no such file"),
        (folder, "folder without vectors"),
        ("", "Type the path"),
        ("~nobody\0", "cannot be read"),
    ):
        opened_path(files, path)
        assert told in files.error[0].value
        assert session_of(files).source.from_file is None


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read here")
def test_a_file_that_may_not_be_read(files, tmp_path):
    path = tmp_path / "secret.txt"
    path.write_bytes(written(some()))
    path.chmod(0)
    opened_path(files, path)
    assert "may not be read" in files.error[0].value


@pytest.mark.parametrize("shape", [(2, 1), (2, 3), (1, 2), (3, 1), (12, 2)])
def test_few_words_and_few_dimensions(files, shape):
    words = [f"w{i}" for i in range(shape[0])]
    upload(files, written(some(words, d=shape[1])))
    assert still_of(files).file.vectors.matrix.shape == shape
    for page in ("words", "map", "inside", "train"):
        there = files.switch_page(f"pages/{page}.py").run()
        assert not there.exception and not there.error, (page, said(there))


def test_words_that_mean_something_elsewhere_are_words_here(files):
    words = [*NASTY.split(), "#", "$x$", "😀", "‮abc", "a" * 900, "New York"]
    upload(files, written(some(words), "npz"))
    assert still_of(files).file.vectors.words == tuple(words)
    there = files.switch_page("pages/words.py").run()
    for word in words:
        there.text_input(key="asking.word").set_value(word).run()
        assert not there.exception
        assert len(there.dataframe[0].value) == 10
    shown = " ".join(each.value for each in (*there.markdown, *there.caption))
    assert "](http" not in shown and "<b>" not in shown


def test_a_table_of_words_names_them_as_they_are(files):
    upload(files, written(some(["a_b", "Word", "*c*", *WORDS])))
    files.session_state["words.tab"] = "Similarity"
    files.session_state["asking.words"] = "a_b Word *c*"
    files.session_state["asking.fold.table"] = True
    there = files.switch_page("pages/words.py").run()
    assert not there.exception
    table = there.dataframe[0].value
    assert set(table.columns) == {"Word ", "a_b", "Word", "*c*"}
    assert sorted(table["Word "]) == ["*c*", "Word", "a_b"]


def test_visitors_share_what_one_of_them_opened(files):
    data = written(some())
    upload(files, data)
    one = still_of(files).file
    session = session_of(files)
    session.source = session.file = None
    files.run()
    upload(files, data, "other name.txt")
    assert still_of(files).file is one
    assert len(server.files().values()) == 1


def test_vectors_have_no_inside_and_training_goes_on_as_before(files):
    upload(files, written(some()))
    inside = files.switch_page("pages/inside.py").run()
    assert "came from a file" in said(inside)
    train = inside.switch_page("pages/train.py").run()
    assert "Train starts a film" in said(train)
    train.selectbox(key="text").set_value("tiny").run()
    assert session_of(train).source.from_file is not None
    train.number_input(key="skipgram.epochs").set_value(2).run()
    button(train, "train").click().run()
    session = session_of(train)
    assert session.source.from_file is None and session.source.sample == "tiny"
    before, now = RunFacts.of(session.previous), RunFacts.of(session.source)
    assert before.still and difference(before, now) == "Previous file: vectors.bin."
    assert difference(now, before) == "Previous run: tiny."
    assert not train.exception


def test_the_address_brings_the_vectors_back(files, monkeypatch):
    upload(files, written(some()))
    key = session_of(files).source.key
    files.query_params["view"] = address_of(files)  # the browser completes it
    assert key in files.query_params["view"]
    session = session_of(files)
    session.source, session.address, session.seen_raw, session.completed = None, "", "", ()
    there = files.switch_page("pages/map.py").run()
    assert session_of(there).source.key == key


def test_the_address_names_the_column_of_colours(files):
    kinds = ["a;b" if i % 2 else "c" for i in range(60)]
    upload(files, written(some(), "projector", {"kind;of": kinds}))
    coloured(files, 0)
    session = session_of(files)
    assert "column:kind%3Bof" in session.address
    files.query_params["view"] = session.address
    session.source, session.address, session.seen_raw, session.column = None, "", "", ""
    session.completed = ()
    there = files.switch_page("pages/map.py").run()
    assert message(there).header["column"]["name"] == "kind;of"


def test_a_file_is_saved_in_another_format_with_its_columns(files):
    vectors = some([f"w{i}" for i in range(2500)])
    kinds = [f"k{i % 9}" for i in range(2500)]
    upload(files, written(vectors, "projector", {"kind": kinds}))
    files.session_state["files.tab"] = "Save"
    files.run()
    assert not files.exception
    assert [each.proto.label for each in files.get("download_button")] == ["Download"]
    assert "epoch" not in said(files) and "2,500" in said(files)
    files.selectbox(key="saving.format").set_value("npz").run()
    kept = files.session_state[prepared_files._KEPT]
    (copy,) = [each for key, each in kept.items() if "npz" in key]
    found = read_all(io.BytesIO(copy.data()))
    assert found.vectors.words == vectors.words
    assert (found.vectors.matrix == vectors.matrix).all()
    assert list(found.columns["kind"]) == kinds


def test_fasttext_knows_words_by_their_pieces(files, fasttext_model):
    upload(files, fasttext_model.read_bytes(), "model.bin")
    there = files.switch_page("pages/words.py").run()
    there.text_input(key="asking.word").set_value("kingdomly").run()
    assert not there.exception
    assert "built from its n-grams" in said(there)
    assert len(there.dataframe[0].value) > 2


@pytest.fixture(scope="module")
def fasttext_model(tmp_path_factory):
    from gensim.models import FastText
    from gensim.models.fasttext import save_facebook_model

    sentences = [["king", "queen", "kingdom", "realm"], ["bread", "apple", "kingdom"]] * 20
    model = FastText(sentences, vector_size=6, min_count=1, bucket=50, epochs=1, workers=1)
    path = tmp_path_factory.mktemp("fasttext") / "model.bin"
    save_facebook_model(model, str(path))
    return path
