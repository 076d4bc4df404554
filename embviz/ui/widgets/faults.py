"""What is wrong with a file or a text, worded once, for pages and for the terminal."""

from collections.abc import Callable
from typing import Any

from embviz.errors import EmbvizError, FileError
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain


def worded(fault: BaseException, write: Callable[[Any], str] = plain) -> str:
    """Word why a file or a text cannot be opened; facts are written as Markdown, or otherwise."""
    if isinstance(fault, EmbvizError):
        reason = fault.reason
        if isinstance(fault, FileError):
            reason = f"file_{reason}"
        elif reason == "encoding" and not fault.suggestions:
            reason = "damaged"
        return say("errors", reason, **{name: write(fact) for name, fact in fault.facts.items()})
    if isinstance(fault, FileNotFoundError):
        return say("files", "faults.missing")
    if isinstance(fault, PermissionError):
        return say("errors", "file_forbidden")
    if isinstance(fault, OSError | ValueError):
        why = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        return say("files", "faults.unreadable", found=write(why))
    return say("files", "faults.failed")
