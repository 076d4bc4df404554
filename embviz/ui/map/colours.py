"""What colours and trails are made of: groups of words, and numbers of words in frames."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from embviz.jobs.train_and_draw import NEIGHBOURS
from embviz.measures import movement
from embviz.text import samples
from embviz.types import Float32
from embviz.ui.map.seen import Seen
from embviz.ui.state import columns, server
from embviz.wordmap.colours import HUES, clustered, told_from_nothing, trusts
from embviz.wordmap.message import ColourGroups, Layer

HEADROOM = 1.25
"""How far above the highest value so far a scale of colours reaches that may yet grow."""

GROWING = ("norm", "moved")
"""Numbers of which nobody knows how high they will get."""

UNKNOWN = -1.0
"""What stands for a word of which it is not known how sure it is."""


def groups(seen: Seen) -> ColourGroups | None:
    """Give the groups that are known from the start: as planted in a sample, or of a column."""
    source = seen.source
    if source.sample is not None:
        return _among(seen, _planted(source.sample, source.words))
    return _among(seen, columns.groups(source, seen.column))


def has_clusters(seen: Seen) -> bool:
    """Whether groups are what turns out to belong together: nobody has told."""
    return seen.source.sample is None


def clusters(seen: Seen) -> ColourGroups | None:
    """Give the clusters of the last frame, where colours stand for them; None: not known yet.

    A map beside another has the same words in the same colours, so that one sees where they are.
    """
    if not has_clusters(seen) or seen.column or seen.tab.colour != "group":
        return None
    return _found(seen)


def known(seen: Seen) -> ColourGroups | None:
    """Give the groups or clusters of words, whatever colours stand for; None: not known yet."""
    return groups(seen) or _found(seen)


def _found(seen: Seen) -> ColourGroups | None:
    source = seen.leader
    if not source.complete:
        return None
    found = source.clusters(server.engine(), seen.map.look.vectors)
    if found is None:
        return None
    made = clustered(found)
    if source is seen.source:
        return _among(seen, made)
    group_of = dict(zip(source.words, made.of, strict=True))
    return _among(seen, replace(made, of=[group_of.get(word, -1) for word in seen.source.words]))


def _among(seen: Seen, found: ColourGroups | None) -> ColourGroups | None:
    """The groups of those words that the picture shows."""
    if found is None or not seen.alone:
        return found
    return replace(found, of=[found.of[i] for i in seen.alone])


def _planted(sample: str, words: Sequence[str]) -> ColourGroups:
    answers = samples.answers(sample)
    hue_of = {g: h for h, groups in enumerate(answers.families.values()) for g in groups}
    shade_of = {g: s for groups in answers.families.values() for s, g in enumerate(groups)}
    names = [name for name in answers.groups if name in hue_of]
    group_of = {word: i for i, name in enumerate(names) for word in answers.groups[name]}
    family_of = dict(zip(HUES, answers.families, strict=False))
    return ColourGroups(
        names=names,
        hues=[HUES[hue_of[name] % len(HUES)] for name in names],
        shades=[shade_of[name] % 3 for name in names],
        of=[group_of.get(word, -1) for word in words],
        families=[family_of.get(hue, "") for hue in range(len(HUES))],
    )


def layers(seen: Seen) -> list[Layer]:
    """Give what the colour and the trails ask for, of frames that were not sent with it."""
    if not seen.pictures:
        return []
    asked = [seen.tab.colour, *(["change"] if seen.map.trails else [])]
    new = [_layer(seen, name) for name in dict.fromkeys(asked) if name in _VALUES]
    return [*(layer for layer in new if len(layer.values)), *_sure(seen)]


def _sure(seen: Seen) -> list[Layer]:
    """How sure words are, whatever the colour: the same at all frames, anew with further runs."""
    sure = seen.sureness
    if sure is None or sure.runs == seen.map.sent.sure:
        return []
    values, high = np.nan_to_num(sure.shared, nan=UNKNOWN)[None], float(NEIGHBOURS)
    return [Layer("sure", 0, values, UNKNOWN, high, runs=sure.runs, chance=round(sure.chance, 3))]


def _layer(seen: Seen, name: str) -> Layer:
    first, high = seen.map.sent.layers.get(name, (0, 0.0))
    values = _VALUES[name](seen, first)
    if name == "column":  # a class in the middle of its share of the scale, "no number" as the last
        return Layer(name, first, values, -0.5, columns.CLASSES + 0.5)
    highest = float(values.max(initial=0.0)) if name in GROWING else float(NEIGHBOURS)
    if highest > high:  # another scale: all frames anew
        roomy = name in GROWING and not seen.source.complete
        high = highest * HEADROOM if roomy else highest
        first, values = 0, _VALUES[name](seen, 0) if first else values
    if name == "moved":
        told = told_from_nothing(values, high)
        return Layer(name, first, told, 0.0, high, absolute=_begins_at_zero(seen))
    return Layer(name, first, values, 0.0, high)


def _norms(seen: Seen, first: int) -> Float32:
    return np.array([picture.norms for picture in seen.pictures[first:]], dtype=np.float32)


def _moved(seen: Seen, first: int) -> Float32:
    ways = seen.source.moved(seen.map.look.vectors, range(first, len(seen.pictures)))
    return ways[:, list(seen.alone)] if seen.alone else ways


def _begins_at_zero(seen: Seen) -> bool:
    """Whether the vectors have no lengths at the start by which ways could be measured."""
    return not seen.source.frames[0].snapshot.matrix(seen.map.look.vectors).any()


def _trusts(seen: Seen, first: int) -> Float32:
    return trusts(seen.pictures[first:])


def _changes(seen: Seen, first: int) -> Float32:
    """How many of ten neighbours are new; 0.06 ms for a frame of 1000 words that has just come."""
    known = seen.source.changes(server.engine()) if seen.source.complete else None
    if known is not None and not seen.alone:
        return known[first : len(seen.pictures)] * np.float32(NEIGHBOURS)
    neighbours = [picture.neighbours for picture in seen.pictures]
    epochs = [picture.epoch for picture in seen.pictures]
    return movement.changed_within(neighbours, epochs, first) * np.float32(NEIGHBOURS)


def _column(seen: Seen, first: int) -> Float32:
    """The classes of a column of metadata, which are the same at all frames."""
    found = columns.layer(seen.source, seen.column, seen.tab.steps) if not first else None
    if found is None:
        return np.empty((0, len(seen.words)), dtype=np.float32)
    return found[:, list(seen.alone)] if seen.alone else found


_VALUES = {
    "norm": _norms,
    "moved": _moved,
    "trust": _trusts,
    "change": _changes,
    "column": _column,
}
"""Each layer's values (f, n), from a frame on."""
