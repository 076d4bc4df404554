"""What one visitor's tab remembers: one run, one moment, one selection.

It lies in Streamlit's session state under a single key; everything heavy in it is shared with the
other visitors through `server`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

import streamlit as st

from embviz.ui import server
from embviz.ui.takes import Take
from embviz.wordmap.packing import Command

Intent = Literal["train", "pause", "step", "reset"]
"""What a button asked for; carried out once the settings of the rerun are known."""

_KEY = "embviz"

PATIENCE_S = 20.0
"""Seconds after which a run pauses that no visible page asks for."""


@dataclass
class Sent:
    """What the browser has been sent of one run, as far as the server knows.

    Attributes:
        run: Its hash; empty where the browser knows no run yet.
        frames: How many frames.
        lists: How many frames of each selected word's neighbours.
        finals: The words whose exact neighbours went along.
    """

    run: str = ""
    frames: int = 0
    lists: dict[int, int] = field(default_factory=dict)
    finals: set[int] = field(default_factory=set)


@dataclass
class Session:
    """The state of one tab.

    Attributes:
        take: The run on screen.
        selected: The selected words, by name, so that they outlive a change of run.
        hidden: Whether the browser said that nobody can see the page.
        sent: What the browser has.
        command: What the player shall do next, with a number of its own.
        intent: What a button asked for.
        rested: The frame on which the picture came to rest, where it did.
    """

    take: Take | None = None
    selected: tuple[str, ...] = ()
    hidden: bool = False
    sent: Sent = field(default_factory=Sent)
    command: tuple[int, Command] | None = None
    intent: Intent | None = None
    rested: int | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def order(self, command: Command) -> None:
        """Tell the player what to do."""
        self.command = (next(self._numbers), command)

    def show(self, take: Take) -> None:
        """Put a run on screen."""
        self.take = take
        self.sent = Sent()
        self.rested = None

    def selected_indices(self) -> list[int]:
        """Give the selected words' places among the shown words, where they are shown."""
        if self.take is None:
            return []
        places = {word: i for i, word in enumerate(self.take.words)}
        return [places[word] for word in self.selected if word in places]


def current() -> Session:
    """Give the session of this tab."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = Session()
    session: Session = st.session_state[_KEY]
    return session


def watchers() -> int:
    """Count the runs that are being trained on this server."""
    return sum(take.work.status == "running" for take in server.takes().values())
