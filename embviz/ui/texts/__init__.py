"""Every word on screen: TOML tables of sentences, lessons in Markdown, and programs to copy.

There is one folder a language. What is said of a model stands in one file, `models/<name>.md`: a
header between lines of +++, which names it and its settings, and its lesson.

A sentence is named by file and key, `say("train", "train")`, and takes its facts by name:
`say("train", "read.all", tokens="10,214", words="187")`.
"""

import functools
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import Any

LANGUAGE = "en"

OTHER = "other"
"""What stands for a model that nobody knows among those of "settings"."""


@functools.lru_cache
def table(name: str) -> Mapping[str, Any]:
    """Read one file of sentences; "settings" has those of each model under its name as well."""
    sentences = tomllib.loads(_read(f"{name}.toml"))
    if name == "settings":
        folder = files("embviz.ui.texts") / LANGUAGE / "models"
        for each in folder.iterdir():
            model = each.name.removesuffix(".md")
            sentences[model] = tomllib.loads(_model(model)[0])
    return sentences


def say(name: str, key: str, /, **facts: object) -> str:
    """Give a sentence with its facts filled in.

    Args:
        name: The file, without its ending.
        key: The sentence; dots lead into sub-tables.
        facts: Values for the places in braces; numbers should come formatted.
    """
    entry: Any = table(name)
    for part in key.split("."):
        entry = entry[part]
    return str(entry).format(**facts)


def ordinal(n: int) -> str:
    """Give a place in an order as the language writes it: 4th."""
    forms = table("ordinals")
    form = forms.get(str(n % 100)) or forms.get(str(n % 10)) or forms["other"]
    return str(form).format(n=f"{n:,}")


def lesson(name: str, /, **facts: object) -> str:
    """Give a lesson: Markdown with formulas.

    Args:
        name: The file, without its ending.
        facts: Values for the places in braces; without any, braces stay what they are. Words of a
            visitor's must come escaped.
    """
    text = _read(f"lessons/{name}.md")
    return text.format(**facts) if facts else text


def model_name(model: str) -> str:
    """Give what the page calls a model, by its name in `MODELS`; empty: one that nobody knows."""
    return say("settings", f"{model or OTHER}.name")


def model_lesson(model: str) -> str:
    """Give the lesson of a model, by its name in `MODELS`: Markdown with formulas."""
    return _model(model)[1]


@functools.lru_cache
def _model(name: str) -> tuple[str, str]:
    """The two parts of a model's file: the names of it and of its settings, and its lesson."""
    _, sentences, text = _read(f"models/{name}.md").split("+++\n", 2)
    return sentences, text.lstrip()


def snippet(name: str, /, **facts: str) -> str:
    """Give a program to copy.

    Args:
        name: The file, without its endings.
        facts: What stands there for `$name`, as Python writes it.
    """
    return Template(_read(f"snippets/{name}.py.txt")).substitute(facts)


@functools.lru_cache
def _read(name: str) -> str:
    return (files("embviz.ui.texts") / LANGUAGE / name).read_text(encoding="utf-8")
