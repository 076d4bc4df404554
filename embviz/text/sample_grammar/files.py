"""The bundled texts and their answers, as the contents of files."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from embviz.text.sample_grammar import kingdom, tiny, tsarstvo
from embviz.text.sample_grammar.grammar import sentences

SEED = 1


def files() -> dict[str, str]:
    """Give the name and content of each file of `sample_data/` that is made, not written."""
    made = {}
    for name, sample in (("kingdom", kingdom), ("tsarstvo", tsarstvo), ("tiny", tiny)):
        lines = sentences(sample.PATTERNS, sample.TABLES, SEED)
        made[f"{name}.txt"] = "".join(f"{line}\n" for line in lines)
        groups, families = _object(sample.GROUPS), _object(sample.FAMILIES)
        # JSON that people can read: one group, family or analogy a line.
        made[f"{name}.json"] = (
            f'{{\n  "groups": {groups},\n  "families": {families},\n'
            f'  "analogies": {_list(sample.ANALOGIES)}\n}}\n'
        )
    return made


def _object(things: Mapping[str, Any]) -> str:
    lines = [f"    {_json(key)}: {_json(value)}" for key, value in things.items()]
    return "{\n" + ",\n".join(lines) + "\n  }"


def _list(things: Sequence[Any]) -> str:
    return "[\n" + ",\n".join(f"    {_json(thing)}" for thing in things) + "\n  ]"


def _json(thing: Any) -> str:
    return json.dumps(thing, ensure_ascii=False)
