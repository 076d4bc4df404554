"""Decimal numbers in text, many at a time.

Files of vectors are nearly all decimals such as `-0.0123`; reading them one by one is what takes so
long. Here eight digits are one word of 64 bits, which becomes a number by three multiplications
(neighbours are joined to pairs, pairs to fours, fours to eights), and NumPy does that for all
numbers of a block at once. With I the digits before the point, and L digits D after it,

    x = (I·10^L + D) / 10^L                                                                   (1)

is the double that is nearest to the decimal, as long as the numerator stays below 2^53 and L below
23, since then both are exact and only the division rounds (Clinger 1990,
https://doi.org/10.1145/93542.93557). All else, exponents above all, goes through Python's `float`,
so that every result is `float32(float(text))`.

The trick of the eight digits: Johnny Lee, https://kholdstare.github.io/technical/2020/05/26/faster-integer-parsing.html
"""

import re

import numpy as np
from numpy.typing import NDArray

from embviz.types import Counts, Float32

PAD = 16  # bytes that must stand before the first number

NUMBER = re.compile(
    rb"[+-]?(?:(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d{1,9})?|nan|inf(?:inity)?)", re.IGNORECASE
)
"""What counts as a number: what C's `strtod` reads, without hexadecimal ones."""

_WINDOWS = re.compile(rb"(?<=[ \t])([+-]?)1\.#(?:(INF)|QNAN|SNAN|IND)\d*(?=[ \t\r\n]|\Z)")

Bytes = NDArray[np.uint8]
UInt64 = NDArray[np.uint64]
_MOST_DIGITS, _EXACT = 17, np.uint64(2**53)
_SAFE = 15  # with so many digits the numerator is below 2^53
_ZEROS, _SIXES, _HIGH = (np.uint64(0x0101010101010101 * b) for b in (0x30, 0x06, 0xF0))
_PAIRS, _FOURS, _EIGHTS = (
    np.uint64(mask) for mask in (0x00FF00FF00FF00FF, 0x0000FFFF0000FFFF, 0x00000000FFFFFFFF)
)
_LAST = np.array([(2**64 - 1) - (2 ** (64 - 8 * k) - 1) for k in range(9)], dtype=np.uint64)
"""Masks of the last k of eight bytes."""

_TENS = 10 ** np.arange(_MOST_DIGITS + 1, dtype=np.uint64)
_TENS_FLOAT = _TENS.astype(np.float64)
_MINUS, _POINT, _ZERO = (ord(sign) for sign in "-.0")


def c_numbers(data: bytes) -> bytes:
    r"""Rows with what is not finite as most programs write it, where Windows' C library did.

    >>> c_numbers(b"a 1.#QNAN -1.#INF00 0.5\n")
    b'a nan -inf 0.5\n'
    """
    if b"#" not in data:  # one sign is looked for much faster than two
        return data
    return _WINDOWS.sub(lambda found: found[1] + (b"inf" if found[2] else b"nan"), data)


def decimals(data: Bytes, first: Counts, end: Counts) -> tuple[Float32, Counts]:
    """Read numbers in ASCII that begin and end at places (n,), rising.

    At least `PAD` bytes stand before the first number, two behind the last. The numbers (n,), and
    the places in `first` of what is none, rising; if there are any, other numbers may be wrong.

    >>> text = np.frombuffer(b" " * PAD + b"-0.5 1e3  ", np.uint8)
    >>> decimals(text, np.array([16, 21]), np.array([20, 24]))
    (array([-5.e-01,  1.e+03], dtype=float32), array([], dtype=int64))
    """
    negative = data[first] == _MINUS
    begin = first + negative
    point = _points(data, begin, end)
    whole, fraction = point - begin, end - point
    fraction -= 1
    odd = _unusual(whole, fraction)
    windows: UInt64 = np.ndarray((len(data) - 7,), np.uint64, data, 0, (1,))
    numerator, flags = _eight(windows[end - 8], np.minimum(fraction, 8))
    if fraction.max(initial=0) > 8:
        more, wrong = _eight(windows[end - 16], np.maximum(fraction - 8, 0))
        more *= _TENS[8]
        numerator += more
        flags |= wrong
    before, wrong = _whole(data, windows, point, whole)
    before *= _TENS[fraction]
    numerator += before
    flags |= wrong
    bad = np.flatnonzero(flags) if odd is None else np.flatnonzero((flags != 0) | odd)
    if odd is not None:
        bad = np.union1d(bad, np.flatnonzero(numerator > _EXACT))
    values = numerator.astype(np.float64)
    values /= _TENS_FLOAT[fraction]
    np.negative(values, out=values, where=negative)
    return _one_by_one(data, first, end, bad, values.astype(np.float32))


