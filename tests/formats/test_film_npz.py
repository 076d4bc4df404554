"""Films as files: round trips, the layout, and everything that a file may get wrong."""

import io
import json
import os
import tracemalloc
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embviz
from embviz.checkpoint import Checkpoint
from embviz.corpus import Corpus
from embviz.errors import FileError, TextError
from embviz.formats import film_npz, load, load_checkpoint, save
from embviz.models.skipgram import SkipGram
from embviz.training import Run, train
from embviz.ui.texts import table
from tests.equality import same_film
from tests.strategies import films

TEXT = "The king rules. The queen rules. The king and the queen eat bread. \ud800 Bread is good."
MOST = 2**24


@pytest.fixture(scope="module")
def corpus():
    return Corpus.from_text(TEXT, min_count=1)


@pytest.fixture(scope="module")
def checkpoint(corpus):
    run = Run(SkipGram(dimension=3, epochs=3), corpus, frames=5, words=5, always=("good", "is"))
    return Checkpoint.begin(run).advanced(0).advanced(0)


def written(film, checkpoint=None, title=""):
    file = io.BytesIO()
    film_npz.write(file, film, checkpoint=checkpoint, title=title)
    return file.getvalue()


@pytest.fixture(scope="module")
def data(checkpoint):
    """The file of a run under way."""
    return written(checkpoint.film, checkpoint, "Kings")


def read(data, most_bytes=MOST):
    return film_npz.read(io.BytesIO(data), most_bytes=most_bytes)


def refused(data, most_bytes=MOST):
    with pytest.raises(FileError) as caught:
        read(data, most_bytes)
    error = caught.value
    sentence = table("errors")[f"file_{error.reason}"]
    assert sentence.format(**error.facts) and len(sentence.split()) <= 20
    assert len(str(error)) < 300
    return error


