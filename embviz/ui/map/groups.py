"""Words that belong together, for colours: as planted in a sample, or by a column of metadata."""

from collections.abc import Sequence
from dataclasses import replace

from embviz.text import samples
from embviz.ui.state import columns
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab
from embviz.wordmap import ColourGroups

HUES = (5, 4, 2, 3, 6, 0, 1)
"""Hues of the families in their order: those that are easiest to tell apart first."""


def of(session: Tab, source: FilmOnScreen) -> ColourGroups | None:
    """Give the colours: the planted groups of a sample, or the values of a column."""
    if source.sample is not None:
        found: ColourGroups | None = _planted(source.sample, source.words)
    else:
        found = columns.groups(source, session.coloured_by)
    alone = session.look.words
    return replace(found, of=[found.of[i] for i in alone]) if found is not None and alone else found


def _planted(sample: str, words: Sequence[str]) -> ColourGroups:
    """Give the planted groups of a sample, families in one hue."""
    answers = samples.answers(sample)
    hue_of = {g: h for h, groups in enumerate(answers.families.values()) for g in groups}
    shade_of = {g: s for groups in answers.families.values() for s, g in enumerate(groups)}
    names = [name for name in answers.groups if name in hue_of]
    group_of = {word: i for i, name in enumerate(names) for word in answers.groups[name]}
    return ColourGroups(
        names=names,
        hues=[HUES[hue_of[name] % len(HUES)] for name in names],
        shades=[shade_of[name] % 3 for name in names],
        of=[group_of.get(word, -1) for word in words],
        families=_by_hue(list(answers.families)),
    )


def _by_hue(families: Sequence[str]) -> list[str]:
    """Put the names of families at the places of their hues."""
    placed = [""] * len(HUES)
    for hue, family in zip(HUES, families, strict=False):
        placed[hue] = family
    return placed
