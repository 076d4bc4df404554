"""Marks that tokenizers put where a word begins or ends: `Ġking`, `▁king`, `king</w>`.

Who types `king` means the whole word, not a piece inside others. The pieces of BERT that go on a
word, `##ing`, keep their mark: its whole words have none.
"""

from collections.abc import Container

BEGINS, ENDS = "Ġ▁", "</w>"


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
