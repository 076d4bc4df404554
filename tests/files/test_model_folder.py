"""Folders of language models, small ones of every layout, and folders that are something else."""

import base64
import io
import json
import random
import shutil
import time

import numpy as np
import pytest
from safetensors.numpy import save_file

import embviz as ev
from embviz.errors import FileError
from embviz.files import tokenizers
from embviz.files.read import kind_of, kind_or_text, read_all
from embviz.files.rows.budget import Budget
from embviz.files.rows.how import How
from tests.files.vector_files import kinds, refused, worded

BERT = ["[PAD]", "[UNK]", "king", "queen", "##ing", "река", "the", "[MASK]"]
GPT2 = ["!", "a", "Ġ", "Ġking", "king", "ing", "Ġthe", "<|endoftext|>"]
T5 = ["<pad>", "</s>", "<unk>", "▁king", "ing", "▁the", "▁река", "."]
d = 4
E = np.random.default_rng(0).standard_normal((8, d)).astype(np.float32)


def put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(data, bytes):
        path.write_bytes(data)
    else:
        path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")


def weights(path, layer, matrix=E, **others):
    path.parent.mkdir(parents=True, exist_ok=True)
    more = {name.replace("__", "."): np.asarray(each) for name, each in others.items()}
    save_file({layer: matrix} | more, path)


def encoder(folder, matrix=E):
    wide = np.zeros((900, d), np.float32)
    weights(
        folder / "model.safetensors",
        "bert.embeddings.word_embeddings.weight",
        matrix,
        bert__embeddings__position_embeddings__weight=wide,
        bert__embeddings__token_type_embeddings__weight=np.zeros((2, d), np.float32),
        bert__encoder__layer__0__output__dense__weight=np.zeros((40, d), np.float32),
        cls__predictions__decoder__weight=np.ones_like(matrix),
    )


def numbered(tokens):
    return {token: i for i, token in enumerate(tokens)}


def tokenizer(kind, tokens, added=()):
    vocab = [[each, -1.0] for each in tokens] if kind == "Unigram" else numbered(tokens)
    listed = [{"id": i, "content": each} for each, i in added]
    return {"version": "1.0", "added_tokens": listed, "model": {"type": kind, "vocab": vocab}}


def varint(n):
    data = bytearray()
    while n > 0x7F:
        data.append(n & 0x7F | 0x80)
        n >>= 7
    return bytes([*data, n])


def sentencepiece(tokens):
    """`ModelProto`: a piece has a text, a score and a kind; after them, what trained it."""
    pieces = b""
    for token in tokens:
        text = token.encode()
        inner = b"\x0a" + varint(len(text)) + text + b"\x15" + b"\0\0\x80?" + b"\x18" + varint(1)
        pieces += b"\x0a" + varint(len(inner)) + inner
    return pieces + b"\x12" + varint(3) + b"\x0a\x01x"


def bert_by_vocab_txt(folder):
    encoder(folder)
    put(folder / "vocab.txt", "".join(f"{each}\n" for each in BERT))
    return BERT


def bert_by_vocab_txt_of_windows(folder):
    encoder(folder)
    put(folder / "vocab.txt", "\ufeff" + "\r\n".join(BERT))
    return BERT


def bert_by_tokenizer_json(folder):
    encoder(folder)
    put(folder / "tokenizer.json", tokenizer("WordPiece", BERT))
    put(folder / "vocab.txt", "other\n")
    return BERT


def gpt2(folder):
    more = {"wpe__weight": np.zeros((99, d), np.float32)}
    weights(folder / "model.safetensors", "wte.weight", **more)
    put(folder / "vocab.json", numbered(GPT2))
    put(folder / "merges.txt", "#version: 0.2\nk i\n")
    return GPT2


def gpt2_with_tokens_added_later(folder):
    weights(folder / "model.safetensors", "transformer.wte.weight")
    put(folder / "vocab.json", numbered(GPT2[:6]))
    put(folder / "added_tokens.json", {GPT2[6]: 6})
    decoder = {"7": {"content": GPT2[7], "special": True}}
    put(folder / "tokenizer_config.json", {"added_tokens_decoder": decoder})
    return GPT2


