"""The bundled texts and their answers, as the contents of files."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from embviz.text.sample_grammar import kingdom, tiny, tsarstvo
from embviz.text.sample_grammar.grammar import Pattern, Table, sentences

SEED = 1


def files() -> dict[str, str]:
    """Give the name and content of each file of `sample_data/` that is made, not written."""
    return {
        "kingdom.txt": _text(kingdom.PATTERNS, kingdom.TABLES),
        "kingdom.json": _answers(kingdom.GROUPS, kingdom.FAMILIES, kingdom.ANALOGIES),
        "tsarstvo.txt": _text(tsarstvo.PATTERNS, tsarstvo.TABLES),
        "tsarstvo.json": _answers(tsarstvo.GROUPS, tsarstvo.FAMILIES, tsarstvo.ANALOGIES),
        "tiny.txt": _text(tiny.PATTERNS, tiny.TABLES),
        "tiny.json": _answers(tiny.GROUPS, tiny.FAMILIES, tiny.ANALOGIES),
    }


def _text(patterns: Sequence[Pattern], tables: Mapping[str, Table]) -> str:
    """One sentence a line."""
    return "".join(f"{sentence}\n" for sentence in sentences(patterns, tables, SEED))


def _answers(
    groups: Mapping[str, Sequence[str]],
    families: Mapping[str, Sequence[str]],
    analogies: Sequence[Sequence[str]],
) -> str:
    """JSON that people can read: one group, family or analogy a line."""
    parts = {
        "groups": _object(groups),
        "families": _object(families),
        "analogies": _list(analogies),
    }
    body = ",\n".join(f"  {_json(key)}: {part}" for key, part in parts.items())
    return f"{{\n{body}\n}}\n"


def _object(things: Mapping[str, Any]) -> str:
    lines = [f"    {_json(key)}: {_json(value)}" for key, value in things.items()]
    return "{\n" + ",\n".join(lines) + "\n  }"


def _list(things: Sequence[Any]) -> str:
    return "[\n" + ",\n".join(f"    {_json(thing)}" for thing in things) + "\n  ]"


def _json(thing: Any) -> str:
    return json.dumps(thing, ensure_ascii=False)
