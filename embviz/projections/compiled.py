"""What umap-learn compiles, kept between starts.

It is written for Numba, which compiles each function when it is first called: some 16 s of work for
a map, of which umap-learn has nearly nothing kept. Here every function is kept, in a folder of the
user's own that is named after all versions which the code depends on. Where that cannot be written
it is as umap-learn has it.
"""

import os
import sys
from importlib.metadata import version
from pathlib import Path

from embviz.util.places import cache_folder

VARIABLE = "NUMBA_CACHE_DIR"  # by which Numba is told where to keep what it compiled
LIBRARIES = ("umap-learn", "pynndescent", "numba", "numpy")
_DONE = "complete"  # a file in the folder: all that a map needs was kept


def use_folder() -> None:
    """Name the folder to Numba: before it is imported, and unless somebody else did."""
    folder = _folder()
    if VARIABLE not in os.environ and folder is not None:
        os.environ[VARIABLE] = str(folder)


def is_kept() -> bool:
    """Whether a start finds what an earlier one compiled."""
    folder = _folder()
    return folder is not None and (folder / _DONE).is_file()


def keep_all() -> None:
    """Have Numba keep every function of umap-learn; to be called when that is loaded."""
    if not _is_used():
        return
    from numba.core.caching import NullCache
    from numba.core.dispatcher import Dispatcher

    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("umap", "pynndescent"):
            for each in list(vars(module).values()):
                if isinstance(each, Dispatcher) and isinstance(
                    getattr(each, "_cache", None), NullCache
                ):
                    each.enable_caching()


def note_complete() -> None:
    """Note that a whole map was made, so that all it needs is kept."""
    folder = _folder()
    if folder is not None and _is_used():
        (folder / _DONE).touch()


def _is_used() -> bool:
    return os.environ.get(VARIABLE) == str(_folder())


def _folder() -> Path | None:
    """Where all is kept, if it can be: in the user's cache, where nobody else writes."""
    versions = "-".join(version(library) for library in LIBRARIES)
    folder = cache_folder() / f"umap-{versions}-{sys.implementation.cache_tag}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
