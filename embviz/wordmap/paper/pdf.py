"""A sheet as PDF 1.4 (https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf).

Western words are set in Helvetica, which every reader has; for others the letters of a font of this
computer go along (`truetype`). All labels are text, which can be searched and copied. Words whose
letters must be joined or run from the right, as in Arabic, are refused: SVG can have them.
"""

import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from embviz.errors import SettingError
from embviz.wordmap.paper import truetype
from embviz.wordmap.paper.shapes import Box, Disc, Label, Path, Shape, Sheet
from embviz.wordmap.paper.truetype import Font

ROUND = 0.5522847498  # how far the handles of four curves lie that make a circle
PLAIN, BOLD, OTHER = "F1", "F2", "F3"
JOINED = ("Mn", "Mc", "Me")
FROM_RIGHT = ("R", "AL")


def written(sheet: Sheet, font: Font | None = None) -> bytes:
    """Write a sheet.

    Args:
        sheet: The shapes.
        font: For words that Helvetica has no letters for; None: one that is found.

    Raises:
        SettingError: `no_font` if no font has the letters of a word; `joined_letters` if a word
            needs more than one letter after the other.
    """
    texts = [shape.text for shape in sheet.shapes if isinstance(shape, Label)]
    others = [text for text in texts if not _western(text)]
    _check(others)
    letters = "".join(sorted({sign for text in others for sign in text}))
    if letters:
        font = truetype.find(letters) if font is None else font
        if font is None or not font.has(letters):
            word = next(text for text in others if font is None or not font.has(text))
            message = f"No font has all letters of “{word}”: save the picture as SVG."
            raise SettingError("no_font", message, word=word)
    page = _Page(sheet, font if letters else None)
    content = "\n".join(page.operators(shape) for shape in sheet.shapes)
    return _file(_objects(sheet, page, content, letters))


def _western(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _check(texts: Iterable[str]) -> None:
    for text in texts:
        if any(
            unicodedata.category(sign) in JOINED or unicodedata.bidirectional(sign) in FROM_RIGHT
            for sign in text
        ):
            message = f"A PDF cannot join the letters of “{text}” here: save the picture as SVG."
            raise SettingError("joined_letters", message, word=text)


@dataclass(frozen=True, eq=False)
class _Page:
    """How shapes become operators; y leads upwards in a PDF."""

    sheet: Sheet
    font: Font | None

    def operators(self, shape: Shape) -> str:
        alpha = 1.0 if isinstance(shape, Label) else shape.alpha
        return f"q /A{_percent(alpha)} gs {self._painted(shape)} Q"

    def _painted(self, shape: Shape) -> str:
        high = self.sheet.height
        match shape:
            case Box():
                at = _numbers(shape.x, high - shape.y - shape.height, shape.width, shape.height)
                return f"{_colour(shape.fill)} rg {at} re f"
            case Path():
                lines = " ".join(
                    f"{_numbers(x, high - y)} {'l' if i else 'm'}"
                    for i, (x, y) in enumerate(shape.points)
                )
                return f"{_pen(shape)} 1 j {lines} S"
            case Disc():
                circle = _circle(shape.x, high - shape.y, shape.radius)
                fill = f"{_colour(shape.fill)} rg {circle} f" if shape.fill else ""
                return fill + (f" {_pen(shape)} {circle} S" if shape.stroke else "")
            case Label():
                name, text = self._set(shape)
                at = _numbers(shape.x, high - shape.y)
                size = _numbers(shape.size)
                return f"{_colour(shape.fill)} rg BT /{name} {size} Tf {at} Td {text} Tj ET"

    def _set(self, label: Label) -> tuple[str, str]:
        """The font of a label, and its text in that font's codes."""
        if _western(label.text):
            code = label.text.encode("cp1252")
            return BOLD if label.bold else PLAIN, f"<{code.hex()}>"
        glyphs = (self.font.glyphs[ord(sign)] if self.font else 0 for sign in label.text)
        return OTHER, "<" + "".join(f"{glyph:04x}" for glyph in glyphs) + ">"


def _objects(sheet: Sheet, page: _Page, content: str, letters: str) -> list[bytes]:
    """All objects of the file, the first one having number 1."""
    alphas = {_percent(getattr(shape, "alpha", 1.0)) for shape in sheet.shapes} | {100}
    states = " ".join(f"/A{a} << /ca {a / 100:g} /CA {a / 100:g} >>" for a in sorted(alphas))
    named = f"/{PLAIN} 5 0 R /{BOLD} 6 0 R" + (f" /{OTHER} 8 0 R" if page.font else "")
    box = _numbers(0, 0, sheet.width, sheet.height)
    plain = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    title = sheet.title.encode("utf-16-be", "replace").hex()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R /Resources "
        f"<< /Font << {named} >> /ExtGState << {states} >> >> >>".encode(),
        _stream(content.encode("ascii")),
        plain.format("Helvetica").encode(),
        plain.format("Helvetica-Bold").encode(),
        f"<< /Title <feff{title}> /Producer (embviz) >>".encode(),
    ]
    return objects + (_font_objects(page.font, letters) if page.font else [])


