"""What is chosen on the page: a sentence and a pair in it, or any two words; negatives, steps."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import streamlit as st

from embviz.models import keep_probabilities
from embviz.one_step import sentence as sentences
from embviz.one_step.sentence import Pair, SampledSentence
from embviz.text import samples
from embviz.text.corpus import Corpus
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.state.tab import Tab, current_tab

CENTRE, CONTEXT = "inside.centre", "inside.context"  # keys of the inputs of words
_KEY = "embviz_inside"
_READING = 1  # what random numbers are for
FARTHEST = 300  # sentences that are looked through for the next pair


@dataclass
class StepChoice:
    """What the visitor chose."""

    run: str
    centre: str = ""  # w_i as it was typed or clicked
    context: str = ""  # w_o likewise
    sentence: int | None = None  # its number; None: the text has no such pair
    pair: Pair | None = None  # its places in the sentence
    sure: Pair | None = None  # the one that the sentence was looked up for
    readings: int = 0  # how often sentences were read anew
    draws: int = 0  # how often negatives were drawn anew
    steps: int = 0  # taken already
    followed: str = ""  # the selection that was followed last
    eta: float | None = None  # the learning rate that an address asked for
    automatic: bool = True  # whether nobody chose the pair
    searched: bool = False  # whether one that overshoots was looked for in vain

    def settle(
        self, words: tuple[str, str], sentence: int | None = None, pair: Pair | None = None
    ) -> None:
        """Choose a centre and a context, and where they stand; no step is taken yet."""
        self.centre, self.context = words
        self.sentence, self.pair, self.sure, self.steps = sentence, pair, pair, 0
        self.automatic = self.searched = False


def current(tab: Tab, moment: Moment) -> StepChoice:
    """Give what is chosen: it begins anew with another run, and follows the selection."""
    choice: StepChoice | None = st.session_state.get(_KEY)
    selected = tab.selected[0] if tab.selected else ""
    if choice is None or choice.run != moment.source.key:
        choice = st.session_state[_KEY] = StepChoice(moment.source.key)
        _take_word(moment, choice, selected or _first(moment))
        choice.automatic = True
    elif selected and selected not in (choice.followed, choice.centre):
        _take_word(moment, choice, selected)
        choice.automatic = True
    choice.followed = selected
    st.session_state[CENTRE], st.session_state[CONTEXT] = choice.centre, choice.context
    return choice


def reading(moment: Moment, choice: StepChoice) -> SampledSentence | None:
    """Read the chosen sentence; None: there is none."""
    corpus, number = moment.corpus, choice.sentence
    if corpus is None or number is None:
        return None
    return _read(moment, corpus, choice, number, choice.sure)


def typed(moment: Moment, choice: StepChoice) -> None:
    """Take the two words that were typed."""
    centre, context = st.session_state[CENTRE].strip(), st.session_state[CONTEXT].strip()
    alone = centre != choice.centre and context == choice.context
    take_words(moment, choice, centre, context)
    if alone and choice.pair is None:
        _take_word(moment, choice, centre)  # which the old context never stands near
    _lead(choice)


def take_words(moment: Moment, choice: StepChoice, centre: str, context: str) -> None:
    """Choose any two words, in the first sentence that has them near one another."""
    choice.settle((centre, context))
    corpus = moment.corpus
    if corpus is None or not all(word in corpus.vocabulary for word in (centre, context)):
        return
    ids = corpus.vocabulary.id(centre), corpus.vocabulary.id(context)
    found = sentences.find_pair(corpus, *ids, moment.window)
    if found is not None:
        choice.settle((centre, context), *found)


def move(moment: Moment, choice: StepChoice, way: int) -> None:
    """Go to the next pair, or to the previous one; sentences follow one another without end."""
    corpus = moment.corpus
    if corpus is None:
        return
    number, sure = choice.sentence or 0, choice.sure
    pairs = _pairs(moment, corpus, choice, number, sure)
    place = pairs.index(choice.pair) + way if choice.pair in pairs else 0
    for _ in range(FARTHEST):
        if 0 <= place < len(pairs):
            _go(corpus, choice, number, pairs[place], sure)
            return
        number, sure = (number + way) % (len(corpus.starts) - 1), None
        pairs = _pairs(moment, corpus, choice, number, sure)
        place = 0 if way > 0 else len(pairs) - 1


def pairs_from(moment: Moment, choice: StepChoice) -> Iterator[tuple[int, Pair]]:
    """Give the pairs of one sentence after the other from the chosen one on, FARTHEST at most."""
    corpus = moment.corpus
    if corpus is None:
        return
    n, first = len(corpus.starts) - 1, choice.sentence or 0
    for number in ((first + way) % n for way in range(min(n, FARTHEST))):
        yield from ((number, pair) for pair in _pairs(moment, corpus, choice, number, None))


def pairs_of_word(moment: Moment, choice: StepChoice, word: str) -> Iterator[tuple[int, Pair]]:
    """Give the pairs of which a word is the centre, from FARTHEST sentences at most."""
    corpus = moment.corpus
    if corpus is None or word not in corpus.vocabulary:
        return
    found = sentences.holding(corpus, corpus.vocabulary.id(word))
    for number in found[:FARTHEST].tolist():
        for pair in _pairs(moment, corpus, choice, number, None):
            if words_of(corpus, number, pair)[0] == word:
                yield number, pair


def centre_on(moment: Moment, choice: StepChoice, place: int) -> None:
    """Make a word of the sentence the centre."""
    corpus, number = moment.corpus, choice.sentence
    if corpus is None or number is None:
        return
    pairs = _pairs(moment, corpus, choice, number, choice.sure)
    pair = next((pair for pair in pairs if pair.centre == place), None)
    if pair is not None:
        _go(corpus, choice, number, pair, choice.sure)


def read_again(choice: StepChoice) -> None:
    """Draw anew what is skipped and how far windows reach; the pair stays."""
    choice.readings += 1
    choice.sure = choice.pair


def _go(corpus: Corpus, choice: StepChoice, number: int, pair: Pair, sure: Pair | None) -> None:
    choice.settle(words_of(corpus, number, pair), number, pair)
    choice.sure = sure
    _lead(choice)


def _lead(choice: StepChoice) -> None:
    tab = current_tab()
    if tab.source is not None and choice.centre in tab.source.words:
        choice.followed = choice.centre
        tab.select((choice.centre,))


def _take_word(moment: Moment, choice: StepChoice, word: str) -> None:
    """Choose a word as the centre, with its first context that has a row here."""
    # Another word of the map, where the text offers none.
    other = next((other for other in moment.source.words if other != word), word)
    choice.settle((word, other))
    corpus = moment.corpus
    if corpus is None or word not in corpus.vocabulary:
        return
    found = sentences.find_word(corpus, corpus.vocabulary.id(word))
    if found is not None:
        number, place = found
        near = _around(moment, corpus, number, place)
        if near:
            pair = Pair(place, near[0])
            choice.settle(words_of(corpus, number, pair), number, pair)


def _around(moment: Moment, corpus: Corpus, number: int, place: int) -> list[int]:
    """Places near a word that have a row: words of the map first, which have one in all frames,
    and of these the nearest, the word after it before all.
    """
    ids = corpus.ids[corpus.starts[number] : corpus.starts[number + 1]]
    near = range(max(0, place - moment.window), min(len(ids), place + moment.window + 1))
    there = [p for p in near if p != place and corpus.words[ids[p]] in moment.matrices]
    on_map = set(moment.source.words)
    return sorted(there, key=lambda p: (corpus.words[ids[p]] not in on_map, abs(p - place), -p))


def words_of(corpus: Corpus, number: int, pair: Pair) -> tuple[str, str]:
    """Give the centre and the context of a pair in a sentence."""
    centre, context = (corpus.words[corpus.ids[corpus.starts[number] + place]] for place in pair)
    return centre, context


def _pairs(
    moment: Moment, corpus: Corpus, choice: StepChoice, number: int, sure: Pair | None
) -> list[Pair]:
    """The pairs of a sentence whose words have rows at this frame."""
    found = _read(moment, corpus, choice, number, sure)
    there = [corpus.words[i] in moment.matrices for i in found.ids]
    return [pair for pair in found.pairs() if there[pair.centre] and there[pair.context]]


def _read(
    moment: Moment, corpus: Corpus, choice: StepChoice, number: int, sure: Pair | None
) -> SampledSentence:
    keep = keep_probabilities(corpus.vocabulary.counts, moment.subsampling)
    rng = np.random.default_rng([_READING, choice.readings, number, 0])
    return sentences.read(corpus, number, keep, moment.window, rng, sure, moment.lesson.shrinks)


def _first(moment: Moment) -> str:
    """A word to begin with: one of a planted group, or the first on the map."""
    sample, words = moment.source.sample, moment.source.words
    groups = samples.answers(sample).groups.values() if sample is not None else ()
    planted = (word for group in groups for word in group if word in words)
    return next(planted, words[0] if words else "")
