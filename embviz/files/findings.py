"""What was repaired in a file of vectors, and what is odd about it: facts, never sentences.

Kinds that reading finds:

- repaired: `bom` (a byte order mark), `crlf` (lines that end as in Windows), `cr` (lines that end
  as on old Macs), `trailing_blanks`, `no_newline` (at the end of the last line), `blank_lines`,
  `remarks` (before the first row), `twice` (a word that came before; the first row is kept),
  `no_word` (a row without one, left out), `broken_character` (bytes that are no characters,
  replaced by U+FFFD), `nan` and `infinite` (rows left out: nothing can be asked of them),
  `blank_in_word` (in a binary file, read on), `glued` (lines of several rows, left out);
- weighed, and to be said by hand: `encoding` (of the words), `wide_text` (UTF-16 and the like); and
  not to be missed: `number_in_word` (a word that holds numbers), `common_start` and `common_end`
  (signs that all words share, as quotes and colons);
- the file contradicts itself: `header_rows` and `header_dimension` (what the header says, against
  what is there), `more_bytes` (after the last row), `more_rows` (of names or of vectors, where
  these lie in two files: the surplus is left out), `no_names` (the file holds none: words are
  numbers);
- taken for what it looks like: `heading` (the first line names columns), `numbered_rows` (a column
  that counts them), `word_column`, `labels` (texts that repeat sort rows, and do not name them),
  `separator` and `blanks` (what parts cells), `decimal_commas`, `lists` (all numbers of a row in
  one cell). Of a file of words or metadata: `words_encoding`, `words_broken` (bytes that are no
  characters), `words_heading`, `words_no_heading`;
- taken where there was a choice, which is `taken`: `matrix` and `words_array` (of several),
  `member` (a file of an archive); the examples are others. Converted: `whole_numbers`,
  `big_endian`, `transposed` (a matrix with a column a word); of npz files `array_a_word`; of models
  `padding_rows` (beyond the last token, left out) and `mapped_rows` (tokens that share rows).

Kinds that `embviz.files.doctor` finds: `zeros`, `long_rows`, `short_rows`, `equal_rows`,
`hubs`, `case`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

EXAMPLES = 5  # examples that are kept of each kind
Unit = Literal["row", "line"]
LONGEST_EXAMPLE = 60  # characters of an example


@dataclass(frozen=True)
class Finding:
    """Something that was found in a file.

    Attributes:
        kind: See the module.
        count: How often.
        examples: The first few: words, or what a header says; long ones are cut.
        first: Where the first one is, from 1; None where there is no such place.
        unit: What places are counted by.
        claimed: What the file says, where it contradicts itself.
        found: What is there.
        taken: What was taken, where there was a choice.
    """

    kind: str
    count: int
    examples: tuple[str, ...] = ()
    first: int | None = None
    unit: Unit = "row"
    claimed: int | None = None
    found: int | None = None
    taken: str = ""


@dataclass
class Tally:
    """Findings while a file is being read; `findings` gives them as values."""

    unit: Unit = "row"  # what places in the file are counted by
    _found: dict[str, Finding] = field(default_factory=dict)

    def add(
        self, kind: str, count: int = 1, *, example: str | None = None, first: int | None = None
    ) -> None:
        """Count something once more, or `count` times."""
        if count < 1:
            return
        before = self._found.get(kind, Finding(kind, 0, (), first, self.unit))
        examples = before.examples
        if example is not None and len(examples) < EXAMPLES:
            examples = (*examples, cut(example))
        self._found[kind] = Finding(kind, before.count + count, examples, before.first, before.unit)

    def took(
        self, kind: str, taken: str, others: Sequence[str] = (), first: int | None = None
    ) -> None:
        """Note what was taken for what, and what could have been taken instead."""
        examples = tuple(cut(each) for each in others[:EXAMPLES])
        self._found[kind] = Finding(kind, 1, examples, first, self.unit, taken=cut(taken))

    def differs(self, kind: str, claimed: int, found: int) -> None:
        """Note that a file says one thing and holds another, if so."""
        if claimed != found:
            self._found[kind] = Finding(kind, 1, claimed=claimed, found=found)

    def count(self, kind: str) -> int:
        """How often something was found so far."""
        return self._found[kind].count if kind in self._found else 0

    def reword(self, word: Callable[[str], str]) -> None:
        """Give the examples of all findings as they are called now."""
        for kind, found in self._found.items():
            examples = tuple(cut(word(example)) for example in found.examples)
            self._found[kind] = replace(found, examples=examples)

    def findings(self) -> tuple[Finding, ...]:
        """All there is so far, in the order in which it was met."""
        return tuple(self._found.values())


def cut(word: str) -> str:
    """A word as an example: not too long."""
    return word if len(word) <= LONGEST_EXAMPLE else f"{word[: LONGEST_EXAMPLE - 1]}…"
