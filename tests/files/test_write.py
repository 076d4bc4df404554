"""What is saved comes back, here, in gensim and NumPy; gensim's files are read as gensim does."""

import csv
import io

import numpy as np
import pytest
from gensim.models import KeyedVectors
from hypothesis import example, given, settings
from hypothesis import strategies as st

import embviz as ev
from embviz.files.formats import FORMATS, WRITTEN
from embviz.files.kinds import projector
from embviz.files.read import read_all
from embviz.files.write import save_vectors
from tests.files.vector_files import same

ROUND = [key for key in WRITTEN if FORMATS[key].words]

SEPARATORS = " \t\n\r\0"

letters = st.characters(exclude_categories=["Cs"], exclude_characters=SEPARATORS) | st.sampled_from(
    "'=\","
)

numbers = st.floats(width=32, allow_nan=False, allow_infinity=False)


@st.composite
def vectors(draw):
    words = draw(st.lists(st.text(letters, min_size=1, max_size=20), min_size=1, unique=True))
    d = draw(st.integers(1, 6))
    row = st.lists(numbers, min_size=d, max_size=d)
    rows = draw(st.lists(row, min_size=len(words), max_size=len(words)))
    return ev.Vectors(tuple(words), np.array(rows, dtype=np.float32))


BOM_FIRST = ev.Vectors(("\ufeffa", "b"), np.eye(2, dtype=np.float32))
"""Whose first word begins as a file may."""


def equal(one, other):
    assert one.words == other.words and one.matrix.tobytes() == other.matrix.tobytes()


@pytest.mark.parametrize("format", ROUND)
@settings(max_examples=150, deadline=None)
@given(saved=vectors())
@example(saved=BOM_FIRST)
def test_what_is_saved_comes_back(format, saved):
    file, again = io.BytesIO(), io.BytesIO()
    save_vectors(saved, file, format)
    save_vectors(saved, again, format)
    assert file.getvalue() == again.getvalue()
    found = read_all(file)
    equal(found.vectors, saved)
    assert found.findings == () and found.format == format


@pytest.mark.parametrize("format", [key for key in ROUND if FORMATS[key].columns])
@settings(max_examples=100, deadline=None)
@given(saved=vectors(), data=st.data())
def test_columns_come_back(format, saved, data):
    heading = st.text(letters, min_size=1, max_size=5).filter(lambda h: h.casefold() != "word")
    cell = st.text(letters, max_size=5)
    headings = data.draw(st.lists(heading, max_size=2, unique_by=str.casefold))
    column = st.lists(cell, min_size=len(saved), max_size=len(saved)).map(tuple)
    columns = {name: data.draw(column) for name in headings}
    file = io.BytesIO()
    save_vectors(saved, file, format, columns)
    found = read_all(file)
    equal(found.vectors, saved)
    assert {name: tuple(column) for name, column in found.columns.items()} == columns


@settings(max_examples=100, deadline=None)
@given(saved=vectors())
@example(saved=BOM_FIRST)
def test_words_of_a_matrix_come_back(tmp_path_factory, saved):
    folder = tmp_path_factory.mktemp("saved")
    save_vectors(saved, folder / "a.npy")
    with open(folder / "words.txt", "wb") as file:
        projector.write_words(file, saved)
    equal(ev.load(folder / "a.npy", words=folder / "words.txt"), saved)
    lines = (folder / "words.txt").read_text("utf-8-sig").rstrip("\n").split("\n")
    assert tuple(lines) == saved.words


def test_numpy_reads_what_is_saved(tmp_path):
    columns = {"kind": [f"k{i}" for i in range(len(TRAINED))]}
    save_vectors(TRAINED, tmp_path / "a.npz", columns=columns)
    with np.load(tmp_path / "a.npz") as parts:
        assert tuple(parts["words"]) == TRAINED.words
        assert np.array_equal(parts["vectors"], TRAINED.matrix)
        assert parts["column_kind"].tolist() == columns["kind"]
    ev.save(TRAINED, tmp_path / "a.npy")
    assert np.array_equal(np.load(tmp_path / "a.npy", mmap_mode="r"), TRAINED.matrix)
    ev.save(TRAINED, tmp_path / "bundle")
    tsv = np.loadtxt(tmp_path / "bundle" / "vectors.tsv", dtype=np.float32, delimiter="\t")
    assert np.array_equal(tsv, TRAINED.matrix)


