"""The algorithms, by name. A new one is one new file and one line here."""

from embviz.models.bag import Bag
from embviz.models.bert import BERT
from embviz.models.cbow import CBOW
from embviz.models.cnn import CNN
from embviz.models.encoder import Encoder
from embviz.models.exact import ExactSkipGram
from embviz.models.fasttext import FastText
from embviz.models.glove import GloVe
from embviz.models.gpt import GPT
from embviz.models.lstm import LSTM
from embviz.models.shared.negatives import keep_probabilities
from embviz.models.skipgram import SkipGram
from embviz.models.softmax import FullSoftmax
from embviz.training.model import Model

__all__ = ["CLASSIFIERS", "MODELS", "keep_probabilities"]

MODELS: dict[str, type[Model]] = {
    "skipgram": SkipGram,
    "cbow": CBOW,
    "fasttext": FastText,
    "softmax": FullSoftmax,
    "exact": ExactSkipGram,
    "glove": GloVe,
    "gpt": GPT,
    "bert": BERT,
    "bag": Bag,
    "cnn": CNN,
    "lstm": LSTM,
    "encoder": Encoder,
}
"""What the page and the tests offer: from a model's name to its class."""

CLASSIFIERS = ("bag", "cnn", "lstm", "encoder")
"""Those that learn from sentences with a class each; the others from any text."""
