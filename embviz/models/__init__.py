"""The algorithms, by name. A new one is one new file and one line here."""

from embviz.models.skipgram import SkipGram

MODELS: dict[str, type[SkipGram]] = {"skipgram": SkipGram}
"""What the page and the tests offer: from a model's name to its class."""
