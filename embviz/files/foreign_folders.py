"""What a folder is that holds no vectors which can be read, told by the files in it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from embviz.errors import FileError

MOST_LOOKED_AT = 2000  # files and folders of a folder
_TORCH = (".bin", ".pt", ".pth", ".ckpt")
_SAFE = ".safetensors"


def no_model(folder: Path) -> FileError:
    """The error for such a folder, with the next step that works for it."""
    names = _names(folder)
    for reason, (is_one, message) in _KINDS.items():
        if is_one(names):
            return FileError(reason, message)
    return FileError("folder", "This is a folder, and holds no vectors that can be read.")


def _names(folder: Path) -> list[str]:
    """The names of what is in a folder, and in the folders inside, in small letters."""
    found = list[str]()
    for path in sorted(folder.iterdir())[:MOST_LOOKED_AT]:
        found.append(path.name.lower())
        if path.is_dir() and not path.is_symlink():
            inside = sorted(path.iterdir())[:MOST_LOOKED_AT]
            found += [f"{path.name}/{each.name}".lower() for each in inside]
    return found


def _has(*wanted: str) -> Callable[[Sequence[str]], bool]:
    return lambda names: any(name.endswith(wanted) for name in names)


def _is_spacy(names: Sequence[str]) -> bool:
    return "meta.json" in names and any(name.startswith(("vocab/", "vocab")) for name in names)


def _is_tensorflow(names: Sequence[str]) -> bool:
    return "saved_model.pb" in names or any(name.endswith(".index") for name in names)


def _is_torch(names: Sequence[str]) -> bool:
    bare = [name.rsplit("/", 1)[-1] for name in names]
    return any(name.endswith(_TORCH) and "train" not in name for name in bare)


_KINDS: dict[str, tuple[Callable[[Sequence[str]], bool], str]] = {
    "several_models": (
        _has(_SAFE),
        "This folder holds several files of weights. Name one of them; a folder of checkpoints "
        "becomes a film: embviz film FOLDER -o film.npz.",
    ),
    "spacy_folder": (
        _is_spacy,
        "This is a folder of spaCy. Save its vectors: np.savez('vectors.npz', words=[…], "
        "vectors=[…]) of nlp.vocab.strings and nlp.vocab.vectors.",
    ),
    "torch_folder": (
        _is_torch,
        "The weights in this folder are pickles of PyTorch: loading them could run code, so embviz "
        "does not. Save them as safetensors: "
        "AutoModel.from_pretrained(folder).save_pretrained(folder).",
    ),
    "flax_folder": (
        _has("tf_model.h5", "flax_model.msgpack"),
        "This folder holds weights for TensorFlow or Flax. Save them as safetensors: "
        "AutoModel.from_pretrained(folder, from_tf=True).save_pretrained(folder), or from_flax.",
    ),
    "tensorflow_folder": (
        _is_tensorflow,
        "This folder is a model of TensorFlow. Save its embedding layer: np.save('E.npy', "
        "tf.train.load_checkpoint(folder).get_tensor(name)).",
    ),
    "gensim_folder": (
        _has(".kv", ".vectors.npy", ".syn0.npy"),
        "This folder holds vectors that gensim pickled. Save them in gensim: "
        "KeyedVectors.load(…).save_word2vec_format('vectors.txt').",
    ),
    "onnx_folder": (
        _has(".onnx", ".gguf"),
        "This folder holds a model to be run (ONNX or GGUF). Download its model.safetensors and "
        "tokenizer.json instead.",
    ),
}
