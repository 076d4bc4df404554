"""A run on its way to the screen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from embviz import filming
from embviz.corpus import Corpus
from embviz.engine import Engine, Work
from embviz.filming import Shot
from embviz.training import Run, Trouble
from embviz.vectors import Vectors


@dataclass(frozen=True, eq=False)
class Take:
    """A run, the work that carries it out, and the shots so far.

    Attributes:
        run: With the whole text, which the workers do without.
        work: Its results are `Shot`s, one a kept frame.
        name: What the page calls the text.
        sample: Which of the bundled texts it is, if it is one.
    """

    run: Run
    work: Work
    name: str
    sample: str | None

    @classmethod
    def launch(
        cls, engine: Engine, run: Run, patience_s: float, *, name: str, sample: str | None
    ) -> "Take":
        """Make the untrained frame, and stop there."""
        sent = replace(run, corpus=run.corpus.without_text())
        work = engine.launch(filming.shoot, sent, None, patience_s=patience_s, run=False)
        work.step()
        return cls(run, work, name, sample)

    @property
    def shots(self) -> Sequence[Shot]:
        """The kept frames so far."""
        results: list[Shot] = self.work.results
        return results

    @property
    def frames(self) -> int:
        """How many frames the whole run is to have."""
        return len(self.run.moments)

    @property
    def complete(self) -> bool:
        """Whether the run came to its end."""
        return self.work.status == "done"

    @property
    def untouched(self) -> bool:
        """Whether there is nothing but the untrained frame."""
        return len(self.shots) <= 1 and self.work.status == "paused"

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The shown words (n,)."""
        words = self.run.corpus.vocabulary.words
        return tuple(words[i] for i in self.run.shown)

    @cached_property
    def trouble(self) -> Trouble | None:
        """Why the run stopped early, if it did. To be asked when it is complete."""
        state: filming.Filming = self.work.state()
        return state.training.trouble

    @cached_property
    def vectors(self) -> Vectors | None:
        """All words of the last frame, in full precision; None where the run stopped early.

        To be asked when it is complete.
        """
        last = self.shots[-1].snapshot
        return Vectors(self.run.corpus.vocabulary.words, last.E) if last.whole else None

    def weight(self) -> int:
        """Bytes that the shots take."""
        return sum(_weigh_shot(shot) for shot in tuple(self.shots))


def _weigh_shot(shot: Shot) -> int:
    picture, snapshot = shot.picture, shot.snapshot
    arrays = (picture.xy, picture.neighbours, picture.cosines, snapshot.E, snapshot.U)
    return sum(array.nbytes for array in arrays if array is not None)


def weigh_corpus(corpus: Corpus) -> int:
    """Bytes of a text that was read: its ids, and the text itself at up to four a character."""
    return corpus.ids.nbytes + corpus.starts.nbytes + corpus.spans.nbytes + 4 * len(corpus.text)
