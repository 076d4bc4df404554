"""GloVe: vectors whose products are the logarithms of how often words meet.

The text is counted once: X_ij sums 1/t over the places where words i and j stand t tokens apart, t
up to the window, to both sides alike (see `cooccurrence.py`). Then E and U, with a bias b_i for
each row of E and c_j for each of U, are fitted to the cells where X is not zero:

    J = Σ_ij f(X_ij) e_ij²,        e_ij = v_i·u_j + b_i + c_j - log X_ij                     (1)

    f(x) = min(1, (x/x_max)^α)                                                               (2)

(Pennington et al. 2014, https://nlp.stanford.edu/pubs/glove.pdf, formulas (8) and (9); their ~w_j
is u_j here). f keeps rare meetings, mostly chance, from weighing as much as frequent ones.
Half of the gradient of (1) is

    ∂v_i = f e_ij u_j,        ∂u_j = f e_ij v_i,        ∂b_i = ∂c_j = f e_ij                 (3)

and it is followed downhill by AdaGrad as in the authors' program: with A = 1 at the start,

    A ← A + (η g)²,        θ ← θ - η g / √A        for each number θ with gradient g         (4)

so that a number that has moved much moves less. E and U play the same role, as X is symmetric: the
result is E + U (section 4.2 of the paper).

Other than in the program, cells are taken B at a time. All gradients of a block are those at the
weights before it; A takes in the squares of all of them, cell by cell, before it divides their sum.
Block b of n holds the cells b, b + n, b + 2n … in the order of their rows, so that each row's cells
are spread evenly among the blocks; the order of blocks is drawn anew each epoch.

x_max and η are not the program's 100 and .05, which are meant for billions of tokens: at the size
of the King James Bible nearly all f would be tiny, and epochs would change little (see X_MAX).

High rates run off to infinity, at the same ones with blocks as cell by cell.

The loss is (1) over fixed cells, divided by the sum of their f: the mean square of e. It is no loss
in nats, and not comparable with that of other models.

Not here: subsampling (f takes its place); held-out text (all of it is counted); windows to one side
only; threads.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

import numpy as np

from embviz.models.shared.add_rows import add_rows
from embviz.models.shared.cooccurrence import (
    Counting,
    Meetings,
    flat,
    is_counting,
    meetings,
    near,
    summed,
)
from embviz.models.shared.windows import Sentences
from embviz.text.corpus import Corpus, Vocabulary
from embviz.training.film import FINEST
from embviz.training.model import Kept, Position, Purpose, Weights, rows, stream
from embviz.training.staying import Below
from embviz.types import Float32, Floating, Ids, Which
from embviz.util import memory
from embviz.util.settings import check_settings, setting

X_MAX = 10.0
RATE = 0.25
"""Chosen on the King James Bible (window 10, d = 100, 3 epochs, mean of 3 seeds): Spearman's ρ with
WordSim and SimLex .32 and .04; with η = .2 .25 and .07, with η = .1 .16 and .00; with x_max = 30
and η = .2 .14 and .02. From η = .3 on the loss first leaps. `kingdom` prefers less: E finds .65 of
its analogies with η = .2, .62 with .25, .57 with .3."""

BLOCK = 64, 1024
"""Cells of a block, fewest and most: more are no quicker."""

LOSS_SHARE = 0.05
LOSS_CELLS = 200, 20_000
LOSS_TOKENS = 30_000
"""The loss of all frames may take such a share of training; cells that it looks at; how often the
words of their rows may occur in the text altogether."""


@dataclass(frozen=True)
class GloVe:
    """GloVe.

    Attributes:
        dimension: d, numbers in a word's vector.
        window: So many words to each side are counted.
        epochs: How often all cells are gone through.
        learning_rate: η.
        x_max: From this count on, cells weigh 1.
        alpha: α, the exponent of the weight below that.

    Raises:
        SettingError: If a setting is outside its range.

    >>> GloVe(dimension=100).x_max
    10.0
    """

    name: ClassVar[str] = "glove"
    vectors: ClassVar[tuple[Which, ...]] = ("E", "U", "E+U")
    result: ClassVar[Which] = "E+U"
    presets: ClassVar[Mapping[str, Mapping[str, float]]] = {}

    dimension: int = setting(50, 1, 1000, step=1, scale="log")
    window: int = setting(10, 1, 50, step=1)
    epochs: int = setting(10, 1, 10_000, step=1, scale="log")
    learning_rate: float = setting(RATE, 1e-4, 1.0, scale="log")
    x_max: float = setting(X_MAX, 0.1, 10_000.0, scale="log")
    alpha: float = setting(0.75, 0.0, 2.0)

    def __post_init__(self) -> None:
        check_settings(self)

    def shapes(self, vocabulary: Vocabulary) -> Mapping[str, tuple[int, ...]]:
        """The shapes of the weights: matrices, biases, and A for each of them."""
        V, d = len(vocabulary), self.dimension
        shapes = {"E": (V, d), "U": (V, d), "b": (V,), "c": (V,)}
        return shapes | {f"A_{name}": shape for name, shape in shapes.items()}

    def kept(self, vocabulary: Vocabulary) -> Kept:
        """What its films keep."""
        return Kept()

    def below(self, weights: Weights) -> Below:
        """E, and what AdaGrad gathers about it."""
        return Below(weights["E"], [weights["A_E"]])

    def trainer(self, corpus: Corpus, seed: int, frames: int) -> "GloVeTrainer":
        """Prepare a run.

        Raises:
            SettingError: If the memory would not suffice.
        """
        trainer = GloVeTrainer(self, corpus, seed, frames)
        memory.check(trainer.bytes, len(corpus.vocabulary))
        return trainer


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells of X, each pair of words once.

    Attributes:
        i: (n,) the word of the row.
        j: (n,) the word of the column, not before i.
        X: (n,) how often they meet, formula (1) of `cooccurrence`.
    """

    i: Ids
    j: Ids
    X: Float32

    def __len__(self) -> int:
        return len(self.X)

    def spread(self, block: int, blocks: int) -> "Cells":
        """The cells of a block: every so-many-th."""
        return Cells(self.i[block::blocks], self.j[block::blocks], self.X[block::blocks])


