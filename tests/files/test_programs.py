"""The programs that take E along are run, and their numbers are embviz's own."""

import ast
import os
import re
import subprocess
import sys
from ast import literal_eval
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

import embviz as ev
from embviz.files.programs import FORMAT, PROGRAMS, program
from embviz.text.tokens import tokenize

BACKENDS = [name for name in ("torch", "tensorflow", "jax") if find_spec(name)]
NEEDED = {
    "pytorch": find_spec("torch") is not None,
    "keras": find_spec("keras") is not None and BACKENDS != [],
    "scikit_learn": True,
}
"""Whether a program can run here."""

RUNNING = [
    pytest.param(kind, marks=pytest.mark.skipif(not there, reason=f"without {kind}"))
    for kind, there in NEEDED.items()
]

SENTENCES = [
    ("The KING rules: the queen’s bread is on the table!", "court"),
    ("A man and a woman -- in there", "people"),
    ("queen", "court"),
    ("Zyzzyva, 'twas quixotry", "people"),
]
"""Long and short, with words that the sample does not have, one with nothing else."""

WEIGHTS = {
    "pytorch": "model.embedding.weight.detach().numpy()",
    "keras": "embedding.get_weights()[0]",
    "scikit_learn": "E",
}
"""How E is called in each after training."""


def trained():
    model = ev.SkipGram(dimension=12, epochs=2)
    return ev.train(model, ev.sample("tiny"), progress=False).vectors()


TRAINED = trained()


def own_means(vectors, sentences):
    """Means of rows by embviz: zeros where no word is known."""
    rows = [[vectors[w] for w in tokenize(text) if w in vectors] for text, _ in sentences]
    return np.array([np.mean(r, axis=0) if r else np.zeros(vectors.matrix.shape[1]) for r in rows])


def ran(kind, vectors, folder, *, sentences=SENTENCES, frozen=False):
    """What a program prints: the shape and sums of means, classes; then, (V + 2, d), its E."""
    ev.save(vectors, folder / "E.npz", format=FORMAT)
    text = program(kind, file="E.npz", sentences=sentences, frozen=frozen)
    after = f"\nnp.save('after.npy', {WEIGHTS[kind]})\n"
    (folder / "program.py").write_text(text + after, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "program.py"],
        cwd=folder,
        env=os.environ | {"KERAS_BACKEND": next(iter(BACKENDS), "")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    numbers, classes = done.stdout.splitlines()
    shape, sums = re.fullmatch(r"(\(.+?\)) (\[.+\])", numbers).groups()
    return (
        literal_eval(shape),
        literal_eval(sums),
        literal_eval(classes),
        np.load(folder / "after.npy"),
    )


@pytest.mark.parametrize("kind", RUNNING)
def test_means_are_those_of_embviz(kind, tmp_path):
    shape, sums, classes, after = ran(kind, TRAINED, tmp_path)
    means = own_means(TRAINED, SENTENCES)
    labels = [label for _, label in SENTENCES]
    assert shape == means.shape
    assert sums == pytest.approx(means.sum(axis=1), abs=1e-5)
    assert sums[-1] == 0 and all(sums[:-1])
    if kind == "scikit_learn":
        assert classes == LogisticRegression().fit(means, labels).predict(means).tolist()
        assert np.array_equal(after[2:], TRAINED.matrix)
        return
    assert classes == labels
    known = {w for text, _ in SENTENCES for w in tokenize(text)}
    moved = [w for i, w in enumerate(TRAINED.words) if (after[i + 2] != TRAINED.matrix[i]).any()]
    assert set(moved) == known & set(TRAINED.words)
    assert not after[0].any() and after[1].any()


@pytest.mark.parametrize("kind", RUNNING[:2])
def test_frozen_rows_stay(kind, tmp_path):
    *_, after = ran(kind, TRAINED, tmp_path, frozen=True)
    assert not after[:2].any() and np.array_equal(after[2:], TRAINED.matrix)


texts = st.text(max_size=30)
labelled = st.lists(st.tuples(texts, texts), min_size=2, max_size=4).filter(
    lambda pairs: len({label for _, label in pairs}) > 1
)


@pytest.mark.parametrize("kind", PROGRAMS)
@given(file=texts, sentences=labelled)
@example(file="a'$file\".npz", sentences=[('"', "$labelled\n"), ("it's \\", "\ud800'\"")])
def test_what_is_filled_in_comes_back(kind, file, sentences):
    text = program(kind, file=file, sentences=sentences)
    compile(text, kind, "exec")
    found = {
        ast.unparse(node.targets[0]): node.value
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign)
    }
    assert literal_eval(found["labelled"]) == sentences
    assert literal_eval(found["parts"].args[0]) == file


class EveryWord(dict):
    """A dictionary in which each word has itself as its row."""

    def __contains__(self, word):
        return True

    def __missing__(self, word):
        return word


LETTERS = "abzABZßéÉ" + "абёйАБЁЙ" + "0189"
plain = st.text(st.sampled_from(LETTERS + "''’--__ .,:;!?\"“”()\n"), max_size=40)


@pytest.mark.parametrize("lowercase", [True, False])
@given(text=plain)
@example(text="The king’s mother-in-law said: “Naïve!” -- 3 times. 'Tis rock-'n'-roll_")
def test_words_are_cut_as_embviz_cuts_them(lowercase, text):
    written = program("scikit_learn", file="E.npz", sentences=SENTENCES, lowercase=lowercase)
    (rows,) = (
        node
        for node in ast.parse(written).body
        if isinstance(node, ast.FunctionDef) and node.name == "rows"
    )
    names = {"re": re, "row": EveryWord()}
    exec(compile(ast.Module([rows], []), "rows", "exec"), names)
    assert names["rows"](text) == (tokenize(text, lowercase=lowercase) or [1])


def test_what_cannot_be_written_is_said():
    with pytest.raises(ValueError, match="pytorch, keras"):
        program("torch", file="E.npz", sentences=SENTENCES)
    with pytest.raises(ValueError, match="one class"):
        program("keras", file="E.npz", sentences=SENTENCES[:1])
