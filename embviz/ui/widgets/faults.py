"""What is wrong with a file or a text, worded once, for pages and for the terminal."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from embviz.errors import EmbvizError, FileError, Quote
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain

_PLACE = re.compile(r"(?:line|row|byte) [\d,]+(?: of the metadata)?|its end|the \w+")


def worded(
    fault: BaseException, write: Callable[[Any], str] = plain, *, quoting: bool = True
) -> str:
    """Word why a file or a text cannot be opened; facts are written as Markdown, or otherwise.

    Without `quoting` nothing is said that stands in the file.
    """
    if isinstance(fault, EmbvizError):
        reason = fault.reason
        if reason == "other_kind":
            return say("known_files", fault.kind)
        if isinstance(fault, FileError):
            reason = f"file_{reason}{_place(fault)}"
            if reason == "file_unknown_format" and not quoting:
                reason = "file_unknown_unquoted"
        elif reason == "encoding" and not fault.suggestions:
            reason = "damaged"
        facts = fault.facts if quoting else _discreet(fault.facts)
        return say("errors", reason, **{name: write(fact) for name, fact in facts.items()})
    if isinstance(fault, FileNotFoundError):
        return say("files", "faults.missing")
    if isinstance(fault, PermissionError):
        return say("errors", "file_forbidden")
    if isinstance(fault, OSError | ValueError):
        why = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        return say("files", "faults.unreadable", found=write(why))
    return say("files", "faults.failed")


def _place(fault: FileError) -> str:
    """What the key of an error ends in, by its place: what is mended, or left unread, there."""
    if fault.reason not in ("bad_row", "cut_off"):
        return ""
    if fault.reason == "bad_row" and "byte" in fault.facts:
        return "_byte"
    row, line = (fault.facts.get(name, 0) for name in ("row", "line"))
    if max(row, line) < 2:  # not even one row could be read
        return "_line" if line and fault.reason == "bad_row" else "_whole"
    return "" if line else "_row"


def _discreet(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts without what stands in the file: quotes, and parts by the names they have there."""
    hidden = say("errors", "not_quoted")
    told = {name: hidden if isinstance(fact, Quote) else fact for name, fact in facts.items()}
    if "member" in told and not _PLACE.fullmatch(str(told["member"])):
        told["member"] = say("errors", "a_part")
    return told
