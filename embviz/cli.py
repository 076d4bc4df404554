"""The `embviz` command: opens the app in a browser."""

import argparse
import sys
import threading

from embviz import __version__
from embviz._places import app_folder


def main() -> None:
    """Start the server, as `streamlit run app.py` does."""
    parser = argparse.ArgumentParser(
        prog="embviz",
        description="Watch word vectors being trained, in your browser.",
        epilog="Further options go to Streamlit, e.g. --server.port 8502.",
    )
    parser.add_argument("--version", action="version", version=f"embviz {__version__}")
    parser.add_argument(
        "--no-browser", action="store_true", help="only serve; do not open a browser"
    )
    options, further = parser.parse_known_args()

    # Streamlit and all that it imports are needed by nobody who only asks for help.
    from streamlit.web.cli import main as streamlit

    # While the server starts and the browser loads the page: the first visitor finds all ready.
    threading.Thread(target=_prepare, daemon=True).start()
    headless = ["--server.headless", "true"] if options.no_browser else []
    sys.argv = ["streamlit", "run", str(app_folder() / "app.py"), *headless, *further]
    sys.exit(streamlit())


def _prepare() -> None:
    """Load what the first page needs, and start the workers."""
    from embviz.ui import frame

    frame.prepare()
