"""The view: all that decides about what is on screen, as one small value in the address.

    kingdom;skipgram;dimension:10;epochs:40;seed:3;axes:3;projection:pca;at:12.5;words:king,queen

First the text: a sample's name, or `run` and the hash of a run of one's own text, which this server
may still keep. Then the algorithm, where that is known, what differs from what is usual for the
text, and how it is drawn. `%`, `;`, `:` and `,` inside a word are escaped like in addresses. What
the film is compared with is a view, too, with `/`, `=` and `+` for `;`, `:` and `,`:
`beside:kingdom/skipgram/window=10`.

An address may be anybody's: what is not understood is left out, what is out of range is brought
into it, and each of these is noted.
"""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any
from urllib.parse import unquote

from embviz.errors import SettingError
from embviz.models import MODELS
from embviz.projections import PROJECTIONS
from embviz.text.rules import USUAL, Rules
from embviz.text.samples import EVERY
from embviz.training.run import FASTEST, MOST_PATIENCE
from embviz.wordmap.message import Steps

PARAMETER = "view"  # the name of the value in the address
LONGEST = 8000  # characters of a view that are read
MOST_WORDS = 400  # words of a list that go into the address

HIDEABLE = ("text", "settings", "buttons")
"""Parts of the sidebar that a view may leave out, so that a class sees only what it needs."""

COLOURS = ("group", "frequency", "norm", "moved", "trust", "change", "sure", "column", "none")
STEPS: tuple[Steps, ...] = ("equal", "quantile")

SHUFFLED = "shuffled"
"""What the view names that a film is compared with, where that is its own text in random order."""

LONGEST_COLUMN = 200  # characters of a column's name that are read
MOST_STEPS = 1000  # of the Inside page that are taken at once
MOST_SHOWN = 5000  # words that a picture may show
SLOWEST = 0.01  # the least pace of E


@dataclass(frozen=True)
class Note:
    """What was wrong in a view."""

    reason: str  # of which kind: "unknown", "clamped", "unreadable", "long", "sample" …
    facts: Mapping[str, str]  # the key, the value, and what was taken instead


@dataclass(frozen=True)
class View:
    """What is on screen; None and empty mean the usual."""

    sample: str | None = None
    run: str | None = None  # the hash of a run, where the text is no sample
    model: str = next(iter(MODELS))  # of a run from a file it may be empty: nobody knows
    settings: Mapping[str, float] = field(default_factory=dict)  # not the defaults or the sample's
    seed: int = 0
    patience: int = 0  # epochs without a lower held-out loss, after which it stops; 0: never
    min_count: int | None = None
    max_words: int | None = None
    lowercase: bool = True
    rules: Rules = USUAL  # how the text is cut into words
    shown: int | None = None  # how many words
    hide: int | None = None  # how many of the most frequent ones are hidden
    hidden: int | None = None  # or how many of those that say least by themselves
    always: tuple[str, ...] = ()  # shown in any case
    labels: int | None = None  # how many labelled sentences are learnt from; None: all
    start: str = ""  # where E begins: "own", "own_U"; empty: at random
    freeze: str = ""  # how long E stays: "all", or a number of epochs
    pace: float | None = None  # how fast E moves beside the rest
    projection: str = "pca"  # of an address that names none, as 0.1 wrote them
    vectors: str = ""  # empty: the model's result
    axes: int = 2  # or 3
    x_low: tuple[str, ...] = ()  # words at the left end, if words make the axes
    x_high: tuple[str, ...] = ()
    y_low: tuple[str, ...] = ()
    y_high: tuple[str, ...] = ()
    colour: str = "group"
    column: str = ""  # of metadata, that colours stand for; empty: none
    steps: str | None = None  # how its numbers are dealt into classes
    only: tuple[str, ...] = ()  # the words that are shown alone
    beside: str = ""  # what it is compared with: SHUFFLED, or the view of a run; empty: nothing
    at: float | None = None  # the epoch that is looked at; None: untrained
    words: tuple[str, ...] = ()  # that are selected
    without: tuple[str, ...] = ()  # parts of the sidebar that are left out
    part: str = ""  # of the Inside page that is open, and its view: "step.rate"
    pair: tuple[str, ...] = ()  # the centre and the context there
    places: str = ""  # the number of their sentence, and where both stand in it: "12.3.4"
    taken: int = 0  # gradient steps, there
    draws: int = 0  # how often negatives were drawn anew
    readings: int = 0  # how often the sentence was sampled anew
    eta: float | None = None  # the learning rate there; None: the run's


AXIS_ENDS = ("x_low", "x_high", "y_low", "y_high")
_LISTS = ("always", *AXIS_ENDS, "only", "words", "without", "pair")
INSIDE = ("part", "pair", "places", "taken", "draws", "readings", "eta")
"""What is looked at on the Inside page."""

