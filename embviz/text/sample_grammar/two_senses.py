"""Texts about a few topics, with words that belong to two of them: what *bank* and *ключ* share.

A *topic* is the sense of such a word, written as a table of the words that fill the patterns:

    bank/river
    what    words
    kin     meadow|path|dock|mill|cottage
    did     bordered|touched|overlooked
    things  river|stream|creek|canal
    named   riverside|rivers

`kin` are those in whose place the word may stand, and half of the time does; `things` are what they
deal with, one in every sentence; `named` tells how these two groups are called. All topics have the
same patterns: only the words of a topic tell what a sentence is about.
"""

from collections.abc import Mapping

from embviz.text.sample_grammar.grammar import Row, Table


def topics(tables: Mapping[str, Table]) -> Table:
    """Two rows for each thing of a topic: for the words like its own one, and for this one."""
    read = {word: _columns(topic) for word, topic in tables.items()}
    return tuple(
        {**row, "things": thing, "kin": kin}
        for word, row in read.items()
        for thing in row["things"].split("|")
        for kin in (row["kin"], word)
    )


def groups(tables: Mapping[str, Table]) -> dict[str, tuple[str, ...]]:
    """What belongs together in each topic: its kin and its things."""
    found = {}
    for row in map(_columns, tables.values()):
        for name, what in zip(row["named"].split("|"), ("kin", "things"), strict=True):
            found[name] = tuple(row[what].split("|"))
    return found


def _columns(topic: Table) -> Row:
    return {line["what"]: line["words"] for line in topic}