def _unusual(whole: Counts, fraction: Counts) -> NDArray[np.bool_] | None:
    """Which numbers have too few digits, or too many; None if none. Their lengths are mended."""
    longest = int(whole.max(initial=0))
    if longest <= 8 and longest + int(fraction.max(initial=0)) <= _SAFE:
        if whole.min(initial=1) >= 1 and fraction.min(initial=0) >= 0:
            return None
    np.maximum(fraction, 0, out=fraction)
    digits = whole + fraction
    odd: NDArray[np.bool_] = (digits < 1) | (digits > _MOST_DIGITS)
    odd |= (whole > 8) | (fraction > PAD)
    np.minimum(fraction, PAD, out=fraction)
    np.clip(whole, 0, 8, out=whole)
    return odd


def _points(data: Bytes, begin: Counts, end: Counts) -> Counts:
    """Where the decimal point of each number stands; its end, if it has none."""
    point = begin + 1
    if (data[point] == _POINT).all() and (point < end).all():
        return point
    if not len(begin):
        return end.copy()
    low = int(begin[0])
    points = np.flatnonzero(data[low : int(end[-1])] == _POINT) + low
    points = np.append(points, np.iinfo(np.int64).max)
    return np.minimum(points[np.searchsorted(points, begin)], end)


def _whole(data: Bytes, windows: UInt64, point: Counts, whole: Counts) -> tuple[UInt64, UInt64]:
    """The digits before the point as a number, and flags where they are none."""
    if len(whole) and whole.min() == whole.max() == 1:
        digit = (data[point - 1] - np.uint8(_ZERO)).astype(np.uint64)
        return digit, (digit > 9).astype(np.uint64)
    return _eight(windows[point - 8], whole)


def _eight(text: UInt64, k: Counts) -> tuple[UInt64, UInt64]:
    """The last k of eight characters as a number, and flags where they are no digits."""
    v = text ^ _ZEROS
    v &= _LAST[k]
    wrong = v + _SIXES
    wrong |= v
    wrong &= _HIGH
    pairs = v >> np.uint64(8)
    v *= np.uint64(10)
    v += pairs
    v &= _PAIRS
    np.right_shift(v, np.uint64(16), out=pairs)
    v *= np.uint64(100)
    v += pairs
    v &= _FOURS
    np.right_shift(v, np.uint64(32), out=pairs)
    v *= np.uint64(10000)
    v += pairs
    v &= _EIGHTS
    return v, wrong


def _one_by_one(
    data: Bytes, first: Counts, end: Counts, which: Counts, values: Float32
) -> tuple[Float32, Counts]:
    """Read some numbers anew; `values` is changed."""
    places = zip(first[which].tolist(), end[which].tolist(), strict=True)
    texts = [data[a:b].tobytes() for a, b in places]
    bad = [i for i, text in zip(which.tolist(), texts, strict=True) if not NUMBER.fullmatch(text)]
    if bad:
        return values, np.array(bad, dtype=np.int64)
    numbers = np.fromstring(b" ".join(texts), dtype=np.float64, sep=" ")
    with np.errstate(over="ignore"):  # too large for single precision: infinite, and told as such
        values[which] = numbers.astype(np.float32)
    return values, np.array(bad, dtype=np.int64)
