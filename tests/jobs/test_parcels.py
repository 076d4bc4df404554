"""What crosses between processes comes out as it went in."""

import gc
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from embviz.jobs.parcels import LARGE_BUFFER, pack, settled, unpack


@given(value=st.one_of(st.text(), arrays.arrays(np.float32, st.integers(0, 50))))
def test_round_trip(tmp_path_factory, value):
    folder = tmp_path_factory.mktemp("parcels")
    np.testing.assert_array_equal(unpack(pack(value, folder)), value)


@given(
    value=st.one_of(st.text(), arrays.arrays(np.float32, st.integers(0, 50))),
    copies=st.sampled_from([1, 100_000]),
)
def test_a_parcel_without_a_folder_holds_all_and_can_be_settled(tmp_path_factory, value, copies):
    folder = tmp_path_factory.mktemp("parcels")
    whole = [np.tile(value, copies) if isinstance(value, np.ndarray) else value * copies]
    parcel = pack(whole, None)
    assert parcel.files == ()
    here = settled(parcel, folder)
    assert here == pack(whole, None) if not here.files else len(here.head) == 0
    for each in (parcel, here):
        np.testing.assert_array_equal(unpack(each), whole)
    here.discard()
    assert not list(folder.iterdir())


@pytest.mark.parametrize("rows", [10, LARGE_BUFFER // 400, LARGE_BUFFER // 40])
def test_large_arrays_are_files_and_read_only(tmp_path, rows):
    value = {"E": np.arange(rows * 100, dtype=np.float32).reshape(rows, 100), "epoch": 3}
    parcel = pack(value, tmp_path)
    back = unpack(parcel)
    np.testing.assert_array_equal(back["E"], value["E"])
    large = value["E"].nbytes >= LARGE_BUFFER
    assert back["E"].flags.writeable != large
    assert len(parcel.head) < 2**16
    parcel.discard()
    assert not list(Path(tmp_path).iterdir())
    np.testing.assert_array_equal(back["E"], value["E"])


def test_what_came_in_a_file_is_sent_on_without_a_copy(tmp_path):
    value = np.arange(LARGE_BUFFER, dtype=np.float32).reshape(-1, 16)
    first = pack(value, tmp_path)
    back = unpack(first, keep=tmp_path)
    inode = Path(first.files[0]).stat().st_ino
    first.discard()
    second = pack({"E": back, "part": back[:-1]}, tmp_path)
    linked, copied = (Path(name).stat().st_ino for name in second.files)
    assert linked == inode != copied
    again = unpack(second)
    np.testing.assert_array_equal(again["E"], value)
    np.testing.assert_array_equal(again["part"], value[:-1])
    second.discard()
    del back, again
    gc.collect()
    assert not list(tmp_path.iterdir()), "a name is kept as long as the array"


def test_where_there_are_no_links_it_is_copied(tmp_path, monkeypatch):
    value = np.arange(LARGE_BUFFER, dtype=np.float32)
    monkeypatch.setattr(os, "link", refused)
    back = unpack(pack(value, tmp_path), keep=tmp_path)
    np.testing.assert_array_equal(unpack(pack(back, tmp_path)), value)


def refused(*names):
    raise OSError("no links here")


def test_arrays_that_are_not_contiguous(tmp_path):
    value = np.arange(2_000_000, dtype=np.float64).reshape(1000, 2000)[:, ::3]
    np.testing.assert_array_equal(unpack(pack(value, tmp_path)), value)


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int32, np.float16, ">f4", complex, "U3", "O"])
@pytest.mark.parametrize("order", "CF")
def test_kinds_and_orders_of_arrays(tmp_path, dtype, order):
    value = np.asarray(np.arange(6).reshape(2, 3).astype(dtype), order=order)
    for array in (value, value[:0], value[:, ::2], value[0, 0, np.newaxis].reshape(())):
        back = unpack(pack(array, tmp_path))
        np.testing.assert_array_equal(back, array)
        assert (back.dtype, back.flags.writeable) == (array.dtype, True)
    assert unpack(pack(value, tmp_path)).flags.f_contiguous == (order == "F")
    value.flags.writeable = False
    assert unpack(pack(value, tmp_path)).flags.writeable == value.dtype.hasobject


def test_small_arrays_leave_nothing_to_the_garbage_collector(tmp_path):
    parcel = pack([np.full(100, i, np.float32) for i in range(200)], tmp_path)
    gc.collect()
    before = len(gc.get_objects())
    back = unpack(parcel)
    assert len(gc.get_objects()) - before < 20
    assert len(back) == 200
