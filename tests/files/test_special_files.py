"""Paths that lead to no file: pipes, devices, folders, loops, homes of nobody. Nothing waits."""

import json
import os
import socket

import numpy as np
import pytest

import embviz as ev
from embviz.errors import FileError
from embviz.files import paths
from embviz.files.paths import open_regular
from embviz.files.read import kind_of, kind_or_text, read_all
from embviz.ui.state import vector_files
from tests.files.vector_files import TEXT, worded

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes by name")


@pytest.fixture
def pipe(tmp_path):
    """A pipe that nobody writes into: whoever opened it as a file would wait for ever."""
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def special(error):
    worded(error.value)
    return error.value.reason == "special"


def test_a_pipe_is_refused_wherever_a_file_is_named(pipe, tmp_path):
    (tmp_path / "vectors.txt").write_bytes(TEXT)
    for use in (
        read_all,
        kind_of,
        kind_or_text,
        open_regular,
        ev.load,
        ev.load_checkpoint,
        lambda path: read_all(tmp_path / "vectors.txt", words=path),
    ):
        with pytest.raises(FileError) as error:
            use(pipe)
        assert special(error) or error.value.reason == "bad_words"
    link = tmp_path / "link"
    link.symlink_to(pipe)
    with pytest.raises(FileError) as error:
        read_all(link)
    assert special(error) and error.value.found == "a pipe" and "link" in str(error.value)
    assert vector_files._is_small(pipe), "it is refused at once"


def test_sockets_and_devices_are_refused(tmp_path):
    with socket.socket(socket.AF_UNIX) as ear:
        os.chdir(tmp_path)  # names of sockets are short
        ear.bind("socket")
        for path, found in (("socket", "a socket"), ("/dev/zero", "a device")):
            with pytest.raises(FileError) as error:
                read_all(path)
            assert special(error) and error.value.found == found


def test_what_was_opened_counts_not_what_was_there_before(pipe, tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_bytes(TEXT)
    really = os.stat
    monkeypatch.setattr(paths.os, "stat", lambda path: really(file if path == pipe else path))
    with pytest.raises(FileError) as error:
        open_regular(pipe)
    assert special(error)


def test_parts_of_a_bundle_may_be_no_pipes(pipe, tmp_path):
    about = {"tensorName": "v", "tensorPath": "pipe"}
    (tmp_path / "projector_config.json").write_text(json.dumps({"embeddings": [about]}))
    with pytest.raises(FileError) as error:
        read_all(tmp_path)
    assert error.value.reason == "damaged"
    (tmp_path / "projector_config.json").unlink()
    (tmp_path / "vectors.tsv").write_text("1\t2\n3\t4\n")
    pipe.rename(tmp_path / "metadata.tsv")
    assert len(read_all(tmp_path).vectors) == 2, "words that cannot be read are as if not there"


@pytest.mark.parametrize("said", ["loop", "a" * 300, "../x", "/etc/passwd", "x/../../y"])
def test_a_bundle_names_files_of_its_own_folder_only(tmp_path, said):
    (tmp_path / "loop").symlink_to("loop")
    about = {"tensorName": "v", "tensorPath": said}
    (tmp_path / "projector_config.json").write_text(json.dumps({"embeddings": [about]}))
    with pytest.raises(FileError) as error:
        read_all(tmp_path)
    assert error.value.reason == "damaged"


def test_loops_of_links_and_homes_of_nobody_are_no_files(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    for path in (tmp_path / "a", tmp_path / "a" / "c", "~nobody-knows/x", "~nobody-knows"):
        with pytest.raises(OSError):
            vector_files.of_path(str(path), None)
        with pytest.raises(OSError):
            read_all(path)


def test_a_folder_is_saved_over_a_pipe_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "vectors.tsv")
    ev.save(ev.Vectors(("a", "b"), np.eye(2)), tmp_path, "projector")
    assert len(read_all(tmp_path).vectors) == 2
