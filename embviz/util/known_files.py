"""Files that are neither a plain text nor vectors, known by their content, each with a next step.

Not here: what only looks like one of these, such as a text that speaks of `%PDF` further down.
"""

import re
import struct
from collections.abc import Collection
from dataclasses import dataclass

ZIP = b"PK\x03\x04"
_ENTRY, _ENTRY_SIZE = b"PK\x01\x02", 46  # of a zip file's directory, in front of a name
_HEAD = 30  # bytes of what stands in front of the name of a part of a zip file


@dataclass(frozen=True)
class KnownFile:
    """A kind of file."""

    name: str
    step: str  # what to do with it

    def __str__(self) -> str:
        return f"This is {self.name}. {self.step}"


_AS_TEXT = "Save it as plain text (.txt)."
_UNPACK = "Unpack it first."
_PICTURE = "Choose a text, or a file of vectors."

KNOWN = {
    "docx": KnownFile("a Word document (.docx)", _AS_TEXT),
    "doc": KnownFile("an old Word or Excel document", "Save it as plain text (.txt), or as CSV."),
    "odt": KnownFile("an OpenDocument text (.odt)", _AS_TEXT),
    "rtf": KnownFile("an RTF document", _AS_TEXT),
    "pages": KnownFile("a document of Apple's iWork", "Export it as plain text (.txt), or as CSV."),
    "pdf": KnownFile("a PDF document", "Copy its text into a plain text file (.txt)."),
    "postscript": KnownFile(
        "a PostScript document", "Copy its text into a plain text file (.txt)."
    ),
    "epub": KnownFile(
        "an e-book (EPUB)", "Convert it to plain text (.txt), for example by Calibre."
    ),
    "mobi": KnownFile(
        "an e-book (MOBI)", "Convert it to plain text (.txt), for example by Calibre."
    ),
    "xlsx": KnownFile("a spreadsheet (.xlsx)", "Save its sheet as CSV."),
    "ods": KnownFile("a spreadsheet (.ods)", "Save its sheet as CSV."),
    "pptx": KnownFile("a presentation (.pptx)", "Save its outline as plain text (.txt)."),
    "odp": KnownFile("a presentation (.odp)", "Save its outline as plain text (.txt)."),
    "html": KnownFile("a web page (HTML)", "Download the file that the page leads to."),
    "lfs": KnownFile(
        "a pointer of Git LFS, not the file itself", "Fetch the file with: git lfs pull"
    ),
    "png": KnownFile("a picture (PNG)", _PICTURE),
    "jpeg": KnownFile("a picture (JPEG)", _PICTURE),
    "gif": KnownFile("a picture (GIF)", _PICTURE),
    "tiff": KnownFile("a picture (TIFF)", _PICTURE),
    "webp": KnownFile("a picture (WebP)", _PICTURE),
    "sound": KnownFile("a sound recording", _PICTURE),
    "video": KnownFile("a video", _PICTURE),
    "hdf5": KnownFile(
        "an HDF5 file", "In Python, save its matrix with numpy.save and its words as a text."
    ),
    "torch": KnownFile(
        "a file of PyTorch: its pickle could run code",
        'In PyTorch: numpy.save("E.npy", torch.load("FILE")["embedding.weight"].float().numpy()), '
        "or safetensors.",
    ),
    "torchscript": KnownFile(
        "a model of TorchScript: its pickle could run code",
        "In PyTorch, torch.jit.load it, and numpy.save the weights of its embedding.",
    ),
    "gensim": KnownFile(
        "a model that gensim pickled (with its .npy files beside it)",
        'In gensim: KeyedVectors.load("FILE").save_word2vec_format("v.txt"); of a .model, its .wv.',
    ),
    "joblib": KnownFile(
        "a file of joblib: its pickle could run code",
        'In Python: numpy.save("E.npy", joblib.load("FILE")), with the words as a text.',
    ),
    "sklearn": KnownFile(
        "a model that scikit-learn pickled",
        'In Python, numpy.savez("v.npz", words=words, vectors=matrix) of its attributes.',
    ),
    "spacy": KnownFile(
        "a model that spaCy pickled",
        'In Python: numpy.savez("v.npz", words=words, vectors=nlp.vocab.vectors.data).',
    ),
    "pandas_pickle": KnownFile(
        "a table that pandas pickled",
        'In pandas: pandas.read_pickle("FILE").to_csv("vectors.csv").',
    ),
    "numpy_pickle": KnownFile(
        "a pickle with arrays of NumPy",
        'In Python, save its words and matrix: numpy.savez("v.npz", words=words, vectors=matrix).',
    ),
    "keras_pickle": KnownFile(
        "a model that Keras pickled",
        'In Keras: numpy.save("E.npy", model.get_layer("embedding").get_weights()[0]).',
    ),
    "keras": KnownFile(
        "a model of Keras (.keras)",
        'In Keras: numpy.save("E.npy", model.get_layer("embedding").get_weights()[0]).',
    ),
    "keras_h5": KnownFile(
        "a model of Keras (HDF5)",
        'In Keras: numpy.save("E.npy", model.get_layer("embedding").get_weights()[0]).',
    ),
    "pandas_h5": KnownFile(
        "a table of pandas in HDF5",
        'In pandas: pandas.read_hdf("FILE").to_csv("vectors.csv").',
    ),
    "tensorflow": KnownFile(
        "a part of a checkpoint of TensorFlow",
        'In TensorFlow: numpy.save("E.npy", tf.train.load_checkpoint("FOLDER").get_tensor(name)).',
    ),
    "sqlite": KnownFile("a database (SQLite)", "Export the table of vectors as CSV."),
    "gguf": KnownFile("a language model (GGUF)", "Open its safetensors files instead."),
    "bzip2": KnownFile("a file packed by bzip2", _UNPACK),
    "gzip": KnownFile("a file packed by gzip", _UNPACK),
    "xz": KnownFile("a file packed by xz", _UNPACK),
    "zstd": KnownFile("a file packed by Zstandard (.zst)", _UNPACK),
    "lz4": KnownFile("a file packed by LZ4", _UNPACK),
    "7z": KnownFile("an archive of 7-Zip (.7z)", _UNPACK),
    "rar": KnownFile("an archive of RAR", _UNPACK),
    "zip": KnownFile("a zip archive", _UNPACK),
    "npy": KnownFile("a NumPy matrix", "Open it on the Files page."),
    "program": KnownFile("a program", _PICTURE),
}

