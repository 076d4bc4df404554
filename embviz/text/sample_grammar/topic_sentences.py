"""Sentences about topics, with words of other topics among them: what *topics* and *темы* share.

A topic is written as a table of the words that fill the patterns, as in `two_senses`:

    sport
    what    words
    who     goalkeeper|sprinter|coach
    does    trains|tackles
    what    whistle|trophy

A sentence of two topics is about that of its first row, `{t.who:topics}`; the other one, `{n.…}`,
is noise, as are the words that all topics share.
"""

from collections.abc import Mapping

from embviz.text.sample_grammar.grammar import Pattern, Row, Table, patterns


def topic_rows(tables: Mapping[str, Table]) -> Table:
    """One row a topic, with its class."""
    return tuple({"class": name, **columns(topic)} for name, topic in tables.items())


def of_topics(text: str) -> tuple[Pattern, ...]:
    """Patterns whose sentences have the class of the topic t, and all of them again without it."""
    read = patterns(text)
    return (*(Pattern(each.count, f"{each.form} #{{t.class}}") for each in read), *read)


def topic_groups(tables: Mapping[str, Table]) -> dict[str, tuple[str, ...]]:
    """The words of each topic."""
    return {
        name: tuple(dict.fromkeys("|".join(columns(topic).values()).split("|")))
        for name, topic in tables.items()
    }


def columns(topic: Table) -> Row:
    """What a topic has, by what it is."""
    return {line["what"]: line["words"] for line in topic}
