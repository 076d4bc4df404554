"""Facts for sentences that are set as Markdown or HTML: words of a visitor's stay what they are."""

import html
import re
from typing import Any

SIGNS = r"\`*_{}[]()#+-.!|<>~$:"
LINKS = re.compile(r"(?<=http)(?=s?://)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
"""Where addresses are cut, which Markdown makes links of even if each sign is escaped."""

CUT = "\u2060"  # a sign without width, at which no line is broken


def plain(fact: Any) -> str:
    r"""Write a fact so that Markdown leaves it alone.

    >>> plain("*a*")
    '\\*a\\*'
    >>> plain("www.a") == f"www{CUT}\\.a"
    True
    """
    if isinstance(fact, int):
        return f"{fact:,}"
    if isinstance(fact, list | tuple):
        return ", ".join(map(plain, fact))
    return "".join(f"\\{c}" if c in SIGNS else c for c in LINKS.sub(CUT, str(fact)))


def tagless(fact: Any) -> str:
    """Write a fact so that HTML shows it as it is.

    >>> tagless("<b>a</b>")
    '&lt;b&gt;a&lt;/b&gt;'
    """
    return html.escape(str(fact))
