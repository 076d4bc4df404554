"""The section "Save": what is saved there is what is on screen, and is read as it says."""

import csv
import io
import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

import embviz as ev
from embviz.files.film import film_npz
from embviz.files.formats import FORMATS, WRITTEN
from embviz.files.read import read_all
from embviz.files.write import save_vectors
from embviz.jobs import write_vectors
from embviz.jobs.engine import Engine, Inline
from embviz.jobs.write_vectors import Refusal
from embviz.ui.ask import frame_asked
from embviz.ui.pages.files import prepared_files, save_to_path
from embviz.ui.pages.files import save_vectors as saving
from embviz.ui.pages.files.prepared_files import Contents, Copy
from embviz.ui.pages.files.save_vectors import OFFERED
from embviz.ui.state import locality
from embviz.ui.texts import table
from tests.ui.app_page import button, session_of

PAGE = Path(__file__).parent / "saving_page.py"


@pytest.fixture
def on_files(app):
    """A page with this section alone, for a film of tiny."""
    app.selectbox(key="text").set_value("tiny").run()
    app.number_input(key="skipgram.epochs").set_value(5).run()
    button(app, "train").click().run()
    return section(session_of(app))


def section(session, **state):
    there = AppTest.from_file(PAGE, default_timeout=60)
    there.session_state["embviz"] = session
    for name, value in state.items():
        there.session_state[name] = value
    return run(there)


def run(app):
    app.run()
    assert not app.exception
    return app


def choose(app, format):
    app.selectbox(key="saving.format").set_value(format)
    return run(app)


def copy_of(app, format=None):
    """The file that the download button gives."""
    found = app.session_state[prepared_files._KEPT].items()
    return next(copy for key, copy in reversed(list(found)) if format in (None, key[4]))


def said(app):
    parts = (*app.markdown, *app.caption, *app.warning, *app.error, *app.info, *app.success)
    return " ".join(each.value for each in parts)


def test_every_format_has_its_words_and_a_program(on_files):
    words = table("saving")
    for name, (format, _) in OFFERED.items():
        assert words["formats"][name] and words["readers"][name]
        assert format == "npy" or words["needs"][format]
    assert {format for format, _ in OFFERED.values()} == set(WRITTEN)
    assert set(table("doctor")["formats"]) == {*FORMATS, "archive"}
    for refusal in (*write_vectors._REASONS.values(), "crashed", "failed", "not_finite", "exists"):
        assert words["refused"][refusal]


@pytest.mark.parametrize("name", OFFERED)
def test_what_is_downloaded_is_the_last_frame(on_files, name, tmp_path):
    choose(on_files, name)
    (format, ending), vectors = OFFERED[name], session_of(on_files).source.vectors_by("E")
    path = tmp_path / f"a{ending}"
    path.write_bytes(copy_of(on_files, format).data())
    words = None
    if name == "npy":
        words = tmp_path / "words.txt"
        words.write_bytes(copy_of(on_files, write_vectors.WORDS).data())
    found = ev.load(path, words=words)
    assert found.words == vectors.words
    assert np.array_equal(found.matrix, vectors.matrix)
    assert len(on_files.get("download_button")) == (3 if name == "npy" else 2)


@pytest.mark.parametrize("name", [name for name in OFFERED if name not in table("saving")["hints"]])
@pytest.mark.parametrize("frame", [None, 1])
def test_the_program_shown_reads_the_file(on_files, name, frame, tmp_path, monkeypatch):
    session = session_of(on_files)
    session.rested, session.selected = frame, ("cat",)
    choose(on_files, name)
    if frame is not None:
        on_files.segmented_control(key="saving.moment").set_value("here")
        run(on_files)
    expected = (
        frame_asked.vectors_at(session.source, frame or -1, "E")
        if frame
        else session.source.vectors_by("E")
    )
    buttons = [each.proto for each in on_files.get("download_button")]
    [code] = [each.value for each in on_files.code]
    for_words = [write_vectors.WORDS] if name == "npy" else []
    for format in [OFFERED[name][0], *for_words]:
        file = copies_file_name(code, words=format == write_vectors.WORDS)
        (tmp_path / file).write_bytes(copy_of(on_files, format).data())
    assert len(buttons) == 2 + len(for_words)
    monkeypatch.chdir(tmp_path)
    assert '"cat"' in code
    found = execute(code)
    assert tuple(found["words"]) == expected.words
    assert found["vectors"].shape == expected.matrix.shape
    assert np.array_equal(found["vectors"], expected.matrix)
    if "embedding" in found:
        weight = found["embedding"].weight.numpy()
        assert np.array_equal(weight, expected.matrix)


