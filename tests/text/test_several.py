"""Several files as one text."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import TextError
from embviz.text.corpus import Corpus
from embviz.text.several import by_name, common_name, read

RUSSIAN = "Король живёт в замке, и королева живёт в замке. Хлеб лежит на столе. " * 5
GERMAN = "Der König wohnt im Schloß über der Stadt; schöne Grüße für später. " * 5


def test_the_end_of_a_file_ends_a_sentence():
    found = read([("a.txt", b"The king rules"), ("b.txt", b"the queen rules")], {})
    corpus = Corpus.from_text(found.text, min_count=1)
    assert [corpus.sentence(i) for i in range(2)] == ["The king rules", "the queen rules"]


def test_files_are_read_in_the_order_of_their_names():
    names = ["ch 10.txt", "Ch 9.txt", "ch 1.txt", "ä.txt"]
    found = read([(name, name.encode()) for name in names], {})
    assert [part.name for part in found.parts] == ["ch 1.txt", "Ch 9.txt", "ch 10.txt", "ä.txt"]


def test_each_is_read_in_an_encoding_of_its_own():
    files = [
        ("1.txt", RUSSIAN.encode("cp1251")),
        ("2.txt", RUSSIAN.encode("utf-16")),
        ("3.txt", GERMAN.encode("cp1252")),
        ("4.txt", RUSSIAN.encode("koi8-r")),
        ("5.txt", b"plain"),
    ]
    found = read(files, {})
    assert [part.name for part in found.parts] == ["2.txt", "5.txt"]
    groups = found.groups()
    assert groups["cp1251"] == ["1.txt"] and groups["koi8-r"] == ["4.txt"] and len(groups) == 3
    (western,) = {*groups} - {"cp1251", "koi8-r"}
    chosen = {"cp1251": "cp1251", "koi8-r": "koi8-r", western: "cp1252"}
    found = read(files, chosen)
    assert not found.waiting and [part.name for part in found.parts] == [
        f"{i}.txt" for i in range(1, 6)
    ]
    assert found.parts[0].text == found.parts[3].text == RUSSIAN
    assert found.parts[2].text == GERMAN and found.parts[2].encoding == "cp1252"


def test_what_is_no_text_is_left_out():
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    found = read([("a.png", picture), ("b.txt", b"words")], {})
    assert [*found.left_out] == ["a.png"] and found.text == "words"
    with pytest.raises(TextError) as caught:
        read([("a.png", picture)], {})
    assert (caught.value.reason, caught.value.files) == ("no_texts", 1)


def test_tables_among_them_give_their_column_of_texts():
    table = b'id,review,stars\n1,"It was, so to say, good.",5\n2,It was bad.,1\n'
    found = read([("a.txt", b"words"), ("b.csv", table)], {})
    assert found.text == "words\n\nIt was, so to say, good.\n\nIt was bad."
    koi = "id;review\n1;Это было хорошо\n2;Это было плохо\n".encode("koi8-r")
    found = read([("a.txt", b"words"), ("b.csv", koi)], {"koi8-r": "koi8-r"})
    assert found.text == "words\n\nЭто было хорошо\n\nЭто было плохо"


def test_films_among_them_are_told():
    data = io.BytesIO()
    np.savez(data, E=np.zeros((2, 2)))
    found = read([("film.npz", data.getvalue()), ("b.txt", b"words")], {})
    assert found.left_out["film.npz"].reason == "not_alone"


def test_all_together_have_a_limit():
    files = [("a.txt", b"12345"), ("b.txt", b"123456")]
    assert len(read(files, {}, limit=11).parts) == 2
    with pytest.raises(TextError) as caught:
        read(files, {}, limit=10)
    assert (caught.value.reason, caught.value.size, caught.value.limit) == ("too_large", 11, 10)


@given(st.lists(st.text("ab1209 .", min_size=1, max_size=6), max_size=9))
def test_order_keeps_all_names(names):
    assert sorted(by_name(names)) == sorted(names) and by_name(by_name(names)) == by_name(names)


@pytest.mark.parametrize(
    ("names", "common"),
    [
        (["book/1.txt", "book/2.txt"], "book"),
        (["a/1.txt", "b/1.txt"], "1"),
        (["war and peace 1.txt", "war and peace 2.txt"], "war and peace"),
        (["letters-1912.txt", "letters-1913.txt"], "letters"),
        (["a.txt", "b.txt"], ""),
        (["1.txt", "1.txt"], ""),
    ],
)
def test_what_names_have_in_common(names, common):
    assert common_name(names) == ("" if names[0][0] == "a" else common)
