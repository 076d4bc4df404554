"""Which losses can stand on one axis: those that measure the same guesses.

A loss says how well a model guesses certain pairs of words. With a wider window the pairs are
others, with more negatives each guess is harder: then less is not better. How fast a model learns,
or how many numbers it has for each word, changes no guess. Another seed draws other pairs, but in
the same way, from the same text: what then differs is chance.
"""

from embviz.training.film import Recipe

LEARNING = frozenset(
    {
        *("dimension", "epochs", "learning_rate", "final_rate", "patience"),
        *("spread_E", "spread_U", "spread_Z", "min_n", "max_n", "bucket"),
        *("layers", "heads", "batch", "width", "filters", "memory"),
    }
)
"""Settings that decide how a model learns. Of any other one the guesses are taken to depend."""


def guessed_otherwise(one: Recipe, other: Recipe) -> tuple[str, ...]:
    """Say why two losses cannot be compared; empty: they can be.

    Reasons are "model", "text", the settings that differ, and "pairs": one loss is of pairs kept
    from training, the other of pairs that were trained on.
    """
    if one.model != other.model or not one.model:
        return ("model",)
    if one.corpus != other.corpus or not one.corpus:
        return ("text",)
    names = dict.fromkeys((*one.settings, *other.settings))
    differing = [name for name in names if one.settings.get(name) != other.settings.get(name)]
    found = [name for name in differing if name not in LEARNING]
    if one.loss_on != other.loss_on:
        found.append("pairs")
    return tuple(found)
