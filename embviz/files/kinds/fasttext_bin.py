"""What the program fastText saves, `.bin`: words, n-grams, and one matrix Z for both.

    magic 793712314, version;  settings;  words with their counts;  Z (V + buckets, d)

The vector of a word is the mean of its own row and of those of its n-grams, as the program prints
it; words that the file does not have get theirs from n-grams alone (`WordPieces`). The matrix stays
in the file, and only the rows that are needed are read.

Not here: quantised files, `.ftz`. Source: https://github.com/facebookresearch/fastText,
src/fasttext.cc, `loadModel`; src/dictionary.cc, `load`.
"""

import mmap
import struct
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from embviz.files.refusals import bad_row, cut_off, foreign
from embviz.files.rows.budget import ROW_BYTES, TEXT_BYTES, Budget
from embviz.files.rows.file_being_read import Opening
from embviz.files.rows.table import LONGEST_WORD, MOST_DIMENSIONS
from embviz.files.rows.word_pieces import WordPieces
from embviz.models.shared.ngrams import ngram_count, ngrams
from embviz.types import Float32

BLOCK = 500  # words whose n-grams are looked up at once, unless they have more n-grams than this:
NGRAMS = 2**17
CELLS = 2**22  # numbers of n-grams that are summed at once
LETTERS = 2**20  # bytes of words between two looks at the memory
WORDS = 20_000  # entries of the dictionary that are read at once
_HEAD, _SHAPE = struct.Struct("<ii12id3i2q"), struct.Struct("<?qq")
_END_OF_SENTENCE = "</s>"
_MOST_N = 100
_WORD_BYTES = 45  # memory of a word in bytes, beside its letters


@dataclass(frozen=True)
class _Head:
    d: int
    bucket: int
    min_n: int
    max_n: int
    entries: int
    words: int
    pruned: int


def begins(head: bytes) -> bool:
    """Whether these are the first bytes of such a file."""
    return head.startswith((793712314).to_bytes(4, "little"))


def read(opening: Opening) -> Iterator[None]:
    """Read words and the means of their rows, a block at each step.

    Raises FileError: `bad_row`, `cut_off`, `too_much_memory`; `foreign` if it is quantised.
    """
    table, file = opening.table, opening.mapped
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        head = _read_head(data)
        wanted = head.words if table.room is None else min(head.words, table.room)
        row = 4 * head.d + ROW_BYTES + TEXT_BYTES + _WORD_BYTES
        table.budget.check(wanted * row, wanted)
        words, end = yield from _read_words(data, head, wanted, table.budget)
        rows, offset = _matrix_shape(data, head, end)
    Z = np.memmap(file, np.dtype("<f4"), "r", offset, (rows, head.d))
    bucket = rows - head.words
    first = 0
    while first < len(words):
        block = words[first : first + _block(words, first, head)]
        table.add(block, _means(Z, block, first, head, bucket), first + 1)
        first += len(block)
        yield
    if opening.lasting and opening.path and bucket and head.max_n:
        begin = offset + 4 * head.d * head.words
        opening.pieces = WordPieces(opening.path, begin, bucket, head.d, head.min_n, head.max_n)


def _read_head(data: mmap.mmap) -> _Head:
    if len(data) < _HEAD.size:
        raise cut_off("the head", f"{len(data)} bytes", f"{_HEAD.size}", byte=len(data))
    _, version, *numbers = _HEAD.unpack_from(data)
    d, bucket, min_n, max_n = numbers[0], *numbers[8:11]
    entries, words, _, _, pruned = numbers[13:]
    if version not in (11, 12):
        raise bad_row("the head", f"version {version}", "version 11 or 12", byte=4)
    if not 0 < d <= MOST_DIMENSIONS:
        raise bad_row("the head", f"{d:,} dimensions", f"1 to {MOST_DIMENSIONS:,}", byte=8)
    if not 0 < words <= entries:
        raise bad_row("the head", f"{words:,} words", f"1 to {entries:,}", byte=64)
    if not (0 <= min_n <= max_n <= _MOST_N and bucket >= 0):
        raise bad_row("the head", f"n-grams of {min_n} to {max_n} letters", "a few", byte=44)
    return _Head(d, bucket, min_n, max_n, entries, words, pruned)


