"""Marks that tokenizers put where a word begins or ends: `Ġking`, `▁king`, `king</w>`.

Who types `king` means the whole word, not a piece inside others. The pieces of BERT that go on a
word, `##ing`, keep their mark: its whole words have none.
"""

import re
from collections.abc import Container, Sequence

BEGINS, ENDS = "Ġ▁", "</w>"
_WORD = re.compile(rf"[{BEGINS}]?[^\W\d_]{{3,}}(?:{ENDS})?")


def bare(token: str) -> str:
    """A token without such a mark; a mark alone stays.

    >>> bare("Ġking"), bare("▁king"), bare("king</w>"), bare("##ing"), bare("Ġ")
    ('king', 'king', 'king', '##ing', 'Ġ')
    """
    if token[:1] in BEGINS and len(token) > 1:
        return token[1:]
    return token.removesuffix(ENDS) or token


def whole(token: str, tokens: Container[str]) -> str | None:
    """The token for the whole word that a piece spells, where there are both.

    >>> whole("king", {"king", "Ġking"}), whole("Ġking", {"king", "Ġking"}), whole("a", {"a"})
    ('Ġking', None, None)
    """
    if not token or bare(token) != token:
        return None
    forms = (*(f"{mark}{token}" for mark in BEGINS), f"{token}{ENDS}")
    return next((form for form in forms if form in tokens), None)


def wordlike(tokens: Sequence[str]) -> list[int]:
    """The places of tokens that are words of three letters or more, or begin one, in their order.

    >>> wordlike(["[PAD]", "the", "##ing", "a", "king"]), wordlike(["Ġthe", "ing", "Ġking"])
    ([1, 4], [0, 2])
    """
    found = [i for i, token in enumerate(tokens) if _WORD.fullmatch(token)]
    begin = [i for i in found if tokens[i][0] in BEGINS]
    return begin if len(begin) > len(found) / 10 else found
