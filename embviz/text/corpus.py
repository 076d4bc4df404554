"""A text as numbers: which words it has, and its sentences as word ids.

`Corpus.from_text` reads a text once; what comes out never changes and is named by its hash. Words
outside the vocabulary vanish from the sentences, as in word2vec (https://arxiv.org/abs/1301.3781):
a window then reaches over them. How text is cut into words and sentences stands in `tokens.py`, how
bytes become text in `encoding.py`.
"""

from collections.abc import Generator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from hashlib import blake2b
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from embviz.errors import MissingWord, SettingError, TextError
from embviz.text import tokens as _text
from embviz.text.encoding import decode
from embviz.text.found import Found, renumber
from embviz.text.function_words import FunctionWords, function_words
from embviz.text.rules import USUAL, Rules
from embviz.text.samples import Answers
from embviz.text.tokens import MAX_SENTENCE, MAX_TOKEN, tokenize
from embviz.types import Counts, Ids, Lengths
from embviz.util.steps import finish

__all__ = ["MAX_SENTENCE", "MAX_TOKEN", "Corpus", "Reading", "Vocabulary", "decode", "tokenize"]

PIECE = 2**20  # characters that are encoded at once
SENTENCES = 2**16  # of which tokens are dropped at once

HOW = ("min_count", "max_words", "lowercase", "rules")
"""What a text is read by."""


