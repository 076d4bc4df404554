"""Files that are broken on purpose: within bounded time and memory nothing but `FileError`."""

import gzip
import io
import random
import struct
import time
import tracemalloc
import zipfile
import zlib

import numpy as np
import pytest

from embviz.errors import FileError
from embviz.files.formats import WRITTEN
from embviz.files.read import read_all
from embviz.files.rows.budget import ROW_BYTES, size_of
from embviz.files.write import save_vectors
from embviz.util import memory
from embviz.vectors.vectors import Vectors
from tests.files.fasttext_files import MODELS
from tests.files.making import npy
from tests.files.vector_files import TEXT, binary, opened, refused, text, worded, zipped

MOST_MEMORY = 2**26
"""Bytes; the files themselves are in memory, too."""


def endless(piece, n=2**26):
    """As many bytes as one likes, which take no memory."""

    class Endless(io.RawIOBase):
        at = 0

        def read(self, size=-1):
            size = min(size, n - self.at)
            self.at += size
            return (piece * (size // len(piece) + 1))[:size]

        def seek(self, to, whence=0):
            self.at = {0: 0, 1: self.at, 2: n}[whence] + to
            return self.at

        def tell(self):
            return self.at

    return Endless()


def gzip_bomb(head=b"", piece=bytes(2**20), times=128):
    """Twice what memory may be taken, and more."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    data = packer.compress(head)
    return data + b"".join(packer.compress(piece) for _ in range(times)) + packer.flush()


def zip_bomb(name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("projector_config.json", b"{}")
        with archive.open(name, "w") as part:
            head = npy(np.zeros((1, 4), "<f4"))[:-16].replace(b"(1, 4)", b"(%d, 4)" % 2**24)
            part.write(head.replace(b" " * 7 + b"\n", b"\n") if name.endswith("npy") else b"")
            for _ in range(128):
                part.write(bytes(2**20))
    return file.getvalue()


ATTACKS = {
    "a header that lies, text": lambda: text(b"%d 3\n" % 10**18, TEXT + b"a 1 2\n"),
    "a header that lies, binary": lambda: binary(claimed=10**9),
    "a header that lies, gzipped": lambda: zipped(binary(claimed=10**9)),
    "a wide header": lambda: b"5 %d\nking " % 10**17 + bytes(1000),
    "a header of many digits": lambda: b"9" * 10**6 + b" 3\n",
    "a wide row": lambda: b"king " + b"1 " * 2**17 + b"\n",
    "an endless line": lambda: endless(b"a"),
    "an endless line of blanks": lambda: endless(b" "),
    "an endless line of numbers": lambda: endless(b"1.5 "),
    "a line that becomes endless": lambda: text(b"", TEXT + b"a" * 2**22),
    "endless blank lines": lambda: endless(b"\n"),
    "endless zeros": lambda: endless(b"\0"),
    "blanks, then a letter": lambda: text(b"", TEXT + b" " * 2**19 + b"a\n" + TEXT),
    "an endless word": lambda: binary({"a" * 2**22: (1, 2, 3)}),
    "a long word": lambda: text(b"", TEXT + b"a" * 2**19 + b" 1 2 3\n"),
    "gzip bomb of zeros": gzip_bomb,
    "gzip bomb of lines": lambda: gzip_bomb(b"", b"\n" * 2**20),
    "gzip bomb of one line": lambda: gzip_bomb(TEXT, b"1 " * 2**19),
    "gzip bomb of a binary file": lambda: gzip_bomb(b"9999999 30\n", (b"a " + bytes(120)) * 2**13),
    "gzip bomb of an npy file": lambda: gzip_bomb(npy(np.zeros((2, 2)))),
    "gzip bomb in gzip": lambda: zipped(gzip_bomb()),
    "zip bomb of arrays": lambda: zip_bomb("vectors.npy"),
    "zip bomb of tables": lambda: zip_bomb("vectors.tsv"),
    "mixed encodings": lambda: text(b"", TEXT + "короче 1 2\n".encode("cp1251")),
    "mixed dimensions": lambda: text(b"", TEXT * 1000 + b"a 1.5 2\n"),
    "npy of another size": lambda: npy(np.zeros((2, 2)))[:-1],
    "JSON without an end": lambda: endless(b'{"a": [1.5, 2], '),
    "JSON of lists in lists": lambda: b'{"a": [1.5, 2], "b": ' + b"[" * 2**22,
    "JSON of objects in objects": lambda: b'{"a": [1.5, 2], ' + b'"b": {"c": [' * 2**18,
    "JSON of one list": lambda: b'{"a": [1.5, 2], "b": [' + b"1," * 2**22,
    "JSON of one text": lambda: b'{"a": [1.5, 2], "b": "' + b"a" * 2**22,
    "JSON of one number": lambda: b'{"a": [1.5, 2], "b": ' + b"9" * 2**22,
    "a cell without an end": lambda: b'word,x1,x2\n"a' + b",1,2\n" * 2**19,
    "cells without an end": lambda: b"word,x1,x2\na,1,2\n" + b'"a,1,2\n""b,1,2\n' * 2**17,
    "a list without an end": lambda: b'word,v\na,"[1, 2]"\nb,"[' + b"1, " * 2**20,
    "a row of cells": lambda: b"word,x1,x2\n" + b"a," * 2**20 + b"\n",
    "cells between returns": lambda: (b"w" + b"|1.0" * 2**17 + b"\r") * 2,
    "headings that are alike": lambda: b"a," * 2**16 + b"\n" + b"b," * 2**16 + b"\n",
    "returns": lambda: b"\r" * 2**22,
    "brackets": lambda: b"a [" * 2**20,
    "a list over lines": lambda: b"king [0.1 0.2\n" + b"0.1 0.2\n" * 2**19,
    "remarks": lambda: b"# x\n" * 2**20,
    "numbers behind semicolons": lambda: (b"a" + b";1" * 2**18 + b"x\n") * 3,
    "fastText of nothing": lambda: struct.pack("<ii", 793712314, 12) + b"\xff" * 200,
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_within_bounds(name):
    file = ATTACKS[name]()
    file = io.BytesIO(file) if isinstance(file, bytes) else file
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(FileError) as caught:
        read_all(file)
    taken, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_MEMORY, f"{peak:,}"
    assert taken < 20
    worded(caught.value)


def test_a_gzip_bomb_is_called_one():
    with pytest.raises(FileError) as caught:
        read_all(io.BytesIO(gzip_bomb(b"", b"a 1.5 2\n" * 2**17)))
    assert caught.value.reason == "bomb"
    with pytest.raises(FileError) as caught:
        read_all(io.BytesIO(zipped(text(b"", TEXT * 20_000))), most_bytes=500_000)
    assert caught.value.reason == "too_large"


def sound_files():
    words = ("king", "queen", "New-York", "коро", "=1+1")
    matrix = np.random.default_rng(0).standard_normal((5, 3)).astype(np.float32)
    for format in WRITTEN:
        file = io.BytesIO()
        save_vectors(Vectors(words, matrix), file, format)
        yield format, file.getvalue()
        yield f"{format} gzipped", gzip.compress(file.getvalue(), mtime=0)
    yield "glove", text(b"", TEXT)
    for name in ("words", "pruned", "before the magic number"):
        yield f"fastText, {name}", MODELS[name].data


SOUND = dict(sound_files())

PIECES = [b"", b" ", b"\n", b"\0", b"\xff", b"nan", b"1e999", b"9" * 12, b"-", b"\r\n", b"\t", b"{"]


def mutated(data, rng):
    data = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 5])):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice([0, 1, 1, 4, 20]))
        how = rng.randrange(4)
        if how == 0 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif how == 1:
            data[at:end] = rng.choice(PIECES)
        elif how == 2:
            data[at:end] = rng.randbytes(end - at)
        else:
            other = rng.randrange(len(data) + 1)
            data[at:end] = data[other : other + (end - at)]
    return bytes(data[: rng.randrange(len(data))] if rng.random() < 0.1 and data else data)


@pytest.mark.parametrize("name", SOUND)
def test_broken_files_give_errors_or_vectors(name):
    rng = random.Random(name)
    slowest = 0.0
    for _ in range(1500):
        data = mutated(SOUND[name], rng)
        began = time.process_time()
        try:
            vectors = read_all(io.BytesIO(data), most_bytes=2**22).vectors
        except FileError as error:
            worded(error)
        else:
            assert len(vectors) and np.isfinite(vectors.matrix).all() and "" not in vectors
        slowest = max(slowest, time.process_time() - began)
    assert slowest < 2


@pytest.mark.parametrize("write", ["text", "binary"])
def test_what_would_fill_the_memory_is_refused_with_what_would_fit(monkeypatch, write):
    rows = {f"w{i}": (1.0,) * 50 for i in range(4000)}
    data = binary(rows, d=50)
    if write == "text":
        data = b"4000 50\n" + b"".join(f"{word} {'1 ' * 49}1\n".encode() for word in rows)
    monkeypatch.setattr(memory, "total", lambda: 2**20)
    error = refused(data, "too_much_memory")
    assert (error.needed_mb, error.limit_mb) == (2, 1)
    row = 4 * 50 + ROW_BYTES + size_of(["w1234"])
    assert error.rows == pytest.approx(0.7 * 2**20 / row, rel=0.01)
    assert len(opened(data, limit=error.rows).vectors) == error.rows
