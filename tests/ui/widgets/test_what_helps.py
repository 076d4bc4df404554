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
        (b"the 1 0x1\n", "Save it as word2vec", "fewer"),
        (npy(np.zeros((2, 2), complex)), "Save it anew", "fewer"),
        (npy(np.zeros(3)), "Save it anew", "line"),
        (binary(claimed=10**9), "Copy it again", "Fix"),
        (text(b"2 3\n", TEXT[:-5]), "Copy it again, or load fewer", "Fix"),
        (zipped(text())[:9] + b"nonsense" * 9, "Copy or download it again", "fewer"),
    ],
)
def test_the_step_that_helps_is_named(data, helps, not_helps):
    sentence = said(data)
    assert helps in sentence and not_helps not in sentence
