"""The colours of the map, as `assets/map/palette.js` has them: a test holds both together."""

LIGHT = ("#c98200", "#2b9ad6", "#009e73", "#a89400", "#0060a0", "#d55e00", "#c0609a")
DARK = ("#f0a818", "#6cc4f5", "#12b886", "#f0e442", "#4c8fe0", "#f47b3a", "#dd8fbd")
STEPS = (0.0, 0.34, 0.32)
"""Shades: as it is, towards the text's colour, towards the background."""

READ = 4.5  # contrast of text, as WCAG asks for


def mix(colour: str, other: str, share: float) -> str:
    """Mix a share of one colour into another.

    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    # Halves go up, as in the browser.
    return "#" + "".join(f"{int(a + (b - a) * share + 0.5):02x}" for a, b in pairs)


def readable(colour: str, background: str, text: str) -> str:
    """Move a colour towards that of text until it can be read on the background."""
    for step in range(20):
        mixed = mix(colour, text, 0.05 * step)
        if contrast(mixed, background) >= READ:
            return mixed
    return text


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, 1 to 21, as WCAG defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _rgb(colour)]
    r, g, b = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _rgb(colour: str) -> tuple[int, int, int]:
    r, g, b = bytes.fromhex(colour.removeprefix("#"))
    return r, g, b
