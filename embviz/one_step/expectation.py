"""What the exact objective asks of one centre: whom it meets, and how far its row goes for them.

Training counts N_io, how often word o is met near word i, and adds up all pairs (see
`models.exact`). Divided by n_i, the pairs of word i, its part of that is formula (2) of
`objectives`, with m_o = N_io / n_i and k_o = K P_n(o).

A step of training follows a running mean of gradients, scaled row by row. Where that mean has come
to rest, row i moves by η' times the gradient of its part, with H the largest h of all words:

    h_i = n_i (1 + K) / 2,        η' = η (H / h_i)^p n_i / H                                 (1)
"""

from dataclasses import dataclass

from embviz.models.exact import POWER, ExactSkipGram
from embviz.one_step.objectives import Expected
from embviz.training.run import Run


@dataclass(frozen=True, eq=False)
class Expectation:
    """What is asked of a centre."""

    objective: Expected  # (V,) each
    pairs: float  # n_i: pairs of an epoch, as expected by subsampling and windows
    rate: float  # η' of formula (1)


def expectation(run: Run, word: int) -> Expectation | None:
    """Count what a run of the exact objective asks of a word; None where it meets no other."""
    model = run.model
    if not isinstance(model, ExactSkipGram):
        raise TypeError(f"the model must be ExactSkipGram, not {type(model).__name__}")
    trainer = model.trainer(run.corpus, run.seed, run.frames)
    N, K = trainer.objective.N.astype("float64"), model.negatives
    n = N.sum(axis=1)
    if not n[word]:
        return None
    half = 0.5 * (1 + K) * n
    H = float(half.max())
    rate = model.learning_rate * (H / half[word]) ** POWER * n[word] / H
    objective = Expected(N[word] / n[word], K * trainer.source.noise)
    return Expectation(objective, float(n[word]), float(rate))
