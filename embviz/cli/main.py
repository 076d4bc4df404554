"""The `embviz` command: opens the app in a browser, or tells what is in a file of vectors."""

import argparse
import json
import os
import sys
import threading
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from embviz.cli.numbers import whole
from embviz.util.loopback import is_loopback
from embviz.util.places import HOW, LIMIT, OPENED, OPENED_AS, SCHEDULER, app_folder, said_paths
from embviz.util.version import VERSION


def main() -> None:
    """Start the server, as `streamlit run app.py` does, or look at a file: `embviz doctor`."""
    parser = argparse.ArgumentParser(
        prog="embviz",
        description="Watch word vectors being trained, in your browser.",
        usage="%(prog)s [open FILE [--limit N] | doctor FILE | film WHAT] [--no-browser] "
        "[--scheduler ADDRESS] [further options]",
        epilog="`open FILE` begins with a text, a table of labels, a saved film, or a file of "
        "vectors; `doctor FILE` shows in the terminal what is in a file of vectors; "
        "`film WHAT` makes a film of a text, of checkpoints or of a saved film, and one HTML file "
        "of it. Further options go to Streamlit, e.g. "
        "--server.port 8502.",
    )
    parser.add_argument("--version", action="version", version=f"embviz {VERSION}")
    _add_options(parser)
    arguments = sys.argv[1:]
    if arguments[:1] == ["doctor"]:
        sys.exit(_doctor(arguments[1:]))
    if arguments[:1] == ["film"]:
        from embviz.cli import film

        sys.exit(film.main(arguments[1:]))
    if arguments and not arguments[0].startswith("-") and arguments[0] != "open":
        parser.error(f"there is no command {arguments[0]}; there are open, doctor and film")
    if arguments[:1] == ["open"]:
        options, further = _open(arguments[1:])
    else:
        options, further = parser.parse_known_args(arguments)
    if options.limit is not None:
        os.environ[LIMIT] = str(options.limit)
    if options.scheduler is not None:
        os.environ[SCHEDULER] = options.scheduler

    # Streamlit and all that it imports are needed by nobody who only asks for help.
    from streamlit.web.cli import main as streamlit

    # While the server starts and the browser loads the page: the first visitor finds all ready.
    threading.Thread(target=_prepare, daemon=True).start()
    headless = ["--server.headless", "true"] if options.no_browser else []
    hosts = _hosts(further)
    sys.argv = ["streamlit", "run", str(app_folder() / "app.py"), *headless, *hosts, *further]
    sys.exit(streamlit())


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--no-browser", action="store_true", help="only serve; do not open a browser"
    )
    parser.add_argument(
        "--limit",
        type=whole(1),
        metavar="N",
        help="read only the first N rows of a file of vectors",
    )
    parser.add_argument(
        "--scheduler",
        type=_scheduler,
        metavar="ADDRESS",
        help="train on the Dask cluster of this scheduler, e.g. tcp://10.0.0.5:8786; "
        f"the variable {SCHEDULER} names it, too",
    )


def _open(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Take down which file to begin with; give the options, and those that are Streamlit's."""
    from embviz.cli import said

    parser = argparse.ArgumentParser(
        prog="embviz open",
        description="Open the app with a text, a table of labels, a saved film, or vectors.",
        usage="%(prog)s FILE … [--as KIND] [--limit N] [--member NAME] [--no-browser] "
        "[--scheduler ADDRESS] [further options]",
        epilog="Further options go to Streamlit, e.g. --server.port 8502.",
    )
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="or a folder with vectors.tsv, model.safetensors, or texts (.txt); several texts are "
        "read as one",
    )
    parser.add_argument(
        "--as",
        dest="kind_of_file",
        choices=["text", "vectors", "film"],
        help="what the file is, where its content may be misleading",
    )
    _add_options(parser)
    said.add_options(parser)
    if not arguments or arguments[0].startswith("-"):  # such files are called ./-name
        parser.parse_known_args(arguments)  # they may ask for help
        parser.error("open needs a file: embviz open text.txt")
    options, further = parser.parse_known_args(arguments)
    if further and not further[0].startswith("-"):
        parser.error(f"name all files before the options, {further[0]} as well")
    how, kind = said.how(options), options.kind_of_file
    paths = [_readable(parser, Path(file), kind) for file in options.files]
    for path in paths if len(paths) > 1 else ():
        if path.is_dir() or (kind != "text" and _kind(path)):
            parser.error(f"several files are read as one text; {path} is none")
    os.environ[OPENED] = said_paths([str(path) for path in paths])
    os.environ[HOW] = json.dumps(asdict(how))
    if kind is not None:
        os.environ[OPENED_AS] = kind
    return options, further