@dataclass(frozen=True, eq=False)
class GloVeTrainer:
    """A run of GloVe, prepared; see `model.Trainer`."""

    model: GloVe
    corpus: Corpus
    seed: int
    frames: int

    # ---- training

    def initial(self) -> Weights:
        """Matrices and biases uniform in ±1/(2d), as in the authors' program; A is 1."""
        rng, weights = stream(Purpose.INITIALISE, self.seed), Weights()
        for name, shape in self.model.shapes(self.corpus.vocabulary).items():
            if name.startswith("A_"):
                weights[name] = np.ones(shape, dtype=np.float32)
            else:
                drawn = rng.random(shape, dtype=np.float32) - np.float32(0.5)
                weights[name] = drawn / np.float32(self.model.dimension)
        return weights

    def steps(self, weights: Weights, position: Position) -> Iterator[Position]:
        """Count, then train block by block; see `model.Trainer`."""
        yield from self._counting.positions(position)
        epochs, n = self.model.epochs, self.blocks
        fresh = is_counting(position)
        epoch, block = (0, 0) if fresh else (position.epoch, position.block)
        while epoch < epochs:
            order = stream(Purpose.ORDER, self.seed, epoch).permutation(n)
            for b in range(block, n):
                self._step(weights, self._cells.spread(int(order[b]), n))
                last = b + 1 == n
                at = epoch + (b + 1) / n
                yield Position(epoch + last, block=0 if last else b + 1, at=at)
            epoch, block = epoch + 1, 0

    def keep(self, weights: Weights, words: Ids | None) -> tuple[Weights, Weights]:
        """E and U as they are; what they come to is their sum, see `GloVe.result`."""
        return rows(weights, words)

    def _step(self, weights: Weights, cells: Cells) -> None:
        """Formulas (3) and (4) for a block; the weights are changed in place."""
        i, j = np.concatenate([cells.i, cells.j]), np.concatenate([cells.j, cells.i])  # (2n,)
        target, f = np.log(cells.X), weight(cells.X, self.model.x_max, self.model.alpha)
        # (i, i) is one cell, not two.
        f = np.concatenate([f, np.where(cells.i == cells.j, np.float32(0), f)])
        v, u = np.take(weights["E"], i, axis=0), np.take(weights["U"], j, axis=0)  # (2n, d)
        biases = weights["b"][i] + weights["c"][j]
        e = errors(v, u, biases, np.concatenate([target, target]))
        g = (f * e * self.model.learning_rate).astype(np.float32)
        # E and U are only changed now that the rows of both are there.
        descend(weights["E"], weights["A_E"], i, g, u)
        descend(weights["U"], weights["A_U"], j, g, v)
        for name, ids in (("b", i), ("c", j)):
            ones = np.ones((len(g), 1), dtype=np.float32)
            descend(weights[name][:, None], weights[f"A_{name}"][:, None], ids, g, ones)

    def ends(self, most: int) -> list[float] | None:
        """The epochs trained after each block, if there are so few; see `model.Trainer`."""
        blocks = self.model.epochs / self.finest
        if blocks > 2 * most or self._counting.chunks > 1 or self.model.epochs * self.blocks > most:
            return None
        n = self.blocks
        return [epoch + (b + 1) / n for epoch in range(self.model.epochs) for b in range(n)]

    # ---- loss

    def loss(self, weights: Weights) -> float:
        """The mean square of e over fixed cells, weighted by f."""
        i, j, X = self._fixed.i, self._fixed.j, self._fixed.X
        biases = weights["b"][i] + weights["c"][j]
        e = errors(weights["E"][i], weights["U"][j], biases, np.log(X))
        f = weight(X, self.model.x_max, self.model.alpha)
        return float(np.average(np.square(e, dtype=np.float64), weights=f))

    @property
    def loss_on(self) -> Literal["held-out", "training"]:
        """All of the text is counted."""
        return "training"

    @cached_property
    def _fixed(self) -> Cells:
        """Some cells, whole rows before anything else is counted, as both (i, j) and (j, i)."""
        rng = stream(Purpose.HOLD_OUT, self.seed)
        i, j, X = self._rows(rng)
        afford = LOSS_SHARE * self._training_ns / self.frames / _loss_cell_ns(self.model.dimension)
        most = int(np.clip(afford, *LOSS_CELLS))
        some = np.sort(rng.permutation(len(X))[:most])
        return Cells(i[some], j[some], X[some])

    def _rows(self, rng: np.random.Generator) -> tuple[Ids, Ids, Float32]:
        """All cells of the rows of some words, drawn until they are LOSS_TOKENS of the text."""
        counts = self.corpus.vocabulary.counts
        order = rng.permutation(self._V)
        chosen = np.zeros(self._V, dtype=bool)
        chosen[order[np.cumsum(counts[order]) <= max(LOSS_TOKENS, counts[order[0]])]] = True
        row, sentence = flat(self._sentences)
        at = np.flatnonzero(chosen[row])
        a, b, X = [], [], []
        for t in range(1, min(self.model.window, len(row) - 1) + 1):
            for step in (-t, t):
                here = at[(at + step >= 0) & (at + step < len(row))]
                here = here[sentence[here] == sentence[here + step]]
                a.append(row[here])
                b.append(row[here + step])
                X.append(np.full(len(here), 1 / t, dtype=np.float32))
        if not sum(map(len, a)):
            return self._any_cells()
        keys = np.concatenate(a).astype(np.int64) * self._V + np.concatenate(b)
        distinct, place = np.unique(keys, return_inverse=True)
        summed_X = np.bincount(place, np.concatenate(X)).astype(np.float32)
        i, j = np.divmod(distinct, self._V)
        return i.astype(np.int32), j.astype(np.int32), summed_X

    def _any_cells(self) -> tuple[Ids, Ids, Float32]:
        """All cells: for a text most of whose words meet no other."""
        return self._cells.i, self._cells.j, self._cells.X

    # ---- forecasts

    @property
    def finest(self) -> float:
        """Epochs that a block takes."""
        return 1 / self._blocks_for(self._meetings.cells)

    def safe_rate(self) -> float:
        """A learning rate that should not diverge: that of the authors' program."""
        return 0.05

    def seconds(self) -> float:
        """How long the run takes on one core, roughly."""
        d, tokens = self.model.dimension, self._sentences.tokens
        counting_ns = tokens * (20 + 35 * self.model.window)
        frames = min(self.frames, self.model.epochs / self.finest + 1)
        afford = LOSS_SHARE * self._training_ns / self.frames
        cells = min(2 * self._meetings.cells, max(afford / _loss_cell_ns(d), LOSS_CELLS[0]))
        frame_ns = 100_000 + 3.0 * self._V * d + cells * _loss_cell_ns(d)
        return 1e-9 * (counting_ns + self._training_ns + frames * frame_ns)

    @property
    def _training_ns(self) -> float:
        cells = self._meetings.cells
        block_ns = 150_000 * self._blocks_for(cells)
        return self.model.epochs * (block_ns + cells * (150 + 11 * self.model.dimension))

    @property
    def bytes(self) -> float:
        """Memory of the run: weights twice, the cells while they are merged."""
        numbers = sum(
            math.prod(shape) for shape in self.model.shapes(self.corpus.vocabulary).values()
        )
        most = min(self._V * (self._V + 1) / 2, self.model.window * self._sentences.tokens)
        small = most * CELL_BYTES < 2**26
        return 8 * numbers + CELL_BYTES * (most if small else self._meetings.cells)

    # ---- tables of the text

    @property
    def blocks(self) -> int:
        """Blocks of an epoch; counts the text first."""
        return self._blocks_for(len(self._cells))

    @property
    def cells(self) -> int:
        """Cells of an epoch; counts the text first."""
        return len(self._cells)

    def _blocks_for(self, cells: float) -> int:
        """Blocks are not larger than FINEST epochs, where that leaves them the fewest cells."""
        fewest, most = BLOCK
        return max(1, math.ceil(cells / min(most, max(fewest, FINEST * cells))))

    @cached_property
    def _cells(self) -> Cells:
        """All cells; counts what is not counted yet."""
        X = self._counting.total()
        i = np.repeat(np.arange(self._V, dtype=np.int32), np.diff(X.indptr))
        j = X.indices.astype(np.int32, copy=False)
        # A word that meets itself meets twice: each of the two tokens has the other beside it.
        return Cells(i, j, np.where(i == j, 2 * X.data, X.data))

    @cached_property
    def _counting(self) -> Counting:
        V, window = self._V, self.model.window
        return Counting(
            self._sentences,
            lambda row, sentence: summed(near(row, sentence, window), V, np.float32),
        )

    @cached_property
    def _meetings(self) -> Meetings:
        return meetings(self._sentences, self._V, self.model.window)

    @cached_property
    def _sentences(self) -> Sentences:
        starts = self.corpus.starts
        return Sentences.of(self.corpus.ids, starts, np.arange(len(starts) - 1))

    @property
    def _V(self) -> int:
        return len(self.corpus.vocabulary)


