"""Texts in folders and zip files."""

import io
import zipfile

import numpy as np
import pytest

import embviz as ev
from embviz.errors import FileError, TextError
from embviz.files import text_files
from embviz.files.text_files import PathFile, contents, holds_texts, is_zip_of_texts, of_folder


def zipped(members, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


TEXTS = [("book/2.txt", "two"), ("book/1.txt", "one"), ("book/", "")]
ADDED = [("__MACOSX/book/._1.txt", "x"), ("book/.DS_Store", "y")]


@pytest.fixture
def written(tmp_path):
    def write(data, name="texts.zip"):
        path = tmp_path / name
        path.write_bytes(data)
        return PathFile(path, name)

    return write


def test_a_zip_of_texts_is_read_without_what_systems_add(written):
    file = written(zipped(TEXTS + ADDED))
    assert is_zip_of_texts(file) and holds_texts(file.path)
    assert contents([file]) == [("book/2.txt", b"two"), ("book/1.txt", b"one")]


@pytest.mark.parametrize("name", ["[Content_Types].xml", "mimetype", "META-INF/container.xml"])
def test_documents_and_books_are_none(written, name):
    file = written(zipped([(name, "x"), ("word/document.xml", "y")]))
    assert not is_zip_of_texts(file) and not holds_texts(file.path)


def test_what_is_damaged_is_none(written):
    assert not is_zip_of_texts(written(zipped(TEXTS)[:-9]))
    assert not is_zip_of_texts(written(b"words", "words.txt"))


def test_bundles_of_vectors_are_none(tmp_path):
    vectors = ev.Vectors(("king", "queen", "bread"), np.eye(3, dtype=np.float32))
    for name in ("bundle.zip", "folder"):
        ev.save(vectors, tmp_path / name)
        assert not holds_texts(tmp_path / name)


def test_bombs_are_refused(written, monkeypatch):
    bomb = written(zipped([("a.txt", bytes(2**25))]))
    with pytest.raises(FileError) as caught:
        contents([bomb])
    assert caught.value.reason == "bomb"
    monkeypatch.setattr(text_files, "MOST_BYTES", 5)
    with pytest.raises(FileError) as caught:
        contents([written(zipped(TEXTS))])
    assert caught.value.reason == "too_large"


def test_a_bomb_is_a_zip_file_of_texts_which_is_refused_later(written):
    assert is_zip_of_texts(written(zipped([("a.txt", bytes(2**25))])))
    assert not is_zip_of_texts(written(b"no zip file"))


@pytest.mark.parametrize("place", range(0, 200, 7))
def test_any_damage_is_a_file_error(written, place):
    data = bytearray(zipped(TEXTS))
    data[place % len(data)] ^= 0xFF
    try:
        contents([written(bytes(data))])
    except FileError:
        pass


def test_a_folder_s_texts(tmp_path):
    for name in ("b.txt", "a/c.TXT", ".hidden.txt", ".git/d.txt", "notes.md", "e.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [file.name for file in of_folder(tmp_path)] == ["b.txt"]
    assert [file.name for file in of_folder(tmp_path / "a")] == ["c.TXT"]
    assert holds_texts(tmp_path) and not holds_texts(tmp_path / ".git" / "d.txt")
    (tmp_path / "empty").mkdir()
    assert not holds_texts(tmp_path / "empty")


def test_a_folder_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(text_files, "MOST_BYTES", 9)
    for name in "ab":
        (tmp_path / f"{name}.txt").write_bytes(b"12345")
    with pytest.raises(TextError) as caught:
        of_folder(tmp_path)
    assert caught.value.reason == "too_large"
