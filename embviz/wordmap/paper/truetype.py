"""As much of a TrueType font as a PDF needs: https://learn.microsoft.com/typography/opentype/spec/

Which glyph stands for a sign (`cmap`), how wide it is (`hmtx`), and a copy of the file in which the
outlines of all other glyphs are empty (`glyf`, `loca`). Not here: outlines of PostScript (`CFF`),
and the joining of letters, which Arabic and the scripts of India need.
"""

import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
NAMES = (
    "LiberationSans-Regular.ttf",
    "Arial.ttf",
    "arial.ttf",
    "DejaVuSans.ttf",
    "NotoSans-Regular.ttf",
    "segoeui.ttf",
    "Arial Unicode.ttf",
    "wqy-microhei.ttc",
    "msyh.ttc",
    "malgun.ttf",
)
"""Fonts that many computers have, those that look like Helvetica first."""

MOST_BYTES = 60_000_000
PARTS = ("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep")
"""Tables that a font in a PDF needs, sorted."""

WORDS, SCALE, XY_SCALE, TWO_BY_TWO, MORE = 0x0001, 0x0008, 0x0040, 0x0080, 0x0020
"""Flags of a part of a glyph that is made of others."""


@dataclass(frozen=True, eq=False)
class Font:
    """A font.

    Attributes:
        name: As a PDF may call it.
        tables: Its tables by name.
    """

    name: str
    tables: Mapping[str, bytes]

    @classmethod
    def read(cls, path: Path) -> "Font":
        """Read a file; of several fonts in one the first. Raises ValueError if it is none."""
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("the font is too large")
        try:
            found = tables(path.read_bytes())
            name = "".join(sign for sign in path.stem if sign.isalnum() or sign == "-")
            font = cls(name or "Font", found)
            if not {"glyf", "loca", "cmap", "hmtx"} <= {*found} or not font.glyphs:
                raise ValueError("the font has no outlines of TrueType")
        except (struct.error, IndexError, KeyError) as error:
            raise ValueError("the font is damaged") from error
        return font

    @cached_property
    def em(self) -> int:
        """Units of its size."""
        return int(struct.unpack_from(">H", self.tables["head"], 18)[0])

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """What all glyphs fit in: left, low, right, high."""
        left, low, right, high = struct.unpack_from(">4h", self.tables["head"], 36)
        return left, low, right, high

    @cached_property
    def glyphs(self) -> Mapping[int, int]:
        """The glyph of each sign."""
        cmap = self.tables["cmap"]
        (count,) = struct.unpack_from(">H", cmap, 2)
        found: dict[int, int] = {}
        for i in range(count):
            (at,) = struct.unpack_from(">I", cmap, 8 + 8 * i)
            (kind,) = struct.unpack_from(">H", cmap, at)
            if kind in READERS:
                found.update(READERS[kind](cmap, at))
        return found

    def width(self, glyph: int) -> float:
        """How wide a glyph is, in thousandths of the size."""
        (longs,) = struct.unpack_from(">H", self.tables["hhea"], 34)
        (width,) = struct.unpack_from(">H", self.tables["hmtx"], 4 * min(glyph, longs - 1))
        return 1000 * int(width) / self.em

    def has(self, text: str) -> bool:
        """Whether it has all signs of a text."""
        return all(ord(sign) in self.glyphs for sign in text)

    def cut(self, glyphs: Iterable[int]) -> bytes:
        """Write a font with the outlines of these glyphs alone, under the same numbers."""
        starts = self.starts
        wanted = {0, *glyphs}
        for glyph in list(wanted):
            wanted |= self._made_of(glyph)
        outlines, places = bytearray(), [0]
        for i in range(len(starts) - 1):
            if i in wanted:
                outlines += self.tables["glyf"][starts[i] : starts[i + 1]]
                outlines += bytes(-len(outlines) % 4)
            places.append(len(outlines))
        head = bytearray(self.tables["head"])
        struct.pack_into(">h", head, 50, 1)  # long offsets
        loca = struct.pack(f">{len(places)}I", *places)
        made = {"glyf": bytes(outlines), "loca": loca, "head": bytes(head)}
        return _file({tag: made.get(tag, self.tables.get(tag, b"")) for tag in PARTS})

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where the outline of each glyph begins, and the last one ends."""
        loca = self.tables["loca"]
        (long,) = struct.unpack_from(">h", self.tables["head"], 50)
        if long:
            return struct.unpack(f">{len(loca) // 4}I", loca[: len(loca) // 4 * 4])
        return tuple(2 * at for at in struct.unpack(f">{len(loca) // 2}H", loca))

    def _made_of(self, glyph: int, depth: int = 0) -> set[int]:
        """The glyphs that one is made of, itself among them."""
        if depth > 8 or not 0 <= glyph < len(self.starts) - 1:
            return set()
        data = self.tables["glyf"][self.starts[glyph] : self.starts[glyph + 1]]
        if len(data) < 10 or struct.unpack_from(">h", data)[0] >= 0:
            return {glyph}
        found, at, flags = {glyph}, 10, MORE
        while flags & MORE:
            flags, part = struct.unpack_from(">HH", data, at)
            found |= self._made_of(part, depth + 1)
            at += 8 if flags & WORDS else 6
            at += 2 * (
                bool(flags & SCALE) + 2 * bool(flags & XY_SCALE) + 4 * bool(flags & TWO_BY_TWO)
            )
        return found


def tables(data: bytes) -> dict[str, bytes]:
    """Give the tables of a file, by name; raises `struct.error` where it is cut short."""
    at = struct.unpack_from(">I", data, 12)[0] if data[:4] == b"ttcf" else 0
    (count,) = struct.unpack_from(">H", data, at + 4)
    found = {}
    for i in range(count):
        tag, _, start, length = struct.unpack_from(">4sIII", data, at + 12 + 16 * i)
        found[tag.decode("latin-1")] = data[start : start + length]
    return found


def find(text: str) -> Font | None:
    """Find a font on this computer that has all signs of a text."""
    for path in _candidates():
        try:
            font = Font.read(path)
        except (OSError, ValueError):
            continue
        if font.has(text):
            return font
    return None


def _candidates() -> Iterator[Path]:
    there: dict[str, Path] = {}
    for folder in FOLDERS:
        if folder.startswith("C:") and sys.platform != "win32":
            continue
        for root, _, files in os.walk(os.path.expanduser(folder)):
            for name in files:
                if name in NAMES:
                    there.setdefault(name, Path(root, name))
    return (there[name] for name in NAMES if name in there)


def _segments(cmap: bytes, at: int) -> dict[int, int]:
    """Signs of the first plane: format 4."""
    (double,) = struct.unpack_from(">H", cmap, at + 6)
    n, start = double // 2, at + 14
    ends, _, firsts, deltas, offsets = (
        struct.unpack_from(f">{n}H", cmap, start + shift)
        for shift in (0, 0, double + 2, 2 * double + 2, 3 * double + 2)
    )
    found = {}
    for i in range(n):
        for sign in range(firsts[i], min(ends[i], 0xFFFE) + 1):
            glyph = sign
            if offsets[i]:
                place = start + 3 * double + 2 + 2 * i + offsets[i] + 2 * (sign - firsts[i])
                if place + 2 > len(cmap):
                    continue
                (glyph,) = struct.unpack_from(">H", cmap, place)
                if not glyph:
                    continue
            if glyph := (glyph + deltas[i]) & 0xFFFF:
                found[sign] = glyph
    return found


def _ranges(cmap: bytes, at: int) -> dict[int, int]:
    """Signs of all planes: format 12."""
    (count,) = struct.unpack_from(">I", cmap, at + 12)
    found = {}
    for i in range(count):
        first, last, glyph = struct.unpack_from(">III", cmap, at + 16 + 12 * i)
        if last - first > 0xFFFF:
            continue
        found.update({first + k: glyph + k for k in range(last - first + 1)})
    return found


READERS = {4: _segments, 12: _ranges}


def _file(tables: Mapping[str, bytes]) -> bytes:
    """Put tables together as a font."""
    at, head, body = 12 + 16 * len(tables), bytearray(), bytearray()
    head += struct.pack(">IHHHH", 0x00010000, len(tables), 0, 0, 0)
    for tag, data in tables.items():
        full = data + bytes(-len(data) % 4)
        total = sum(struct.unpack(f">{len(full) // 4}I", full)) & 0xFFFFFFFF
        head += struct.pack(">4sIII", tag.encode(), total, at + len(body), len(data))
        body += full
    return bytes(head + body)