CELL_BYTES = 36
"""Memory that a cell takes at most: 12 as it is kept, twice that while parts are merged."""


def _loss_cell_ns(d: int) -> float:
    """What the loss takes for one cell."""
    return 40 + 1.2 * d


def weight(X: Floating, x_max: float, alpha: float) -> Floating:
    """F of formula (2), (n,).

    >>> weight(np.array([0.625, 10.0, 1000.0]), x_max=10.0, alpha=0.75)
    array([0.125, 1.   , 1.   ])
    """
    f: Floating = np.minimum(X / np.asarray(x_max, X.dtype), 1) ** np.asarray(alpha, X.dtype)
    return f


def errors(v: Floating, u: Floating, biases: Floating, target: Floating) -> Floating:
    """E of formula (1) for n cells, in the dtype of the rows.

    Args:
        v: (n, d), the rows of E.
        u: (n, d), the rows of U.
        biases: (n,), b_i + c_j.
        target: (n,), log X.
    """
    e: Floating = np.einsum("nd,nd->n", v, u) + biases - target
    return e


def descend(theta: Float32, A: Float32, ids: Ids, g: Float32, rows: Float32) -> None:
    """Formula (4) for gradients g ∘ rows, duplicates summed; θ and A change, `rows` is used up.

    Args:
        theta: θ, (V, d).
        A: (V, d).
        ids: (n,) the row of each gradient.
        g: (n,) η f e.
        rows: (n, d) what the error of each cell is multiplied by.
    """
    add_rows(A, ids, rows * rows, g * g)
    root = np.take(A, ids, axis=0)
    np.sqrt(root, out=root)
    np.divide(rows, root, out=rows)
    add_rows(theta, ids, rows, -g)
