"""How numbers are written: short enough to be read from far away, and never as nan."""

import math

POWERS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def short(x: float, digits: int = 3) -> str:
    """Write a number with so many digits behind the point; very large and small ones with a power.

    >>> short(0.98765), short(-1234567.0), short(0.00001), short(float("inf"))
    ('0.988', '−1.2·10⁶', '1.0·10⁻⁵', '∞')
    """
    if not math.isfinite(x):
        return "∞" if x > 0 else "−∞" if x < 0 else "…"
    mantissa, power = _parts(x, digits)
    times = f"·10{str(power).translate(POWERS)}" if power else ""
    return f"{mantissa}{times}".replace("-", "−")


def latex(x: float, digits: int = 3) -> str:
    r"""Write a number for a formula.

    >>> latex(0.5), latex(-2e9)
    ('0.500', '-2.0\\cdot10^{9}')
    """
    if not math.isfinite(x):
        return r"\infty" if x > 0 else r"-\infty" if x < 0 else r"\ldots"
    mantissa, power = _parts(x, digits)
    return rf"{mantissa}\cdot10^{{{power}}}" if power else mantissa


def _parts(x: float, digits: int) -> tuple[str, int]:
    """Give a number without its power of ten, and that; 0 unless it is very large or small."""
    if x == 0 or 10.0**-digits <= abs(x) < 1e5:
        return f"{x:.{digits}f}", 0
    mantissa, power = f"{x:.1e}".split("e")
    return mantissa, int(power)


def seconds(s: float) -> str:
    """Write a time.

    >>> seconds(0.0000123), seconds(0.0123), seconds(2)
    ('12 µs', '12 ms', '2.0 s')
    """
    if s < 1e-3:
        return f"{max(s * 1e6, 0.1):.3g} µs" if s < 9.95e-6 else f"{s * 1e6:.0f} µs"
    return f"{s * 1e3:.0f} ms" if s < 1 else f"{s:.1f} s"


def bytes_(n: float) -> str:
    """Write a size.

    >>> bytes_(512), bytes_(40_000), bytes_(1_500_000), bytes_(2.5e9)
    ('512 B', '40.0 kB', '1.5 MB', '2.5 GB')
    """
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n >= factor:
            return f"{n / factor:.1f} {unit}"
    return f"{n:.0f} B"
