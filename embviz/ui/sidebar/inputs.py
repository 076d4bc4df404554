"""The input of a number, as the sidebar has many."""

from typing import Any

from embviz.ui.texts import say


def number(
    place: Any, table: str, entry: str, low: float, high: float, key: str, step: Any = None
) -> float:
    """Draw an input with its explanation in a place, which outlives a visit to another page.

    Its name is an entry of a table of words; its explanation ends in `help` instead of `label`, or
    in `_help`. Whole limits make an input of whole numbers.
    """
    about = f"{entry.removesuffix('label')}help" if entry.endswith("label") else f"{entry}_help"
    options = {"key": key, "step": step, "help": say(table, about), "persist_state": "session"}
    value: float = place.number_input(say(table, entry), low, high, **options)
    return value