_BEGINNINGS = {
    b"%PDF-": "pdf",
    b"%!PS": "postscript",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "doc",
    b"{\\rtf": "rtf",
    b"version https://git-lfs": "lfs",
    b"version https://hawser": "lfs",  # its former name
    b"\x89PNG\r\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"fLaC": "sound",
    b"OggS\0": "sound",
    b"\x1aE\xdf\xa3": "video",
    b"\x93NUMPY": "npy",
    b"\x89HDF\r\n": "hdf5",
    b"SQLite format 3\0": "sqlite",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"\xfd7zXZ\0": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x04\x22\x4d\x18": "lz4",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "rar",
    b"\x7fELF": "program",
    b"\xcf\xfa\xed\xfe": "program",
}

_PATTERNS = {
    rb"BZh\d(?:1AY&SY|\x17rE8P\x90)": "bzip2",
    rb"ID3[\2-\4]": "sound",
    rb"GGUF.\0\0": "gguf",
    rb"RIFF.{4}WAVE": "sound",
    rb"RIFF.{4}WEBP": "webp",
    rb"RIFF.{4}AVI ": "video",
    rb"\0.{3}ftyp": "video",
    rb".{60}(?:BOOKMOBI|TEXtREAd)": "mobi",
    rb"MZ.{58}": "program",
}
"""The same where the first bytes alone do not tell it; `_is_html` knows web pages."""

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head)\b", re.I | re.S
)

_PARTS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx", "Index/Document.iwa": "pages"}
_MIMETYPES = {
    b"application/epub+zip": "epub",
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
"""What a part called `mimetype` says, which comes first and is not packed."""


def known(head: bytes) -> str:
    r"""The key in `KNOWN` of a file that begins so, by 128 bytes or more; empty: none of these.

    Web pages are not among them, as they are texts, too: see `is_html`.

    >>> known(b"%PDF-1.4"), known(b"A plain text.")
    ('pdf', '')
    """
    found = next((key for mark, key in _BEGINNINGS.items() if head.startswith(mark)), "")
    if found:
        return found
    patterns = ((re.compile(pattern, re.DOTALL), key) for pattern, key in _PATTERNS.items())
    found = next((key for pattern, key in patterns if pattern.match(head)), "")
    if found == "program" and b"\0" not in head[:64]:
        return ""  # a text may begin with MZ
    return found or _known_by_first_part(head)


def known_parts(names: Collection[str]) -> str:
    """The same of a zip file with parts of these names.

    >>> known_parts(["[Content_Types].xml", "word/document.xml"])
    'docx'
    """
    if "[Content_Types].xml" not in names and "Index/Document.iwa" not in names:
        return ""
    begins = ((key, start) for start, key in _PARTS.items())
    return next((key for key, start in begins if any(n.startswith(start) for n in names)), "")


def known_whole(data: bytes) -> str:
    """The same as `known` of a whole file: a zip file is told by its directory at the end."""
    found = known(data[:512])
    if found or not data.startswith(ZIP):
        return found
    tail, names, at = data[-(2**20) :], set[str](), -1
    while (at := tail.find(_ENTRY, at + 1)) >= 0 and at + _ENTRY_SIZE <= len(tail):
        (length,) = struct.unpack_from("<H", tail, at + 28)
        name = tail[at + _ENTRY_SIZE : at + _ENTRY_SIZE + length]
        names.add(name.decode("utf-8", "replace"))
    return known_parts(names) or "zip"


def is_html(head: bytes) -> bool:
    """Whether a file begins as a web page.

    >>> is_html(b"<!DOCTYPE html><html>"), is_html(b"a < b")
    (True, False)
    """
    return _HTML.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def _known_by_first_part(head: bytes) -> str:
    """Of a zip file whose first part says what it is."""
    if not head.startswith(ZIP) or len(head) < _HEAD:
        return ""
    name, more = struct.unpack_from("<HH", head, 26)
    rest = head[_HEAD + name + more :]
    if head[_HEAD : _HEAD + name] != b"mimetype":
        return ""
    kinds = sorted(_MIMETYPES.items(), key=lambda each: -len(each[0]))
    return next((key for said, key in kinds if rest.startswith(said)), "")
