"""Carrying out what the buttons ask for: which run is on screen, and whether it goes on."""

from embviz.training import Run
from embviz.ui import server
from embviz.ui.session import PATIENCE_S, Session
from embviz.ui.takes import Take
from embviz.ui.text_input import Chosen


def carry_out(session: Session, run: Run | None, text: Chosen | None) -> None:
    """Bring the session to what was asked for.

    Without a request only an untrained picture follows the settings: what was trained stays until
    Train, Step or Reset ask for something else.

    Args:
        session: The tab's state.
        run: What Train would start; None where text or settings will not do.
        text: Its text.
    """
    intent, session.intent = session.intent, None
    if intent == "pause" and session.take is not None:
        session.take.work.pause()
        session.order("pause")
    if run is None or text is None:
        return
    take = session.take
    same = take is not None and take.run.hash == run.hash
    other_wanted = not same and (intent in ("train", "step") or (take is None or take.untouched))
    if take is None or other_wanted or intent == "reset":
        take = _untrained(session, run, text)
    if intent == "train":
        _train(session, take)
    elif intent == "step":
        _step(session, take)


def _step(session: Session, take: Take) -> None:
    """Train up to the next frame; where all are there, show the next one."""
    if take.complete:
        session.order("forward")
    else:
        take.work.step()
        session.order("follow")


def _untrained(session: Session, run: Run, text: Chosen) -> Take:
    """Put the untrained words of a run on screen."""
    if session.take is not None:
        session.take.work.pause()
    take = Take.launch(
        server.engine(), run, PATIENCE_S, name=text.source.name, sample=text.source.sample
    )
    session.show(take)
    return take


def _train(session: Session, take: Take) -> None:
    """Go on with a run; one that anybody here made before is there at once."""
    made = server.takes().get(take.run.hash)
    if made is not None and made.complete and not take.complete:
        take.work.pause()
        session.take = made
    elif not take.complete:
        server.takes().put(take.run.hash, take)
        take.work.resume()
    session.order("play")