def t5(folder):
    weights(folder / "model.safetensors", "shared.weight", lm_head__weight=np.ones((8, d)))
    put(folder / "spiece.model", sentencepiece(T5))
    return T5


def llama_by_tiktoken(folder):
    weights(folder / "model.safetensors", "tok_embeddings.weight")
    plain = [token.replace("Ġ", " ").encode() for token in GPT2]
    lines = (b"%s %d\n" % (base64.b64encode(each), i) for i, each in enumerate(plain))
    put(folder / "tokenizer.model", b"".join(lines))
    return GPT2


def unigram(folder):
    weights(folder / "model.safetensors", "roberta.embeddings.word_embeddings.weight")
    put(folder / "tokenizer.json", tokenizer("Unigram", T5[:-1], [(T5[-1], 7)]))
    return T5


def llama_in_shards(folder):
    names = [f"model-0000{i}-of-00003.safetensors" for i in (1, 2, 3)]
    weights(folder / names[0], "model.layers.0.mlp.up_proj.weight", np.zeros((50, d)))
    weights(folder / names[1], "model.embed_tokens.weight")
    weights(folder / names[2], "lm_head.weight", np.ones((8, d), np.float32))
    listed = zip(
        ["model.layers.0.mlp.up_proj.weight", "model.embed_tokens.weight", "lm_head.weight"],
        names,
        strict=True,
    )
    index = {"metadata": {}, "weight_map": dict(listed)}
    put(folder / "model.safetensors.index.json", index)
    put(folder / "tokenizer.model", sentencepiece(T5))
    return T5


def model2vec(folder):
    weights(folder / "model.safetensors", "embeddings")
    put(folder / "tokenizer.json", tokenizer("WordPiece", BERT))
    put(folder / "config.json", {"model_type": "model2vec"})
    modules = [{"idx": 0, "name": "0", "path": ".", "type": "…StaticEmbedding"}]
    put(folder / "modules.json", modules)
    return BERT


def sentence_transformer(folder):
    encoder(folder)
    put(folder / "tokenizer.json", tokenizer("WordPiece", BERT))
    put(folder / "modules.json", [{"path": "", "type": "Transformer"}, {"path": "1_Pooling"}])
    (folder / "1_Pooling").mkdir()
    return BERT


def old_sentence_transformer(folder):
    encoder(folder / "0_Transformer")
    put(folder / "0_Transformer" / "vocab.txt", "\n".join(BERT))
    put(folder / "modules.json", [{"path": "0_Transformer"}, {"path": "1_Pooling"}])
    return BERT


def static_embedding(folder):
    weights(folder / "0_StaticEmbedding" / "model.safetensors", "embedding.weight")
    put(folder / "0_StaticEmbedding" / "tokenizer.json", tokenizer("WordPiece", BERT))
    return BERT


def average_of_words(folder):
    inside = folder / "0_WordEmbeddings"
    weights(inside / "model.safetensors", "emb_layer.weight")
    put(inside / "whitespacetokenizer_config.json", {"vocab": BERT, "stop_words": ["the"]})
    return BERT


def in_the_cache(folder):
    encoder(folder / "snapshots" / "abc")
    put(folder / "snapshots" / "abc" / "vocab.txt", "\n".join(BERT))
    put(folder / "snapshots" / "older" / "vocab.txt", "x\n")
    put(folder / "refs" / "main", "abc")
    return BERT


def in_the_only_folder_inside(folder):
    bert_by_vocab_txt(folder / "bert-tiny")
    return BERT


