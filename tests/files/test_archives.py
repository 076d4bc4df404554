"""Archives: which of their files is read, which are offered, and what is refused."""

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embviz as ev
from embviz.errors import FileError
from embviz.files import archives
from embviz.files.read import kind_or_text, read_all
from embviz.files.rows.how import How
from embviz.files.which_member import MOST_EXAMINED
from embviz.files.write import save_vectors
from embviz.vectors.vectors import Vectors
from tests.files.making import npy
from tests.files.test_attacks import mutated
from tests.files.vector_files import MOST, ROWS, TEXT, binary, kinds, opened, refused, same, text

README = b"Vectors of 2 words.\nSee page 3\nSee page 4\n"
OTHERS = {
    "README.md": README,
    "LICENSE": b"Anybody may use these.\n",
    "counts.txt": b"king 12\nqueen 7\n",
    "__MACOSX/._vectors.txt": b"\0\5\x16\7",
    ".DS_Store": b"\0\0\0\1Bud1",
    "plot.png": b"\x89PNG\r\n\x1a\n",
}


def zip_of(files, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def tar_of(files, mode="w", format=tarfile.PAX_FORMAT):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode, format=format) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


PACK = {
    "zip": zip_of,
    "zip, stored": lambda files: zip_of(files, zipfile.ZIP_STORED),
    "zip, bzip2": lambda files: zip_of(files, zipfile.ZIP_BZIP2),
    "tar": tar_of,
    "old tar": lambda files: tar_of(files, format=tarfile.USTAR_FORMAT),
    "GNU tar": lambda files: tar_of(files, format=tarfile.GNU_FORMAT),
    "tar.gz": lambda files: tar_of(files, "w:gz"),
    "tar.bz2": lambda files: tar_of(files, "w:bz2"),
    "tar.xz": lambda files: tar_of(files, "w:xz"),
    "zip, gzipped": lambda files: gzip.compress(zip_of(files)),
}


@pytest.fixture(params=PACK)
def pack(request):
    return PACK[request.param]


@pytest.mark.parametrize("pack_one", [gzip.compress, bz2.compress, lzma.compress])
def test_a_packed_file_is_read_as_it_is(pack_one):
    same(opened(pack_one(text())))
    same(opened(pack_one(binary())))
    same(opened(pack_one(text()[:20]) + pack_one(text()[20:])))  # several parts are one file
    same(opened(pack_one(text()) + bytes(8)))  # padding
    refused(pack_one(text())[:-9], "cut_off")
    refused(pack_one(text()) + b"something else", "bad_row")
    assert opened(pack_one(npy(np.eye(3)))).vectors.matrix.shape == (3, 3)


def test_one_file_of_vectors_is_read_and_the_others_are_passed_over(pack):
    for folder in ("", "glove/", "a/b/c/"):
        for data in (text(), text(b""), binary()):
            files = {f"{folder}{name}": other for name, other in OTHERS.items()}
            found = same(opened(pack({**files, f"{folder}vectors.txt": data})))
            assert found.taken.member == f"{folder}vectors.txt" and "member" not in found.offers
            (finding,) = (each for each in found.findings if each.kind == "member")
            assert finding.taken == f"{folder}vectors.txt"
            assert not any("MACOSX" in name or "DS_Store" in name for name in finding.examples)
        assert not kinds(opened(pack({"vectors.txt": text()})))


def test_several_files_are_offered_by_name(pack):
    files = {"small.txt": text(), "large.txt": text(b"", TEXT * 1), "vectors.npy": npy(np.eye(2))}
    error = refused(pack({**OTHERS, **files}), "several_members")
    assert error.members == tuple(files)
    for name in files:
        found = opened(pack({**OTHERS, **files}), how=How(member=name))
        assert found.taken.member == name
        assert [each.value for each in found.offers["member"]] == list(files)
        assert found.offers["member"][0].shape == (len(text()),)
    same(
        opened(
            pack({f"a/{name}": data for name, data in files.items()}), how=How(member="small.txt")
        )
    )
    assert refused(pack(files), "no_member", how=How(member="middle.txt")).member == "middle.txt"
    refused(pack({"a/x": text(), "b/x": text()}), "no_member", how=How(member="x"))


def test_many_files_are_offered_without_a_closer_look():
    files = {f"{year}.txt": text() for year in range(1900, 1900 + 2 * MOST_EXAMINED)}
    pictures = {f"{i}.png": OTHERS["plot.png"] for i in range(2 * MOST_EXAMINED)}
    error = refused(zip_of({**pictures, **OTHERS, **files}), "several_members")
    assert error.members == tuple(files) and len(error.sizes) == len(files)


def test_packed_files_in_archives(pack):
    for name, data in (("a.gz", gzip.compress(text())), ("a.xz", lzma.compress(binary()))):
        same(opened(pack({**OTHERS, name: data})))
    arrays = io.BytesIO()
    np.savez(arrays, words=np.array(list(ROWS)), vectors=np.array([*ROWS.values()], "<f4"))
    same(opened(pack({**OTHERS, "vectors.npz": arrays.getvalue()})))


def test_a_bundle_is_read_as_its_folder(pack):
    folder = {
        "vectors.tsv": b"0.5\t-1.25\t3\n0.25\t0.001\t-2\n",
        "metadata.tsv": b"word\tkind\nking\tm\nqueen\tf\n",
        "README": README,
    }
    for top in ("", "mine/", "./mine/deeper/"):
        found = opened(pack({f"{top}{name}": data for name, data in folder.items()}))
        assert found.format == "projector" and found.columns == {"kind": ("m", "f")}
        same(found)
    names = {**folder, "../../escaped.tsv": b"1\t2\n", "/vectors.tsv": b"no"}
    same(opened(pack(names)))


