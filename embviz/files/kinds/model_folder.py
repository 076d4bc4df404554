"""A folder with a language model, as published: its embedding layer, and its tokenizer's tokens.

    model.safetensors    or model.safetensors.index.json and the shards that it names
    tokenizer.json       or another file that `embviz.files.tokenizers` reads

They lie in the folder, in that of the first module (sentence-transformers, `0_Transformer`), in the
newest revision of a folder of the Hugging Face cache, or in the only folder inside. Of shards the
one is read that holds the layer.

Rows beyond the tokenizer's last token are padding; they are told and left out.

Not here: pickles (`pytorch_model.bin`), whose loading would run code; and folders of several
checkpoints, which are films (`embviz.files.checkpoints`).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embviz.errors import FileError
from embviz.files import tokenizers
from embviz.files.film.json_fields import parse, parsed_bytes
from embviz.files.foreign_folders import no_model
from embviz.files.kinds import safetensors
from embviz.files.kinds.safetensors import Tensor
from embviz.files.paths import naming, open_regular
from embviz.files.refusals import foreign
from embviz.files.rows.budget import Budget
from embviz.files.rows.file_being_read import Names, Opening
from embviz.files.rows.input import Input
from embviz.files.rows.matrix_choice import Candidate, choose, is_other, rank_of

ENDING, MODEL = ".safetensors", "model.safetensors"
MOST_INDEX = 2**24  # bytes of an index of shards
_INDEX_MEMORY = 2**28  # bytes of memory that it may take
MOST_MODULES = 16
_SHARD = re.compile(r"(.*)-\d{5}-of-\d{5}$")
_FILE = re.compile(r"[\w.-]{1,200}\.safetensors")
_INDEX = ".safetensors.index.json"


@dataclass(frozen=True)
class ModelFolder:
    """What lies in a folder.

    Attributes:
        weights: The files that may hold the layer.
        folders: Where tokens are looked for.
        missing: The layers, by name, whose file should be there and is not: its name.
    """

    weights: tuple[Path, ...]
    folders: tuple[Path, ...]
    missing: Mapping[str, str]


def find(folder: Path) -> ModelFolder:
    """See what is in a folder. Raises FileError: what it is, if it holds no such model."""
    for place in _places(folder):
        found = _weights(place)
        if found is not None:
            weights, missing = found
            return ModelFolder(tuple(weights), (place, *_above(place, folder)), missing)
    raise no_model(folder)


def read(opening: Opening) -> Iterator[None]:
    """Read the model in the folder `opening.path`.

    Raises FileError: as `find`; `missing_shard`, `no_such_matrix`, `damaged`, `cut_off`,
    `too_much_memory`, and what is wrong with the tokenizer.
    """
    folder = Path(opening.path or "")
    if opening.path is None or not folder.is_dir():
        raise foreign("a file, not the folder of a model")
    model = find(folder)
    with ExitStack() as stack:
        files = {path: stack.enter_context(open_regular(path)) for path in model.weights}
        layers = dict[str, tuple[Path, Tensor]]()
        for path, file in files.items():
            with naming(str(path)):
                found = safetensors.tensors(file, opening.budget)
            layers |= {name: (path, tensor) for name, tensor in found.items()}
            yield
        opening.names = _names(opening, model)
        layer = _choose(opening, model, layers, len(opening.names.words))
        path, tensor = layers[layer]
        opening.path = str(path)
        opening.input = Input(files[path], most_bytes=opening.input.most_bytes)
        yield
        yield from safetensors.take_rows(opening, tensor, None)


# ---- files ---------------------------------------------------------------------------------------


def _places(folder: Path) -> Iterator[Path]:
    """The folders in which a model may lie, the likeliest first."""
    yield folder
    yield from _modules(folder)
    yield from sorted(path for path in folder.glob("0_*") if path.is_dir())
    yield from _revisions(folder)
    inside = [path for path in folder.iterdir() if not path.name.startswith((".", "__MACOSX"))]
    if len(inside) == 1 and inside[0].is_dir():
        yield from (inside[0], *_modules(inside[0]), *_revisions(inside[0]))


def _above(place: Path, folder: Path) -> Iterator[Path]:
    """The folders between a place and the folder that was asked for."""
    for parent in place.parents:
        if place != folder and parent.is_relative_to(folder):
            yield parent


def _modules(folder: Path) -> list[Path]:
    """The folders of the modules of sentence-transformers."""
    listed = _json(folder / "modules.json")
    paths = [each.get("path") for each in _list(listed)[:MOST_MODULES] if isinstance(each, dict)]
    names = [path for path in paths if isinstance(path, str) and re.fullmatch(r"[\w.-]+", path)]
    return [folder / name for name in names if name.strip(".") and (folder / name).is_dir()]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _revisions(folder: Path) -> list[Path]:
    """The newest revision in a folder of the Hugging Face cache, that called main before others."""
    snapshots = folder / "snapshots"
    if not snapshots.is_dir():
        return []
    main = folder / "refs" / "main"
    named = [main.read_text("ascii", "replace").strip()] if main.is_file() else []
    newest = sorted(snapshots.iterdir(), key=lambda path: -path.stat().st_mtime)
    chosen = [snapshots / Path(name).name for name in named if name]
    return [path for path in (*chosen, *newest) if path.is_dir()]


def _weights(place: Path) -> tuple[list[Path], Mapping[str, str]] | None:
    """The safetensors of one model in a folder, and what is missing; None if there are none."""
    index = sorted(place.glob(f"*{_INDEX}"), key=lambda path: (path.name != f"model{_INDEX}", path))
    if index:
        shards = _shards(index[0])
        there = [place / name for name in sorted(set(shards.values())) if (place / name).is_file()]
        missing = {name: file for name, file in shards.items() if place / file not in there}
        return there, missing
    files = sorted(path for path in place.glob(f"*{ENDING}") if path.is_file())
    if place / MODEL in files:
        return [place / MODEL], {}
    stems = {_SHARD.sub(r"\1", path.stem) for path in files}
    if len(files) == 1 or len(stems) == 1:
        return files, {}
    return None


def _shards(index: Path) -> dict[str, str]:
    """Which file holds each layer. Raises FileError: `damaged`, `too_large`."""
    listed = _json(index)
    found = listed.get("weight_map") if isinstance(listed, dict) else None
    pairs = found.items() if isinstance(found, dict) else ()
    return {name: file for name, file in pairs if isinstance(file, str) and _FILE.fullmatch(file)}


def _json(path: Path) -> object:
    """What a small file in JSON says; None if it is none."""
    if not path.is_file():
        return None
    with open_regular(path) as file:
        data = file.read(MOST_INDEX)
    Budget.of_machine(_INDEX_MEMORY).check_head(parsed_bytes(data))
    try:
        return parse(b'{"it": ' + data + b"}", path.name).values["it"]
    except FileError:
        return None


# ---- layers and tokens ---------------------------------------------------------------------------


def _choose(
    opening: Opening,
    model: ModelFolder,
    layers: Mapping[str, tuple[Path, Tensor]],
    tokens: int,
) -> str:
    """The name of the embedding layer. Raises FileError: `missing_shard`, and as `choose`."""
    candidates = {
        name: Candidate(tensor.shape, tensor.kind) for name, (_, tensor) in layers.items()
    }
    name = opening.how.matrix
    usual = {each: rank_of(each) for each in candidates if not is_other(each)}
    best = min(usual.values(), default=10**6)
    better = [each for each in model.missing if not is_other(each) and rank_of(each) < best]
    if name in model.missing or (name is None and better):
        lost = name if name in model.missing else min(better, key=rank_of)
        file = model.missing[str(lost)]
        message = f"The file {file}, which holds the layer {lost}, is missing."
        raise FileError("missing_shard", message, found=file)
    return choose(opening, candidates, tokens=tokens)


def _names(opening: Opening, model: ModelFolder) -> Names:
    """The tokens of the rows, or the words that somebody gave; none, if there are none."""
    path = tokenizers.beside(*model.folders)
    if opening.names.words or path is None:
        return opening.names
    with naming(str(path)):
        return tokenizers.names(path, opening.budget)
