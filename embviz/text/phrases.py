"""Two words that stand together more often than chance would have it, made one: new_york.

Mikolov et al. 2013 (https://arxiv.org/abs/1310.4546), equation (6), score a pair of words a, b by

    score(a, b) = (n_ab - δ) / (n_a · n_b)                                                     (1)

with n how often each stands in the text, and b right behind a in a sentence. The discount δ keeps
pairs of rare words out. The program that came with the paper, word2phrase, multiplies (1) by the
tokens T of the text, so that a threshold means the same for texts of any size: about how many times
more often than by chance the two stand together. That is the score here,

    T · (n_ab - δ) / (n_a · n_b),                                                              (2)

and both words must occur δ times or more. (gensim's `original_scorer` multiplies by the number of
its distinct words and pairs instead: other thresholds, the same order.)

A sentence is gone through from left to right; of words a b c, where both pairs are phrases, a_b is
joined. A further pass finds longer phrases in what the first one has left; each takes half the
threshold of the one before, as in the example of word2phrase (200, then 100). What is listed by
hand is joined first, the longest phrases before others.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from embviz.text.rules import MOST_PASSES, Rules
from embviz.types import Counts, Float64, Ids, Lengths

LONGEST = 64  # characters of a phrase, as of any word
_AT_ONCE = 2**21  # tokens whose pairs are counted at once: a long text takes no more memory


@dataclass(frozen=True)
class Phrase:
    """Two words, or phrases, that stand together."""

    words: tuple[str, str]
    score: float  # formula (2)
    count: int  # how often they stand together
    counts: tuple[int, int]  # how often each stands in the text
    joined: int  # how often they are joined: less where others take a word of theirs

    @property
    def name(self) -> str:
        """The word that they become."""
        return "_".join(self.words)


@dataclass(frozen=True, eq=False)
class Sentences:
    """A text as numbers of words, sentences end to end.

    Attributes:
        ids: (T,) The word of each token, by its place in `words`; -1: none, and in no phrase.
        lengths: (S,) Tokens of each sentence.
        words: The distinct words.
        joined: How many times two tokens were made one.
    """

    ids: Ids
    lengths: Lengths
    words: tuple[str, ...]
    joined: int = 0


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Distinct pairs of words that stand together, all (P,) but `of_token`."""

    first: Ids
    second: Ids
    counts: Counts
    of_token: Ids  # (T-1,) which pair a token and the next one are; -1: none

    @classmethod
    def of(cls, text: Sentences, discount: int) -> "_Pairs":
        """Those more frequent than δ."""
        ids, V = text.ids, len(text.words)
        n = np.bincount(ids[ids >= 0], minlength=V)
        often = np.append(n > discount, False)[ids]  # -1 looks up the last
        together = often[:-1] & often[1:]
        together[np.cumsum(text.lengths)[:-1] - 1] = False
        known, counts = _counted(keys for _, keys in _keys(ids, together, V))
        kept = counts > discount
        known, counts = known[kept], counts[kept]
        of_token = np.full(max(len(ids) - 1, 0), -1, np.int32)
        for places, keys in _keys(ids, together, V):
            found = np.searchsorted(known, keys)
            found[found == len(known)] = 0
            there = known[found] == keys if len(known) else np.zeros(len(keys), dtype=bool)
            of_token[places[there]] = found[there]
        first, second = np.divmod(known, V)
        return cls(first.astype(np.int32), second.astype(np.int32), counts, of_token)

    def scores(self, n: Counts, discount: int) -> Float64:
        """Formula (2), (P,), from the counts of all words (V,)."""
        found: Float64 = (
            n.sum() * (self.counts - discount) / (n[self.first].astype(float) * n[self.second])
        )
        return found


def _keys(
    ids: Ids, together: NDArray[np.bool_], V: int
) -> Iterator[tuple[Counts, NDArray[np.int64]]]:
    """One number for each pair of tokens side by side, and its place, some at a time."""
    for start in range(0, len(together), _AT_ONCE):
        places = start + np.flatnonzero(together[start : start + _AT_ONCE])
        yield places, ids[places].astype(np.int64) * V + ids[places + 1]


