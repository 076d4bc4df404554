"""A film as one HTML file that plays by itself, wherever it is opened, and asks nothing of anybody.

The page holds the component as it is (`assets/`, its modules put in order and each in a scope of
its own), and the messages that Python would have sent, deflated and in base64: so positions are
those of the app to the last bit. A film of 120 frames x 1000 words takes 0.6 MB for positions, 0.1
for the neighbours at its end, 0.05 for the trust of every word, 0.1 for how far each has moved,
0.3 for the component. (Differences
from frame to frame would save a tenth of the positions: their low bytes are noise.) What is left of
a page's `most_bytes` goes to the rows of E, from which it answers questions (`rows.py`).

Words come from users' texts: in the page they stand in base64 only, and its Content-Security-Policy
knows the one script by its hash.
"""

import base64
import functools
import hashlib
import html
import posixpath
import re
import zlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from string import Template
from typing import Any

from embviz.wordmap.message import FilmFacts, Message, Stretch
from embviz.wordmap.packing import encode, join, split
from embviz.wordmap.rows import Rows

ENTRY = "standalone.js"

WORD_BYTES, FEWEST_BYTES, MOST_BYTES = 6000, 2_500_000, 6_000_000
"""Bytes of a page for each of its words, but at least, and at most, unless the rest takes more."""

ROWS_BYTES = 500_000
"""What rows may take in any case."""

PAGE_BYTES = 20_000
"""What tags, letters beyond ASCII and the header of the rows may take."""

APP_ONLY = ("address", "chosen", "command", "looked_up", "narrow", "suggestions", "ways")
"""Keys of a header that mean something only where Python answers."""

IMPORT = re.compile(r'^import (?:(?P<names>.+) from )?"(?P<module>\.\.?/[\w./]+)";$', re.MULTILINE)
EXPORT = re.compile(
    r"^export (?P<default>default )?(?=(?:async )?(?:function|class|const) (?P<name>\w+))",
    re.MULTILINE,
)
UNKNOWN = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def standalone(
    messages: bytes | Sequence[bytes],
    *,
    title: str,
    language: str,
    about: Sequence[str] = (),
    rows: Rows | None = None,
) -> str:
    """Make the page, of what `encode` made of a complete film: one message, or several in order.

    The first one brings the words and texts, and one of them a `table` of the last frame: its
    neighbours are shown at all frames that have no `lists`, unless there are `rows`. With `final`
    for every word they are exact, among all words. Colours need their `layers`. The language is
    that of the texts, as HTML names it.

    Args:
        messages: See above.
        title: Of the page.
        language: Of its texts.
        about: Sentences that say what the page shows.
        rows: Of all frames; those that are too many for a page of some megabytes are left out.

    Raises:
        ValueError: If frames are missing, or the neighbours of the last one.
    """
    parts = [messages] if isinstance(messages, bytes) else list(messages)
    headers = [split(data)[0] for data in parts]
    facts = {"title": title, "status": "done", "total": _frames(headers), "alone": True}
    if rows is not None:
        facts["asks"] = True
    written = [_written(_changed(data, facts)) for data in parts]
    texts = headers[0].get("texts", {})
    script = bundle(ENTRY) + f'modules["{ENTRY}"].open(document);\n'
    style = _asset("wordmap.css") + _asset("standalone.css")
    if rows is not None:
        most = min(max(FEWEST_BYTES, WORD_BYTES * headers[0]["n"]), MOST_BYTES)
        room = most - PAGE_BYTES - sum(map(len, (script, style, *about, *written)))
        kept = rows.within(max(room, ROWS_BYTES))
        written.append(_written(_message(headers[0], facts, kept), zlib.Z_FILTERED))
    return Template(_asset("standalone.html")).substitute(
        language=html.escape(language),
        title=html.escape(title),
        policy=_policy(script),
        style=style,
        needs_browser=html.escape(texts.get("needs_browser", "")),
        about_film=html.escape(texts.get("about_film", "")),
        about="\n".join(f"<p>{html.escape(each)}</p>" for each in about),
        made_with=html.escape(texts.get("made_with", "embviz")),
        messages="\n".join(written),
        script=script,
    )


