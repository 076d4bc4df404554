"""Films, and runs under way, as an npz file: a zip archive of arrays that NumPy alone can read.

    >>> import json
    >>> parts = np.load("run.npz")                            # doctest: +SKIP
    >>> about = json.loads(parts["about"].tobytes())          # doctest: +SKIP
    >>> parts["E"][3, 0], parts["words"][parts["shown"][0]]   # doctest: +SKIP

Version 1 has these parts, with the letters of `embviz.types`; f = F - 1 frames of a complete film,
and all F of another, keep the shown words only:

==================  =======  =========  ============================================================
part                numbers  shape      what
==================  =======  =========  ============================================================
about               uint8    (any,)     JSON in UTF-8, see below
words               unicode  (V,)       all words, the commonest first
counts              int64    (V,)       how often each stands in the text
shown               int32    (n,)       ids of the shown words, rising
epochs, losses      float64  (F,)       of each frame, the untrained one first
E                   float16  (f, n, d)  of the shown words
U                   float16  (u, n, d)  of the first u frames, if any keep it
E_last, U_last      float32  (V, d)     the last frame of a complete film, all words
Z_last              float32  (any, d)   what E_last is made of, if it is (fastText)
==================  =======  =========  ============================================================

A file from which training can go on has these as well:

==================  =======  =========  ============================================================
text                uint8    (any,)     the text in UTF-8; lone surrogates as they are
always              int32    (any,)     ids of the words that are shown in any case, as asked for
state_E, state_U …  float32  by model   the weights; those that equal E_last, U_last are left out
==================  =======  =========  ============================================================

`about` is an object:

- `format`: "embviz film"; `version`: 1; `embviz`: the version of the program; `title`: any text;
- `recipe`: `model`, `settings` (name to number), `seed`, `corpus`, `run` (hashes), `loss_on`;
- `checkpoint`: null, or an object of
  `run` (`frames`, `words`, `hide`, `budget`),
  `reading` (`min_count`, `max_words` or null, `lowercase`),
  `position` (`epoch`, `shard`, `block`, `at`), the block that comes next, and
  `trouble`: null, or `learning_rate`, `suggested`, `epoch` of a run that left the finite numbers.

Floats lie in the file as they are, since they do not pack; text and words are deflated.

Not here: vectors without a film.
"""

import json
import re
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from embviz.errors import EmbvizError, FileError
from embviz.files.film.archive import Archive, Writer, damaged, not_a_film
from embviz.files.film.checks import fault
from embviz.files.film.json_fields import Fields, parse
from embviz.files.film.training_state import (
    STATE,
    describe,
    last_matrices,
    read_checkpoint,
    write_checkpoint,
)
from embviz.files.paths import Place, reading, writing
from embviz.models import MODELS
from embviz.training.checkpoint import Checkpoint
from embviz.training.film import Film, Recipe, Snapshot
from embviz.training.run import Model

FORMAT, VERSION = "embviz film", 1

MOST_ABOUT = 2**16
"""Bytes of `about`."""

LONGEST_TITLE = 1000
"""Characters."""

_HASH = r"[0-9a-f]{16}"
_ALWAYS_THERE = {"about", "words", "counts", "shown", "epochs", "losses", "E"}
_AT_TIMES = {"U", "E_last", "U_last", "Z_last", "text", "always"}


@dataclass(frozen=True, eq=False)
class Saved:
    """What was in a file.

    Attributes:
        film: The film.
        checkpoint: From where training can go on; None if there is nothing to go on from.
        title: What the film was called; may be empty.
        refused: Why the checkpoint in the file is of no use here, if that is so.
    """

    film: Film
    checkpoint: Checkpoint | None
    title: str
    refused: FileError | None = None

    def going_on(self) -> Checkpoint:
        """From where training can go on.

        Raises:
            FileError: `no_checkpoint` or `other_reading`, if there is nothing to go on from.
        """
        if self.checkpoint is not None:
            return self.checkpoint
        message = (
            "This file holds a film, but nothing to go on from; for that, save a Checkpoint of the "
            "run instead of its film (see embviz.Checkpoint)."
        )
        raise self.refused or FileError("no_checkpoint", message)


