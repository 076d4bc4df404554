"""fastText: skip-gram whose word vectors are made of pieces, so that it can spell.

The vector of a word is the mean of the rows z of its pieces P_w, which are the word itself and its
n-grams of letters, in angle brackets: "<ca", "cat", "at>" (Bojanowski et al. 2017,
https://arxiv.org/abs/1607.04606, section 3.2; the mean is that of the program):

    v_w = (1/|P_w|) Σ_{g ∈ P_w} z_g                                                          (1)

Everything else is skip-gram with negative sampling: over the pairs of a centre w_c and a context
w_o in its window, with K words drawn from P_n, the counts to the power of 3/4, it follows

    log σ(u_o·v_c) + Σ_{k=1}^{K} log σ(-u_k·v_c)                                             (2)

upwards. What it finds for v_c moves every z_g of the word by *all* of it, whatever (1) would divide
it by, as in the program fastText. So words that share pieces learn together,
rare forms of a word from common ones, and words that the text never had get vectors, too: see
`subwords`.

N-grams are hashed into `bucket` buckets as fastText hashes them; two that fall into one share a
row. Only the buckets that the vocabulary uses have a row here, behind those of the words: Z has V +
B rows. The program gives all of them one, and adds random ones that were never trained to the
vectors of unknown words.

Words are similar in spelling before they are in use: pieces in common show in the untrained E.

Not here: its CBOW variant, the supervised mode, phrases; threads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from embviz.models.shared.add_rows import add_rows
from embviz.models.shared.block_trainer import BlockTrainer, Step
from embviz.models.shared.blocks import SUB_BLOCK, BlockLayout, Limits, Loads, Plan
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.cost import SHOWN, block_ns, pieces_ns
from embviz.models.shared.held_out_loss import Pairs, draw_pairs
from embviz.models.shared.negatives import normal
from embviz.models.shared.ngrams import Pieces, means, pieces
from embviz.models.shared.window_step import WindowStep
from embviz.text.corpus import Corpus, Vocabulary
from embviz.training.model import Kept, Purpose, Weights, stream
from embviz.training.staying import Below
from embviz.types import Float32, Ids, Which
from embviz.util.settings import check_settings, out_of_range, setting


@dataclass(frozen=True)
class FastText:
    """Skip-gram with negative sampling over pieces of words.

    Attributes:
        dimension: d, numbers in a word's vector.
        window: The widest window: so many words to each side.
        negatives: K, random words that each true pair is weighed against.
        epochs: How often the text is read.
        learning_rate: At the start; it falls linearly.
        subsampling: Words more frequent than this are skipped at times; 0: never.
        min_n: Fewest letters of an n-gram, brackets included.
        max_n: Most letters of an n-gram.
        bucket: So many buckets to hash n-grams into.
        final_rate: What the learning rate falls to, as a share of itself.
        spread_Z: Standard deviation of the numbers of Z at the start; those of E, means of a dozen
            rows, have a third of it.
        spread_U: The same of U; 0: they begin at zero.

    Raises:
        SettingError: If a setting is outside its range, or max_n below min_n.

    >>> FastText(dimension=100).max_n
    6
    """

    name: ClassVar[str] = "fasttext"
    vectors: ClassVar[tuple[Which, ...]] = ("E", "U", "E+U")
    result: ClassVar[Which] = "E"
    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}

    dimension: int = setting(50, 1, 1000, step=1, scale="log")
    window: int = setting(5, 1, 50, step=1)
    negatives: int = setting(5, 1, 50, step=1)
    epochs: int = setting(20, 1, 10_000, step=1, scale="log")
    learning_rate: float = setting(0.03, 1e-4, 1.0, scale="log")
    subsampling: float = setting(1e-3, 0.0, 1.0, scale="log")
    min_n: int = setting(3, 1, 10, step=1)
    max_n: int = setting(6, 1, 10, step=1)
    bucket: int = setting(2_000_000, 1, 10_000_000, step=1, scale="log")
    final_rate: float = setting(0.004, 0.0, 1.0, scale="log")
    spread_Z: float = setting(0.3, 1e-4, 1.0, scale="log")
    spread_U: float = setting(0.0, 0.0, 1.0, scale="log")

    def __post_init__(self) -> None:
        check_settings(self)
        if self.max_n < self.min_n:
            raise out_of_range("max_n", self.max_n, self.min_n, 10, whole=True)

    def pieces(self, vocabulary: Vocabulary) -> Pieces:
        """Which rows of Z make up each word."""
        return pieces(vocabulary, self.min_n, self.max_n, self.bucket)

    def shapes(self, vocabulary: Vocabulary) -> Mapping[str, tuple[int, ...]]:
        """The shapes of the weights."""
        V, d = len(vocabulary), self.dimension
        return {"Z": (self.pieces(vocabulary).count, d), "U": (V, d)}

    def kept(self, vocabulary: Vocabulary) -> Kept:
        """What its films keep: Z in the last frame."""
        return Kept(last={"Z": self.shapes(vocabulary)["Z"]})

    def begin_at(self, weights: Weights, rows: Float32, vocabulary: Vocabulary) -> None:
        """Let E begin at rows (V, d), in place, where they are known (not NaN).

        Of a word's pieces only its own row of Z moves, by as many times the difference as it has
        pieces: then the mean (1) is the row asked for.
        """
        known = np.flatnonzero(~np.isnan(rows).any(axis=1)).astype(np.int32)
        pieces = self.pieces(vocabulary)
        E = pieces.means(weights["Z"], known)
        weights["Z"][known] += pieces.times[known][:, None] * (rows[known] - E)

    def below(self, weights: Weights) -> Below:
        """E is made of Z."""
        return Below(weights["Z"])

    def trainer(self, corpus: Corpus, seed: int, frames: int) -> BlockTrainer:
        """Prepare a run."""
        source = CorpusTables(corpus, seed, self.window, self.subsampling)
        rule = FastTextRule(self, source, self.pieces(corpus.vocabulary))
        return BlockTrainer(self, source, frames, rule, rule.loads(), more_ns=rule.more_ns())


@dataclass(frozen=True, eq=False)
class FastTextRule:
    """What fastText does; see `block_trainer.Rule`."""

    model: FastText
    source: CorpusTables
    pieces: Pieces

    def initial(self) -> Weights:
        """Z and U normal, Z drawn first."""
        model, rng = self.model, stream(Purpose.INITIALISE, self.source.seed)
        d = model.dimension
        Z = normal(rng, (self.pieces.count, d), model.spread_Z)
        return {"Z": Z, "U": normal(rng, (self.source.V, d), model.spread_U)}

    def stepper(self, weights: Weights, layout: BlockLayout, limits: Limits | None) -> Step:
        """What follows skip-gram's objective for a block, with the means (1) for rows of E."""
        model, Z, U = self.model, weights["Z"], weights["U"]
        window_step = WindowStep(layout, model.dimension, model.negatives, limits)

        def step(plan: Plan, block: int, rate: float) -> None:
            ptr, pieces = self.pieces.some(plan.centres(block))
            v = means(Z, ptr, pieces)  # (1), (T, d)
            add_rows(Z, pieces, window_step.step(v, U, plan, block, rate), ptr=ptr)

        return step

    def keep(self, weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
        """E by formula (1), and U; Z as well if all is asked for."""
        E, U = self.pieces.means(weights["Z"], words), weights["U"]
        if words is None:
            return {"E": E, "U": U}, {"Z": weights["Z"]}
        return {"E": E, "U": U[words]}, {}

    def fixed(self, most: tuple[int, int]) -> Pairs:
        """Pairs from sentences that training does not see."""
        return draw_pairs(self.source, self.model.negatives, most)

    def loss(self, weights: Weights, fixed: Pairs) -> float:
        """The mean loss of the fixed pairs."""
        v = self.pieces.means(weights["Z"], fixed.centres)
        return fixed.loss_of(v, weights["U"])

    def loads(self) -> Loads:
        """As skip-gram's, but a word is crowded by those that share its pieces, too.

        They count a third: they seldom pull the same way. (King James Bible, "the" at .04: blocks
        of 320 centres, of five times the load allowed, were still as good as those of 64.)
        """
        model, source = self.model, self.source
        shared = float(self.pieces.loads(source.kept_shares).max()) / 3
        crowding = max(shared, float(source.kept_shares.max()))
        return Loads(model.learning_rate, source.contexts, model.negatives, crowding)

    def block_ns(self, layout: BlockLayout, limited: bool) -> float:
        """What a block takes, its pieces gathered and moved."""
        d, around = self.model.dimension, SUB_BLOCK + 2 * layout.w + layout.S
        of_word = float(self.pieces.times @ self.source.kept_shares)
        return block_ns(layout.T, d, around, limited) + pieces_ns(layout.T * of_word, d)

    def more_ns(self) -> float:
        """What a frame takes besides: E made, Z copied."""
        d = self.model.dimension
        shown = pieces_ns(float(self.pieces.times[:SHOWN].sum()), d)
        return shown + 0.5 * (self.pieces.count - self.source.V) * d
