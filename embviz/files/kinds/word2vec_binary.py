r"""The binary format of word2vec: a header in text, then words and little-endian single floats.

    2 3\n  king␣ ffff ffff ffff  queen␣ ffff ffff ffff

The program word2vec writes a line feed after each row, gensim does not: one at the beginning of a
word is dropped. It also cuts words at about 100 bytes, through the middle of a letter if need be.
"""

from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from embviz.errors import Quote
from embviz.files.kinds.word2vec_text import write_header
from embviz.files.refusals import bad_row, cut_off, unknown
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Opening
from embviz.files.rows.input import Input
from embviz.files.rows.layout import claimed
from embviz.files.rows.table import LONGEST_WORD, MOST_DIMENSIONS, RowTable
from embviz.files.rows.written import ROWS
from embviz.types import Float32
from embviz.vectors.vectors import Vectors

CHUNK = 2**20  # bytes that are read at once
FLOAT = np.dtype("<f4")
_GLANCE = 2**12  # bytes by which text is told from rows of numbers
_LONG_LINE = 2**16  # bytes within which a line of text ends
_CONTROLS = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n\r\f")


def header(file: Input) -> tuple[int, int] | None:
    """The numbers of words and dimensions that a file claims, if it begins like this format."""
    line, end, rest = file.head(64).partition(b"\n")
    found = claimed(line) if end else None
    return found if found is not None and rest else None


def is_text(file: Input) -> bool:
    """Whether what follows the header is text, as far as a glance tells.

    Four bytes of a number are printable by chance now and then, thousands are not; of a short file
    it is tried whether its rows end where it ends.
    """
    head = file.head(_GLANCE)
    V, d = header(file) or (0, 0)
    rest = head[head.find(b"\n") + 1 :]
    if rest.translate(None, _CONTROLS) != rest or not (b" " in rest or b"\n" in rest):
        return False
    if len(head) < _GLANCE:
        words, _, used = _rows(rest, V, 4 * d) if 0 < d <= MOST_DIMENSIONS else ([], None, 0)
        return len(words) < V or rest[used:].strip(b"\n") != b""
    return file.head(_LONG_LINE).count(b"\n") > 1


def read(opening: Opening) -> Iterator[None]:
    """Read the rows, a chunk at each step. Raises FileError: `bad_row`; `cut_off` if there are
    fewer rows than the header says.
    """
    file, table = opening.input, opening.table
    found = header(file)
    if found is None:
        raise unknown(file.head(64))
    V, d = found
    _check_claim(V, d, file, table)
    file.read(file.head(64).index(b"\n") + 1)
    data = b""
    while table.rows < V and not table.full:
        piece = file.read(CHUNK)
        data += piece
        words, numbers, used = _rows(data, V - table.rows, 4 * d)
        if not piece and not words:
            member = f"row {table.rows + 1:,}"
            expected = Quote(f"{V:,} rows")
            raise cut_off(member, "the end of the file", expected, row=table.rows + 1)
        _check_words(words, data[used:], table.rows)
        at, data = table.rows + 1, data[used:]
        table.add(words, numbers, at)
        if at == 1 and not file.packed:
            table.expect(V)
        yield
    if not table.full and (data.strip(b"\n\0 ") or file.read(1).strip(b"\n\0 ")):
        table.tally.add("more_bytes", first=V + 1)


def write(file: BinaryIO, vectors: Vectors, columns: Columns = NO_COLUMNS) -> None:
    """Write rows as gensim does, without line feeds; words without blanks. Raises as `Format`."""
    matrix = write_header(file, vectors)
    for i in range(0, len(matrix), ROWS):
        for word, row in zip(vectors.words[i : i + ROWS], matrix[i : i + ROWS], strict=True):
            file.write(b"%b %b" % (word.encode(), row.tobytes()))


def _check_claim(V: int, d: int, file: Input, table: RowTable) -> None:
    if not 0 < d <= MOST_DIMENSIONS:
        raise bad_row("line 1", Quote(f"{d:,}"), f"1 to {MOST_DIMENSIONS:,} dimensions", line=1)
    wanted = V if table.room is None else min(V, table.room)
    least = wanted * (4 * d + 1)
    if file.left is not None and file.left < least:
        _check_binary(d, file)
        expected = Quote(f"{least:,}, for {wanted:,} rows of {d:,}")
        raise cut_off("its end", f"{file.left:,} bytes", expected, byte=file.left)


def _check_binary(d: int, file: Input) -> None:
    """See whether what follows the header is not a line of text."""
    _, line, *others = file.head(LONGEST_WORD).split(b"\n")
    if others and line.decode(errors="replace").replace("\t", " ").strip("\r").isprintable():
        raise bad_row("line 2", line, f"a word and {d} numbers", line=2)


def _rows(data: bytes, most: int, size: int) -> tuple[list[bytes], Float32, int]:
    """Whole rows at the beginning of some bytes: words, numbers (n, d), and bytes of them."""
    words, offsets, at = list[bytes](), list[int](), 0
    find, take, note, length = data.find, words.append, offsets.append, len(data)
    for _ in range(most):
        blank = find(b" ", at, at + LONGEST_WORD + 2)
        end = blank + 1 + size
        if blank < 0 or end > length:
            break
        take(data[at:blank])
        note(blank + 1)
        at = end
    words = [word[1:] if word[:1] == b"\n" else word for word in words]
    if not words:
        return [], np.empty((0, size // 4), dtype=np.float32), 0
    windows = np.ndarray((length - size + 1,), f"V{size}", data, 0, (1,))
    numbers = windows[np.array(offsets)].view(FLOAT).reshape(len(words), -1)
    return words, numbers.astype(np.float32, copy=False), at


def _check_words(words: list[bytes], rest: bytes, rows: int) -> None:
    """Words that cannot be any tell that the rows are not as long as the header says."""
    joined = b"".join(words)
    if b"\n" in joined or b"\0" in joined:
        i = next(i for i, word in enumerate(words) if b"\n" in word or b"\0" in word)
        row = rows + i + 1
        raise bad_row(f"row {row:,}", words[i], "a word", row=row)
    if len(rest) > LONGEST_WORD + 2 and b" " not in rest[: LONGEST_WORD + 2]:
        row = rows + len(words) + 1
        expected = f"a word of at most {LONGEST_WORD:,} bytes, and a blank"
        raise bad_row(f"row {row:,}", rest[:20], expected, row=row)