LAYOUTS = {
    make.__name__: make
    for make in (
        bert_by_vocab_txt,
        bert_by_vocab_txt_of_windows,
        bert_by_tokenizer_json,
        gpt2,
        gpt2_with_tokens_added_later,
        t5,
        unigram,
        llama_by_tiktoken,
        llama_in_shards,
        model2vec,
        sentence_transformer,
        old_sentence_transformer,
        static_embedding,
        average_of_words,
        in_the_cache,
        in_the_only_folder_inside,
    )
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_folder_of_every_layout_is_read(name, tmp_path):
    tokens = LAYOUTS[name](tmp_path)
    found = read_all(tmp_path)
    assert found.vectors.words == tuple(tokens) and np.array_equal(found.vectors.matrix, E)
    assert found.format == found.taken.kind == "model" and set(kinds(found)) <= {"matrix"}
    assert kind_of(tmp_path) == kind_or_text(tmp_path) == "model"
    assert np.array_equal(ev.load(tmp_path)[tokens[3]], E[3])
    assert ev.load(tmp_path, limit=2).words == tuple(tokens[:2])
    with pytest.raises(FileError) as error:
        ev.load(tmp_path, matrix="nothing")
    assert error.value.reason == "no_such_matrix"


@pytest.mark.parametrize("name", ["bert_by_vocab_txt", "llama_in_shards"])
@pytest.mark.parametrize("pack", ["zip", "gztar"])
def test_an_archive_of_a_folder_is_read_as_the_folder(name, pack, tmp_path):
    tokens = LAYOUTS[name](tmp_path / "in" / "model")
    put(tmp_path / "in" / "model" / "config.json", {})
    path = shutil.make_archive(str(tmp_path / "packed"), pack, tmp_path / "in")
    found = read_all(path)
    assert found.vectors.words == tuple(tokens) and found.format == "model"


def test_another_matrix_can_be_chosen(tmp_path):
    bert_by_vocab_txt(tmp_path)
    found = read_all(tmp_path, how=How(matrix="cls.predictions.decoder.weight"))
    assert np.array_equal(found.vectors.matrix, np.ones_like(E))
    assert found.taken.matrix == "cls.predictions.decoder.weight"
    usual = read_all(tmp_path)
    assert usual.offers["matrix"][0].value == "bert.embeddings.word_embeddings.weight"
    assert len(usual.offers["matrix"]) == 5


def test_padding_is_told_and_left_out(tmp_path):
    encoder(tmp_path, np.vstack([E, np.zeros((56, d), np.float32)]))
    put(tmp_path / "vocab.txt", "\n".join(BERT))
    found = read_all(tmp_path)
    assert found.vectors.words == tuple(BERT) and kinds(found)["padding_rows"] == 56


def test_rows_without_a_token_are_told(tmp_path):
    encoder(tmp_path)
    vocab = {token: i for token, i in numbered(BERT).items() if i not in (2, 5)}
    put(tmp_path / "vocab.json", vocab)
    found = read_all(tmp_path)
    assert len(found.vectors) == 6 and kinds(found)["no_word"] == 2
    assert np.array_equal(found.vectors["queen"], E[3])


def test_tokens_beyond_the_rows_are_told(tmp_path):
    encoder(tmp_path)
    put(tmp_path / "vocab.txt", "\n".join([*BERT, "more", "and more"]))
    found = read_all(tmp_path)
    assert found.vectors.words == tuple(BERT)
    told = next(each for each in found.findings if each.kind == "more_rows")
    assert (told.claimed, told.found) == (10, 8)


def test_without_a_tokenizer_words_are_numbers_or_from_another_file(tmp_path):
    encoder(tmp_path)
    found = read_all(tmp_path)
    assert found.vectors.words == tuple("12345678") and "no_names" in kinds(found)
    words = io.BytesIO("\n".join(BERT).encode())
    assert read_all(tmp_path, words=words).vectors.words == tuple(BERT)


def test_the_layer_is_found_by_the_number_of_tokens_where_its_name_says_nothing(tmp_path):
    more = {"a": np.zeros((90, d), np.float32), "c": np.zeros((4, 50), np.float32)}
    weights(tmp_path / "model.safetensors", "b", **more)
    put(tmp_path / "vocab.txt", "\n".join(BERT))
    found = read_all(tmp_path)
    assert found.taken.matrix == "b" and found.vectors.words == tuple(BERT)


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.int8])
def test_tokens_of_model2vec_share_rows(kind, tmp_path):
    rows = (10 * E[:3]).astype(kind)
    mapping = np.array([2, 0, 0, 1, 2, 1, 0, 2])
    scale = np.linspace(0.5, 2, 8)
    weights(tmp_path / "model.safetensors", "embeddings", rows, mapping=mapping, weights=scale)
    put(tmp_path / "tokenizer.json", tokenizer("WordPiece", BERT))
    found = read_all(tmp_path)
    expected = rows[mapping].astype(np.float32) * scale[:, None].astype(np.float32)
    np.testing.assert_allclose(found.vectors.matrix, expected, rtol=1e-6)
    assert found.vectors.words == tuple(BERT) and kinds(found)["mapped_rows"] == 1
    alone = read_all(tmp_path / "model.safetensors")
    assert np.array_equal(alone.vectors.matrix, found.vectors.matrix)
    weights(tmp_path / "model.safetensors", "embeddings", rows, mapping=mapping + 1)
    refused(tmp_path, "bad_row")


