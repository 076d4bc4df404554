"""Coordinates and trust as CSV, which a spreadsheet must not run."""

import csv
import io
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.charts.csv_tables import changes_csv, positions_csv
from embviz.measures.movement import Change
from embviz.projections.picture import Picture
from embviz.training.film import Along
from embviz.util.cells import FORMULA, safe

DANGEROUS = ["=", "+", "-", "@", "\t", "\r"]
WORDS = st.lists(
    st.tuples(st.sampled_from(["", *DANGEROUS]), st.text(max_size=8)).map("".join),
    min_size=1,
    max_size=5,
)


@st.composite
def films(draw):
    words = draw(WORDS)
    n, dims = len(words), draw(st.sampled_from([2, 3]))
    rng = np.random.default_rng([3, draw(st.integers(0, 1000)), n, dims])
    k = min(10, n - 1)
    counted = draw(st.booleans())
    pictures = [
        Picture(
            epoch=float(rng.uniform(0, 20)),
            loss=math.nan,
            trust=math.nan,
            xy=rng.uniform(-2, 2, (n, dims)).astype(np.float32),
            neighbours=rng.integers(0, n, (n, k)).astype(np.int32),
            cosines=rng.uniform(-1, 1, (n, k)).astype(np.float32),
            kept=rng.integers(0, k + 1, n if counted else 0).astype(np.uint8),
        )
        for _ in range(draw(st.integers(1, 3)))
    ]
    return words, rng.integers(1, 10**9, n).tolist(), pictures


def read(data):
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@given(films())
def test_what_is_written_is_read_again(film):
    words, counts, pictures = film
    rows = read(positions_csv(words, counts, pictures))
    assert len(rows) == len(words) * len(pictures)
    for at, row in enumerate(rows):
        frame, word = divmod(at, len(words))
        picture = pictures[frame]
        assert row["word"] == safe(words[word])
        assert row["word"].removeprefix("'") == words[word].removeprefix("'")
        assert (int(row["count"]), int(row["frame"])) == (counts[word], frame + 1)
        assert float(row["epoch"]) == pytest.approx(picture.epoch, abs=1e-6)
        place = [float(row[axis]) for axis in "xyz"[: picture.xy.shape[1]]]
        np.testing.assert_allclose(place, picture.xy[word], rtol=0, atol=6e-7)
        if len(picture.kept) and len(words) > 1:
            share = picture.kept[word] / picture.neighbours.shape[1]
            assert float(row["trust"]) == pytest.approx(10 * share, abs=0.006)
        else:
            assert row["trust"] == ""


@given(films(), st.lists(st.text(min_size=1, max_size=5), min_size=3, max_size=3, unique=True))
def test_a_film_of_periods_has_them_in_the_place_of_epochs(film, values):
    words, counts, pictures = film
    along = Along("period", tuple(values[: len(pictures)]))
    rows = read(positions_csv(words, counts, pictures, along=along))
    found = [row["period"] for row in rows[:: len(words)]]
    assert found == [safe(value) for value in along.values] and "epoch" not in rows[0]


@given(films())
def test_no_cell_is_a_formula(film):
    for row in read(positions_csv(*film)):
        for cell in row.values():
            try:
                float(cell)
            except ValueError:
                assert not cell.startswith(FORMULA)


@given(films(), st.sampled_from([";", "\t", "|"]))
def test_other_separators_find_no_other_cells_in_words(film, separator):
    words, counts, pictures = film
    text = positions_csv(words, counts, pictures, last_only=True).decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    assert [len(row) for row in rows] == [1] * (1 + len(words))


@pytest.mark.parametrize("start", [*DANGEROUS, "\n", "\0", "＝", "＋", "－", "＠"])
def test_a_dangerous_word_gets_an_apostrophe(start):
    word = f'{start}HYPERLINK("http://x","y")'
    assert safe(word) == f"'{word}"


def test_negative_coordinates_stay_numbers():
    xy = np.array([[-0.5, -1.25]], dtype=np.float32)
    none = np.zeros((1, 0), np.int32), np.zeros((1, 0), np.float32)
    data = positions_csv(["-a"], [3], [Picture(0.5, 1.0, 2.0, xy, *none)])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").split("\r\n") == [
        '"word","count","frame","epoch","x","y","trust"',
        '"\'-a",3,1,0.5,-0.5,-1.25,""',
        "",
    ]


@given(films())
def test_the_last_frame_alone_is_the_end_of_all_of_them(film):
    words, counts, pictures = film
    alone = read(positions_csv(words, counts, pictures, last_only=True))
    assert alone == read(positions_csv(words, counts, pictures))[-len(words) :]


def test_no_pictures_give_the_names_of_the_columns_alone():
    assert read(positions_csv(["a"], [1], [])) == []


def test_words_counts_and_positions_must_be_as_many():
    xy, none = np.zeros((2, 2), np.float32), np.zeros((2, 0), np.int32)
    picture = Picture(0.0, 1.0, 2.0, xy, none, none.astype(np.float32))
    with pytest.raises(ValueError, match="2 words, but 1 counts"):
        positions_csv(["a", "b"], [1], [picture])
    with pytest.raises(ValueError, match="1 words, but 2 positions"):
        positions_csv(["a"], [1], [picture])


@given(WORDS, st.randoms())
def test_what_changed_is_no_formula_either(words, random):
    ids = list(range(len(words)))
    changes = [Change(i, tuple(random.sample(ids, 1)), tuple(random.sample(ids, 1))) for i in ids]
    rows = read(changes_csv(words, changes))
    assert [row["word"] for row in rows] == [safe(word) for word in words]
    for row, change in zip(rows, changes, strict=True):
        assert row["changed"] == "1"
        assert row["gained"] == safe(words[change.gained[0]])
        assert row["lost"] == safe(words[change.lost[0]])
