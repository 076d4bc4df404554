"""Of several matrices in a file one is taken, told, and can be changed; of any numbers."""

import io

import numpy as np
import pytest
from safetensors.numpy import save

import embviz as ev
from embviz.files.read import kind_of, read_all
from embviz.files.rows.how import Choice, How
from embviz.files.rows.matrix_choice import Candidate, in_order, is_other
from tests.files.making import npy
from tests.files.test_npy_npz_safetensors import tensor, tensors
from tests.files.vector_files import kinds, opened, refused

WORDS = ["the", "house", "река", "stone", "bread", "horse"]
E = np.random.default_rng(0).standard_normal((6, 4)).astype(np.float32)
XY = np.arange(12, dtype=np.float32).reshape(6, 2)


def npz(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def taken(found):
    return next((each.taken for each in found.findings if each.kind == "matrix"), "")


@pytest.mark.parametrize(
    ("wanted", "others"),
    [
        ("embeddings", ["coords", "umap", "Z", "umap_embeddings", "tsne2"]),
        ("zembeddings", ["coords", "a_pca", "X_pca", "embedding_2d", "t-SNE"]),
        ("vectors", ["xy", "tsne_2d", "context_vectors"]),
        ("word_vectors", ["projection", "huge"]),
        ("syn0", ["syn1neg", "syn1"]),
        ("E", ["U", "W_out"]),
        ("model.embed_tokens.weight", ["lm_head.weight", "model.layers.0.mlp.up_proj.weight"]),
        ("wte.weight", ["wpe.weight", "h.0.attn.c_attn.weight"]),
        ("transformer.wte.weight", ["transformer.wpe.weight", "lm_head.weight"]),
        (
            "bert.embeddings.word_embeddings.weight",
            [
                "bert.embeddings.position_embeddings.weight",
                "bert.embeddings.token_type_embeddings.weight",
                "cls.predictions.decoder.weight",
                "bert.encoder.layer.0.output.dense.weight",
            ],
        ),
        ("gpt_neox.embed_in.weight", ["embed_out.weight"]),
        ("shared.weight", ["encoder.block.0.layer.0.SelfAttention.q.weight", "lm_head.weight"]),
        ("src_embed.0.lut.weight", ["generator.weight", "encoder.layers.0.weight"]),
        ("embedding/embeddings:0", ["position_embedding/embeddings:0", "dense/kernel:0"]),
        ("weights", ["positions", "points_3d", "layout"]),
        ("tok_embeddings.weight", ["output.weight", "layers.0.feed_forward.w1.weight"]),
        ("embed.W_E", ["pos_embed.W_pos", "unembed.W_U"]),
        ("text_model.embeddings.token_embedding.weight", ["text_model.embeddings.position_emb"]),
        ("deberta.embeddings.word_embeddings.weight", ["deberta.encoder.rel_embeddings.weight"]),
    ],
)
@pytest.mark.parametrize("larger", [False, True])
def test_names_come_before_size_and_other_layers_never(wanted, others, larger):
    shapes = {name: Candidate((90 if larger else 6, 4)) for name in others}
    assert in_order(shapes | {wanted: Candidate((6, 4))})[0] == wanted
    assert in_order({wanted: Candidate((6, 4))} | shapes)[0] == wanted
    assert not is_other(wanted)


def test_what_was_taken_is_told_and_another_can_be_chosen():
    data = npz(coords=XY, zembeddings=E, words=WORDS)
    found = opened(data)
    assert found.vectors.words == tuple(WORDS) and np.array_equal(found.vectors.matrix, E)
    assert taken(found) == "zembeddings (6 x 4)" and found.taken.matrix == "zembeddings"
    assert next(each for each in found.findings if each.kind == "matrix").examples == (
        "coords (6 x 2)",
    )
    assert found.offers["matrix"] == (Choice("zembeddings", (6, 4)), Choice("coords", (6, 2)))
    chosen = opened(data, how=How(matrix="coords"))
    assert np.array_equal(chosen.vectors.matrix, XY) and taken(chosen) == "coords (6 x 2)"
    assert np.array_equal(ev.load(io.BytesIO(data), matrix="coords")["the"], XY[0])
    error = refused(data, "no_such_matrix", how=How(matrix="king"))
    assert "zembeddings (6 x 4)" in error.known and error.name == "king"


def test_a_file_with_one_matrix_says_nothing():
    found = opened(npz(a=E))
    assert taken(found) == "" and found.offers == {} and found.taken.matrix == "a"


def test_words_of_a_fitting_number_decide():
    more = np.ones((9, 4), np.float32)
    found = opened(npz(weights=E, hidden=more, tokens=WORDS))
    assert found.taken.matrix == "weights" and found.vectors.words == tuple(WORDS)
    found = opened(npz(weights=E, hidden=more))
    assert found.taken.matrix == "hidden"
    data = save({"a": E, "b": more}, {"words": str(WORDS).replace("'", '"')})
    assert opened(data).taken.matrix == "a"
    refused(data, "bad_row", how=How(matrix="b"))


def test_of_several_lists_the_words_are_found_and_the_others_are_columns():
    kind, names = ["a", "b"] * 3, np.array(WORDS)
    found = opened(npz(E=E, kind=kind, names=names))
    assert found.vectors.words == tuple(WORDS) and found.columns == {"kind": ("a", "b") * 3}
    told = next(each for each in found.findings if each.kind == "words_array")
    assert told.taken == "names" and told.examples == ("kind",)
    found = opened(npz(E=E, a_kind=kind, z=names))
    assert found.vectors.words == tuple(WORDS), "the most different ones are words"
    found = opened(npz(E=E, x=names, y=np.char.upper(names)), how=How(column="y"))
    assert found.vectors.words[0] == "THE" and found.columns == {"x": tuple(WORDS)}
    assert [each.value for each in found.offers["column"]] == ["x", "y"]


def test_words_in_bytes_and_in_the_other_order_of_bytes_are_read():
    column = np.array(WORDS)[:, None]
    for words in (np.array([w.encode() for w in WORDS]), np.array(WORDS).astype(">U9"), column):
        assert opened(npz(vectors=E, words=words)).vectors.words == tuple(WORDS)
    broken = opened(npz(vectors=E, words=np.array([b"a", b"b", b"\xff", b"c", b"d", b"e"])))
    assert kinds(broken)["broken_character"] == 1


def test_words_that_are_objects_are_refused_with_what_to_save():
    data = npz(vectors=E, words=np.array(WORDS, dtype=object))
    error = refused(data, "objects")
    assert error.step == "np.array(words, dtype=str)" and "damaged" not in str(error)
    found = opened(data, words=io.BytesIO("\n".join(WORDS).encode()))
    assert found.vectors.words == tuple(WORDS), "words may come from another file"
    assert "float32" in refused(npz(vectors=E.astype(object)), "objects").step
    assert "float32" in refused(npy(E.astype(object)), "objects").step
    words = np.array({"king": E[0]}, dtype=object)
    assert "words=list(d)" in refused(npy(words), "objects").step
    assert "words=list(d)" in refused(npz(vectors=words), "objects").step


EXACT = np.array([[1, 2, 3], [4, 5, 100]])


@pytest.mark.parametrize("kind", ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"])
@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("form", "CF")
def test_numbers_of_any_kind_are_read(kind, order, form):
    array = np.array(EXACT, dtype=order + kind, order=form)
    told = {"whole_numbers"} if kind[0] in "iu" else set()
    told |= {"big_endian"} if order == ">" and kind[1] != "1" else set()
    for data, more in (
        (npy(array), {"no_names"}),
        (npz(words=["a", "b"], x=array), set()),
    ):
        found = opened(data)
        assert np.array_equal(found.vectors.matrix, EXACT) and set(kinds(found)) == told | more
        assert found.vectors.matrix.dtype.kind == "f" and found.vectors.matrix.dtype.isnative
        some = opened(data, limit=1)
        assert np.array_equal(some.vectors.matrix, EXACT[:1])


def test_whole_numbers_of_safetensors_are_read():
    found = opened(save({"embeddings": EXACT.astype(np.int8)}))
    assert np.array_equal(found.vectors.matrix, EXACT) and kinds(found)["whole_numbers"] == 1
    mixed = save({"ids": np.ones((99, 9), np.int64), "hidden": E})
    assert opened(mixed).taken.matrix == "hidden", "fractions come first"


@pytest.mark.parametrize(
    ("kind", "codes", "numbers"),
    [
        ("F8_E4M3", [0x38, 0xB8, 0x40, 0x01, 0x7E, 0x08], [1, -1, 2, 2.0**-9, 448, 2.0**-6]),
        ("F8_E5M2", [0x3C, 0xBC, 0x40, 0x01, 0x7B, 0x04], [1, -1, 2, 2.0**-16, 57344, 2.0**-14]),
    ],
)
def test_numbers_of_eight_bits_are_widened(kind, codes, numbers):
    data = tensors({"embed_tokens": tensor(kind, [3, 2], 6)}, bytes(codes))
    assert opened(data).vectors.matrix.ravel().tolist() == numbers
    scales = {"embed_tokens_scale_inv": {"dtype": "F32", "shape": [1], "data_offsets": [6, 10]}}
    refused(tensors({"embed_tokens": tensor(kind, [3, 2], 6)} | scales, bytes(10)), "foreign")


def test_other_values_are_named_in_words():
    for array, said in (
        (np.ones((2, 2), bool), "truth values"),
        (np.ones((2, 2), complex), "complex numbers"),
        (np.array([["a", "b"]]), "texts"),
    ):
        error = refused(npy(array), "bad_row")
        assert said in error.found and "|" not in str(error).replace("||", "")
    assert "truth values" in refused(npz(x=np.ones((2, 2), bool)), "foreign").found
    assert "complex" in refused(npz(x=np.ones((2, 2), complex), y=np.ones(3)), "foreign").found
    for kind, size, said in (("BOOL", 4, "truth values"), ("C64", 32, "complex numbers")):
        data = tensors({"a": tensor(kind, [2, 2], size)}, bytes(size))
        assert said in refused(data, "foreign").found


def test_a_sparse_matrix_is_named(tmp_path):
    from scipy import sparse

    sparse.save_npz(tmp_path / "a.npz", sparse.csr_array(E))
    error = refused(tmp_path / "a.npz", "foreign")
    assert "sparse" in error.found and kind_of(tmp_path / "a.npz") == "npz"


def test_heads_as_others_write_them_are_read():
    head = b'{"shape": (2, 3), "fortran_order": False, "descr": "<f4"}'
    for version, width in ((1, 2), (2, 4), (3, 4)):
        size = len(head).to_bytes(width, "little")
        data = b"\x93NUMPY" + bytes([version, 0]) + size + head + EXACT.astype("<f4").tobytes()
        assert np.array_equal(read_all(io.BytesIO(data)).vectors.matrix, EXACT)
