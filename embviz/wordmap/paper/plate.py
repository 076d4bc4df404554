"""The map of one moment as a list of shapes: points, paths, labels, and a legend."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embviz.types import Flags, Floating
from embviz.wordmap.message import ColourGroups
from embviz.wordmap.paper import labels, palette
from embviz.wordmap.paper.labels import Placed
from embviz.wordmap.paper.measure import width
from embviz.wordmap.paper.shapes import Box, Disc, Label, Path, Shape, Sheet

SIZE = 12.0  # of labels, in points
LEGEND = 10.5
MARGIN = 10.0  # around everything
ROOM = 1500.0  # square points for each label where there are many
SPARSE = 150  # words, up to which all have a label if there is room
LONGEST = 40  # signs of a label
VEIL = 0.78  # how far a label hides what lies under it
RING = 3.0  # how far from its point a ring is
ROWS = 3  # of the legend, at most
NONE = ColourGroups((), (), (), ())


@dataclass(frozen=True)
class Theme:
    """Colours of text and of what lies behind it."""

    text: str
    background: str
    accent: str


LIGHT = Theme("#0e141b", "#ffffff", "#0b65a3")
DARK = Theme("#e8edf2", "#11161d", "#2b78bd")


@dataclass(frozen=True, eq=False)
class Scene:
    """What is to be seen.

    Attributes:
        words: (n,), the commonest first.
        xy: (n, 2) where they are; y leads upwards.
        groups: By which they are coloured.
        selected: Places of words that have a ring, and a label before all others.
        trails: Of some words, by place, the way (f, 2) that leads to where they are.
        title: What it is, for those who have it read out.
    """

    words: Sequence[str]
    xy: Floating
    groups: ColourGroups = NONE
    selected: Sequence[int] = ()
    trails: Sequence[tuple[int, Floating]] = ()
    title: str = ""


def drawn(scene: Scene, size: tuple[float, float] = (640, 440), theme: Theme = LIGHT) -> Sheet:
    """Draw a scene on a sheet of a size in points."""
    tints, names = _colours(scene.groups, theme)
    of = [scene.groups.of[i] if scene.groups.names else -1 for i in range(len(scene.words))]
    legend = _legend(scene.groups, tints, size[0], theme)
    top = max((shape.y for shape in legend if isinstance(shape, Label)), default=0.0) + MARGIN / 2
    within = (MARGIN, max(MARGIN, top), size[0] - MARGIN, size[1] - MARGIN)
    fit = _Fit.of([scene.xy, *(way for _, way in scene.trails)], within)
    at = fit.place(scene.xy)
    radius = 0.8 * max(2.0, 5.5 - math.log2(max(len(of), 30) / 30) * 0.6)
    shapes: list[Shape] = [Box(0, 0, *size, theme.background), *legend]
    for word, way in scene.trails:
        points = tuple((float(x), float(y)) for x, y in fit.place(way))
        shapes.append(Path(points, tints[of[word]], 1.2, 0.6))
    line = labels.LINE * SIZE
    placed = _placed(scene, at, of, radius, within)
    veils = [
        Box(label.left, label.top, label.width, line, theme.background, VEIL) for label in placed
    ]
    shapes += veils
    under = _under(at, veils)
    # The commonest words lie on top, as on the map; points under a label are faint.
    for i in sorted(range(len(of)), key=lambda i: (not under[i], -i)):
        alpha = 1 - VEIL if under[i] else 1.0
        shapes.append(Disc(float(at[i, 0]), float(at[i, 1]), radius, tints[of[i]], alpha=alpha))
    for label in reversed(placed):
        i, base = label.word, label.top + 0.8 * line
        bold = i in scene.selected
        shapes.append(Label(_short(scene.words[i]), label.left + 1, base, SIZE, names[of[i]], bold))
    for i in scene.selected:
        x, y = float(at[i, 0]), float(at[i, 1])
        shapes.append(Disc(x, y, radius + RING, stroke=theme.accent, width=2))
        shapes.append(Disc(x, y, radius, tints[of[i]]))
    return Sheet(*size, scene.title, tuple(shapes))


@dataclass(frozen=True)
class _Fit:
    """How positions come to lie on the sheet."""

    scale: float
    middle: tuple[float, float]  # of the positions
    centre: tuple[float, float]  # of the map

    @classmethod
    def of(cls, parts: Sequence[Floating], within: tuple[float, float, float, float]) -> "_Fit":
        points = np.concatenate(parts)
        low, high = points.min(axis=0), points.max(axis=0)
        left, top, right, bottom = within
        wide, tall = (max(float(x), 1e-9) for x in high - low)
        room = 2 * SIZE  # for labels at the edge
        scale = min((right - left - 3 * room) / wide, (bottom - top - room) / tall)
        middle = (float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2)
        return cls(scale, middle, ((left + right) / 2, (top + bottom) / 2))

    def place(self, xy: Floating) -> Floating:
        """Positions (n, 2) on the sheet, where y leads down."""
        away = (xy.astype(np.float64) - self.middle) * self.scale
        return away * (1, -1) + self.centre


def _colours(groups: ColourGroups, theme: Theme) -> tuple[list[str], list[str]]:
    """Colours of points and of labels, by group; the last are for words without one."""
    hues = palette.DARK if theme is DARK else palette.LIGHT
    towards = (theme.background, theme.text, theme.background)
    points = [
        palette.mix(hues[hue % len(hues)], towards[shade % 3], palette.STEPS[shade % 3])
        for hue, shade in zip(groups.hues, groups.shades, strict=True)
    ]
    points.append(palette.mix(theme.text, theme.background, 0.5))
    names = [palette.readable(colour, theme.background, theme.text) for colour in points]
    names[-1] = palette.mix(theme.text, theme.background, 0.25) if groups.names else theme.text
    return points, names


def _legend(groups: ColourGroups, tints: Sequence[str], wide: float, theme: Theme) -> list[Shape]:
    """The names of the groups beside their colours, as far as there is room."""
    shapes: list[Shape] = []
    x, row = MARGIN, 0
    for group, name in enumerate(groups.names):
        text = _short(name)
        total = width(text, LEGEND) + 1.8 * LEGEND
        if x > MARGIN and x + total > wide - MARGIN:
            x, row = MARGIN, row + 1
        if row == ROWS:
            break
        y = MARGIN + LEGEND + row * LEGEND * 1.4
        shapes.append(Disc(x + 4, y - 0.35 * LEGEND, 4, tints[group]))
        shapes.append(Label(text, x + 11, y, LEGEND, theme.text))
        x += total + MARGIN / 2
    return shapes


def _placed(
    scene: Scene,
    at: Floating,
    of: Sequence[int],
    radius: float,
    within: tuple[float, float, float, float],
) -> list[Placed]:
    """Choose labels, the most important first: selected words, then common ones."""
    n, bold = len(of), set(scene.selected)
    widths = [width(_short(word), SIZE, i in bold) + 2 for i, word in enumerate(scene.words)]
    order = [*scene.selected, *(i for i in labels.importance(n, of) if i not in bold)]
    area = (within[2] - within[0]) * (within[3] - within[1])
    most = n if n <= SPARSE else max(len(bold), int(area / ROOM))
    radii = np.array([radius + (RING + 1 if i in bold else 0) for i in range(n)])
    line = labels.LINE * SIZE
    return labels.place(at, widths, order, line=line, radii=radii, within=within, most=most)


def _under(at: Floating, veils: Sequence[Box]) -> Flags:
    """Which points (n,) have their middle under a label."""
    under = np.zeros(len(at), dtype=np.bool_)
    for box in veils:
        across = (at[:, 0] >= box.x) & (at[:, 0] <= box.x + box.width)
        under |= across & (at[:, 1] >= box.y) & (at[:, 1] <= box.y + box.height)
    return under


def _short(text: str) -> str:
    """A text on one line, cut after so many signs."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