def test_archives_without_vectors_say_what_they_hold(pack):
    error = refused(pack(OTHERS), "no_vectors_inside")
    assert "README.md" in error.found and "MACOSX" not in error.found
    assert "counts.txt" in str(error)
    inner = zip_of({"vectors.txt": text()})
    same(opened(pack({"inner.zip": inner})))
    refused(pack({"inner.zip": inner, "b": b""}), "no_vectors_inside")
    same(opened(pack({"inner.zip": inner, "b": b""}), how=How(member="inner.zip")))
    refused(pack({"outer.zip": zip_of({"inner.zip": inner})}), "other_kind")


def test_the_whereabouts_of_an_error_name_the_file(tmp_path):
    (tmp_path / "a.zip").write_bytes(zip_of({"v.txt": text(b"", TEXT + b"sun 1 2\n")}))
    with pytest.raises(FileError) as caught:
        ev.load(tmp_path / "a.zip")
    assert "a.zip" in str(caught.value) and "v.txt" in str(caught.value) and caught.value.line == 3


def test_a_limit_stops_in_an_archive(tmp_path):
    rng = np.random.default_rng(0)
    vectors = Vectors(tuple(f"w{i}" for i in range(20_000)), rng.random((20_000, 30), "<f4"))
    save_vectors(vectors, tmp_path / "v.txt")
    (tmp_path / "a.zip").write_bytes(zip_of({"v.txt": (tmp_path / "v.txt").read_bytes()}))
    assert len(ev.load(tmp_path / "a.zip", limit=10)) == 10
    assert np.array_equal(ev.load(tmp_path / "a.zip", member="v.txt").matrix, vectors.matrix)


def test_a_tar_may_hold_links_and_devices():
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("passwords.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("vectors.txt")
        info.size = len(text())
        archive.addfile(info, io.BytesIO(text()))
    same(opened(file.getvalue()))
    refused(file.getvalue(), "no_member", how=How(member="passwords.txt"))


def encrypted():
    data = bytearray(zip_of({"v.txt": text()}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def by_method(method):
    data = bytearray(zip_of({"v.txt": text()}))
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(mark) + at, method)
    return bytes(data)


def greedy_xz():
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 2**28}]
    return lzma.compress(text(), filters=filters)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (encrypted, "encrypted"),
        (lambda: by_method(9), "packing"),
        (lambda: by_method(93), "packing"),
        (lambda: by_method(14), "packing"),
        (lambda: zip_of({"v.txt": b"a " * 2**24}), "bomb"),
        (lambda: zip_of({f"{i}.txt": bytes(2**22) for i in range(8)}), "bomb"),
        (lambda: zip_of({f"{i}": b"" for i in range(archives.MOST_MEMBERS + 1)}), "many_members"),
        (lambda: tar_of({f"{i}": b"" for i in range(archives.MOST_MEMBERS + 1)}), "many_members"),
        (lambda: tar_of({"v.txt": text() * 999})[:4096], "truncated"),
        (lambda: tar_of({"v.txt": bytes(2**25)}, "w:xz"), "bomb"),
        (lambda: bz2.compress(npy(np.zeros((2**21, 4), "<f4"))), "bomb"),
        (lambda: lzma.compress(npy(np.zeros((2**21, 4), "<f4"))), "bomb"),
        (greedy_xz, "packing"),
        (lambda: b"\x28\xb5\x2f\xfd" + bytes(100), "other_kind"),
        (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100), "other_kind"),
        (lambda: zip_of({"v.txt": text()})[:-5], "truncated"),
        (lambda: zip_of({}), "empty_archive"),
    ],
)
def test_what_is_refused(make, reason):
    refused(make(), reason, most_bytes=MOST * 4)


def test_heads_of_tar_members_are_bounded():
    long = tar_of({"a" * 2**21: text()}, format=tarfile.PAX_FORMAT)
    refused(long, "damaged")
    chained = tarfile.TarInfo("a")
    chained.type, chained.size = tarfile.GNUTYPE_LONGNAME, 512
    refused((chained.tobuf() + bytes(512)) * 5000)


@pytest.mark.parametrize("name", ["zip", "tar", "tar.gz", "tar.bz2", "tar.xz"])
def test_mutated_archives_raise_nothing_else(name):
    rng = random.Random(0)
    data = PACK[name]({"README": README, "v.txt": text(), "b.npy": npy(np.eye(3))})
    for _ in range(60):
        for how in (How(), How(member="v.txt")):
            try:
                read_all(io.BytesIO(mutated(data, rng)), most_bytes=MOST, how=how)
            except FileError:
                pass


@given(st.binary(max_size=600), st.sampled_from([b"PK\x03\x04", b"BZh91AY&SY", b"\xfd7zXZ\0"]))
@settings(max_examples=50)
def test_anything_behind_a_mark_is_a_file_error(data, mark):
    with pytest.raises(FileError):
        read_all(io.BytesIO(mark + data), most_bytes=MOST)


def test_an_archive_of_texts_is_none_of_vectors(tmp_path):
    (tmp_path / "texts.zip").write_bytes(
        zip_of({"a.txt": b"The king rules.", "b.txt": b"A queen."})
    )
    assert kind_or_text(tmp_path / "texts.zip") == ""
    (tmp_path / "v.zip").write_bytes(zip_of({"a.txt": text(), "b.txt": b"A queen."}))
    assert kind_or_text(tmp_path / "v.zip") == "archive"
