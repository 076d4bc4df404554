"""The CNN against the same network in PyTorch: the same start, batches, steps of Adam; one thread.

By hand, where PyTorch is installed: `python -m tests.benchmarks pytorch_classifier`.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import nn

import embviz as ev
from embviz.models.cnn import CNN
from embviz.models.shared.batch_trainer import Questions
from embviz.models.shared.classifier_trainer import ClassifierTrainer
from embviz.networks import adam
from embviz.text.corpus import Corpus
from embviz.text.labelled import Labelled
from embviz.training.model import Position, Purpose, Weights, stream
from embviz.util.threads import one_thread
from tests.benchmarks.tables import Table

SEEDS = (0, 1, 2)
LABELS = (200, 1000)
LONG = 100
"""Words of the longest of the long sentences."""

ROUNDS = 5
FRAMES = 60


class Convolutional(nn.Module):
    """Formulas (1) and (2) of `embviz.models.cnn`, with the weights of a run.

    A row of zeros, the last one, stands for padding.
    """

    def __init__(self, model: CNN, weights: Weights) -> None:
        super().__init__()
        E, filters, classes = (weights[name] for name in ("E", "filters", "classes"))
        self.padding = len(E)
        rows = np.concatenate([E, np.zeros((1, E.shape[1]), np.float32)])
        self.embedding = nn.Embedding.from_pretrained(
            torch.tensor(rows), freeze=False, padding_idx=self.padding
        )
        before = model.width // 2
        self.ends = nn.ZeroPad1d((before, model.width - 1 - before))
        self.filters = nn.Conv1d(model.dimension, model.filters, model.width)
        self.classes = nn.Linear(*classes.shape)
        with torch.no_grad():
            self.filters.weight.copy_(torch.tensor(filters.transpose(2, 1, 0)))
            self.filters.bias.copy_(torch.tensor(weights["filters.bias"]))
            self.classes.weight.copy_(torch.tensor(classes.T))
            self.classes.bias.copy_(torch.tensor(weights["classes.bias"]))

    def forward(self, ids: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        """Logits (B, C) of ids and of where words stand, (B, T) each."""
        x = self.embedding(ids.masked_fill(~real, self.padding))
        y = torch.relu(self.filters(self.ends(x.transpose(1, 2))))  # (B, filters, T)
        best = y.masked_fill(~real[:, None, :], -torch.inf).amax(dim=2)
        return self.classes(best)


@dataclass(frozen=True)
class Result:
    """What training took, and the share of test sentences that are sorted rightly."""

    cpu_s: float
    wall_s: float
    accuracy: float


def against_pytorch(corpus: Corpus) -> Table:
    """Accuracy on all test sentences, and seconds of training without frames."""
    torch.set_num_threads(1)
    texts = {f"sentiment, {n} labels": ev.labelled("sentiment").first(n) for n in LABELS}
    texts[f"{LONG // 2} to {LONG} words, 600 labels"] = _long(1000)
    rows = [_row(name, text, seed) for name, text in texts.items() for seed in SEEDS]
    model = CNN()
    return Table(
        f"CNN, E tuned: d={model.dimension}, {model.filters} filters of {model.width} words, "
        f"{model.epochs} epochs; medians of {ROUNDS} rounds",
        (
            *("", "seed", "accuracy", "PyTorch's", "points"),
            *("CPU s", "PyTorch's", "ratio", "wall"),
        ),
        tuple(rows),
        f"PyTorch {torch.__version__}, with its usual or its fused Adam, whichever is faster.",
    )


def _long(sentences: int) -> Labelled:
    """Long sentences of 5000 words, one of which tells the class."""
    rng = np.random.default_rng(0)

    def text(first: str) -> str:
        others = rng.integers(0, 5000, rng.integers(LONG // 2, LONG))
        return " ".join([first, *(f"word{i}" for i in others)])

    classes = [f"class{i % 2}" for i in range(sentences)]
    return Labelled.of([text(name) for name in classes], classes)


def _row(name: str, text: Labelled, seed: int) -> tuple[str, ...]:
    trainer = CNN().trainer(text, seed, FRAMES)
    learners = (_ours, partial(_theirs, fused=False), partial(_theirs, fused=True))
    for learn in learners:
        learn(trainer)  # what is loaded or prepared only once is not counted
    rounds = [[learn(trainer) for learn in learners] for _ in range(ROUNDS)]
    ours, *theirs = (_median(each) for each in zip(*rounds, strict=True))
    best = min(theirs, key=lambda each: each.cpu_s)
    return (
        name,
        str(seed),
        f"{ours.accuracy:.3f}",
        f"{best.accuracy:.3f}",
        f"{100 * (ours.accuracy - best.accuracy):+.1f}",
        f"{ours.cpu_s:.3f}",
        f"{best.cpu_s:.3f}",
        f"{best.cpu_s / ours.cpu_s:.2f}",
        f"{best.wall_s / ours.wall_s:.2f}",
    )


def _ours(trainer: ClassifierTrainer) -> Result:
    weights = trainer.initial()

    def train() -> None:
        for _ in trainer.steps(weights, Position()):
            pass

    with one_thread():
        cpu_s, wall_s = _timed(train)
        found = [trainer.logits(weights, asked).argmax(axis=1) for asked in _tested(trainer)]
    return Result(cpu_s, wall_s, _accuracy(trainer, found))


def _theirs(trainer: ClassifierTrainer, *, fused: bool) -> Result:
    network = Convolutional(trainer.model, trainer.initial())
    betas = adam.BETA_1, adam.BETA_2
    optimizer = torch.optim.Adam(network.parameters(), betas=betas, eps=adam.EPSILON, fused=fused)

    def train() -> None:
        for t, asked in enumerate(_batches(trainer), start=1):
            rate = adam.warmed(trainer.model.learning_rate, t, trainer.total)
            optimizer.param_groups[0]["lr"] = rate
            targets = torch.from_numpy(asked.targets.astype(np.int64))
            loss = nn.functional.cross_entropy(network(*_tensors(asked)), targets)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    with one_thread():
        cpu_s, wall_s = _timed(train)
        with torch.no_grad():
            found = [network(*_tensors(each)).argmax(dim=1).numpy() for each in _tested(trainer)]
    return Result(cpu_s, wall_s, _accuracy(trainer, found))


def _batches(trainer: ClassifierTrainer) -> Iterator[Questions]:
    """The batches of a run, in the order in which `trainer.steps` takes them."""
    pieces, size = trainer.trained_on, trainer.batch
    for epoch in range(trainer.model.epochs):
        order = stream(Purpose.ORDER, trainer.seed, epoch).permutation(len(pieces))
        for first in range(0, len(pieces), size):
            yield trainer.asked(pieces.picked(order[first : first + size]))


def _tested(trainer: ClassifierTrainer) -> list[Questions]:
    """The test part, some sentences at a time."""
    pieces = trainer.pieces(trainer.corpus.parts(trainer.seed).test)
    return [trainer.asked(each) for each in trainer.by_length(pieces, 100)]


def _tensors(asked: Questions) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.from_numpy(asked.ids), torch.from_numpy(asked.real)


def _accuracy(trainer: ClassifierTrainer, found: list[np.ndarray]) -> float:
    wanted = np.concatenate([asked.targets for asked in _tested(trainer)])
    return float((np.concatenate(found) == wanted).mean())


def _timed(train: Callable[[], None]) -> tuple[float, float]:
    """Seconds of the processor, and of the clock."""
    cpu, wall = time.process_time(), time.perf_counter()
    train()
    return time.process_time() - cpu, time.perf_counter() - wall


def _median(results: tuple[Result, ...]) -> Result:
    """The median of each number."""
    names = ("cpu_s", "wall_s", "accuracy")
    return Result(*(statistics.median(getattr(each, name) for each in results) for name in names))
