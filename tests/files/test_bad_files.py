"""Everything that a file may get wrong, by accident or on purpose: only `FileError` comes of it."""

import io
import json
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embviz
from embviz.errors import FileError
from embviz.files import load
from embviz.training.film import Along, Film, Recipe, Snapshot
from embviz.ui.texts import table
from tests.equality import same_film
from tests.files.making import (
    MOST,
    npy,
    parts,
    read,
    refused,
    with_about,
    with_part,
    written,
    zipped,
)

# ---- files that are something else


def test_other_files_are_no_films(data, tmp_path):
    foreign = io.BytesIO()
    np.savez(foreign, x=np.arange(3))
    for other in (b"", b"PK", b"hello, world" * 10, foreign.getvalue(), zipped({"a": b""})):
        assert refused(other).reason == "not_a_film"
    assert refused(with_about(data, lambda about: about.update(format="x"))).reason == "not_a_film"
    with pytest.raises(FileError, match="folder") as caught:
        load(tmp_path)
    assert caught.value.reason == "folder" and caught.value.path == str(tmp_path)
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "nothing.npz")


def test_an_error_names_the_file(tmp_path, data):
    (tmp_path / "cut.npz").write_bytes(data[:-1])
    with pytest.raises(FileError, match=r"cut\.npz") as caught:
        load(tmp_path / "cut.npz")
    assert caught.value.path.endswith("cut.npz") and caught.value.reason == "truncated"


def test_a_later_layout_is_told(data):
    error = refused(with_about(zipped(parts(data) | {"new": b""}), lambda a: a.update(version=3)))
    assert (error.reason, error.found, error.known) == ("other_version", 3, 2)


def _by_dimension(change):
    """A sound film over d, and what becomes of what it says it goes along."""
    one = Snapshot(0.0, 1.0, {"E": np.eye(2, dtype=np.float16)})
    last = Snapshot(1.0, 1.0, {"E": np.eye(2, dtype=np.float32)})
    recipe = Recipe(along=Along("dimension", ("2", "5")))
    film = Film((one, last), ("a", "b"), None, np.arange(2, dtype=np.int32), recipe)
    return with_about(written(film), lambda about: change(about["recipe"]["along"]))


@pytest.mark.parametrize(
    "change",
    [
        lambda along: along.update(name="a b"),
        lambda along: along.update(name=""),
        lambda along: along.pop("values"),
        lambda along: along.update(values=["2"]),
        lambda along: along.update(values=["2", "2"]),
        lambda along: along.update(values=["2", "5", "9"]),
        lambda along: along.update(values=["2", ""]),
        lambda along: along.update(values=["2", 5]),
        lambda along: along.update(values=["2", "x" * 10_000]),
    ],
)
def test_what_a_film_goes_along_is_not_believed(change):
    assert read(_by_dimension(lambda along: None)).film.recipe.along.values == ("2", "5")
    error = refused(_by_dimension(change))
    assert error.reason == "damaged" and error.member.startswith("about.recipe.along")


def test_a_film_of_finished_models_counts_its_frames(data):
    error = refused(with_part(_by_dimension(lambda _: None), "epochs", np.array([0.0, 2.0])))
    assert (error.reason, error.member) == ("damaged", "epochs")
    along = {"name": "dimension", "values": ["2", "5"]}
    whole = with_about(data, lambda about: about["recipe"].update(along=along))
    assert read(whole).film.recipe.along is None, "films of runs have epochs"


def _another_corpus(about):
    about["recipe"]["corpus"] = "0" * 16


def _another_run(about):
    about["recipe"]["run"] = "0" * 16


def _other_settings(about):
    about["recipe"]["settings"]["warmth"] = 5
    del about["recipe"]["settings"]["epochs"]


def _other_blocks(about):
    about["checkpoint"]["position"]["block"] = 7


@pytest.mark.parametrize("other", [_another_corpus, _another_run, _other_settings, _other_blocks])
def test_a_film_of_another_version_can_be_looked_at(data, checkpoint, other):
    assert refused(with_about(data, other)).reason == "damaged"

    def older(about):
        about["embviz"] = "0.0.1"
        other(about)

    saved = read(with_about(data, older))
    assert np.array_equal(saved.film[1].E, checkpoint.film[1].E) and saved.checkpoint is None
    with pytest.raises(FileError, match=r"0\.0\.1") as caught:
        saved.going_on()
    error = caught.value
    assert error.reason == "other_reading" and error.known == embviz.__version__
    assert "0.0.1" in table("errors")["file_other_reading"].format(**error.facts)


