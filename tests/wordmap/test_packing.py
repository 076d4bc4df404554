import struct
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embviz.projections.picture import Picture
from embviz.wordmap.message import (
    Beginning,
    ColourGroups,
    Column,
    Ends,
    FilmFacts,
    Layer,
    Message,
    Narrow,
    NeighbourList,
    NeighbourTable,
    Previous,
    Stretch,
    Suggestions,
)
from embviz.wordmap.packing import SCALE, TOP, encode
from tests.wordmap import strategies
from tests.wordmap.decoding import decode

HALF_STEP = SCALE / TOP * 1.01
SIZES = st.integers(1, 12)


def told(n: int, pictures=(), first=0, **said: object) -> bytes:
    """A message about a film of n words."""
    return encode(Message(FilmFacts("r", n), Stretch(pictures, first), **said))


def header_of(n: int, pictures=(), first=0, **said: object) -> dict[str, object]:
    """The header of such a message."""
    return dict(decode(told(n, pictures, first, **said)).header)


def picture(xy: object, **facts: float) -> Picture:
    xy = np.asarray(xy, dtype=np.float32)
    n = len(xy)
    values = {"epoch": 1.0, "loss": 2.0, "trust": 3.0, **facts}
    ids, cosines = np.zeros((n, 1), np.int32), np.ones((n, 1), np.float32)
    return Picture(xy=xy, neighbours=ids, cosines=cosines, **values)


def test_how_sure_words_are_comes_with_what_it_is_compared_to():
    sure = Layer("sure", 0, np.array([[-1.0, 0.0, 10.0]]), -1.0, 10.0, runs=7, chance=2.5)
    header = header_of(3, layers=[sure, replace(sure, name="trust", runs=None)])
    assert [each.get("runs") for each in header["layers"]] == [7, None]
    assert [each.get("chance") for each in header["layers"]] == [2.5, None]
    facts = FilmFacts("r", 3, sure=7)
    begun = Message(facts, beginning=Beginning(words=("a", "b", "c"), pale=False))
    assert {"sure": 7, "pale": False}.items() <= decode(encode(begun)).header.items()
    assert not {"sure", "pale"} & header.keys()


@settings(deadline=None)
@given(st.data(), SIZES)
def test_pictures_come_back_up_to_rounding(data, n):
    dims = data.draw(st.sampled_from([2, 3]))
    sent = data.draw(st.lists(strategies.pictures(n, dims=dims), max_size=4))
    message = decode(told(n, sent, first=7))
    assert message.header.get("dims", 2) == (dims if sent else 2)
    assert message.header["first"] == 7
    assert message.header["frames"] == len(sent) == len(message.xy)
    for i, each in enumerate(sent):
        assert message.epochs[i] == np.float32(each.epoch)
        np.testing.assert_equal(message.losses[i], np.float32(each.loss))
        assert message.trusts[i] == np.float32(each.trust)
        np.testing.assert_allclose(message.xy[i], each.xy, rtol=0, atol=HALF_STEP)


@settings(deadline=None)
@given(st.data(), SIZES)
def test_lists_come_back_up_to_rounding(data, n):
    sent = data.draw(st.lists(strategies.lists(n), max_size=3))
    pictures = data.draw(st.lists(strategies.pictures(n), max_size=2))
    message = decode(told(n, pictures, lists=sent))
    assert len(message.lists) == len(sent)
    for came, went in zip(message.lists, sent, strict=True):
        assert (came.word, came.first) == (went.word, went.first)
        np.testing.assert_array_equal(came.ids, went.ids)
        np.testing.assert_allclose(came.cosines, went.cosines, rtol=0, atol=1 / TOP)


