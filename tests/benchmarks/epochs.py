"""How many epochs short texts can bear: loss on the text that follows, and what was planted.

Pieces of a text are cut out at PLACES and trained on, with a learning rate that falls over so many
epochs. The loss is that of the text which follows a piece, and which no training saw: so there is
as much of it for the shortest piece as for the longest. Pieces of `kingdom` are judged by what was
planted there as well, by which also GloVe can be judged, whose loss is of another kind.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from embviz.measures import analogy_accuracy, planted_precision
from embviz.models import MODELS
from embviz.models.shared.held_out_loss import draw_pairs
from embviz.models.shared.windows import Sentences, split
from embviz.text.corpus import Corpus
from embviz.text.samples import answers, sample_text
from embviz.training.model import Position
from embviz.util.threads import one_thread
from embviz.vectors.vectors import Vectors
from tests.benchmarks.tables import Table

TOKENS = (300, 1000, 3000, 10_000, 30_000)
EPOCHS = (3, 5, 10, 20, 40, 80, 160)
PLACES = (0.05, 0.35, 0.65)
MOST = 700_000  # tokens of a run
FOLLOWING = 4000  # tokens that are held out
PAIRS = 6000, 250
LOOKS = 30  # at the loss of the longest run
SUBSAMPLED = 5000  # tokens from which on common words are skipped at times
READ = ("skipgram", "cbow", "fasttext", "softmax")
"""Models that read the text anew each epoch, and know held-out sentences."""


@dataclass(frozen=True, eq=False)
class Piece:
    """A piece of a text, and behind it what follows: one corpus, with the words of the piece."""

    joined: Corpus
    sentences: int  # of the piece itself

    def parts(self, seed: int, inside: bool) -> tuple[Sentences, Sentences]:
        """What is trained on, and what is held out: what follows, or sentences of the piece."""
        ids, starts = self.joined.ids, self.joined.starts
        trained, held_out = split(ids, starts[: self.sentences + 1], seed)
        after = np.arange(self.sentences, len(starts) - 1)
        following = Sentences.of(ids, starts, after)
        return trained, held_out if inside and held_out is not None else following


def pieces(corpus: Corpus, tokens: int) -> Iterator[Piece]:
    """Cut pieces of so many tokens, if the text has them."""
    ends = corpus.starts[1:]
    for place in PLACES if tokens + FOLLOWING < 0.6 * ends[-1] else (0.0,):
        first = int(place * len(ends))
        middle, last = np.searchsorted(ends, ends[first] + np.array([tokens, tokens + FOLLOWING]))
        if last >= len(ends):
            if place or middle >= len(ends):
                continue
            last = len(ends)
        yield _piece(corpus, first, int(middle), int(last))


def _piece(corpus: Corpus, first: int, middle: int, last: int) -> Piece:
    text = "\n".join(corpus.sentence(i) for i in range(first, middle))
    count = 1 if len(text) <= 20_000 else 2
    own = Corpus.from_text(text, min_count=count)
    other = Corpus.from_text("\n".join(map(corpus.sentence, range(middle, last))), min_count=1)
    known = {word: i for i, word in enumerate(own.words)}
    ids = np.array([known.get(word, -1) for word in other.words])[other.ids]
    ends = np.cumsum(ids >= 0)[other.starts[1:] - 1]
    starts = np.unique(np.concatenate([own.starts, own.starts[-1] + ends]))
    joined = np.concatenate([own.ids, ids[ids >= 0]]).astype(np.int32)
    return Piece(replace(own, ids=joined, starts=starts), len(own.starts) - 1)


def trainer_of(name: str, piece: Piece, seed: int, inside: bool, **settings: float) -> Any:
    """A model's trainer for a piece, with many pairs to be judged by."""
    usual = {} if piece.joined.reading.kept_tokens >= SUBSAMPLED else {"subsampling": 0.0}
    trainer = MODELS[name](**usual, **settings).trainer(piece.joined, seed, 120)
    vars(trainer.source)["split"] = piece.parts(seed, inside)
    if name == "softmax":
        vars(trainer)["_pairs"] = draw_pairs(trainer.source, K=1, most=PAIRS)
    elif name != "exact":
        vars(trainer)["_fixed"] = trainer.rule.fixed(PAIRS)
    return trainer


