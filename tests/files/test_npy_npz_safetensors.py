"""Matrices without rows of text: npy, npz, safetensors, and the Embedding Projector's bundle."""

import io
import json
import zipfile

import numpy as np
import pytest

import embviz as ev
from embviz.errors import FileError
from embviz.files.read import kind_of, read_all
from embviz.files.write import save_vectors
from tests.files.making import npy
from tests.files.vector_files import ROWS, kinds, opened, refused, same, worded, zipped

MATRIX = np.array(list(ROWS.values()), dtype=np.float32)
NUMBERED = {"1": ROWS["king"], "2": ROWS["queen"]}
VECTORS = ev.Vectors(tuple(ROWS), MATRIX)


def saved(format):
    file = io.BytesIO()
    save_vectors(VECTORS, file, format)
    return file.getvalue()


# ---- npy


@pytest.mark.parametrize("form", [bytes, zipped])
@pytest.mark.parametrize("array", [MATRIX, np.asfortranarray(MATRIX), MATRIX.astype(np.float64)])
def test_npy(form, array):
    found = opened(form(npy(array)))
    assert found.vectors.words == ("1", "2") and np.array_equal(found.vectors.matrix, array)
    assert found.format == "npy" and kinds(found) == {"no_names": 1}


def test_npy_is_mapped_and_takes_words_from_another_file(tmp_path):
    np.save(tmp_path / "a.npy", MATRIX)
    (tmp_path / "words.txt").write_text("king\nqueen\n")
    found = read_all(tmp_path / "a.npy", words=tmp_path / "words.txt")
    assert same(found).findings == ()
    base = found.vectors.matrix
    while isinstance(base, np.ndarray) and not isinstance(base, np.memmap):
        base = base.base
    assert isinstance(base, np.memmap)
    assert ev.load(tmp_path / "a.npy", limit=1, words=tmp_path / "words.txt").words == ("king",)


def test_npy_rows_that_cannot_be_asked_are_left_out():
    array = np.array([[1, 2], [np.nan, 1], [3, np.inf], [4, 5]])
    found = opened(npy(array), words=io.BytesIO(b"a\nb\nc\na\n"))
    assert found.vectors.words == ("a",) and kinds(found) == {"nan": 1, "infinite": 1, "twice": 1}


@pytest.mark.parametrize("words", [b"king\nqueen\nman\nboy\n", b"king\n"])
def test_words_that_are_more_or_fewer_are_told(words):
    found = opened(npy(MATRIX), words=io.BytesIO(words))
    (told,) = found.findings
    assert (told.kind, told.claimed, told.found) == ("more_rows", words.count(b"\n"), 2)


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (np.array([None]), "objects"),
        (np.array([["a"]]), "bad_row"),
        (np.zeros(3), "bad_row"),
        (np.zeros((2, 3, 4)), "bad_row"),
        (np.zeros((2, 3), bool), "bad_row"),
        (np.zeros((2, 3), complex), "bad_row"),
        (np.zeros(2, [("a", "<f4"), ("b", "<f4")]), "bad_row"),
        (np.zeros((2, 2), "<M8[D]"), "bad_row"),
        (np.zeros((2, 0)), "bad_row"),
        (np.zeros((0, 2)), "no_rows"),
        (np.full((2, 2), np.nan), "none_finite"),
        (np.zeros((1, 40000)), "bad_row"),
    ],
)
def test_other_arrays_are_told(array, reason):
    refused(npy(array), reason)


def test_every_truncation_of_npy_is_told():
    for length in range(len(npy(MATRIX))):
        refused(npy(MATRIX)[:length])
    lying = npy(MATRIX).replace(b"(2, 3)", b"(2000000000, 3)").replace(b" " * 9 + b"\n", b"\n")
    assert refused(lying, "cut_off").expected == "24,000,000,000"


# ---- npz


def test_npz():
    found = same(opened(saved("npz")))
    assert found.format == "npz" and found.findings == ()
    same(opened(zipped(saved("npz"))))
    with np.load(io.BytesIO(saved("npz"))) as arrays:
        assert arrays["words"].tolist() == list(ROWS) and np.array_equal(arrays["vectors"], MATRIX)


def test_npz_of_others():
    file = io.BytesIO()
    np.savez_compressed(file, weights=MATRIX, names=np.array(list(ROWS)), x=np.arange(2))
    same(opened(file.getvalue()))
    file = io.BytesIO()
    np.savez(file, MATRIX)
    assert opened(file.getvalue()).vectors.words == ("1", "2")
    file = io.BytesIO()
    np.savez(file, x=np.arange(3))
    refused(file.getvalue(), "foreign")


def test_every_truncation_of_npz_is_told():
    data = saved("npz")
    for length in range(0, len(data), 3):
        refused(data[:length])


