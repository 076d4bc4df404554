"""How wide a text is in Helvetica, in shares of its size.

Latin letters as the font has them (Adobe's metrics of the 14 standard fonts), an accented letter as
the one below its accent; wide letters of East Asia are as wide as high, all others about as wide as
a Greek or Cyrillic letter.
"""

import unicodedata

ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
"""From the blank to the tilde, in thousandths."""

BOLD = 1.08  # times as wide
OTHER = 0.64


def width(text: str, size: float, bold: bool = False) -> float:
    """Measure a text.

    >>> width("king", 10), width("é", 10) == width("e", 10)
    (18.34, True)
    """
    return sum(map(_share, text)) * size * (BOLD if bold else 1)


def _share(sign: str) -> float:
    base = unicodedata.normalize("NFD", sign)[0]
    if " " <= base <= "~":
        return ASCII[ord(base) - 32] / 1000
    if unicodedata.category(base) in ("Mn", "Me", "Cf"):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(base) in "WF" else OTHER
