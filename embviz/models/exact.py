"""Skip-gram with negative sampling, without sampling: its exact expectation, for few words.

What negative sampling does on average can be written down (Levy and Goldberg 2014,
https://papers.nips.cc/paper/5477). Count once how often word o is drawn as a context of word c,
N_co, with the expectation of subsampling and of windows that shrink at random (`cooccurrence.py`,
formula (2)). With n_c = Σ_o N_co, an epoch of skip-gram climbs on average

    J = Σ_co  N_co log σ(v_c·u_o) + K n_c P_n(o) log σ(-v_c·u_o)                             (1)

whose whole gradient is three products of matrices,

    G = N - D ∘ σ(E Uᵀ),        D_co = N_co + K n_c P_n(o)                                   (2)

    ∂J/∂E = G U,        ∂J/∂U = Gᵀ E                                                         (3)

So nothing is drawn but the start: the film is smooth, and the same text and start give the same
film. An epoch is one step, E first, then U by a new G. A step follows m, a running mean of
the gradients:

    m ← MOMENTUM m + (1 - MOMENTUM) ∂J / H,        row w ← row w + η (H/h_w)^p m_w           (4)

h_w is half of row w's sum of D (of a column's, for U), H the largest h: so η has no unit. With p =
0 this is plain ascent, in which rare words hardly move. p = 1, like Adam, moves all alike, and
overfits the rare ones: see POWER. No row moves further than LONGEST in a step: few steps would, but
in texts of two or three words such a leap is too far to come back from.

It overfits all the same, since every pair that was not met is held against it. So each CHECK epochs
(1) is asked of sentences held out; when it has not improved `patience` times, the run jumps to its
end, and the best E and U are those of the last frame. Texts of under 100 sentences hold none out,
and go through all of their epochs.

An epoch takes about V²(5d + 10) nanoseconds/20, whatever the length of the text: thousands of steps
a second at V = 200, ten at V = 2000, where sampling is the better choice. More words are refused.

Not here: Adam (see POWER); texts of many words (see `skipgram`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar, Literal

import numpy as np
from scipy import sparse

from embviz.models.shared import cost
from embviz.models.shared.cooccurrence import Counting, expected, summed
from embviz.models.shared.corpus_tables import CorpusTables
from embviz.models.shared.held_out_loss import softplus
from embviz.text.corpus import Corpus, Vocabulary
from embviz.training.model import Kept, Position, Purpose, Weights, rows, stream
from embviz.training.staying import Freeze, is_frozen
from embviz.types import Float32, Float64, Ids, Which
from embviz.util.settings import check_settings, setting

MOST_WORDS = 2000
"""From here on an epoch takes a tenth of a second, and matrices of V by V tens of megabytes."""

POWER = 0.25
"""p of formula (4). Held-out loss of `kingdom` with p = 0, .25, .5, .75, 1 (mean of 3 seeds):
1.583, 1.585, 1.588, 1.593, 1.600; with Adam 1.598. With p = 0 it takes 1.6 times the steps."""

MOMENTUM = 0.9
"""How much of m is kept from one step to the next."""

LONGEST = 0.2
"""How far a row may move in a step."""

HIGHEST_RATE = 10.0
"""Above it rows are not limited: such a rate should be seen to fail, not be patched up."""

SPREAD = 0.03
"""Standard deviation of E at the start; U is zero. From .03 to .1 the loss is the same, but of the
analogies in `kingdom` and `царство` .92 and .84 are found with .03, .90 and .77 with .1 (5 seeds).
"""

CHECK = 5
"""Epochs between two looks at the held-out sentences."""

TINY = 1e-9
"""Weights below it are none."""

UNKNOWN = 1e4
"""The best loss before there was any."""


@dataclass(frozen=True)
class ExactSkipGram:
    """Skip-gram's exact objective.

    Attributes:
        dimension: d, numbers in a word's vector.
        window: The widest window: so many words to each side.
        negatives: K, how heavily words that are no contexts weigh against each true pair.
        epochs: Steps at most.
        learning_rate: η.
        subsampling: Words more frequent than this count for less; 0: never.
        patience: After so many looks without a better held-out loss it stops; 0: it never does.

    Raises:
        SettingError: If a setting is outside its range.

    >>> ExactSkipGram(dimension=100).negatives
    5
    """

    name: ClassVar[str] = "exact"
    vectors: ClassVar[tuple[Which, ...]] = ("E", "U", "E+U")
    result: ClassVar[Which] = "E"
    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}

    dimension: int = setting(50, 1, 1000, step=1, scale="log")
    window: int = setting(5, 1, 50, step=1)
    negatives: int = setting(5, 1, 50, step=1)
    epochs: int = setting(400, 1, 10_000, step=1, scale="log")
    learning_rate: float = setting(4.0, 0.01, 100.0, scale="log")
    subsampling: float = setting(1e-3, 0.0, 1.0, scale="log")
    patience: int = setting(4, 0, 1000, step=1)

    def __post_init__(self) -> None:
        check_settings(self)

    def shapes(self, vocabulary: Vocabulary) -> Mapping[str, tuple[int, ...]]:
        """The shapes of the weights: with m, the best so far, and its loss and age."""
        names = ("E", "U", "m_E", "m_U", "best_E", "best_U")
        return {name: (len(vocabulary), self.dimension) for name in names} | {"best": (2,)}

    def kept(self, vocabulary: Vocabulary) -> Kept:
        """What its films keep."""
        return Kept()

    def trainer(self, corpus: Corpus, seed: int, frames: int) -> "ExactTrainer":
        """Prepare a run.

        Raises:
            SettingError: If there are more than MOST_WORDS words.
        """
        cost.check_words(len(corpus.vocabulary), MOST_WORDS)
        return ExactTrainer(self, CorpusTables(corpus, seed, self.window, self.subsampling), frames)


@dataclass(frozen=True, eq=False)
class Objective:
    """Formula (1), ready to be asked.

    Attributes:
        N: (V, V).
        D: (V, V).
    """

    N: Float32
    D: Float32

    @classmethod
    def of(cls, N: Float64, P_n: Float64, K: int) -> "Objective":
        """For counts (V, V), the distribution of negatives (V,), and K of them a pair."""
        D = N + K * N.sum(axis=1, keepdims=True) * P_n
        return cls(N.astype(np.float32), D.astype(np.float32))

    def loss(self, E: Float32, U: Float32) -> float:
        """-J for each pair, in nats. Without pairs it is 0."""
        pairs = self.N.sum(dtype=np.float64)
        if not pairs:
            return 0.0
        rows = np.flatnonzero(self.N.any(axis=1))  # words that are centres at all
        S = E[rows] @ U.T
        # log σ(-x) = -softplus(x), and log σ(x) = x - softplus(x).
        J = self.N[rows] * S - self.D[rows] * softplus(S)
        return float(-J.sum(dtype=np.float64) / pairs)


class Climber:
    """Steps of formula (4); its buffers hold nothing from one to the next.

    Args:
        objective: What to climb.
    """

    def __init__(self, objective: Objective) -> None:
        self._half = objective.D * np.float32(0.5)
        self._rest = objective.N - self._half
        self._scores = np.empty_like(self._half)
        rows, columns = (self._half.sum(axis=axis, dtype=np.float64) for axis in (1, 0))
        largest = {"E": rows.max(), "U": columns.max()}
        self._share = {k: np.float32((1 - MOMENTUM) / max(h, TINY)) for k, h in largest.items()}
        self._scales = {"E": _scale(rows), "U": _scale(columns)}

    def step(self, weights: Weights, rate: float, pace: float = 1.0) -> None:
        """One epoch: E, `pace` times as fast as U, 0: not at all; then U. Changed in place."""
        if pace:
            G = self.errors(weights["E"], weights["U"])
            self._move(weights, "E", pace * rate, G @ weights["U"])
        self._move(weights, "U", rate, self.errors(weights["E"], weights["U"]).T @ weights["E"])

    def errors(self, E: Float32, U: Float32) -> Float32:
        """G of formula (2), (V, V), by σ(x) = (1 + tanh(x/2))/2; it lies in a buffer."""
        G = self._scores
        np.matmul(E * np.float32(0.5), U.T, out=G)
        np.tanh(G, out=G)
        np.multiply(G, self._half, out=G)
        return np.subtract(self._rest, G, out=G)

    def _move(self, weights: Weights, name: str, rate: float, gradient: Float32) -> None:
        m = weights[f"m_{name}"]
        m *= np.float32(MOMENTUM)
        m += self._share[name] * gradient
        step = np.float32(rate) * self._scales[name] * m
        if rate <= HIGHEST_RATE:
            step *= LONGEST / np.maximum(np.linalg.norm(step, axis=1, keepdims=True), LONGEST)
        weights[name] += step


def _scale(h: Float64) -> Float32:
    """(H/h)^p of formula (4), (V, 1); 0 for words that meet none."""
    largest = max(h.max(), TINY)
    scale = np.where(h > TINY * largest, (largest / np.maximum(h, TINY * largest)) ** POWER, 0)
    return scale.astype(np.float32)[:, None]


@dataclass(frozen=True, eq=False)
class ExactTrainer:
    """A run of the exact objective, prepared; see `model.Trainer`."""

    model: ExactSkipGram
    source: CorpusTables
    frames: int
    freeze: Freeze = 0
    pace: float = 1.0

    # ---- training

    def staying(self, freeze: Freeze, pace: float) -> "ExactTrainer":
        """The same with an E that stays: U climbs on E as it has become, so a step knows of it."""
        return replace(self, freeze=freeze, pace=pace)

    def initial(self) -> Weights:
        """E normal, all else zero; nothing has been best yet."""
        shapes = self.model.shapes(self.source.corpus.vocabulary)
        weights: Weights = {name: np.zeros(s, dtype=np.float32) for name, s in shapes.items()}
        rng = stream(Purpose.INITIALISE, self.source.seed)
        rng.standard_normal(out=weights["E"], dtype=np.float32)
        weights["E"] *= np.float32(SPREAD)
        weights["best"][0] = UNKNOWN
        return weights

    def steps(self, weights: Weights, position: Position) -> Iterator[Position]:
        """Count, then climb step by step; see `model.Trainer`."""
        yield from self._counting.positions(position)
        epoch, epochs = position.epoch, self.model.epochs
        while epoch < epochs:
            pace = 0.0 if is_frozen(self.freeze, epoch) else self.pace
            self._climber.step(weights, self.model.learning_rate, pace)
            epoch += 1
            if self._patient and (epoch % CHECK == 0 or epoch == epochs):
                if self._check(weights) >= self.model.patience:
                    epoch = epochs
                if epoch == epochs:
                    weights["E"][:], weights["U"][:] = weights["best_E"], weights["best_U"]
            yield Position(epoch, at=float(epoch))

    def _check(self, weights: Weights) -> int:
        """Look at the held-out sentences, and keep what is best; how many looks it is old."""
        best, loss = weights["best"], np.float32(self.loss(weights))
        if loss < best[0]:
            best[:] = loss, 0
            weights["best_E"][:], weights["best_U"][:] = weights["E"], weights["U"]
        else:
            best[1] += 1
        return int(best[1])

    @property
    def _patient(self) -> bool:
        """Whether it may stop early."""
        return self.model.patience > 0 and self.source.split[1] is not None

    def keep(self, weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
        """E and U as they are."""
        return rows(weights, words)

    def ends(self, most: int) -> list[float] | None:
        """The epochs trained after each step, if there are so few; see `model.Trainer`."""
        if self._counting.chunks > 1 or self.model.epochs > most:
            return None
        return [float(epoch) for epoch in range(1, self.model.epochs + 1)]

    # ---- loss

    def loss(self, weights: Weights) -> float:
        """The loss of all held-out pairs, or of the training pairs where none are held out."""
        return self._judge.loss(weights["E"], weights["U"])

    @property
    def loss_on(self) -> Literal["held-out", "training"]:
        """Where the pairs of the loss come from."""
        return "training" if self.source.split[1] is None else "held-out"

    @cached_property
    def _judge(self) -> Objective:
        held_out = self.source.split[1]
        if held_out is None:
            return self.objective
        counted = Counting(held_out, self._count)
        return self._of(counted) if counted.total().nnz else self.objective

    # ---- forecasts

    @property
    def finest(self) -> float:
        """Epochs that a step takes."""
        return 1.0

    def safe_rate(self) -> float:
        """A learning rate that should not diverge."""
        return 1.0

    def seconds(self) -> float:
        """How long the run takes on one core, roughly, unless it stops early."""
        V, d, epochs = self.source.V, self.model.dimension, self.model.epochs
        product_ns = 0.01 * V * V * d
        step_ns = 30_000 + 4 * product_ns + 2.5 * V * V + 25.0 * V * d
        loss_ns = 30_000 + product_ns + 7.0 * V * V
        looks = min(self.frames, epochs) + (epochs / CHECK if self._patient else 0)
        tokens, distances = self.source.epochs.sentences.tokens, self._distances
        counting_ns = tokens * distances * (60 + 8 * self.model.window)
        return 1e-9 * (counting_ns + epochs * step_ns + looks * loss_ns)

    @property
    def _distances(self) -> float:
        """So many distances are looked at for a token, about: subsampling brings words nearer."""
        lengths = self.source.epochs.sentences.lengths
        return min(
            2 * self.model.window / self.source.kept_share,
            float(lengths @ lengths / lengths.sum()) / 2,
        )

    # ---- tables of the text

    @cached_property
    def _climber(self) -> Climber:
        return Climber(self.objective)

    @cached_property
    def objective(self) -> Objective:
        """What is climbed: formula (1) for the sentences that are trained on."""
        return self._of(self._counting)

    def _of(self, counted: Counting) -> Objective:
        half = counted.total().toarray()
        return Objective.of(half + half.T, self.source.noise, self.model.negatives)

    @cached_property
    def _counting(self) -> Counting:
        return Counting(self.source.split[0], self._count)

    def _count(self, row: Ids, sentence: Ids) -> sparse.csr_array:
        met = expected(row, sentence, self.model.window, self.source.keep)
        return summed(met, self.source.V, np.float64)
