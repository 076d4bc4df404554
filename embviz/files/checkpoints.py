"""A folder of checkpoints, as published for language models, as a film of their embedding layer.

    step0/model.safetensors      step0.safetensors      checkpoint-5/model-00001-of-00002.…
    step512/model.safetensors    step512.safetensors    checkpoint-10/model-00001-of-00002.…

or a folder of the Hugging Face cache, `models--…`, with a revision a step. Checkpoints come in the
natural order of their names. Of each the rows of the shown words are read, of the last one all.

The embedding layer is the one of a name that is usual for it; words come from `tokenizer.json`,
`vocab.json` or `vocab.txt` beside the last checkpoint or in the folder, else they are numbers.
Shown are the first tokens that are words: three letters or more, at the beginning of a word.

Not here: pickles (`pytorch_model.bin`), whose loading would run code.
"""

import errno
import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from embviz.errors import FileError, Quote, RecordingError
from embviz.files import tokenizers
from embviz.files.film.checks import MOST_ALONG
from embviz.files.kinds import safetensors
from embviz.files.kinds.safetensors import Tensor
from embviz.files.paths import naming, open_regular
from embviz.files.recorder import sound
from embviz.files.rows.budget import Budget
from embviz.files.rows.matrix_choice import is_usual, rank_of
from embviz.files.token_names import word_of_each
from embviz.training.film import (
    BUDGET,
    MOST_WHOLE,
    Film,
    FrameParts,
    Snapshot,
    choose_shown,
    named_along,
    plan_film,
)
from embviz.training.thinning import thinned
from embviz.types import Floating, Ids
from embviz.vectors.token_marks import wordlike

ENDING = ".safetensors"
DEEPEST = 3  # folders in folders in which files are looked for
MOST_NAMES = 8  # layers that an error lists

_SHARD = re.compile(r"-\d{5}-of-\d{5}$")
_NUMBER = re.compile(r"(?:step|checkpoint|ckpt|iter|epoch)[-_]?(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Checkpoint:
    """One of them.

    Attributes:
        name: Of its folder or file, without its ending.
        files: Its safetensors; more than one where it was cut into shards.
    """

    name: str
    files: tuple[Path, ...]


@dataclass(frozen=True, eq=False)
class Found:
    """What is in a folder of checkpoints.

    Attributes:
        checkpoints: In their order.
        layer: The name of the embedding layer.
        shape: (V, d)
        words: (V,)
        tokens: The file of the words, if there is any.
    """

    checkpoints: tuple[Checkpoint, ...]
    layer: str
    shape: tuple[int, int]
    words: tuple[str, ...]
    tokens: Path | None


def read_checkpoints(
    folder: str | Path,
    *,
    layer: str | None = None,
    shown: int = 1000,
    frames: int = 120,
) -> Film:
    """The film of a folder of checkpoints.

    Args:
        folder: With a file `.safetensors`, or a folder of such, for each of them.
        layer: The name of the embedding layer; None: the one that is called as usual.
        shown: How many words every frame keeps.
        frames: How many frames the film has at most; see `training.thinning` for which.

    Raises:
        FileError: `no_checkpoints`, `no_embedding`, `other_shape`, or that a file is damaged.
        RecordingError: `not_finite`.
        OSError: If there is no such folder.
    """
    *_, film = steps(find(folder, layer), shown=shown, frames=frames)
    return film


def find(folder: str | Path, layer: str | None = None) -> Found:
    """See what is in a folder of checkpoints. Raises as `read_checkpoints`."""
    folder = Path(folder)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "This is no folder", str(folder))
    checkpoints = _checkpoints(folder)
    if not checkpoints:
        raise FileError("no_checkpoints", f"no safetensors in {folder}", found=str(folder))
    budget, last = Budget.of_machine(), checkpoints[-1]
    with ExitStack() as stack:
        layers = {name: tensor for name, (tensor, _) in _tensors(last, budget, stack).items()}
    name = _embedding(layers) if layer is None else layer
    if name not in layers:
        known = ", ".join(sorted(layers, key=lambda each: -layers[each].shape[0])[:MOST_NAMES])
        message = f"no embedding layer was found among {known}"
        raise FileError("no_embedding", message, found=Quote(known))
    V = layers[name].shape[0]
    path = tokenizers.beside(last.files[0].parent, folder)
    listed = [] if path is None else tokenizers.tokens(path, budget)
    words = [*listed[:V], *[""] * (V - len(listed))] if listed else list(map(str, range(V)))
    return Found(tuple(checkpoints), name, layers[name].shape, word_of_each(words), path)


def steps(found: Found, *, shown: int, frames: int) -> Iterator[Film]:
    """Read one checkpoint after the other; the film so far after each. Raises as
    `read_checkpoints`.
    """
    (V, d), most = found.shape, min(frames, MOST_ALONG)
    parts = FrameParts(V, d)
    whole = parts.last <= MOST_WHOLE
    plan = plan_film(parts if whole else FrameParts(min(V, shown), d), most, shown, BUDGET)
    kept = [found.checkpoints[i] for i in thinned(len(found.checkpoints), plan.frames)]
    ids = choose_shown(V, plan.words, (), wordlike(found.words)[: plan.words])
    numbers, unit = _numbers([each.name for each in kept])
    snapshots = list[Snapshot]()
    for number, checkpoint in zip(numbers, kept, strict=True):
        last = whole and checkpoint is kept[-1]
        rows = _rows(checkpoint, found, None if last else ids)
        E: Floating = rows.astype(np.float32 if last else np.float16)
        snapshots.append(Snapshot(number, math.nan, {"E": E}))
        film = Film(tuple(snapshots), found.words, None, ids)
        yield film if unit == "epoch" else _along(film, unit, kept)