def copies_file_name(code, words):
    names = [each for each in code.split('"') if each.startswith("tiny-vectors")]
    return next(name for name in names if ("-words." in name) == words)


def execute(code):
    """Run a program, without its lines for PyTorch where that is not installed."""
    try:
        import torch  # noqa: F401
    except ImportError:
        code, torches = code.split("\n# In PyTorch", 1)
        assert "from_pretrained" in torches
    if "safetensors" in code:
        pytest.importorskip("safetensors")
    found: dict = {}
    exec(compile(code, "shown", "exec"), found)
    return found


def test_the_sentence_names_words_dimensions_and_epoch(on_files):
    source = session_of(on_files).source
    sentence = on_files.markdown[0].value
    assert f"**{len(source.film.words)}** words" in sentence
    assert f"**{source.vectors_by('E').matrix.shape[1]}** dimensions" in sentence
    assert "tiny at epoch 5" in sentence and "in full" in sentence


def test_an_earlier_moment_offers_the_last_one_first(on_files):
    session = session_of(on_files)
    assert not on_files.get("button_group")
    session.rested = 1
    run(on_files)
    assert "in full" in on_files.markdown[0].value
    on_files.segmented_control(key="saving.moment").set_value("here")
    run(on_files)
    assert "half precision" in on_files.markdown[0].value
    shown = frame_asked.vectors_at(session.source, 1, "E")
    found = read_all(io.BytesIO(copy_of(on_files).data())).vectors
    assert found.words == session.source.words
    assert np.array_equal(found.matrix, shown.matrix.astype(np.float32))


@pytest.mark.parametrize("name", [name for name in WRITTEN if FORMATS[name].columns])
def test_counts_and_columns_go_along(on_files, name):
    session = session_of(on_files)
    film = session.source.film
    columns = {"kind": [f"k{i}" for i in range(len(film.words))]}
    there = choose(section(session, columns=columns), name)
    assert "count, kind" in said(there)
    counts = [str(count) for count in film.counts]
    data = copy_of(there, name).data()
    if name == "csv":
        heading, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        assert heading[:3] == ["word", "count", "kind"]
        assert [row[1] for row in rows] == counts
        assert [row[2] for row in rows] == columns["kind"]
    found = read_all(io.BytesIO(data)).columns
    assert list(found["count"]) == counts and list(found["kind"]) == columns["kind"]


def test_the_film_is_offered_as_a_whole(on_files):
    labels = [each.proto.label for each in on_files.get("download_button")]
    assert labels == ["Download", "Download the film"]
    assert "train further" in said(on_files)


def test_vectors_of_a_file_are_saved_with_its_columns_and_without_a_film(app):
    files = app.switch_page("pages/files.py").run()
    vectors = ev.Vectors(("one", "two", "three"), np.eye(3, dtype=np.float32))
    kinds_of = ["a", "b", "c"]
    data = io.BytesIO()
    save_vectors(vectors, data, "npz", {"kind": kinds_of})
    upload = ("**bold**.npz", data.getvalue(), "application/octet-stream")
    files.file_uploader(key="files.upload").set_value(upload).run()
    there = choose(section(session_of(files), columns={"kind": kinds_of}), "npz")
    assert [each.proto.label for each in there.get("download_button")] == ["Download"]
    sentence = there.markdown[0].value
    assert "**3** words in **3** dimensions" in sentence and "epoch" not in sentence
    assert "\\*\\*bold" in sentence
    found = read_all(io.BytesIO(copy_of(there, "npz").data()))
    assert found.vectors.words == vectors.words and list(found.columns) == ["kind"]
    assert list(found.columns["kind"]) == kinds_of


