"""The input of a number, as the sidebar has many."""

from typing import Any

from embviz.ui.texts import say


def number(
    place: Any,
    table: str,
    entry: str,
    low: float,
    high: float,
    key: str,
    step: float | None = None,
) -> float:
    """Draw an input with its explanation, which outlives a visit to another page.

    Args:
        place: A container or a column.
        table: The file of its words.
        entry: Its name in there; its explanation ends in `help` instead of `label`, or in `_help`.
        low: The least number; whole ones make an input of whole numbers.
        high: The greatest.
        key: Of the widget.
        step: Of its buttons.
    """
    about = f"{entry.removesuffix('label')}help" if entry.endswith("label") else f"{entry}_help"
    value: float = place.number_input(
        say(table, entry),
        low,
        high,
        key=key,
        step=step,
        help=say(table, about),
        persist_state="session",
    )
    return value
