"""The smallest parts of a formula of words: numbers, words, signs, parentheses.

What a word is must not depend on the vocabulary, or one formula would mean two things. Unquoted, it
begins with a letter of any script or an underscore and goes on with letters, marks, digits,
underscores, and apostrophes between letters. Anything else (hyphens, blanks, digits in front) needs
quotes, in which a backslash makes the next character plain.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from embviz.errors import FormulaError

Kind = Literal["number", "word", "+", "-", "*", "/", "(", ")", "end"]

SIGNS: dict[str, Kind] = {
    **{"+": "+", "-": "-", "*": "*", "/": "/", "(": "(", ")": ")"},
    **{
        "\N{MINUS SIGN}": "-",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MULTIPLICATION SIGN}": "*",
    },
    **{"\N{MIDDLE DOT}": "*", "\N{DOT OPERATOR}": "*"},
}

QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“”", "«": "»"}
"""What opens a quoted word, and what may close it."""

APOSTROPHES = "'’"

SHOWN = 40
"""Characters of what was found that an error repeats."""


@dataclass(frozen=True)
class Token:
    """A part of a formula.

    Attributes:
        kind: What it is.
        text: What it says: of a word, without its quotes and backslashes.
        position: Where it begins in the formula, in characters from 0.
    """

    kind: Kind
    text: str
    position: int


def tokens(text: str) -> Iterator[Token]:
    """Cut a formula into its parts, lazily; the last one is of the kind "end".

    Raises:
        FormulaError: `formula_character`, `formula_quote`.
    """
    at = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
            continue
        if character in SIGNS:
            kind, word, end = SIGNS[character], character, at + 1
        elif character in QUOTES:
            kind, (word, end) = "word", _quoted(text, at)
        elif _digit(character) or (character == "." and _digit(text[at + 1 : at + 2])):
            kind, end = "number", _number_end(text, at)
            word = text[at:end]
        elif begins_word(character):
            kind, end = "word", word_end(text, at)
            word = text[at:end]
        else:
            raise fault("formula_character", at, character, "a word, a number, +, -, *, /, ( or )")
        yield Token(kind, word, at)
        at = end
    yield Token("end", "", len(text))


def begins_word(character: str) -> bool:
    """Whether an unquoted word may begin so."""
    return character == "_" or unicodedata.category(character).startswith("L")


def word_end(text: str, start: int) -> int:
    """Where the unquoted word ends that begins at `start`."""
    end = start + 1
    while end < len(text) and (goes_on(text[end]) or _apostrophe(text, end)):
        end += 1
    return end


def goes_on(character: str) -> bool:
    """Whether a character may stand inside an unquoted word; joiners and soft hyphens may."""
    category = unicodedata.category(character)
    return character == "_" or category[0] in "LMN" or category == "Cf"


def fault(reason: str, position: int, found: str, expected: str) -> FormulaError:
    """What is wrong at a place of a formula."""
    shown = found if len(found) <= SHOWN else f"{found[:SHOWN]}…"
    message = f"at character {position + 1} of the formula: found {repr(shown) if shown else 'end'}"
    return FormulaError(
        reason,
        f"{message}, expected {expected}",
        position=position,
        character=position + 1,
        found=shown,
        expected=expected,
    )


def _apostrophe(text: str, at: int) -> bool:
    """Whether an apostrophe stands at a place, with a letter on either side."""
    after = text[at + 1 : at + 2]
    return text[at] in APOSTROPHES and bool(after) and begins_word(after) and goes_on(text[at - 1])


def _digit(character: str) -> bool:
    return character.isascii() and character.isdigit()


def _number_end(text: str, start: int) -> int:
    """Where a number ends: digits, and one point or comma that digits follow."""
    end = start
    while end < len(text) and _digit(text[end]):
        end += 1
    if text[end : end + 1] in (".", ",") and _digit(text[end + 1 : end + 2]):
        end += 1
        while end < len(text) and _digit(text[end]):
            end += 1
    return end


def _quoted(text: str, start: int) -> tuple[str, int]:
    """The word in the quotes that open at `start`, and where the formula goes on."""
    closing, word, at = QUOTES[text[start]], [], start + 1
    while at < len(text) and text[at] not in closing:
        at += text[at] == "\\"
        word.append(text[at : at + 1])
        at += 1
    if at >= len(text):
        raise fault("formula_quote", start, text[start:], f"a closing {closing[0]}")
    if not word:
        raise fault("formula_quote", start, text[start : at + 1], "a word between the quotes")
    return "".join(word), at + 1
