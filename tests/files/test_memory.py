"""Small files that would fill the memory: what grows with a file is counted before it is made."""

import io
import json
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest

from embviz.errors import FileError
from embviz.files.film.json_fields import parse, parsed_bytes
from embviz.files.read import read_all
from tests.files.making import npy
from tests.files.vector_files import worded, zipped

MOST = 2**21  # bytes of memory that may be taken
SLACK = 2**23  # a block of numbers, an array of text


def read(data, limit=None, words=None):
    """What comes of a file, and how much memory that took; the file's own is not counted."""
    data, words = io.BytesIO(data), None if words is None else io.BytesIO(words)
    tracemalloc.start()
    try:
        found = read_all(data, limit=limit, words=words, most_memory=MOST)
    except FileError as error:
        found = error
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found, peak


def flat(rows, kind="<f2"):
    """The numbers of a matrix of one column, which packs to nothing."""
    return bytes(rows * np.dtype(kind).itemsize)


def npy_column(rows):
    return npy(np.zeros((rows, 1), "<f2"))


def npz_of(**arrays):
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def safetensors(rows, metadata=None):
    tensor = {"dtype": "F16", "shape": [rows, 1], "data_offsets": [0, 2 * rows]}
    head = json.dumps({"__metadata__": metadata or {}, "v": tensor}).encode()
    return len(head).to_bytes(8, "little") + head + flat(rows)


def bundle(rows):
    about = {"tensorName": "v", "tensorShape": [rows, 1], "tensorPath": "v.bytes"}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("projector_config.json", json.dumps({"embeddings": [about]}))
        archive.writestr("v.bytes", flat(rows, "<f4"))
    return file.getvalue()


def table(rows, columns):
    cells = [[f"{i:x}.{j}" for j in range(columns)] for i in range(rows)]
    return "\n".join("\t".join(row) for row in [[f"c{j}" for j in range(columns)], *cells]).encode()


def fasttext(words, d, high):
    numbers = [d, 5, 5, 1, 5, 1, 1, 1, 1, 1, high, 100]
    head = struct.pack(
        "<ii12id3i2q", 793712314, 12, *numbers, 1e-4, len(words), len(words), 0, 9, -1
    )
    entries = b"".join(word + b"\0" + bytes(9) for word in words)
    shape = struct.pack("<?qq", False, len(words) + 1, d)
    return head + entries + shape + bytes(4 * d * (len(words) + 1))


SMALL = {
    "npy": lambda: (zipped(npy_column(2**22)), None),
    "safetensors": lambda: (zipped(safetensors(2**22)), None),
    "bundle": lambda: (bundle(2**21), None),
    "words": lambda: (npz_of(words=np.arange(20_000).astype(str), v=np.zeros((20_000, 1))), None),
    "text": lambda: (zipped(b"".join(b"%x 1 2\n" % i for i in range(15_000))), None),
    "long words": lambda: (zipped(b"".join(b"w%04000d 1 2\n" % i for i in range(800))), None),
    "columns": lambda: (zipped(npy_column(500)), table(500, 100)),
    "a column of long words": lambda: (
        npy_column(800),
        b"\n".join(b"w%04000d" % i for i in range(800)),
    ),
    "word2vec": lambda: (b"".join([b"12000 1\n", *(b"%x ...." % i for i in range(12_000))]), None),
    "fastText": lambda: (fasttext([b"%d" % i for i in range(8_000)], 1, 1), None),
}


@pytest.mark.parametrize("name", SMALL)
def test_what_would_not_fit_is_refused_and_what_is_said_to_fit_does(name):
    data, words = SMALL[name]()
    error, peak = read(data, words=words)
    assert isinstance(error, FileError) and error.reason == "too_much_memory", error
    assert peak < MOST + SLACK, f"{peak:,}"
    assert error.limit_mb == 2 and error.needed_mb >= 2 and error.rows >= 100
    worded(error)
    found, peak = read(data, limit=error.rows, words=words)
    assert not isinstance(found, FileError), found
    assert len(found.vectors) == error.rows
    assert peak < MOST + SLACK, f"{peak:,}"


def test_n_grams_are_looked_up_a_few_at_a_time():
    words = [b"%d" % i * 2000 for i in range(2)]
    data = fasttext(words, 200, 100)
    assert len(zipped(data)) < 4096
    found, peak = read(data)
    assert len(found.vectors) == 2 and peak < 2**26, f"{peak:,}"  # one word has 200,000


HEADS = {
    "lists": '{"a":[' + "[[[0]]]," * 40_000 + "0]}",
    "objects": '{"a":[' + '{"":{"":0}},' * 30_000 + "0]}",
    "texts": '{"a":[' + ",".join(f'"{i}"' for i in range(60_000)) + "]}",
    "letters": '{"a":"' + "x" * 400_000 + "\U0001f600" + '"}',
    "names": "{" + ",".join(f'"я{i}":0.5' for i in range(40_000)) + "}",
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_is_counted_before_it_is_read(name):
    written = HEADS[name].encode()
    error, peak = read(len(written).to_bytes(8, "little") + written + bytes(99))
    assert error.reason == "large_head" and peak < MOST + SLACK, f"{peak:,}"
    worded(error)
    tracemalloc.start()
    parse(written, "the head")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < parsed_bytes(written) < 5 * peak


def test_words_in_a_head_are_counted_as_well():
    metadata = {"words": "[" + "[]," * 80_000 + "0]"}
    error, peak = read(safetensors(80_001, metadata))
    assert error.reason == "large_head" and peak < MOST + SLACK, f"{peak:,}"