def test_columns_of_npz_come_back():
    file = io.BytesIO()
    save_vectors(VECTORS, file, "npz", {"kind of": ["m", "f"]})
    assert opened(file.getvalue()).columns == {"kind of": ("m", "f")}


# ---- safetensors


def arrays(**found):
    file = io.BytesIO()
    np.savez(file, **found)
    return file.getvalue()


def test_an_array_a_word():
    rng = np.random.default_rng(0)
    rows = {f"слово/{i}": rng.standard_normal(3) for i in range(600)}
    found = same(opened(arrays(**rows)), rows)
    assert kinds(found) == {"array_a_word": 1, "common_start": 1}
    refused(arrays(x=np.zeros(9), y=np.zeros(9)), "foreign")
    refused(arrays(**{f"w{i}": np.zeros(i + 1) for i in range(9)}), "foreign")


@pytest.mark.parametrize("order", "CF")
def test_a_matrix_with_a_column_a_word_is_turned(order):
    matrix = np.asarray(np.random.default_rng(0).standard_normal((5, 9)), "<f4", order=order)
    words = [f"word{i}" for i in range(9)]
    listed = io.BytesIO("\n".join(words).encode())
    for found in (
        opened(arrays(words=np.array(words), matrix=matrix)),
        opened(npy(matrix), words=listed),
    ):
        assert found.vectors.words == tuple(words) and kinds(found) == {"transposed": 1}
        assert np.array_equal(found.vectors.matrix, matrix.T)
    square = opened(arrays(words=np.array(words[:5]), matrix=matrix[:, :5]))
    assert np.array_equal(square.vectors.matrix, matrix[:, :5]) and not kinds(square)


@pytest.mark.parametrize(
    "array", [np.zeros(5), np.float32(3), np.zeros((2, 3, 4)), np.zeros((3, 4), "M8[s]")]
)
def test_other_arrays_are_called_in_words(array):
    said = str(refused(npy(array), "bad_row"))
    assert not any(sign in said for sign in "<[{'\\")


def tensors(head, numbers=b"", length=None):
    text = head if isinstance(head, bytes) else json.dumps(head).encode()
    size = len(text) if length is None else length
    return size.to_bytes(8, "little") + text + numbers


def tensor(dtype, shape, size):
    return {"dtype": dtype, "shape": shape, "data_offsets": [0, size]}


def test_safetensors():
    found = same(opened(saved("safetensors")))
    assert found.format == "safetensors" and found.findings == ()
    same(opened(zipped(saved("safetensors"))))
    data = saved("safetensors")
    n = int.from_bytes(data[:8], "little")
    head = json.loads(data[8 : 8 + n])
    assert n % 8 == 0 and head["vectors"] == tensor("F32", [2, 3], 24)
    assert np.array_equal(np.frombuffer(data[8 + n :], "<f4").reshape(2, 3), MATRIX)


@pytest.mark.parametrize("dtype", ["F16", "F32", "F64", "BF16"])
def test_safetensors_of_others(dtype):
    exact = np.array([[0.5, -2], [1, 3]], np.float32)
    kind = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}.get(dtype)
    plain = exact.astype(kind).tobytes() if kind else (exact.view("<u4") >> 16).astype("<u2")
    plain = plain if isinstance(plain, bytes) else plain.tobytes()
    head = {"bias": tensor("F32", [4], 16), "embedding.weight": tensor(dtype, [2, 2], len(plain))}
    found = opened(tensors(head, plain + bytes(16)))
    assert np.array_equal(found.vectors.matrix, exact) and kinds(found) == {"no_names": 1}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (tensors({}), "foreign"),
        (tensors({"a": tensor("BOOL", [2, 2], 4)}, bytes(32)), "foreign"),
        (tensors({"a": tensor("F32", [2, 2], 15)}, bytes(16)), "bad_row"),
        (tensors({"a": tensor("F32", [10**9, 2], 8 * 10**9)}, bytes(16)), "cut_off"),
        (tensors({"a": tensor("F32", [2, -2], 16)}, bytes(16)), "damaged"),
        (tensors({"a": tensor("F32", [2, 10**9], 8 * 10**9)}, bytes(16)), "bad_row"),
        (tensors({"a": tensor("F32", [0, 2], 0)}), "no_rows"),
        (tensors({"a": 1}), "damaged"),
        (tensors({"a": tensor("F32", [2, 2], 16) | {"data_offsets": [0]}}, bytes(16)), "damaged"),
        (tensors(b'{"a": [' * 9 + b"}"), "damaged"),
        (tensors(b"{" + b"[" * 10**5), "damaged"),
        (tensors(b"{}", length=10**6), "cut_off"),
        (
            tensors(
                {"a": tensor("F32", [2, 2], 16), "__metadata__": {"words": '["a"]'}}, bytes(16)
            ),
            "bad_row",
        ),
        (
            tensors({"a": tensor("F32", [2, 2], 16), "__metadata__": {"words": "[1"}}, bytes(16)),
            "damaged",
        ),
    ],
)
def test_broken_safetensors_are_told(data, reason):
    refused(data, reason)