def test_a_map_of_a_file_is_not_copied_into_the_pickle(tmp_path):
    np.save(tmp_path / "a.npy", np.eye(4, dtype=np.float32))
    mapped = np.load(tmp_path / "a.npy", mmap_mode="r")
    contents = Contents(ev.Vectors(("a", "b", "c", "d"), mapped))
    assert type(contents.order("npy", tmp_path / "b", tmp_path / "c").matrix) is np.ndarray


def film_with(*words):
    text = "\n".join("a b c d e f. " * 3 for _ in range(20))
    film = ev.train(ev.SkipGram(dimension=4, epochs=1), ev.Corpus.from_text(text), progress=False)
    return replace(film, words=(*words, *film.words[len(words) :]))


def opened(app, film):
    data = io.BytesIO()
    film_npz.write(data, film, title="**mine** <b>")
    app.selectbox(key="text").set_value("upload").run()
    app.file_uploader(key="file").set_value(("x.npz", data.getvalue(), "application/zip")).run()
    return section(session_of(app))


NASTY = "![x](http://x.y/z.png) <b>"


def test_a_word_that_a_format_cannot_keep_is_named_with_what_keeps_it(app):
    there = opened(app, film_with(NASTY))
    assert not there.exception
    [error] = [each.value for each in there.error]
    assert "x\\.y/z\\.png" in error and "![" not in error
    assert "without spaces" in error
    keeping = error.split("These can hold it:")[1]
    assert "npz" in keeping and "safetensors" in keeping and "projector" in keeping.lower()
    assert "word2vec" not in keeping and "npy" not in keeping
    assert "\\*\\*mine\\*\\*" in there.markdown[0].value
    choose(there, "npz")
    assert not there.error
    assert read_all(io.BytesIO(copy_of(there, "npz").data())).vectors.words[0] == NASTY
    assert "words[0]" not in there.code[0].value, "another word is looked up"


def test_the_program_quotes_no_odd_words():
    vectors = ev.Vectors(('"); import os #', "a b"), np.eye(2, dtype=np.float32))
    code = saving.program("npz", vectors, "a.npz", "", wanted=('"); import os #',))
    assert "import os" not in code and "words[0]" in code


def test_files_of_some_megabytes_are_prepared_when_asked_for(on_files, monkeypatch):
    monkeypatch.setattr(saving, "ALONE", 10)
    choose(on_files, "word2vec_binary")
    assert len(on_files.get("download_button")) == 1, "of the film"
    assert "About " in said(on_files)
    on_files.button(key="saving.prepare.word2vec_binary").click()
    run(on_files)
    assert len(on_files.get("download_button")) == 2


def test_what_is_too_large_is_not_downloaded(on_files, monkeypatch):
    monkeypatch.setattr(saving, "MOST_DOWNLOAD", 10)
    run(on_files)
    assert len(on_files.get("download_button")) == 1
    assert "too large" in on_files.info[0].value and "path" not in on_files.info[0].value
    on_files.session_state["local"] = True
    run(on_files)
    assert "to a path" in on_files.info[0].value
    assert on_files.text_input(key="saving.path") is not None


def save_to(app, path):
    app.session_state["local"] = True
    run(app)
    app.text_input(key="saving.path").set_value(str(path))
    app.button(key="saving.save").click()
    return run(app)


@pytest.fixture
def here(monkeypatch):
    """The visitor sits at this computer."""
    monkeypatch.setattr(locality, "is_here", lambda: True)


def test_a_path_is_written_for_nobody_else(on_files, tmp_path):
    save_to(on_files, tmp_path / "a.txt")
    assert "browser on this computer" in on_files.error[0].value
    assert not list(tmp_path.iterdir())


def test_a_file_is_saved_to_a_path(on_files, here, tmp_path):
    path = tmp_path / "a *b*.bin"
    choose(on_files, "word2vec_binary")
    save_to(on_files, path)
    [success] = [each.value for each in on_files.success]
    assert "a \\*b\\*\\.bin" in success and "kB" in success
    vectors = session_of(on_files).source.vectors_by("E")
    assert np.array_equal(ev.load(path).matrix, vectors.matrix)
    assert os.listdir(tmp_path) == [path.name]


