"""A sheet as SVG 1.1, https://www.w3.org/TR/SVG11/: text stays text, in fonts that all have."""

import html
import re

from embviz.wordmap.paper.shapes import Box, Disc, Label, Path, Shape, Sheet

FONTS = "Helvetica, Arial, 'Liberation Sans', sans-serif"
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML may hold, escaped or not."""


def written(sheet: Sheet) -> str:
    """Write a sheet.

    >>> label = Label("a < b", 1, 2, 10, "#000000")
    >>> "a &lt; b</text>" in written(Sheet(10, 10, "t", (label,)))
    True
    """
    w, h = _number(sheet.width), _number(sheet.height)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}"'
    shapes = "\n".join(_shape(shape) for shape in sheet.shapes)
    title = f"<title>{_text(sheet.title)}</title>"
    return f'{head} role="img" font-family="{FONTS}">\n{title}\n{shapes}\n</svg>\n'


def _shape(shape: Shape) -> str:
    match shape:
        case Disc():
            at = f'cx="{_number(shape.x)}" cy="{_number(shape.y)}" r="{_number(shape.radius)}"'
            return f"<circle {at}{_fill(shape.fill)}{_stroke(shape)}{_alpha(shape.alpha)}/>"
        case Box():
            at = f'x="{_number(shape.x)}" y="{_number(shape.y)}"'
            size = f'width="{_number(shape.width)}" height="{_number(shape.height)}"'
            return f"<rect {at} {size}{_fill(shape.fill)}{_alpha(shape.alpha)}/>"
        case Path():
            points = " ".join(f"{_number(x)},{_number(y)}" for x, y in shape.points)
            alpha = _alpha(shape.alpha)
            return f'<polyline points="{points}"{_fill("")}{_stroke(shape)}{alpha}/>'
        case Label():
            at = f'x="{_number(shape.x)}" y="{_number(shape.y)}" font-size="{_number(shape.size)}"'
            bold = ' font-weight="bold"' if shape.bold else ""
            text = _text(shape.text)
            return f'<text {at}{bold}{_fill(shape.fill)} xml:space="preserve">{text}</text>'


def _fill(colour: str) -> str:
    return f' fill="{colour or "none"}"'


def _stroke(shape: Disc | Path) -> str:
    if not shape.stroke:
        return ""
    return f' stroke="{shape.stroke}" stroke-width="{_number(shape.width)}" stroke-linejoin="round"'


def _alpha(alpha: float) -> str:
    return "" if alpha >= 1 else f' opacity="{_number(alpha)}"'


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return html.escape(FORBIDDEN.sub("\ufffd", text))
