"""Memory that is given back to the system."""

import ctypes
import sys
from pathlib import Path

import pytest

from embviz.util import memory


@pytest.mark.skipif(sys.platform != "linux", reason="only told there")
def test_what_is_free_is_given_back():
    pieces = [bytearray(2**16) for _ in range(1000)]  # too small for maps of their own
    last = bytearray(2**16)
    pieces.clear()
    before = _resident()
    memory.give_back()
    assert _resident() <= before and len(last) == 2**16


def test_other_libraries_are_left_alone(monkeypatch):
    for library in (lambda name: object(), _refused):
        monkeypatch.setattr(ctypes, "CDLL", library)
        memory.give_back()


def _refused(name):
    raise TypeError("there is no such thing as None here")


def _resident():
    return int(Path("/proc/self/statm").read_text().split()[1])
