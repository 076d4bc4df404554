"""Words and metadata that lie beside a matrix: encodings, headings, labels, and what is wrong."""

import codecs
import io
import json

import numpy as np
import pytest

from embviz.files.kinds.metadata import metadata
from embviz.files.metadata_of_words import with_metadata
from embviz.files.read import read_all
from embviz.files.rows.budget import Budget
from embviz.files.rows.how import How
from tests.files.making import npy
from tests.files.vector_files import kinds, opened, refused

WORDS = ("дом", "река", "камень", "хлеб", "лошадь", "дерево", "окно", "небо")
MATRIX = np.random.default_rng(0).standard_normal((8, 5)).astype(np.float32)
TABLE = "".join("\t".join(map(str, row)) + "\n" for row in MATRIX.tolist()).encode()


def with_words(data, matrix=TABLE, **how):
    return opened(matrix, words=io.BytesIO(data), how=How(**how))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\n\n\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
def test_words_are_read_in_their_encoding(encoding, ends):
    ends = ends if "\n\n" not in ends else "\n"
    data = ends.join(WORDS).encode(encoding) + (ends * 2).encode(encoding.removesuffix("-sig"))
    for matrix in (TABLE, npy(MATRIX)):
        found = opened(matrix, words=io.BytesIO(_once(data)))
        assert found.vectors.words == WORDS and np.array_equal(found.vectors.matrix, MATRIX)
        told = {} if encoding.startswith("utf-8") else {"words_encoding": 1}
        assert kinds(found) == told


def _once(data):
    """Only the first byte order mark: the second belongs to the line ends."""
    mark = codecs.BOM_UTF16_LE
    return mark + data.replace(mark, b"") if data.startswith(mark) else data


def test_an_encoding_is_said_by_hand():
    data = "\n".join(WORDS).encode("koi8-r")
    assert with_words(data).vectors.words == WORDS
    found = with_words(data, encoding="cp1251")
    assert found.vectors.words != WORDS and found.findings[0].taken == "cp1251"
    refused(TABLE, "unknown_encoding", words=io.BytesIO(data), how=How(encoding="klingon"))


def test_broken_characters_are_told_with_their_line():
    found = with_words("\n".join(WORDS).encode() + b"", encoding="ascii")
    assert kinds(found)["words_broken"] == 8
    latin = b"a\nb\nc\nd\ne\nf\ng\n" + b"h\xff" + "ж".encode()
    assert opened(TABLE, words=io.BytesIO(latin)).vectors.words[:7] == tuple("abcdefg")


def test_words_twice_or_blank_are_told():
    found = with_words(b"a\nb\na\n\nc\nd\ne\nf\n")
    assert found.vectors.words == ("a", "b", "c", "d", "e", "f")
    assert kinds(found) == {"twice": 1, "no_word": 1}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("matrix", [TABLE, npy(MATRIX), TABLE + b"\n\n"])
def test_a_line_more_than_rows_is_a_heading(matrix, ends):
    words, blank = [f"w{i}" for i in range(8)], {"blank_lines": 2}
    heads = {"": 0, "token": 1, "w": 1}
    for head, more in heads.items():
        lines = [head] * more + words
        found = with_words((ends.join(lines) + ends).encode(), matrix)
        assert found.vectors.words == tuple(words)
        assert kinds(found) | blank == blank | ({"words_heading": 1} if more else {})
        kinds_too = [
            f"{line}\t{'kind' if i < more else f'k{i % 2}'}" for i, line in enumerate(lines)
        ]
        found = with_words(ends.join(kinds_too).encode(), matrix)
        assert found.vectors.words == tuple(words)
        assert kinds(found) | blank == blank | ({} if more else {"words_no_heading": 1})
        assert [*found.columns] == ["kind" if more else "column 2"]


def test_a_heading_is_said_by_hand(tmp_path):
    words = b"word\n" + b"".join(b"w%d\n" % i for i in range(8))
    (tmp_path / "vectors.tsv").write_bytes(TABLE)
    (tmp_path / "metadata.tsv").write_bytes(words)
    assert read_all(tmp_path, how=How(heading=False)).vectors.words[:2] == ("word", "w0")
    (tmp_path / "metadata.tsv").write_bytes(words[5:])
    found = read_all(tmp_path, how=How(heading=True))
    assert kinds(found) == {"words_heading": 1, "more_rows": 1}


