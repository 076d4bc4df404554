"""Texts and vectors are told from one another by what their rows hold."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.files.evidence import is_doubtful
from embviz.files.read import kind_of_vectors, kind_or_text
from embviz.files.rows.input import Input

TEXTS = {
    "labelled": "The boat was late.\t1\nNice bridge, so high.\t0\nI would cross it again.\t1\n",
    "labelled, one word": "good\t1\nbad\t0\nfine\t1\n",
    "labelled, comma": "The boat was late,1\nNice bridge,0\nI would cross it again,1\n",
    "counts": "the 1203\nof 744\nand 512\n",
    "poem": "A rose has thorns, and so have 2\nThe moon is full, the night is 3\nWe sleep.\n",
    "verses": "In the beginning was the word. 1.1\nThe same was there. 1.2\nAll was made. 1.3\n",
    "scores": "Home team beat the guests 3 4 5 6\nThe guests came back 1 2 3 4\n",
    "Russian": "Лодка опоздала. 1\nМост высок. 0\n",
    "brace": "{{short description|A town}}\nThe '''town''' lies in the 3rd valley.\n",
    "JSON": '{"title": "A town", "text": "It lies in a valley."}\n',
    "JSON list": '["A town", "It lies in a valley."]\n',
    "prices": "Bread 2.50\nMilk 1.20\nButter 3.99\n",
    "numbers above": "10 2\nThere were ten men and two boats on that day.\nThey sailed at dawn.\n",
    "verses at the ends": "In the beginning was the word 1 1\nThe same was there 1 2\n",
    "JSON lines": '{"text": "A town", "label": 1}\n{"text": "A river", "label": 0}\n',
    "TeX": "{\\bf A town} lies\nin a valley. 3\n",
    "prose": "The king rules.\nThe queen rules, too.\n",
}

VECTORS = {
    "two dimensions": "king 0.5 1.5\nqueen 0.25 -1\n",
    "three whole ones": "2 3\nking 1 2 3\nqueen 3 2 1\n",
    "four whole ones": "king 1 2 3 4\nqueen 4 3 2 1\n",
    "a broken row": "3 3\na 1.5 x\nking 0.5 1.5 2\nqueen 0.25 -1 3\n",
    "phrases": "New York 0.1 0.2 0.3 0.4\nLos Angeles 0.2 0.1 0.4 0.3\n",
    "tabs": "king\t0.5\t1.5\t2\t3\nqueen\t0.25\t-1\t2\t0.1\n",
    "numbers": "0.5\t1.5\t0.1\t7\n0.25\t-1\t3\t2\n",
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("times", [1, 300])
def test_texts(tmp_path, name, ends, times):
    (tmp_path / "a.txt").write_bytes((TEXTS[name] * times).replace("\n", ends).encode())
    assert kind_or_text(tmp_path / "a.txt") == ""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("name", VECTORS)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_vectors(tmp_path, name, ends, mark):
    (tmp_path / "a.txt").write_bytes(mark + VECTORS[name].replace("\n", ends).encode())
    assert kind_or_text(tmp_path / "a.txt") != ""


@given(st.integers(2, 8), st.integers(2, 40), st.randoms())
def test_words_with_fractions_are_vectors_and_sentences_with_a_class_are_none(d, rows, rng):
    rng: random.Random
    numbers = [" ".join(f"{rng.gauss(0, 1):.4f}" for _ in range(d)) for _ in range(rows)]
    data = "".join(f"w{i} {row}\n" for i, row in enumerate(numbers)).encode()
    assert not is_doubtful(Input(io.BytesIO(data), most_bytes=2**20), d)
    assert kind_of_vectors(io.BytesIO(data)) == "glove"
    data = "".join(
        f"This is sentence {i} of all. {rng.randrange(3)}\n" for i in range(rows)
    ).encode()
    assert is_doubtful(Input(io.BytesIO(data), most_bytes=2**20), 1)
