"""Models that the program fastText saves, as gensim writes and reads them."""

import gzip
import io
import pickle
import struct

import numpy as np
import pytest
from gensim.models import FastText
from gensim.models.fasttext import load_facebook_vectors, save_facebook_model

from embviz.errors import MissingWord
from embviz.files.read import read_all
from tests.files.fasttext_files import KEPT, MODELS
from tests.files.vector_files import refused

SENTENCES = [["король", "правит", "страной"], ["queen", "rules", "the", "land"], ["日本", "a"]] * 20


@pytest.fixture(scope="module", params=[(3, 6), (1, 2), (0, 0)])
def path(request, tmp_path_factory):
    low, high = request.param
    model = FastText(
        SENTENCES, vector_size=7, min_count=1, min_n=low, max_n=high, bucket=97, epochs=2, workers=1
    )
    path = tmp_path_factory.mktemp("fasttext") / "model.bin"
    save_facebook_model(model, str(path))
    return path


def test_words_are_those_of_gensim(path):
    theirs, ours = load_facebook_vectors(path), read_all(path)
    assert ours.vectors.words == tuple(theirs.index_to_key) and ours.findings == ()
    np.testing.assert_allclose(ours.vectors.matrix, theirs.vectors, rtol=1e-5, atol=1e-8)


def test_unseen_words_are_those_of_gensim(path):
    theirs, ours = load_facebook_vectors(path), read_all(path)
    if not theirs.max_n:
        assert ours.pieces is None
        return
    for word in ("королева", "queens", "日", "x"):
        np.testing.assert_allclose(ours.pieces.vector(word), theirs[word], rtol=1e-5, atol=1e-8)


def test_a_word_too_short_for_ngrams_is_told(path):
    pieces = read_all(path).pieces
    if pieces is not None and pieces.min_n == 3:
        with pytest.raises(MissingWord):
            pieces.vector("")


def test_limit_and_gzip(path, tmp_path):
    whole, some = read_all(path), read_all(path, limit=3)
    assert some.vectors.words == whole.vectors.words[:3]
    assert np.array_equal(some.vectors.matrix, whole.vectors.matrix[:3])
    (tmp_path / "a").write_bytes(gzip.compress(path.read_bytes()))
    packed = read_all(tmp_path / "a")
    assert np.array_equal(packed.vectors.matrix, whole.vectors.matrix) and packed.pieces is None


def test_truncations_are_told(path):
    data = path.read_bytes()
    # Behind the matrix of words and n-grams stands that of contexts, which is not read.
    end = len(data) - 17 - 4 * 7 * len(read_all(path).vectors)
    for length in [*range(1, 200), *range(200, end - 8, 101), end - 8]:
        refused(data[:length])


@pytest.mark.parametrize(
    ("at", "form", "value"),
    [
        (4, "<i", 13),
        (8, "<i", 0),
        (8, "<i", 10**9),
        (8, "<i", 6),
        (44, "<i", 10**6),
        (40, "<i", -1),
        (64, "<i", 10**9),
        (68, "<i", 10**9),
        (68, "<i", 1),
    ],
)
def test_heads_that_lie_are_told(path, at, form, value):
    data = bytearray(path.read_bytes())
    struct.pack_into(form, data, at, value)
    refused(bytes(data))


@pytest.mark.parametrize("pruned", [2**20, 2**60, 2**61, 2**63 - 1, -5, -(2**63)])
def test_any_count_of_pruned_n_grams_gives_an_error_or_vectors(path, pruned):
    data = bytearray(path.read_bytes())
    data[84:92] = struct.pack("<q", pruned)
    if pruned < 0:  # as the program writes where none are
        assert len(read_all(io.BytesIO(data)).vectors)
    else:
        refused(bytes(data), "cut_off")


# ---- files of every age and kind, against the program's own steps


@pytest.mark.parametrize("name", MODELS)
def test_vectors_are_those_of_the_program(name, tmp_path):
    model = MODELS[name]
    (tmp_path / "model").write_bytes(model.data)
    found = read_all(tmp_path / "model")
    assert found.format == "fasttext" and found.vectors.words == model.words
    expected = [model.vector(word) for word in model.words]
    np.testing.assert_allclose(found.vectors.matrix, expected, rtol=1e-4, atol=1e-6)
    for word in ("queen", "плохо", "goodness", "日本", "k"):
        x = model.vector(word)
        if x is None or found.pieces is None:
            assert x is None
            continue
        pieces = pickle.loads(pickle.dumps(found.pieces))
        np.testing.assert_allclose(pieces.vector(word), x, rtol=1e-4, atol=1e-6)


def test_the_oldest_files_are_those_of_gensim(tmp_path):
    data = MODELS["before the magic number"].data
    cut = len(data) - 17 - 28  # gensim looks for the second matrix without a byte before it
    (tmp_path / "old.bin").write_bytes(data[:cut] + data[cut + 1 :])
    theirs = load_facebook_vectors(tmp_path / "old.bin")
    ours = read_all(tmp_path / "old.bin")
    assert ours.vectors.words == tuple(theirs.index_to_key)
    mine, its = ours.vectors.matrix[1:], theirs.vectors[1:]  # gensim gives </s> n-grams, too
    np.testing.assert_allclose(mine, its, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(ours.pieces.vector("queens"), theirs["queens"], rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", ["pruned", "before the magic number", "without the magic number"])
def test_truncations_of_any_kind_are_told(name):
    data = MODELS[name].data
    end = len(data) - 17 - 28
    for length in [*range(1, 200), *range(200, end - 8, 61), end - 8]:
        refused(data[:length])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data, at: struct.pack_into("<i", data, at + 4 * 0, 8), "bad_row"),  # d
        (lambda data, at: struct.pack_into("<i", data, at + 4 * 1, 9), "bad_row"),  # parts
        (lambda data, at: struct.pack_into("<i", data, at + 4 * 2, 0), "bad_row"),  # of a part
        (lambda data, at: struct.pack_into("<i", data, at + 4 * 3, 2), "bad_row"),  # of the last
    ],
)
def test_quantisers_that_lie_are_told(change, reason):
    model = MODELS["pruned"]
    data = bytearray(model.data)
    at = data.index(struct.pack("<4i", 7, 4, 2, 1))
    change(data, at)
    refused(bytes(data), reason)


def test_kept_n_grams_that_lie_are_told():
    data = bytearray(MODELS["pruned"].data)
    at = data.index(struct.pack("<2i", KEPT[0], 0))
    for value in (-1, 10**6):
        struct.pack_into("<i", data, at + 4, value)
        refused(bytes(data), "bad_row")
