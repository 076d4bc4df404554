"""What Numba compiled is kept in a folder of the user's own, where that can be written."""

import importlib.util
import os
import sys

import pytest

from embviz.projections import compiled

SOURCE = "import numba\n\n@numba.njit\ndef twice(x):\n    return 2 * x\n"


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(compiled.VARIABLE, raising=False)
    return tmp_path / "cache"


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="where caches lie elsewhere")


def test_a_folder_that_can_be_written_is_named(cache):
    compiled.use_folder()
    folder = os.environ.pop(compiled.VARIABLE)
    assert folder.startswith(str(cache / "embviz" / "umap-"))
    assert os.stat(folder).st_mode & 0o077 == 0, "code is loaded from it: nobody else may write"


def test_what_somebody_chose_stays(cache, monkeypatch):
    monkeypatch.setenv(compiled.VARIABLE, "/elsewhere")
    compiled.use_folder()
    assert os.environ[compiled.VARIABLE] == "/elsewhere"
    compiled.note_complete()
    assert not compiled.is_kept()


def test_where_nothing_can_be_written_all_is_as_it_was(cache):
    cache.write_text("a file in its place")
    compiled.use_folder()
    assert compiled.VARIABLE not in os.environ
    compiled.note_complete()
    assert not compiled.is_kept()


def test_every_function_of_the_library_is_kept(cache, tmp_path, monkeypatch):
    numba = pytest.importorskip("numba")
    compiled.use_folder()
    folder = os.environ.pop(compiled.VARIABLE)
    monkeypatch.setenv(compiled.VARIABLE, folder)
    monkeypatch.setattr(numba.config, "CACHE_DIR", folder)
    for name in [name for name in sys.modules if name.partition(".")[0] in ("umap", "pynndescent")]:
        monkeypatch.delitem(sys.modules, name)  # those stay as they are
    path = tmp_path / "stand_in.py"
    path.write_text(SOURCE)
    spec = importlib.util.spec_from_file_location("umap.stand_in", path)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "umap.stand_in", module)
    spec.loader.exec_module(module)
    compiled.keep_all()
    assert module.twice(2) == 4
    kept = [name for _, _, names in os.walk(folder) for name in names]
    assert any(name.startswith("stand_in.twice") for name in kept)
    assert not compiled.is_kept(), "not before a whole map was made"
    compiled.note_complete()
    assert compiled.is_kept()
