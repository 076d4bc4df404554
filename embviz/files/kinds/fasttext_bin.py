"""What the program fastText saves, `.bin`, or `.ftz`: words, n-grams, and one matrix Z for both.

    magic 793712314, version;  settings;  words with their counts;  Z (V + buckets, d)

The vector of a word is the mean of its own row and of those of its n-grams, as the program prints
it; words that the file does not have get theirs from n-grams alone (`WordPieces`). The matrix stays
in the file, and only the rows that are needed are read.

Files from before the magic number are read as well, and quantised ones (`StoredRows`), in which
some n-grams may have been pruned. Classifiers of version 11 and before have no n-grams of letters.

Source: https://github.com/facebookresearch/fastText, src/fasttext.cc, `loadModel`;
src/dictionary.cc, `load`, `pushHash`; for the oldest files gensim's models/_fasttext_bin.py.
"""

import mmap
import struct
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from embviz.files.refusals import bad_row, cut_off
from embviz.files.rows.budget import ROW_BYTES, TEXT_BYTES, Budget
from embviz.files.rows.file_being_read import Opening
from embviz.files.rows.stored_rows import StoredRows, dense, quantised
from embviz.files.rows.table import LONGEST_WORD, MOST_DIMENSIONS
from embviz.files.rows.word_pieces import Kept, WordPieces
from embviz.models.shared.ngrams import ngram_count, ngrams
from embviz.types import Float32

BLOCK = 500  # words whose n-grams are looked up at once, unless they have more n-grams than this:
NGRAMS = 2**17
CELLS = 2**22  # numbers of n-grams that are summed at once
LETTERS = 2**20  # bytes of words between two looks at the memory
WORDS = 20_000  # entries of the dictionary that are read at once
MAGIC = (793712314).to_bytes(4, "little")
_SETTINGS, _SIZES, _PRUNED = struct.Struct("<12id"), struct.Struct("<3iq"), struct.Struct("<q")
_MODELS = {1: "cbow", 2: "skipgram", 3: "classifier"}
_NO_NGRAMS = 11  # up to this version, classifiers have none
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
    pruned: int  # n-grams that were kept; below 0: all
    size: int  # bytes of the head
    oldest: bool  # whether nothing in the file is quantised, nor said to be so


def begins(head: bytes) -> bool:
    """Whether these are the first bytes of such a file."""
    return head.startswith(MAGIC) or _begins_without_magic(head)


def _begins_without_magic(head: bytes) -> bool:
    """Whether the settings of a model begin at once, each within what is possible for it."""
    if len(head) < _SETTINGS.size:
        return False
    d, window, epochs, fewest, negative, n_words, loss, model, bucket, low, high, rate, t = (
        _SETTINGS.unpack_from(head)
    )
    few = all(0 <= each <= 100 for each in (negative, n_words, low, high))
    usual = 0 < d <= MOST_DIMENSIONS and 0 < window < 1000 and 0 < epochs < 10**5
    known = 1 <= loss <= 4 and model in _MODELS and fewest >= 0 and bucket >= 0 and rate >= 0
    return few and usual and known and 0 <= t <= 1


def read(opening: Opening) -> Iterator[None]:
    """Read words and the means of their rows, a block at each step.

    Raises FileError: `bad_row`, `cut_off`, `too_much_memory`.
    """
    table, file, path = opening.table, opening.mapped, opening.path or ""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        head = _read_head(data)
        wanted = head.words if table.room is None else min(head.words, table.room)
        row = 4 * head.d + ROW_BYTES + TEXT_BYTES + _WORD_BYTES
        table.budget.check(wanted * row, wanted)
        words, end = yield from _read_words(data, head, wanted, table.budget)
        kept = _kept(data, end, head)
        matrix = _matrix(data, end + 8 * max(0, head.pruned), head, path)
    bucket = head.bucket if head.pruned > 0 else matrix.count - head.words
    pieces = WordPieces(matrix, head.words, bucket, head.min_n, head.max_n, kept)
    some = pieces if bucket and head.max_n and head.pruned else None
    first = 0
    while first < len(words):
        block = words[first : first + _block(words, first, head)]
        table.add(block, _means(matrix, some, block, first), first + 1)
        first += len(block)
        yield
    if opening.lasting and opening.path:
        opening.pieces = some


