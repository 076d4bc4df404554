"""Sentences from tables of words and patterns: the engine behind the bundled texts.

A *table* is written as one, columns two or more blanks apart, alternatives in a cell by `|`:

    word   his   friend
    king   his   queen|duke
    queen  her   king

A *pattern* is a line that begins with how many sentences are wanted of it:

    12  The {x:royals} gave {x.his} [old|golden] ring to {x.friend}.

`{x:royals}` draws a row of the table `royals`, calls it x and writes its first column; `{x.his}`
writes another column of the same row; `{x.his:royals}` does both. Two rows of one table in a
sentence differ. `[old|golden]` is a choice on the spot. “a” becomes “an” where it must, and the
first letter a capital.

In a table a word may have its sense behind it, `bank/river`: `senses` reads the senses off the
sentences, `without_senses` gives the sentences as they are read.

Behind a sentence its class may stand, `The film was good. #positive`, which `without_class` parts.

Agreement and sense lie in the tables: what a word can do, and with what, stands in its row. That
is the whole grammar; there are no rules of English in this file but the two above.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import TypeVar

T = TypeVar("T")
Row = Mapping[str, str]  # a row of a table: column to cell
Table = tuple[Row, ...]
ATTEMPTS = 50  # how often a sentence is drawn again before a repetition is accepted
_SLOT = re.compile(r"\{(?P<name>\w+)(?:\.(?P<column>\w+))?(?::(?P<table>\w+))?\}")
_BAR = re.compile(r"\|(?![^\[]*\])")  # not one inside a choice
_CHOICE = re.compile(r"\[([^\]]*)\]")
_SENSE = re.compile(r"(\w+)/(\w+)")
_A_BEFORE_VOWEL = re.compile(r"\b([Aa])(?= [aeiouAEIOU])")


def table(text: str) -> Table:
    """Read a table: a line of column names, then a line a row; `-` is an empty cell.

    Raises ValueError if a row has too many or too few cells.

    >>> table('''
    ...     word   his
    ...     king   his
    ...     queen  her
    ... ''')
    ({'word': 'king', 'his': 'his'}, {'word': 'queen', 'his': 'her'})
    """
    columns, *rows = [re.split(r" {2,}", line.strip()) for line in text.strip().splitlines()]
    if bad := [row for row in rows if len(row) != len(columns)]:
        raise ValueError(f"row {bad[0]} does not fit the columns {columns}")
    cells = (["" if cell == "-" else cell for cell in row] for row in rows)
    return tuple(dict(zip(columns, row, strict=True)) for row in cells)


def tables(text: str) -> dict[str, Table]:
    """Read tables with a blank line between them, each under a line with its name."""
    named = (block.split("\n", 1) for block in re.split(r"\n\s*\n", text.strip()))
    return {name.strip(): table(rows) for name, rows in named}


def words(rows: Table, column: str = "word") -> tuple[str, ...]:
    """One column, as the words of a text: lower case."""
    return tuple(row[column].lower() for row in rows)


def pairs(rows: Table, a: str, b: str) -> list[tuple[str, str]]:
    """Two columns, word by word."""
    return list(zip(words(rows, a), words(rows, b), strict=True))


def couples(rows: Table) -> list[tuple[str, str]]:
    """He and she, who stand one after the other in a table of persons."""
    names = words(rows)
    return list(zip(names[::2], names[1::2], strict=True))


def analogies(pairs: list[tuple[str, str]]) -> list[tuple[str, str, str, str]]:
    """Every two of the pairs: a is to b as c is to d."""
    return [(*first, *second) for first, second in combinations(pairs, 2)]


@dataclass(frozen=True)
class Pattern:
    """One line of a list of patterns: so many sentences of this form."""

    count: int
    form: str


def patterns(text: str) -> tuple[Pattern, ...]:
    """Read a list of patterns, one a line; lines that begin with # are remarks.

    A line that begins with neither a count nor # continues the one above.

    >>> patterns("12  The {x:royals} [smiled|slept].")
    (Pattern(count=12, form='The {x:royals} [smiled|slept].'),)
    """
    lines = [line.strip() for line in text.splitlines()]
    whole = re.sub(r"\n(?!\d)", " ", "\n".join(line for line in lines if line and line[0] != "#"))
    pairs = (line.split(maxsplit=1) for line in whole.splitlines())
    return tuple(Pattern(int(count), form) for count, form in pairs)


class Dice:
    """Chance from a seed, the same in every version of Python.

    Only `Random.random` is used: Python promises its sequence, but not that of `shuffle`.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def below(self, n: int) -> int:
        """A whole number of 0 … n - 1."""
        return int(self._random.random() * n)

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """The things in random order."""
        rest = list(things)
        return [rest.pop(self.below(len(rest))) for _ in range(len(rest))]


