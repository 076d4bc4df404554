"""Vectors in Parquet and Arrow files, as pandas and data sets write them, and broken ones."""

import io
import random

import numpy as np
import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as parquet
import pytest

from embviz.errors import FileError
from embviz.files.read import kind_of, read_all
from embviz.files.rows import arrow_columns
from embviz.files.rows.how import How
from tests.files.test_attacks import mutated
from tests.files.vector_files import ROWS, kinds, opened, refused, same, worded

WORDS, MATRIX = list(ROWS), np.array(list(ROWS.values()), np.float32)
LISTS = [row.tolist() for row in MATRIX]


def as_parquet(table, **options):
    file = io.BytesIO()
    parquet.write_table(table, file, **options)
    return file.getvalue()


def as_arrow(table, **options):
    file = io.BytesIO()
    feather.write_feather(table, file, **options)
    return file.getvalue()


WRITE = {
    "parquet": as_parquet,
    "arrow": as_arrow,
    "zstd": lambda table: as_arrow(table, compression="zstd"),
    "plain": lambda table: as_arrow(table, compression="uncompressed"),
}
COLUMNS = {str(i): MATRIX[:, i] for i in range(3)}
TABLES = {
    "lists": pa.table({"text": WORDS, "embedding": pa.array(LISTS, pa.list_(pa.float32()))}),
    "large lists": pa.table({"t": WORDS, "v": pa.array(LISTS, pa.large_list(pa.float64()))}),
    "fixed lists": pa.table({"v": pa.array(LISTS, pa.list_(pa.float16(), 3)), "word": WORDS})
    if np.array_equal(MATRIX, MATRIX.astype(np.float16))
    else pa.table({"v": pa.array(LISTS, pa.list_(pa.float32(), 3)), "word": WORDS}),
    "columns": pa.table({"word": WORDS, **COLUMNS}),
    "columns of doubles": pa.table(
        {k: v.astype(np.float64) for k, v in COLUMNS.items()}
    ).append_column("token", pa.array(WORDS)),
    "names of columns": pa.table(
        {"w": WORDS, "a": MATRIX[:, 0], "b": MATRIX[:, 1], "c": MATRIX[:, 2]}
    ),
    "index of pandas": pa.table({**COLUMNS, "__index_level_0__": WORDS}),
    "dictionary": pa.table({"w": pa.array(WORDS).dictionary_encode(), **COLUMNS}),
    "numbered": pa.table({"id": [0, 1], "w": WORDS, **COLUMNS}),
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("write", WRITE)
def test_tables_are_read(name, write):
    data = WRITE[write](TABLES[name])
    found = same(opened(data))
    assert (
        found.format == kind_of(io.BytesIO(data)) == ("parquet" if write == "parquet" else "arrow")
    )
    assert set(kinds(found)) == ({"numbered_rows"} if name == "numbered" else set())
    assert set(found.columns) == ({"id"} if name == "numbered" else set())


@pytest.mark.parametrize("write", ["parquet", "arrow"])
def test_columns_limits_and_choices(write, monkeypatch):
    monkeypatch.setattr(arrow_columns, "CELLS", 7)
    rng = np.random.default_rng(0)
    n, d = 50, 3
    first, second = rng.normal(size=(2, n, d)).astype(np.float32)
    table = pa.table(
        {
            "slug": [f"s{i}" for i in range(n)],
            "lemma": [f"w{i}" for i in range(n)],
            "kind": pa.array([f"k{i % 2}" for i in range(n)]).dictionary_encode(),
            "year": list(range(1900, 1900 + n)),
            "other": list(second),
            "embedding": list(first),
        }
    )
    options = {"row_group_size": 8} if write == "parquet" else {"chunksize": 8}
    data = {"parquet": as_parquet, "arrow": as_arrow}[write](table, **options)
    found = opened(data)
    assert np.array_equal(found.vectors.matrix, first) and found.vectors.words[7] == "s7"
    assert found.columns["kind"] == ("k0", "k1") * 25 and found.columns["year"][3] == "1903"
    assert set(kinds(found)) == {"matrix", "word_column"}
    assert [each.value for each in found.offers["column"]] == ["slug", "lemma", "kind", "year"]
    other = opened(data, how=How(matrix="other", column="lemma"), limit=11)
    assert np.array_equal(other.vectors.matrix, second[:11]) and other.vectors.words[7] == "w7"
    refused(data, "no_such_matrix", how=How(matrix="third"))
    refused(data, "no_column", how=How(column="third"))


def test_rows_without_numbers_are_left_out():
    lists = pa.array([[1.0, 2.0], None, [None, 1.0], [3.0, 4.0]], pa.list_(pa.float64()))
    found = opened(as_parquet(pa.table({"w": list("abcd"), "v": lists})))
    assert found.vectors.words == ("a", "d") and kinds(found) == {"nan": 2}
    uneven = pa.array([[1.0, 2.0], [1.0]], pa.list_(pa.float64()))
    assert refused(as_parquet(pa.table({"w": ["a", "b"], "v": uneven})), "bad_row").row == 2


def test_numbers_alone_are_named_by_others():
    data = as_parquet(pa.table({"v": LISTS}))
    assert kinds(opened(data)) == {"no_names": 1}
    same(opened(data, words=io.BytesIO("\n".join(WORDS).encode())))
    labels = as_parquet(pa.table({"label": ["a", "b"] * 3, "v": LISTS * 3}))
    assert kinds(opened(labels)) == {"labels": 1}


@pytest.mark.parametrize(
    "table",
    [
        pa.table({"text": ["so good", "so bad"], "label": [1, 0]}),
        pa.table({"text": ["so good"], "score": [0.5]}),
        pa.table({"tokens": [["so", "good"]]}),
        pa.table({}),
    ],
)
def test_tables_of_something_else_are_named(table):
    for write in (as_parquet, as_arrow):
        refused(write(table), "foreign")


BROKEN = {
    f"{name} {write}": WRITE[write](TABLES[name])
    for name in ("lists", "dictionary")
    for write in WRITE
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_give_errors_or_vectors(name):
    rng, data = random.Random(name), BROKEN[name]
    for i in range(80):
        broken = mutated(data, rng) if i % 4 else data[: rng.randrange(len(data))]
        try:
            vectors = read_all(io.BytesIO(broken), most_bytes=2**22).vectors
        except FileError as error:
            worded(error)
        else:
            assert len(vectors) and np.isfinite(vectors.matrix).all()


def test_small_files_that_hold_much_are_refused():
    n, zeros = 1_000_000, np.zeros(1_000_000, np.float32)
    columns = pa.table({"w": pa.array(["a"] * n).dictionary_encode(), "a": zeros, "b": zeros})
    text = pa.DictionaryArray.from_arrays(pa.array(np.zeros(3000, np.int32)), ["x" * 100_000])
    long = pa.table({"w": text, "a": np.arange(3000.0), "b": np.arange(3000.0)})
    wide = pa.table({"w": ["a", "b"], "v": [zeros[:70_000], zeros[:2]]})
    for data, reason in (
        (as_parquet(columns, compression="zstd"), "too_much_memory"),
        (as_arrow(columns, compression="zstd"), "too_much_memory"),
        (as_parquet(long), "too_much_memory"),
        (as_parquet(wide), "bad_row"),
    ):
        refused(data, reason, most_memory=2**26)
