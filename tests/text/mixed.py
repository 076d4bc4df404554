"""Texts of few words, and of all that a text can hold."""

from hypothesis import assume
from hypothesis import strategies as st

from embviz.errors import TextError
from embviz.text.corpus import MAX_TOKEN, Corpus

# Few words, so that counts differ and tie; stops, line ends, long tokens and control characters.
PIECES = (
    *("a", "b", "A", "ё", "е", "Ё", "и\u0306", "й", "z", "x" * MAX_TOKEN, "x" * (MAX_TOKEN + 1)),
    *(".", "!", "?”", "\n", "\n\n", "\x00", "—", "b's", "中"),
)


texts = st.lists(st.sampled_from(PIECES), max_size=80).map(lambda p: " ".join([*p, *"aйaйaйaй"]))


min_counts = st.integers(1, 4)


max_words = st.one_of(st.none(), st.integers(2, 6))


def read(text: str, **settings: object) -> Corpus:
    """Read a text that may be unfit, which is for other tests."""
    try:
        return Corpus.from_text(text, **settings)  # type: ignore[arg-type]
    except TextError:
        assume(False)
        raise
