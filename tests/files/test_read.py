"""Files of vectors in steps, as jobs, and what is said of files that are something else."""

import io
import pickle

import numpy as np
import pytest

import embviz as ev
from embviz.errors import FileError
from embviz.files import paths
from embviz.files.read import kind_of, kind_or_text, read_all, read_steps
from embviz.files.rows import lines
from embviz.files.rows.how import How
from embviz.files.write import save_vectors
from tests.files.vector_files import ROWS, binary, large_file, refused, same, text, worded


@pytest.fixture
def large(tmp_path):
    return large_file(tmp_path)


def test_steps_tell_how_far_they_are(large):
    path, vectors = large
    steps, shares, rows = read_steps(path), [], []
    while True:
        try:
            progress = next(steps)
        except StopIteration as stop:
            found = stop.value
            break
        shares.append(progress.share)
        rows.append(progress.rows)
    assert len(shares) > 5 and shares == sorted(shares) and shares[-1] == 1.0
    assert rows == sorted(rows) and rows[-1] == 20_000
    assert np.array_equal(found.vectors.matrix, vectors.matrix)


def test_a_limit_is_what_progress_is_measured_by(large):
    path, vectors = large
    steps = read_steps(path, limit=3000)
    shares = [progress.share for progress in steps]
    assert shares[-1] == 1.0
    found = read_all(path, limit=3000)
    assert np.array_equal(found.vectors.matrix, vectors.matrix[:3000])


class Counting(io.BytesIO):
    taken = 0

    def read(self, n=-1):
        data = super().read(n)
        self.taken += len(data)
        return data


@pytest.mark.parametrize("format", ["word2vec_text", "word2vec_binary"])
def test_limit_stops_reading(large, format):
    file = Counting()
    save_vectors(large[1], file, format)
    file.taken = 0
    assert len(read_all(file, limit=10).vectors) == 10
    assert file.taken < 2**21 < file.seek(0, 2)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b"\0", "unknown_format"),
        (b"\n\n\n", "unknown_format"),
        (b"hello, world\nhow are you\n", "unknown_format"),
        (b"word,x,y\nking,queen,1\n", "foreign"),
        (b"word,x,y\nking,of,men\n", "unknown_format"),
        (b"<html><body>404</body></html>", "other_kind"),
        (pickle.dumps({"a": 1}), "pickle"),
        (pickle.dumps(np.zeros(3), protocol=2), "other_kind"),
        (pickle.dumps({"a": 1}, protocol=0), "pickle"),
        (b"\x89HDF\r\n\x1a\n", "other_kind"),
        (b"PAR1abc", "damaged"),
        ("king and queen\n".encode("utf-16"), "unknown_format"),
        (b"PK\x03\x04", "truncated"),
        (b"\x93NUMPY", "bad_row"),
        (b"\x1f\x8b", "cut_off"),
        (b"\x1f\x8bnonsense", "bad_row"),
        (b'{"a": 1}', "unknown_format"),
    ],
)
def test_other_files_are_told_by_name(data, reason):
    refused(data, reason)


def test_kinds_are_told_without_reading():
    assert kind_of(io.BytesIO(text())) == "word2vec_text"
    assert kind_of(io.BytesIO(text(b""))) == "glove"
    assert kind_of(io.BytesIO(binary())) == "word2vec_binary"


def test_a_film_is_no_file_of_vectors(tmp_path):
    film = ev.train(ev.SkipGram(dimension=4, epochs=1), ev.sample("tiny"), progress=False)
    ev.save(film, tmp_path / "film")
    refused(tmp_path / "film", "film")


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(text())

    def closed(*args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(paths, "open_regular", closed)
    with pytest.raises(FileError) as caught:
        ev.load(tmp_path / "a")
    assert caught.value.reason == "forbidden"
    worded(caught.value)


def test_a_stream_is_read_as_a_file():
    with io.BytesIO(text()) as file:
        same(ev.load(file))


def test_steps_are_small(monkeypatch, tmp_path):
    monkeypatch.setattr(lines, "BLOCK", 10)
    (tmp_path / "a").write_bytes(text())
    assert len(list(read_steps(tmp_path / "a"))) > 2
    assert set(ROWS) == set(read_all(tmp_path / "a").vectors.words)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_text_in_utf_16_is_read(tmp_path, encoding, ends):
    """As spreadsheets write it: "Unicode text"."""
    rows = {"король": (0.5, 1.5, -2.0, 4.0), "🙂": (0.25, -1.0, 3.0, 0.5)}
    lines = ["\t".join([word, *map(str, row)]) for word, row in rows.items()]
    data = ("" if encoding == "utf-16" else "\ufeff") + "".join(line + ends for line in lines)
    (tmp_path / "a.txt").write_bytes(data.encode(encoding))
    for how in (How(), How(encoding="utf-16"), How(kind="glove")):
        found = read_all(tmp_path / "a.txt", how=how)
        assert found.vectors.words == tuple(rows) and found.taken.encoding == "utf-16"
        assert [each.taken for each in found.findings if each.kind == "wide_text"] == ["UTF-16"]
        assert np.allclose(found.vectors.matrix, list(rows.values()))
    assert kind_or_text(tmp_path / "a.txt") != ""
    (tmp_path / "a.txt").write_bytes(("\ufeffHow are you? 1" + ends).encode("utf-16-le") * 9)
    assert kind_or_text(tmp_path / "a.txt") == ""


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("это текст\nо словах\tи тегах\n".encode(), "“это текст о словах и”"),
        (b"\x00\x01\x02\x03\xff\xfe" * 30, "bytes that are no text"),
        ("סֵפֶר חָדָשׁ על השולחן הגדול".encode(), "“סֵפֶר חָדָשׁ על השול”"),
    ],
)
def test_what_is_unknown_is_quoted_without_escapes(data, found):
    assert refused(data, "unknown_format").found == found
