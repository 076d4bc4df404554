"""What training learns, model by model: matrices, rows of pieces, biases.

Every model tells the shapes of its weights. Some of these are no parameters but what an optimiser
keeps beside them (sums of squares, running means, the best so far); they are left out here.
"""

from collections.abc import Mapping
from math import prod

from embviz.models import MODELS
from embviz.text.corpus import Vocabulary

LEARNED = ("E", "U", "Z", "b", "c")  # names of weights that vectors and scores are made of
Shapes = Mapping[str, tuple[int, ...]]


def shapes(model: str, settings: Mapping[str, float], vocabulary: Vocabulary) -> Shapes:
    """The shapes of what a model of `MODELS` learns with all its settings, from all words of a
    text.

    >>> import embviz as ev
    >>> tiny = ev.sample("tiny").vocabulary
    >>> {name: shape for name, shape in shapes("glove", {"dimension": 5}, tiny).items()}
    {'E': (40, 5), 'U': (40, 5), 'b': (40,), 'c': (40,)}
    """
    found: Shapes = MODELS[model](**settings).shapes(vocabulary)
    return {name: shape for name, shape in found.items() if name in LEARNED}


def count(some: Shapes) -> int:
    """How many numbers there are in all.

    >>> count({"E": (40, 5), "b": (40,)})
    240
    """
    return sum(prod(shape) for shape in some.values())