def test_gpt2_by_its_merges_alone(tmp_path):
    put(tmp_path / "merges.txt", "#version: 0.2\nĠ k\ni n\nĠk in\n")
    found = tokenizers.tokens(tmp_path / "merges.txt", Budget(None))
    assert found[:2] == ["!", '"'] and found[256:] == ["Ġk", "in", "Ġkin", "<|endoftext|>"]


def test_only_the_shard_of_the_layer_is_needed(tmp_path):
    llama_in_shards(tmp_path)
    (tmp_path / "model-00003-of-00003.safetensors").unlink()
    assert read_all(tmp_path).vectors.words == tuple(T5)
    (tmp_path / "model-00002-of-00003.safetensors").unlink()
    error = refused(tmp_path, "missing_shard")
    assert error.found == "model-00002-of-00003.safetensors"


def test_shards_are_files_of_the_same_folder(tmp_path):
    encoder(tmp_path / "other")
    inside = tmp_path / "model"
    listed = {"embed_tokens.weight": "../other/model.safetensors", "x": "/etc/passwd.safetensors"}
    put(inside / "model.safetensors.index.json", {"weight_map": listed})
    refused(inside)


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["pytorch_model.bin", "config.json", "vocab.txt"], "torch_folder"),
        (["pytorch_model-00001-of-00002.bin", "pytorch_model.bin.index.json"], "torch_folder"),
        (["consolidated.00.pth", "params.json"], "torch_folder"),
        (["tf_model.h5", "config.json"], "flax_folder"),
        (["flax_model.msgpack"], "flax_folder"),
        (["saved_model.pb", "variables/variables.index"], "tensorflow_folder"),
        (["checkpoint", "model.ckpt-5.index", "model.ckpt-5.data-00000"], "tensorflow_folder"),
        (["meta.json", "config.cfg", "vocab/vectors", "vocab/strings.json"], "spacy_folder"),
        (["w2v.model", "w2v.model.wv.vectors.npy"], "gensim_folder"),
        (["onnx/model.onnx", "config.json"], "onnx_folder"),
        (["model-q4.gguf"], "onnx_folder"),
        (["step1.safetensors", "step2.safetensors"], "several_models"),
        (["checkpoint-5/model.safetensors", "checkpoint-9/model.safetensors"], "several_models"),
        (["a.txt", "b.md"], "folder"),
        ([], "folder"),
    ],
)  # fmt: skip
def test_other_folders_are_told_apart(names, reason, tmp_path):
    for name in names:
        put(tmp_path / name, b"x")
    error = refused(tmp_path, reason)
    assert error.path == str(tmp_path)
    with pytest.raises(FileError) as caught:
        kind_or_text(tmp_path)
    assert caught.value.reason == reason


def test_a_tokenizer_as_the_file_of_words(tmp_path):
    encoder(tmp_path)
    said = json.dumps(tokenizer("WordPiece", BERT), indent=2).encode()
    data = (tmp_path / "model.safetensors").read_bytes()
    pieces = sentencepiece(BERT)
    for written in (pieces, said, b"\xef\xbb\xbf" + said, json.dumps(numbered(BERT)).encode()):
        found = read_all(io.BytesIO(data), words=io.BytesIO(written))
        assert found.vectors.words == tuple(BERT)
        assert found.taken.matrix == "bert.embeddings.word_embeddings.weight"
    refused(io.BytesIO(data), "bad_words", words=io.BytesIO(b'{"a": [1]}'))
    lines = io.BytesIO(b"{\nking\n")
    assert read_all(io.BytesIO(data), words=lines).vectors.words[:2] == ("{", "king")


