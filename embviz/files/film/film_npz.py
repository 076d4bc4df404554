"""Films, and runs under way, as an npz file: a zip archive of arrays that NumPy alone can read.

    >>> import json
    >>> parts = np.load("run.npz")                            # doctest: +SKIP
    >>> about = json.loads(parts["about"].tobytes())          # doctest: +SKIP
    >>> parts["E"][3, 0], parts["words"][parts["shown"][0]]   # doctest: +SKIP

Version 2 has these parts, with the letters of `embviz.types`; f = F - 1 frames of a complete film,
and all F of another, keep the shown words only:

==================  =======  =========  ============================================================
part                numbers  shape      what
==================  =======  =========  ============================================================
about               uint8    (any,)     JSON in UTF-8, see below
words               unicode  (V,)       all words, the commonest first
counts              int64    (V,)       how often each stands in the text, if that is known
shown               int32    (n,)       ids of the shown words, rising
epochs, losses      float64  (F,)       of each frame, the untrained one first
E                   float16  (f, n, d)  of the shown words
U, …                float16  (u, n, d)  the other matrices, of the first u frames, if any keep them
E_last, U_last, …   float32  (V, d)     the last frame of a complete film, all words
array_…             float16  (u, …)     other arrays of the first u frames: for the model alone
array_…_last        float32  any        those of the last frame (fastText's Z, which makes up E)
==================  =======  =========  ============================================================

A file from which training can go on has these as well:

==================  =======  =========  ============================================================
text                uint8    (any,)     the text in UTF-8; lone surrogates as they are
always              int32    (any,)     ids of the words that are shown in any case, as asked for
without             int32    (any,)     ids of the words that are hidden by name, if there are any
rules               uint8    (any,)     how the text is cut into words, if not as usual: JSON in
                                        UTF-8, see `text.rules`
labels              int32    (S,)       the number of each sentence's class, of labelled sentences
start               float32  (V, d)     the rows at which E began, NaN where at random
state_E, state_U …  float32  by model   the weights; those that equal arrays of the last frame are
                                        left out
==================  =======  =========  ============================================================

`about` is an object:

- `format`: "embviz film"; `version`: 2; `embviz`: the version of the program; `title`: any text;
- `matrices`, `arrays`: their names;
- `recipe`: `model`, `settings` (name to number), `seed`, `corpus`, `run` (hashes), `loss_on`, empty
  where nobody knows; `result`, `vectors`: which vectors are the result, and which can be drawn;
  of classifiers `classes`, the names of what sentences are sorted into; of films of finished models
  `along`, an object of `name` (a setting, or "period"), `values`, a text for each frame, and, where
  they are moments of one run, `one_run`, true;
- `checkpoint`: null, or an object of
  `run` (`frames`, `words`, `hide`, `budget`, and, which files may lack, `patience`, `freeze`,
  `pace`, `origin`),
  `reading` (`min_count`, `max_words` or null, `lowercase`, `most` of labelled sentences, and
  `boundaries`, 2 where the second version of the usual rules cuts the text into other words),
  `position` (`epoch`, `shard`, `block`, `at`), the block that comes next, and
  `trouble`: null, or `learning_rate`, `suggested`, `epoch` of a run that left the finite numbers.

Version 1 has no `matrices` and `arrays`: its matrices are E and, if they are there, U; of other
arrays it has Z_last only.

Floats lie in the file as they are, since they do not pack; text and words are deflated.

Not here: vectors without a film.
"""

import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, BinaryIO

import numpy as np

from embviz.errors import EmbvizError, FileError, Quote
from embviz.files.film import recording
from embviz.files.film.archive import Archive, Shape, Writer, damaged, not_a_film, too_large
from embviz.files.film.checks import (
    ARRAY,
    LAST,
    MATRIX,
    PREFIX,
    SETTING,
    VALUE,
    fault,
    names_of,
)
from embviz.files.film.json_fields import Fields, parse
from embviz.files.film.training_state import (
    ASKED,
    LABELS,
    RULES,
    START,
    STATE,
    describe,
    read_checkpoint,
    write_checkpoint,
)
from embviz.files.paths import Place, reading, writing
from embviz.files.rows.budget import ROW_BYTES, TEXT_BYTES, Budget
from embviz.models import MODELS
from embviz.text.corpus import Vocabulary
from embviz.text.labelled import MOST_CLASSES
from embviz.training.checkpoint import Checkpoint
from embviz.training.film import Along, Film, Recipe, Snapshot, named_along
from embviz.training.model import Model
from embviz.types import Counts, Floating
from embviz.util.version import VERSION