_WHOLE = {
    "seed": (0, 2**31 - 1),
    "patience": (0, MOST_PATIENCE),
    "min_count": (1, 1000),
    "max_words": (2, 200_000),
    "shown": (2, MOST_SHOWN),
    "hide": (0, 10_000),
    "hidden": (0, 10_000),
    "labels": (2, 1_000_000),
    "axes": (2, 3),
    "taken": (0, MOST_STEPS),
    "draws": (0, MOST_STEPS),
    "readings": (0, MOST_STEPS),
}
_NAMES: Mapping[str, Collection[str]] = {
    "projection": PROJECTIONS,
    "colour": COLOURS,
    "steps": STEPS,
}
_MATRICES = re.compile(r"[A-Z]\w{0,31}(\+[A-Z]\w{0,31})*\Z")
_PARTS = {
    "part": re.compile(r"[a-z]{1,20}(\.[a-z]{1,20})?\Z"),
    "start": re.compile(r"own(_U)?\Z"),
    "freeze": re.compile(r"(all|[1-9]\d{0,3}|10000)\Z"),
    "places": re.compile(r"\d{1,9}\.\d{1,6}\.\d{1,6}\Z"),
}
_HASH = re.compile(r"[0-9a-f]{16}\Z")


_OF_RUN = (
    *("sample", "run", "model", "settings", "seed", "patience"),
    *("min_count", "max_words", "lowercase", "rules", "shown", "hide", "hidden"),
    "always",
    *("labels", "start", "freeze", "pace"),
)
_INSIDE = str.maketrans(";:,", "/=+")
_OUTSIDE = str.maketrans("/=+", ";:,")


def escape(word: str) -> str:
    """Write a word so that the signs of a view do not end it."""
    return "".join(f"%{ord(c):02X}" if c in "%;:," else c for c in word)


def write(view: View) -> str:
    """Give the value for the address.

    It names the usual picture, too: 0.1 named it by saying nothing, which is another one today.
    """
    return _write(view, frozenset({"projection"}))


def _write(view: View, always: frozenset[str]) -> str:
    """Write what is not as usual, and some fields in any case."""
    parts = [f"run:{view.run}" if view.run else escape(view.sample or "")]
    parts += [view.model] if view.model else []
    parts += [f"{name}:{_number(value)}" for name, value in view.settings.items()]
    usual = View()
    for each in (*_WHOLE, "lowercase", *_NAMES):
        value = getattr(view, each)
        if value != getattr(usual, each) or each in always:
            parts.append(f"{each}:{_number(value) if isinstance(value, int) else value}")
    if view.rules != USUAL:
        parts.append(f"rules:{','.join(map(escape, _said(view.rules)))}")
    if view.column:
        parts.append(f"column:{escape(view.column)}")
    if view.beside:
        parts.append(f"beside:{_folded(view.beside)}")
    if view.at is not None:
        parts.append(f"at:{view.at:.6g}")
    parts += [f"{each}:{getattr(view, each)}" for each in _PARTS if getattr(view, each)]
    for each in ("pace", "eta"):
        number = getattr(view, each)
        if number is not None:
            parts.append(f"{each}:{_number(number)}")
    for each in _LISTS:
        words = getattr(view, each)[:MOST_WORDS]
        if words:
            parts.append(f"{each}:{','.join(map(escape, words))}")
    return ";".join(parts)


def stem(view: View) -> str:
    """Give the view without what changes by itself: the moment, and what is looked at Inside."""
    usual = View()
    return write(
        replace(view, at=None, words=(), **{each: getattr(usual, each) for each in INSIDE})
    )


def of_run(view: View) -> str:
    """Give the view of a run, however it is looked at."""
    return _write(View(**{name: getattr(view, name) for name in _OF_RUN}), frozenset())


def _folded(raw: str) -> str:
    """Write a view so that it stands inside another one."""
    return "".join(f"%{ord(c):02X}" if c in "%/=+" else c for c in raw).translate(_INSIDE)


def read(raw: str) -> tuple[View, list[Note]]:
    """Understand what can be understood of the value of an address, by anybody.

    Every value of the view is within its range; notes tell what was not taken as it stood.
    """
    notes: list[Note] = []
    if len(raw) > LONGEST:
        notes.append(Note("long", {"limit": f"{LONGEST:,}"}))
    view = View()
    for i, part in enumerate(raw[:LONGEST].split(";")):
        key, colon, value = part.partition(":")
        if i == 0 and part and not colon:
            name = unquote(key)
            if name in EVERY:
                view = replace(view, sample=name)
            else:
                notes.append(Note("sample", {"value": name, "known": ", ".join(EVERY)}))
        elif not colon and key in MODELS:
            view = replace(view, model=key)
        elif part:
            view = _with(view, key, value, notes)
        if i == 0 and view.run is not None:
            view = replace(view, model="")  # unless it is named
    return view, notes


