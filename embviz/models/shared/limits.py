"""Refusing before training what is too large for an algorithm."""

from embviz.errors import SettingError


def check_words(words: int, most: int) -> None:
    """Refuse a vocabulary that is too large for an algorithm.

    Raises:
        SettingError: `large_vocabulary`, with `value` and `high`.
    """
    if words > most:
        raise SettingError(
            "large_vocabulary",
            f"The text has {words:,} different words; this algorithm can take up to {most:,}. "
            "Lower the vocabulary.",
            setting="max_words",
            value=words,
            low=2,
            high=most,
        )