@settings(deadline=None)
@given(st.data(), SIZES)
def test_layers_and_tables_come_back_up_to_rounding(data, n):
    sent = data.draw(st.lists(strategies.layers(n), max_size=3))
    table = data.draw(strategies.tables(n))
    list_ = data.draw(strategies.lists(n))
    message = decode(told(n, layers=sent, table=table, lists=[list_]))
    assert len(message.layers) == len(sent)
    for came, went in zip(message.layers, sent, strict=True):
        facts = (went.name, went.first, went.low, went.high)
        assert (came.name, came.first, came.low, came.high) == facts
        half = (went.high - went.low) / 255 * 0.51
        np.testing.assert_allclose(came.values, went.values, rtol=0, atol=half + 1e-6)
    assert message.table is not None
    assert message.table.frame == table.frame
    np.testing.assert_array_equal(message.table.ids, table.ids)
    np.testing.assert_allclose(message.table.cosines, table.cosines, rtol=0, atol=1 / TOP)


@given(st.text(min_size=1), st.lists(strategies.WORDS, max_size=5), st.integers(0, 9))
def test_what_is_said_once_comes_back(text, words, more):
    found = [(word, i - 1, 7) for i, word in enumerate(words)]
    header = header_of(
        2,
        beginning=Beginning(
            words=["a", "b"],
            dims=3,
            counts=np.array([9, 4]),
            isolated=2,
            colour="trust",
            lists_most=5,
        ),
        command=(1, "seek", 2.5),
        previous=Previous(text, [0, 0.5], [float("nan"), 1.25]),
        suggestions=Suggestions(text, found, more),
        narrow=Narrow(text, "train", True),
        address=text,
    )
    assert header["dims"] == 3
    assert header["counts"] == [9, 4]
    assert (header["isolated"], header["colour"], header["lists_most"]) == (2, "trust", 5)
    assert header["command"] == {"id": 1, "do": "seek", "epoch": 2.5}
    assert header["previous"] == {"label": text, "epochs": [0, 0.5], "losses": [None, 1.25]}
    listed = [list(each) for each in found]
    assert header["suggestions"] == {"text": text, "words": listed, "more": more, "spelled": False}
    assert header["narrow"] == {"label": text, "press": "train", "primary": True}
    assert header["address"] == text


def test_what_is_empty_is_taken_away():
    header = header_of(1, previous=Previous(""), narrow=Narrow(""))
    assert (header["previous"], header["narrow"]) == ({}, {})


@settings(deadline=None)
@given(st.data(), SIZES)
def test_headers_come_back_whatever_the_words_are(data, n):
    words = data.draw(st.lists(strategies.WORDS, min_size=n, max_size=n))
    groups = data.draw(strategies.groups(n))
    sent = Message(
        FilmFacts("абв", n, total=120, epochs=20.0),
        beginning=Beginning(words=words, groups=groups, texts={"play": "Пуск"}, selected=[0]),
        title="",
        command=(3, "play"),
        final={0: [("слово", 0.5)]},
    )
    header = decode(encode(sent)).header
    assert header["words"] == words
    assert header["groups"] == asdict(groups) | {"families": []}
    assert header["texts"] == {"play": "Пуск"}
    assert header["title"] == ""
    assert header["command"] == {"id": 3, "do": "play"}
    assert header["final"] == {"0": [["слово", 0.5]]}
    assert (header["total"], header["epochs"], header["scale"]) == (120, 20.0, SCALE)


@settings(deadline=None)
@given(st.integers(1, 40), st.text(max_size=9))
def test_everything_is_aligned_to_four_bytes(n, run):
    packed = encode(Message(FilmFacts(run, n), Stretch([picture(np.zeros((n, 2)))])))
    (length,) = struct.unpack_from("<I", packed)
    assert length % 4 == 0
    assert len(packed) == 4 + length + 12 + 4 * n


@settings(deadline=None)
@given(st.data(), SIZES)
def test_positions_outside_the_scale_stop_at_its_edge(data, n):
    sent = data.draw(strategies.pictures(n, reach=1e6))
    came = decode(told(n, [sent])).xy[0]
    np.testing.assert_allclose(came, np.clip(sent.xy, -SCALE, SCALE), rtol=0, atol=HALF_STEP)


