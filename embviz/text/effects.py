"""What a choice of rules does to a text, counted before it is trained on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

import numpy as np

from embviz.text import phrases
from embviz.text.boundaries import word_of
from embviz.text.corpus import Corpus
from embviz.text.found import Found
from embviz.text.phrases import Phrase
from embviz.text.rules import MOST_LISTED, STRIPS, USUAL, USUAL_THRESHOLD, Rules

Choice: TypeAlias = Literal[
    "markup", "subtitles", "licence", "words", "join_hyphens", "phrases", "stop_words"
]
CHOICES: tuple[Choice, ...] = get_args(Choice)
"""In the order in which a text is read."""

LOOKED_AT = 2_000_000
"""Characters that are looked at, unless all are asked for: a second's work."""


@dataclass(frozen=True)
class Effect:
    """What one choice does, after those before it.

    Attributes:
        choice: One of CHOICES.
        count: How many characters it leaves out; tokens of stop words; times two tokens became one,
            by a hyphen or in a phrase. 0 of "words".
        tokens: Words of the running text, before and after.
        distinct: Distinct words, before and after.
    """

    choice: Choice
    count: int
    tokens: tuple[int, int]
    distinct: tuple[int, int]


def effects(
    text: str, rules: Rules, *, lowercase: bool = True, most: int | None = LOOKED_AT
) -> tuple[Effect, ...]:
    r"""Count what each choice of some rules does to a text, beside the usual rules.

    Args:
        text: Any text.
        rules: What was chosen.
        lowercase: Whether `King` and `king` are one word.
        most: Only so many characters are looked at, up to the end of a line; None: all.

    >>> found, = effects("An exam-\nple of the exam-\nples.", Rules(join_hyphens=True))
    >>> found.count, found.tokens
    (2, (7, 5))
    """
    text = beginning(text, most)
    found, before = list[Effect](), _Counts.of(text, lowercase, USUAL)
    for choice, so_far in _one_by_one(rules):
        after = _Counts.of(text, lowercase, so_far)
        count = {
            "words": 0,
            "phrases": after.joined - before.joined,
            "stop_words": before.tokens - after.tokens,
            "join_hyphens": before.tokens - after.tokens,
        }.get(choice, after.left_out - before.left_out)
        tokens, distinct = (before.tokens, after.tokens), (before.distinct, after.distinct)
        found.append(Effect(choice, count, tokens, distinct))
        before = after
    return tuple(found)


def proposed_phrases(
    text: str | Corpus,
    rules: Rules | None = None,
    *,
    lowercase: bool = True,
    most: int = 1000,
) -> list[Phrase]:
    """List the phrases of a text before they are joined, the highest score first in each pass.

    Args:
        text: A text, or a corpus with its text, which is read again.
        rules: Their threshold, passes and discount are used, or if it has no threshold the usual
            one; None: those of the corpus.
        lowercase: Whether `King` and `king` are one word; a corpus knows itself.
        most: At most so many, of each pass.

    >>> found = proposed_phrases("new york is new york. " * 9, Rules(phrases=1.5))
    >>> [(phrase.name, phrase.count, phrase.joined) for phrase in found]
    [('new_york', 18, 18)]
    """
    if isinstance(text, Corpus):
        rules, lowercase, text = rules or text.rules, text.lowercase, text.text
    rules = rules or USUAL
    if not rules.phrases:
        rules = replace(rules, phrases=USUAL_THRESHOLD)
    read = Found.of(text, lowercase, replace(rules, phrases=0.0))
    return phrases.proposed(read.sentences, rules, most)


def with_phrases_of_all(texts: Iterable[str], rules: Rules, lowercase: bool) -> Rules:
    """Rules that join in each of some texts what is a phrase in all of them together.

    So periods have the same words. At most MOST_LISTED, those that are joined most often.
    """
    if not rules.phrases:
        return rules
    found = proposed_phrases("\n\n".join(texts), rules, lowercase=lowercase, most=MOST_LISTED)
    words = dict[str, str]()  # of a phrase, between blanks
    for phrase in found:
        words[phrase.name] = " ".join(words.get(word, word) for word in phrase.words)
    often = sorted(found, key=lambda phrase: -phrase.joined)[: MOST_LISTED - len(rules.joined)]
    joined = (*rules.joined, *(words[phrase.name] for phrase in often))
    return replace(rules, phrases=0.0, joined=joined)


def stop_words(corpus: Corpus, most: int | None = None) -> tuple[str, ...]:
    """The function words of a text, as `function_words` finds them, or its most frequent words.

    Args:
        corpus: The text, read without stop words.
        most: So many words, the most frequent; None: its function words, as many as there seem.
    """
    if most is not None:
        return corpus.words[:most]
    found = corpus.function_words
    return tuple(corpus.words[i] for i in found.ranked[: found.usual].tolist())


def beginning(text: str, most: int | None) -> str:
    """The first characters of a text, up to the end of a line if one is near."""
    if most is None or len(text) <= most:
        return text
    end = text.rfind("\n", most // 2, most)
    return text[: end + 1 if end >= 0 else most]


def _one_by_one(rules: Rules) -> Iterator[tuple[Choice, Rules]]:
    """What was chosen, with the rules that have it and all that comes before."""
    so_far = USUAL
    for each in STRIPS:
        if each in rules.strip:
            so_far = replace(so_far, strip=(*so_far.strip, each))
            yield each, so_far
    steps: dict[Choice, tuple[str, ...]] = {
        "words": ("words", "letters", "step"),
        "join_hyphens": ("join_hyphens",),
        "phrases": ("phrases", "passes", "discount", "joined"),
        "stop_words": ("stop_words",),
    }
    for choice, names in steps.items():
        chosen = {name: getattr(rules, name) for name in names}
        if chosen != {name: getattr(so_far, name) for name in names}:
            so_far = replace(so_far, **chosen)
            yield choice, so_far


@dataclass(frozen=True)
class _Counts:
    tokens: int
    distinct: int
    joined: int
    left_out: int

    @classmethod
    def of(cls, text: str, lowercase: bool, rules: Rules) -> "_Counts":
        found = Found.of(text, lowercase, rules)
        stop = {word_of(word, rules=rules) for word in rules.stop_words}
        kept = np.array([word.lower() not in stop for word in found.words], dtype=bool)
        return cls(int(found.counts[kept].sum()), int(kept.sum()), found.joined, found.left_out)
