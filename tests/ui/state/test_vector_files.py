"""Files of vectors as jobs: what is read again, by whom, and what is left of an upload."""

import gc
import gzip
import io
import time
from pathlib import Path

import numpy as np
import pytest

import embviz as ev
from embviz.errors import FileError
from embviz.files import read
from embviz.files.read import ReadProgress
from embviz.files.rows.how import How
from embviz.jobs import read_vectors
from embviz.jobs.engine import Engine, Inline
from embviz.ui.state import vector_files
from embviz.ui.state.vector_files import Request, Upload, VectorsFile, of_path, of_upload

TEXT = b"king 1 2\nqueen 2 1\n"


@pytest.fixture
def engine():
    engine = Engine(Inline, Inline)
    yield engine
    engine.close()


def file_of(path, data=TEXT):
    path.write_bytes(data)
    return path


def test_the_same_file_has_the_same_key_until_it_changes(tmp_path):
    path = file_of(tmp_path / "a.txt")
    key = of_path(str(path), None).key
    assert of_path(str(path), None).key == key
    assert of_path(f"{tmp_path}/../{tmp_path.name}/a.txt", None).key == key
    assert of_path(str(path), 1).key != key
    assert of_path(str(path), None, str(path)).key != key
    file_of(path, TEXT + b"bread 1 1\n")
    assert of_path(str(path), None).key != key
    with pytest.raises(FileNotFoundError):
        of_path(str(tmp_path / "none"), None)


def test_uploads_are_the_same_by_their_content(engine):
    key = Upload("a", TEXT).key
    assert Upload("b", TEXT).key == key  # called otherwise
    others = [Upload("a", TEXT, 1), Upload("a", TEXT + b"x 1 1\n"), Upload("a", TEXT, None, b"a")]
    assert len({key, *(other.key for other in others)}) == 4


def test_what_was_written_down_for_an_upload_goes_with_it(engine):
    request = of_upload(engine, Upload("a.txt", TEXT, None, b"ruler\nher\n"))
    file = VectorsFile.launch(engine, request)
    assert file.vectors.words == ("king", "queen")
    assert file.diagnosis is not None and not file.busy and file.fault is None
    path, words = Path(request.path), Path(request.words)
    again = request.read_so(How(kind="glove"))
    del file, request
    gc.collect()
    assert path.exists() and words.exists()  # it may be read in another way
    del again
    gc.collect()
    assert not path.exists() and not words.exists()


def test_a_file_that_is_read_otherwise_has_another_key(engine, tmp_path):
    for request in (
        of_upload(engine, Upload("a", TEXT)),
        of_path(str(file_of(tmp_path / "a")), None),
    ):
        other = request.read_so(How(separator=" "))
        assert other.key != request.key and other.read_so(How()).key == request.key
        assert other.path == request.path
    assert other.key == of_path(str(tmp_path / "a"), None, how=How(separator=" ")).key


def test_somebodys_own_file_stays(engine, tmp_path):
    path = file_of(tmp_path / "a.txt")
    file = VectorsFile.launch(engine, of_path(str(path), None))
    assert file.weight() >= file.vectors.matrix.nbytes
    del file
    gc.collect()
    assert path.read_bytes() == TEXT


def test_what_is_wrong_is_a_fault_and_weighs_nothing(engine, tmp_path):
    bad = VectorsFile.launch(engine, of_path(str(file_of(tmp_path / "a", b"\x80\x04N.")), None))
    assert isinstance(bad.fault, FileError) and not bad.busy and not bad.weight()
    gone = VectorsFile.launch(engine, Request(str(tmp_path / "none"), "none", None, None, "k"))
    assert isinstance(gone.fault, FileNotFoundError) and not gone.busy