def test_a_word_that_cannot_be_kept_comes_with_the_error():
    broken = ev.Vectors(("fine", "not\tfine"), np.eye(2, dtype=np.float32))
    with pytest.raises(ev.FileError) as error:
        save_vectors(broken, io.BytesIO(), "projector")
    assert error.value.text == "not\tfine" and error.value.word == ascii("not\tfine")


def trained():
    film = ev.train(ev.SkipGram(dimension=12, epochs=2), ev.sample("tiny"), progress=False)
    return film, film.vectors()


FILM, TRAINED = trained()


@pytest.mark.parametrize(("name", "binary"), [("a.txt", False), ("a.vec", False), ("a.bin", True)])
def test_gensim_reads_what_is_saved(tmp_path, name, binary):
    ev.save(TRAINED, tmp_path / name)
    theirs = KeyedVectors.load_word2vec_format(tmp_path / name, binary=binary)
    assert tuple(theirs.index_to_key) == TRAINED.words
    assert np.array_equal(theirs.vectors, TRAINED.matrix)


@pytest.mark.parametrize("binary", [False, True])
@pytest.mark.parametrize("ending", ["", ".gz"])
def test_what_gensim_saves_is_read(tmp_path, binary, ending):
    theirs = KeyedVectors(12)
    theirs.add_vectors(list(TRAINED.words), TRAINED.matrix)
    theirs.save_word2vec_format(str(tmp_path / f"a{ending}"), binary=binary)
    same(ev.load(tmp_path / f"a{ending}"), dict(zip(TRAINED.words, TRAINED.matrix, strict=True)))


@pytest.mark.parametrize("format", ["word2vec_text", "word2vec_binary"])
@settings(max_examples=60, deadline=None)
@given(saved=vectors())
def test_gensim_reads_the_same_from_any_file(tmp_path_factory, format, saved):
    path = tmp_path_factory.mktemp("saved") / "a"
    save_vectors(saved, path, format)
    # gensim takes a line's end to be all that Python takes for blank, so numbers are compared.
    theirs = KeyedVectors.load_word2vec_format(path, binary=format == "word2vec_binary")
    assert theirs.index_to_key == list(ev.load(path).words)
    assert np.array_equal(theirs.vectors, ev.load(path).matrix)


def test_load_tells_films_from_vectors(tmp_path):
    ev.save(FILM, tmp_path / "film")
    ev.save(TRAINED, tmp_path / "vectors.npz")
    assert isinstance(ev.load(tmp_path / "film"), ev.Film)
    equal(ev.load(tmp_path / "vectors.npz"), TRAINED)
    with open(tmp_path / "film", "rb") as file:
        assert isinstance(ev.load(file), ev.Film)
    assert len(ev.load(tmp_path / "vectors.npz", limit=3)) == 3


def test_a_half_precision_frame_is_saved(tmp_path):
    frame = FILM.vectors(0)
    ev.save(frame, tmp_path / "a.txt")
    assert np.array_equal(ev.load(tmp_path / "a.txt").matrix, frame.matrix.astype(np.float32))


def test_csv_is_safe_and_exact():
    matrix = np.array([[0.1, -2], [3e-20, 4]], np.float32)
    file, columns = io.BytesIO(), {"kind": ["x", "@y"]}
    save_vectors(ev.Vectors(("=1+1", 'a "b", c'), matrix), file, "csv", columns)
    rows = list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))
    assert rows[0] == ["word", "kind", "x1", "x2"]
    assert [row[:2] for row in rows[1:]] == [["'=1+1", "x"], ['a "b", c', "'@y"]]
    assert np.array_equal(np.array([row[2:] for row in rows[1:]], np.float64).astype("f4"), matrix)


def test_every_format_is_written():
    for format in WRITTEN:
        file = io.BytesIO()
        save_vectors(TRAINED, file, format)
        assert file.tell() > 1000