# ---- damaged files


def test_every_truncation_is_told(data):
    for length in range(len(data)):
        assert refused(data[:length]).reason in ("not_a_film", "truncated")


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_flipped_bit_is_found_or_does_no_harm(data, draw):
    flipped = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 3))):
        at = draw.draw(st.integers(0, len(data) - 1))
        flipped[at] ^= draw.draw(st.integers(1, 255))
    try:
        film = read(bytes(flipped)).film
    except FileError:
        return
    same_film(film, read(data).film)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_changed_arrays_are_found_or_make_another_sound_film(data, draw):
    """Whoever changes a part can mend its checksum as well."""
    members = parts(data)
    name = draw.draw(st.sampled_from(sorted(members)))
    changed = bytearray(members[name])
    at = draw.draw(st.integers(0, len(changed) - 1))
    changed[at] ^= draw.draw(st.integers(1, 255))
    try:
        film = read(zipped(members | {name: bytes(changed)})).film
    except FileError:
        return
    read(written(film))


JUNK = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.lists(st.none(), max_size=1)
    | st.just({})
    | st.sampled_from([10**400, -1, 2**63, 1e308, "walk", "a" * 1001])
)


def fields_of(value, place=()):
    yield place
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from fields_of(inner, (*place, key))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_field_is_checked(data, draw):
    about = json.loads(np.load(io.BytesIO(data))["about"].tobytes())
    *way, last = draw.draw(st.sampled_from(list(fields_of(about))[1:]))
    inner = about
    for key in way:
        inner = inner[key]
    if draw.draw(st.booleans()):
        inner[last] = draw.draw(JUNK)
    else:
        del inner[last]
    changed = with_part(data, "about", np.frombuffer(json.dumps(about).encode(), np.uint8))
    try:
        saved = read(changed)
        if saved.checkpoint is not None and not saved.checkpoint.finished:
            embviz.resume(saved.checkpoint)
    except FileError:
        return


@pytest.mark.parametrize("name", ["words", "E", "U", "text", "state_E", "always", "epochs"])
def test_a_missing_part_is_told(data, name):
    error = refused(zipped({k: v for k, v in parts(data).items() if k != name}))
    assert error.reason == "damaged"


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("E", np.array([None])),
        ("words", np.array(["a", None], dtype=object)),
        ("about", np.array({"a": 1}, dtype=object)),
        ("words", np.array(["a"] * 8)),
        ("words", np.array([""] * 8)),
        ("words", np.zeros(8, "<U0")),
        ("words", np.array([*"abcdefg", "x" * 65])),
        ("words", np.full((8, 1), 0x110000, np.uint32).view("<U1")[:, 0]),
        ("E", np.zeros((2, 5, 3), np.float32)),
        ("E", np.zeros((2, 5, 3), ">f2")),
        ("E", np.asfortranarray(np.zeros((2, 5, 3), np.float16))),
        ("E", np.full((2, 5, 3), np.nan, np.float16)),
        ("E", np.zeros((3, 5, 3), np.float16)),
        ("U", np.zeros((3, 5, 3), np.float16)),
        ("U", np.zeros((1, 5, 3), np.float16)),
        ("E_last", np.zeros((3, 3), np.float32)),
        ("epochs", np.array([0.0, 0.0])),
        ("epochs", np.array([0.0, np.inf])),
        ("epochs", np.array([-1.0, 0.0])),
        ("losses", np.array([0.0, np.nan])),
        ("losses", np.zeros(10**6)),
        ("shown", np.arange(5, dtype=np.int32)[::-1].copy()),
        ("shown", np.arange(7, 12, dtype=np.int32)),
        ("shown", np.zeros(0, np.int32)),
        ("counts", -np.ones(8, np.int64)),
        ("always", np.array([10**6], np.int32)),
        ("always", np.array([-1], np.int32)),
        ("state_E", np.full((8, 3), np.inf, np.float32)),
        ("state_X", np.zeros(3, np.float32)),
        ("state_E", np.zeros((8, 4), np.float32)),
        ("text", np.frombuffer(b"Another text. Another one.", np.uint8)),
        ("text", np.frombuffer(b"\xff", np.uint8)),
        ("text", np.zeros(0, np.uint8)),
        ("extra", np.zeros(3)),
    ],
)
def test_wrong_arrays_are_told(data, name, array):
    error = refused(with_part(data, name, array))
    assert error.reason == "damaged" and error.member and error.expected


