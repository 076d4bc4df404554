"""How a text is cut into words: what somebody chose of it, as one value.

A `Rules` says what a word is, what of a text is left out before it is cut, and what is done with
the words that are found. Nothing is carried out here: `tokens` cuts, `stripping` leaves out,
`phrases` joins, `corpus` drops stop words. The usual rules are `USUAL`.

A text is read in this order: what `strip` names is left out; the rest is cut into words; words that
stand together as a phrase are joined; stop words are dropped, like words below a minimum count: a
window reaches over them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, TypeAlias, get_args

from embviz.errors import SettingError

Words: TypeAlias = Literal["unicode", "blanks", "pieces"]
WORDS: tuple[Words, ...] = get_args(Words)

Strip: TypeAlias = Literal["markup", "subtitles", "licence"]
STRIPS: tuple[Strip, ...] = get_args(Strip)

MOST_LETTERS = 32
"""Letters that a piece may have."""

MOST_PASSES = 4
"""Passes over a text that joins words: phrases of up to 16 words."""

USUAL_THRESHOLD = 100.0
"""The score from which two words are a phrase, as in word2phrase."""

MOST_LISTED = 2000
"""Words that may be listed by hand: stop words, or phrases."""

LONGEST_LISTED = 100
"""Characters of each."""


@dataclass(frozen=True, repr=False)
class Rules:
    """How a text is cut into words.

    Attributes:
        words: "unicode": what Unicode's word boundaries say, see `tokens`. "blanks": whatever
            stands between blanks, and each line is a sentence: ids, tags, n-grams. "pieces": equal
            pieces of letters, as of DNA, or of a script without blanks.
        letters: Letters of a piece.
        step: How many letters after one piece the next one begins: 1, all k-mers, each overlapping
            the one before; `letters`: pieces end to end.
        join_hyphens: Whether a hyphen at the end of a line, before a small letter, joins a word.
        strip: What is left out: "markup" (tags of HTML, marks of Markdown and of wikis),
            "subtitles" (numbers and times), "licence" (head and tail of Project Gutenberg's books).
        stop_words: Words to leave out, in any order, or a text of them.
        phrases: The score above which two words that stand together are joined by `_`; 0: none
            are. See `phrases`.
        passes: How often the text is gone through for that, each time at half the score.
        discount: δ of that score: words that stand together no more often are never joined.
        joined: Phrases to join whatever their score, their words between blanks.

    Raises SettingError: `out_of_range`; `unknown_rule`: `setting` has a `value` that is none of
    `known`.

    >>> Rules(words="pieces", letters=6, step=6)
    Rules(words='pieces', letters=6, step=6)
    >>> Rules(strip=("licence", "markup"), stop_words=("of", "the", "of")).strip
    ('markup', 'licence')
    """

    words: Words = "unicode"
    letters: int = 3
    step: int = 1
    join_hyphens: bool = False
    strip: tuple[Strip, ...] = ()
    stop_words: tuple[str, ...] = ()
    phrases: float = 0.0
    passes: int = 1
    discount: int = 5
    joined: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check all, and give equal rules one spelling."""
        _check_choice("words", self.words, WORDS)
        asked = (self.strip,) if isinstance(self.strip, str) else tuple(self.strip)
        for each in asked:
            _check_choice("strip", each, STRIPS)
        _check_whole("letters", self.letters, 1, MOST_LETTERS)
        _check_whole("step", self.step, 1, self.letters)
        _check_whole("passes", self.passes, 1, MOST_PASSES)
        _check_whole("discount", self.discount, 0, 10**6)
        _check_number("phrases", self.phrases, 0, 1e12)
        self._set(
            join_hyphens=bool(self.join_hyphens),
            strip=tuple(each for each in STRIPS if each in asked),
            phrases=float(self.phrases),
            stop_words=_listed("stop_words", _words_of(self.stop_words)),
            joined=_listed("joined", self.joined),
        )
        # What does not matter is as usual: rules that read every text alike are equal.
        if self.words != "pieces":
            self._set(letters=Rules.letters, step=Rules.step)
        if self.words != "unicode":
            self._set(join_hyphens=False)
        if not self.phrases:
            self._set(passes=Rules.passes, discount=Rules.discount)

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        """Say what is unusual, as Python makes it."""
        return f"Rules({', '.join(f'{name}={value!r}' for name, value in self.unusual.items())})"

    @property
    def unusual(self) -> dict[str, Any]:
        """What is not as usual, by name, in the order of the attributes."""
        values = ((each.name, getattr(self, each.name), each.default) for each in fields(self))
        return {name: value for name, value, usual in values if value != usual}

    def facts(self) -> dict[str, Any]:
        """What is not as usual, as JSON can hold it."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in self.unusual.items()
        }

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> "Rules":
        """Make the rules of some `facts`, which may come from anywhere.

        Raises SettingError as the class does; `unknown_rule`, too, for a name that is none.

        >>> Rules.of(Rules(words="blanks", stop_words=("a",)).facts())
        Rules(words='blanks', stop_words=('a',))
        """
        known = {each.name: each.default for each in fields(cls)}
        for name, value in facts.items():
            _check_choice("rules", name, tuple(known))
            if isinstance(known[name], tuple) and not _is_texts(value):
                raise _out_of_range(name, value, None, None, "a list of texts")
            if isinstance(known[name], bool) and not isinstance(value, bool):
                raise _out_of_range(name, value, None, None, "true or false")
        values: dict[str, Any] = {
            key: tuple(each) if _is_texts(each) else each for key, each in facts.items()
        }
        return cls(**values)


def _is_texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


def _words_of(texts: tuple[str, ...] | str) -> tuple[str, ...]:
    """Single words: no word holds a blank, so "of the" are two."""
    return tuple(" ".join((texts,) if isinstance(texts, str) else texts).split())


def _listed(setting: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Words or phrases in rising order, none of them twice, their blanks single."""
    found = {" ".join(word.split()) for word in ((words,) if isinstance(words, str) else words)}
    if len(found) > MOST_LISTED:
        raise _out_of_range(setting, len(found), 0, MOST_LISTED, f"at most {MOST_LISTED} words")
    if any(len(word) > LONGEST_LISTED for word in found):
        longest = max(map(len, found))
        expected = f"words of at most {LONGEST_LISTED} characters"
        raise _out_of_range(setting, longest, 0, LONGEST_LISTED, expected)
    return tuple(sorted(found - {""}))


def _check_choice(setting: str, value: object, known: tuple[str, ...]) -> None:
    if value in known:
        return
    listed = ", ".join(known)
    message = f"{setting} cannot be {value!r}; there are {listed}"
    raise SettingError("unknown_rule", message, setting=setting, value=value, known=listed)


def _check_whole(setting: str, value: object, low: int, high: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise _out_of_range(setting, value, low, high, f"a whole number from {low} to {high}")


def _check_number(setting: str, value: object, low: float, high: float) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not low <= value <= high:  # type: ignore[operator]
        raise _out_of_range(setting, value, low, high, f"a number from {low:g} to {high:g}")


def _out_of_range(
    setting: str, value: object, low: float | None, high: float | None, expected: str
) -> SettingError:
    message = f"{setting} must be {expected}, not {value!r}"
    return SettingError("out_of_range", message, setting=setting, value=value, low=low, high=high)


USUAL = Rules()