def _along(film: Film, unit: str, kept: Sequence[Checkpoint]) -> Film:
    return named_along(film, unit, [each.name for each in kept] if unit == "checkpoint" else None)


# ---- files ---------------------------------------------------------------------------------------


def _checkpoints(folder: Path) -> list[Checkpoint]:
    """Those of a folder, in natural order: by file, by folder, or by revision."""
    if (folder / "refs").is_dir() and (folder / "snapshots").is_dir():
        found = _revisions(folder)
    else:
        found = _by_name(folder, folder)
    numbered = {name: files for name, files in found.items() if re.search(r"\d", name)}
    found = numbered if len(numbered) > 1 else found  # beside them lies the last one once more
    return [Checkpoint(name, tuple(sorted(found[name]))) for name in sorted(found, key=_natural)]


def _revisions(folder: Path) -> dict[str, list[Path]]:
    """The files of each revision of a folder of the Hugging Face cache."""
    found = dict[str, list[Path]]()
    for ref in sorted((folder / "refs").rglob("*")):
        if ref.is_file() and ref.stat().st_size <= 100:
            snapshot = folder / "snapshots" / Path(ref.read_text("ascii", "replace").strip()).name
            files = [file for each in _by_name(snapshot, snapshot).values() for file in each]
            found |= {ref.relative_to(folder / "refs").as_posix(): files} if files else {}
    return found


def _by_name(folder: Path, top: Path) -> dict[str, list[Path]]:
    """Files by the name of their checkpoint: their own in the top folder, else their folder's."""
    found = dict[str, list[Path]]()
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        deep = len(path.relative_to(top).parts)
        if path.is_dir() and deep <= DEEPEST and not path.name.startswith("."):
            found |= _by_name(path, top)
        elif path.suffix == ENDING and path.is_file():
            stem = _SHARD.sub("", path.stem)
            name = stem if deep == 1 else path.parent.relative_to(top).as_posix()
            found.setdefault(name, []).append(path)
    return found


def _natural(name: str) -> list[tuple[int, int, str]]:
    """What names are sorted by: step9 comes before step10."""
    pieces = re.split(r"(\d+)", name)
    return [(1, int(each), "") if each.isdecimal() else (0, 0, each) for each in pieces if each]


def _numbers(names: Sequence[str]) -> tuple[list[float], str]:
    """The number of each checkpoint, rising, and what it counts: steps, epochs, or checkpoints."""
    found = [_NUMBER.search(name) or re.search(r"(\d+)(?!.*\d)", name) for name in names]
    numbers = [
        float(match[1]) if match is not None and len(match[1]) < 16 else -1 for match in found
    ]
    if numbers[0] >= 0 and all(a < b for a, b in itertools.pairwise(numbers)):
        epochs = all("epoch" in name.lower() for name in names)
        return numbers, "epoch" if epochs else "step"
    return [float(i) for i in range(len(names))], "checkpoint"


# ---- layers --------------------------------------------------------------------------------------


def _tensors(
    checkpoint: Checkpoint, budget: Budget, stack: ExitStack
) -> dict[str, tuple[Tensor, BinaryIO]]:
    """All matrices of a checkpoint, and the open file that each lies in."""
    found = dict[str, tuple[Tensor, BinaryIO]]()
    for path in checkpoint.files:
        with naming(str(path)):
            file = stack.enter_context(open_regular(path))
            found |= {name: (e, file) for name, e in safetensors.tensors(file, budget).items()}
    return found


def _embedding(layers: Mapping[str, Tensor]) -> str:
    """The name of the embedding layer; the only layer, if there is but one; else empty."""
    if usual := [each for each in layers if is_usual(each)]:
        return min(usual, key=lambda each: (rank_of(each), len(each), each))
    return next(iter(layers)) if len(layers) == 1 else ""


def _rows(checkpoint: Checkpoint, found: Found, which: Ids | None) -> Floating:
    """Rows of the embedding layer of a checkpoint."""
    with ExitStack() as stack:
        tensors = _tensors(checkpoint, Budget.of_machine(), stack)
        tensor, file = tensors.get(found.layer, (None, None))
        shape = None if tensor is None else tensor.shape
        if tensor is None or file is None or shape != found.shape:
            said = "none" if shape is None else "{} x {}".format(*shape)
            expected = "{} x {}".format(*found.shape)
            message = f"{checkpoint.name}: {found.layer} is {said}, not {expected}"
            facts = {"checkpoint": checkpoint.name, "found": said, "expected": expected}
            raise FileError("other_shape", message, **facts)
        rows = tensor.rows(file, which)
    if not sound(rows):
        message = f"{checkpoint.name}: {found.layer} holds numbers that are not finite"
        raise RecordingError("not_finite", message, word=checkpoint.name, value="NaN")
    return rows
