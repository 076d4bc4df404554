"""Every word on screen: TOML tables of sentences, lessons in Markdown, and programs to copy.

There is one folder a language.

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


@functools.lru_cache
def table(name: str) -> Mapping[str, Any]:
    """Read one file of sentences."""
    path = files("embviz.ui.texts") / LANGUAGE / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


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


def lesson(name: str, /, **facts: object) -> str:
    """Give a lesson: Markdown with formulas.

    Args:
        name: The file, without its ending.
        facts: Values for the places in braces; without any, braces stay what they are. Words of a
            visitor's must come escaped.
    """
    text = _lesson(name)
    return text.format(**facts) if facts else text


@functools.lru_cache
def _lesson(name: str) -> str:
    path = files("embviz.ui.texts") / LANGUAGE / "lessons" / f"{name}.md"
    return path.read_text(encoding="utf-8")


def snippet(name: str, /, **facts: str) -> str:
    """Give a program to copy.

    Args:
        name: The file, without its endings.
        facts: What stands there for `$name`, as Python writes it.
    """
    return Template(_snippet(name)).substitute(facts)


@functools.lru_cache
def _snippet(name: str) -> str:
    path = files("embviz.ui.texts") / LANGUAGE / "snippets" / f"{name}.py.txt"
    return path.read_text(encoding="utf-8")
