"""What the network guesses: the next word and a whole sentence, or a masked word."""

import numpy as np
import streamlit as st

from embviz.charts import data
from embviz.language.guesses import END, Guess, Written, fill, next_words, write
from embviz.language.reading import Typed
from embviz.types import Ids
from embviz.ui.ask import answers, unknown_words
from embviz.ui.pages.context import asked, typed
from embviz.ui.pages.context.asked import Network
from embviz.ui.state.remembered import remember
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

BAR_PX, AROUND_PX = 30, 40
MOST = 8


def show(here: Network) -> None:
    """Draw the part."""
    if here.writes:
        _next(here)
    else:
        _blank(here)


def _next(here: Network) -> None:
    """GPT: the next word, and a sentence."""
    st.session_state.setdefault("context.begins", _first_words(here))
    text = st.text_input(
        say("context", "write.begins"), key="context.begins", persist_state="session"
    )
    read = typed.read_or_none(here, text)
    _tell_unknown(text, read)
    words = read.ids(here.reader) if read is not None else np.zeros(0, np.int32)
    _bars(next_words(here.reader, words, MOST), say("context", "write.next"))
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    temperature = left.slider(
        say("context", "write.temperature"),
        *(0.1, 2.0, 0.7, 0.1),
        key="context.temperature",
        help=say("context", "write.temperature_help"),
    )
    again = st.session_state.setdefault("context.again", 0)
    right.button(
        say("context", "write.again"),
        key="context.write",
        on_click=lambda: st.session_state.update({"context.again": again + 1}),
    )
    question = ("written", *here.question, here.frame.frame, tuple(words), temperature, again)
    written = remember(question, lambda: _write(here, words, temperature, again))
    known = " ".join(read.words) if read is not None else ""
    _tell_written(known, written, temperature)


def _write(here: Network, words: Ids, temperature: float, again: int) -> list[Written]:
    return list(write(here.reader, words, np.random.default_rng(again), temperature))


def _tell_written(begins: str, written: list[Written], temperature: float) -> None:
    new = [each.word for each in written if each.word != END]
    st.markdown(f"{plain(begins)} **{plain(' '.join(new))}**" if new else plain(begins))
    ended = bool(written) and written[-1].word == END
    st.caption(say("context", "write.ended" if ended else "write.full"))
    if not written:
        return
    chances = [next((g.probability for g in w.guesses if g.word == w.word), 0) for w in written]
    heading = say("context", "write.chance", temperature=f"{temperature:g}")
    columns: answers.Columns = {
        say("context", "write.word"): [_named(w.word) for w in written],
        heading: chances,
        say("context", "write.others"): [
            ", ".join(_named(g.word) for g in w.guesses[:4]) for w in written
        ],
    }
    bar = st.column_config.ProgressColumn(min_value=0.0, max_value=1.0, format="percent")
    config = {heading: bar}
    answers.table(columns, alt=say("context", "write.alt"), name="written", config=config)


def _blank(here: Network) -> None:
    """BERT: one word of a sentence is masked."""
    typed.begin(here, asked.word())
    key = typed.KEYS[0]
    text = st.text_input(say("context", "fill.sentence"), key=key, persist_state="session")
    read = typed.read_or_none(here, text)
    _tell_unknown(text, read)
    if read is None:
        return
    word = asked.word()
    begin = read.words.index(word) if word in read.words else 0
    blank = st.segmented_control(
        say("context", "fill.blank"),
        range(len(read.words)),
        default=begin,
        format_func=lambda i: plain(_told_apart(read.words, i)),
        key=f"context.blank.{'|'.join(read.words)}",
        required=True,
    )
    guesses = fill(here.reader, read.ids(here.reader), blank, MOST)
    shown = [*read.words]
    shown[blank] = say("context", "mask_mark")
    _bars(guesses, plain(" ".join(shown)), marked=read.words[blank])


def _told_apart(words: tuple[str, ...], i: int) -> str:
    """A word of a sentence; with a number from its second time on, since names must differ."""
    before = words[:i].count(words[i])
    return f"{words[i]} {before + 1}" if before else words[i]


def _named(word: str) -> str:
    """A word as it is shown; the end of a sentence has a sign."""
    return say("context", "end_mark") if word == END else word


def _tell_unknown(text: str, read: Typed | None) -> None:
    if read is None and text.strip():
        st.warning(say("context", "sentence.no_known_words"))
    elif read is not None:
        unknown_words.tell(read)


def _bars(guesses: tuple[Guess, ...], title: str, marked: str | None = None) -> None:
    st.markdown(title)
    words = [_named(guess.word) for guess in guesses]
    place = words.index(marked) if marked in words else None
    figure = data.ranked(
        words, [guess.probability for guess in guesses], place, BAR_PX * len(words) + AROUND_PX
    )
    alt = say("context", "fill.alt", words=", ".join(words[:3]))
    answers.chart(figure, alt=alt, key="context.guesses")


def _first_words(here: Network) -> str:
    corpus = here.corpus
    words = [corpus.words[i] for i in corpus.ids[: min(2, corpus.starts[1])]]
    return " ".join(words)
