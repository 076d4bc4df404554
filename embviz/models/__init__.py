"""The algorithms, by name. A new one is one new file and one line here."""

from embviz.models.skipgram import SkipGram
from embviz.training import Model

MODELS: dict[str, type[Model]] = {"skipgram": SkipGram}
"""What the page and the tests offer: from a model's name to its class."""
