"""Facts for sentences that are set as Markdown or HTML: words of a visitor's stay what they are."""

import html
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


def tagless(fact: Any) -> str:
    """Write a fact so that HTML shows it as it is.

    >>> tagless("<b>a</b>")
    '&lt;b&gt;a&lt;/b&gt;'
    """
    return html.escape(str(fact))