FORMAT, LAYOUT = "embviz film", 2
ENDINGS = (".npz", recording.ENDING)  # of the names of films, and of lost recordings
MOST_ABOUT = 2**16  # bytes of `about`
LONGEST_TITLE = 1000  # characters
FRAME_BYTES = 1000  # memory of a frame beside its numbers: an object, dicts, views
_HASH = r"[0-9a-f]{16}"
_ALWAYS_THERE = {"about", "words", "shown", "epochs", "losses", "E"}


@dataclass(frozen=True, eq=False)
class Saved:
    """What was in a file."""

    film: Film
    checkpoint: Checkpoint | None  # from where training can go on, if it can
    title: str  # what the film was called; may be empty
    refused: FileError | None = None  # why the checkpoint in the file is of no use here

    def going_on(self) -> Checkpoint:
        """From where training can go on. Raises FileError: `no_checkpoint`, `other_reading`."""
        if self.checkpoint is not None:
            return self.checkpoint
        message = (
            "This film was saved without its training state; to train it further, save a "
            "Checkpoint of the run instead of its film (see embviz.Checkpoint)."
        )
        raise self.refused or FileError("no_checkpoint", message)


# ---- writing -------------------------------------------------------------------------------------


def write(
    target: Place, film: Film, *, checkpoint: Checkpoint | None = None, title: str = ""
) -> None:
    """Write a film, and with a checkpoint of this film all that is needed to go on.

    A path gets the file when it is whole: what was there before stays if anything goes wrong. A
    title has at most LONGEST_TITLE characters. Raises ValueError if the film is none that a reader
    would accept, or not the checkpoint's; TextError, `"no_text"`, if the checkpoint's corpus came
    without its text; OSError.
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
    recipe = {each.name: getattr(film.recipe, each.name) for each in fields(Recipe)}
    if not film.recipe.classes:
        del recipe["classes"]  # films of other models are as they always were
    if (along := recipe.pop("along")) is not None:
        recipe["along"] = {"name": along.name, "values": list(along.values)}
        if along.one_run:
            recipe["along"]["one_run"] = True
    return {
        "format": FORMAT,
        "version": LAYOUT,
        "embviz": VERSION,
        "title": title,
        **dict(zip(("matrices", "arrays"), names_of(film), strict=True)),
        "recipe": recipe | {"settings": dict(film.recipe.settings)},
        "checkpoint": None if checkpoint is None else describe(checkpoint, film),
    }


def _write_film(writer: Writer, film: Film) -> None:
    writer.packed("words", np.array(film.words))
    if film.counts is not None:
        writer.put("counts", film.counts.astype("<i8"))
    writer.put("shown", film.shown.astype("<i4"))
    writer.put("epochs", np.array([each.epoch for each in film], "<f8"))
    writer.put("losses", np.array([each.loss for each in film], "<f8"))
    matrices, arrays = names_of(film)
    empty = (0, len(film.shown), film[0].E.shape[1] if len(film) else 0)
    for name in matrices or ("E",):
        _write_array(writer, name, [each.matrices.get(name) for each in film], film, empty)
    for name in arrays:
        _write_array(writer, f"{PREFIX}{name}", [each.arrays.get(name) for each in film], film)


def _write_array(
    writer: Writer,
    part: str,
    kept: Sequence[Floating | None],
    film: Film,
    empty: tuple[int, ...] | None = None,
) -> None:
    """Write an array of those frames that keep it: halves first, then what the whole one has."""
    halves = [each for each in kept[: len(film) - film.complete] if each is not None]
    if halves or empty is not None:
        shape = (len(halves), *halves[0].shape) if halves else empty
        writer.rows(part, "<f2", shape or (), halves)
    if film.complete and (last := kept[-1]) is not None:
        writer.put(f"{part}{LAST}", last.astype("<f4", copy=False))


# ---- reading -------------------------------------------------------------------------------------


def read(source: Place, *, most_bytes: int, film_only: bool = False) -> Saved:
    """Read a film, and from where training can go on if the file says so, unless `film_only`: that
    takes time, since its text is read again.

    Nothing in the file is believed: it cannot make this take more memory than a few times
    `most_bytes`, which it may hold, packed or not, nor run code. Raises FileError if it is no film,
    or not a sound one; OSError.
    """
    with reading(source) as file:
        if recording.begins(file):
            return _read_recording(file, most_bytes)
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


def _read_recording(file: BinaryIO, most_bytes: int) -> Saved:
    """A film whose recording was never ended."""
    head, snapshots = recording.read(file, most_bytes)
    archive = Archive(io.BytesIO(head), most_bytes=most_bytes, mark="about")
    film = _read_film(archive, _read_about(archive)).extended(snapshots)
    if film.recipe.model:
        raise damaged("about.recipe.model", Quote(film.recipe.model), "empty")
    if (along := film.recipe.along) is not None:
        film = named_along(film, along.name)
    if found := fault(film):
        part, said, expected = found
        raise damaged(part, Quote(said), expected)
    return Saved(film, None, "")


def _read_about(archive: Archive) -> Fields:
    """What the file says of itself, and whether it has the parts of such a file."""
    about = parse(archive.bytes("about", MOST_ABOUT), "about")
    if about.values.get("format") != FORMAT:
        raise not_a_film()
    version = about.whole("version", 1)
    if version > LAYOUT:
        message = f"This film has the layout {version}; this program knows {LAYOUT}. Update it."
        raise FileError("other_version", message, found=version, known=LAYOUT)
    parts = _read_parts(about)
    known = {"counts", "text", START, LABELS, RULES, *ASKED} | {
        f"{part}{end}" for part in parts for end in ("", LAST)
    }
    names = set(archive.names())
    for name in sorted(_ALWAYS_THERE - names):
        raise damaged(name, "missing", "an array")
    for name in sorted(names - _ALWAYS_THERE - known):
        if not re.fullmatch(rf"{STATE}[\w.]+", name):
            raise damaged(name, "there", "a part of a film")
    return about


def _read_parts(about: Fields) -> dict[str, tuple[str, bool]]:
    """The parts that frames are made of: the name of each, and whether it is a matrix."""
    if about.whole("version", 1) == 1:
        return {"E": ("E", True), "U": ("U", True), "Z": ("Z", False)}
    matrices = about.texts("matrices", MATRIX, "names of matrices")
    arrays = about.texts("arrays", ARRAY, "names of arrays")
    return {name: (name, True) for name in matrices} | {
        f"{PREFIX}{name}": (name, False) for name in arrays
    }


def _check_objects(archive: Archive) -> None:
    """Refuse more words and frames than there is memory for: in a file they are much smaller.

    Raises FileError: `too_large`, with the memory that they would take.
    """
    kind, _ = archive.head("words")
    letters = 4 * int(kind[2:]) if kind.startswith("<U") else 4  # bytes of a word in the file
    words = archive.size("words") // letters * (letters + TEXT_BYTES + ROW_BYTES)
    size = words + archive.size("epochs") // 8 * FRAME_BYTES
    most = Budget.of_machine(archive.most_bytes).most
    if most is not None and size > most:
        raise too_large(size, most)


def _read_film(archive: Archive, about: Fields) -> Film:
    _check_objects(archive)
    recipe, model = _read_recipe(about.inner("recipe"))
    words = _read_words(archive)
    V = len(words)
    counts = archive.array("counts", ("<i8",), (V,)) if "counts" in archive else None
    shown = archive.array("shown", ("<i4",), (None,))
    epochs = archive.array("epochs", ("<f8",), (None,))
    F, n = len(epochs), len(shown)
    losses = archive.array("losses", ("<f8",), (F,))
    d = (_columns(archive) if model is None else model.dimension) if F else 0
    matrices: list[dict[str, Floating]] = [{} for _ in range(F)]
    arrays: list[dict[str, Floating]] = [{} for _ in range(F)]
    for part, (name, is_matrix) in _read_parts(about).items():
        shapes = ((n, d), (V, d)) if is_matrix else (None, None)
        for i, array in _read_array(archive, part, F, shapes):
            (matrices if is_matrix else arrays)[i][name] = array
    if missing := [i for i, each in enumerate(matrices) if "E" not in each]:
        raise damaged("E", f"of {F - len(missing)} frames", f"{F}")
    each = zip(epochs.tolist(), losses.tolist(), matrices, arrays, strict=True)
    film = Film(tuple(Snapshot(*frame) for frame in each), words, counts, shown, recipe)
    if found := fault(film):
        part, said, expected = found
        raise damaged(part, Quote(said), expected)
    if model is not None and counts is not None:
        _check_arrays(film, model, counts)
    return film


def _columns(archive: Archive) -> int:
    """The dimensions of a film whose model nobody knows."""
    shape = archive.head("E")[1]
    return shape[-1] if shape else 0


def _read_array(
    archive: Archive, part: str, F: int, shapes: tuple[Shape | None, Shape | None]
) -> Iterator[tuple[int, Floating]]:
    """The numbers of the frames, of F, that keep an array, and what they keep.

    The shapes are those of one frame, and of the last one where that is whole; None: any.
    """
    complete = "E_last" in archive
    kept, last = F - complete, f"{part}{LAST}"
    if part in archive:
        shape = archive.head(part)[1][1:] if shapes[0] is None else shapes[0]
        found = archive.array(part, ("<f2",), (None, *shape))
        if len(found) > kept:
            raise damaged(part, f"of {len(found)} frames", f"at most {kept}")
        yield from enumerate(found)
    if F and complete and last in archive:
        shape = archive.head(last)[1] if shapes[1] is None else shapes[1]
        yield F - 1, archive.array(last, ("<f4",), shape)


def _check_arrays(film: Film, model: Model, counts: Counts) -> None:
    """Refuse arrays that the model of a film does not keep."""
    if not any(each.arrays for each in film):
        return
    kept = model.kept(Vocabulary(film.words, counts, film.recipe.classes))
    for i, each in enumerate(film):
        expected = {**kept.arrays, **(kept.last if each.whole else {})}
        for name, array in each.arrays.items():
            if array.shape != expected.get(name):
                found = f"of shape {array.shape} at frame {i}"
                raise damaged(name, found, f"{expected.get(name, 'nothing')}")


def _read_classes(about: Fields) -> tuple[str, ...]:
    """What sentences are sorted into; films of other models have none."""
    if not about.has("classes"):
        return ()
    classes = about.texts("classes", ".{1,1000}", "names of classes")
    if not 2 <= len(classes) <= MOST_CLASSES:
        raise about.wrong("classes", f"2 to {MOST_CLASSES} names")
    return classes


def _read_along(about: Fields) -> Along | None:
    """What the frames of a film go along; those of one run do not say it."""
    if not about.has("along"):
        return None
    inner = about.inner("along")
    name = inner.text("name", SETTING, "the name of a setting")
    one_run = inner.has("one_run") and inner.flag("one_run")
    return Along(name, inner.texts("values", VALUE, "short texts"), one_run)


def _read_recipe(about: Fields) -> tuple[Recipe, Model | None]:
    """Where a film comes from, and its model if it is one of ours.

    Settings that the film's version did not have get what is usual now.
    """
    name = about.text("model", r"\w{0,64}", "the name of a model")
    settings = about.numbers("settings")
    hashes = _HASH if name else rf"|{_HASH}"
    common: dict[str, Any] = {
        "seed": about.whole("seed", 0, 2**63 - 1),
        "corpus": about.text("corpus", hashes, "16 hex digits"),
        "run": about.text("run", hashes, "16 hex digits"),
    }
    if not name:
        matrices = rf"{MATRIX}(\+{MATRIX})*"
        result = about.text("result", matrices, "the name of a matrix")
        vectors = about.texts("vectors", matrices, "names of matrices")
        along = _read_along(about)
        recipe = Recipe(settings=settings, result=result, vectors=vectors, along=along, **common)
        return recipe, None
    if name not in MODELS:
        raise about.wrong("model", " or ".join(MODELS))
    known = {each.name for each in fields(MODELS[name])}
    try:
        model = MODELS[name](**{key: settings[key] for key in settings.keys() & known})
    except EmbvizError as error:
        said = Quote(error)
        raise damaged("about.recipe.settings", said, "settings in their ranges") from error
    loss_on = about.text("loss_on", "held-out|training", "held-out or training")
    recipe = Recipe(
        model=name,
        settings=asdict(model),
        loss_on="training" if loss_on == "training" else "held-out",
        result=model.result,
        vectors=model.vectors,
        classes=_read_classes(about),
        **common,
    )
    return recipe, model


def _read_words(archive: Archive) -> tuple[str, ...]:
    array = archive.array("words", ("<U",), (None,))
    letters = array.view(np.uint32)
    if letters.size and letters.max() > 0x10FFFF:
        raise damaged("words", "no text", "characters of Unicode")
    return tuple(array.tolist())