def _hosts(further: list[str]) -> list[str]:
    """What a server for others, by its address, needs to be found by any of its names.

    One for this computer only, as usual, answers to this computer's own names.
    """
    option, name = "--server.address", "STREAMLIT_SERVER_ADDRESS"
    given = [value for key, _, value in (each.partition("=") for each in further) if key == option]
    if option in further[:-1]:
        given = [further[further.index(option) + 1]]
    address = given[-1] if given else os.environ.get(name, "")
    allowed = any(each.partition("=")[0] == "--server.allowedHosts" for each in further)
    if not address or allowed or "STREAMLIT_SERVER_ALLOWED_HOSTS" in os.environ:
        return []
    return [] if is_loopback(address) else ["--server.allowedHosts", "*"]


def _readable(parser: argparse.ArgumentParser, path: Path, kind: str | None) -> Path:
    """Give the whole path of what can be opened: a text, a table, a film, vectors, or a folder."""
    from embviz.errors import FileError, TextError
    from embviz.files.paths import reading
    from embviz.files.text_files import holds_texts

    try:
        if kind is not None and not path.is_dir():
            with reading(path):
                pass
        elif not holds_texts(path):
            _kind(path)
    except TextError as error:
        parser.error(f"cannot open {path}: {error}")
    except OSError as error:
        parser.error(f"cannot open {path}: {error.strerror}")
    except FileError as error:
        if error.reason == "folder":
            parser.error(f"cannot open {path}: it is a folder without vectors and without texts")
        from embviz.cli import report

        print(report.of_error(str(path), error), file=sys.stderr)
        sys.exit(1)
    return Path(os.path.realpath(path))


def _kind(path: Path) -> str:
    """The format of vectors, or a film; empty: it may be a text. Raises FileError, OSError."""
    from embviz.files.read import kind_or_text

    return kind_or_text(path)


def _doctor(arguments: list[str]) -> int:
    """Tell what is in a file of vectors; give the command's exit status."""
    from embviz.cli import report, said
    from embviz.errors import FileError

    parser = argparse.ArgumentParser(
        prog="embviz doctor", description="Show what is in a file of vectors, and what is odd."
    )
    parser.add_argument(
        "file", help="word2vec, GloVe, fastText, npy, npz, safetensors, CSV, Parquet, JSON …"
    )
    parser.add_argument("--limit", type=whole(1), metavar="N", help="read only the first N rows")
    parser.add_argument(
        "--words", metavar="FILE", help="word list or metadata (TSV), for files without words"
    )
    said.add_options(parser)
    options = parser.parse_args(arguments)
    try:
        for line in report.of_file(options.file, options.limit, options.words, said.how(options)):
            print(line)
    except (FileError, OSError) as error:
        print(report.of_error(options.file, error), file=sys.stderr)
        return 1
    return 0


def _scheduler(address: str) -> str:
    if find_spec("distributed") is None:
        raise argparse.ArgumentTypeError("a cluster needs Dask: pip install 'embviz[cluster]'")
    return address


def _prepare() -> None:
    """Load what the first page needs, and start the workers."""
    from embviz.ui import frame

    frame.prepare()
