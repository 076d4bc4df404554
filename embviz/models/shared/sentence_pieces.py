"""Sentences as networks read them: one after the other, cut where they are longer than the context.

A *row* of word ids holds them end to end; a piece is a stretch of it. Batches are pieces side by
side, padded to the longest of them.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from embviz.models.shared.windows import Sentences
from embviz.types import Counts, Flags, Ids


class Padded(NamedTuple):
    """Some pieces side by side."""

    ids: Ids  # (B, T), 0 at padding
    real: Flags  # (B, T) where words stand
    places: Ids  # (B, T) where in the row they stand; 0 at padding


@dataclass(frozen=True, eq=False)
class Pieces:
    """Stretches of a row of word ids.

    Attributes:
        row: All of it.
        begins: (n,) Where each begins.
        lengths: (n,) How many words each has, 1 … the context.
        sentences: (n,) Which sentence each is part of.
        starts: (n,) Where in the row the first word of that sentence stands.
    """

    row: Ids
    begins: Counts
    lengths: Counts
    sentences: Counts
    starts: Counts

    @classmethod
    def of(cls, sentences: Sentences, context: int, mark: int | None = None) -> "Pieces":
        """The pieces of sentences; with a mark, one stands before each sentence and after the last.

        Pieces then end before the mark, so that each place has one that follows it.
        """
        row, lengths = sentences.row(), sentences.lengths
        starts = np.cumsum(lengths) - lengths
        marks = 0 if mark is None else 1
        if mark is not None:
            row = np.append(np.insert(row, starts, np.int32(mark)), np.int32(mark))
            starts, lengths = starts + np.arange(len(starts)), lengths + 1
        counts = -(-lengths // context)
        of = np.repeat(np.arange(len(counts)), counts)  # the sentence of each piece
        number = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
        begins = starts[of] + context * number
        ends = np.minimum(begins + context, (starts + lengths)[of])
        return cls(row.astype(np.int32), begins, ends - begins, of, starts[of] + marks)

    def __len__(self) -> int:
        return len(self.begins)

    def picked(self, order: Counts) -> "Pieces":
        """Some of them, in an order."""
        arrays = (self.begins, self.lengths, self.sentences, self.starts)
        return Pieces(self.row, *(each[order] for each in arrays))

    def padded(self) -> Padded:
        """All of them side by side."""
        step = np.arange(self.lengths.max())
        real = step < self.lengths[:, None]
        places = np.where(real, self.begins[:, None] + step, 0)
        return Padded(np.where(real, self.row[places], np.int32(0)), real, places)


def cut_sentences(lengths: Counts, context: int) -> int:
    """How many of the sentences of these lengths are longer than the context."""
    return int(np.count_nonzero(lengths > context))
