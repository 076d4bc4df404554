"""What programs pickle is told apart by the names in it, and nothing is unpickled."""

import io
import pickle
import zipfile
import zlib

import numpy as np
import pytest

from embviz.files.read import kind_or_text
from embviz.ui.widgets.faults import worded
from embviz.util.known_models import TABLE_END, known_model, known_parts
from tests.files.vector_files import refused


def pickled(*modules, protocol=4):
    """A pickle that names functions of modules, as pickles of their objects do."""
    names = b"".join(b"c%s\nload\n0" % module.encode() for module in modules)
    return b"\x80" + bytes([protocol]) + names + b"N."


def torch_zip(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names or ("archive/data.pkl", "archive/version", "archive/data/0"):
            archive.writestr(name, pickled("torch._utils"))
    return file.getvalue()


HDF5 = b"\x89HDF\r\n\x1a\n" + bytes(400)

MADE = {
    "torch": torch_zip(),
    "torchscript": torch_zip("m/data.pkl", "m/code/__torch__.py", "m/constants.pkl"),
    "keras": torch_zip("metadata.json", "config.json", "model.weights.h5"),
    "gensim": pickled("gensim.models.keyedvectors", "numpy.core.multiarray"),
    "joblib": pickled("joblib.numpy_pickle", "numpy"),
    "sklearn": pickled("sklearn.feature_extraction.text", "numpy"),
    "pandas_pickle": pickled("pandas.core.frame", "numpy"),
    "numpy_pickle": pickle.dumps({"king": np.zeros(3)}),
    "keras_pickle": pickled("keras.src.models"),
    "spacy": pickled("spacy.vectors", "numpy"),
    "keras_h5": HDF5 + b"model_weights" + bytes(99) + b"keras_version",
    "pandas_h5": HDF5 + b"pandas_type",
    "hdf5": HDF5,
    "tensorflow": b"\0\0\x08\x08\x01\x1a\x02\x08\x01" + bytes(90) + TABLE_END,
}


@pytest.mark.parametrize("kind", MADE)
def test_each_is_told_with_what_to_save_instead(kind, tmp_path):
    error = refused(MADE[kind], "other_kind")
    assert error.kind == kind
    said = worded(error)
    assert ("gensim" in said) == (kind == "gensim")
    (tmp_path / "model.bin").write_bytes(MADE[kind])
    with pytest.raises(type(error)):
        kind_or_text(tmp_path / "model.bin")


def test_other_forms_of_the_same():
    old = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03." + bytes(50)
    assert refused(old).kind == "torch"
    assert refused(zlib.compress(MADE["numpy_pickle"])).kind == "joblib"
    assert refused(b'model_checkpoint_path: "model.ckpt-5"\n').kind == "tensorflow"
    assert refused(MADE["gensim"].replace(b"\x80\x04", b"\x80\x02")).kind == "gensim"
    refused(pickle.dumps({"king": [0.5, 1]}), "pickle")


def test_texts_and_other_archives_are_none():
    assert known_model(b"torch and joblib are words") == "" == known_model(b"x and z")
    assert known_parts(["a.txt", "data.csv"]) == ""
