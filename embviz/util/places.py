"""Where the app's files are: in a checkout, or inside an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def app_folder() -> Path:
    """Give the folder that holds `app.py`, `pages/` and `sample_data/`."""
    checkout = _PACKAGE.parent
    return checkout if (checkout / "app.py").is_file() else _PACKAGE / "_app"


OPENED = "EMBVIZ_OPEN"
"""The variable of the environment that names the file which `embviz open` was given."""

LIMIT = "EMBVIZ_LIMIT"
"""The variable that says how many rows of a file of vectors are read."""
