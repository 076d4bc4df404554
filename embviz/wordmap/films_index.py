"""A page that leads to the pages of films beside it."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from string import Template
from urllib.parse import quote


@dataclass(frozen=True)
class Entry:
    """A film."""

    file: str  # the name of its page, in the same folder
    title: str
    about: str  # its words, frames, bytes


def films_index(entries: Sequence[Entry], *, title: str, about: str, language: str) -> str:
    """Make the page; names and titles may be anything."""
    items = [
        f'<li><a href="{html.escape("./" + quote(entry.file))}">{html.escape(entry.title)}</a>'
        f"<span>{html.escape(entry.about)}</span></li>"
        for entry in entries
    ]
    page = (files("embviz.wordmap") / "assets" / "films_index.html").read_text(encoding="utf-8")
    return Template(page).substitute(
        language=html.escape(language),
        title=html.escape(title),
        about=html.escape(about),
        items="\n".join(items),
    )
