"""Blocks of whole lines, with what is wrong with their ends mended and counted.

Lines end in a line feed: words may hold U+0085 and U+2028, at which Python's `splitlines` would
part them. A carriage return alone ends a line behind a number, as it did on old Macs; in the middle
of a word it is a character of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from embviz.files.findings import Tally
from embviz.files.refusals import bad_row
from embviz.files.rows.input import Input

BLOCK = 2**17  # bytes read at once: a processor keeps them at hand, with all that is made of them
LONGEST_LINE = 2**20
_LOOKED_AT = 2**16  # bytes by which it is told what ends lines
_LINE_END = ord("\n")
BOM = b"\xef\xbb\xbf"
_TRAILING = re.compile(rb"(?<![ \t])[ \t]++\n")
_SEVERAL_RETURNS = re.compile(rb"(?<!\r)\r++\n")
_RETURN = re.compile(
    rb"([ \t,;|][+-]?(?:[\d.,]{1,40}+(?:[eE][+-]?\d{1,9})?|nan|inf)[ \t]{0,9})\r(?!\r*\n)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Block:
    """Lines that each end in a line feed."""

    data: bytes
    line: int  # the number of the first of them, from 1
    broken: bool = False  # whether the last of them had no end: the file ends there


def blocks(file: Input, tally: Tally) -> Iterator[Block]:
    """Read lines to the end of a file. Raises FileError: `bad_row`, if a line does not end."""
    line, carry = 1 + _passed(file, tally), b""
    if file.head(3) == BOM:
        file.read(3)
        tally.add("bom")
    by_returns = end_in_returns(file.head(_LOOKED_AT))
    while piece := file.read(BLOCK):
        if by_returns:
            piece, carry = carry + piece, b""
        end = _end(piece, by_returns)
        if not end:
            carry += piece
            if len(carry) > LONGEST_LINE:
                expected = f"a line of at most {LONGEST_LINE:,} bytes"
                raise bad_row(f"line {line:,}", "a longer one", expected, line=line)
            continue
        data, carry = carry + piece[:end], piece[end:]
        if b"\r" in data:
            data = _fed(data, by_returns, line, tally)
        block = Block(data, line)
        line += int(np.count_nonzero(np.frombuffer(data, dtype=np.uint8) == _LINE_END))
        yield block
    if carry and by_returns and carry.endswith(b"\r"):
        yield Block(_fed(carry, by_returns, line, tally), line)
    elif carry:
        tally.add("no_newline")
        yield Block(_fed(carry + b"\n", by_returns, line, tally), line, broken=True)


def _passed(file: Input, tally: Tally) -> int:
    """How many lines were read away as remarks, which are told."""
    passed = file.passed.removeprefix(BOM)
    if passed != file.passed:
        tally.add("bom")
    lines = len(passed.replace(b"\r\n", b"\n").replace(b"\r", b"\n").splitlines())
    tally.add("remarks", lines, first=1)
    return lines


def end_in_returns(head: bytes) -> bool:
    r"""Whether the lines at the beginning of a file end in carriage returns alone.

    >>> end_in_returns(b"king 0.5 1\rqueen 0.25 1\r"), end_in_returns(b"a\rb 0.5 1\n")
    (True, False)
    """
    alone = head.count(b"\r") - head.count(b"\r\n")
    if not alone or head.count(b"\n") > alone:
        return False
    if b"\n" not in head:  # the end of the last line may be missing
        alone, head = alone - (not head.endswith(b"\r")), head + b"\r"
        return 2 * len(_RETURN.findall(head)) >= max(1, alone)
    return 2 * len(_RETURN.findall(head)) >= alone


def with_line_feeds(head: bytes) -> bytes:
    """The beginning of a file as its lines are read: line feeds for returns that end them."""
    if head.count(b"\r") == head.count(b"\r\n"):
        return head
    return _SEVERAL_RETURNS.sub(b"\n", _in_feeds(head, end_in_returns(head))[0])


def _end(piece: bytes, by_returns: bool) -> int:
    """Where the last whole line ends, before what may be half of an end; 0 if none does."""
    end = piece.rfind(b"\n")
    return max(end, piece.rfind(b"\r", 0, len(piece) - 1) if by_returns else -1) + 1


def _fed(data: bytes, by_returns: bool, line: int, tally: Tally) -> bytes:
    """Lines that end in line feeds, those that ended in returns alone among them; these count."""
    if by_returns:
        tally.add("crlf", data.count(b"\r\n"))
    data, count, first = _in_feeds(data, by_returns)
    if count:
        tally.add("cr", count, first=line + data.count(b"\n", 0, first))
    return data


def _in_feeds(data: bytes, by_returns: bool) -> tuple[bytes, int, int]:
    """Likewise, with how many these were, and where the first of them was."""
    if by_returns:
        data = _SEVERAL_RETURNS.sub(b"\n", data)
        return data.replace(b"\r", b"\n"), data.count(b"\r"), data.find(b"\r")
    found = _RETURN.search(data) if data.count(b"\r") > data.count(b"\r\n") else None
    if found is None:
        return data, 0, 0
    data, count = _RETURN.subn(rb"\1\n", data)
    return data, count, found.end() - 1


def untidy(data: bytes) -> bool:
    """Whether any line ends in a blank or the like, or is blank."""
    a = np.frombuffer(data, dtype=np.uint8)
    # In front of the first line stands, in this view, the end of the last.
    return bool((a[np.flatnonzero(a == _LINE_END) - 1] <= ord(" ")).any())


def tidy(data: bytes, tally: Tally) -> bytes:
    """Lines without carriage returns and blanks at their ends; what was there is counted."""
    if b"\r\n" in data:
        data, count = _SEVERAL_RETURNS.subn(b"\n", data)
        tally.add("crlf", count)
    if b" \n" in data or b"\t\n" in data:
        data, count = _TRAILING.subn(b"\n", data)
        tally.add("trailing_blanks", count)
    return data