def _counted(some: Iterable[NDArray[np.int64]]) -> tuple[NDArray[np.int64], Counts]:
    """Distinct numbers in rising order, and how often each comes."""
    known, counts = np.zeros(0, np.int64), np.zeros(0, np.int64)
    for keys in some:
        more = np.unique(keys, return_counts=True)
        both = np.concatenate([known, more[0]]), np.concatenate([counts, more[1]])
        known, number = np.unique(both[0], return_inverse=True)
        counts = np.bincount(number, both[1], len(known)).astype(np.int64)
    return known, counts


def join(text: Sentences, rules: Rules, lowercase: bool = True) -> Sentences:
    """Join the phrases of a text, those that are listed and those that are found."""
    text = _join_listed(text, rules.joined, lowercase)
    for threshold in _thresholds(rules):
        pairs, scores = _scored(text, rules.discount)
        text = _joined(text, pairs, scores > threshold)
    return _in_order_of_appearance(text)


def proposed(text: Sentences, rules: Rules, most: int = 1000) -> list[Phrase]:
    """The phrases that `join` finds, pass by pass, in each those of the highest score first.

    Args:
        text: What is not joined yet.
        rules: Their threshold may be 0: then all pairs that are more frequent than δ are there.
        most: At most so many, of each pass.
    """
    found = list[Phrase]()
    for threshold in _thresholds(rules) or (0.0,):
        pairs, scores = _scored(text, rules.discount)
        phrase = _short(text, pairs) & (scores > threshold)
        n = _counts(text)
        joined = np.bincount(pairs.of_token[_taken(pairs, phrase)], minlength=len(scores))
        places = np.flatnonzero(phrase)
        for i in places[np.argsort(-scores[places], kind="stable")][:most].tolist():
            a, b = int(pairs.first[i]), int(pairs.second[i])
            found.append(
                Phrase(
                    (text.words[a], text.words[b]),
                    float(scores[i]),
                    int(pairs.counts[i]),
                    (int(n[a]), int(n[b])),
                    int(joined[i]),
                )
            )
        text = _joined(text, pairs, scores > threshold)
    return found


def _thresholds(rules: Rules) -> tuple[float, ...]:
    passes = rules.passes if rules.phrases else 0
    return tuple(rules.phrases / 2**i for i in range(passes))


def _counts(text: Sentences) -> Counts:
    return np.bincount(text.ids[text.ids >= 0], minlength=len(text.words))


def _scored(text: Sentences, discount: int) -> tuple[_Pairs, Float64]:
    pairs = _Pairs.of(text, discount)
    return pairs, pairs.scores(_counts(text), discount)


def _short(text: Sentences, pairs: _Pairs) -> NDArray[np.bool_]:
    """Which pairs are no longer than a word may be, (P,)."""
    size = np.array([len(word) for word in text.words], np.int64)
    found: NDArray[np.bool_] = size[pairs.first] + 1 + size[pairs.second] <= LONGEST
    return found


def _taken(pairs: _Pairs, phrase: NDArray[np.bool_]) -> Counts:
    """The places of tokens that are joined with the next one: from left to right, none twice."""
    wanted = np.append(phrase, False)[pairs.of_token]
    places = np.flatnonzero(wanted)
    if not len(places):
        return places
    begins = np.flatnonzero(np.diff(places, prepend=-2) > 1)  # of runs of one place after another
    run = np.repeat(begins, np.diff(begins, append=len(places)))
    taken: Counts = places[(np.arange(len(places)) - run) % 2 == 0]
    return taken