def _font_objects(font: Font, letters: str) -> list[bytes]:
    """A font of glyphs by number, 8 to 12, with the signs that they stand for."""
    signs = sorted({font.glyphs[ord(sign)]: sign for sign in letters}.items())
    widths = " ".join(f"{glyph} [{font.width(glyph):.0f}]" for glyph, _ in signs)
    left, low, right, high = (round(1000 * edge / font.em) for edge in font.box)
    name = f"EMBVIZ+{font.name}"
    data = font.cut(glyph for glyph, _ in signs)
    return [
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
        "/DescendantFonts [9 0 R] /ToUnicode 12 0 R >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 10 0 R "
        f"/CIDToGIDMap /Identity /W [{widths}] >>".encode(),
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{left} {low} {right} "
        f"{high}] /ItalicAngle 0 /Ascent {high} /Descent {low} /CapHeight {high} /StemV 80 "
        "/FontFile2 11 0 R >>".encode(),
        _stream(data, f"/Length1 {len(data)}"),
        _stream(_to_unicode(signs)),
    ]


def _to_unicode(signs: Sequence[tuple[int, str]]) -> bytes:
    """Say which sign each glyph stands for."""
    blocks = []
    for first in range(0, len(signs), 100):  # no more in one block
        part = signs[first : first + 100]
        lines = [f"<{glyph:04x}> <{sign.encode('utf-16-be').hex()}>" for glyph, sign in part]
        blocks.append("\n".join([f"{len(part)} beginbfchar", *lines, "endbfchar"]))
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <ffff> endcodespacerange",
            *blocks,
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode()


def _stream(data: bytes, more: str = "") -> bytes:
    packed = zlib.compress(data, 9)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {more} >>"
    return head.encode() + b"\nstream\n" + packed + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    """Number objects, and say where each begins."""
    data, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(data)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    data += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
    data += f"trailer\n<< /Size {size} /Root 1 0 R /Info 7 0 R >>\n".encode()
    data += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(data)


def _circle(x: float, y: float, r: float) -> str:
    k = ROUND * r
    curves = (
        (x + r, y + k, x + k, y + r, x, y + r),
        (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r),
        (x + k, y - r, x + r, y - k, x + r, y),
    )
    return f"{_numbers(x + r, y)} m " + " ".join(f"{_numbers(*curve)} c" for curve in curves)


def _pen(shape: Disc | Path) -> str:
    return f"{_colour(shape.stroke)} RG {_numbers(shape.width)} w"


def _colour(colour: str) -> str:
    return _numbers(*(part / 255 for part in bytes.fromhex(colour.removeprefix("#"))))


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.3f}".rstrip("0").rstrip(".") for value in values)


def _percent(alpha: float) -> int:
    return round(100 * alpha)
