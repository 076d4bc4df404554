"""The noise film: the same text with its words shuffled, trained the same way."""

from dataclasses import dataclass, replace

import streamlit as st

from embviz import noise
from embviz.corpus import Corpus
from embviz.ui import server
from embviz.ui.session import PATIENCE_S, Session
from embviz.ui.takes import Take
from embviz.ui.texts import say


@dataclass(frozen=True)
class Done:
    """The only state there is: all shuffled."""

    finished: bool = True


def shuffle(
    corpus: Corpus, state: None, budget_s: float, most: int | None
) -> tuple[Done, list[Corpus]]:
    """Shuffle a text; a step for the engine."""
    return Done(), [noise.shuffled(corpus)]


def offer(session: Session, take: Take) -> None:
    """Offer to train on noise; the film on screen stays as the run before."""
    st.caption(say("map", "noise.help"))
    if take.run is None:
        st.caption(say("map", "noise.no_text"))
        return
    if st.button(say("map", "noise.train"), key="noise", width="stretch"):
        _train(session, take)


def _train(session: Session, take: Take) -> None:
    if take.run is None:
        return
    with st.spinner(say("map", "noise.shuffling"), show_time=True):
        work = server.engine().launch(shuffle, take.run.corpus, None)
        while not work.wait(1, 0.2) and work.status == "running":
            work.watch()
    if work.error is not None:
        raise work.error
    run = replace(take.run, corpus=work.results[0])
    made = server.takes().get(run.hash)
    if made is None:
        name = say("map", "noise.name", text=take.name)
        made = Take.launch(server.engine(), run, PATIENCE_S, name=name, sample=None)
        server.takes().put(made.key, made)
        made.work.resume()
    session.show(made)
    session.order("play")