def test_a_path_that_cannot_be_is_refused_and_nothing_is_touched(
    on_files, here, tmp_path, monkeypatch
):
    there = tmp_path / "there.txt"
    there.write_text("mine")
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "nowhere")
    cases = {
        "": "Type a path",
        there: "already",
        dangling: "already",
        tmp_path: "is a folder",
        tmp_path / "no" / "a.txt": "no such folder",
        there / "a.txt": "no such folder",
        tmp_path / ("x" * 300): "cannot be the name",
        tmp_path / "a\0b": "cannot be the name",
        "~nobody-here/a.txt": "no such folder",
    }
    for path, expected in cases.items():
        save_to(on_files, path)
        assert expected in on_files.error[0].value, path
        assert not on_files.success
    assert there.read_text() == "mine"
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    save_to(on_files, tmp_path / "new.txt")
    assert "no permission" in on_files.error[0].value
    assert sorted(os.listdir(tmp_path)) == ["dangling", "there.txt"]


def order(tmp_path, format="word2vec_text", rows=3):
    matrix = np.arange(rows * 2, dtype=np.float64).reshape(rows, 2)
    words = tuple(f"w{i}" for i in range(rows))
    return write_vectors.WriteOrder(
        words, matrix, {}, None, format, tmp_path / "a", tmp_path / ".a.part"
    )


@pytest.mark.parametrize(
    ("code", "reason"), [("ENOSPC", "full"), ("EROFS", "forbidden"), ("EIO", "failed")]
)
def test_what_the_system_refuses_is_told(tmp_path, monkeypatch, code, reason):
    import errno

    def refuse(*args):
        raise OSError(getattr(errno, code), "as the system says")

    monkeypatch.setattr(os, "fsync", refuse)
    found = write_vectors.write(order(tmp_path))
    assert found.reason == reason
    assert os.listdir(tmp_path) == []


def test_numbers_too_large_for_single_precision_are_told(tmp_path):
    vectors = order(tmp_path)
    vectors.matrix[1, 1] = 1e300
    found = write_vectors.write(vectors)
    assert found == Refusal("not_finite")
    assert os.listdir(tmp_path) == []


@pytest.fixture
def engine():
    engine = Engine(Inline)  # and processes for what is large
    yield engine
    engine.close()


def test_a_copy_leaves_nothing_behind(engine):
    vectors = ev.Vectors(("a", "b"), np.eye(2, dtype=np.float32))
    copy = Copy.begin(engine, Contents(vectors), "npz")
    folder = copy.path.parent
    assert read_all(io.BytesIO(copy.data())).vectors.words == ("a", "b")
    del copy
    assert not folder.exists()


def test_a_large_copy_can_be_cancelled(engine, tmp_path):
    matrix = np.random.default_rng(0).normal(size=(200_000, 50)).astype(np.float32)
    vectors = ev.Vectors(tuple(f"w{i}" for i in range(len(matrix))), matrix)
    copy = Copy.begin(engine, Contents(vectors), "csv", tmp_path / "a.csv")
    end = time.monotonic() + 30
    while copy.share == 0 and time.monotonic() < end:
        time.sleep(0.02)
    assert copy.busy and 0 < copy.share < 1
    copy.cancel()
    assert not copy.busy and copy.outcome is None
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("format", [*WRITTEN, write_vectors.WORDS])
def test_sizes_are_known_before(engine, format):
    matrix = np.random.default_rng(0).normal(0, 0.3, (3000, 50)).astype(np.float32)
    vectors = ev.Vectors(tuple(f"word{i}" for i in range(len(matrix))), matrix)
    size = len(Copy.begin(engine, Contents(vectors), format).data())
    assert write_vectors.estimate(vectors, format) == pytest.approx(size, rel=0.25)


def test_sizes_are_written_with_their_unit():
    assert save_to_path.megabytes(0) == "1 kB"
    assert save_to_path.megabytes(2**20 * 3.26) == "3.3 MB"
    assert save_to_path.megabytes(2**30) == "1,024 MB"
