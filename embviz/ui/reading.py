"""Reading a text as a job for the workers: a long one takes a second or two."""

from dataclasses import dataclass

from embviz.corpus import Corpus
from embviz.errors import TextError


@dataclass(frozen=True)
class Source:
    """A text and how to read it.

    Attributes:
        name: What the page calls it: a sample's name or a file's.
        text: The text itself.
        sample: The sample that it is, if it is one.
    """

    name: str
    text: str
    min_count: int
    max_words: int | None
    lowercase: bool
    sample: str | None = None


@dataclass(frozen=True, eq=False)
class Done:
    """The only state there is: all read."""

    finished: bool = True


def read(
    source: Source, state: None, budget_s: float, most: int | None
) -> tuple[Done, list[Corpus | TextError]]:
    """Read a text; a step for the engine. What is wrong with it is a result as well."""
    try:
        return Done(), [corpus_of(source)]
    except TextError as error:
        return Done(), [error]


def corpus_of(source: Source) -> Corpus:
    """Read a text. Raises TextError."""
    return Corpus.from_text(
        source.text,
        min_count=source.min_count,
        max_words=source.max_words,
        lowercase=source.lowercase,
    )
