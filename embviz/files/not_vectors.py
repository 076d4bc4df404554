"""Texts that are saved or taken for vectors and are something else, told by how they begin.

Each is refused by its name, so that the message can say what helps: a pointer of Git LFS stands for
a file that was never fetched, a web page or an error of a server for one that was not downloaded, a
sparse matrix is another format.
"""

import json
import re

from embviz.errors import FileError
from embviz.files.refusals import quoted

LOOKED_AT = 2**16  # bytes by which they are told
_POINTER = re.compile(rb"version https://[\w.-]+/spec/v\d+\r?\n(?:.*\n)*?oid \w+:[0-9a-f]+")
_WEB_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|error|message)\b",
    re.IGNORECASE | re.DOTALL,
)
_CELL = re.compile(rb"\d{1,10}:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_TIME = re.compile(rb"[0-2]?\d:[0-5]\d")
_ERROR_KEYS = {"error", "errors", "message", "detail", "code", "status", "statuscode"}
_LONGEST_ERROR = 2**14  # bytes; errors of servers are short


def recognised(head: bytes) -> FileError | None:
    """The error for what a file is, by its first bytes; None if it is none of these.

    Reasons: `git_lfs`; `web_page`; `server_error`, with `found`; `sparse`, with `line`, `found`.
    """
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _POINTER.match(text):
        message = "This is a pointer of Git LFS, not the file itself. Fetch it: git lfs pull."
        return FileError("git_lfs", message)
    if _WEB_PAGE.match(text):
        message = "This is a web page, not a file of vectors. Download the file itself."
        return FileError("web_page", message)
    return _server_error(text) or _sparse(text)


def may_be_json(head: bytes) -> bool:
    """Whether a text that begins with a brace goes on as JSON does."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return re.match(rb'\{\s*(?:["}]|$)', text) is not None


def _server_error(text: bytes) -> FileError | None:
    if not text.startswith(b"{") or len(text) > _LONGEST_ERROR:
        return None
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    keys = {str(key).casefold() for key in said} if isinstance(said, dict) else set[str]()
    if not keys & _ERROR_KEYS or re.search(rb"\[\s*[-\d]", text):
        return None
    found = quoted(text)
    message = f"This is an error that a server sent, not a file of vectors: {found}."
    return FileError("server_error", message, found=found)


def _sparse(head: bytes) -> FileError | None:
    """The error for rows of a word and cells column:value."""
    if head.startswith(b"%%MatrixMarket"):
        return _is_sparse(1, head.split(b"\n")[0])
    lines = [line for line in head.splitlines()[:100] if line.strip()]
    rows = [(i, line.split()[1:]) for i, line in enumerate(lines, 1)]
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