def test_every_truncation_of_safetensors_is_told():
    data = saved("safetensors")
    for length in range(len(data)):
        refused(data[:length])


# ---- the Embedding Projector


def test_a_table_of_numbers(tmp_path):
    rows = "".join("\t".join(map(str, row)) + "\n" for row in ROWS.values())
    found = opened(rows.encode())
    assert same(found, NUMBERED).format == "projector" and kinds(found) == {"no_names": 1}
    same(opened(rows.encode(), words=io.BytesIO(b"king\nqueen\n")))
    (tmp_path / "v.tsv").write_text(rows)
    (tmp_path / "metadata.tsv").write_text("kind\tWord\nm\tking\nf\tqueen\n")
    found = same(read_all(tmp_path / "v.tsv"))
    assert found.columns == {"kind": ("m", "f")} and found.findings == ()
    same(opened(rows.replace("\t", " ").encode()), NUMBERED)


def test_columns_lose_the_rows_that_are_left_out():
    rows = b"0.5\t1\nnan\t1\n0.25\t1\n"
    names = b"word\tkind\r\na\tx\r\nb\ty\r\nc\tz\r\n"
    found = opened(rows, words=io.BytesIO(names))
    assert found.vectors.words == ("a", "c") and found.columns == {"kind": ("x", "z")}


def test_rows_of_metadata_of_another_length_are_told():
    error = refused(b"0.5\t1\n", "bad_metadata_row", words=io.BytesIO(b"word\tkind\na\tx\nb\n"))
    assert error.line == 3


@pytest.mark.parametrize("name", ["bundle", "bundle.zip"])
def test_a_bundle_comes_back(tmp_path, name):
    save_vectors(VECTORS, tmp_path / name, columns={"kind": ("m", "f")})
    found = same(read_all(tmp_path / name))
    assert found.columns == {"kind": ("m", "f")} and found.format == "projector"
    assert found.findings == () and kind_of(tmp_path / name) in ("projector", "archive")
    assert ev.load(tmp_path / name, limit=1).words == ("king",)


def test_a_bundle_of_raw_numbers(tmp_path):
    (tmp_path / "a.bytes").write_bytes(MATRIX.tobytes())
    (tmp_path / "w.tsv").write_text("king\nqueen\n")
    about = {"tensorShape": [2, 3], "tensorPath": "a.bytes", "metadataPath": "w.tsv"}
    config = tmp_path / "projector_config.json"
    config.write_text(json.dumps({"embeddings": [about]}))
    same(read_all(tmp_path))
    same(read_all(config))
    for wrong in ({"tensorShape": [20, 3]}, {"tensorPath": "../a"}, {"tensorPath": "/etc/passwd"}):
        config.write_text(json.dumps({"embeddings": [about | wrong]}))
        assert refused(tmp_path).reason in ("cut_off", "damaged")
    config.write_text("{}")
    refused(tmp_path, "damaged")


def test_a_folder_without_vectors(tmp_path):
    error = refused(tmp_path, "folder")
    assert error.path == str(tmp_path)


def test_a_bundle_that_would_write_elsewhere(tmp_path):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../vectors.tsv", "0.5\t1\n0.25\t2\n")
    assert opened(file.getvalue()).vectors.words == ("1", "2")
    assert not list(tmp_path.parent.glob("vectors.tsv"))


def test_a_word_that_a_format_cannot_keep():
    for word, formats in {
        "New York": ("word2vec_text", "word2vec_binary"),
        "": ("word2vec_text", "word2vec_binary", "npz", "safetensors", "projector", "csv"),
        "a\tb": ("word2vec_text", "projector"),
        "a\nb": ("word2vec_text", "word2vec_binary", "projector", "csv"),
        "a\0": ("npz",),
        "\ud800": ("word2vec_text", "word2vec_binary", "npz", "safetensors", "projector", "csv"),
    }.items():
        for format in formats:
            with pytest.raises(FileError) as caught:
                save_vectors(ev.Vectors((word,), MATRIX[:1]), io.BytesIO(), format)
            assert caught.value.reason == "unwritable_word"
            worded(caught.value)


def test_numbers_that_single_precision_cannot_keep(tmp_path):
    for number in (np.nan, np.inf, 1e300):
        with pytest.raises(ValueError, match="single precision"):
            ev.save(ev.Vectors(("a",), np.array([[number]])), tmp_path / "a.txt")
    assert not list(tmp_path.iterdir())
    with pytest.raises(ValueError, match="no format"):
        ev.save(VECTORS, tmp_path / "a.xyz")
