"""Binary files of word2vec."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.files.kinds import word2vec_binary
from tests.files.vector_files import ROWS, binary, kinds, opened, refused, same, zipped


@pytest.mark.parametrize("ends", [b"", b"\n"])
@pytest.mark.parametrize("form", [bytes, zipped])
@pytest.mark.parametrize("chunk", [1, 5, 2**20])
def test_a_sound_file(monkeypatch, ends, form, chunk):
    monkeypatch.setattr(word2vec_binary, "CHUNK", chunk)
    found = same(opened(form(binary(ends=ends))))
    assert found.findings == () and found.format == "word2vec_binary"


def test_what_can_be_repaired_is_repaired_and_counted():
    nan, inf = float("nan"), float("inf")
    rows = [
        ("a", (nan, 1, 2)),
        ("king", (7, 8, 9)),
        ("кор".encode()[:-1], (1, 2, 3)),
        ("", (1,) * 3),
    ]
    data = binary({**ROWS, "b": (inf, 0, 0)})[4:]
    more = b"".join(
        (w if isinstance(w, bytes) else w.encode()) + b" " + binary({"": x})[5:] for w, x in rows
    )
    found = opened(b"7 3\n" + data + more)
    assert kinds(found) == {
        "infinite": 1, "nan": 1, "twice": 1, "broken_character": 1, "no_word": 1
    }  # fmt: skip
    assert found.vectors.words == ("king", "queen", "ко\ufffd")
    assert {each.kind: each.first for each in found.findings}["twice"] == 5


@pytest.mark.parametrize("length", range(4, len(binary())))
def test_every_truncation_is_told(length):
    assert refused(binary()[:length]).reason in ("cut_off", "no_rows", "bad_row")


def test_a_header_that_claims_too_much_is_told_at_once():
    error = refused(binary(claimed=10**9), "cut_off")
    assert "13,000,000,000" in error.expected
    refused(zipped(binary(claimed=10**9)), "cut_off")
    refused(b"1000000000000 300\nabc", "cut_off")
    refused(b"5 1000000000\n\x00 \x01", "bad_row")


def test_rows_after_the_last_are_told():
    assert kinds(same(opened(binary(claimed=1)), {"king": ROWS["king"]})) == {"more_bytes": 1}
    same(opened(binary(ends=b"\n") + b"\n"))


def test_another_dimension_than_claimed_is_told():
    rows = {f"w{i}": (0.5, 0.25, 2.0) for i in range(50)}
    for d in (2, 4):
        error = refused(binary(rows, d=d).replace(b"50 3", b"50 %d" % d))
        assert error.reason in ("bad_row", "cut_off")


def test_limit_stops_before_what_is_broken():
    same(opened(binary()[:-2], limit=1), {"king": ROWS["king"]})
    same(opened(binary(claimed=10**9), limit=2))


@pytest.mark.parametrize("word", ["a" * 4096, "=1+1", "<b>", "שלום", "👩‍👩‍👧", "no\u00a0break"])
def test_any_word_is_read_as_it_stands(word):
    same(opened(binary({**ROWS, word: (1, 2, 3)})), {**ROWS, word: (1, 2, 3)})


def test_a_word_of_a_megabyte_is_refused():
    for rows in ({**ROWS, "a" * 2**20: (1, 2, 3)}, {"a" * 5000: (1, 2, 3)}):
        assert refused(binary(rows), "bad_row").row == len(rows)


# ---- words with blanks


def phrases(words, d, seed, ends):
    rng = np.random.default_rng(seed)
    rows = {word: tuple(rng.standard_normal(d).astype(np.float32)) for word in words}
    return rows, binary(rows, d=d, ends=ends)


LETTERS = st.text(st.sampled_from("abcЖéß日本 ́-'"), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None)
@given(
    words=st.lists(
        LETTERS.filter(lambda w: w and w == w.strip()), min_size=1, max_size=12, unique=True
    ),
    d=st.integers(4, 9),
    seed=st.integers(0, 99),
    ends=st.sampled_from([b"", b"\n"]),
    gzipped=st.booleans(),
)
def test_words_with_blanks_are_one_word(words, d, seed, ends, gzipped):
    rows, data = phrases(words, d, seed, ends)
    found = same(opened(zipped(data) if gzipped else data), rows)
    blanks = sum(" " in word for word in words)
    assert kinds(found) == ({"blank_in_word": blanks} if blanks else {})
    if blanks:
        first = next(i for i, word in enumerate(words) if " " in word) + 1
        assert found.findings[0].first == first


@pytest.mark.parametrize("chunk", [1, 64, 2**20])
@pytest.mark.parametrize("limit", [None, 2, 3])
def test_phrases_over_the_ends_of_pieces(monkeypatch, chunk, limit):
    monkeypatch.setattr(word2vec_binary, "CHUNK", chunk)
    monkeypatch.setattr(word2vec_binary, "_AHEAD", 60)
    rows, data = phrases(["the", "New York", "a b c d", "house", "São Paulo"], 6, 1, b"")
    found = same(opened(data, limit=limit), dict(list(rows.items())[:limit]))
    assert kinds(found)["blank_in_word"] == {None: 3, 2: 1, 3: 2}[limit]


def test_a_phrase_before_a_broken_word_does_no_harm():
    rows, _ = phrases(["a", "b", "c"], 5, 2, b"")
    rows = {"a": rows["a"], "кор".encode()[:-1]: rows["b"], "c": rows["c"]}
    found = opened(binary(rows, d=5))
    assert kinds(found) == {"broken_character": 1} and found.vectors.words[2] == "c"


def test_many_phrases_take_no_longer():
    rows, data = phrases([f"w{i} x{i % 7}" for i in range(20_000)], 20, 3, b"\n")
    began = time.process_time()
    same(opened(data), rows)
    assert time.process_time() - began < 5
