"""Temporary folders that are gone with the process that made them, however it went.

A process that is killed cannot tidy up. So each of its folders holds a file that it keeps locked:
the lock goes with the process, and whoever finds a folder whose file is not locked may delete it.
Of two who want the lock, the maker and one who tidies, the maker begins anew if it came second.

Not here: systems without `flock` (Windows), where such folders stay.
"""

import contextlib
import os
import shutil
import stat
import tempfile
import weakref
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PREFIX, LOCK, FILES = "embviz-", "lock", "files"


class PrivateFolder:
    """A new folder, deleted by `clear`, at the end of a `with`, with this object, or at exit.

    It is made inside another folder, whose owner deletes it in any case, or else, locked, among the
    system's temporary ones.
    """

    def __init__(self, inside: str | None = None) -> None:
        whole, lock = (tempfile.mkdtemp(dir=inside), None) if inside else _locked()
        self.path = Path(whole) / FILES
        self.path.mkdir()
        self._clear = weakref.finalize(self, _delete, whole, lock)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *error: object) -> None:
        self.clear()

    def empty(self) -> None:
        """Delete what is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(exist_ok=True)

    def clear(self) -> None:
        """Delete it with all that is in it."""
        self._clear()


def tidy(where: str | None = None) -> list[str]:
    """Delete the folders of processes that are no more, and tell which; `where` they would be.

    Folders of other users are left alone, and so is what only has such a name.
    """
    if fcntl is None:
        return []
    return [entry.path for entry in _entries(where or tempfile.gettempdir()) if _abandoned(entry)]


def _locked() -> tuple[str, int | None]:
    while True:
        path = tempfile.mkdtemp(prefix=PREFIX)
        if fcntl is None:
            return path, None
        lock = os.open(os.path.join(path, LOCK), os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.fstat(lock).st_nlink:
            return path, lock
        os.close(lock)  # somebody tidied up in between


def _delete(path: str, lock: int | None) -> None:
    shutil.rmtree(path, ignore_errors=True)
    if lock is not None:
        os.close(lock)


def _entries(where: str) -> list["os.DirEntry[str]"]:
    with contextlib.suppress(OSError), os.scandir(where) as entries:
        return [entry for entry in entries if entry.name.startswith(PREFIX)]
    return []


def _abandoned(entry: "os.DirEntry[str]") -> bool:
    """Delete a folder if it is ours and nobody holds its lock; whether it was deleted."""
    try:
        if not entry.is_dir(follow_symlinks=False) or entry.stat().st_uid != os.getuid():
            return False
        lock = os.open(os.path.join(entry.path, LOCK), os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:  # gone already, or none of ours
        return False
    try:
        if not stat.S_ISREG(os.fstat(lock).st_mode):
            return False
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(entry.path, ignore_errors=True)
        return True
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