def _with(view: View, key: str, value: str, notes: list[Note]) -> View:
    """Take one entry into a view, or note what is wrong with it."""
    known = fields(MODELS[view.model]) if view.model else ()
    setting = next((each for each in known if each.name == key), None)
    understood: Any
    if setting is not None:
        understood = _setting(view, setting, value, notes)
    elif key in {each.name for each in fields(View)} - {"sample", "model", "settings"}:
        understood = _understood(key, value, notes)
    else:
        notes.append(Note("unknown", {"key": key, "value": value}))
        return view
    if understood is None:
        notes.append(Note("unreadable", {"key": key, "value": value}))
        return view
    if setting is not None:
        return replace(view, settings={**view.settings, key: understood})
    return replace(view, **{key: understood})


def _understood(key: str, value: str, notes: list[Note]) -> Any:
    """Give the value of an entry, or None."""
    if key in _WHOLE:
        return _clamped(key, value, int, *_WHOLE[key], notes)
    if key == "pair":  # which may be a word with itself
        return tuple(unquote(word)[:64] for word in value.split(",") if word)[:2]
    if key in _LISTS:
        # Each word once, not too many.
        listed = dict.fromkeys(unquote(word)[:64] for word in value.split(",") if word)
        words = tuple(listed)[:MOST_WORDS]
        strange = [each for each in words if each not in HIDEABLE] if key == "without" else []
        notes += [Note("unknown", {"key": each, "value": value}) for each in strange]
        return tuple(each for each in words if each not in strange)
    if key in _PARTS:
        return value if _PARTS[key].match(value) else None
    if key == "rules":
        return _rules(unquote(each) for each in value.split(",") if each)
    if key == "column":
        return unquote(value)[:LONGEST_COLUMN]
    if key == "beside":
        return _beside(unquote(value.translate(_OUTSIDE)), notes)
    if key == "vectors":
        return value if _MATRICES.match(value) else None
    if key == "run":
        return value if _HASH.match(value) else None
    if key == "lowercase":
        return {"0": False, "1": True}.get(value)
    if key in _NAMES:
        return value if value in _NAMES[key] else None
    if key == "pace":
        return _clamped(key, value, float, SLOWEST, FASTEST, notes)
    epoch = _finite(value)
    return epoch if epoch is not None and epoch >= 0 else None


def _said(rules: Rules) -> Iterator[str]:
    """Write rules as entries of a name and a value; a list has one for each of its parts."""
    for name, value in rules.unusual.items():
        for each in value if isinstance(value, tuple) else (value,):
            yield f"{name}={each if isinstance(each, str) else _number(each)}"


def _rules(entries: Iterable[str]) -> Rules | None:
    """Understand such entries; None: they cannot be."""
    facts: dict[str, Any] = {}
    known: dict[str, Any] = {each.name: each.default for each in fields(Rules)}
    for entry in entries:
        name, _, value = entry.partition("=")
        usual = known.get(name)
        if usual is None:
            return None
        if isinstance(usual, tuple):
            facts.setdefault(name, []).append(value)
        elif isinstance(usual, str):
            facts[name] = value
        else:
            number = _finite(value)
            if number is None or (isinstance(usual, int) and number != int(number)):
                return None
            facts[name] = type(usual)(number)
    try:
        return Rules.of(facts)
    except SettingError:
        return None


def _beside(raw: str, notes: list[Note]) -> str | None:
    """Give what a film is compared with, or None; nothing is compared with a comparison."""
    if raw == SHUFFLED:
        return raw
    view, found = read(";".join(part for part in raw.split(";") if not part.startswith("beside:")))
    notes += found
    return of_run(view) if view.sample or view.run else None


def _setting(view: View, setting: Any, value: str, notes: list[Note]) -> float | None:
    """Give a number that the model takes together with the settings before it, or None."""
    low, high = setting.metadata["low"], setting.metadata["high"]
    number = _clamped(setting.name, value, setting.type, low, high, notes)
    if number is not None:
        try:
            replace(MODELS[view.model](), **{**view.settings, setting.name: number})
        except SettingError:
            return None
    return number


def _clamped(
    key: str, value: str, kind: type, low: float, high: float, notes: list[Note]
) -> float | None:
    """Give a number of a kind within its range, or None."""
    number = _finite(value)
    if number is None or (kind is int and number != int(number)):
        return None
    within: float = kind(min(max(number, low), high))
    if within != number:
        notes.append(Note("clamped", {"key": key, "value": value, "taken": _number(within)}))
    return within


def _finite(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _number(value: float) -> str:
    """Write a number in as few digits as give it back exactly."""
    return str(int(value)) if value == int(value) else repr(float(value))