def _read_words(
    data: mmap.mmap, head: _Head, wanted: int, budget: Budget
) -> Generator[None, None, tuple[list[bytes], int]]:
    """Return the words that are wanted, (V,) in bytes, and where the matrix begins.

    Each entry is its letters, a zero, its count in eight bytes, and 0 if it is a word.
    """
    size, at, words, found, letters = len(data), _HEAD.size, list[bytes](), 0, 0
    if 10 * head.entries > size:
        raise cut_off("the words", f"{size:,} bytes", f"{head.entries:,} words", byte=size)
    for i in range(head.entries):
        end = data.find(b"\0", at, at + LONGEST_WORD + 1)
        if end < 0 and at + LONGEST_WORD < size:
            expected = f"a word of at most {LONGEST_WORD:,} bytes"
            raise bad_row(f"row {i + 1:,}", data[at : at + 20], expected, row=i + 1)
        if end < 0 or end + 10 > size:
            expected = f"{head.entries:,} words"
            raise cut_off(f"row {i + 1:,}", "the end of the file", expected, row=i + 1)
        if data[end + 9] == 0:
            found += 1
            if found <= wanted:
                words.append(data[at:end])
                letters += _WORD_BYTES + end - at
        at = end + 10
        if letters > LETTERS:
            budget.spend(letters, len(words))
            letters = 0
        if i % WORDS == 0:
            yield
    if found != head.words:
        raise bad_row("the words", f"{found:,}", f"{head.words:,} words")
    return words, at + 8 * max(0, head.pruned)


def _matrix_shape(data: mmap.mmap, head: _Head, at: int) -> tuple[int, int]:
    """How many rows the matrix has, and where its numbers begin."""
    size, offset = len(data), at + _SHAPE.size
    if offset > size:
        raise cut_off("the matrix", "the end of the file", "its shape", byte=size)
    quantised, rows, d = _SHAPE.unpack_from(data, at)
    if quantised:
        raise foreign("a quantised model of fastText (.ftz)")
    if d != head.d or rows not in (head.words, head.words + head.bucket):
        expected = f"{head.words:,} or {head.words + head.bucket:,} rows of {head.d:,}"
        raise bad_row("the matrix", f"{rows:,} rows of {d:,}", expected)
    if size - offset < 4 * rows * d:
        raise cut_off("the matrix", f"{size - offset:,} bytes", f"{4 * rows * d:,}", byte=size)
    return rows, offset


def _block(words: Sequence[bytes], first: int, head: _Head) -> int:
    """How many words, from one on, are taken at once: few n-grams, or one word."""
    found = 0
    for n, word in enumerate(words[first : first + BLOCK]):
        found += ngram_count(len(word), head.min_n, head.max_n)
        if found > NGRAMS and n:
            return n
    return BLOCK


def _means(Z: Float32, words: Sequence[bytes], first: int, head: _Head, bucket: int) -> Float32:
    """The vectors of some words, (n, d)."""
    n = len(words)
    own: Float32 = np.array(Z[first : first + n])
    if not (bucket and head.max_n):
        return own
    names = [word.decode("utf-8", "replace") for word in words]
    names = ["" if name == _END_OF_SENTENCE else name for name in names]
    found = ngrams(names, head.min_n, head.max_n)
    rows = head.words + (found.hash % np.uint32(bucket)).astype(np.int64)
    order = np.argsort(found.word, kind="stable")
    order = order[np.array([name != "" for name in names])[found.word[order]]]
    rows, word = rows[order], found.word[order]
    times = np.bincount(word, minlength=n)
    step = max(1, CELLS // head.d)
    for i in range(0, len(rows), step):
        some = word[i : i + step]
        starts = np.flatnonzero(np.diff(some, prepend=-1))
        with np.errstate(all="ignore"):  # what is not finite is found, and told, as such
            own[some[starts]] += np.add.reduceat(Z[rows[i : i + step]], starts, axis=0)
    own /= (1 + times)[:, None].astype(np.float32)
    return own