def _read_head(data: mmap.mmap) -> _Head:
    magic = 8 if data[:4] == MAGIC else 0
    at = magic + _SETTINGS.size + _SIZES.size
    if len(data) < at + _PRUNED.size:
        expected = f"{at + _PRUNED.size}"
        raise cut_off("the head", f"{len(data)} bytes", expected, byte=len(data))
    version = struct.unpack_from("<i", data, 4)[0] if magic else 0
    numbers = _SETTINGS.unpack_from(data, magic)
    d, model, bucket, min_n, max_n = numbers[0], *numbers[7:11]
    entries, words, _, _ = _SIZES.unpack_from(data, magic + _SETTINGS.size)
    (pruned,) = _PRUNED.unpack_from(data, at)
    # Where no word can begin with such bytes, the magic number alone is missing.
    oldest = not magic and pruned not in (0, -1)
    if magic and version not in (11, 12):
        raise bad_row("the head", f"version {version}", "version 11 or 12", byte=4)
    if not 0 < d <= MOST_DIMENSIONS:
        raise bad_row("the head", f"{d:,} dimensions", f"1 to {MOST_DIMENSIONS:,}", byte=magic)
    if not 0 < words <= entries:
        raise bad_row("the head", f"{words:,} words", f"1 to {entries:,}", byte=magic + 56)
    if _MODELS.get(model) == "classifier" and version <= _NO_NGRAMS:
        min_n = max_n = 0
    if not (0 <= min_n <= _MOST_N and 0 <= max_n <= _MOST_N and bucket >= 0):
        found = f"n-grams of {min_n} to {max_n} letters"
        raise bad_row("the head", found, "a few", byte=magic + 36)
    min_n, max_n = (min_n, max_n) if min_n <= max_n else (0, 0)
    size, pruned = (at, -1) if oldest else (at + _PRUNED.size, pruned)
    return _Head(d, bucket, min_n, max_n, entries, words, pruned, size, oldest)


def _read_words(
    data: mmap.mmap, head: _Head, wanted: int, budget: Budget
) -> Generator[None, None, tuple[list[bytes], int]]:
    """Return the words that are wanted, (V,) in bytes, and where they end.

    Each entry is its letters, a zero, its count in eight bytes, and 0 if it is a word.
    """
    size, at, words, found, letters = len(data), head.size, list[bytes](), 0, 0
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
    return words, at


def _kept(data: mmap.mmap, at: int, head: _Head) -> Kept | None:
    """Which n-grams a pruned file kept: pairs of a bucket and its row among n-grams."""
    if head.pruned <= 0:
        return None
    if head.pruned > (len(data) - at) // 8:
        found = f"{max(0, len(data) - at):,} bytes"
        raise cut_off("the n-grams", found, f"{head.pruned:,} of them", byte=len(data))
    pairs = np.frombuffer(data[at : at + 8 * head.pruned], "<i4").reshape(-1, 2).astype(np.int32)
    if pairs.min() < 0 or pairs[:, 1].max() >= head.pruned or not head.bucket:
        raise bad_row("the n-grams", "other rows", f"rows 0 to {head.pruned - 1:,}")
    pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
    return Kept(pairs[:, 0].copy(), pairs[:, 1].copy())


def _matrix(data: mmap.mmap, at: int, head: _Head, path: str) -> StoredRows:
    """Where the matrix lies, of numbers or of codes."""
    if not head.oldest and at >= len(data):
        raise cut_off("the matrix", "the end of the file", "its shape", byte=len(data))
    codes = not head.oldest and data[at] != 0
    at = at if head.oldest else at + 1
    matrix = quantised(data, at, path) if codes else dense(data, at, path)
    rows = {head.words, head.words + (head.bucket if head.pruned <= 0 else head.pruned)}
    rows = {max(rows)} if head.pruned > 0 else rows
    if matrix.d != head.d or matrix.count not in rows:
        expected = " or ".join(f"{each:,}" for each in sorted(rows))
        found = f"{matrix.count:,} rows of {matrix.d:,}"
        raise bad_row("the matrix", found, f"{expected} rows of {head.d:,}")
    return matrix


def _block(words: Sequence[bytes], first: int, head: _Head) -> int:
    """How many words, from one on, are taken at once: few n-grams, or one word."""
    found = 0
    for n, word in enumerate(words[first : first + BLOCK]):
        found += ngram_count(len(word), head.min_n, head.max_n)
        if found > NGRAMS and n:
            return n
    return BLOCK


def _means(
    matrix: StoredRows, pieces: WordPieces | None, words: Sequence[bytes], first: int
) -> Float32:
    """The vectors of some words, (n, d), whose own rows begin at `first`."""
    n = len(words)
    own: Float32 = np.array(matrix.take(np.arange(first, first + n)))
    if pieces is None:
        return own
    names = [word.decode("utf-8", "replace") for word in words]
    names = ["" if name == _END_OF_SENTENCE else name for name in names]
    found = ngrams(names, pieces.min_n, pieces.max_n)
    there, rows = pieces.rows_of(found.hash)
    word = found.word[there]
    order = np.argsort(word, kind="stable")
    order = order[np.array([name != "" for name in names])[word[order]]]
    rows, word = rows[order], word[order]
    times = np.bincount(word, minlength=n)
    step = max(1, CELLS // matrix.d)
    for i in range(0, len(rows), step):
        some = word[i : i + step]
        starts = np.flatnonzero(np.diff(some, prepend=-1))
        with np.errstate(all="ignore"):  # what is not finite is found, and told, as such
            own[some[starts]] += np.add.reduceat(matrix.take(rows[i : i + step]), starts, axis=0)
    with np.errstate(all="ignore"):
        own /= (1 + times)[:, None].astype(np.float32)
    return own
