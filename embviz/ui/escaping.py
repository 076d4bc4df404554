"""Facts for sentences that are set as Markdown: words of a visitor's must stay what they are."""

from typing import Any

SIGNS = r"\`*_{}[]()#+-.!|<>~$:"


def plain(fact: Any) -> str:
    r"""Write a fact so that Markdown leaves it alone.

    >>> plain("*a*")
    '\\*a\\*'
    """
    if isinstance(fact, int):
        return f"{fact:,}"
    if isinstance(fact, list | tuple):
        return ", ".join(map(plain, fact))
    return "".join(f"\\{c}" if c in SIGNS else c for c in str(fact))
