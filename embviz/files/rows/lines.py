"""Blocks of whole lines, with what is wrong with their ends mended and counted.

Lines end in a line feed and nothing else: words may hold U+0085 and U+2028, at which Python's
`splitlines` would part them.
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
_LINE_END = ord("\n")
BOM = b"\xef\xbb\xbf"
_TRAILING = re.compile(rb"(?<![ \t])[ \t]++\n")


@dataclass(frozen=True)
class Block:
    """Lines that each end in a line feed."""

    data: bytes
    line: int  # the number of the first of them, from 1
    broken: bool = False  # whether the last of them had no end: the file ends there


def blocks(file: Input, tally: Tally) -> Iterator[Block]:
    """Read lines to the end of a file. Raises FileError: `bad_row`, if a line does not end."""
    line, carry = 1, b""
    if file.head(3) == BOM:
        file.read(3)
        tally.add("bom")
    while piece := file.read(BLOCK):
        end = piece.rfind(b"\n") + 1
        if not end:
            carry += piece
            if len(carry) > LONGEST_LINE:
                expected = f"a line of at most {LONGEST_LINE:,} bytes"
                raise bad_row(f"line {line:,}", "a longer one", expected, line=line)
            continue
        block, carry = Block(carry + piece[:end], line), piece[end:]
        line += int(np.count_nonzero(np.frombuffer(block.data, dtype=np.uint8) == _LINE_END))
        yield block
    if carry:
        tally.add("no_newline")
        yield Block(carry + b"\n", line, broken=True)


def untidy(data: bytes) -> bool:
    """Whether any line ends in a blank or the like, or is blank."""
    a = np.frombuffer(data, dtype=np.uint8)
    # In front of the first line stands, in this view, the end of the last.
    return bool((a[np.flatnonzero(a == _LINE_END) - 1] <= ord(" ")).any())


def tidy(data: bytes, tally: Tally) -> bytes:
    """Lines without carriage returns and blanks at their ends; what was there is counted."""
    if b"\r" in data and (count := data.count(b"\r\n")):
        tally.add("crlf", count)
        data = data.replace(b"\r\n", b"\n")
    if b" \n" in data or b"\t\n" in data:
        data, count = _TRAILING.subn(b"\n", data)
        tally.add("trailing_blanks", count)
    return data