@pytest.mark.parametrize(
    "position",
    [
        {"shard": 7},
        {"block": 7},
        {"epoch": 7},
        {"shard": 10**12},
        {"block": 10**12},
        {"at": 0.0},
        {"at": 2.9},
    ],
)
def test_a_place_that_is_not_in_the_run_is_told(data, position):
    changed = with_about(data, lambda about: about["checkpoint"]["position"].update(position))
    assert refused(changed).reason == "damaged"


# ---- files that lie


def lying(array, shape):
    """An array whose head claims another shape."""
    content = npy(array)
    head = content[10 : 10 + int.from_bytes(content[8:10], "little")]
    claim = f"{{'descr': '{array.dtype.str}', 'fortran_order': False, 'shape': {shape}, }}"
    return content[:10] + claim.encode().ljust(len(head) - 1) + b"\n" + array.tobytes()


@pytest.mark.parametrize("shape", [(10**12,), (10**15,), (2, 2**62), (0, 10**15, 10**15), (-1,)])
@pytest.mark.parametrize("name", ["about", "words", "epochs", "shown", "E", "text"])
def test_a_head_that_lies_gets_no_memory(data, name, shape):
    array = np.load(io.BytesIO(data))[name]
    changed = zipped(parts(data) | {name: lying(array, shape)})
    tracemalloc.start()
    assert refused(changed).reason == "damaged"
    assert tracemalloc.get_traced_memory()[1] < 2**22
    tracemalloc.stop()


@pytest.mark.parametrize("name", ["text", "words", "E", "about"])
def test_a_zip_bomb_gets_no_memory(data, name):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts(data).items():
            if each != name:
                archive.writestr(f"{each}.npy", content)
        with archive.open(f"{name}.npy", "w", force_zip64=True) as stream:
            for _ in range(256):
                stream.write(bytes(2**20))
    tracemalloc.start()
    error = refused(bomb.getvalue(), 2**40)
    assert error.reason == "damaged" and error.member.startswith(name)
    assert refused(bomb.getvalue(), 2**27).reason in ("damaged", "too_large")
    assert tracemalloc.get_traced_memory()[1] < 2**22
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("name", "array"), [("words", np.zeros(2**20, "<U1")), ("epochs", np.zeros(2**16))]
)
def test_many_words_or_frames_get_no_memory(data, name, array):
    changed = zipped(parts(data) | {name: npy(array)}, zipfile.ZIP_DEFLATED)
    assert len(changed) < 2**16
    tracemalloc.start()
    assert refused(changed).reason == "too_large"
    assert tracemalloc.get_traced_memory()[1] < 2**22
    tracemalloc.stop()


def test_a_bomb_that_hides_its_size_is_cut_off(data):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts(data).items():
            archive.writestr(f"{each}.npy", content + bytes(2**24) * (each == "text"))
    true, claimed = (len(parts(data)["text"]) + n for n in (2**24, 0))
    small = file.getvalue().replace(true.to_bytes(4, "little"), claimed.to_bytes(4, "little"))
    tracemalloc.start()
    assert refused(small).reason == "damaged"
    assert tracemalloc.get_traced_memory()[1] < 2**23
    tracemalloc.stop()


def test_a_file_beyond_the_limit_is_not_read(data):
    error = refused(data, len(data) - 1)
    assert (error.reason, error.size, error.limit) == ("too_large", len(data), len(data) - 1)
    deflated = zipped(parts(data), zipfile.ZIP_DEFLATED)
    assert refused(deflated, len(deflated)).reason == "too_large"
    long = with_part(data, "text", np.zeros(MOST // 4, np.uint8))
    assert refused(long).reason == "too_large"


def test_other_ways_of_packing_are_refused(data):
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert refused(zipped(parts(data), method)).reason == "damaged"
    encrypted = bytearray(data)
    at = data.rfind(b"PK\x01\x02")
    encrypted[at + 8] |= 1
    assert refused(bytes(encrypted)).reason == "damaged"


def test_many_parts_or_one_twice_are_refused(data):
    many = zipped(parts(data) | {f"state_{i}": npy(np.zeros(1)) for i in range(100)})
    assert refused(many).reason == "damaged"
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("E.npy", b"")
    assert refused(file.getvalue()).reason == "damaged"
    huge = zipped({"about": b""} | {f"state_{i:0100}": b"" for i in range(2000)})
    assert refused(huge).reason == "not_a_film"
