"""Texts in scripts that are written without blanks between words.

Their phrases would be taken for words, each of which occurs once. Cutting them needs a dictionary,
so they are only recognised: by the share of their characters, and by runs of these that are too
long for words. What somebody has cut into words already passes, and so do a few words of such a
script in another text.
"""

import re

from embviz.types import Counts

# Scripts written without blanks: their characters, and the mean length from which runs of them are
# no words. Chinese and Japanese words have two characters on average, clauses six or more; words of
# the others have four to seven with their marks, phrases twenty and more.
_UNSPACED = {
    "Chinese": (
        # Kana are among them: a Japanese word may be a run of both.
        "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
        "\u3041-\u309f\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f",
        3.0,
    ),
    "Thai": ("\u0e01-\u0e4e", 12.0),
    "Lao": ("\u0e81-\u0ecd\u0edc-\u0edf", 12.0),
    "Khmer": ("\u1780-\u17d3", 12.0),
    "Burmese": ("\u1000-\u103f\u1050-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f", 12.0),
}
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_MUCH = 0.25  # of all letters: below it, the rest of the text is what will be looked at


def unspaced(forms: tuple[str, ...], counts: Counts) -> tuple[str, float] | None:
    """Recognise a text in a script that is written without blanks between words.

    From its distinct forms and how often each occurs, to the language that the script is best known
    by and its share of all characters in words; None if the text has spaced words.

    >>> import numpy as np
    >>> unspaced(("我爱北京天安门", "ok"), np.array([3, 2]))
    ('Chinese', 0.84)
    >>> unspaced(("我", "爱", "北京", "天安门"), np.array([1, 1, 1, 1]))
    """
    foreign = [(form, n) for form, n in zip(forms, counts.tolist(), strict=True) if form > "\u0e00"]
    letters = sum(len(form) * n for form, n in zip(forms, counts.tolist(), strict=True))
    for script, (characters, word) in _UNSPACED.items():
        pattern = re.compile(f"[{characters}]+")
        runs = [(len(run), n) for form, n in foreign for run in pattern.findall(form)]
        inside = sum(length * n for length, n in runs)
        if inside >= _MUCH * letters and inside > word * sum(n for _, n in runs):
            kana = sum(len(_KANA.findall(form)) * n for form, n in foreign)
            name = "Japanese" if script == "Chinese" and kana >= 0.1 * inside else script
            return name, round(inside / letters, 2)
    return None
