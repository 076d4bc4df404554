"""Values that cross from one process to another, large arrays as files.

A pipe copies what passes through it several times; a file that both sides map into memory is copied
once (10 MB there and back: 88 ms by pipe, 8 ms by file). So a value is pickled with its large
buffers set aside (pickle protocol 5, PEP 574): what is large goes into files of a private folder,
and only their names travel. Arrays come out read-only, backed by the file's pages.

What came in a large file and is sent on to another worker is not copied again: whoever unpacks it
and names a folder to keep it in has a second name for the file as long as anybody holds the array,
and `pack` gives it a third (a hard link; where the system has none, it is copied).

Another machine does not have these files: what goes there, and comes back, is one pickle.

Small arrays stay in the pickle, and come out as arrays over bytes of their own. NumPy's way leaves
two more objects behind each that the garbage collector has to visit (a memoryview and its buffer),
and a server keeps tens of thousands of arrays.
"""

import copyreg
import io
import mmap
import os
import pickle
import uuid
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

LARGE_BUFFER = 2**20
"""An array from this size (bytes) on is a file of its own."""

LARGE_HEAD = 2**16
"""A pickle from this size (bytes) on is a file, too."""


@dataclass(frozen=True)
class Parcel:
    """A packed value: small, hashable, picklable.

    Attributes:
        head: The pickle, or nothing where it lies in the first of the files.
        files: Paths of the large parts, in order.
    """

    head: bytes
    files: tuple[str, ...] = ()

    def discard(self) -> None:
        """Delete the files. Arrays that are still mapped stay valid where the system allows it."""
        for name in self.files:
            try:
                Path(name).unlink(missing_ok=True)
            except PermissionError:
                # Windows keeps a mapped file; the private folder goes with the process.
                continue


def pack(value: Any, folder: str | Path | None) -> Parcel:
    """Pack `value`, writing its large parts into `folder`; None: into none, for other machines."""
    files: list[str] = []

    def set_aside(buffer: pickle.PickleBuffer) -> bool:
        view = buffer.raw()
        if folder is None or view.nbytes < LARGE_BUFFER:
            return True
        files.append(_linked(view, folder) or _write(view, folder))
        return False

    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, protocol=5, buffer_callback=set_aside)
    pickler.dispatch_table = copyreg.dispatch_table | {np.ndarray: _reduce}
    pickler.dump(value)
    return settled(Parcel(stream.getvalue(), tuple(files)), folder)


def settled(parcel: Parcel, folder: str | Path | None) -> Parcel:
    """The same with a large pickle written into `folder`, if there is one."""
    if folder is None or len(parcel.head) < LARGE_HEAD:
        return parcel
    return Parcel(b"", (_write(parcel.head, folder), *parcel.files))


def unpack(parcel: Parcel, *, keep: str | Path | None = None) -> Any:
    """Give the value back; its large arrays are read-only maps of the files.

    Those are kept under other names, too, in a folder that is given, until nobody holds the arrays.
    """
    head: bytes | mmap.mmap = parcel.head
    files = parcel.files
    if not head:
        head, files = _map(files[0]), files[1:]
    return pickle.loads(head, buffers=[_map(name, keep) for name in files])


class _Mapped(mmap.mmap):
    """A file that is mapped, and another name that it has for as long."""

    kept: str = ""


def _reduce(array: NDArray[Any]) -> Any:
    if array.dtype.kind not in "biufc" or array.ndim == 0:
        return array.__reduce_ex__(5)
    order: Literal["C", "F"] = "F" if array.flags.fnc else "C"
    buffer = pickle.PickleBuffer(np.asarray(array, order=order).data)
    return np.ndarray, (array.shape, array.dtype, buffer, 0, None, order)


def _write(part: bytes | memoryview, folder: str | Path) -> str:
    path = Path(folder) / uuid.uuid4().hex
    path.write_bytes(part)
    return str(path)


def _map(name: str, keep: str | Path | None = None) -> _Mapped:
    with open(name, "rb") as file:
        mapped = _Mapped(file.fileno(), 0, access=mmap.ACCESS_READ)
    if keep is not None and _link(name, kept := str(Path(keep) / f"{Path(name).name}-kept")):
        mapped.kept = kept
        weakref.finalize(mapped, _delete, kept)
    return mapped


def _linked(view: memoryview, folder: str | Path) -> str:
    """Another name for the file that a buffer is a map of, all of it; empty: there is none."""
    owner = view.obj
    while isinstance(owner, np.ndarray | memoryview):
        owner = owner.base if isinstance(owner, np.ndarray) else owner.obj
    if not isinstance(owner, _Mapped) or not owner.kept or view.nbytes != len(owner):
        return ""
    path = str(Path(folder) / uuid.uuid4().hex)
    return path if _link(owner.kept, path) else ""


def _link(name: str, other: str) -> bool:
    try:
        os.link(name, other)
    except OSError:  # another disk, a system without links, or the folder is gone
        return False
    return True


def _delete(name: str) -> None:
    try:
        Path(name).unlink(missing_ok=True)
    except OSError:
        return  # the private folder goes with the process
