"""What training draws from: the sentences of a text, which tokens are kept, the negatives.

Tables of a corpus for one window and one rate of subsampling. They are made when first asked for,
and never change.
"""

from dataclasses import dataclass
from functools import cached_property

from embviz.models.shared.negatives import cumulated, keep_probabilities, mean_contexts, noise
from embviz.models.shared.windows import Epochs, Sentences, split
from embviz.text.corpus import Corpus
from embviz.types import Float64


@dataclass(frozen=True, eq=False)
class CorpusTables:
    """A corpus, as one run reads it."""

    corpus: Corpus
    seed: int
    window: int  # the widest, to each side
    subsampling: float  # words more frequent than this are skipped at times; 0: never

    @property
    def V(self) -> int:
        """Words of the vocabulary."""
        return len(self.corpus.vocabulary)

    @cached_property
    def keep(self) -> Float64:
        """How likely subsampling keeps a token of each word, (V,)."""
        return keep_probabilities(self.corpus.vocabulary.counts, self.subsampling)

    @cached_property
    def noise(self) -> Float64:
        """P_n, (V,)."""
        return noise(self.corpus.vocabulary.counts)

    @cached_property
    def noise_sums(self) -> Float64:
        """P_n summed up, for `systematic`, (V + 1,)."""
        return cumulated(self.noise)

    @cached_property
    def split(self) -> tuple[Sentences, Sentences | None]:
        """The sentences to train on, and those held out."""
        return split(self.corpus.ids, self.corpus.starts, self.seed)

    @cached_property
    def epochs(self) -> Epochs:
        """The order of reading."""
        return Epochs(self.split[0], self.seed)

    @cached_property
    def kept_shares(self) -> Float64:
        """Each word's share of the tokens that subsampling keeps, expected, (V,)."""
        kept: Float64 = self.keep * self.corpus.vocabulary.counts
        kept /= kept.sum()
        return kept

    @cached_property
    def kept_share(self) -> float:
        """How many of all tokens subsampling keeps, expected."""
        counts = self.corpus.vocabulary.counts
        return float(self.keep @ counts / counts.sum())

    @property
    def kept(self) -> float:
        """Tokens of an epoch that subsampling keeps, expected."""
        return self.kept_share * self.epochs.sentences.tokens

    @cached_property
    def contexts(self) -> float:
        """Contexts of a token on average, at least 1."""
        lengths = self.epochs.sentences.lengths
        left = max(1.0, float(self.kept_share * (lengths @ lengths) / lengths.sum()))
        return max(1.0, mean_contexts(self.window, left))  # in what is left of a token's sentence
