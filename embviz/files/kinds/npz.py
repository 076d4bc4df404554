"""Words and a matrix as an npz file: two arrays, `words` (V,) and `vectors` (V, d).

    >>> import numpy as np
    >>> parts = np.load("vectors.npz")                   # doctest: +SKIP
    >>> parts["vectors"][list(parts["words"]).index("king")]   # doctest: +SKIP

Files that name them otherwise are read as well: of several matrices the one that
`embviz.files.rows.matrix_choice` finds, of several arrays of texts, as long as the matrix, the one
that is usually called so, or holds the most different ones. The other arrays of texts are columns,
called `column_<heading>` in files that embviz wrote. Without words, these may lie in another file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from embviz.errors import Quote
from embviz.files.film.archive import Archive, Array, Writer, fill
from embviz.files.findings import Tally
from embviz.files.refusals import bad_row, cut_off, foreign, objects
from embviz.files.rows.budget import ROW_BYTES, TEXT_BYTES, size_of
from embviz.files.rows.file_being_read import NO_COLUMNS, Columns, Names, Opening
from embviz.files.rows.how import Choice
from embviz.files.rows.matrix_choice import Candidate, choose
from embviz.files.rows.named_arrays import check_shape, is_turned, take, wanted
from embviz.files.rows.npy_head import OF_DICT, NpyHead, read_npy_head
from embviz.files.rows.number_kinds import in_words, is_floating, is_numbers, is_objects
from embviz.files.rows.table import MOST_DIMENSIONS
from embviz.files.rows.written import single
from embviz.vectors.vectors import Vectors

LONGEST = 1000  # characters of a word: NumPy gives each the room of the longest
LONGEST_TEXT = 2**14  # bytes of a text that is read
COLUMN = "column_"
AT_ONCE = 2**14  # texts that are made at once
WORDS = "words word vocab vocabulary tokens token index_to_key index2word itos keys names".split()
"""What arrays of words are called, the surest first."""
FEWEST_ARRAYS = 4  # of one length, that are those of words; fewer may be columns
_SPARSE = {"data", "indices", "indptr", "shape", "format"}
Heads = Mapping[str, NpyHead]


@dataclass(frozen=True)
class Texts:
    """Arrays of texts that are as long as the matrix, by name; the words are `words`."""

    words: str | None
    found: Mapping[str, Sequence[str]]


def read(opening: Opening) -> Iterator[None]:
    """Read words and matrix.

    Raises FileError: `damaged`, `bad_row`, `foreign`, `objects`, `no_such_matrix`, `truncated`,
    `too_much_memory`.
    """
    file = opening.input
    archive = Archive(file.file, most_bytes=file.most_bytes, mark=None)
    heads = {name: _head(archive, name) for name in archive.names()}
    listed = {head.shape[0] for head in heads.values() if _is_texts(head)}
    turned = {name for name, head in heads.items() if is_turned(head.shape, opening, listed)}
    candidates = dict[str, Candidate]()
    for name, head in heads.items():
        shape = head.shape[::-1] if name in turned else head.shape
        if is_numbers(head.kind) and len(shape) == 2 and 0 < shape[1] <= MOST_DIMENSIONS:
            candidates[name] = Candidate((shape[0], shape[1]), head.kind)
    if not candidates and _one_a_word(heads):
        yield from _read_rows(opening, archive, heads)
        return
    if not candidates:
        raise _no_matrix(heads)
    name = choose(opening, candidates, listed)
    head, (V, d) = heads[name], candidates[name].shape
    check_shape(name, (V, d))
    texts = _texts(opening, archive, heads, V)
    words = None if texts.words is None else texts.found[texts.words]
    if words is not None:
        columns = {
            each.removeprefix(COLUMN): column
            for each, column in texts.found.items()
            if each != texts.words
        }
        opening.names = Names(words, columns, V)
    yield
    rows = wanted(opening, V)
    held = V if head.order == "F" or name in turned else rows
    opening.budget.check(held * (head.size // V) + rows * ROW_BYTES, rows)
    if name in turned:
        opening.table.tally.add("transposed")
        yield from take(opening, _array(archive, name, head, d).T[:rows], words, V)
    else:
        yield from take(opening, _array(archive, name, head, rows), words, V)


def _one_a_word(heads: Heads) -> bool:
    """Whether there is an array a word, as `numpy.savez("v.npz", **vectors)` writes."""
    shapes = {head.shape for head in heads.values()}
    (d, *others), *_ = [*shapes, ()] if () not in shapes else [(0,)]
    fractions = all(is_floating(head.kind) for head in heads.values())
    return len(shapes) == 1 and not others and fractions and FEWEST_ARRAYS <= len(heads) and d > 1


def _read_rows(opening: Opening, archive: Archive, heads: Heads) -> Iterator[None]:
    """Read the rows of words that are each an array."""
    words = list(heads)
    rows = wanted(opening, len(words))
    (d,) = heads[words[0]].shape
    opening.budget.check(rows * (4 * d + ROW_BYTES), rows)
    opening.table.tally.add("array_a_word")
    opening.names = Names(words, {}, len(words))
    yield
    matrix = np.empty((rows, d), dtype=np.float32)
    for i, word in enumerate(words[:rows]):
        with np.errstate(over="ignore"):
            matrix[i] = _array(archive, word, heads[word], d)
    yield from take(opening, matrix, words, len(words))


def write(file: BinaryIO, vectors: Vectors, columns: Columns = NO_COLUMNS) -> None:
    """Write words of at most `LONGEST` characters and matrix. Raises as `Format`."""
    matrix = single(vectors, _keeps, f"words of 1 to {LONGEST} characters")
    with Writer(file) as writer:
        writer.packed("words", np.array(vectors.words, dtype=str))
        for name, column in columns.items():
            writer.packed(f"{COLUMN}{name}", np.array(column, dtype=str))
        writer.put("vectors", matrix)


def _keeps(word: str) -> bool:
    return 0 < len(word) <= LONGEST and "\0" not in word


def _no_matrix(heads: Heads) -> Exception:
    """Why there is no matrix in an archive."""
    if heads.keys() >= _SPARSE:
        return foreign("a sparse matrix of SciPy (save its .toarray() with numpy.savez)")
    pickled = [name for name, head in heads.items() if is_objects(head.kind)]
    if pickled:
        lone = not heads[pickled[0]].shape
        step = OF_DICT if lone else "np.stack(…).astype('float32')"
        return objects(Quote(pickled[0]), step)
    odd = [in_words(h.kind) for h in heads.values() if len(h.shape) == 2 and not is_numbers(h.kind)]
    return foreign(
        f"an npz file whose matrix holds {odd[0]}" if odd else "an npz file without a matrix"
    )


# ---- arrays --------------------------------------------------------------------------------------


def _head(archive: Archive, name: str) -> NpyHead:
    with archive.part(name) as stream:
        return read_npy_head(stream, name)


def _array(archive: Archive, name: str, head: NpyHead, rows: int) -> Array:
    """The first rows of an array."""
    if archive.size(name) != head.length + head.size:
        found = f"{archive.size(name) - head.length:,} bytes"
        raise cut_off(name, found, f"{head.size:,}")
    kept = _rows_of(head) if head.order == "F" else min(rows, _rows_of(head))
    array = np.empty((kept, *head.shape[1:]), head.kind, order=head.order)
    with archive.part(name) as stream:
        read_npy_head(stream, name)
        fill(stream, array, whole=kept == _rows_of(head))
    return array[:rows]


def _rows_of(head: NpyHead) -> int:
    return head.shape[0] if head.shape else 0


# ---- texts ---------------------------------------------------------------------------------------


def _is_texts(head: NpyHead) -> bool:
    kind = np.dtype(head.kind)
    flat = len(head.shape) == 1 or head.shape[1:] == (1,)
    return kind.kind in "US" and flat and 0 < kind.itemsize <= LONGEST_TEXT


def _texts(opening: Opening, archive: Archive, heads: Heads, rows: int) -> Texts:
    """The arrays of as many texts as rows; of each, as many as are wanted."""
    fitting = [name for name, h in heads.items() if _is_texts(h) and h.shape[0] == rows]
    if not fitting:
        pickled = [name for name, h in heads.items() if is_objects(h.kind) and h.shape == (rows,)]
        if pickled and not opening.names.known:
            raise objects(Quote(pickled[0]), "np.array(words, dtype=str)")
        return Texts(None, {})
    some = wanted(opening, rows)
    found = {name: _read_texts(opening, archive, name, heads[name], some) for name in fitting}
    words = opening.how.column
    if words not in found:
        own = [name for name in fitting if not name.startswith(COLUMN)] or fitting
        words = min(own, key=lambda name: _order(name, found[name]))
    opening.take(column=words)
    opening.offer("column", [Choice(name) for name in fitting if not name.startswith(COLUMN)])
    if "column" in opening.offers:
        opening.table.tally.took("words_array", words, [each for each in fitting if each != words])
    return Texts(words, found)


def _order(name: str, texts: Sequence[str]) -> tuple[int, int]:
    """Arrays of words come by their name, then with the most different words."""
    usual = WORDS.index(name.lower()) if name.lower() in WORDS else len(WORDS)
    return usual, -len(set(texts))


def _read_texts(
    opening: Opening, archive: Archive, name: str, head: NpyHead, wanted: int
) -> list[str]:
    kind, budget = np.dtype(head.kind), opening.budget
    budget.check(wanted * (kind.itemsize + TEXT_BYTES + ROW_BYTES), wanted)
    array = _array(archive, name, head, wanted).reshape(-1)
    if kind.kind == "U":
        array = array.astype(kind.newbyteorder("="), copy=False)
        letters = array.view(np.uint32)
        if letters.size and letters.max() > 0x10FFFF:
            raise bad_row(name, "no text", "characters of Unicode")
    texts = list[str]()
    for first in range(0, wanted, AT_ONCE):
        some = array[first : first + AT_ONCE].tolist()
        texts += some if kind.kind == "U" else _decoded(some, opening.table.tally, first)
        budget.spend(size_of(texts[first:]), len(texts))
    return texts


def _decoded(texts: Sequence[bytes], tally: Tally, first: int) -> list[str]:
    """Texts in bytes, read as UTF-8; what is none is told."""
    found = [text.decode("utf-8", "replace") for text in texts]
    for i, (text, word) in enumerate(zip(texts, found, strict=True)):
        if "\ufffd" in word and word.encode() != text:
            tally.add("broken_character", example=word, first=first + i + 1)
    return found