@dataclass(frozen=True, eq=False, repr=False)
class Vocabulary:
    """The words of a corpus, commonest first.

    Attributes:
        words: The V words by falling count, ties in order of appearance; word i has the id i.
        counts: (V,) How often each stands in the text.
        classes: The names of what its sentences are sorted into, if they are; see `labelled`.
    """

    words: tuple[str, ...]
    counts: Counts
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", _read_only(self.counts))

    def __repr__(self) -> str:
        return f"<Vocabulary: {len(self):,} words: {', '.join(self.words[:5])}, …>"

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self._ids

    def id(self, word: str) -> int:
        """Give the id of a word. Raises MissingWord if it is not in the vocabulary."""
        try:
            return self._ids[word]
        except KeyError:
            message = f"{word!r} is not among the {len(self)} words of the vocabulary"
            raise MissingWord("missing_word", message, word=word) from None

    @cached_property
    def _ids(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self.words)}

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel without the dictionary."""
        return (Vocabulary, (self.words, self.counts, self.classes))


@dataclass(frozen=True)
class Reading:
    """What was read; `kept_tokens + rare_tokens + cut_tokens + stop_tokens == tokens`.

    Attributes:
        tokens: Words of the running text, kept or not, without the long ones.
        kept_tokens: Those that are in the vocabulary.
        distinct: Distinct words before any was dropped, without the long ones.
        sentences: Sentences of the corpus: after cutting, with at least one kept token.
        rare_words: Distinct words that `min_count` dropped.
        rare_tokens: How often these stood in the text.
        cut_words: Distinct words that `max_words` dropped.
        cut_tokens: How often these stood in the text.
        long_tokens: Tokens above `MAX_TOKEN` characters, all dropped.
        control_characters: NUL and other control characters, taken for blanks.
        stop_words: Distinct stop words, dropped.
        stop_tokens: How often these stood in the text.
        joined_tokens: How many times two tokens were made one, in a phrase.
        left_out: Characters of markup, times or licences, left out before anything was read.
        longest: Characters of the longest token above `MAX_TOKEN`; 0: there is none.
        version: That of the rules which is the first to find these words, 1 or 2: see `boundaries`.
    """

    tokens: int
    kept_tokens: int
    distinct: int
    sentences: int
    rare_words: int
    rare_tokens: int
    cut_words: int
    cut_tokens: int
    long_tokens: int
    control_characters: int
    stop_words: int = 0
    stop_tokens: int = 0
    joined_tokens: int = 0
    left_out: int = 0
    longest: int = 0
    version: int = 1


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """A text that can be trained on.

    Attributes:
        vocabulary: Its words.
        ids: (T,) The kept tokens as word ids, all sentences end to end.
        starts: (S+1,) Sentence i is `ids[starts[i]:starts[i + 1]]`: 1 to `MAX_SENTENCE` tokens.
        spans: (S, 2) Where sentence i begins and ends in `text`, in characters.
        text: The text as it was given; empty after `without_text`.
        reading: What was read, for telling it.
        min_count: Words below this count were dropped.
        max_words: At most so many words were kept, the commonest; None: all.
        lowercase: Whether capitals were made small.
        rules: How it was cut into words.
        answers: What was planted in it, if it is one of the bundled texts.
    """

    vocabulary: Vocabulary
    ids: Ids
    starts: Counts
    spans: Counts
    text: str
    reading: Reading
    min_count: int
    max_words: int | None
    lowercase: bool
    rules: Rules = USUAL
    answers: Answers | None = None
    _name: str | None = None

    def __post_init__(self) -> None:
        for name in ("ids", "starts", "spans"):
            object.__setattr__(self, name, _read_only(getattr(self, name)))

    def __repr__(self) -> str:
        words, tokens, sentences = len(self.words), len(self.ids), len(self.spans)
        return f"<Corpus {self.hash}: {words:,} words, {tokens:,} tokens, {sentences:,} sentences>"

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        min_count: int = 5,
        max_words: int | None = None,
        lowercase: bool = True,
        rules: Rules = USUAL,
    ) -> "Corpus":
        """Read a text.

        Args:
            text: Any text; see `tokens.py` for what its words and sentences are.
            min_count: Drop words that occur fewer times.
            max_words: Keep at most so many words, the commonest.
            lowercase: Whether `King` and `king` are one word.
            rules: How it is cut into words.

        Raises:
            TextError: It cannot be trained on. Reasons: `"empty"`, `"unspaced"`, `"one_word"`,
                `"all_rare"`, `"no_pairs"`; `"long_tokens"`: all tokens are above `MAX_TOKEN`
                characters, the `longest` has so many; `"all_stopped"`.
            SettingError: `min_count` below 1 or `max_words` below 2.
            TypeError: The text is no string.

        >>> corpus = Corpus.from_text("The king rules. The queen rules!", min_count=1)
        >>> corpus.words
        ('the', 'rules', 'king', 'queen')
        >>> corpus.sentence(1)
        'The queen rules!'
        """
        return finish(
            cls.steps(
                text, min_count=min_count, max_words=max_words, lowercase=lowercase, rules=rules
            )
        )

    @classmethod
    def steps(
        cls, text: str, *, min_count: int, max_words: int | None, lowercase: bool, rules: Rules
    ) -> Generator[float, None, "Corpus"]:
        """Do the same in steps; each says what share of the work is done."""
        if not isinstance(text, str):
            raise TypeError(f"text must be a str; decode bytes first, not {text!r:.40}")
        min_count = _whole("min_count", min_count, 1)
        max_words = None if max_words is None else _whole("max_words", max_words, 2)
        found = yield from Found.steps(text, lowercase, rules)
        _refuse_unspaced(found)  # first: its words may all be too long
        _refuse_empty(found, rules, text)
        counts, stopped = found.counts, _stopped(found.words, rules)
        left = [word for word, stop in zip(found.words, stopped, strict=True) if not stop]
        _refuse_rare(left, counts[~stopped], min_count)

        order = np.lexsort((-counts, stopped))  # stable
        frequent = int(np.count_nonzero(counts[~stopped] >= min_count))
        kept = min(frequent, max_words or frequent)
        id_of_word = np.full(len(counts) + 1, -1, np.int32)  # the last one is for long tokens: -1
        id_of_word[order[:kept]] = np.arange(kept)
        renumber(id_of_word[found.word_of], found.ids)  # in place, as there may be many
        ids, starts, spans = _drop(found.ids, found.lengths, found.spans)
        _refuse_pairless(starts)

        counts, stops = counts[order], len(counts) - int(np.count_nonzero(stopped))
        reading = Reading(
            tokens=int(counts.sum()),
            kept_tokens=len(ids),
            distinct=len(counts),
            sentences=len(spans),
            rare_words=stops - frequent,
            rare_tokens=int(counts[frequent:stops].sum()),
            cut_words=frequent - kept,
            cut_tokens=int(counts[kept:frequent].sum()),
            long_tokens=found.long_tokens,
            control_characters=_text.control_characters(text),
            stop_words=len(counts) - stops,
            stop_tokens=int(counts[stops:].sum()),
            joined_tokens=found.joined,
            left_out=found.left_out,
            longest=found.longest,
            version=found.version,
        )
        vocabulary = Vocabulary(tuple(found.words[i] for i in order[:kept]), counts[:kept])
        how = min_count, max_words, lowercase, rules
        return cls(vocabulary, ids, starts, spans, text, reading, *how)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the vocabulary, commonest first."""
        return self.vocabulary.words

    @property
    def how(self) -> dict[str, Any]:
        """How it was read, as the keywords of `from_text`."""
        return {name: getattr(self, name) for name in HOW}

    @cached_property
    def function_words(self) -> FunctionWords:
        """Its words, those first that hold the text together rather than say what it is about."""
        return function_words(self.ids, self.starts, len(self.words))

    @cached_property
    def hash(self) -> str:
        """16 hexadecimal digits that name the text and how it was read, in any process."""
        if self._name is not None:
            return self._name
        settings = f"{self.min_count} {self.max_words} {self.lowercase}".encode()
        name = blake2b(digest_size=8, key=b"%d" % self.reading.version)
        name.update(len(settings).to_bytes(1) + settings)
        if self.rules != USUAL:
            unusual = repr(self.rules).encode("utf-8", "surrogatepass")
            name.update(b"\xff" + len(unusual).to_bytes(4) + unusual)  # no text begins so
        for start in range(0, len(self.text), PIECE):
            name.update(self.text[start : start + PIECE].encode("utf-8", "surrogatepass"))
        return name.hexdigest()

    def sentence(self, i: int) -> str:
        """Give sentence i exactly as it was written, without the blanks around it.

        Raises TextError, `"no_text"`, if the corpus came without its text.
        """
        start, end = self.spans[i]
        if not self.text:
            raise TextError("no_text", "this corpus came without its text")
        return self.text[start:end]

    def without_text(self) -> Self:
        """Give the same corpus, under the same hash, without its text: all that training needs."""
        return replace(self, text="", _name=self.hash)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel without what can be computed again; arrays arrive read-only."""
        return (type(self), tuple(getattr(self, f.name) for f in fields(self)))


def _read_only(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    view = array.view()
    view.flags.writeable = False
    return view


def _whole(setting: str, value: object, low: int) -> int:
    """Give a setting as a plain int: equal settings have one spelling, one hash."""
    if isinstance(value, int | np.integer) and not isinstance(value, bool) and value >= low:
        return int(value)
    message = f"{setting} must be a whole number of at least {low}, not {value!r}"
    facts = {"setting": setting, "value": value, "low": low, "high": None}
    raise SettingError("out_of_range", message, **facts)


def _stopped(words: tuple[str, ...], rules: Rules) -> NDArray[np.bool_]:
    """Which words are stop words, in any capitals, (W,)."""
    stop = {_text.word_of(word, rules=rules) for word in rules.stop_words}
    stopped = np.array([bool(stop) and word.lower() in stop for word in words], dtype=bool)
    if stopped.all():
        raise TextError("all_stopped", "all words of the text are stop words", words=len(words))
    return stopped


def _drop(ids: Ids, lengths: Lengths, spans: Counts) -> tuple[Ids, Counts, Counts]:
    """Drop tokens with id -1, and the sentences that this leaves empty: ids, starts, spans.

    What stays is moved together where it is, some sentences at a time: there may be many.
    """
    starts = np.zeros(len(lengths) + 1, np.int64)
    cut = end = filled = 0
    for first in range(0, len(lengths), SENTENCES):
        some = lengths[first : first + SENTENCES]
        ends = np.cumsum(some, dtype=np.int64)
        tokens = ids[cut : cut + int(ends[-1])]
        kept = tokens >= 0
        left = np.add.reduceat(kept, ends - some, dtype=np.int64)
        full = np.flatnonzero(left)
        to = slice(filled, filled + len(full))
        spans[to] = spans[first : first + SENTENCES][full]
        starts[1:][to] = end + np.cumsum(left[full])
        cut, filled = cut + len(tokens), to.stop
        tokens = tokens[kept]
        ids[end : end + len(tokens)] = tokens
        end += len(tokens)
    return ids[:end], starts[: filled + 1], spans[:filled]


def _refuse_empty(found: Found, rules: Rules, text: str) -> None:
    if found.words:
        return
    if rules.words == "pieces" and any(map(str.isalnum, text)):
        message = f"no word of the text has the {rules.letters} letters of a piece"
        raise TextError("no_pieces", message, letters=rules.letters)
    if not found.long_tokens:
        raise TextError("empty", "the text has no words", long_tokens=0)
    n = found.long_tokens
    tokens = "one token" if n == 1 else f"{n:,} tokens of up"
    message = (
        f"the text is {tokens} {'of' if n == 1 else 'to'} {found.longest} letters, too long for "
        'words; cut them into pieces: rules=Rules(words="pieces", letters=3)'
    )
    facts = {"long_tokens": found.long_tokens, "longest": found.longest, "most": MAX_TOKEN}
    raise TextError("long_tokens", message, **facts)


def _refuse_unspaced(read: Found) -> None:
    if read.unspaced is None:
        return
    script, share = read.unspaced
    message = (
        f"{share:.0%} of the text is {script} without spaces between words; "
        'put a space between words first, or cut it: rules=Rules(words="pieces", letters=1)'
    )
    raise TextError("unspaced", message, script=script, share=share)


def _refuse_rare(words: list[str], counts: Counts, min_count: int) -> None:
    if len(words) == 1:
        message = f"the text has only one word: {words[0]!r}"
        raise TextError("one_word", message, word=words[0])
    works, commonest = np.sort(counts)[-2:].tolist()
    if works >= min_count:
        return
    message = (
        f"fewer than two words occur {min_count} times or more (min_count); "
        f"{works} is the largest value that works"
    )
    raise TextError("all_rare", message, min_count=min_count, works=works, commonest=commonest)


def _refuse_pairless(starts: Counts) -> None:
    if np.diff(starts).max() >= 2:
        return
    message = "no sentence has two words of the vocabulary, so no word has a neighbour"
    raise TextError("no_pairs", message, sentences=len(starts) - 1)