@pytest.mark.parametrize(
    ("data", "alone"),
    [
        (TEXT, False),
        (gzip.compress(TEXT, mtime=0), True),  # it may hold much more than it seems
        (b"PK\x03\x04" + bytes(99), True),
        (b"PAR1" + bytes(99), True),
        ((793712314).to_bytes(4, "little") + bytes(99), True),  # n-grams without end
        (TEXT + bytes(vector_files.SMALL_BYTES), True),
    ],
)
def test_large_files_have_a_process_of_their_own(engine, tmp_path, monkeypatch, data, alone):
    steps = []
    for name in ("launch", "launch_alone"):
        monkeypatch.setattr(engine, name, lambda step, *rest, **more: steps.append(step))
    VectorsFile.launch(engine, of_path(str(file_of(tmp_path / "a", data)), None))
    VectorsFile.launch(engine, of_path(str(tmp_path), None))  # a folder may hold anything
    assert steps == [read_vectors.load if alone else read_vectors.load_at_once, read_vectors.load]


def test_reading_in_chunks_gives_what_reading_at_once_gives(tmp_path):
    words = [f"w{i}" for i in range(30_000)]
    matrix = np.random.default_rng(0).standard_normal((len(words), 20)).astype(np.float32)
    matrix[7] = 0
    path = tmp_path / "a.txt"
    ev.save(ev.Vectors(tuple(words), matrix), path)
    source = read.FileSource(str(path))
    state, chunks, found = ReadProgress(), 0, []
    while not state.finished:
        state, new = read_vectors.load(source, state, 1e-4, None)
        chunks, found = chunks + 1, found + new
    _, (opened, diagnosis) = read_vectors.load_at_once(source, ReadProgress(), 1.0, None)
    assert chunks > 4 and len(found) == 2 and not read_vectors._under_way
    assert found[0].vectors.words == opened.vectors.words
    assert (found[0].vectors.matrix == opened.vectors.matrix).all()
    assert found[1] == diagnosis and diagnosis.findings[0].kind == "zeros"


def test_what_was_unpacked_goes_when_nobody_waits_for_it(tmp_path):
    engine = Engine()
    try:
        target = io.BytesIO()
        np.save(target, np.ones((1500, 10_000), np.float32))
        path = file_of(tmp_path / "a.npy.gz", gzip.compress(target.getvalue(), 0))
        file = VectorsFile.launch(engine, of_path(str(path), None))
        file.wait(1)
        end = time.monotonic() + 60
        while not (found := list(file.folder.path.rglob("unpacked*"))) and file.busy:
            assert time.monotonic() < end
            time.sleep(0.005)
        assert found and file.busy, "it is being unpacked"
        assert file.leave(1)
        assert list(file.folder.path.iterdir()) == []
        file.work.resume()
        assert file.work.wait(1, 60) and len(file.vectors) == 1500
        assert not list(file.folder.path.rglob("unpacked*"))
        folder = file.folder.path
        del file
        gc.collect()
        assert not folder.exists()
    finally:
        engine.close()


def test_an_upload_may_take_less_than_a_file_of_ones_own(engine, monkeypatch):
    monkeypatch.setattr(vector_files, "UPLOADED_MEMORY", 1000)
    file = VectorsFile.launch(engine, of_upload(engine, Upload("a", TEXT * 9 + b"x 1 2\n" * 9)))
    assert file.vectors.words == ("king", "queen", "x")
    text = b"".join(b"w%d 1 2\n" % i for i in range(99))
    large = VectorsFile.launch(engine, of_upload(engine, Upload("a", text)))
    assert large.fault.reason == "too_much_memory" and large.fault.rows < 10
    assert VectorsFile.launch(engine, of_upload(engine, Upload("a", text, large.fault.rows))).opened


def test_a_file_is_read_as_long_as_anybody_waits_for_it(tmp_path):
    engine = Engine()
    try:
        words = "".join(f"w{i} {'0.25 ' * 99}1\n" for i in range(20_000))
        path = file_of(tmp_path / "a.txt", words.encode())
        file = VectorsFile.launch(engine, of_path(str(path), None))
        file.wait(1)
        file.wait(2)
        assert not file.leave(1) and file.work.status == "running"
        assert file.leave(2) and file.work.status == "paused"
        file.work.resume()  # another one wants it after all
        assert file.work.wait(1, 60) and len(file.vectors) == 20_000
        assert not file.leave(2)
    finally:
        engine.close()
