"""Messages about a place of a file name the step that helps there, and no other."""

import io

import numpy as np
import pytest

from embviz.errors import FileError
from embviz.files.read import read_all
from embviz.ui.widgets.faults import worded
from tests.files.vector_files import TEXT, binary, text, zipped


def said(data):
    with pytest.raises(FileError) as caught:
        read_all(io.BytesIO(data))
    return worded(caught.value, str)


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "helps", "not_helps"),
    [
        (text(b"3 3\n", TEXT + b"a 1 2\n"), "or load fewer rows", "again"),
        (text(b"3 3\n", b"a 1 x\n" + TEXT), "Fix that line.", "fewer"),
        (b"8 2\nthe 0x1p3 1\nof 0x1p4 2\n", "Fix that line.", "fewer"),
        (npy(np.zeros((2, 2), complex)), "Save its vectors again", "fewer"),
        (npy(np.zeros(3)), "Save its vectors again", "line"),
        (binary(claimed=10**9), "load fewer rows", "Fix"),
        (text(b"2 3\n", TEXT[:-5]), "Copy it again, or load fewer", "Fix"),
        (zipped(text())[:9] + b"nonsense" * 9, "Copy or download it again", "fewer"),
    ],
)
def test_the_step_that_helps_is_named(data, helps, not_helps):
    sentence = said(data)
    assert helps in sentence and not_helps not in sentence
