"""The bundled texts and their answers, as the contents of files."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from embviz.text.sample_grammar import (
    bank,
    kingdom,
    klyuch,
    otzyvy,
    sentiment,
    subjects,
    temy,
    tiny,
    tsarstvo,
)
from embviz.text.sample_grammar.grammar import senses, sentences, without_class, without_senses

SEED = 1

_SAMPLES = {
    "kingdom": kingdom,
    "tsarstvo": tsarstvo,
    "bank": bank,
    "klyuch": klyuch,
    "tiny": tiny,
}

_LABELLED = {
    "topics": subjects,
    "sentiment": sentiment,
    "temy": temy,
    "otzyvy": otzyvy,
}


def files() -> dict[str, str]:
    """Give the name and content of each file of `sample_data/` that is made, not written."""
    made = {}
    for name, sample in _SAMPLES.items():
        lines = sentences(sample.PATTERNS, sample.TABLES, SEED)
        made[f"{name}.txt"] = "".join(f"{without_senses(line)}\n" for line in lines)
        planted = {"groups": _object(sample.GROUPS), "families": _object(sample.FAMILIES)}
        if sample.ANALOGIES:
            planted["analogies"] = _list(sample.ANALOGIES)
        if found := senses(lines, sample.TABLES):
            planted["senses"] = _object(found)
        made[f"{name}.json"] = _answers(planted)
    for name, table in _LABELLED.items():
        made[f"{name}.csv"] = _csv(sentences(table.PATTERNS, table.TABLES, SEED))
        planted = {"groups": _object(table.GROUPS), "families": _object(table.FAMILIES)}
        made[f"{name}.json"] = _answers(planted)
    return made


def _csv(lines: Sequence[str]) -> str:
    """A table of sentences and their classes."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["text", "label"])
    writer.writerows(map(without_class, lines))
    return file.getvalue()


def _answers(planted: Mapping[str, str]) -> str:
    """JSON that people can read: one group, family, analogy or word with senses a line."""
    parts = ",\n".join(f'  "{key}": {part}' for key, part in planted.items())
    return f"{{\n{parts}\n}}\n"


def _object(things: Mapping[str, Any]) -> str:
    lines = [f"    {_json(key)}: {_json(value)}" for key, value in things.items()]
    return "{\n" + ",\n".join(lines) + "\n  }"


def _list(things: Sequence[Any]) -> str:
    return "[\n" + ",\n".join(f"    {_json(thing)}" for thing in things) + "\n  ]"


def _json(thing: Any) -> str:
    return json.dumps(thing, ensure_ascii=False)
