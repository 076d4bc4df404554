"""Settings with ranges: fields of a frozen dataclass that refuse what lies outside."""

import math
from dataclasses import Field, field, fields
from typing import Any, Literal

import numpy as np

from embviz.errors import SettingError


def setting(
    default: float,
    low: float,
    high: float,
    step: float | None = None,
    scale: Literal["linear", "log"] = "linear",
) -> Any:
    """A dataclass field with a range, for `check_settings` and for forms.

    Args:
        default: The value unless given.
        low: The least value allowed.
        high: The largest value allowed.
        step: What one step of a control changes; None: free.
        scale: How a slider should be laid out.
    """
    return field(default=default, metadata={"low": low, "high": high, "step": step, "scale": scale})


def check_settings(model: Any) -> None:
    """Refuse settings outside their ranges; make plain int and float of the others.

    Raises:
        SettingError: With the facts `setting`, `value`, `low`, `high`.
    """
    for each in fields(model):
        if not each.metadata:
            continue  # a choice, which has no range
        plain = checked(each, getattr(model, each.name))
        object.__setattr__(model, each.name, plain)  # equal settings have one spelling, one hash


def checked(each: "Field[Any]", value: object) -> float:
    """The value of a setting as a plain int or float. Raises SettingError as `check_settings`."""
    plain = plain_number(value, each.type is int)
    low, high = each.metadata["low"], each.metadata["high"]
    if plain is None or not low <= plain <= high:
        raise out_of_range(each.name, value, low, high, whole=each.type is int)
    return plain


def plain_number(value: object, whole: bool) -> float | None:
    """An int or float, or None if it is no number of that kind (nor are booleans and NaN)."""
    if isinstance(value, bool | np.bool_):
        return None
    if isinstance(value, int | np.integer):
        return int(value) if whole else float(value)
    if not whole and isinstance(value, float | np.floating) and not math.isnan(value):
        return float(value)
    return None


def out_of_range(name: str, value: object, low: float, high: float, *, whole: bool) -> SettingError:
    """The error for a setting outside its range, or of a wrong type."""
    return SettingError(
        "out_of_range",
        f"{name} must be a {'whole ' * whole}number from {low:g} to {high:g}, not {value!r}.",
        setting=name,
        value=value,
        low=low,
        high=high,
    )
