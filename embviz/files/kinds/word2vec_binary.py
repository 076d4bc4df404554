r"""The binary format of word2vec: a header in text, then words and little-endian single floats.

    2 3\n  king␣ ffff ffff ffff  queen␣ ffff ffff ffff

The program word2vec writes a line feed after each row, gensim does not: one at the beginning of a
word is dropped. It also cuts words at about 100 bytes, through the middle of a letter if need be.

A word ends at its first blank. Some programs write phrases, `New York`, all the same: then what
follows is no word, and the row is read again, up to the first blank after which words go on.
"""

import re
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
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_LONGEST_PHRASE = 200  # bytes of a word with blanks
_SMALL, _LARGE = 1e-12, 1e6  # usual numbers lie between; what is read askew seldom does
_AHEAD = LONGEST_WORD + 2  # bytes in which a word ends
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
        if not 0 < d <= MOST_DIMENSIONS:
            return True
        ways = (_rows(rest, V, 4 * d), _careful(rest, V, 4 * d, ended=True))
        return all(len(way[0]) < V or rest[way[2] :].strip(b"\n") != b"" for way in ways)
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
        more, ended = V - table.rows, not piece or file.left == 0
        words, numbers, used = _rows(data, more, 4 * d)
        if len(words) == more and not ended:
            data += (rest := file.read(_AHEAD))
            ended = len(rest) < _AHEAD
        following = data[used : used + _AHEAD]
        sound = _go_on(words, following, last=len(words) == more, ended=ended)
        if not (sound and _usual(numbers)):
            words, numbers, used, phrases = _careful(data, more, 4 * d, ended)
            _tell(phrases, words, table)
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
    if b"\n" in b"".join(words):  # the program writes line ends, others do not
        words = [word[1:] if word[:1] == b"\n" else word for word in words]
    return words, _numbers(data, offsets, size), at


def _bare(word: bytes) -> bytes:
    return word[1:] if word[:1] == b"\n" else word


def _numbers(data: bytes, offsets: list[int], size: int) -> Float32:
    """The rows (n, d) that begin at some places."""
    if not offsets:
        return np.empty((0, size // 4), dtype=np.float32)
    windows = np.ndarray((len(data) - size + 1,), f"V{size}", data, 0, (1,))
    numbers = windows[np.array(offsets)].view(FLOAT).reshape(len(offsets), -1)
    found: Float32 = numbers.astype(np.float32, copy=False)
    return found


# ---- words with blanks ---------------------------------------------------------------------------


def _tell(phrases: list[int], words: list[bytes], table: RowTable) -> None:
    for i in phrases:
        if table.room is None or i < table.room:
            example = words[i].decode("utf-8", "replace")
            table.tally.add("blank_in_word", example=example, first=table.rows + i + 1)


def _go_on(words: list[bytes], rest: bytes, *, last: bool, ended: bool) -> bool:
    """Whether some words, and what follows them, can be what is in a file."""
    if not _is_text(b"".join(words)):
        return False
    if last:  # what may follow is a line end; the rest of a row tells that it was read wrongly
        return not ended or not rest.strip(b"\n\0 ")
    word, blank, _ = rest.partition(b" ")
    return not blank or _is_text(_bare(word))


def _usual(numbers: Float32) -> bool:
    """Whether all numbers are of a size that vectors have; some of those read askew are not."""
    sizes = np.abs(numbers)
    if not sizes.max(initial=0) < _LARGE:
        return False
    return bool(sizes.min(initial=1) > _SMALL or ((sizes > _SMALL) | (sizes == 0)).all())


def _is_text(letters: bytes) -> bool:
    if _CONTROL.search(letters):
        return False
    try:
        letters.decode()
    except UnicodeDecodeError:
        return False
    return True


def _careful(
    data: bytes, most: int, size: int, ended: bool
) -> tuple[list[bytes], Float32, int, list[int]]:
    """As `_rows`, row by row, each up to the blank after which words go on; and which have more."""
    words, offsets, phrases, at = list[bytes](), list[int](), list[int](), 0
    for i in range(most):
        first = data.find(b" ", at, at + _AHEAD)
        end = first + 1 + size
        if first < 0 or end > len(data) or not (ended or end + _AHEAD <= len(data)):
            break
        blank = _blank(data, at, first, size, last=i == most - 1, ended=ended)
        if blank > first:
            phrases.append(i)
        words.append(_bare(data[at:blank]))
        offsets.append(blank + 1)
        at = blank + 1 + size
    return words, _numbers(data, offsets, size), at, phrases


def _blank(data: bytes, at: int, first: int, size: int, *, last: bool, ended: bool) -> int:
    """Where the word that begins at a place ends: at its first blank, if nothing else is better.

    After it stand usual numbers, and another word behind them.
    """
    follows, blank = list[int](), first
    while blank >= 0 and blank + 1 + size <= len(data) and _is_text(_bare(data[at:blank])):
        if _row_follows(data, blank + 1 + size, last=last, ended=ended):
            if _usual(np.frombuffer(data, FLOAT, size // FLOAT.itemsize, blank + 1)):
                return blank
            follows.append(blank)
        blank = data.find(b" ", blank + 1, at + _LONGEST_PHRASE)
    return follows[0] if follows else first


def _row_follows(data: bytes, at: int, *, last: bool, ended: bool) -> bool:
    rest = data[at : at + _AHEAD]
    if last or (ended and not rest):
        return _go_on([], rest, last=True, ended=ended)
    word, blank, _ = rest.partition(b" ")
    return bool(blank) and _is_text(_bare(word)) and word != b""


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
