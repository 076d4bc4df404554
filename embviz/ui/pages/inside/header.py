"""The top of the page: the sentence with the window over it, and what can be chosen."""

from collections.abc import Callable

import streamlit as st

from embviz.one_step.sentence import Pair, SampledSentence
from embviz.ui.ask import word_field
from embviz.ui.pages.inside import choice as choices
from embviz.ui.pages.inside.choice import CENTRE, CONTEXT, StepChoice
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.state.moments import written
from embviz.ui.state.tab import current_tab
from embviz.ui.texts import model_name, say
from embviz.ui.widgets.escaping import plain

REACH = 9  # words of a long sentence that are shown to each side of the centre
_FRAME = "inside.frame"


def show(moment: Moment, choice: StepChoice) -> None:
    """Draw the sentence, with a way to the next pair at each end, and the choices."""
    reading = choices.reading(moment, choice)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _arrow(moment, choice, -1)
        if reading is not None and choice.pair is not None:
            _sentence(moment, choice, reading, choice.pair)
        else:
            centre, context = plain(choice.centre), plain(choice.context)
            st.markdown(f":primary[**{centre}**] → **:green[{context}]**")
        _arrow(moment, choice, 1)
        with st.popover(say("inside", "choose.heading"), icon=":material/tune:"):
            _choose(moment, choice)
    st.caption(" ".join(_facts(moment, choice, reading)))


def missing(moment: Moment, choice: StepChoice) -> None:
    """Say of each word that has no row what is wrong with it."""
    _missing(
        moment,
        choice.centre,
        CENTRE,
        lambda w: choices.take_words(moment, choice, w, choice.context),
    )
    _missing(
        moment,
        choice.context,
        CONTEXT,
        lambda w: choices.take_words(moment, choice, choice.centre, w),
    )


def _missing(moment: Moment, word: str, key: str, take: Callable[[str], None]) -> None:
    if word in moment.matrices:
        return
    if not word:
        st.warning(say("inside", "missing.empty"))
    elif word in moment.source.film.words:
        st.warning(say("inside", "missing.not_shown", word=plain(word)))
    else:
        st.warning(say("inside", "missing.unknown", word=plain(word)))
        word_field.offer_closest(moment.matrices.vocabulary.words, word, key, take)


def _arrow(moment: Moment, choice: StepChoice, way: int) -> None:
    key = "back" if way < 0 else "forward"
    st.button(
        say("inside", f"window.{key}"),
        key=f"inside.{key}",
        on_click=lambda: choices.move(moment, choice, way),
        shortcut="Shift+Left" if way < 0 else "Shift+Right",
        disabled=moment.corpus is None,
    )


def _sentence(moment: Moment, choice: StepChoice, reading: SampledSentence, pair: Pair) -> None:
    places = [*reading.contexts(pair.centre), pair.centre]
    low, high = min(places), max(places) + 1
    n = len(reading.ids)
    first, last = min(low, max(0, pair.centre - REACH)), max(high, min(n, pair.centre + REACH + 1))

    def words(some: range) -> None:
        for place in some:
            _word(moment, choice, reading, pair, place)

    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall", width="stretch"):
        if first > 0:
            st.text("…", width="content")
        words(range(first, low))
        with st.container(
            horizontal=True, border=True, gap="xxsmall", width="content", key="inside.window"
        ):
            words(range(low, high))
        words(range(high, last))
        if last < n:
            st.text("…", width="content")


def _word(
    moment: Moment, choice: StepChoice, reading: SampledSentence, pair: Pair, place: int
) -> None:
    if moment.corpus is None:
        return
    word, kept = moment.corpus.words[reading.ids[place]], bool(reading.kept[place])
    label, kind = plain(word), "tertiary"
    if place == pair.centre:
        kind = "primary"
    elif place == pair.context:
        label, kind = f"**:green[{label}]**", "secondary"
    elif place in reading.contexts(pair.centre):
        kind = "secondary"
    if not kept:
        label = f"~~{label}~~ :small[{100 * (1 - reading.keep[place]):.0f} %]"
    st.button(
        label,
        key=f"inside.word.{place}",
        type=kind,  # type: ignore[arg-type]
        disabled=not kept or word not in moment.matrices,
        on_click=lambda: choices.centre_on(moment, choice, place),
    )


def _facts(moment: Moment, choice: StepChoice, reading: SampledSentence | None) -> list[str]:
    model = model_name(moment.source.film.recipe.model)
    text, epoch = plain(moment.source.name), written(moment.snapshot.epoch)
    here = say("inside", "window.here", text=text, model=model, epoch=epoch)
    if moment.corpus is None:
        return [here, say("inside", "window.no_text")]
    if reading is None or choice.pair is None:
        return [here, say("inside", "window.no_pair", window=moment.window)]
    n, size = len(reading.contexts(choice.pair.centre)), int(reading.sizes[choice.pair.centre])
    some = "none_dropped" if reading.kept.all() else "dropped"
    key = "all_kept" if moment.subsampling == 0 else some
    window = say("inside", "window.size", size=size, window=moment.window, n=n)
    return [here, window, say("inside", f"window.{key}")]


def _choose(moment: Moment, choice: StepChoice) -> None:
    inputs = ("centre", CENTRE), ("context", CONTEXT)
    for column, (name, key) in zip(st.columns(2), inputs, strict=True):
        label = say("inside", f"choose.{name}")
        column.text_input(label, key=key, on_change=choices.typed, args=(moment, choice))
    st.caption(say("inside", "choose.help"))
    st.button(
        say("inside", "choose.again"),
        key="inside.again",
        icon=":material/casino:",
        help=say("inside", "choose.again_help"),
        disabled=moment.corpus is None,
        on_click=lambda: choices.read_again(choice),
    )
    choose_epoch(moment)


def choose_epoch(moment: Moment) -> None:
    """Draw the choice of a frame, if there are several."""
    frames = moment.source.frames
    if len(frames) > 1:
        st.session_state[_FRAME] = moment.asked
        st.select_slider(
            say("inside", "choose.epoch"),
            list(range(len(frames))),
            key=_FRAME,
            format_func=lambda i: written(frames[i].snapshot.epoch),
            on_change=_rest,
        )


def _rest() -> None:
    tab = current_tab()
    source, frame = tab.source, int(st.session_state[_FRAME])
    if source is not None and frame < len(source.frames):
        tab.seek(source.frames[frame].snapshot.epoch)
