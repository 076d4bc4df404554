"""The key below a picture of arrows: what each line and each dot stands for."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import streamlit as st

from embviz.charts.one_step import ROLES
from embviz.ui.texts import say

SUM = "#888"  # the colour of what all outputs add together
_STYLE = """<style>
.inside-key { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 0; padding: 0;
  list-style: none; font-size: .95rem; }
.inside-key li { margin: 0; white-space: nowrap; }
.inside-key i { display: inline-block; width: 1.6rem; margin-right: .35rem; vertical-align: middle;
  border-top: 3px solid currentColor; }
.inside-key i.dotted { border-top-style: dotted; }
.inside-key i.ring { width: .55rem; height: .55rem; border: 2px solid currentColor;
  border-radius: 50%; }
</style>"""

Entry: TypeAlias = tuple[Literal["solid", "dotted", "ring"], str, str]
"""How a line is drawn, its colour, and the key of what it stands for."""

STEP: tuple[Entry, ...] = (
    ("solid", ROLES["input"], "key.old"),
    ("dotted", ROLES["target"], "key.true"),
    ("dotted", ROLES["negative"], "key.negative"),
    ("solid", ROLES["target"], "key.pull"),
    ("solid", ROLES["negative"], "key.push"),
    ("solid", SUM, "key.sum"),
)
"""Of the arrows of a step."""

NEW: Entry = ("ring", ROLES["input"], "key.new")  # where the step leads, if in sight

MOTION: tuple[Entry, ...] = (
    ("solid", ROLES["input"], "key.moving"),
    ("solid", ROLES["target"], "key.true"),
    ("solid", ROLES["negative"], "key.negative"),
)
"""Of the arrows of many steps."""


def show(entries: Sequence[Entry], v: str) -> None:
    """Draw a key, with the letter v of the row that moves."""
    items = "".join(
        f"<li><i class='{line}' style='color:{colour}'></i>{say('inside', text, v=v)}</li>"
        for line, colour, text in entries
    )
    st.html(f"{_STYLE}<ul class='inside-key'>{items}</ul>")
