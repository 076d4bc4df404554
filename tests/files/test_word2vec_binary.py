"""Binary files of word2vec."""

import pytest

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
