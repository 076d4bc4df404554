"""Formulas of words: `king - man + 0.5*woman`.

A formula is a sum of words with coefficients. Nothing is evaluated but this grammar:

    sum      = product { ("+" | "-") product }
    product  = factor { "*" factor | "/" factor | factor }       what stands side by side: 2 king
    factor   = { "+" | "-" } ( number | word | "(" sum ")" )

A product has at most one factor with words in it, what is divided by is a number, and a formula as
a whole has words. Numbers are exact fractions, so that 0.1 king + 0.2 king - 0.3 king is nothing.
Whether the words have vectors is not looked at here.

What a word is does not depend on the vocabulary, or one formula would mean two things. Unquoted, it
begins with a letter of any script or an underscore and goes on with letters, marks, digits,
underscores, and apostrophes between letters. Anything else (hyphens, blanks, digits in front) needs
quotes, in which a backslash makes the next character plain: `ice-cream` is a difference, the word
of that name is `"ice-cream"`.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from embviz.errors import FormulaError

MOST_TERMS = 1000  # words of a formula, repeated ones included
MOST_CHARACTERS = 50_000
DEEPEST = 50  # parentheses within one another
MOST_BITS = 256  # of the numerator and of the denominator of a coefficient
DECIMALS = 12  # a coefficient with no more decimals than that is written as a decimal number
SHOWN = 40  # characters of what was found that an error repeats
_SIGNS = dict(zip("+-*/()−–—×·⋅", "+-*/()---***", strict=True))
_QUOTES = {'"': '"', "'": "'", "“": "”", "„": "“”", "«": "»"}  # what opens: what may close it
_APOSTROPHES = "'’"
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?|\.[0-9]+")
_EXPONENT = re.compile(r"[eE][+-]?[0-9]+(?!\w)")
_POWER = re.compile(r"\*\*|\^")
_OPERAND = "a word, a number or ("
_OPERATOR = "+ or - (words with spaces or hyphens need quotes)"


@dataclass(frozen=True)
class Term:
    """A word and how often it is taken.

    Attributes:
        coefficient: Exact; float() makes it a number for arrays.
        word: The word.
        position: Where the word first stands in the text of the formula, in characters from 0.
    """

    coefficient: Fraction
    word: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Formula:
    """A sum of words, none of them twice.

    Attributes:
        terms: In the order in which the words first appear; a coefficient may have come to 0.
        text: What it was read from. Formulas with equal terms are equal.
    """

    terms: tuple[Term, ...]
    text: str = field(default="", compare=False)

    @property
    def words(self) -> tuple[str, ...]:
        """Its words."""
        return tuple(term.word for term in self.terms)

    def __str__(self) -> str:
        """Write it so that `parse` gives it back."""
        written = " ".join(_written(term) for term in self.terms)
        return f"-{written[2:]}" if written.startswith("- ") else written[2:]


def parse(text: str) -> Formula:
    """Read a formula.

    Args:
        text: See the grammar above. `·` and `×` multiply, too, `−` and `–` subtract, and `0,5` is a
            number. Quotes are "…", '…', “…”, „…“ or «…».

    Raises:
        FormulaError: It is none. All reasons come with `position` (in characters from 0),
            `character` (from 1), `found` and `expected`.

            - `formula_empty`: nothing is there.
            - `formula_character`: a character that means nothing here.
            - `formula_quote`: quotes that do not close, or hold nothing.
            - `formula_operand`, `formula_operator`: something else stands in its place.
            - `formula_unclosed`, `formula_unopened`: a parenthesis without the other one.
            - `formula_number`: a number that multiplies no word.
            - `formula_product`: words are multiplied with words.
            - `formula_divisor`, `formula_zero`: divided by words, or by 0.
            - `formula_digits`: a number with too many digits.
            - `formula_exponent`, `formula_power`: 1e3, or 2**3.
            - `formula_terms`, `formula_length`, `formula_depth`: too many words, characters, or
              parentheses within one another.

    >>> str(parse("2(king - man)/4 + 'ice-cream'"))
    '0.5*king - 0.5*man + "ice-cream"'
    """
    if len(text) > MOST_CHARACTERS:
        end = text[MOST_CHARACTERS:]
        raise _fault(
            "formula_length", MOST_CHARACTERS, end, f"{MOST_CHARACTERS} characters at most"
        )
    if not text.strip():
        raise _fault("formula_empty", 0, "", _OPERAND)
    return Formula(_merged(_Parser(_tokens(text)).whole()), text)


def quoted(word: str) -> str:
    """Write a word as it stands in a formula, in quotes where it needs them.

    >>> quoted("king's"), quoted("ice-cream")
    ("king's", '"ice-cream"')
    """
    if word and _begins_word(word[0]) and _word_end(word, 0) == len(word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def hyphenated(formula: Formula, term: Term, words: Collection[str]) -> str | None:
    """What may have been meant by a word that is not there: `cream` in `ice-cream`, `rd` in `3rd`.

    The longest of the words that stands around the term in the formula's text, with no blanks
    within it; None if there is none.
    """
    text, at = formula.text, term.position
    if not text.startswith(term.word, at):  # it stands in quotes, or was not read from a text
        return None
    first, last = at, at + len(term.word)
    while first > 0 and _joins(text[first - 1]):
        first -= 1
    while last < len(text) and _joins(text[last]):
        last += 1
    starts = [i for i in range(first, at + 1) if i == first or text[i - 1] == "-"]
    ends = [i for i in range(at + len(term.word), last + 1) if i == last or text[i] == "-"]
    around = (text[i:j] for i in starts[-8:] for j in ends[:8])
    found = [word for word in around if word != term.word and word in words]
    return max(found, key=len, default=None)


def _joins(character: str) -> bool:
    return character in "-'’." or _goes_on(character)


_Value = Fraction | list[Term]  # a number, or terms


@dataclass(frozen=True)
class _Token:
    """A part of a formula; the text of a word is without its quotes and backslashes."""

    kind: str  # "number", "word", "end", or the sign that it is
    text: str
    position: int


class _Parser:
    """Recursive descent; one token ahead."""

    def __init__(self, parts: Iterable[_Token]) -> None:
        self._parts = iter(parts)
        self._next = next(self._parts)
        self._depth = 0

    def whole(self) -> list[Term]:
        start = self._next
        value = self._sum()
        if self._next.kind == ")":
            raise _fault("formula_unopened", self._next.position, ")", "no ) without a (")
        if self._next.kind != "end":
            raise _fault("formula_operator", self._next.position, self._next.text, _OPERATOR)
        if isinstance(value, Fraction):
            raise _fault("formula_number", start.position, start.text, "a word")
        return value

    def _take(self) -> _Token:
        taken = self._next
        if taken.kind != "end":
            self._next = next(self._parts)
        return taken

    def _sum(self) -> _Value:
        start = self._next
        value = self._product()
        while self._next.kind in ("+", "-"):
            sign = Fraction(1 if self._take().kind == "+" else -1)
            at = self._next
            more = self._product()
            if isinstance(value, Fraction) and isinstance(more, Fraction):
                value += sign * more
                continue
            if isinstance(value, Fraction) or isinstance(more, Fraction):
                number = start if isinstance(value, Fraction) else at
                raise _fault("formula_number", number.position, number.text, "a word")
            value.extend(more if sign > 0 else _times(sign, more))
        return value

    def _product(self) -> _Value:
        number, terms = Fraction(1), None
        divides = False
        while True:
            at = self._next
            value = self._factor()
            if isinstance(value, Fraction):
                if divides and not value:
                    raise _fault("formula_zero", at.position, at.text, "a number that is not 0")
                number = number / value if divides else number * value
                _check_digits(number, at)
            elif divides:
                raise _fault("formula_divisor", at.position, at.text, "a number")
            elif terms is not None:
                raise _fault("formula_product", at.position, at.text, "a number")
            else:
                terms = value
            if self._next.kind in ("*", "/"):
                divides = self._take().kind == "/"
            elif self._next.kind in ("word", "(") and terms is None:
                divides = False
            else:
                return number if terms is None else _times(number, terms)

    def _factor(self) -> _Value:
        sign = Fraction(1)
        while self._next.kind in ("+", "-"):
            sign = sign if self._take().kind == "+" else -sign
        token = self._take()
        if token.kind == "number":
            return sign * _number(token)
        if token.kind == "word":
            return [Term(sign, token.text, token.position)]
        if token.kind != "(":
            raise _fault("formula_operand", token.position, token.text, _OPERAND)
        value = self._inside(token)
        return sign * value if isinstance(value, Fraction) else _times(sign, value)

    def _inside(self, opened: _Token) -> _Value:
        self._depth += 1
        if self._depth > DEEPEST:
            expected = f"at most {DEEPEST} parentheses within one another"
            raise _fault("formula_depth", opened.position, "(", expected)
        value = self._sum()
        if self._next.kind == "end":
            raise _fault("formula_unclosed", opened.position, "(", "a ) that closes it")
        if self._next.kind != ")":
            raise _fault("formula_operator", self._next.position, self._next.text, _OPERATOR)
        self._take()
        self._depth -= 1
        return value


def _times(number: Fraction, terms: list[Term]) -> list[Term]:
    if number == 1:
        return terms
    return [Term(number * term.coefficient, term.word, term.position) for term in terms]


def _number(token: _Token) -> Fraction:
    if len(token.text) > MOST_BITS:
        raise _too_precise(token)
    return Fraction(token.text.replace(",", "."))


def _check_digits(number: Fraction, at: _Token) -> None:
    if max(number.numerator.bit_length(), number.denominator.bit_length()) > MOST_BITS:
        raise _too_precise(at)


def _too_precise(at: _Token) -> FormulaError:
    return _fault("formula_digits", at.position, at.text, "a number of fewer digits")


def _merged(terms: list[Term]) -> tuple[Term, ...]:
    sums: dict[str, Term] = {}
    for term in terms:
        before = sums.get(term.word)
        number = term.coefficient + (before.coefficient if before else 0)
        _check_digits(number, _Token("word", term.word, term.position))
        sums[term.word] = Term(number, term.word, before.position if before else term.position)
    return tuple(sums.values())


def _written(term: Term) -> str:
    """A term with its sign in front: `+ 0.5*king`."""
    sign, size = "-" if term.coefficient < 0 else "+", abs(term.coefficient)
    number = "" if size == 1 else f"{_decimal(size)}*"
    return f"{sign} {number}{quoted(term.word)}"


def _decimal(number: Fraction) -> str:
    """A number from 0 up, as a decimal if it is a short one, else as a quotient."""
    scaled = number * 10**DECIMALS
    if scaled.denominator > 1:
        return str(number)
    whole, rest = divmod(scaled.numerator, 10**DECIMALS)
    return f"{whole}.{rest:0{DECIMALS}d}".rstrip("0").rstrip(".")


def _tokens(text: str) -> Iterator[_Token]:
    """Cut a formula into its parts, lazily; the last one is of the kind "end"."""
    at = words = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
            continue
        if power := _POWER.match(text, at):
            raise _fault("formula_power", at, power[0], "a product of one number and one word")
        if character in _SIGNS:
            kind, part, end = _SIGNS[character], character, at + 1
        elif character in _QUOTES:
            kind, (part, end) = "word", _unquoted(text, at)
        elif number := _NUMBER.match(text, at):
            kind, part, end = "number", number[0], number.end()
            if exponent := _EXPONENT.match(text, end):
                found = part + exponent[0]
                raise _fault("formula_exponent", at, found, "a number without an exponent")
        elif _begins_word(character):
            kind, end = "word", _word_end(text, at)
            part = text[at:end]
        else:
            expected = "a word, a number, +, -, *, /, ( or )"
            raise _fault("formula_character", at, character, expected)
        words += kind == "word"
        if words > MOST_TERMS:
            raise _fault("formula_terms", at, part, f"{MOST_TERMS} words at most")
        yield _Token(kind, part, at)
        at = end
    yield _Token("end", "", len(text))


def _begins_word(character: str) -> bool:
    return character == "_" or unicodedata.category(character).startswith("L")


def _word_end(text: str, start: int) -> int:
    """Where the unquoted word ends that begins at `start`."""
    end = start + 1
    while end < len(text) and (_goes_on(text[end]) or _apostrophe(text, end)):
        end += 1
    return end


def _goes_on(character: str) -> bool:
    """Whether a character may stand inside an unquoted word; joiners and soft hyphens may."""
    category = unicodedata.category(character)
    return character == "_" or category[0] in "LMN" or category == "Cf"


def _fault(reason: str, position: int, found: str, expected: str) -> FormulaError:
    shown = found if len(found) <= SHOWN else f"{found[:SHOWN]}…"
    at, what = position + 1, repr(shown) if shown else "end"
    message = f"at character {at} of the formula: found {what}, expected {expected}"
    facts = {"position": position, "character": at, "found": shown, "expected": expected}
    return FormulaError(reason, message, **facts)


def _apostrophe(text: str, at: int) -> bool:
    """Whether an apostrophe stands at a place, with a letter on either side."""
    after = text[at + 1 : at + 2]
    return (
        text[at] in _APOSTROPHES and bool(after) and _begins_word(after) and _goes_on(text[at - 1])
    )


def _unquoted(text: str, start: int) -> tuple[str, int]:
    """The word in the quotes that open at `start`, and where the formula goes on."""
    closing, word, at = _QUOTES[text[start]], [], start + 1
    while at < len(text) and text[at] not in closing:
        at += text[at] == "\\"
        word.append(text[at : at + 1])
        at += 1
    if at >= len(text):
        raise _fault("formula_quote", start, text[start:], f"a closing {closing[0]}")
    if not word:
        raise _fault("formula_quote", start, text[start : at + 1], "a word between the quotes")
    return "".join(word), at + 1