def parts(data):
    """What lies in a file, by name, as bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.removesuffix(".npy"): archive.read(name) for name in archive.namelist()}


def zipped(members, method=zipfile.ZIP_STORED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return file.getvalue()


def npy(array):
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


def with_part(data, name, array):
    return zipped(parts(data) | {name: npy(array)})


def with_about(data, change):
    about = json.loads(np.load(io.BytesIO(data))["about"].tobytes())
    change(about)
    return with_part(data, "about", np.frombuffer(json.dumps(about).encode(), np.uint8))


# ---- round trips


@settings(max_examples=60, deadline=None)
@given(film=films(), title=st.text(max_size=50))
def test_a_film_comes_back_as_it_was(film, title):
    saved = read(written(film, title=title))
    same_film(saved.film, film)
    assert saved.title == title and saved.checkpoint is None
    assert written(saved.film, title=title) == written(film, title=title)


def test_a_run_under_way_comes_back(data, checkpoint):
    saved = read(data)
    assert saved.title == "Kings" and saved.refused is None
    again = saved.going_on()
    assert again.film is saved.film and again.run.hash == checkpoint.run.hash
    assert again.run.corpus.text == TEXT and again.run.always == ("good", "is")
    assert again.state.position == checkpoint.state.position


def test_films_that_python_trains_are_saved_by_path(tmp_path, corpus):
    film = train(SkipGram(dimension=3, epochs=2), corpus)
    save(film, tmp_path / "a.npz")
    save(film, str(tmp_path / "b"))
    same_film(load(tmp_path / "a.npz"), film)
    same_film(load(str(tmp_path / "b")), film)
    with pytest.raises(FileError, match="Checkpoint") as caught:
        load_checkpoint(tmp_path / "a.npz")
    assert caught.value.reason == "no_checkpoint"


def test_a_checkpoint_is_saved_with_its_film(tmp_path, checkpoint):
    save(checkpoint, tmp_path / "run.npz")
    same_film(load(tmp_path / "run.npz"), checkpoint.film)
    assert load_checkpoint(tmp_path / "run.npz").run.hash == checkpoint.run.hash


def test_numpy_alone_can_read_it(data, checkpoint, corpus):
    film = checkpoint.film
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        about = json.loads(arrays["about"].tobytes())
        assert about["format"] == "embviz film" and about["version"] == 1
        assert about["embviz"] == embviz.__version__
        assert about["recipe"]["settings"]["dimension"] == 3
        assert tuple(arrays["words"]) == film.words == corpus.words
        assert arrays["E"].dtype == np.float16 and arrays["E"].shape == (len(film), 5, 3)
        assert np.array_equal(arrays["E"][1], film[1].E)
        assert arrays["epochs"].tolist() == [each.epoch for each in film]
        assert arrays["text"].tobytes().decode("utf-8", "surrogatepass") == TEXT
        assert np.array_equal(arrays["state_E"], checkpoint.state.weights["E"])


def test_the_weights_of_a_finished_run_are_not_stored_twice(checkpoint):
    done = checkpoint.advanced(60)
    assert {"E_last", "U_last"} <= (names := parts(written(done.film, done)).keys())
    assert not {"state_E", "state_U"} & names


def test_a_file_may_be_written_anew_by_numpy(data, checkpoint):
    file = io.BytesIO()
    np.savez_compressed(file, **np.load(io.BytesIO(data)))
    same_film(read(file.getvalue()).going_on().film, checkpoint.film)


def test_text_that_packs_too_well_is_stored(monkeypatch):
    monkeypatch.setattr("embviz.formats._archive.UNSUSPECTED", 2**15)
    corpus = Corpus.from_text("the king " * 10_000, min_count=1)
    begun = Checkpoint.begin(Run(SkipGram(dimension=2, epochs=1), corpus))
    data = written(begun.film, begun)
    assert len(data) > 90_000
    assert read(data).going_on().run.hash == begun.run.hash
    packed = zipped(parts(data), zipfile.ZIP_DEFLATED)
    assert refused(packed).member == "text.npy"


# ---- saving


def test_a_failed_save_leaves_the_older_file(tmp_path, checkpoint, monkeypatch):
    path = tmp_path / "run.npz"
    save(checkpoint, path)
    before = path.read_bytes()
    monkeypatch.setattr("embviz.formats.film_npz.write_checkpoint", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save(checkpoint, path)
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["run.npz"]


def test_a_link_stays_a_link(tmp_path, checkpoint):
    (tmp_path / "link").symlink_to(tmp_path / "run.npz")
    save(checkpoint.film, tmp_path / "link")
    assert (tmp_path / "link").is_symlink() and load(tmp_path / "run.npz")


def test_what_cannot_be_read_again_is_not_saved(checkpoint):
    film, run = checkpoint.film, checkpoint.run
    unsound = [
        replace(film, words=("a" * 65, *film.words[1:])),
        replace(film, words=(film.words[1], *film.words[1:])),
        replace(film, counts=film.counts[::-1]),
        replace(film, shown=film.shown[::-1]),
        replace(film, snapshots=film.snapshots[::-1]),
        replace(film, snapshots=(replace(film[0], E=film[0].E + np.float16(np.inf)),)),
        replace(film, snapshots=(replace(film[0], U=None), film[1])),
    ]
    for each in unsound:
        with pytest.raises(ValueError, match="cannot be saved"):
            written(each)
    with pytest.raises(ValueError, match="another film"):
        written(replace(film), checkpoint)
    with pytest.raises(ValueError, match="title"):
        written(film, title="a" * 1001)
    with pytest.raises(TypeError, match="a Film or a Checkpoint"):
        save(run, io.BytesIO())
    bare = replace(run, corpus=run.corpus.without_text())
    with pytest.raises(TextError):
        written(film, replace(checkpoint, run=bare))


# ---- files that are something else


def test_other_files_are_no_films(data, tmp_path):
    foreign = io.BytesIO()
    np.savez(foreign, x=np.arange(3))
    for other in (b"", b"PK", b"hello, world" * 10, foreign.getvalue(), zipped({"a": b""})):
        assert refused(other).reason == "not_a_film"
    assert refused(with_about(data, lambda about: about.update(format="x"))).reason == "not_a_film"
    with pytest.raises(FileError, match="folder") as caught:
        load(tmp_path)
    assert caught.value.reason == "not_a_film" and caught.value.path == str(tmp_path)
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "nothing.npz")


def test_an_error_names_the_file(tmp_path, data):
    (tmp_path / "cut.npz").write_bytes(data[:-1])
    with pytest.raises(FileError, match=r"cut\.npz") as caught:
        load(tmp_path / "cut.npz")
    assert caught.value.path.endswith("cut.npz") and caught.value.reason == "truncated"


def test_a_later_layout_is_told(data):
    error = refused(with_about(zipped(parts(data) | {"new": b""}), lambda a: a.update(version=2)))
    assert (error.reason, error.found, error.known) == ("other_version", 2, 1)


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
