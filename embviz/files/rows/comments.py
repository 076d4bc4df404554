"""Lines of remarks before the first row: `# …`, `// …`, `% …`; they are passed over, and told.

A row may begin with `#` as well, which is a word: then it ends in as many numbers as the next line.
"""

import re

from embviz.files.rows.input import Input
from embviz.files.rows.layout import claimed
from embviz.files.rows.lines import BOM, end_in_returns
from embviz.files.rows.numbers import NUMBER

_MOST_BYTES, _MOST = 2**16, 100  # in which they are looked for, and how many there may be
_REMARK = re.compile(rb"[ \t]*(?:#(?![#,;|\t])|//|%(?![%,;|\t]))")
_PARTS = re.compile(rb"[ \t,;|]+")
_CELLS = (b"\t", b",", b";", b"|")


def pass_over(file: Input) -> None:
    """Read remarks at the beginning of a file of rows away; `file.passed` keeps them."""
    if file.at:
        return
    head = file.head(_MOST_BYTES)
    end = b"\r" if end_in_returns(head) else b"\n"
    lines = head.split(end, _MOST + 1)[:-1]
    first = lines[0].removeprefix(BOM) if lines else b""
    if not _REMARK.match(first):
        return
    lines[0], mark, n = first, len(head) - len(head.removeprefix(BOM)), 0
    while n < len(lines) and (_REMARK.match(lines[n]) or not lines[n].strip()):
        n += 1
    row = lines[n] if n < len(lines) else b""
    if row and claimed(row) and n + 1 < len(lines):
        row = lines[n + 1]
    if row and not any(_is_row(line, row) for line in lines[:n]):
        file.passed = file.read(mark + sum(map(len, lines[:n])) + n)


def _is_row(line: bytes, row: bytes) -> bool:
    """Whether a line may be a row or a heading, by one that is."""
    numbers = _numbers(row)
    if numbers > 1 and _numbers(line) >= numbers:
        return True
    return any(line.count(cell) >= row.count(cell) > 0 for cell in _CELLS)


def _numbers(line: bytes) -> int:
    """How many numbers a line ends in."""
    count = 0
    for part in reversed(_PARTS.split(line.strip())):
        if not NUMBER.fullmatch(part):
            break
        count += 1
    return count
