"""The words of a text before any is dropped: cut, made words, and joined where they are phrases."""

from collections.abc import Generator
from dataclasses import dataclass, replace

import numpy as np

from embviz.text import phrases
from embviz.text import tokens as _text
from embviz.text.rules import Rules
from embviz.text.tokens import MAX_TOKEN
from embviz.text.unspaced_scripts import unspaced
from embviz.types import Counts, Ids, Lengths
from embviz.util.steps import finish

BLOCK = 2**20  # tokens that are counted or looked up at once


@dataclass(frozen=True, eq=False)
class Found:
    """The words of a text, before any is dropped.

    Attributes:
        words: The W distinct ones, in order of appearance.
        word_of: (F,) Which word each number in `ids` is; -1: one above MAX_TOKEN.
        ids: (T,) The tokens.
        lengths: (S,) Tokens of each sentence.
        spans: (S, 2) Where they stand.
        long_tokens, longest, joined, left_out, version: As `Reading` has them.
        unspaced: The script without blanks that it is written in, and its share of the text.
    """

    words: tuple[str, ...]
    word_of: Ids
    ids: Ids
    lengths: Lengths
    spans: Counts
    long_tokens: int
    longest: int
    left_out: int
    version: int
    unspaced: tuple[str, float] | None = None
    joined: int = 0

    @classmethod
    def of(cls, text: str, lowercase: bool, rules: Rules) -> "Found":
        """Cut a text, and join its phrases."""
        return finish(cls.steps(text, lowercase, rules))

    @classmethod
    def steps(cls, text: str, lowercase: bool, rules: Rules) -> Generator[float, None, "Found"]:
        """Do the same in steps; each says what share of the work is done."""
        tokens = yield from _text.cutting(text, rules)
        words, word_of_form = _words(tokens.forms, lowercase, rules)
        form_counts = _counted(tokens.ids, len(tokens.forms))
        long = np.flatnonzero(word_of_form < 0).tolist()
        found = cls(
            tuple(words),
            word_of_form,
            tokens.ids,
            tokens.lengths,
            tokens.spans,
            int(form_counts[long].sum()),
            max((len(tokens.forms[i]) for i in long), default=0),
            tokens.left_out,
            1 if rules.words != "unicode" or _text.first_version(tokens.forms) else 2,
            unspaced(tokens.forms, form_counts) if rules.words != "pieces" else None,
        )
        return found.having_joined(rules, lowercase) if rules.phrases or rules.joined else found

    @property
    def sentences(self) -> phrases.Sentences:
        """Its tokens, for finding phrases."""
        return phrases.Sentences(numbered(self.word_of, self.ids), self.lengths, self.words)

    @property
    def counts(self) -> Counts:
        """(W,) How often each word stands in the text."""
        of_number = _counted(self.ids, len(self.word_of))
        short = self.word_of >= 0
        counts = np.zeros(len(self.words), np.int64)
        np.add.at(counts, self.word_of[short], of_number[short])
        return counts

    def having_joined(self, rules: Rules, lowercase: bool) -> "Found":
        """The same with its phrases joined."""
        joined = phrases.join(self.sentences, rules, lowercase)
        W = len(joined.words)
        return replace(
            self,
            words=joined.words,
            word_of=np.append(np.arange(W, dtype=np.int32), np.int32(-1)),
            ids=np.where(joined.ids < 0, np.int32(W), joined.ids),
            lengths=joined.lengths,
            joined=joined.joined,
        )


def _words(forms: tuple[str, ...], lowercase: bool, rules: Rules) -> tuple[list[str], Ids]:
    """Give the distinct words in order of appearance, and each form's word; -1: it is too long."""
    numbers: dict[str, int] = {}
    word_of_form = np.empty(len(forms), np.int32)
    for i, form in enumerate(forms):
        word = _text.word_of(form, lowercase, rules)
        long = len(word) > MAX_TOKEN
        word_of_form[i] = -1 if long else numbers.setdefault(word, len(numbers))
    return list(numbers), word_of_form


def numbered(table: Ids, ids: Ids) -> Ids:
    """Look ids up in a table; in blocks, as NumPy makes wider numbers of what it looks up."""
    found = np.empty(len(ids), np.int32)
    for start in range(0, len(ids), BLOCK):
        found[start : start + BLOCK] = table[ids[start : start + BLOCK]]
    return found


def renumber(table: Ids, ids: Ids) -> None:
    """The same, in their place."""
    for start in range(0, len(ids), BLOCK):
        ids[start : start + BLOCK] = table[ids[start : start + BLOCK]]


def _counted(ids: Ids, kinds: int) -> Counts:
    """Count how often each id occurs; in blocks, as NumPy makes wider numbers of what it counts."""
    counts = np.zeros(kinds, np.int64)
    for start in range(0, len(ids), BLOCK):
        counts += np.bincount(ids[start : start + BLOCK], minlength=kinds)
    return counts
