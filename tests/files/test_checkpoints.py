"""A folder of checkpoints becomes a film: steps, layers and words are found."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file

import embviz as ev
from embviz.errors import FileError
from embviz.files import checkpoints, tokenizers
from embviz.files.checkpoints import _embedding, _natural, _numbers
from embviz.files.kinds.safetensors import Tensor
from embviz.files.rows.budget import Budget
from embviz.training.film import Along
from embviz.ui.widgets.faults import worded

LAYER = "gpt_neox.embed_in.weight"
WORDS = ["<s>", "Ġ", "Ġking", "ing", "Ġqueen", "Ġbread", "Ġof"]


def rows(step, V=9, d=4):
    return np.random.default_rng(step).standard_normal((V, d)).astype(np.float32)


def put(path, step, layer=LAYER, **shape):
    """A network's weights: the layer, and others that it should not be taken for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    others = {
        "gpt_neox.layers.0.attention.dense.weight": np.zeros((50, 4), np.float32),
        "position_embeddings.weight": np.zeros((20, 4), np.float32),
        "lm_head.weight": np.zeros((9, 4), np.float32),
        "bias": np.zeros(4, np.float32),
    }
    save_file(others | {layer: rows(step, **shape)}, path)


def tokenizer(folder, words=tuple(WORDS)):
    vocab = {word: i for i, word in enumerate(words) if i < 5}
    added = [{"id": i, "content": word} for i, word in enumerate(words) if i >= 5]
    said = {"model": {"type": "BPE", "vocab": vocab}, "added_tokens": added}
    (folder / "tokenizer.json").write_text(json.dumps(said))


STEPS = (0, 9, 10, 100)


@pytest.fixture(params=["files", "folders", "deep", "shards", "revisions"])
def folder(request, tmp_path):
    """A folder of checkpoints as it may lie."""
    for i, step in enumerate(STEPS):
        if request.param == "files":
            put(tmp_path / f"step{step}.safetensors", step)
        elif request.param == "folders":
            put(tmp_path / f"checkpoint-{step}" / "model.safetensors", step)
            put(tmp_path / "model.safetensors", 100)
        elif request.param == "deep":
            put(tmp_path / "runs" / f"global_step{step}" / "model" / "weights.safetensors", step)
        elif request.param == "shards":
            put(tmp_path / f"step-{step}" / "model-00002-of-00002.safetensors", step)
            other = tmp_path / f"step-{step}" / "model-00001-of-00002.safetensors"
            save_file({"other.weight": np.zeros((90, 4), np.float32)}, other)
        else:
            put(tmp_path / "snapshots" / f"{i:040x}" / "model.safetensors", step)
            (tmp_path / "refs").mkdir(exist_ok=True)
            (tmp_path / "refs" / f"step{step}").write_text(f"{i:040x}")
            (tmp_path / "refs" / "main").write_text(f"{i:040x}")
    return tmp_path


def test_steps_come_in_their_order_and_the_last_one_is_whole(folder):
    film = ev.read_checkpoints(folder, shown=3)
    assert film.recipe.along == Along("step", ("0", "9", "10", "100"), True)
    assert film.words == tuple("012345678") and film.shown.tolist() == [0, 1, 2]
    for each, step in zip(film[:-1], STEPS, strict=False):
        assert (each.E == rows(step)[:3].astype(np.float16)).all()
    assert film.complete and (film[-1].E == rows(100)).all()


@pytest.mark.parametrize("beside", ["the last", "all"])
def test_words_come_from_the_tokenizer_and_words_are_shown(tmp_path, beside):
    for step in STEPS:
        put(tmp_path / f"step{step}" / "model.safetensors", step)
    tokenizer(tmp_path / "step100" if beside == "the last" else tmp_path)
    film = ev.read_checkpoints(tmp_path, shown=3)
    assert film.words == (*WORDS, "#7", "#8")  # rows of a model may be more than its tokens
    assert film.shown_words == ("Ġking", "Ġqueen", "Ġbread")
    assert (film[1].E == rows(9)[[2, 4, 5]].astype(np.float16)).all()


def test_only_the_checkpoints_and_rows_that_stay_are_read(tmp_path, monkeypatch):
    for step in range(30):
        put(tmp_path / f"step{step}.safetensors", step)
    read, plain = [], Tensor.rows

    def watched(tensor, file, which=None):
        found = plain(tensor, file, which)
        read.append(len(found))
        return found

    monkeypatch.setattr(Tensor, "rows", watched)
    film = ev.read_checkpoints(tmp_path, shown=3, frames=5)
    assert read == [3, 3, 3, 3, 9]
    assert film.recipe.along.values[0] == "0" and film.recipe.along.values[-1] == "29"


def test_epochs_and_names_without_numbers(tmp_path):
    for name in ("one", "two", "three"):
        put(tmp_path / "named" / name / "model.safetensors", len(name))
    film = ev.read_checkpoints(tmp_path / "named")
    assert film.recipe.along == Along("checkpoint", ("one", "three", "two"), True)
    for epoch in (2, 11):
        put(tmp_path / "epochs" / f"epoch_{epoch}.safetensors", epoch)
    film = ev.read_checkpoints(tmp_path / "epochs")
    assert film.recipe.along is None and [each.epoch for each in film] == [2, 11]


