"""Edits of a text: words replaced or exchanged, sentences removed, added or written anew.

An edit says what is to change; `edited` carries some out, one after the other, reads the text as it
was read before, and tells what changed. Words are matched as the corpus reads them (`tokens`):
whole, in any capitals where those are made small, and what takes the place of `King` is written
`Queen`. All other signs stay as they were. Where an edit lets line ends mean something else, as in
wrapped prose, each sentence comes to stand in a paragraph of its own, so that no other is parted.

Sentences are numbered as in the text that was given, whatever other edits do before.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property, reduce
from itertools import accumulate, chain, islice, pairwise
from operator import add
from typing import NamedTuple, Protocol

import numpy as np

from embviz.errors import EmbvizError, MissingWord, SettingError, TextError
from embviz.text import tokens
from embviz.text.corpus import Corpus
from embviz.text.labelled import BETWEEN, Labelled, line
from embviz.text.rules import USUAL, Rules
from embviz.text.stripping import stripped

SHOWN = 50
"""Sentences of an edited text that are told one by one."""

_EXCHANGE = 12  # the first word of the seed: see `training.model.stream`


@dataclass(frozen=True)
class Change:
    """What an edit changed; sentences after are those before, less removed, and added.

    Attributes:
        occurrences: Words that became others.
        changed: Sentences that have other words than before.
        removed: Sentences that are gone.
        added: Sentences that were not there.
    """

    occurrences: int = 0
    changed: int = 0
    removed: int = 0
    added: int = 0

    def __add__(self, other: "Change") -> "Change":
        """Both, one after the other."""
        return Change(
            self.occurrences + other.occurrences,
            self.changed + other.changed,
            self.removed + other.removed,
            self.added + other.added,
        )


class Sentence(NamedTuple):
    """One sentence of a text that is being edited."""

    text: str
    after: str = "\n"  # what stands between it and the next one
    number: int | None = (
        None  # in the text as it was given; below 0: of rare words; None: it is new
    )
    label: str = ""  # the name of its class; empty: nobody sorted it


@dataclass(frozen=True, eq=False)
class Written:
    """A text that is being edited.

    Attributes:
        head: What stands before its first sentence.
        sentences: All that have words, of the vocabulary or not.
        lowercase: Whether capitals are made small.
        labelled: Whether a line is a sentence, whatever stops stand in it.
        rules: How it is cut into words; what was to be left out is gone already.
    """

    head: str
    sentences: tuple[Sentence, ...]
    lowercase: bool
    labelled: bool
    rules: Rules = USUAL

    @classmethod
    def of(cls, corpus: Corpus) -> "Written":
        """The text of a corpus, whose sentences have their numbers."""
        if not corpus.text:
            raise TextError("no_text", "this corpus came without its text")
        rules = replace(corpus.rules, strip=())
        if isinstance(corpus, Labelled):
            labels = corpus.names()
            lines = corpus.text.split(BETWEEN)
            if corpus.rules.strip:
                lines = [line(stripped(each, corpus.rules).text) for each in lines]
            sentences = [Sentence(each, BETWEEN, i, labels[i]) for i, each in enumerate(lines)]
            return cls("", tuple(sentences), corpus.lowercase, True, rules)
        left = stripped(corpus.text, corpus.rules)
        head, cut = _cut(left.text, rules)
        places = accumulate((len(s.text + s.after) for s in cut), initial=len(head))
        spans = np.array([(at, at + 1) for at, _ in zip(places, cut, strict=False)], np.int64)
        starts = left.places(spans.reshape(-1, 2))[:, 0].tolist()
        numbers = {start: i for i, start in enumerate(corpus.spans[:, 0].tolist())}
        numbered = [
            s._replace(number=numbers.get(at, -1 - i))
            for i, (s, at) in enumerate(zip(cut, starts, strict=True))
        ]
        return cls(head, tuple(numbered), corpus.lowercase, False, rules)

    def cut(self, text: str) -> list[Sentence]:
        """Cut a further text into sentences. Raises SettingError, `edit_no_words`."""
        if self.labelled:
            sentences = [
                Sentence(each, BETWEEN)
                for each in text.splitlines()
                if tokens.forms(each, self.rules)
            ]
        else:
            _, sentences = _cut(text, self.rules)
        if not sentences:
            raise SettingError("edit_no_words", "these sentences have no words", value=text)
        return sentences

    def word(self, typed: str) -> str:
        """Give what was typed as the corpus reads it. Raises SettingError, `edit_word`."""
        typed = typed.strip()
        word = tokens.word_of(typed, self.lowercase, self.rules)
        if tokens.forms(typed, self.rules) == [typed] and len(word) <= tokens.MAX_TOKEN:
            return word
        message = f"{typed!r} is not one word, as the text is cut into words"
        raise SettingError("edit_word", message, value=typed)

    def find(self, *words: str) -> list[int]:
        """The places of the sentences with one of some words.

        Raises MissingWord, `edit_missing`, if one of the words stands nowhere.
        """
        sought, found, seen = set(words), [], set[str]()
        words_of = _remembered(lambda form: tokens.word_of(form, self.lowercase, self.rules))
        for i, sentence in enumerate(self.sentences):
            here = sought.intersection(map(words_of, tokens.forms(sentence.text, self.rules)))
            if here:
                found.append(i)
                seen |= here
        for word in words:
            if word not in seen:
                message = f"{word!r} does not stand in the text"
                raise MissingWord("edit_missing", message, word=word)
        return found

    def place(self, number: int) -> int:
        """The place of a sentence. Raises SettingError, `edit_number`, if it is not there."""
        for i, sentence in enumerate(self.sentences):
            if sentence.number == number >= 0:
                return i
        message = f"there is no sentence {number}, or none any more"
        raise SettingError("edit_number", message, value=number, counted=number + 1)

    def swapped(self, places: Iterable[int], words: Mapping[str, str]) -> "tuple[Written, Change]":
        """Write each word of some sentences for another."""
        count = 0

        def other(form: str) -> str:
            nonlocal count
            word = words.get(word_of(form))
            if word is None:
                return form
            count += 1
            return _in_capitals_of(form, word, self.rules) if self.lowercase else word

        word_of = _remembered(lambda form: tokens.word_of(form, self.lowercase, self.rules))
        sentences, changed = list(self.sentences), 0
        for i in places:
            sentence, before = sentences[i], count
            sentences[i] = sentence._replace(
                text=tokens.rewritten(sentence.text, other, self.rules)
            )
            changed += count > before
        return self.having(sentences), Change(occurrences=count, changed=changed)

    def without(self, places: Iterable[int]) -> "tuple[Written, Change]":
        """Leave some sentences out."""
        gone = set(places)
        kept = [sentence for i, sentence in enumerate(self.sentences) if i not in gone]
        return self.having(kept), Change(removed=len(gone))

    def having(self, sentences: Iterable[Sentence]) -> "Written":
        """The same with other sentences."""
        return replace(self, sentences=tuple(sentences))


class Edit(Protocol):
    """Something that is to change in a text."""

    def on(self, text: Written) -> tuple[Written, Change]:
        """Carry it out."""


@dataclass(frozen=True)
class Replace:
    """Write every occurrence of a word for another one."""

    word: str
    by: str

    def on(self, text: Written) -> tuple[Written, Change]:
        """Carry it out. Raises `edit_word`, `edit_same`, `edit_missing`."""
        word, by = _two(text, self.word, self.by)
        return text.swapped(text.find(word), {word: by})


@dataclass(frozen=True)
class Exchange:
    """Exchange two words in a share of the sentences with either; the seed decides in which."""

    one: str
    other: str
    share: float = 1.0
    seed: int = 0

    def on(self, text: Written) -> tuple[Written, Change]:
        """Carry it out. Raises `edit_word`, `edit_same`, `edit_missing`, `edit_share`."""
        one, other = _two(text, self.one, self.other)
        if not 0 <= self.share <= 1:
            message = f"a share is 0 to 1, not {self.share!r}"
            raise SettingError("edit_share", message, value=self.share)
        places = np.array(text.find(one, other))
        rng = np.random.default_rng([_EXCHANGE, self.seed, 0, 0])
        chosen = rng.permutation(places)[: round(self.share * len(places))]
        return text.swapped(np.sort(chosen).tolist(), {one: other, other: one})


@dataclass(frozen=True)
class RemoveWith:
    """Remove all sentences with a word."""

    word: str

    def on(self, text: Written) -> tuple[Written, Change]:
        """Carry it out. Raises `edit_word`, `edit_missing`."""
        return text.without(text.find(text.word(self.word)))


@dataclass(frozen=True)
class Remove:
    """Remove sentences by their numbers, from 0 as in `corpus.sentence`."""

    numbers: tuple[int, ...]

    def on(self, text: Written) -> tuple[Written, Change]:
        """Carry it out. Raises `edit_number`."""
        return text.without(map(text.place, dict.fromkeys(self.numbers)))


@dataclass(frozen=True)
class Add:
    """Add sentences at the end; to labelled ones with a class, or without."""

    text: str
    label: str = ""

    def on(self, text: Written) -> tuple[Written, Change]:
        """Carry it out. Raises `edit_no_words`."""
        more = [each._replace(label=self.label) for each in text.cut(self.text)]
        before = list(text.sentences)
        if before and not before[-1].after.endswith(("\n", "\r")):
            before[-1] = before[-1]._replace(after=f"{before[-1].after}\n")
        return text.having([*before, *more]), Change(added=len(more))


@dataclass(frozen=True)
class Rewrite:
    """Write a sentence otherwise, by its number, from 0 as in `corpus.sentence`."""

    number: int
    text: str

    def on(self, text: Written) -> tuple[Written, Change]:
        """Carry it out. Raises `edit_number`, `edit_no_words`."""
        i, new = text.place(self.number), text.cut(self.text)
        old, same = text.sentences[i], [each.text for each in new] == [text.sentences[i].text]
        new[0] = new[0]._replace(number=old.number)
        new = [each._replace(label=old.label) for each in new]
        new[-1] = new[-1]._replace(after=old.after)
        change = Change(changed=int(not same), added=len(new) - 1)
        return text.having([*text.sentences[:i], *new, *text.sentences[i + 1 :]]), change


@dataclass(frozen=True)
class Retype:
    """Take another text instead; what changed is told by sentences.

    Of labelled sentences each is a line; those that take others' places keep their classes.
    """

    text: str

    def on(self, text: Written) -> tuple[Written, Change]:
        """Carry it out. Raises `edit_no_words`."""
        head, new = ("", text.cut(self.text)) if text.labelled else _cut(self.text, text.rules)
        if not new:
            raise TextError("edit_nothing_left", "no word of the text is left")
        one, other = ([line(sentence.text) for sentence in each] for each in (text.sentences, new))
        change = Change()
        for kind, a, a_end, b, b_end in _opcodes(one, other):
            both = min(a_end - a, b_end - b)
            for old, i in zip(text.sentences[a : a + both], range(b, b + both), strict=True):
                new[i] = new[i]._replace(number=old.number, label=old.label)
            if kind != "equal":
                change += Change(0, both, a_end - a - both, b_end - b - both)
        return replace(text.having(new), head=head), change


class Difference(NamedTuple):
    """A sentence before and after; empty where it was not there, or is not any more."""

    before: str
    after: str


@dataclass(frozen=True, eq=False)
class Edited:
    """A text that was edited.

    Attributes:
        before: The text as it was given.
        corpus: The text as it is now; if nothing changed, the same one.
        changes: What each edit changed.
        differences: The first `SHOWN` sentences that are others, in order, then those that are new.
    """

    before: Corpus
    corpus: Corpus
    changes: tuple[Change, ...]
    differences: tuple[Difference, ...] = ()

    def __repr__(self) -> str:
        """Say what changed in a line: the sentences would fill a notebook."""
        n, changed, removed, added = astuple(self.change)
        return f"<Edited: {n} words replaced; {changed} sentences changed, -{removed} +{added}>"

    @property
    def change(self) -> Change:
        """What all edits changed together."""
        return reduce(add, self.changes, Change())

    @property
    def new(self) -> tuple[str, ...]:
        """Words that have come into the vocabulary, the commonest first."""
        return tuple(word for word in self.corpus.words if word not in self.before.vocabulary)

    @cached_property
    def gone(self) -> dict[str, int]:
        """Words that are in the vocabulary no more, and how often they still stand in the text."""
        gone = [word for word in self.before.words if word not in self.corpus.vocabulary]
        if not gone:
            return {}
        now = self.corpus
        counts = Counter(tokens.tokenize(now.text, lowercase=now.lowercase, rules=now.rules))
        return {word: counts[word] for word in gone}


def edited(corpus: Corpus, edits: Sequence[Edit]) -> Edited:
    r"""Edit a text, labelled or not, and read it again in the same way.

    Args:
        corpus: The text; it is left as it is.
        edits: What is to change, one after the other, each in what the ones before have left.

    Raises:
        MissingWord: `edit_missing`: a word does not stand in the text, or no more.
        SettingError: `edit_same`: a word for itself; `edit_word`: what is no word, or several;
            `edit_no_words`, `edit_number`, `edit_share`.
        TextError: `edit_nothing_left`, or as `Corpus.from_text` or `Labelled.of`; `no_text`.

    Where a single edit is at fault, the fact `edit` is its place, from 0.

    >>> corpus = Corpus.from_text("The king rules. The King eats.", min_count=1)
    >>> found = edited(corpus, [Replace("king", by="queen"), Add("A king is gone.")])
    >>> found.corpus.text
    'The queen rules. The Queen eats.\nA king is gone.'
    >>> found
    <Edited: 2 words replaced; 2 sentences changed, -0 +1>
    >>> found.change
    Change(occurrences=2, changed=2, removed=0, added=1)
    >>> found.new
    ('queen', 'a', 'is', 'gone')
    """
    before, changes = Written.of(corpus), list[Change]()
    text = before
    for place, edit in enumerate(edits):
        try:
            text, change = edit.on(text)
        except EmbvizError as error:
            error.facts["edit"] = place
            raise
        changes.append(change)
    differences = tuple(islice(_differences(before, text), SHOWN))
    return Edited(corpus, _read(text, before, corpus), tuple(changes), differences)


def _differences(before: Written, after: Written) -> Iterator[Difference]:
    """All sentences that are others, in order; then those that are new."""
    now = {each.number: each.text for each in after.sentences if each.number is not None}
    for each in before.sentences:
        text = "" if each.number is None else now.get(each.number, "")
        if text != each.text and line(text) != line(each.text):
            yield Difference(each.text, text)
    for each in after.sentences:
        if each.number is None:
            yield Difference("", each.text)


def _read(text: Written, unedited: Written, before: Corpus) -> Corpus:
    """Read an edited text as it was read before; one that is the same is that corpus."""
    if _written(text) == _written(unedited):
        return before
    how = before.how | {"rules": text.rules}
    if not text.sentences:
        raise TextError("edit_nothing_left", "no word of the text is left")
    lines = [line(sentence.text) for sentence in text.sentences]
    if isinstance(before, Labelled):
        labels = [sentence.label for sentence in text.sentences]
        return Labelled.of(lines, labels, **how).first(before.most)
    whole, _ = _written(text)
    corpus = Corpus.from_text(whole, **how)
    lengths = chain.from_iterable((len(each.text), len(each.after)) for each in text.sentences)
    bounds = pairwise(accumulate(lengths, initial=len(text.head)))
    if set(map(tuple, corpus.spans.tolist())) <= set(bounds):
        return corpus
    return Corpus.from_text(BETWEEN.join(lines), **how)


def _written(text: Written) -> tuple[str, list[str]]:
    """A text with all that stands between its sentences, and the class of each."""
    whole = text.head + "".join(sentence.text + sentence.after for sentence in text.sentences)
    return whole, [sentence.label for sentence in text.sentences]


def _cut(text: str, rules: Rules) -> tuple[str, list[Sentence]]:
    """Cut a text into what stands before its first sentence, and all that have words."""
    spans = tokens.cut(text, rules).spans.tolist()
    if not spans:
        return text, []
    starts = [start for start, _ in spans[1:]] + [len(text)]
    sentences = [
        Sentence(text[start:end], text[end:next_])
        for (start, end), next_ in zip(spans, starts, strict=True)
    ]
    return text[: spans[0][0]], sentences


def _opcodes(one: Sequence[str], other: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """What leads from one sequence to another, as `difflib.SequenceMatcher.get_opcodes` gives it.

    Both are the same up to the first difference and from the last one on: it looks for the longest
    stretch in common first, which in repetitive texts need not be that which stayed.
    """
    low = _alike(one, other)
    high = _alike(one[low:][::-1], other[low:][::-1])
    ends = len(one) - high, len(other) - high
    matcher = difflib.SequenceMatcher(a=one[low : ends[0]], b=other[low : ends[1]], autojunk=False)
    between = [
        (kind, a + low, a_end + low, b + low, b_end + low)
        for kind, a, a_end, b, b_end in matcher.get_opcodes()
    ]
    return [
        ("equal", 0, low, 0, low),
        *between,
        ("equal", ends[0], len(one), ends[1], len(other)),
    ]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many of the first items of two sequences are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _two(text: Written, one: str, other: str) -> tuple[str, str]:
    """Two words as the corpus reads them. Raises SettingError, `edit_same`, if they are one."""
    words = text.word(one), text.word(other)
    if words[0] == words[1]:
        raise SettingError("edit_same", f"{words[0]!r} takes its own place", value=words[0])
    return words


def _in_capitals_of(form: str, word: str, rules: Rules) -> str:
    """Write a word with the capitals of a form, unless that would make another word of it."""
    cased = word
    if len(form) > 1 and form.isupper():
        cased = word.upper()
    elif form[0].isupper():
        cased = word[0].upper() + word[1:]
    same = tokens.forms(cased, rules) == [cased] and tokens.word_of(cased, rules=rules) == word
    return cased if same else word


def _remembered(function: Callable[[str], str]) -> Callable[[str], str]:
    """The same function, which does nothing twice."""
    known: dict[str, str] = {}

    def remembered(form: str) -> str:
        if form not in known:
            known[form] = function(form)
        return known[form]

    return remembered
