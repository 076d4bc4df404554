"""A language model on the Files page: its folder by path, its tokens asked as plain words."""

import json

import numpy as np
import pytest
from safetensors.numpy import save_file

from embviz.ui.state import locality
from tests.ui.app_page import button, said, session_of

TOKENS = ["!", "ing", "king", "Ġking", "Ġqueen", "Ġthe", "Ġ", *(f"Ġw{i}" for i in range(20))]


@pytest.fixture
def gpt2(tmp_path):
    rng = np.random.default_rng(0)
    rows = rng.standard_normal((len(TOKENS) + 5, 8)).astype(np.float32)
    tensors = {"wte.weight": rows, "wpe.weight": np.zeros((90, 8), np.float32)}
    save_file(tensors, tmp_path / "model.safetensors")
    vocab = json.dumps({token: i for i, token in enumerate(TOKENS)})
    (tmp_path / "vocab.json").write_text(vocab, encoding="utf-8")
    return tmp_path


def opened(app, monkeypatch, folder):
    monkeypatch.setattr(locality, "is_here", lambda: True)
    app.switch_page("pages/files.py").run()
    app.segmented_control(key="files.how").set_value("path").run()
    app.text_input(key="files.path").set_value(str(folder)).run()
    assert not app.exception
    return app


def test_a_folder_by_its_path_and_its_words(app, monkeypatch, gpt2):
    opened(app, monkeypatch, gpt2)
    file = session_of(app).source.from_file.file
    assert file.vectors.words == tuple(TOKENS) and "language model" in said(app)
    assert session_of(app).sampling.filling == "whole"
    table = app.dataframe[0].value
    assert any("wte.weight (32 x 8) was read" in each for each in table.iloc[:, 0])
    app.switch_page("pages/words.py").run()
    app.text_input(key="asking.word").set_value("queen").run()
    assert "“queen” is written “Ġqueen” here" in said(app) and not app.warning
    app.text_input(key="asking.word").set_value("king").run()
    assert "“Ġking” is the whole word" in said(app)
    button(app, "asking.word.whole").click().run()
    assert app.session_state["asking.word"] == "Ġking" and not app.exception
    assert "is the whole word" not in said(app)


def test_formulas_and_analogies_take_plain_words(app, monkeypatch, gpt2):
    opened(app, monkeypatch, gpt2)
    app.switch_page("pages/words.py").run()
    app.session_state["words.tab"] = "Arithmetic"
    app.run()
    app.text_input(key="asking.formula").set_value("queen - the + 2*Ġking").run()
    assert not app.exception and not app.error
    assert "“queen” is written “Ġqueen” here" in said(app)
    assert "“the” is written “Ġthe” here" in said(app)


def test_a_single_file_with_the_tokenizer_as_its_words(app, gpt2):
    app.switch_page("pages/files.py").run()
    for key, name in (("files.words_upload", "vocab.json"), ("files.upload", "model.safetensors")):
        data = (gpt2 / name).read_bytes()
        app.file_uploader(key=key).set_value((name, data, "application/octet-stream")).run()
    assert not app.exception
    vectors = session_of(app).source.from_file.file.vectors
    assert vectors.words[: len(TOKENS)] == tuple(TOKENS)


def test_a_folder_of_pickles_is_refused_with_what_converts_it(app, monkeypatch, gpt2):
    (gpt2 / "model.safetensors").rename(gpt2 / "pytorch_model.bin")
    opened(app, monkeypatch, gpt2)
    assert "AutoModel.from_pretrained" in app.error[0].value