def test_a_frame_of_a_thousand_words_takes_four_thousand_bytes():
    xy = np.random.default_rng([1, 2, 3, 4]).normal(size=(1000, 2))
    one = [picture(xy)]
    poll = encode(Message(FilmFacts("0123456789abcdef", 1000, "running"), Stretch(one, 9)))
    assert len(poll) < 4012 + 120


@pytest.mark.parametrize("dims, size", [(2, 4012), (3, 6012)])
def test_another_frame_costs_its_positions_and_three_numbers(dims, size):
    one = [picture(np.zeros((1000, dims)))]
    poll = told(1000, one * 10, first=10)
    assert len(told(1000, one * 11, first=10)) - len(poll) == size


def test_jumps_are_told_by_the_numbers_of_their_frames():
    drawn = [replace(picture(np.zeros((2, 2))), jump=i in (1, 3)) for i in range(4)]
    assert header_of(2, drawn, first=7)["jumps"] == [8, 10]


def test_what_components_hold_is_told_of_every_frame():
    drawn = [replace(picture(np.zeros((2, 2))), explained=(0.12345, i / 10)) for i in range(2)]
    header = header_of(2, drawn, beginning=Beginning(words=["a", "b"], components=(3, 1)))
    assert header["explained"] == [[0.123, 0.0], [0.123, 0.1]]
    assert header["components"] == [3, 1]


def test_axes_are_told_with_what_is_known_of_them():
    axes = Ends((("he",), ("she", "her")), (("poor",), ("rich",)))
    ends = {"x": [["he"], ["she", "her"]], "y": [["poor"], ["rich"]]}
    header = header_of(2, axes=axes)
    assert header["axes"] == {**ends, "spread": [None, None], "angle": None}
    known = replace(axes, spread=(0.12345, 0.5), angle=np.float64(61.234))
    header = header_of(2, axes=known)
    assert header["axes"] == {**ends, "spread": [0.1235, 0.5], "angle": 61.0}


def test_as_before_is_said_by_saying_nothing():
    header = header_of(3)
    assert set(header) == {"v", "run", "n", "first", "frames", "status"}


def test_a_list_is_collected_from_pictures():
    frames = [
        Picture(
            epoch=0.0,
            loss=0.0,
            trust=0.0,
            xy=np.zeros((3, 2), np.float32),
            neighbours=np.array([[1, 2], [2, 0], [0, 1]], np.int32) if i else np.zeros((3, 2), int),
            cosines=np.full((3, 2), i / 2, np.float32),
        )
        for i in range(2)
    ]
    collected = NeighbourList.of(1, frames, first=4)
    assert (collected.word, collected.first) == (1, 4)
    np.testing.assert_array_equal(collected.ids, [[0, 0], [2, 0]])
    np.testing.assert_array_equal(collected.cosines, [[0, 0], [0.5, 0.5]])


@pytest.mark.parametrize("n", [0, TOP + 1])
def test_the_number_of_words_must_fit_16_bits(n):
    with pytest.raises(ValueError, match=str(n)):
        told(n)


def test_arrays_must_fit_the_number_of_words():
    with pytest.raises(ValueError, match="shape"):
        told(3, [picture(np.zeros((2, 2)))])


def test_positions_must_be_numbers():
    with pytest.raises(ValueError, match="finite"):
        told(1, [picture([[np.nan, 0]])])


def test_layers_and_tables_must_fit_the_number_of_words():
    with pytest.raises(ValueError, match="layer 'norm'"):
        told(3, layers=[Layer("norm", 0, np.zeros((2, 2)), 0, 1)])
    with pytest.raises(ValueError, match="finite"):
        told(1, layers=[Layer("norm", 0, np.full((1, 1), np.inf), 0, 1)])
    with pytest.raises(ValueError, match="rows"):
        told(3, table=NeighbourTable(0, np.zeros((2, 1), np.int32), np.zeros((2, 1))))


