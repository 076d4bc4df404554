"""Where the app's files are: in a checkout, or inside an installed wheel."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def app_folder() -> Path:
    """Give the folder that holds `app.py`, `pages/` and `sample_data/`."""
    checkout = _PACKAGE.parent
    return checkout if (checkout / "app.py").is_file() else _PACKAGE / "_app"


def cache_folder() -> Path:
    """Give the folder for what can be made again; it may not be there, and not be writable."""
    try:
        home = Path.home()
    except RuntimeError:  # a user without one
        home = Path(os.sep)
    if sys.platform == "darwin":
        usual = home / "Library" / "Caches"
    elif sys.platform == "win32":
        usual = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    else:
        usual = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return usual / "embviz"


OPENED = "EMBVIZ_OPEN"
"""The variable of the environment that names the files which `embviz open` was given."""


def said_paths(paths: Sequence[str]) -> str:
    """What that variable holds for some files: one as it is, several as a list in JSON."""
    return paths[0] if len(paths) == 1 else json.dumps(list(paths))


def opened_paths(said: str) -> list[str]:
    """The files of a value of that variable.

    >>> opened_paths(said_paths(["/a.txt", "/b.txt"])), opened_paths("/a.txt")
    (['/a.txt', '/b.txt'], ['/a.txt'])
    """
    return list(json.loads(said)) if said.startswith("[") else [said]


LIMIT = "EMBVIZ_LIMIT"
"""The variable that says how many rows of a file of vectors are read."""

HOW = "EMBVIZ_HOW"
"""The variable that says how it is read: fields of `embviz.files.rows.how.How`, as JSON."""

OPENED_AS = "EMBVIZ_AS"
"""The variable that says what the file is: "text", "vectors" or "film"; else its content does."""

SCHEDULER = "EMBVIZ_SCHEDULER"
"""The variable that names the scheduler of a Dask cluster."""
