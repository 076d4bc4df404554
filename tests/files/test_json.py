"""Vectors in JSON, in the shapes that people and programs write."""

import io
import json

import numpy as np
import pytest

from embviz.files.kinds import json as kind
from embviz.files.read import kind_of
from embviz.files.rows.how import How
from tests.files.vector_files import kinds, opened, refused, same

ROWS = {"king": (0.5, -1.25, 3.0), "queen": (0.25, 1e-3, -2.0), "ма́ма\n": (0.0, 2.0, 1.5)}
LISTS = {word: list(numbers) for word, numbers in ROWS.items()}
RECORDS = [{"word": word, "vector": numbers} for word, numbers in LISTS.items()]
MATRIX = list(LISTS.values())

SHAPES = {
    "words": LISTS,
    "words below a key": {"model": "w2v", "d": 3, "vectors": LISTS},
    "words below two keys": {"about": {"d": 3}, "data": {"embeddings": LISTS}},
    "records": RECORDS,
    "records below a key": {"object": "list", "data": RECORDS},
    "a list and words": {"words": list(ROWS), "vectors": MATRIX},
    "words behind their list": {"vectors": MATRIX, "vocab": list(ROWS)},
    "pandas, split": {"columns": [0, 1, 2], "index": list(ROWS), "data": MATRIX},
    "pandas, by row": {word: dict(zip("012", row, strict=True)) for word, row in LISTS.items()},
    "pandas, records": [
        {"token": word, **dict(zip("012", row, strict=True))} for word, row in LISTS.items()
    ],
    "pairs": [[word, row] for word, row in LISTS.items()],
    "rows": [[word, *row] for word, row in LISTS.items()],
    "words of records": {word: {"vector": row} for word, row in LISTS.items()},
}


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("small", [True, False])
def test_shapes_of_json_are_read(monkeypatch, name, ascii_only, indent, small):
    if small:
        monkeypatch.setattr(kind, "LARGEST", 130)
        monkeypatch.setattr(kind, "PIECE", 16)
    data = json.dumps(SHAPES[name], ensure_ascii=ascii_only, indent=indent).encode()
    monkeypatch.setattr(kind, "is_json", lambda file: True)
    found = same(opened(data), ROWS)
    assert found.format == "json" and not found.findings and not found.columns


@pytest.mark.parametrize("name", SHAPES)
def test_json_is_told_by_its_content(name):
    assert kind_of(io.BytesIO(json.dumps(SHAPES[name]).encode())) == "json"


@pytest.mark.parametrize(
    "lines",
    [
        RECORDS,
        [{word: row} for word, row in LISTS.items()],
        [[word, row] for word, row in LISTS.items()],
        [LISTS],
    ],
)
def test_json_lines(lines):
    data = "".join(json.dumps(line) + "\n" for line in lines).encode()
    same(opened(data), ROWS)
    same(opened(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n\r\n")), ROWS)
    assert len(opened(data, limit=2).vectors) == 2


def test_what_else_records_say_are_columns():
    records = [
        {"id": i, "kind": "noun", "lemma": word, "embedding": row, "tags": ["a"], "n": None}
        for i, (word, row) in enumerate(LISTS.items())
    ]
    found = same(opened(json.dumps(records).encode()), ROWS)
    assert found.columns["kind"] == ("noun",) * 3 and found.columns["id"] == ("0", "1", "2")
    assert found.taken.column == "lemma" and "tags" not in found.columns
    chosen = opened(json.dumps(records).encode(), how=How(column="id"))
    assert chosen.vectors.words == ("0", "1", "2")


def test_labels_and_numbers_alone_have_no_words():
    records = [{"label": f"k{i % 2}", "vector": row} for i, row in enumerate(MATRIX * 2)]
    found = opened(json.dumps(records).encode())
    assert found.vectors.words == tuple("123456") and kinds(found) == {"labels": 1}
    assert found.columns == {"label": ("k0", "k1") * 3}
    data = json.dumps(MATRIX).encode()
    assert kinds(opened(data)) == {"no_names": 1}
    assert opened(data, words=io.BytesIO(b"a\nb\nc\n")).vectors.words == ("a", "b", "c")


def test_large_files_are_decoded_in_parts(monkeypatch):
    rng = np.random.default_rng(0)
    rows = {f"w{i}": tuple(map(float, row)) for i, row in enumerate(rng.normal(size=(3000, 4)))}
    data = json.dumps({"vectors": rows}).encode()
    monkeypatch.setattr(kind, "LARGEST", 10_000)
    monkeypatch.setattr(kind, "PIECE", 1000)
    same(opened(data), rows)
    assert opened(data, limit=1500).vectors.words == tuple(rows)[:1500]


def test_numbers_that_are_none_are_left_out():
    data = b'{"a": [1, null, 2], "b": [NaN, 1.5, 2], "c": [0.5, Infinity, 1], "d": [1, 2, 3]}'
    assert kinds(opened(data)) == {"nan": 2, "infinite": 1}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a": [0.5, 1], "b": [0.5, 1, 2]}', "bad_row"),
        (b'{"a": [0.5, 1], "b": [0.5, 1', "bad_row"),
        (b'{"a": [0.5, 1], "b": "c"} and more', "bad_row"),
        (b'{"a": [%s, 1]}' % (b"9" * 400), "bad_row"),
        (b'{"a": [0.5, 1]}' * 3 + b"{", "bad_row"),
        (b'{"columns": [0, 1, 2]}', None),
        (b'{"a": 1}', None),
    ],
)
def test_what_cannot_be_read_is_told(data, reason):
    refused(data, reason)


@pytest.mark.parametrize(
    "text",
    [
        b"{ A text that begins with a brace: [1, 2, 3] }",
        b"[Illustration]\n\nIn chapter [1, 2] the king rules.",
        b'["And so", he said, [1, 2]',
    ],
)
def test_texts_are_no_json(text):
    refused(text, "unknown_format")
