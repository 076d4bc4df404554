"""Models that the program fastText saves, as gensim writes and reads them."""

import gzip
import io
import struct

import numpy as np
import pytest
from gensim.models import FastText
from gensim.models.fasttext import load_facebook_vectors, save_facebook_model

from embviz.errors import MissingWord
from embviz.files.read import read_all
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
