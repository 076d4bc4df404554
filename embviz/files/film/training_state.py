"""The part of a film's file from which training can go on; its layout stands in `film_npz.py`."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

import numpy as np

from embviz.errors import EmbvizError, FileError, SettingError, TextError
from embviz.files.film.archive import Archive, Array, Writer, damaged
from embviz.files.film.json_fields import Fields, parse
from embviz.models import MODELS
from embviz.text.corpus import Corpus
from embviz.text.labelled import UNSORTED, Labelled
from embviz.text.rules import USUAL, Rules
from embviz.training.checkpoint import Checkpoint
from embviz.training.film import Film
from embviz.training.model import Position
from embviz.training.run import (
    FASTEST,
    MOST_PATIENCE,
    Run,
    State,
    Trouble,
    out_of_patience,
    stands,
)
from embviz.types import Float32
from embviz.util.version import VERSION

STATE = "state_"  # how the names of weights begin
ASKED = ("always", "without")  # words of a run by name
START = "start"  # the rows at which E began, if it was not at random
RULES = "rules"  # how the text is cut into words, as JSON, if not as usual
MOST_RULES = 2**19  # bytes of these
LABELS = "labels"  # the number of each sentence's class, if they have one; -1: not this one
READING = 8
"""A text may be so much smaller than the whole file may be: cutting it into words takes memory, 5
times its size for prose and 23 times for a text of nothing but new words."""


def last_arrays(film: Film) -> Mapping[str, Array]:
    """All arrays of the last frame by name, if it is whole."""
    return {**film[-1].arrays, **film[-1].matrices} if film.complete else {}


def describe(checkpoint: Checkpoint, film: Film) -> dict[str, Any]:
    """What `about` says of a checkpoint. Raises ValueError, TextError."""
    run, state = checkpoint.run, checkpoint.state
    if checkpoint.film is not film:
        raise ValueError("the checkpoint has another film")
    if not run.corpus.text:
        message = "the corpus came without its text, from which training goes on"
        raise TextError("no_text", message)
    of_run = ("frames", "words", "hide", "budget", "patience")
    labelled = ("most",) if isinstance(run.corpus, Labelled) else ()
    reading = ("min_count", "max_words", "lowercase", *labelled)
    cutting: dict[str, Any] = {}
    if run.corpus.reading.version > 1:
        cutting["boundaries"] = run.corpus.reading.version
    return {
        "run": {name: getattr(run, name) for name in of_run} | _stays(run),
        "reading": {name: getattr(run.corpus, name) for name in reading} | cutting,
        "position": asdict(state.position),
        "trouble": None if state.trouble is None else asdict(state.trouble),
    }


def _stays(run: Run) -> dict[str, Any]:
    """How long E stays as it began, where it does; "all" is -1."""
    if not run.freeze and run.pace == 1 and not run.origin:
        return {}
    freeze = -1 if run.freeze == "all" else run.freeze
    return {"freeze": freeze, "pace": run.pace, "origin": run.origin}


def write_checkpoint(writer: Writer, checkpoint: Checkpoint) -> None:
    """Write the text and the weights."""
    run, last = checkpoint.run, last_arrays(checkpoint.film)
    text = run.corpus.text.encode("utf-8", "surrogatepass")
    writer.packed("text", np.frombuffer(text, np.uint8))
    for name in ASKED:
        words = getattr(run, name)
        if words or name == "always":  # films without hidden words are as they always were
            writer.put(name, np.array([run.corpus.vocabulary.id(word) for word in words], "<i4"))
    if run.start is not None:
        writer.put(START, run.start.astype("<f4", copy=False))
    if run.corpus.rules != USUAL:
        rules = json.dumps(run.corpus.rules.facts(), allow_nan=False).encode()
        writer.packed(RULES, np.frombuffer(rules, np.uint8))
    if isinstance(run.corpus, Labelled):
        writer.put(LABELS, run.corpus.labels.astype("<i4"))
    for name, array in checkpoint.state.weights.items():
        if name not in last or not np.array_equal(array, last[name]):
            writer.put(f"{STATE}{name}", array.astype("<f4", copy=False))


def read_checkpoint(archive: Archive, about: Fields, film: Film) -> Checkpoint:
    """Read what a film is to go on from.

    Raises FileError: `damaged`; `other_reading` if the text comes to something else in this
    version.
    """
    said = about.inner("checkpoint")
    if film.recipe.model not in MODELS:
        raise damaged("about.checkpoint", "there", "no checkpoint without a model")
    version = about.text("embviz", r"[\w.+!-]{1,40}", "a version")
    run = _read_run(archive, said, version, film)
    state = _read_state(said, _read_weights(archive, run, film), film, run)
    if not state.finished and not stands(run, state):
        raise _other_reading(version, "of other blocks", "about.checkpoint.position")
    return Checkpoint(run, state, film)


def _read_run(archive: Archive, said: Fields, version: str, film: Film) -> Run:
    """The run of a film, which must come to the same words and hashes as when it was saved."""
    inner, reading = said.inner("run"), said.inner("reading")
    text = archive.bytes("text", archive.most_bytes // READING)
    asked: dict[str, Any] = {name: _words_asked(archive, name, film) for name in ASKED}
    settings: dict[str, Any] = {name: inner.whole(name) for name in ("frames", "words", "hide")}
    budget = inner.whole("budget", 1, 2**40)
    how: Mapping[str, Any] = {
        "min_count": reading.whole("min_count", 1),
        "max_words": reading.whole("max_words", 2) if reading.has("max_words") else None,
        "lowercase": reading.flag("lowercase"),
        "rules": _read_rules(archive),
    }
    try:
        corpus = _read_corpus(archive, text, film, reading, how)
    except (EmbvizError, UnicodeDecodeError) as error:
        raise _other_reading(version, str(error)) from error
    _check_boundaries(corpus, reading, version)
    try:
        run = Run(
            MODELS[film.recipe.model](**film.recipe.settings),
            corpus,
            seed=film.recipe.seed,
            budget=budget,
            **asked,
            patience=inner.whole("patience") if inner.has("patience") else 0,
            start=_start(archive, film),
            **_read_stays(inner),
            **settings,
        )
        again = run.film()  # the model may refuse the text
    except EmbvizError as error:
        raise _other_reading(version, str(error)) from error
    _compare(run, again, film, version)
    return run


def _check_boundaries(corpus: Corpus, reading: Fields, version: str) -> None:
    """Tell films of texts that an earlier version of the usual rules cut into other words."""
    theirs = reading.whole("boundaries", 1) if reading.has("boundaries") else 1
    if corpus.reading.version != theirs:
        raise _cut_otherwise(version)


def _read_rules(archive: Archive) -> Rules:
    """How the text is cut into words; films that say nothing of it have the usual rules."""
    if RULES not in archive:
        return USUAL
    facts = parse(archive.bytes(RULES, MOST_RULES), RULES)
    try:
        return Rules.of(facts.values)
    except SettingError as error:
        raise damaged(RULES, str(error), "rules for cutting a text into words") from error


def _read_corpus(
    archive: Archive, text: bytes, film: Film, reading: Fields, how: Mapping[str, Any]
) -> Corpus:
    read, classes = text.decode("utf-8", "surrogatepass"), film.recipe.classes
    if LABELS not in archive:
        return Corpus.from_text(read, **how)
    labels = archive.array(LABELS, ("<i4",), (None,))
    if labels.size and not UNSORTED <= labels.min() <= labels.max() < len(classes):
        raise damaged(LABELS, "a class that is not there", "numbers of classes")
    most = reading.whole("most", 2) if reading.has("most") else None
    try:
        return Labelled.again(read, labels, classes, most, **how)
    except ValueError as error:
        raise damaged(LABELS, f"of {len(labels)} sentences", "one for each sentence") from error


def _read_stays(inner: Fields) -> dict[str, Any]:
    if not inner.has("freeze"):
        return {}
    freeze = inner.whole("freeze", -1, MOST_PATIENCE)
    return {
        "freeze": "all" if freeze == -1 else freeze,
        "pace": inner.number("pace", 0.0, FASTEST),
        "origin": inner.text("origin", ".{0,1000}", "a short text"),
    }


def _words_asked(archive: Archive, name: str, film: Film) -> tuple[str, ...]:
    """Words of a run; films of earlier versions hide none by name."""
    if name == "without" and name not in archive:
        return ()
    ids = archive.array(name, ("<i4",), (None,))
    if ids.size and not 0 <= ids.min() <= ids.max() < len(film.words):
        raise damaged(name, "a word that is not there", "ids of words")
    return tuple(film.words[i] for i in ids)


def _start(archive: Archive, film: Film) -> Float32 | None:
    if START not in archive:
        return None
    d = int(film.recipe.settings["dimension"])
    rows: Float32 = archive.array(START, ("<f4",), (len(film.words), d))
    return rows


def _compare(run: Run, again: Film, film: Film, version: str) -> None:
    """Refuse a run, and the film that it begins, where it is not the one of the film."""
    recipe = film.recipe
    if again.recipe != recipe:
        raise _other_reading(version, f"of the run {run.hash}")
    counts = film.counts if film.counts is not None else ()
    if again.words != film.words or not np.array_equal(run.corpus.vocabulary.counts, counts):
        raise _other_reading(version, "of other words")
    if not np.array_equal(again.shown, film.shown) or len(film) > run.plan.frames:
        raise _other_reading(version, "of other frames")
    halves = len(film) - film.complete
    expected = min(halves, run.plan.full_frames)
    for name in set(run.model.kept(run.corpus.vocabulary).matrices) - set(recipe.result.split("+")):
        found = sum(name in each.matrices for each in film if not each.whole)
        if found != expected:
            raise damaged(name, f"of {found} frames", f"{expected}")


def _other_reading(version: str, found: str, member: str = "text") -> FileError:
    """Why a run does not come to what it came to: another version, or a damaged file."""
    if version == VERSION:
        return damaged(member, found, "that of the film")
    return _cut_otherwise(version)


def _cut_otherwise(version: str) -> FileError:
    message = (
        f"The film was saved by version {version}; {VERSION} reads its text, or trains on it, "
        "otherwise. It can be played, but not trained further."
    )
    return FileError("other_reading", message, found=version, known=VERSION)


def _read_weights(archive: Archive, run: Run, film: Film) -> dict[str, Float32]:
    last, weights = last_arrays(film), dict[str, Float32]()
    shapes = run.model.shapes(run.corpus.vocabulary)
    for name in sorted(archive.names()):
        if name.startswith(STATE) and name.removeprefix(STATE) not in shapes:
            raise damaged(name, "there", "weights of the model")
    for name, shape in shapes.items():
        if f"{STATE}{name}" in archive or name not in last:
            weights[name] = archive.array(f"{STATE}{name}", ("<f4",), shape)
        else:
            weights[name] = last[name].view()
        if not np.isfinite(weights[name]).all():
            raise damaged(f"{STATE}{name}", "not finite", "finite numbers")
        weights[name].flags.writeable = False
    return weights


def _read_state(said: Fields, weights: Mapping[str, Float32], film: Film, run: Run) -> State:
    """Where the run stands: at its end if the film is complete or there was trouble."""
    trouble, epochs = None, run.model.epochs
    if said.has("trouble"):
        facts = said.inner("trouble")
        trouble = Trouble(*(facts.number(each.name) for each in fields(Trouble)))
    inner = said.inner("position")
    position = Position(
        epoch=inner.whole("epoch"),
        shard=inner.whole("shard"),
        block=inner.whole("block"),
        at=inner.number("at", 0.0, epochs),
    )
    best = min(((each.loss, each.epoch) for each in film), default=(math.inf, 0.0))
    state = State(
        position,
        weights,
        kept=len(film),
        loss=film[-1].loss if len(film) else math.nan,
        best=best,
        done_share=position.at / epochs,
        finished=film.complete or trouble is not None,
        trouble=trouble,
    )
    if len(film) and position.at < film[-1].epoch:
        raise inner.wrong("at", f"at least {film[-1].epoch:g}")
    ended = position.at >= epochs or out_of_patience(run, best, position.at)
    if film.complete and (trouble or not ended):
        raise inner.wrong("at", f"{epochs}, since the film is complete")
    return state