FILES = {
    "bert_by_tokenizer_json": ["model.safetensors", "tokenizer.json"],
    "t5": ["model.safetensors", "spiece.model"],
    "llama_in_shards": ["model.safetensors.index.json", "model-00002-of-00003.safetensors"],
    "gpt2_with_tokens_added_later": ["vocab.json", "tokenizer_config.json", "added_tokens.json"],
    "old_sentence_transformer": ["modules.json", "0_Transformer/vocab.txt"],
}
JUNK = [b"", b"[", b"{", b"null", b"-1", b"1e400", b'"', b"\xff", b"\0", b"9" * 12, b": {}", b","]


@pytest.mark.parametrize("name", FILES)
def test_broken_folders_give_errors_or_vectors(name, tmp_path):
    LAYOUTS[name](tmp_path)
    rng = random.Random(name)
    sound = {each: (tmp_path / each).read_bytes() for each in FILES[name]}
    for _ in range(200):
        each = rng.choice(FILES[name])
        data = bytearray(sound[each])
        for _ in range(rng.choice([1, 1, 3])):
            at = rng.randrange(len(data) + 1)
            data[at : at + rng.choice([0, 1, 4, 20])] = rng.choice([*JUNK, rng.randbytes(3)])
        (tmp_path / each).write_bytes(data)
        began = time.process_time()
        try:
            vectors = read_all(tmp_path, most_bytes=2**22).vectors
        except FileError as error:
            worded(error)
        else:
            assert len(vectors) and np.isfinite(vectors.matrix).all() and "" not in vectors
        assert time.process_time() - began < 2
        (tmp_path / each).write_bytes(sound[each])


def test_huge_tokenizers_are_counted_before_they_are_read(tmp_path):
    encoder(tmp_path)
    put(tmp_path / "tokenizer.json", b'{"model": {"vocab": {' + b'"":{},' * 300_000 + b"}}}")
    error = refused(tmp_path, "large_head", most_memory=2**21)
    assert error.limit_mb == 2


def test_a_file_is_no_folder_whatever_somebody_says(tmp_path):
    encoder(tmp_path)
    refused(tmp_path / "model.safetensors", "foreign", how=How(kind="model"))


def test_weights_opened_alone_have_the_tokens_beside_them(tmp_path):
    encoder(tmp_path, np.vstack([E, np.zeros((5, d), np.float32)]))
    put(tmp_path / "vocab.txt", "\n".join(BERT))
    found = read_all(tmp_path / "model.safetensors")
    assert found.vectors.words == tuple(BERT) and kinds(found)["padding_rows"] == 5
    other = read_all(
        tmp_path / "model.safetensors", how=How(matrix="bert.embeddings.position_embeddings.weight")
    )
    assert other.vectors.words[:2] == ("1", "2") and "no_names" in kinds(other)
    data = io.BytesIO((tmp_path / "model.safetensors").read_bytes())
    assert read_all(data).vectors.words[0] == "1", "a stream has nothing beside it"


def test_rows_that_are_no_tokens_have_numbers(tmp_path):
    bert_by_vocab_txt(tmp_path)
    found = read_all(tmp_path, how=How(matrix="bert.embeddings.position_embeddings.weight"))
    assert found.vectors.words[:2] == ("1", "2") and len(found.vectors) == 900


def test_broken_mappings_give_errors_or_vectors(tmp_path):
    mapping, scale = np.array([2, 0, 0, 1, 2, 1, 0, 2]), np.linspace(0.5, 2, 8)
    weights(tmp_path / "model.safetensors", "embeddings", E[:3], mapping=mapping, weights=scale)
    put(tmp_path / "tokenizer.json", tokenizer("WordPiece", BERT))
    sound, rng = (tmp_path / "model.safetensors").read_bytes(), random.Random(7)
    for _ in range(300):
        data = bytearray(sound)
        at = rng.randrange(len(data))
        data[at : at + rng.choice([1, 4])] = rng.choice([*JUNK, rng.randbytes(rng.choice([1, 4]))])
        (tmp_path / "model.safetensors").write_bytes(data)
        try:
            assert np.isfinite(read_all(tmp_path).vectors.matrix).all()
        except FileError as error:
            worded(error)