# ---- writing -------------------------------------------------------------------------------------


def write(
    target: Place, film: Film, *, checkpoint: Checkpoint | None = None, title: str = ""
) -> None:
    """Write a film, and with a checkpoint all that is needed to go on.

    A path gets the file when it is whole: what was there before stays if anything goes wrong.

    Args:
        target: A path, or a binary stream.
        film: What to write.
        checkpoint: Of this film.
        title: What to call it, at most LONGEST_TITLE characters.

    Raises:
        ValueError: If the film is none that a reader would accept, or not the checkpoint's.
        TextError: If the checkpoint's corpus came without its text (`"no_text"`).
        OSError: If the file cannot be written.
    """
    if len(title) > LONGEST_TITLE:
        raise ValueError(f"a title has at most {LONGEST_TITLE} characters, not {len(title)}")
    if found := fault(film):
        raise ValueError("this film cannot be saved: {} is {}, not {}".format(*found))
    about = _about(film, checkpoint, title)
    with writing(target) as file, Writer(file) as writer:
        writer.put("about", np.frombuffer(json.dumps(about, allow_nan=False).encode(), np.uint8))
        _write_film(writer, film)
        if checkpoint is not None:
            write_checkpoint(writer, checkpoint)


def _about(film: Film, checkpoint: Checkpoint | None, title: str) -> dict[str, Any]:
    from embviz import __version__  # here, since the package is still being loaded above

    recipe = {each.name: getattr(film.recipe, each.name) for each in fields(Recipe)}
    return {
        "format": FORMAT,
        "version": VERSION,
        "embviz": __version__,
        "title": title,
        "recipe": recipe | {"settings": dict(film.recipe.settings)},
        "checkpoint": None if checkpoint is None else describe(checkpoint, film),
    }


def _write_film(writer: Writer, film: Film) -> None:
    halves = [each for each in film if not each.whole]
    with_U = [each.U for each in halves if each.U is not None]
    n = len(film.shown)
    d = film[0].E.shape[1] if len(film) else 0
    writer.packed("words", np.array(film.words))
    writer.put("counts", film.counts.astype("<i8"))
    writer.put("shown", film.shown.astype("<i4"))
    writer.put("epochs", np.array([each.epoch for each in film], "<f8"))
    writer.put("losses", np.array([each.loss for each in film], "<f8"))
    writer.rows("E", "<f2", (len(halves), n, d), [each.E for each in halves])
    if with_U:
        writer.rows("U", "<f2", (len(with_U), n, d), with_U)
    for name, array in last_matrices(film).items():
        writer.put(f"{name}_last", array.astype("<f4", copy=False))


# ---- reading -------------------------------------------------------------------------------------


def read(source: Place, *, most_bytes: int, film_only: bool = False) -> Saved:
    """Read a film, and from where training can go on if the file says so.

    Nothing in the file is believed: it cannot make this take more memory than a few times
    `most_bytes`, nor run code.

    Args:
        source: A path, or a binary stream that can seek.
        most_bytes: How much the file may hold, packed or not.
        film_only: Whether to leave the checkpoint alone, which takes time: its text is read again.

    Raises:
        FileError: If it is no film, or not a sound one; see there for the reasons.
        OSError: If there is no such file.
    """
    with reading(source) as file:
        archive = Archive(file, most_bytes=most_bytes, mark="about")
        about = _read_about(archive)
        film = _read_film(archive, about)
        title = about.text("title", f".{{0,{LONGEST_TITLE}}}", "a short text")
        if film_only or not about.has("checkpoint"):
            return Saved(film, None, title)
        try:
            return Saved(film, read_checkpoint(archive, about, film), title)
        except FileError as error:
            if error.reason != "other_reading":
                raise
            return Saved(film, None, title, error)


