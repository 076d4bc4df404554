"""Print the tables asked for, with commit and machine, on the bundled text or on another."""

import argparse
import os
import platform
import subprocess
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from embviz.text.corpus import Corpus
from embviz.text.samples import sample_text
from tests.benchmarks import ratings

BENCHMARKS = {
    "skipgram": ("skipgram", "against_gensim"),
    "cbow": ("cbow", "against_gensim"),
    "fasttext": ("fasttext", "against_gensim"),
    "scaling": ("scaling", "cost_against_tokens"),
    "exact": ("exact", "against_gensim"),
    "glove": ("glove", "against_skipgram"),
    "planted": ("planted", "against_gensim"),
    "chunks": ("chunks", "shipping_and_pause"),
    "app": ("app", "in_chromium"),
    "reader": ("reader", "in_readers_hands"),
    "projections": ("projections", "neighbourhoods"),
    "files": ("files", "against_gensim"),
    "opened": ("opened", "in_the_page"),
    "reading_large": ("reading_large", "in_the_page"),
    "questions": ("questions", "how_long"),
    "neighbours": ("projections", "neighbours"),
    "large": ("projections", "large_pictures"),
    "many": ("many", "at_once"),
    "networks": ("networks", "against_autograd"),
    "networks_learn": ("networks", "learning"),
    "senses": ("networks", "senses"),
    "classifiers": ("classifiers", "one_run"),
    "learning_curves": ("learning_curves", "on_two_workers"),
    "sweeps": ("sweeps", "on_two_workers"),
    "cluster": ("cluster", "on_two_workers"),
    "epochs": ("epochs", "on_following_text"),
    "epochs_planted": ("epochs", "on_planted"),
    "pytorch_classifier": ("pytorch_classifier", "against_pytorch"),
    "compare": ("compare", "how_dear"),
    "compare_planted": ("compare", "planted"),
    "recorder": ("recorder", "cost_a_frame"),
    "film_page": ("film_page", "offline"),
    "take_along": ("take_along", "in_other_libraries"),
}
"""Name of a table to the module here and the function in it that takes a corpus and gives it."""


def main() -> None:
    """Read the command line, print tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"tables: {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--text", type=Path, help="a text file in UTF-8 (default: the sample)")
    parser.add_argument(
        "--ratings", type=Path, nargs="+", default=[], help="tables of rated pairs of words"
    )
    arguments = parser.parse_args()
    ratings.FILES[:] = arguments.ratings
    unknown = set(arguments.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such table: {', '.join(sorted(unknown))}")
    print(_circumstances())
    corpus = _corpus(arguments.text)
    print(f"{arguments.text or 'kingdom'}: {len(corpus.ids)} tokens, {len(corpus.words)} words\n")
    for name in arguments.names or BENCHMARKS:
        module, function = BENCHMARKS[name]
        # Imported only if asked for: one needs a browser, another gensim.
        try:
            table = getattr(import_module(f"tests.benchmarks.{module}"), function)
        except ModuleNotFoundError as missing:
            print(f"{name}: needs {missing.name}, which is not installed\n")
            continue
        print(table(corpus), end="\n\n", flush=True)


def _corpus(path: Path | None) -> Corpus:
    if path is not None:
        return Corpus.from_text(path.read_text(encoding="utf-8-sig"))
    return Corpus.from_text(sample_text("kingdom"), min_count=1)


def _circumstances() -> str:
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    ).stdout.strip()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy", "gensim"))
    return (
        f"commit {commit or 'unknown'}; {_processor()}, {os.cpu_count()} cores; "
        f"Python {platform.python_version()}, {libraries}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
