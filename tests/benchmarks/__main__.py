"""Print the tables asked for, with commit and machine.

python -m tests.benchmarks                       # all tables, on the bundled text
python -m tests.benchmarks --text kjv.txt skipgram
"""

import argparse
import os
import platform
import subprocess
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from embviz.corpus import Corpus
from tests.benchmarks import skipgram
from tests.benchmarks.tables import Table

BENCHMARKS: dict[str, Callable[[Corpus], Table]] = {"skipgram": skipgram.against_gensim}


def main() -> None:
    """Read the command line, print tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"tables: {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--text", type=Path, help="a text file in UTF-8 (default: the sample)")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"no such table: {', '.join(sorted(unknown))}")
    print(_circumstances())
    corpus = _corpus(arguments.text)
    print(f"{arguments.text or 'kingdom'}: {len(corpus.ids)} tokens, {len(corpus.words)} words\n")
    for name in arguments.names or BENCHMARKS:
        print(BENCHMARKS[name](corpus), end="\n\n")


def _corpus(path: Path | None) -> Corpus:
    if path is not None:
        return Corpus.from_text(path.read_text(encoding="utf-8-sig"))
    from embviz.samples import sample_text

    return Corpus.from_text(sample_text("kingdom"))


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