def _joined(text: Sentences, pairs: _Pairs, phrase: NDArray[np.bool_]) -> Sentences:
    """Join some pairs (P,) of a text."""
    phrase = phrase & _short(text, pairs)
    taken = _taken(pairs, phrase)
    if not len(taken):
        return text
    words, number = list(text.words), {word: i for i, word in enumerate(text.words)}
    name_of = np.full(len(phrase), -1, np.int32)
    for i in np.unique(pairs.of_token[taken]).tolist():
        name = f"{words[pairs.first[i]]}_{words[pairs.second[i]]}"
        if name not in number:
            number[name] = len(words)
            words.append(name)
        name_of[i] = number[name]
    return _replaced(text, taken, name_of[pairs.of_token[taken]], words)


def _replaced(text: Sentences, places: Counts, by: Ids, words: Sequence[str]) -> Sentences:
    """Write one word for each token at some places and the next one."""
    ids = text.ids.copy()
    ids[places] = by
    ends = np.cumsum(text.lengths)
    gone = np.searchsorted(places, ends)  # before each sentence's end
    lengths = text.lengths - np.diff(gone, prepend=0)
    return Sentences(np.delete(ids, places + 1), lengths, tuple(words), text.joined + len(places))


def _join_listed(text: Sentences, phrases: Sequence[str], lowercase: bool) -> Sentences:
    """Join what is listed: a phrase of more than two words two at a time."""
    listed = [tuple((each.lower() if lowercase else each).split(" ")) for each in phrases]
    listed.sort(key=lambda words: (-len(words), words))
    for words in listed:
        for n in range(1, len(words)):
            text = _join_two(text, "_".join(words[:n]), words[n], words[n + 1 :])
    return text


def _join_two(text: Sentences, one: str, other: str, rest: Sequence[str]) -> Sentences:
    """Join a word and the next one wherever some others come after them."""
    number = {word: i for i, word in enumerate(text.words)}
    sought = [number.get(word) for word in (one, other, *rest)]
    name = f"{one}_{other}"
    if None in sought or len(name) > LONGEST or len(text.ids) < len(sought):
        return text
    found = np.ones(len(text.ids) - len(sought) + 1, dtype=bool)
    for i, word in enumerate(sought):
        found &= text.ids[i : i + len(found)] == word
    starts = np.flatnonzero(found)
    sentence = np.repeat(np.arange(len(text.lengths)), text.lengths)
    starts = starts[sentence[starts] == sentence[starts + len(sought) - 1]]
    free = [starts[0]] if len(starts) else []
    for _, start in pairwise(starts.tolist()):
        if start >= free[-1] + len(sought):
            free.append(start)
    words = text.words if name in number else (*text.words, name)
    places = np.array(free, np.int64)
    by = np.full(len(places), number.get(name, len(text.words)), np.int32)
    return _replaced(text, places, by, words)


def _in_order_of_appearance(text: Sentences) -> Sentences:
    """Number the words anew, as they first appear; those that stand nowhere any more are gone."""
    if not text.joined:
        return text
    first = np.full(len(text.words) + 1, len(text.ids))  # the last one is of what is no word
    for start in reversed(range(0, len(text.ids), _AT_ONCE)):
        some = text.ids[start : start + _AT_ONCE][::-1]
        first[some] = np.arange(start + len(some) - 1, start - 1, -1)  # the earliest one stays
    there = np.flatnonzero(first[:-1] < len(text.ids))
    order = there[np.argsort(first[there])]
    number = np.full(len(text.words) + 1, -1, np.int32)
    number[order] = np.arange(len(order))
    words = tuple(text.words[i] for i in order.tolist())
    return Sentences(number[text.ids], text.lengths, words, text.joined)


def join_known(words: Sequence[str], known: Container[str]) -> list[str]:
    """Join the words of a sentence that somebody typed as far as that gives known words.

    >>> join_known("the new york times of york".split(), {"new_york", "new_york_times"})
    ['the', 'new_york_times', 'of', 'york']
    """
    found, i = list[str](), 0
    while i < len(words):
        ends = range(min(len(words), i + 2**MOST_PASSES), i + 1, -1)
        end = next((end for end in ends if "_".join(words[i:end]) in known), i + 1)
        found.append("_".join(words[i:end]))
        i = end
    return found
