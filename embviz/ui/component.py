"""The word map's place in a page, and what it is sent.

Every rerun sends the frames that the browser has not had yet; the browser asks again for what got
lost. So a message may be dropped, repeated or late without harm.
"""

import functools
from collections.abc import Sequence
from typing import Any

import streamlit as st

from embviz import samples
from embviz.filming import NEIGHBOURS, Shot
from embviz.ui import session as sessions
from embviz.ui.session import Sent, Session
from embviz.ui.takes import Take
from embviz.ui.texts import say, table
from embviz.wordmap import Groups, NeighbourList, pack
from embviz.wordmap.packing import Status

KEY = "wordmap"
HUES = (5, 4, 2, 3, 6, 0, 1)
"""Hues of the families in their order: those that are easiest to tell apart first."""


@functools.lru_cache(maxsize=1)
def _register() -> Any:
    return st.components.v2.component("embviz.wordmap", js="wordmap.js", css="wordmap.css")


def word_map(session: Session, take: Take) -> None:
    """Mount the word map, or feed it."""
    _register()(
        key=KEY,
        data=message(session, take),
        on_selected_change=_on_selected,
        on_rest_change=_on_rest,
        on_hidden_change=_on_hidden,
        on_missing_change=_on_missing,
    )


def message(session: Session, take: Take) -> bytes:
    """Pack what the browser has not been sent yet, and remember it as sent."""
    selected = session.selected_indices()
    fresh = session.sent.run != take.run.hash
    if fresh:
        session.sent = Sent(take.run.hash)
    sent = session.sent
    shots = take.shots[: len(take.shots)]  # a list that grows meanwhile: one look at it
    complete = take.complete
    packed = pack(
        run=take.run.hash,
        n=len(take.words),
        first=sent.frames,
        pictures=[shot.picture for shot in shots[sent.frames :]],
        status=_status(take),
        command=session.command,
        lists=_lists(sent, shots, selected),
        final=_finals(sent, take, selected) if complete else None,
        total=len(shots) if complete else (take.frames if fresh else None),
        epochs=_epochs(take, shots, fresh, complete),
        **(_greeting(take, selected) if fresh else {}),
    )
    sent.frames = len(shots)
    return packed


def _greeting(take: Take, selected: Sequence[int]) -> dict[str, Any]:
    """What the browser is told once a run."""
    return {
        "title": _title(take),
        "note": _note(take),
        "words": take.words,
        "groups": _groups(take),
        "texts": table("wordmap"),
        "selected": selected,
    }


def _title(take: Take) -> str:
    model = take.run.model.name
    return say("train", "title", text=take.name, model=say("settings", f"{model}.name"))


def _note(take: Take) -> str:
    """Say what else limits this picture."""
    d = take.run.model.dimension
    notes = [say("train", "note.pca", d=d) if d > 2 else say("train", "note.directions")]
    short = take.run.loss_on == "training"
    notes.append(say("train", "note.training_loss" if short else "note.held_out_loss"))
    hidden = len(take.run.corpus.vocabulary) - len(take.words)
    if hidden:
        notes.append(say("train", "note.shown", shown=f"{len(take.words):,}"))
    return " ".join(notes)


def _epochs(take: Take, shots: Sequence[Shot], fresh: bool, complete: bool) -> float | None:
    """Give the epoch at the end of the time line: where the run stopped, if it stopped early."""
    if complete:
        return shots[-1].snapshot.epoch
    return float(take.run.model.epochs) if fresh else None


def _status(take: Take) -> Status:
    status = take.work.status
    return "idle" if take.untouched else status


def _lists(sent: Sent, shots: Sequence[Shot], selected: Sequence[int]) -> list[NeighbourList]:
    lists = []
    for word in selected:
        first = sent.lists.get(word, 0)
        if first < len(shots):
            pictures = [shot.picture for shot in shots[first:]]
            lists.append(NeighbourList.of(word, pictures, first))
            sent.lists[word] = len(shots)
    return lists


def _finals(
    sent: Sent, take: Take, selected: Sequence[int]
) -> dict[int, list[tuple[str, float]]] | None:
    """Give the exact neighbours at the end, among all words, of words not yet sent."""
    vectors = take.vectors
    if vectors is None:
        return None
    asked = [word for word in selected if word not in sent.finals]
    sent.finals.update(asked)
    return {w: vectors.most_similar(take.words[w], NEIGHBOURS) for w in asked} or None


def _groups(take: Take) -> Groups | None:
    """Give the colours: the planted groups of a sample, families in one hue."""
    if take.sample is None:
        return None
    answers = samples.answers(take.sample)
    hue_of = {g: h for h, groups in enumerate(answers.families.values()) for g in groups}
    shade_of = {g: s for groups in answers.families.values() for s, g in enumerate(groups)}
    names = [name for name in answers.groups if name in hue_of]
    group_of = {word: i for i, name in enumerate(names) for word in answers.groups[name]}
    return Groups(
        names=names,
        hues=[HUES[hue_of[name] % len(HUES)] for name in names],
        shades=[shade_of[name] % 3 for name in names],
        of=[group_of.get(word, -1) for word in take.words],
        families=_by_hue(list(answers.families)),
    )


def _by_hue(families: Sequence[str]) -> list[str]:
    """Put the names of families at the places of their hues."""
    placed = [""] * len(HUES)
    for hue, family in zip(HUES, families, strict=False):
        placed[hue] = family
    return placed


def _state(name: str) -> Any:
    return st.session_state[KEY].get(name)


def _on_selected() -> None:
    session = sessions.current()
    if session.take is not None:
        words = session.take.words
        chosen = [i for i in _state("selected") or [] if 0 <= i < len(words)]
        session.selected = tuple(words[i] for i in chosen)


def _on_rest() -> None:
    session, rest = sessions.current(), _state("rest")
    if rest and session.take is not None and rest.get("run") == session.take.run.hash:
        session.rested = int(rest["frame"])


def _on_hidden() -> None:
    session = sessions.current()
    session.hidden = bool(_state("hidden"))
    take = session.take
    if take is not None and not session.hidden and take.work.forgotten:
        take.work.resume()


def _on_missing() -> None:
    """Send again what the browser says it has not got."""
    session, missing = sessions.current(), _state("missing")
    if not missing or session.take is None:
        return
    run = session.take.run.hash
    if missing.get("words") or missing.get("run") != run:
        session.sent = Sent()
        return
    first = max(0, int(missing.get("from", 0)))
    session.sent.frames = min(session.sent.frames, first)
    asked = missing.get("lists", [])
    session.sent.lists = {
        word: 0 if word in asked else min(n, first) for word, n in session.sent.lists.items()
    }
    session.sent.finals.clear()
