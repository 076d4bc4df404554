"""The `embviz` command: opens the app in a browser, with a text or a film of one's own if asked."""

import argparse
import os
import sys
import threading
from pathlib import Path

from embviz import __version__
from embviz._places import OPENED, app_folder


def main() -> None:
    """Start the server, as `streamlit run app.py` does."""
    parser = argparse.ArgumentParser(
        prog="embviz",
        description="Watch word vectors being trained, in your browser.",
        usage="%(prog)s [open FILE] [--no-browser] [further options]",
        epilog="`open FILE` begins with a text, or with a film that was saved (.npz). "
        "Further options go to Streamlit, e.g. --server.port 8502.",
    )
    parser.add_argument("--version", action="version", version=f"embviz {__version__}")
    parser.add_argument(
        "--no-browser", action="store_true", help="only serve; do not open a browser"
    )
    arguments = sys.argv[1:]
    if arguments[:1] == ["open"]:
        if len(arguments) < 2:
            parser.error("open needs a file: embviz open text.txt")
        os.environ[OPENED] = str(_readable(parser, Path(arguments[1])))
        arguments = arguments[2:]
    options, further = parser.parse_known_args(arguments)

    # Streamlit and all that it imports are needed by nobody who only asks for help.
    from streamlit.web.cli import main as streamlit

    # While the server starts and the browser loads the page: the first visitor finds all ready.
    threading.Thread(target=_prepare, daemon=True).start()
    headless = ["--server.headless", "true"] if options.no_browser else []
    sys.argv = ["streamlit", "run", str(app_folder() / "app.py"), *headless, *further]
    sys.exit(streamlit())


def _readable(parser: argparse.ArgumentParser, path: Path) -> Path:
    """Give the whole path of a file that can be opened; else say what is wrong, and end."""
    try:
        with path.open("rb"):
            return path.resolve()
    except OSError as error:
        parser.error(f"cannot open {path}: {error.strerror}")


def _prepare() -> None:
    """Load what the first page needs, and start the workers."""
    from embviz.ui import frame

    frame.prepare()
