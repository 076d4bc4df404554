"""Reading files of vectors against gensim: processor time in one process, medians; peak memory."""

import logging
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from gensim.models import KeyedVectors

import embviz as ev
from embviz.files.doctor import examine
from embviz.files.read import read_all
from embviz.files.write import save_vectors
from embviz.text.corpus import Corpus
from embviz.util.threads import one_thread
from tests.benchmarks.tables import Table

WORDS, DIMENSIONS = 200_000, 100
RUNS = 3
LARGE, WIDE, LIMIT = 3_000_000, 300, 200_000

PEAK = """
import re, sys
from pathlib import Path
from embviz.files.read import read_all
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before, limit = peak(), int(sys.argv[2]) or None
read_all(sys.argv[1], limit=limit)
print(peak() - before)
"""
"""Not getrusage: what it tells, a process takes over from its parent."""


def against_gensim(corpus: Corpus) -> Table:
    """Times of reading and saving, and how much memory that takes beyond the program's own."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name, one_thread():
        folder = Path(name)
        vectors = _vectors()
        rows = [
            *(_read(folder, vectors, kind) for kind in ("text", "binary")),
            *(_alone(folder, vectors, ending) for ending in ("npy", "npz", "safetensors")),
            _limited(folder),
            _examined(vectors),
            *_tables(folder, vectors),
        ]
    return Table(
        f"Files of {WORDS:,} x {DIMENSIONS}: reading; seconds of processor time",
        ("", "embviz", "gensim", "ratio", "peak above the program, MB"),
        tuple(rows),
        f"Median of {RUNS} runs, one thread. The matrix has {4 * WORDS * DIMENSIONS / 1e6:.0f} MB.",
    )


def _vectors() -> ev.Vectors:
    matrix = np.random.default_rng(0).standard_normal((WORDS, DIMENSIONS)).astype(np.float32)
    return ev.Vectors(tuple(f"word{i}" for i in range(WORDS)), matrix)


def _read(folder: Path, vectors: ev.Vectors, kind: str) -> tuple[str, ...]:
    """A file as gensim writes it, read by both in turn."""
    path, binary = folder / kind, kind == "binary"
    theirs = KeyedVectors(DIMENSIONS)
    theirs.add_vectors(list(vectors.words), vectors.matrix)
    theirs.save_word2vec_format(str(path), binary=binary)
    ours, others = [], []
    for _ in range(RUNS):
        ours.append(_seconds(lambda: read_all(path)))
        others.append(_seconds(lambda: KeyedVectors.load_word2vec_format(path, binary=binary)))
    one, other = statistics.median(ours), statistics.median(others)
    peak = _peak(path)
    path.unlink()
    return f"word2vec {kind}", f"{one:.2f}", f"{other:.2f}", f"{other / one:.1f}", peak


def _alone(folder: Path, vectors: ev.Vectors, ending: str) -> tuple[str, ...]:
    path = folder / f"vectors.{ending}"
    save_vectors(vectors, path)
    seconds = statistics.median(_seconds(lambda: read_all(path)) for _ in range(RUNS))
    peak = _peak(path)
    path.unlink()
    return ending, f"{seconds:.2f}", "", "", peak


def _tables(folder: Path, vectors: ev.Vectors) -> Iterator[tuple[str, ...]]:
    """Tables as embviz, pandas and data sets write them, beside word2vec text in the same run."""
    text = _written(folder / "text", vectors, "word2vec_text")
    paths = {
        "CSV of embviz": _written(folder / "csv", vectors, "csv"),
        "CSV with headings": _with_headings(folder / "headed", text, b","),
        "CSV with decimal commas": _with_headings(folder / "commas", text, b";", b","),
        "Parquet, a column of lists": _parquet(folder / "lists", vectors, listed=True),
        "Parquet, a column a number": _parquet(folder / "columns", vectors, listed=False),
    }
    for name, path in paths.items():
        times = [
            (_seconds(lambda p=path: read_all(p)), _seconds(lambda: read_all(text)))
            for _ in range(RUNS)
        ]
        ours, others = (statistics.median(each) for each in zip(*times, strict=True))
        note = f"{ours / others:.2f} of word2vec text"
        yield name, f"{ours:.2f}", "", note, _peak(path)


def _written(path: Path, vectors: ev.Vectors, format: str) -> Path:
    save_vectors(vectors, path, format)
    return path


def _with_headings(path: Path, text: Path, separator: bytes, decimal: bytes = b".") -> Path:
    """A table with headings: the rows of a word2vec text, with other separators."""
    headings = [b"word", *(b"%d" % i for i in range(DIMENSIONS))]
    _, _, rows = text.read_bytes().partition(b"\n")
    rows = rows.replace(b".", decimal).replace(b" ", separator)
    path.write_bytes(separator.join(headings) + b"\n" + rows)
    return path


def _parquet(path: Path, vectors: ev.Vectors, *, listed: bool) -> Path:
    import pyarrow as pa
    from pyarrow import parquet

    flat = pa.array(vectors.matrix.ravel())
    columns = {"embedding": pa.FixedSizeListArray.from_arrays(flat, DIMENSIONS)}
    if not listed:
        columns = {str(i): vectors.matrix[:, i] for i in range(DIMENSIONS)}
    parquet.write_table(pa.table({"word": list(vectors.words), **columns}), path)
    return path


def _limited(folder: Path) -> tuple[str, ...]:
    """The beginning of a large file, whose rest is a hole: nobody reads it."""
    path, row = folder / "large", 300 * 4
    head = f"{LARGE} {WIDE}\n".encode()
    matrix = np.random.default_rng(0).standard_normal((1000, WIDE)).astype("<f4")
    with open(path, "wb") as file:
        file.write(head)
        for i in range(LIMIT + 1000):
            file.write(b"word%d " % i + matrix[i % 1000].tobytes())
        file.truncate(len(head) + LARGE * (row + 12))
    seconds = statistics.median(_seconds(lambda: read_all(path, limit=LIMIT)) for _ in range(RUNS))
    peak = _peak(path, LIMIT)
    path.unlink()
    return f"binary {LARGE:,} x {WIDE}, limit {LIMIT:,}", f"{seconds:.2f}", "", "", peak


def _examined(vectors: ev.Vectors) -> tuple[str, ...]:
    return "the doctor", f"{_seconds(lambda: examine(vectors)):.2f}", "", "", ""


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _peak(path: Path, limit: int = 0) -> str:
    """Megabytes that reading takes at most, in a process of its own; where Linux tells."""
    if not Path("/proc/self/status").exists():
        return ""
    command = [sys.executable, "-c", PEAK, str(path), str(limit)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return f"{int(said) * 1024 / 1e6:.0f}"