@pytest.mark.parametrize("head", [b"", b"animal\n"])
@pytest.mark.parametrize("limit", [None, 5])
def test_labels_that_repeat_are_a_column(head, limit):
    found = opened(TABLE, words=io.BytesIO(head + b"cat\n" * 4 + b"dog\n" * 4), limit=limit)
    rows = limit or 8
    assert found.vectors.words == tuple(str(i + 1) for i in range(rows))
    assert found.columns == {"label": ("cat",) * 4 + ("dog",) * (rows - 4)} or head
    assert "labels" in kinds(found) and "twice" not in kinds(found)


def test_labels_may_be_numbers():
    labels = "\n".join("012"[i % 3] for i in range(8)).encode()
    found = opened(npy(np.eye(8, dtype="f4")), words=io.BytesIO(labels))
    assert len(found.vectors) == 8 and found.columns["label"][:4] == ("0", "1", "2", "0")
    assert "labels" in kinds(found) and "twice" not in kinds(found)


def test_names_are_found_beside_labels(tmp_path):
    (tmp_path / "vectors.tsv").write_bytes(TABLE)
    lines = ["class\tlemma"] + [f"k{i % 2}\t{word}" for i, word in enumerate(WORDS)]
    (tmp_path / "metadata.tsv").write_text("\n".join(lines), encoding="utf-16")
    found = read_all(tmp_path)
    assert found.vectors.words == WORDS and found.columns == {"class": ("k0", "k1") * 4}
    chosen = read_all(tmp_path, how=How(column="lemma"))
    assert chosen.vectors.words == WORDS
    refused(tmp_path, "no_column", how=How(column="slug"))


@pytest.mark.parametrize("head", ["a\tb\tc\td\te\n", "0\t1\t2\t3\t4\n"])
def test_a_heading_of_the_numbers_is_passed_over(tmp_path, head):
    (tmp_path / "vectors.tsv").write_bytes(head.encode() + TABLE)
    (tmp_path / "metadata.tsv").write_text("\n".join(WORDS), encoding="utf-8")
    found = read_all(tmp_path)
    assert found.vectors.words == WORDS and kinds(found) == {"heading": 1}


def test_a_bundle_of_raw_numbers_with_labels_and_pictures(tmp_path):
    (tmp_path / "tensors.bytes").write_bytes(MATRIX.tobytes())
    (tmp_path / "m.tsv").write_text("cat\n" * 4 + "dog\n" * 4)
    about = {
        "tensorName": "x",
        "tensorShape": [8, 5],
        "tensorPath": "tensors.bytes",
        "metadataPath": "m.tsv",
        "sprite": {"imagePath": "sprite.png", "singleImageDim": [28, 28]},
    }
    (tmp_path / "projector_config.json").write_text(json.dumps({"embeddings": [about]}))
    found = read_all(tmp_path)
    assert found.columns == {"label": ("cat",) * 4 + ("dog",) * 4} and len(found.vectors) == 8


def test_what_is_wrong_is_named(tmp_path):
    (tmp_path / "vectors.tsv").write_text("1\t2\n3\t4\n5\t6\n")
    (tmp_path / "metadata.tsv").write_text("word\tpos\na\tN\nb\nc\tN\n")
    error = refused(tmp_path, "bad_metadata_row")
    assert (error.line, error.found, error.expected) == (3, "1 column", "2 columns")
    for data, reason in ((b"%PDF-1.4 x", "bad_words"), (b"a\nb\0c\n", "bad_metadata_row")):
        refused(TABLE, reason, words=io.BytesIO(data))


def test_metadata_of_any_words_match_however_composed():
    found = opened(b"e\xcc\x81t\xc3\xa9 0.5 1.5\nking 0.25 2\n")
    table = "word\tkind\nété\tseason\nking\tperson\n".encode("utf-16")
    found = with_metadata(found, io.BytesIO(table), Budget(None))
    assert found.columns == {"kind": ("season", "person")} and kinds(found) == {"words_encoding": 1}


def test_a_limit_reads_no_more_lines_than_it_needs():
    data = io.BytesIO(b"".join(b"w%d\n" % i for i in range(10_000)))
    names = metadata(data, Budget(None), 10)
    assert names.rows == 10_000 and len(names.words) < 20