class Deck:
    """Rows dealt like cards: each once before any comes again, so that counts stay even."""

    def __init__(self, rows: Table, dice: Dice) -> None:
        self._rows, self._dice = rows, dice
        self._pile: list[Row] = []

    def deal(self, without: Sequence[Row]) -> Row:
        """The next row that is not among those of the sentence so far."""
        for _ in range(2):
            for i, row in enumerate(self._pile):
                if row not in without:
                    return self._pile.pop(i)
            self._pile += self._dice.shuffled(self._rows)
        raise ValueError("a sentence needs more rows than its table has")


def sentences(patterns: Sequence[Pattern], tables: Mapping[str, Table], seed: int = 0) -> list[str]:
    """All sentences of all patterns, shuffled so that subjects mix; equal seeds, equal text."""
    dice = Dice(seed)
    seen: set[str] = set()
    made = []
    for pattern in patterns:
        writer = _Writer(pattern.form, tables, dice)
        for _ in range(pattern.count):
            sentence = writer.write()
            for _ in range(ATTEMPTS):
                if sentence not in seen:
                    break
                sentence = writer.write()
            seen.add(sentence)
            made.append(sentence)
    return dice.shuffled(made)


def senses(sentences: Iterable[str], tables: Mapping[str, Table]) -> dict[str, list[str]]:
    """The senses of each word that has some, in the order of the sentences; words as in the tables.

    >>> banks = table('''
    ...     word
    ...     bank/river
    ...     bank/money
    ... ''')
    >>> senses(["A bank/money lends.", "The bank/river is steep."], {"banks": banks})
    {'bank': ['money', 'river']}
    """
    cells = (cell for rows in tables.values() for row in rows for cell in row.values())
    found: dict[str, list[str]] = {word: [] for cell in cells for word, _ in _SENSE.findall(cell)}
    for word, sense in _SENSE.findall("\n".join(sentences)):
        found[word].append(sense)
    return found


def without_senses(sentence: str) -> str:
    """A sentence as it is read.

    >>> without_senses("He rowed to the bank/river.")
    'He rowed to the bank.'
    """
    return _SENSE.sub(r"\1", sentence)


def without_class(sentence: str) -> tuple[str, str]:
    """A sentence as it is read, and its class, "" where none stands behind it.

    >>> without_class("The film was good. #positive")
    ('The film was good.', 'positive')
    """
    text, _, name = sentence.partition(" #")
    return text, name


class _Writer:
    """Writes sentences of one form; each of its slots has its own deck."""

    def __init__(self, form: str, tables: Mapping[str, Table], dice: Dice) -> None:
        self._form, self._tables, self._dice = form, tables, dice
        self._decks = {
            slot["name"]: Deck(tables[slot["table"]], dice)
            for slot in _SLOT.finditer(form)
            if slot["table"]
        }

    def write(self) -> str:
        drawn: dict[str, Row] = {}
        for name, deck in self._decks.items():
            drawn[name] = deck.deal(without=tuple(drawn.values()))

        def fill(slot: re.Match[str]) -> str:
            row, column = drawn[slot["name"]], slot["column"]
            return self._choose(row[column] if column else next(iter(row.values())))

        text = _SLOT.sub(fill, self._form)
        text = _CHOICE.sub(lambda choice: self._choose(choice[1]), text)
        text = _A_BEFORE_VOWEL.sub(r"\1n", text)
        return text[0].upper() + text[1:]

    def _choose(self, alternatives: str) -> str:
        options = _BAR.split(alternatives)
        return options[self._dice.below(len(options))] if len(options) > 1 else options[0]
