"""Texts that are saved or taken for vectors and are something else, told by how they begin.

Each is refused by its name, so that the message can say what helps: an error of a server stands for
a file that was not downloaded, a sparse matrix is another format. More of them are known as what
they are in any place (`embviz.util.known_files`).
"""

import json
import re

from embviz.errors import FileError
from embviz.files.refusals import quoted

_XML_ERROR = re.compile(rb"(?:<\?xml[^>]*>\s*)?<(?:error|message|response)\b", re.IGNORECASE)
_NUMBER = rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_FRACTION = rb"[+-]?(?:\d+\.\d*|\.\d+)(?:[eE][+-]?\d+)?"
_CELL = re.compile(
    rb"\d{1,10}[:=]%b|\(\d{1,10},%b\)|[^\s:=(),]{1,60}[:=]%b" % (_NUMBER, _NUMBER, _FRACTION)
)
_AFTER_COMMA = re.compile(rb"(?<=,)[ ](?=\S+\))")
_TIME = re.compile(rb"[0-2]?\d:[0-5]\d")
_ERROR_KEYS = {"error", "errors", "message", "detail", "code", "status", "statuscode"}
_LONGEST_ERROR = 2**14  # bytes; errors of servers are short


def recognised(head: bytes) -> FileError | None:
    """The error for what a file is, by its first bytes; None if it is none of these.

    Reasons: `server_error`, with `found`; `sparse`, with `line`, `found`.
    """
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return _server_error(text) or _sparse(text)


def _server_error(text: bytes) -> FileError | None:
    if len(text) > _LONGEST_ERROR or not (_XML_ERROR.match(text) or _is_json_error(text)):
        return None
    found = quoted(text)
    message = f"This is an error that a server sent, not a file of vectors: {found}."
    return FileError("server_error", message, found=found)


def _is_json_error(text: bytes) -> bool:
    """Whether it is an object that speaks of an error, and holds no list of numbers."""
    if not text.startswith(b"{") or re.search(rb"\[\s*[-\d]", text):
        return False
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and bool({str(key).casefold() for key in said} & _ERROR_KEYS)


def _sparse(head: bytes) -> FileError | None:
    """The error for rows of a word and cells column:value."""
    if head.startswith(b"%%MatrixMarket"):
        return _is_sparse(1, head.split(b"\n")[0])
    lines = [line for line in head.splitlines()[:100] if line.strip()]
    rows = [(i, _AFTER_COMMA.sub(b"", line).split()[1:]) for i, line in enumerate(lines, 1)]
    cells = [(i, row) for i, row in rows if row and all(map(_CELL.fullmatch, row))]
    if len(cells) < 2 or 2 * len(cells) < len(rows) or not any(len(row) > 1 for _, row in cells):
        return None
    if all(_TIME.fullmatch(cell) for _, row in cells for cell in row):
        return None
    place = cells[0][0]
    return _is_sparse(place, lines[place - 1])


def _is_sparse(place: int, line: bytes) -> FileError:
    found = quoted(line)
    message = f"This is a sparse matrix (words, then column:value), as in line {place}: {found}. "
    message += "Reduce it first, e.g. by a truncated singular value decomposition, and save that."
    return FileError("sparse", message, line=place, found=found)
