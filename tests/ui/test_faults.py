"""What is said of a file that was named by its path holds nothing of what stands in it."""

import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import FileError
from embviz.files import load_checkpoint
from embviz.files.read import read_all
from embviz.models.skipgram import SkipGram
from embviz.text.corpus import Corpus
from embviz.training.checkpoint import Checkpoint
from embviz.training.run import Run
from embviz.ui.widgets.faults import worded
from tests.files.making import TEXT, npy, with_about, with_part, written, zipped
from tests.files.test_attacks import SOUND

SECRET, NUMBER = "hunter2", "73571"


def said_of(path, data, use=read_all):
    path.write_bytes(data)
    with pytest.raises(FileError) as caught:
        use(path)
    said = worded(caught.value, quoting=False)
    for secret in (SECRET, NUMBER, f"{int(NUMBER):,}"):
        assert secret not in said.replace("\\", "") and secret not in repr(said)
    return said


def named(name):
    return json.dumps({"embeddings": [{"tensorName": "v", "tensorPath": name}]}).encode()


def tensor(**about):
    head = json.dumps({SECRET: {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]} | about})
    return len(head).to_bytes(8, "little") + head.encode() + bytes(16)


FILES = {
    "a password": f"root:{SECRET}:0:0\n{SECRET}\n".encode(),
    "a key": f"{SECRET}{NUMBER}".encode(),
    "a number": f"{NUMBER} 99999999\n".encode() + bytes(99),
    "another number": f"9 {NUMBER}\n".encode() + bytes(99),
    "numbers": f"9 {NUMBER}\n".encode(),
    "a row": f"king 1 2\nqueen 2 1\nman {SECRET} 1\n".encode(),
    "a word": b"2 2\n" + f"{SECRET}\n{SECRET} ".encode() + bytes(99),
    "a long word": b"2 2\n" + f"{SECRET}".encode() * 2000,
    "a configuration": named(SECRET),
    "an object": json.dumps({"embeddings": {SECRET: SECRET}}).encode(),
    "tensors": tensor(data_offsets=[0, 17]),
    "shapes": tensor(shape=[0, 99_999]),
    "kinds": tensor(dtype=SECRET),
    "parts": zipped({SECRET: npy(np.zeros((2, 0)))}),
    "arrays": zipped({SECRET: SECRET.encode() * 9}),
    "a head": npy(np.zeros((2, 2)))[:10] + f"{{'{SECRET}'}}".ljust(117).encode() + b"\n",
}


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_quoted(tmp_path, name):
    assert said_of(tmp_path / "file", FILES[name])


def test_what_is_no_quote_is_said(tmp_path):
    said = said_of(tmp_path / "file", b"king 1 2\nqueen 2\nman 2 1\n")
    assert r"line 2: 1 number instead of 2 \(as in other rows\)" in said
    (tmp_path / "words").write_text(f"{SECRET}\tb\n{SECRET}\n")

    def with_words(path):
        read_all(path, words=tmp_path / "words")

    said_of(tmp_path / "file", npy(np.zeros((2, 2))), with_words)


@given(st.data())
def test_no_broken_file_is_quoted(draw):
    data = SOUND[draw.draw(st.sampled_from(sorted(SOUND)))]
    at = draw.draw(st.integers(0, min(len(data), 200)))
    data = data[:at] + SECRET.encode() + data[at + draw.draw(st.integers(0, 9)) :]
    try:
        read_all(io.BytesIO(data))
    except FileError as error:
        assert SECRET not in worded(error, quoting=False)


@pytest.mark.parametrize("field", ["title", "embviz", "matrices", "recipe"])
def test_films_are_not_quoted(tmp_path, film_data, field):
    changed = with_about(film_data, lambda about: about.update({field: [SECRET] * 300}))
    said_of(tmp_path / "film", changed, load_checkpoint)


def test_words_of_films_are_not_quoted(tmp_path, film_data):
    words = np.array([SECRET] * 8)
    said_of(tmp_path / "film", with_part(film_data, "words", words), load_checkpoint)


@pytest.fixture(scope="module")
def film_data():
    corpus = Corpus.from_text(TEXT, min_count=1)
    begun = Checkpoint.begin(Run(SkipGram(dimension=3, epochs=3), corpus, frames=5, words=5))
    begun = begun.advanced(0)
    return written(begun.film, begun, "Kings")


@pytest.mark.parametrize(
    ("data", "step", "not_"),
    [
        (b"2 3\nking 1.5 2 3\nqueen 1 x 3\n", "Fix that line, or load fewer rows", "again"),
        (b"9 73571\n" + bytes(99), "Fix that line", "fewer"),
        (b"2 3\nking " + np.ones(3, "<f4").tobytes() + b"queen ", "load fewer rows", "Fix"),
        (npy(np.zeros((2, 2)))[:60], "", "fewer rows"),
        (b"\x1f\x8b\x08nonsense", "", "fewer rows"),
    ],
)
def test_steps_are_those_that_help_there(data, step, not_):
    with pytest.raises(FileError) as caught:
        read_all(io.BytesIO(data))
    said = worded(caught.value)
    assert step in said and not_ not in said, said
