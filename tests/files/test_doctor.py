"""What is odd about vectors, against counting by hand."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from embviz.files import doctor
from embviz.files.doctor import examine
from embviz.files.findings import EXAMPLES, LONGEST_EXAMPLE
from embviz.files.read import read_all
from embviz.ui.texts import table
from embviz.vectors.vectors import Vectors


def found(words, matrix):
    return {each.kind: each for each in examine(Vectors(tuple(words), matrix)).findings}


def usual(n=400, d=20, seed=0):
    return np.random.default_rng(seed).standard_normal((n, d)).astype(np.float32)


def names(n):
    return [f"word{i}" for i in range(n)]


def test_ordinary_vectors_have_nothing_odd():
    assert found(names(400), usual()) == {}


def test_zeros_and_odd_lengths():
    matrix = usual()
    matrix[[7, 9]] = 0
    matrix[3] *= 50
    matrix[[5, 6, 8]] *= 0.001
    odd = found(names(400), matrix)
    assert (odd["zeros"].count, odd["zeros"].examples) == (2, ("word7", "word9"))
    assert (odd["long_rows"].count, odd["long_rows"].first) == (1, 4)
    assert (odd["short_rows"].count, odd["short_rows"].first) == (3, 6)
    lengths = examine(Vectors(tuple(names(400)), matrix)).lengths
    true = np.linalg.norm(matrix[matrix.any(axis=1)].astype(float), axis=1)
    assert (lengths.shortest, lengths.median, lengths.longest) == pytest.approx(
        (true.min(), np.median(true), true.max())
    )


@given(
    arrays(
        st.sampled_from(["f2", "f4", "f8"]),
        st.tuples(st.integers(1, 40), st.integers(1, 3)),
        elements=st.sampled_from([-1.0, 0.0, 0.5]),
    )
)
def test_rows_that_are_an_earlier_row_once_more(matrix):
    seen, expected = set(), []
    for i, row in enumerate(map(tuple, matrix.tolist())):
        if row in seen and any(row):
            expected.append(f"word{i}")
        seen.add(row)
    odd = found(names(len(matrix)), matrix).get("equal_rows")
    assert (odd.count if odd else 0) == len(expected)
    assert list(odd.examples if odd else ()) == expected[:EXAMPLES]


def test_equal_rows_are_no_hubs():
    matrix = usual(3000)
    matrix[100:] = matrix[100]
    odd = found(names(3000), matrix)
    assert odd["equal_rows"].count == 2899 and "hubs" not in odd


def test_words_that_differ_by_capitals():
    words = ["king", "King", "KING", "queen", "Paris", "ПАРИЖ", "Париж"]
    odd = found(words, usual(len(words)))["case"]
    assert (odd.count, odd.examples) == (3, ("King", "KING", "Париж"))


def test_hubs_are_counted_as_by_brute_force():
    n = 600
    matrix = usual(n, 200)
    matrix += 0.5
    matrix[40] = matrix.mean(axis=0)  # near to everything
    matrix[17] = 0
    units = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    cosines = units @ units.T
    np.fill_diagonal(cosines, -2)
    cosines[17] = cosines[:, 17] = -2
    times = np.bincount(np.argsort(-cosines[np.arange(n) != 17], axis=1)[:, :10].ravel())
    expected = [f"word{i}" for i in np.argsort(-times, kind="stable") if times[i] > 100]
    odd = found(names(n), matrix)
    assert expected and list(odd["hubs"].examples) == expected[:EXAMPLES]
    assert odd["hubs"].count == len(expected) and expected[0] == "word40"


def test_hubs_are_looked_for_in_a_sample(monkeypatch):
    monkeypatch.setattr(doctor, "SAMPLE", 100)
    one, other = (examine(Vectors(tuple(names(400)), usual())) for _ in range(2))
    assert one == other and one.sample == 100


@pytest.mark.parametrize(
    "matrix", [np.zeros((3, 2)), np.ones((1, 1)), np.ones((2, 1)), np.empty((0, 3))]
)
def test_few_words(matrix):
    examine(Vectors(tuple(names(len(matrix))), matrix))


def test_long_words_are_cut():
    odd = found(["a" * 5000, "A" * 5000], usual(2))["case"]
    assert len(odd.examples[0]) == LONGEST_EXAMPLE


def test_other_kinds_of_numbers():
    for kind in (np.float16, np.float64):
        assert found(names(50), usual(50).astype(kind)) == {}


def test_blocks_do_not_matter(monkeypatch):
    matrix = usual()
    matrix[[7, 9]] = 0
    whole = examine(Vectors(tuple(names(400)), matrix))
    monkeypatch.setattr(doctor, "BLOCK", 64)
    assert examine(Vectors(tuple(names(400)), matrix)) == whole


def test_every_kind_that_is_found_is_worded():
    import re
    from pathlib import Path

    import embviz.files

    folder = Path(embviz.files.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    kinds = set(re.findall(r'(?:tally\.(?:add|differs|took)|note|leave_out)\(\s*"(\w+)"', text))
    kinds |= set(re.findall(r'"(\w+)": (?:np\.flatnonzero|_capitals|_hubs)\(', text))
    kinds |= {"nan", "infinite", "twice", "no_word"}
    assert kinds == set(table("doctor")["findings"])
    reasons = set(re.findall(r'FileError\(\s*"(\w+)"', text))
    assert {f"file_{each}" for each in reasons - {"other_kind"}} <= set(table("errors"))


@pytest.mark.parametrize("size", [1e307, 1e200, 3e38, 1e-200, 1e-300])
def test_huge_and_tiny_numbers_are_examined(size):
    matrix = np.array([[size, 0], [size, size], [0, 0], [size, 0], [size, 2 * size]])
    told = examine(Vectors(("a", "b", "c", "d", "B"), matrix))
    kinds = {each.kind: each.examples for each in told.findings}
    assert kinds == {"zeros": ("c",), "equal_rows": ("d",), "case": ("B",)}
    assert told.lengths.longest == pytest.approx(np.sqrt(5) * size, rel=1e-12)
    assert told.lengths.median == pytest.approx(np.sqrt(2) * size, rel=0.5)


def test_numbers_beyond_single_precision_are_infinite_in_every_format():
    target = io.BytesIO()
    np.save(target, np.array([[1, 2], [1e308, 1], [2, 1], [-1e39, 1]]))
    opened = read_all(target)
    assert opened.vectors.words == ("1", "3")
    assert ("infinite", 2) in [(each.kind, each.count) for each in opened.findings]
    opened = read_all(io.BytesIO(b"a 1 2\nb 1e308 1\nc 2 1\nd -1e39 1\n"))
    assert opened.vectors.words == ("a", "c")