def losses(name: str, piece: Piece, seed: int, epochs: int, every: bool) -> np.ndarray:
    """The loss after some epochs: of what follows, and of the piece's own held-out, (n, 2).

    Unless more is wanted, only after the last one.
    """
    looks = np.unique(np.geomspace(1, epochs, LOOKS).round()) if every else [epochs]
    judge, inner = (
        trainer_of(name, piece, seed, inside, epochs=epochs) for inside in (False, True)
    )
    weights, found = judge.initial(), []
    with one_thread():
        for position in judge.steps(weights, Position()):
            if position.at == position.epoch and position.epoch in looks:
                found.append((judge.loss(weights), inner.loss(weights)))
    return np.array(found)


def on_following_text(corpus: Corpus) -> Table:
    """The loss of what follows, by model, tokens and epochs."""
    rows = []
    for name in READ:
        for tokens in TOKENS:
            some = list(pieces(corpus, tokens))
            rows += [_row(name, tokens, some)] if some else []
    headings = ("", "tokens", *(f"{n}" for n in EPOCHS), "best", "rest", "stop", "true")
    note = (
        "A number is the loss of the following text after so many epochs, mean of the places. Of a "
        "run of the most epochs: its loss at the end (rest), where the piece's own held-out "
        "sentences have their minimum (stop; – under 100 sentences), and where it is least (true)."
    )
    return Table("Loss of the text that follows, by epochs", headings, tuple(rows), note)


def _row(name: str, tokens: int, some: list[Piece]) -> tuple[str, ...]:
    ends: dict[int, float] = {}
    tried = [epochs for epochs in EPOCHS if epochs * tokens <= MOST]
    for epochs in tried:
        last = epochs == tried[-1]
        runs = [losses(name, piece, seed, epochs, last) for seed, piece in enumerate(some)]
        ends[epochs] = float(np.mean([run[-1, 0] for run in runs]))
    stop = np.mean([run[run[:, 1].argmin(), 0] for run in runs])
    enough = min(piece.sentences for piece in some) >= 100
    figures = (ends[max(ends)], stop if enough else None, np.mean([r[:, 0].min() for r in runs]))
    cells = [f"{ends[n]:.3f}" if n in ends else "" for n in EPOCHS]
    best = f"{min(ends, key=lambda n: ends[n])}"
    return name, f"{tokens}", *cells, best, *("–" if x is None else f"{x:.3f}" for x in figures)


def on_planted(_: Corpus) -> Table:
    """What is found of what was planted in pieces of `kingdom`: precision and analogies."""
    whole, found = Corpus.from_text(sample_text("kingdom"), min_count=1), answers("kingdom")
    rows = []
    for name in (*READ, "glove"):
        for tokens in TOKENS:
            some = list(pieces(whole, tokens))
            cells: Mapping[int, str] = {
                n: _planted(name, some, n, found) for n in EPOCHS if some and n * tokens <= MOST
            }
            if cells:
                rows.append((name, f"{tokens}", *(cells.get(n, "") for n in EPOCHS)))
    title = "Planted in pieces of kingdom: precision at 3, analogies in percent, by epochs"
    return Table(title, ("", "tokens", *(f"{n}" for n in EPOCHS)), tuple(rows))


def _planted(name: str, some: list[Piece], epochs: int, found: Any) -> str:
    scores = []
    for seed, piece in enumerate(some):
        own = piece.joined.starts[: piece.sentences + 1]
        corpus = replace(piece.joined, starts=own, ids=piece.joined.ids[: own[-1]])
        short = name != "glove" and corpus.reading.kept_tokens < SUBSAMPLED
        model = MODELS[name](epochs=epochs, **({"subsampling": 0.0} if short else {}))
        trainer = model.trainer(corpus, seed, 120)
        weights = trainer.initial()
        with one_thread():
            for _ in trainer.steps(weights, Position()):
                pass
        kept, _ = trainer.keep(weights, None)
        matrix = sum(kept[each] for each in model.result.split("+"))
        vectors = Vectors(corpus.words, matrix)
        scores.append(
            (planted_precision(vectors, found.groups), analogy_accuracy(vectors, found.analogies))
        )
    precision, analogies = 100 * np.nanmean(scores, axis=0)
    return f"{precision:.0f}/{analogies:.0f}"