def _message(first: Mapping[str, Any], facts: Mapping[str, Any], rows: Rows) -> bytes:
    """A message that brings rows to the film of a first one."""
    film = FilmFacts(first["run"], first["n"])
    message = Message(film, Stretch(first=facts["total"]), rows=rows)
    return _changed(encode(message), facts)


def bundle(entry: str) -> str:
    """Put a module of `assets/` and all that it imports into one script.

    It makes an object `modules`, from the name of a module to what that exports.

    Raises:
        ValueError: If modules import each other in a circle, or in a way not known here.
    """
    sources: dict[str, str] = {}
    _collect(entry, sources, ())
    return "const modules = {};\n" + "".join(sources.values())


def _collect(name: str, sources: dict[str, str], within: tuple[str, ...]) -> None:
    """Add a module to `sources`, after those that it imports."""
    if name in sources:
        return
    if name in within:
        raise ValueError(f"modules import each other: {' > '.join((*within, name))}")
    source = _asset(name)
    for found in IMPORT.finditer(source):
        _collect(_path(name, found["module"]), sources, (*within, name))
    sources[name] = _scoped(name, source)


def _scoped(name: str, source: str) -> str:
    """Write a module as a function that is called at once and gives what the module exports."""
    exported = ", ".join(
        f"default: {found['name']}" if found["default"] else found["name"]
        for found in EXPORT.finditer(source)
    )
    body = EXPORT.sub("", IMPORT.sub(functools.partial(_imported, name), source))
    if unknown := UNKNOWN.search(body):
        raise ValueError(f"{name}: cannot read “{unknown[0]}”")
    return f'modules["{name}"] = (() => {{\n{body}return {{ {exported} }};\n}})();\n'


def _path(importer: str, module: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(importer), module))


def _imported(importer: str, found: re.Match[str]) -> str:
    names = found["names"]
    if names is None:
        return ""
    taken = names if names.startswith("{") else f"{{ default: {names} }}"
    return f'const {taken.replace(" as ", ": ")} = modules["{_path(importer, found["module"])}"];'


def _asset(name: str) -> str:
    return (files("embviz.wordmap") / "assets" / name).read_text(encoding="utf-8")


def _policy(script: str) -> str:
    """Let nothing in from outside, and run this script alone."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = f"script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src blob: data:"
    # What searches by regular expression is written by that script, and can be ended.
    allowed += "; worker-src blob:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _frames(headers: Sequence[Mapping[str, Any]]) -> int:
    """Count the frames of a film, all of which must be there, with the last one's neighbours."""
    if not headers or "words" not in headers[0]:
        raise ValueError("the first message must begin a film: it brings no words")
    if len({header["run"] for header in headers}) > 1:
        raise ValueError("these are messages of more than one film")
    count = 0
    for header in headers:
        if header["first"] > count:
            raise ValueError(f"frames {count} to {header['first'] - 1} are in none of the messages")
        count = max(count, header["first"] + header["frames"])
    tables = [header["table"]["frame"] for header in headers if "table" in header]
    if not count or tables[-1:] != [count - 1]:
        raise ValueError(f"no message brings the neighbours of the last of {count} frames")
    return count


def _changed(data: bytes, facts: Mapping[str, Any]) -> bytes:
    """Put facts into the header of a message, and leave out what no file can do."""
    header, rest = split(data)
    kept = {key: value for key, value in header.items() if key not in APP_ONLY}
    return join({**kept, **facts}, rest)


def _written(data: bytes, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> str:
    packing = zlib.compressobj(9, strategy=strategy)
    text = base64.b64encode(packing.compress(data) + packing.flush()).decode()
    return f'<script type="text/plain" class="message">{text}</script>'