def _read_about(archive: Archive) -> Fields:
    """What the file says of itself, and whether it has the parts of such a file."""
    about = parse(archive.bytes("about", MOST_ABOUT), "about")
    if about.values.get("format") != FORMAT:
        raise not_a_film()
    version = about.whole("version", 1)
    if version != VERSION:
        message = f"This film has the layout {version}; this program knows {VERSION}. Update it."
        raise FileError("other_version", message, found=version, known=VERSION)
    names = set(archive.names())
    for name in sorted(_ALWAYS_THERE - names):
        raise damaged(name, "missing", "an array")
    for name in sorted(names - _ALWAYS_THERE - _AT_TIMES):
        if not re.fullmatch(rf"{STATE}\w+", name):
            raise damaged(name, "there", "a part of a film")
    return about


def _read_film(archive: Archive, about: Fields) -> Film:
    recipe, model = _read_recipe(about.inner("recipe"))
    words = _read_words(archive)
    V = len(words)
    counts = archive.array("counts", ("<i8",), (V,))
    shown = archive.array("shown", ("<i4",), (None,))
    epochs = archive.array("epochs", ("<f8",), (None,))
    F, n, complete = len(epochs), len(shown), "E_last" in archive
    losses = archive.array("losses", ("<f8",), (F,))
    d = model.dimension if F else 0
    f = F - 1 if F and complete else F
    E = list(archive.array("E", ("<f2",), (f, n, d)))
    U = list(archive.array("U", ("<f2",), (None, n, d))) if "U" in archive else []
    if len(U) > f:
        raise damaged("U", f"of {len(U)} frames", f"at most {f}")
    if complete:
        E.append(archive.array("E_last", ("<f4",), (V, d)))
        U += [None] * (f - len(U))
        U.append(archive.array("U_last", ("<f4",), (V, d)) if "U_last" in archive else None)
    U += [None] * (len(E) - len(U))
    has_Z = complete and "Z_last" in archive
    behind = archive.array("Z_last", ("<f4",), (None, d)) if has_Z else None
    Z = [behind if i == F - 1 else None for i in range(len(E))]
    frames = zip(epochs.tolist(), losses.tolist(), E, U, Z, strict=True)
    film = Film(tuple(Snapshot(*frame) for frame in frames), words, counts, shown, recipe)
    if found := fault(film):
        raise damaged(*found)
    return film


def _read_recipe(about: Fields) -> tuple[Recipe, Model]:
    """Where a film comes from; settings that its version did not have get what is usual now."""
    name = about.text("model", r"\w{1,64}", "the name of a model")
    if name not in MODELS:
        raise about.wrong("model", " or ".join(MODELS))
    settings, known = about.numbers("settings"), {each.name for each in fields(MODELS[name])}
    try:
        model = MODELS[name](**{key: settings[key] for key in settings.keys() & known})
    except EmbvizError as error:
        raise damaged("about.recipe.settings", str(error), "settings in their ranges") from error
    loss_on = about.text("loss_on", "held-out|training", "held-out or training")
    recipe = Recipe(
        model=name,
        settings=asdict(model),
        seed=about.whole("seed", 0, 2**63 - 1),
        corpus=about.text("corpus", _HASH, "16 hex digits"),
        run=about.text("run", _HASH, "16 hex digits"),
        loss_on="training" if loss_on == "training" else "held-out",
        result=model.result,
    )
    return recipe, model


def _read_words(archive: Archive) -> tuple[str, ...]:
    array = archive.array("words", ("<U",), (None,))
    letters = array.view(np.uint32)
    if letters.size and letters.max() > 0x10FFFF:
        raise damaged("words", "no text", "characters of Unicode")
    return tuple(array.tolist())
