"""Where each word of a sentence looks, head by head."""

import numpy as np
import streamlit as st

from embviz.charts.attention_maps import attention
from embviz.language.reading import Typed
from embviz.types import Floating
from embviz.ui.ask import answers
from embviz.ui.pages.context import asked, sentence_part, typed
from embviz.ui.pages.context.asked import Network
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain


def show(here: Network) -> None:
    """Draw the part."""
    layers = here.reader.layers
    if not layers:
        st.info(say("context", "attention.none"))
        return
    word = asked.word()
    sentence_part.inputs(here, word)
    chosen = st.segmented_control(
        say("context", "attention.layer"),
        range(1, layers + 1),
        default=layers,
        key=f"context.layer.{layers}",
        required=True,
    )
    for n, key in enumerate(typed.KEYS):
        read = typed.read_or_none(here, str(st.session_state[key]))
        if read is not None:
            _draw(here, read, chosen - 1, n + 1)
    st.caption(say("context", f"attention.{'gpt' if here.writes else 'bert'}"))
    st.caption(say("context", "attention.honest"))


def _draw(here: Network, read: Typed, block: int, n: int) -> None:
    words, A = looked(here, read, block)
    st.markdown(f"**{n}** {plain(' '.join(read.words))}")
    titles = [say("context", "attention.head", n=head + 1) for head in range(len(A))]
    figure = attention(words, A, titles)
    answers.chart(figure, alt=say("context", "attention.alt", n=n), key=f"context.attention.{n}")


def looked(here: Network, read: Typed, block: int) -> tuple[list[str], Floating]:
    """The words of the first piece of a sentence, and attention's weights there, (h, T, T)."""
    reader = here.reader
    first = reader.pieces([read.ids(reader)]).picked(np.array([0]))
    _, seen = next(reader.read(first))
    rows = first.padded().ids[0]
    mark = say("context", "start_mark" if here.writes else "mask_mark")
    words = [reader.words[row] if row < len(reader.words) else mark for row in rows]
    return words, seen[f"block{block}.attention"][0]
