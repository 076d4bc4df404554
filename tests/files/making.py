"""Files of films, sound and changed."""

import io
import json
import zipfile

import numpy as np
import pytest

from embviz.errors import FileError
from embviz.files.film import film_npz
from embviz.ui.texts import table

TEXT = "The king rules. The queen rules. The king and the queen eat bread. \ud800 Bread is good."
MOST = 2**24


def written(film, checkpoint=None, title=""):
    file = io.BytesIO()
    film_npz.write(file, film, checkpoint=checkpoint, title=title)
    return file.getvalue()


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
