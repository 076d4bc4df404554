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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from embviz.models.shared.add_rows import add_rows
from embviz.models.shared.blocks import HIGHEST_RATE, SUB_BLOCK, BlockLayout, Limits, Loads
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.cost import SHOWN, Forecast, block_ns, pieces_ns
from embviz.models.shared.held_out_loss import Pairs, draw_pairs
from embviz.models.shared.negatives import normal
from embviz.models.shared.ngrams import Pieces, means, pieces
from embviz.models.shared.schedule import Schedule, falling
from embviz.models.shared.window_step import WindowStep
from embviz.text.corpus import Corpus, Vocabulary
from embviz.training.model import Kept, Position, Purpose, Weights, stream
from embviz.types import Ids, Which
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

    def trainer(self, corpus: Corpus, seed: int, frames: int) -> "FastTextTrainer":
        """Prepare a run."""
        return FastTextTrainer(
            self, CorpusTables(corpus, seed, self.window, self.subsampling), frames
        )


@dataclass(frozen=True, eq=False)
class FastTextTrainer:
    """A run of fastText, prepared; see `model.Trainer`."""

    model: FastText
    source: CorpusTables
    frames: int

    def initial(self) -> Weights:
        """Z and U normal, Z drawn first."""
        model, rng = self.model, stream(Purpose.INITIALISE, self.source.seed)
        d = model.dimension
        Z = normal(rng, (self._pieces.count, d), model.spread_Z)
        return {"Z": Z, "U": normal(rng, (self.source.V, d), model.spread_U)}

    def steps(self, weights: Weights, position: Position) -> Iterator[Position]:
        """Train block by block; see `model.Trainer`."""
        model, Z, U = self.model, weights["Z"], weights["U"]
        around = WindowStep(self.schedule.layout, model.dimension, model.negatives, self._limits)
        for plan, block, at, after in self.schedule.steps(position):
            rate = falling(model.learning_rate, model.final_rate, at, model.epochs)
            ptr, pieces = self._pieces.some(plan.centres(block))
            v = means(Z, ptr, pieces)  # (1), (T, d)
            dv = around.step(v, U, plan, block, rate)
            add_rows(Z, pieces, dv, ptr=ptr)
            yield after

    def keep(self, weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
        """E by formula (1), and U; Z as well if all is asked for."""
        E, U = self._pieces.means(weights["Z"], words), weights["U"]
        if words is None:
            return {"E": E, "U": U}, {"Z": weights["Z"]}
        return {"E": E, "U": U[words]}, {}

    def loss(self, weights: Weights) -> float:
        """The mean loss of the fixed pairs."""
        v = self._pieces.means(weights["Z"], self._pairs.centres)
        return self._pairs.loss_of(v, weights["U"])

    @property
    def loss_on(self) -> Literal["held-out", "training"]:
        """Where the pairs of the loss come from."""
        return self._pairs.source

    @cached_property
    def _pairs(self) -> Pairs:
        return draw_pairs(self.source, self.model.negatives, self.forecast.affordable)

    # ---- sizes and forecasts

    @cached_property
    def _pieces(self) -> Pieces:
        return self.model.pieces(self.source.corpus.vocabulary)

    @cached_property
    def schedule(self) -> Schedule:
        """The blocks of the run."""
        layout = BlockLayout.chosen(self.model.window, self._loads, self.source.kept)
        return Schedule(self.source, layout, self.model.epochs)

    @cached_property
    def _loads(self) -> Loads:
        """As skip-gram's, but a word is crowded by those that share its pieces, too.

        They count a third: they seldom pull the same way. (King James Bible, "the" at .04: blocks
        of 320 centres, of five times the load allowed, were still as good as those of 64.)
        """
        model, source = self.model, self.source
        shared = float(self._pieces.loads(source.kept_shares).max()) / 3
        crowding = max(shared, float(source.kept_shares.max()))
        return Loads(model.learning_rate, source.contexts, model.negatives, crowding)

    @cached_property
    def _limits(self) -> Limits | None:
        """Limits for the rows of updates, if they are needed."""
        layout = self.schedule.layout
        if layout.bears(self._loads) or self.model.learning_rate > HIGHEST_RATE:
            return None
        return Limits.of(layout, self.source.kept_shares, self.source.noise)

    @cached_property
    def forecast(self) -> Forecast:
        """What the run takes."""
        layout, d = self.schedule.layout, self.model.dimension
        around, limited = SUB_BLOCK + 2 * layout.w + layout.S, self._limits is not None
        of_word = float(self._pieces.times @ self.source.kept_shares)
        block = block_ns(layout.T, d, around, limited) + pieces_ns(layout.T * of_word, d)
        shown = pieces_ns(float(self._pieces.times[:SHOWN].sum()), d)
        more = shown + 0.5 * (self._pieces.count - self.source.V) * d  # made and copied
        return Forecast.of(self.schedule, block, self.frames, d, more)

    @property
    def finest(self) -> float:
        """Epochs that a block takes."""
        return self.schedule.finest

    def ends(self, most: int) -> list[float] | None:
        """The epochs trained after each block, if there are so few; see `model.Trainer`."""
        return self.schedule.ends(most)

    def safe_rate(self) -> float:
        """A learning rate that should not diverge, to one digit: one that needs no limits."""
        return self._loads.safe_rate

    def seconds(self) -> float:
        """How long the run takes on one core, roughly."""
        return self.forecast.seconds
