"""Temporary folders: gone at the end, and after a process that was killed, at the next start."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from embviz.util import private_folder
from embviz.util.private_folder import PREFIX, PrivateFolder, tidy

pytest.importorskip("fcntl")

MAKE = """
import sys
from embviz.util.private_folder import PrivateFolder
folder = PrivateFolder()
(folder.path / "copy").write_bytes(bytes(1000))
print(folder.path, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_it_is_gone_with_the_block_and_with_the_object(place):
    with PrivateFolder() as path:
        assert path.parent.parent == place and path.parent.name.startswith(PREFIX)
        (path / "x").write_text("x")
        assert tidy() == [] and path.is_dir(), "it is in use"
    assert os.listdir(place) == []
    folder = PrivateFolder(str(place))
    path = folder.path
    (path / "x").write_text("x")
    folder.empty()
    assert os.listdir(path) == []
    del folder
    assert os.listdir(place) == []


def test_what_a_killed_process_left_goes_and_what_lives_stays():
    pipe = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-c", MAKE], stdin=pipe, stdout=pipe, text=True)
    path = Path(process.stdout.readline().strip())
    assert (path / "copy").is_file()
    assert tidy() == [] and path.exists()
    process.kill()
    process.communicate()
    assert path.exists(), "nobody could tidy up"
    with PrivateFolder() as mine:
        assert tidy() == [str(path.parent)]
        assert not path.exists() and mine.exists()


def test_what_only_has_such_a_name_stays(place):
    (place / f"{PREFIX}file").write_text("mine")
    (place / f"{PREFIX}folder").mkdir()
    (place / f"{PREFIX}folder" / "diary").write_text("mine")
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / private_folder.LOCK).touch()
    (place / f"{PREFIX}link").symlink_to(place / "elsewhere")
    (place / f"{PREFIX}trap").mkdir()
    (place / f"{PREFIX}trap" / private_folder.LOCK).symlink_to(place / "elsewhere" / "lock")
    os.mkfifo(place / f"{PREFIX}folder" / private_folder.LOCK)
    before = sorted(each.name for each in place.rglob("*"))
    assert tidy() == []
    assert sorted(each.name for each in place.rglob("*")) == before


def test_folders_of_others_stay(place, monkeypatch):
    (place / f"{PREFIX}theirs").mkdir()
    (place / f"{PREFIX}theirs" / private_folder.LOCK).touch()
    real = os.getuid()
    monkeypatch.setattr(private_folder.os, "getuid", lambda: real + 1)
    assert tidy() == []
    monkeypatch.undo()
    assert tidy(str(place)) == [str(place / f"{PREFIX}theirs")]


def test_who_tidies_at_the_very_start_is_given_way_to(place, monkeypatch):
    """Between the folder's making and its lock, another process finds it without one."""
    flock, times = private_folder.fcntl.flock, []

    def late(lock, how):
        times.append(how)
        if len(times) == 1:
            monkeypatch.setattr(private_folder.fcntl, "flock", flock)
            assert len(tidy()) == 1
        flock(lock, how)

    monkeypatch.setattr(private_folder.fcntl, "flock", late)
    with PrivateFolder() as path:
        assert times and path.is_dir() and (path.parent / private_folder.LOCK).is_file()
        assert tidy() == []
