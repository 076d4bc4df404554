"""A word wherever it stands in the text: dots that come apart, layer by layer."""

from collections import Counter

import streamlit as st

from embviz.errors import EmbvizError
from embviz.language.in_motion import Motion, in_motion, neighbouring_words, with_typed
from embviz.ui.map import component
from embviz.ui.pages.context import asked, typed
from embviz.ui.pages.context.asked import Network
from embviz.ui.state.remembered import remember
from embviz.ui.texts import say
from embviz.ui.widgets import faults
from embviz.ui.widgets.escaping import plain
from embviz.wordmap.dots import Dots, encode_dots

COLOURS = ("none", "before", "after", "sense")
NAMED = 6  # words before or after that get a colour
HEIGHT = "clamp(15rem, calc(100vh - 25rem), 32rem)"
FEWEST = 2


def show(here: Network) -> None:
    """Draw the part."""
    word = asked.word()
    try:
        motion = moving(here, word)
    except EmbvizError as error:
        st.warning(faults.worded(error))
        return
    if motion.found < FEWEST:
        st.info(say("context", "occurrences.once", word=plain(word)))
        return
    picture(here, motion, HEIGHT)


def picture(here: Network, motion: Motion, height: str) -> None:
    """Draw the dots, and what they are coloured by."""
    colours = [each for each in COLOURS if each != "sense" or motion.word in here.senses]
    colour = st.segmented_control(
        say("context", "colour.label"),
        colours,
        default="none" if "sense" in colours else "before",
        format_func=lambda key: say("context", f"colour.{key}"),
        key=f"context.colour.{len(colours)}",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    _draw(here, motion, colour, height)


def moving(here: Network, word: str) -> Motion:
    """The occurrences of a word, and those in sentences that were typed."""
    question = ("motion", *here.question, word)
    motion = remember(question, lambda: in_motion(here.film, here.corpus, word))
    own = typed.sentences(here)
    if not own:
        return motion
    rows = [each.ids(here.reader) for each in own]
    asked_of = ("typed", *here.question, word, tuple(each.words for each in own))
    return remember(asked_of, lambda: with_typed(motion, here.film, rows))


def _draw(here: Network, motion: Motion, colour: str, height: str) -> None:
    names = _names(here, motion, colour)
    kinds = [name for name, _ in Counter(names).most_common() if name]
    kinds = kinds if colour == "sense" else kinds[:NAMED]
    places = {name: i for i, name in enumerate(kinds)}
    dots = Dots(
        xy=motion.xy,
        epochs=motion.epochs,
        told=_told(here, motion),
        labels=kinds,
        label=[places.get(name, len(kinds)) for name in names],
        explained=motion.explained(here.senses_of(motion)) if colour == "sense" else None,
        typed=motion.typed,
    )
    texts = {
        "layers": asked.layer_names(here.reader.layers + 1),
        **{
            key: say("context", f"dots.{key}", word=motion.word, **_blanks())
            for key in ("alt", "hint", "slider", "play", "pause", "explained", "epoch")
        },
    }
    epoch = here.film[here.frame.frame].epoch
    component.companion("dots", encode_dots(dots, {"texts": texts, "at": epoch, "height": height}))
    _tell(here, motion)


def _blanks() -> dict[str, str]:
    """Leave the places of a text to the browser."""
    return {name: f"{{{name}}}" for name in ("epoch", "share", "untrained")}


def _names(here: Network, motion: Motion, colour: str) -> list[str]:
    """What each dot is coloured by; empty: nothing."""
    if colour in ("before", "after"):
        return neighbouring_words(here.corpus, motion, -1 if colour == "before" else 1)
    if colour == "sense":
        return [*here.senses_of(motion), *[""] * motion.typed]
    return [""] * len(motion.numbers)


def _told(here: Network, motion: Motion) -> list[str]:
    own = typed.texts(here)
    corpus, found = here.corpus, motion.found
    written = [corpus.sentence(int(i)) for i in motion.numbers[:found]] if corpus.text else []
    return [*(written or [""] * found), *own[: motion.typed]]


def _tell(here: Network, motion: Motion) -> None:
    """Say how many there are, and what the senses come to."""
    total = int(here.corpus.vocabulary.counts[here.corpus.vocabulary.id(motion.word)])
    facts = {"n": f"{total:,}", "word": plain(motion.word), "shown": f"{motion.found:,}"}
    lines = [say("context", f"occurrences.{'n' if motion.found == total else 'some'}", **facts)]
    if motion.word in here.senses and here.writes:
        lines.append(say("context", "occurrences.gpt"))
    st.caption(" ".join(lines))
