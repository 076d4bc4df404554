"""What pages of Parquet say of their sizes, against the footer, and pages that lie."""

import io
import random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from embviz.errors import FileError
from embviz.files.rows.parquet_pages import pages
from tests.files.test_parquet import TABLES, as_parquet
from tests.files.vector_files import refused

LONG = pa.table({"word": [f"{i} {'x' * 300}" for i in range(5000)], "a": np.arange(5000.0)})


def columns(data):
    about = parquet.ParquetFile(io.BytesIO(data)).metadata
    for i in range(about.num_row_groups):
        group = about.row_group(i)
        yield from (group.column(j) for j in range(group.num_columns))


def begin(column):
    starts = [column.dictionary_page_offset, column.data_page_offset]
    return min(each for each in starts if each is not None)


def number(value):
    """A whole number as Thrift writes it."""
    value, found = 2 * value, b""
    while value > 127:
        value, found = value >> 7, found + bytes([value & 127 | 128])
    return found + bytes([value])


def page(unpacked, packed):
    return b"\x15\0\x15" + number(unpacked) + b"\x15" + number(packed) + b"\0"


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("table", [*TABLES.values(), LONG])
def test_pages_have_what_the_footer_says(table, version):
    """What is left of both sums are the heads."""
    data = as_parquet(table, data_page_version=version, data_page_size=2**12, compression="zstd")
    for column in columns(data):
        said = [*pages(io.BytesIO(data), begin(column), column.total_compressed_size)]
        unpacked, packed = map(sum, zip(*said, strict=True))
        heads = column.total_compressed_size - packed
        assert len(said) < heads < 1000 * len(said)
        assert column.total_uncompressed_size - unpacked == heads


def test_a_page_that_says_more_than_the_footer_is_believed():
    data = page(2**30, 100) + bytes(100)
    assert [*pages(io.BytesIO(data), 0, len(data))] == [(2**30, 100)]


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff" * 600, page(10, 500), page(10, 0)[:-1], b"\x1c" * 600, b"\x19\xfc" + b"\xff" * 9],
)
def test_broken_heads_are_told(data):
    with pytest.raises(FileError, match="damaged"):
        print([*pages(io.BytesIO(data), 0, max(1, len(data)))])


def test_any_bytes_are_told_or_read():
    rng, sound = random.Random(7), as_parquet(LONG)
    column = next(columns(sound))
    for _ in range(300):
        broken = bytearray(sound)
        for _ in range(rng.randrange(1, 4)):
            broken[begin(column) + rng.randrange(60)] = rng.randrange(256)
        try:
            list(pages(io.BytesIO(broken), begin(column), column.total_compressed_size))
        except FileError as error:
            assert error.reason == "damaged"


def test_a_page_that_would_unpack_to_much_more_is_refused():
    """Its footer says little; its page says far more."""
    words = [f"{i:064d}" for i in range(40_000)]
    table = pa.table({"w": words, "a": np.arange(4e4), "b": np.arange(4e4)})
    data = as_parquet(table, compression="zstd", use_dictionary=False, data_page_size=2**23)
    column = next(columns(data))
    at = begin(column)
    ((unpacked, _), *_) = pages(io.BytesIO(data), at, column.total_compressed_size)
    head = data.index(number(unpacked), at, at + 40)
    lie = number(2**27 - 1)
    assert len(lie) == len(number(unpacked))
    refused(data[:head] + lie + data[head + len(lie) :], "bomb")
