"""A text with planted answers: words of a group share contexts; persons share two kinds."""

import numpy as np

from embviz.text.corpus import Corpus
from embviz.text.labelled import Labelled

Groups = dict[str, tuple[str, ...]]
Analogies = tuple[tuple[str, str, str, str], ...]

_GROUPS, _GROUP_SIZE, _ROLES = 10, 6, 8
_FUNCTION_WORDS = 20
_NOISE = 0.3


def planted_text(tokens: int = 14_000, seed: int = 0) -> tuple[str, Groups, Analogies]:
    """A text of about so many tokens, the groups in it, and the analogies in it.

    Sentences have ten words: function words by Zipf's law, two words of a group (or a person of
    some role and gender), and the contexts that give them away; three of ten contexts are random.
    """
    rng = np.random.default_rng(seed)
    groups = {f"g{g}": tuple(f"g{g}w{i}" for i in range(_GROUP_SIZE)) for g in range(_GROUPS)}
    functions = [f"f{i}" for i in range(_FUNCTION_WORDS)]
    zipf = 1 / np.arange(1, _FUNCTION_WORDS + 1)
    zipf /= zipf.sum()
    contexts = [f"c{g}x{i}" for g in range(_GROUPS + _ROLES) for i in range(4)]
    genders = {"m": ["he", "his", "him"], "f": ["she", "her", "hers"]}

    def context(of: int) -> str:
        wild = rng.random() < _NOISE
        return str(rng.choice(contexts)) if wild else f"c{of}x{rng.integers(4)}"

    lines = []
    for _ in range(tokens // 10):
        common = list(rng.choice(functions, size=5, p=zipf))
        if rng.random() < 0.6:
            g = int(rng.integers(_GROUPS))
            content = [*rng.choice(groups[f"g{g}"], size=2), context(g), context(g), context(g)]
        else:
            role, gender = int(rng.integers(_ROLES)), str(rng.choice(["m", "f"]))
            role_word, of = f"r{role}{gender}", _GROUPS + role
            pronouns = list(rng.choice(genders[gender], size=2))
            content = [role_word, context(of), context(of), *pronouns]
        words = np.array([*common, *content])
        rng.shuffle(words)
        lines.append(" ".join(words) + ".")
    analogies = tuple(
        (f"r{a}m", f"r{a}f", f"r{b}m", f"r{b}f")
        for a in range(_ROLES)
        for b in range(_ROLES)
        if a != b
    )
    return "\n".join(lines), groups, analogies


def planted_corpus(tokens: int = 14_000, seed: int = 0) -> tuple[Corpus, Groups, Analogies]:
    """The same, read."""
    text, groups, analogies = planted_text(tokens, seed)
    return Corpus.from_text(text, min_count=1), groups, analogies


def labelled(corpus: Corpus) -> Labelled:
    """The same sentences; the group of its words, or that of a person, says what each is of."""
    texts = [corpus.sentence(i) for i in range(len(corpus.spans))]
    return Labelled.of(texts, [_class_of(text) for text in texts])


def _class_of(text: str) -> str:
    found = next((word[1] for word in text.split() if word[0] == "g"), "person")
    return "low" if found in "01234" else "other"
