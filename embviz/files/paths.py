"""Files by name or as open streams: what is common to all formats."""

import errno
import os
import stat
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from embviz.errors import FileError

Place: TypeAlias = str | os.PathLike[str] | BinaryIO  # a path, or a binary stream that can seek

_AT_ONCE = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
"""How a file is opened without waiting for anybody; nought where a system has no such thing."""

_SPECIAL = {
    stat.S_ISFIFO: "a pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
}


@contextmanager
def reading(source: Place) -> Iterator[BinaryIO]:
    """Open a file if it is a path; what is wrong with it is then said with its path.

    Raises FileError: `folder`, if it is one, `special`, if it is a pipe, a socket or a device,
    `forbidden`, if one may not read it; OSError.
    """
    if not isinstance(source, str | os.PathLike):
        yield source
        return
    path = os.fspath(source)
    with naming(path):
        try:
            file = open_regular(path)
        except PermissionError as error:
            raise FileError("forbidden", "This file may not be read.") from error
        with file:
            yield file


def open_regular(path: str | os.PathLike[str]) -> BinaryIO:
    """Open a regular file: pipes and devices may keep one waiting for ever.

    What is asked for its kind at last is what was opened: a path may lead elsewhere a moment later.
    Raises FileError: `folder`, `special`; OSError.
    """
    _check_regular(os.stat(path).st_mode)  # to open a device may do something already
    descriptor = os.open(path, os.O_RDONLY | _AT_ONCE)
    try:
        _check_regular(os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _check_regular(mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    if stat.S_ISDIR(mode):
        raise FileError("folder", "This is a folder, not a file.")
    found = next((name for is_kind, name in _SPECIAL.items() if is_kind(mode)), "no regular file")
    raise FileError("special", f"This is {found}, not a file.", found=found)


@contextmanager
def naming(path: str) -> Iterator[None]:
    """Say of which file or folder an error speaks."""
    try:
        yield
    except FileError as error:
        facts = error.facts | {"path": path}
        raise FileError(error.reason, f"{path}: {error}", **facts) from error


@contextmanager
def writing(target: Place, part: Path | None = None) -> Iterator[BinaryIO]:
    """Write beside a path and put the file in its place when it is whole; streams as they are.

    Meanwhile it grows as `part` in the same folder, of any name by default. Raises OSError.
    """
    if not isinstance(target, str | os.PathLike):
        yield target
        return
    path = Path(os.path.realpath(target))  # behind a link, so that the link stays one
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "There is no such folder", str(path.parent))
    part = part_of(path) if part is None else part
    try:
        with open(part, "xb") as file:
            yield cast(BinaryIO, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """A file beside a path that nobody else uses."""
    return path.with_name(f".{uuid.uuid4().hex}.part")
