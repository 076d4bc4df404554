"""The noise film: the same text with its words shuffled, trained the same way."""

from dataclasses import replace

import streamlit as st

from embviz.ui import reading, server, waiting
from embviz.ui.session import PATIENCE_S, Session
from embviz.ui.takes import Take
from embviz.ui.texts import say


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
    work = server.engine().launch(reading.shuffle, take.run.corpus, None)
    corpus = waiting.first_result(work, say("map", "noise.shuffling"))
    run = replace(take.run, corpus=corpus)
    made = server.takes().get(run.hash)
    if made is None:
        name = say("map", "noise.name", text=take.name)
        made = Take.launch(server.engine(), run, PATIENCE_S, name=name, sample=None)
        server.takes().put(made.key, made)
        made.work.resume()
    session.show(made)
    session.order("play")
