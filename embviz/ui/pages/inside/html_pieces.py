"""What is written in HTML: tables to be read from far away, and what arrows of a picture mean."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import streamlit as st

from embviz.charts.one_step import ROLES
from embviz.one_step.lessons import Against
from embviz.ui.texts import say

SUM = "#888"  # the colour of what all outputs add together
_TABLE_STYLE = """<style>
.inside-terms { border-collapse: collapse; width: 100%; font-size: 1.2rem; color: inherit;
  font-variant-numeric: tabular-nums; }
.inside-terms :is(th, td) { text-align: right; padding: .1rem .5rem; }
.inside-terms th { font-weight: 600; font-size: 1rem; }
.inside-terms td { border-top: 1px solid #8884; }
.inside-terms :is(th, td):first-child { text-align: left; }
.inside-terms .bar { display: inline-block; height: .8rem; }
.inside-terms td:has(.bar) { width: 7rem; text-align: left; }
@media (max-width: 640px) {
  .inside-terms { font-size: 1rem; }
  .inside-terms th { font-size: .85rem; }
  .inside-terms :is(th, td) { padding: .1rem .2rem; }
  .inside-terms td:has(.bar) { display: none; }
}
</style>"""
_KEY_STYLE = """<style>
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


def noted_px(against: Against) -> int:
    """How much room a note above the views takes, where models have one, in pixels."""
    return 0 if against == "drawn" else 64


def key(entries: Sequence[Entry], v: str, against: Against = "drawn") -> None:
    """Draw a key, with the letter v of the row that moves, and what that is compared with."""
    facts = {"v": v, "others": say("inside", f"key.others_{against}")}
    items = "".join(
        f"<li><i class='{line}' style='color:{colour}'></i>{say('inside', text, **facts)}</li>"
        for line, colour, text in entries
    )
    st.html(f"{_KEY_STYLE}<ul class='inside-key'>{items}</ul>")


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], highest: int | None = None) -> None:
    """Draw a table of HTML cells: words of a visitor's must come through `escaping.tagless`.

    A table that is higher than so many pixels scrolls, with keys as well.
    """
    head = "".join(f"<th scope='col'>{each}</th>" for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    found = (
        f"<table class='inside-terms'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    if highest is not None:
        place = f"tabindex='0' role='region' aria-label='{say('inside', 'terms.scrolls')}'"
        found = f"<div {place} style='max-height:{highest}px;overflow-y:auto'>{found}</div>"
    st.html(f"{_TABLE_STYLE}{found}")
