"""The top of the page: the sentence with the window over it, and what can be chosen."""

from collections.abc import Sequence

import streamlit as st

from embviz.one_step.sentence import SampledSentence
from embviz.ui.ask.frame_asked import written
from embviz.ui.pages.inside import choice as choices
from embviz.ui.pages.inside.choice import CENTRE, CONTEXT, StepChoice
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.state.tab import Tab, current_tab
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain
from embviz.vectors import search

REACH = 9
"""Words of a long sentence that are shown to each side of the centre."""

_FRAME = "inside.frame"

CLOSEST = 5


def show(tab: Tab, moment: Moment, choice: StepChoice) -> None:
    """Draw the sentence, with a way to the next pair at each end, and the choices."""
    reading = choices.reading(moment, choice)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _arrow("back", -1, "Shift+Left", moment)
        if reading is not None and choice.pair is not None:
            _sentence(moment, choice, reading)
        else:
            st.markdown(f"{_badge(choice.centre)} → **:green[{plain(choice.context)}]**")
        _arrow("forward", 1, "Shift+Right", moment)
        with st.popover(say("inside", "choose.heading"), icon=":material/tune:"):
            _choose(tab, moment)
    st.caption(" ".join(_facts(moment, choice, reading)))


def missing(moment: Moment, choice: StepChoice) -> None:
    """Say of each word that has no row what is wrong with it."""
    for key, word in ((CENTRE, choice.centre), (CONTEXT, choice.context)):
        if word in moment.matrices:
            continue
        if not word:
            st.warning(say("inside", "missing.empty"))
        elif word in moment.source.film.words:
            st.warning(say("inside", "missing.not_shown", word=plain(word)))
        else:
            st.warning(say("inside", "missing.unknown", word=plain(word)))
            closest = search.closest(moment.matrices.vocabulary.words, word, CLOSEST)
            _offer(moment, choice, key, closest)


def _offer(moment: Moment, choice: StepChoice, key: str, closest: Sequence[str]) -> None:
    """Offer other spellings."""
    if not closest:
        return
    st.caption(say("words", "word.closest"))
    with st.container(horizontal=True):
        for i, other in enumerate(closest):
            pair = (other, choice.context) if key == CENTRE else (choice.centre, other)
            st.button(
                plain(other),
                key=f"{key}.closest.{i}",
                on_click=choices.take_words,
                args=(moment, choice, *pair),
            )


def _arrow(key: str, way: int, shortcut: str, moment: Moment) -> None:
    st.button(
        say("inside", f"window.{key}"),
        key=f"inside.{key}",
        on_click=choices.move,
        args=(way,),
        shortcut=shortcut,
        disabled=moment.corpus is None,
    )


def _sentence(moment: Moment, choice: StepChoice, reading: SampledSentence) -> None:
    """Draw the words, those in the window within a frame."""
    pair = choice.pair
    if pair is None:
        return
    places = [*reading.contexts(pair.centre), pair.centre]
    low, high = min(places), max(places)
    n = len(reading.ids)
    first, last = max(0, pair.centre - REACH, 0), min(n, pair.centre + REACH + 1)
    first, last = min(first, low), max(last, high + 1)
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", width="stretch"):
        if first > 0:
            st.text("…", width="content")
        _words(moment, choice, reading, range(first, low))
        with st.container(
            horizontal=True, border=True, gap="xxsmall", width="content", key="inside.window"
        ):
            _words(moment, choice, reading, range(low, high + 1))
        _words(moment, choice, reading, range(high + 1, last))
        if last < n:
            st.text("…", width="content")


def _words(moment: Moment, choice: StepChoice, reading: SampledSentence, places: range) -> None:
    pair, corpus = choice.pair, moment.corpus
    if pair is None or corpus is None:
        return
    around = reading.contexts(pair.centre)
    for place in places:
        word = corpus.words[reading.ids[place]]
        label, kind = plain(word), "tertiary"
        if place == pair.centre:
            kind = "primary"
        elif place == pair.context:
            label, kind = f"**:green[{label}]**", "secondary"
        elif place in around:
            kind = "secondary"
        if not reading.kept[place]:
            label = f"~~{label}~~ :small[{100 * (1 - reading.keep[place]):.0f} %]"
        st.button(
            label,
            key=f"inside.word.{place}",
            type=kind,  # type: ignore[arg-type]
            disabled=not reading.kept[place] or word not in moment.matrices,
            on_click=choices.centre_on,
            args=(place,),
        )


def _badge(word: str) -> str:
    return f":primary[**{plain(word)}**]"


def _facts(moment: Moment, choice: StepChoice, reading: SampledSentence | None) -> list[str]:
    """What there is to say about the sentence."""
    model = say("settings", f"{moment.source.film.recipe.model}.name")
    facts = {"text": plain(moment.source.name), "model": model, "epoch": written(moment.epoch)}
    here = say("inside", "window.here", **facts)
    if moment.corpus is None:
        return [here, say("inside", "window.no_text")]
    if reading is None or choice.pair is None:
        return [here, say("inside", "window.no_pair", window=moment.window)]
    contexts = reading.contexts(choice.pair.centre)
    size = int(reading.sizes[choice.pair.centre])
    said = [here, say("inside", "window.size", size=size, window=moment.window, n=len(contexts))]
    if moment.subsampling == 0:
        said.append(say("inside", "window.all_kept"))
    elif not reading.kept.all():
        said.append(say("inside", "window.dropped"))
    else:
        said.append(say("inside", "window.none_dropped"))
    return said


def _choose(tab: Tab, moment: Moment) -> None:
    """Draw the inputs: the two words, another reading, the epoch."""
    left, right = st.columns(2)
    left.text_input(say("inside", "choose.centre"), key=CENTRE, on_change=choices.typed)
    right.text_input(say("inside", "choose.context"), key=CONTEXT, on_change=choices.typed)
    st.caption(say("inside", "choose.help"))
    st.button(
        say("inside", "choose.again"),
        key="inside.again",
        icon=":material/casino:",
        help=say("inside", "choose.again_help"),
        disabled=moment.corpus is None,
        on_click=choices.read_again,
    )
    frames = moment.source.frames
    last = len(frames) - 1
    if last > 0:
        st.session_state[_FRAME] = moment.asked
        st.select_slider(
            say("inside", "choose.epoch"),
            list(range(last + 1)),
            key=_FRAME,
            format_func=lambda i: written(frames[i].snapshot.epoch),
            on_change=_rest,
        )


def _rest() -> None:
    """Go to an epoch, here and on the map."""
    tab = current_tab()
    source, frame = tab.source, int(st.session_state[_FRAME])
    if source is not None and frame < len(source.frames):
        tab.seek(source.frames[frame].snapshot.epoch)