def test_bfloat16_and_half_are_read(tmp_path):
    upper = (rows(0).view(np.uint32) >> 16).astype(np.uint16)
    about = {"E": {"dtype": "BF16", "shape": [9, 4], "data_offsets": [0, 72]}}
    head = json.dumps(about).encode()
    (tmp_path / "a1.safetensors").write_bytes(
        len(head).to_bytes(8, "little") + head + upper.tobytes()
    )
    save_file({"E": rows(0).astype(np.float16)}, tmp_path / "a2.safetensors")
    film = ev.read_checkpoints(tmp_path)
    assert (
        np.allclose(film.rows(0), rows(0), rtol=0.01)
        and (film[-1].E == rows(0).astype(np.float16)).all()
    )


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["transformer.wte.weight", "transformer.wpe.weight"], "transformer.wte.weight"),
        (["wte.weight", "h.0.attn.c_attn.weight"], "wte.weight"),
        (["model.embed_tokens.weight", "lm_head.weight"], "model.embed_tokens.weight"),
        (
            [
                "bert.embeddings.position_embeddings.weight",
                "bert.embeddings.token_type_embeddings.weight",
                "bert.embeddings.word_embeddings.weight",
                "cls.predictions.decoder.weight",
            ],
            "bert.embeddings.word_embeddings.weight",
        ),
        (["shared.weight", "encoder.embed_tokens.weight", "x"], "encoder.embed_tokens.weight"),
        (["embedding.weight", "linear.weight"], "embedding.weight"),
        (["embeddings"], "embeddings"),
        (["whatever"], "whatever"),
        (["linear1.weight", "linear2.weight"], ""),
    ],
)
def test_the_layer_is_found_by_its_name(names, found):
    assert _embedding({name: Tensor("<f4", (9, 4), 0) for name in names}) == found


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=9, unique=True))
def test_names_are_in_natural_order(numbers):
    names = sorted((f"step{number}-tokens{number % 7}B" for number in numbers), key=_natural)
    assert _numbers(names) == ([float(number) for number in sorted(numbers)], "step")


@given(st.lists(st.text("a1é٣-_.", min_size=1), min_size=1))
def test_any_names_have_an_order(names):
    assert sorted(sorted(names, key=_natural), key=_natural) == sorted(names, key=_natural)
    numbers, _ = _numbers(sorted(names, key=_natural))
    assert len(numbers) == len(names) and sorted(numbers) == numbers


# ---- tokenizers ----------------------------------------------------------------------------------


def test_tokens_of_every_kind_of_file(tmp_path):
    budget = Budget.of_machine()
    (tmp_path / "vocab.txt").write_text("[PAD]\nthe\n##ing\n", encoding="utf-8")
    assert tokenizers.tokens(tmp_path / "vocab.txt", budget) == ["[PAD]", "the", "##ing"]
    (tmp_path / "vocab.json").write_text(json.dumps({"b": 1, "a": 0, "c": 3}))
    assert tokenizers.tokens(tmp_path / "vocab.json", budget) == ["a", "b", "", "c"]
    scored = {"model": {"type": "Unigram", "vocab": [["<unk>", 0.0], ["▁the", -2.5]]}}
    (tmp_path / "tokenizer.json").write_text(json.dumps(scored))
    assert tokenizers.tokens(tmp_path / "tokenizer.json", budget) == ["<unk>", "▁the"]
    assert tokenizers.beside(tmp_path / "none", tmp_path) == tmp_path / "tokenizer.json"


@given(st.lists(st.text(min_size=1, max_size=5), max_size=9, unique=True))
def test_letters_of_byte_level_tokens_are_read_as_utf_8(words):
    letters = {byte: letter for letter, byte in tokenizers._bytes_of_letters().items()}
    plain = [word for word in words if word.isprintable() and " " not in word]
    spelled = ["".join(letters[byte] for byte in f" {word}".encode()) for word in plain]
    tokens = tokenizers._byte_level([*letters.values(), *spelled])
    assert tokens[256:] == [f"Ġ{word}" for word in plain]
    assert tokens[:256] == [*letters.values()]  # a byte alone is no letter, or is itself


@pytest.mark.parametrize(
    "said",
    [
        [],
        {"model": {"vocab": [1]}},
        {"model": {"vocab": {"a": "b"}}},
        {"a": 0, "b": 0},
        {"a": 10**9},
    ],
)
def test_a_damaged_tokenizer_is_told(tmp_path, said):
    (tmp_path / "tokenizer.json").write_text(json.dumps(said))
    with pytest.raises(FileError):
        tokenizers.tokens(tmp_path / "tokenizer.json", Budget.of_machine())


# ---- what is refused -----------------------------------------------------------------------------


def refused(folder, **settings):
    with pytest.raises(ev.EmbvizError) as caught:
        ev.read_checkpoints(folder, **settings)
    assert worded(caught.value)
    return caught.value


def test_what_is_no_film_is_refused(tmp_path):
    assert refused(tmp_path).reason == "no_checkpoints"
    put(tmp_path / "step1.safetensors", 1, "linear.weight")
    assert "linear.weight" in refused(tmp_path).found
    assert refused(tmp_path, layer="wte").reason == "no_embedding"
    assert len(ev.read_checkpoints(tmp_path, layer="linear.weight")) == 1
    put(tmp_path / "step2.safetensors", 2)
    put(tmp_path / "step1.safetensors", 1, V=8)
    error = refused(tmp_path)
    assert (error.reason, error.checkpoint, error.found) == ("other_shape", "step1", "8 x 4")
    (tmp_path / "step2.safetensors").write_bytes(b"\xff" * 99)
    assert refused(tmp_path).reason == "cut_off"
    with pytest.raises(NotADirectoryError):
        checkpoints.find(tmp_path / "none")


def test_numbers_that_are_not_finite_are_refused(tmp_path):
    save_file({LAYER: np.full((9, 4), np.nan, np.float32)}, tmp_path / "step1.safetensors")
    assert refused(tmp_path).reason == "not_finite"
