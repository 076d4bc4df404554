"""What programs save models and matrices as, where reading it would run code, or is not done here.

Each gets its key of `embviz.util.known_files.KNOWN`, which says what to save instead. Nothing is
unpickled: a pickle is known by the names of modules that stand in it.
"""

import re
import zlib
from collections.abc import Collection
from pathlib import PurePosixPath

LARGEST_INDEX = 2**28  # bytes of such an index, at most
LOOKED_AT = 2**17  # bytes of a file in which names are looked for
TABLE_START = b"\0\0"  # an empty first key
TABLE_END = bytes.fromhex("57fb808b247547db")  # what a checkpoint's index of TensorFlow ends in
_LATEST_PICKLE = 7  # the latest protocol of pickles that may be met; Python 3.14 has the fifth
_OLD_PICKLES = (b"ccopy_reg\n", b"cgensim.", b"cnumpy.", b"(dp", b"(lp", b"(ip", b"(iapply")
_OLD_TORCH = b"\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."  # the number 0x1950a86a20f9469cfc6c, pickled
_ZLIB = (b"x\x01", b"x\x5e", b"x\x9c", b"x\xda", b"ZF")
_NAMED = {
    rb"joblib": "joblib",
    rb"gensim": "gensim",
    rb"torch": "torch",
    rb"tensorflow|keras": "keras_pickle",
    rb"sklearn": "sklearn",
    rb"spacy|thinc": "spacy",
    rb"pandas": "pandas_pickle",
    rb"numpy": "numpy_pickle",
}
"""Modules that a pickle names, the surest first: most of them hold arrays of NumPy as well."""

_HDF5_NAMED = {
    rb"keras|model_weights|layer_names": "keras_h5",
    rb"pandas_type|block0_values|pandas_version": "pandas_h5",
}


def is_pickle(head: bytes) -> bool:
    r"""Whether a file begins as a pickle does.

    >>> is_pickle(b"\x80\x04K\x01."), is_pickle(b"the 0.5")
    (True, False)
    """
    numbered = head[:1] == b"\x80" and len(head) > 2 and 2 <= head[1] <= _LATEST_PICKLE
    return numbered or head.startswith(_OLD_PICKLES)


def may_be_one(head: bytes) -> bool:
    """Whether it is worth a look at more of a file that begins so: few bytes tell."""
    marks = (b"\x89HDF", b"model_checkpoint_path:", *_ZLIB)
    return is_pickle(head) or head.startswith(marks)


def known_pickle(head: bytes) -> str:
    """Which program wrote a pickle that begins so, or "pickle"."""
    if _OLD_TORCH in head[:32]:
        return "torch"
    return _named(_NAMED, head) or "pickle"


def known_model(head: bytes) -> str:
    """The key of a file that begins so; empty, if it is none of these."""
    if is_pickle(head):
        return known_pickle(head)
    if head.startswith(b"\x89HDF"):
        return _named(_HDF5_NAMED, head)
    if head.startswith(b"model_checkpoint_path:"):
        return "tensorflow"
    return "joblib" if head.startswith(_ZLIB) and _is_packed_pickle(head) else ""


def known_parts(names: Collection[str]) -> str:
    """The same of a zip file with parts of these names.

    >>> known_parts(["archive/data.pkl", "archive/data/0"]), known_parts(["model.weights.h5"])
    ('torch', 'keras')
    """
    ends = {PurePosixPath(name).name for name in names}
    if "data.pkl" in ends:
        return "torchscript" if any("/code/" in name for name in names) else "torch"
    if "model.weights.h5" in ends:
        return "keras"
    return "pickle" if any(name.endswith((".pkl", ".pickle")) for name in names) else ""


def _named(named: dict[bytes, str], head: bytes) -> str:
    return next((kind for names, kind in named.items() if re.search(names, head)), "")


def _is_packed_pickle(head: bytes) -> bool:
    """Whether bytes unpack to a pickle, as joblib packs them."""
    if head.startswith(b"ZF"):  # its first versions, with a length in front
        return head[2:4] == b"0x"
    try:
        return is_pickle(zlib.decompressobj().decompress(head, 64))
    except zlib.error:
        return False