@pytest.mark.parametrize("neighbour", [-1, 3, 70_000])
def test_neighbours_must_be_on_the_map(neighbour):
    row = NeighbourList(0, 0, np.array([[neighbour]], np.int64), np.ones((1, 1), np.float32))
    with pytest.raises(ValueError, match="word 0"):
        told(3, lists=[row])


def test_ids_and_cosines_belong_together():
    row = NeighbourList(0, 0, np.zeros((2, 2), np.int32), np.ones((2, 3), np.float32))
    with pytest.raises(ValueError, match="differ"):
        told(3, lists=[row])


def test_the_same_film_gives_the_same_bytes():
    frames = [picture([[0.25, -0.5], [1.5, 2.0]])]
    assert told(2, frames) == told(2, frames)


def test_a_still_says_that_it_is_one_and_has_one_frame():
    one, many = [picture([[0.0, 0.0]], epoch=0.0, loss=float("nan"))], [picture([[0.0, 0.0]])] * 2
    still = Beginning(words=["a"], still=True)
    message = decode(told(1, one, beginning=still))
    assert message.header["still"] is True
    assert "counts" not in message.header
    assert np.isnan(message.losses[0])
    with pytest.raises(ValueError, match="a still has one frame, not 2"):
        told(1, many, beginning=still)
    with pytest.raises(ValueError, match="not 2"):
        told(1, one, first=1, beginning=still)
    header = header_of(1, many, beginning=replace(still, still=False))
    assert not {"still", "column"} & header.keys()


def test_a_column_is_named_as_the_file_does():
    named = Column("<b>year", numeric=True)
    header = header_of(1, beginning=Beginning(words=["a"], column=named))
    assert (header["column"]["name"], header["column"]["numeric"]) == ("<b>year", True)
    header = header_of(1, beginning=Beginning(words=["a"], column=Column("kind")))
    assert header["column"]["numeric"] is False


def test_clusters_come_when_they_are_found_and_may_turn_out_to_be_none():
    groups = ColourGroups(["a, b"], [0], [0], [0, -1])
    assert "groups" not in header_of(2)
    assert header_of(2, groups=groups)["groups"]["of"] == [0, -1]
    none = header_of(2, groups=ColourGroups([], [], [], [-1, -1]))["groups"]
    assert none["names"] == []


def test_a_suggestion_need_not_say_how_often_its_word_occurs():
    found = Suggestions("a", [("ab", -1, None)])
    header = header_of(1, suggestions=found)
    assert header["suggestions"]["words"] == [["ab", -1, None]]


@given(st.lists(st.tuples(*[st.floats(0, 1) | st.just(float("nan"))] * 2), max_size=4))
def test_scores_come_back_with_their_frames(scores):
    frames = [picture([[0.0, 0.0]])] * len(scores)
    header = decode(encode(Message(FilmFacts("r", 1), Stretch(frames, 3, scores)))).header
    came = [[np.nan if x is None else x for x in each] for each in header.get("scores", [])]
    np.testing.assert_allclose(came, [list(each) for each in scores], rtol=0, atol=5.1e-4)
    assert ("scores" in header) == bool(scores)


def test_each_frame_has_scores_or_none_has():
    frames = [picture([[0.0, 0.0]])] * 2
    with pytest.raises(ValueError, match="2 frames have 1 scores"):
        encode(Message(FilmFacts("r", 1), Stretch(frames, 0, [(0.5, 0.5)])))


def test_chance_is_told_where_it_is_known():
    assert header_of(1, beginning=Beginning(words=["a"], chance=2 / 3))["chance"] == 0.667
    assert "chance" not in header_of(1, beginning=Beginning(words=["a"]))


def test_a_layer_says_that_its_unit_is_none():
    layer = Layer("moved", 0, np.ones((1, 1), np.float32), 0, 1, absolute=True)
    relative = replace(layer, absolute=False)
    told_of = [each["absolute"] for each in header_of(1, layers=[layer, relative])["layers"]]
    assert told_of == [True, False]
