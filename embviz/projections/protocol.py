"""What a way of drawing offers, and how far the drawing of a film has come."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeAlias

from embviz.types import Float32, Floating

Drawn: TypeAlias = list[tuple[int, Float32]]
"""Numbers of frames, in any order, with positions (n, axes) within 2 of the origin."""


class Frames(Protocol):
    """The rows (n, d) of every frame: a list, or what makes a frame when it is looked at."""

    def __len__(self) -> int: ...

    def __getitem__(self, i: int, /) -> Floating: ...


class Projection(Protocol):
    """A way of drawing, with its settings: a frozen dataclass."""

    name: ClassVar[str]

    @property
    def axes(self) -> int:
        """2 or 3."""

    @property
    def live(self) -> bool:
        """Whether frames can be drawn one by one, as training brings them, by `follow`."""

    def start(self, frames: int) -> Any:
        """The state from which a film of so many frames is drawn: a value with `finished`.

        Where words should not fly to some frames, since these have too little in common with the
        ones before, a state has `jumps` as well, their numbers; so has that of `follow`.
        """

    def step(self, state: Any, frames: Frames) -> tuple[Any, Drawn]:
        """Draw a little more, about one frame, well within a second: the next state, and what was
        drawn.

        The state is what the step before gave, the first one that of `start`. Only those frames
        that are needed should be looked at.
        """

    def follow(self, before: Any, E: Floating) -> tuple[Any, Float32]:
        """Draw the next frame (n, d) of a film that grows, for ways that are live.

        `before` is what the frame before left; None for the first.
        """


@dataclass(frozen=True, eq=False)
class InOrder:
    """How far a film is drawn whose frames are drawn one after the other."""

    frames: int  # how many there are
    done: int = 0  # how many are drawn
    before: Any = None  # what the last of them left for the next

    @property
    def finished(self) -> bool:
        """Whether all frames are drawn."""
        return self.done >= self.frames

    def further(
        self, follow: Callable[[Any, Floating], tuple[Any, Float32]], frames: Frames
    ) -> tuple["InOrder", Drawn]:
        """Draw the next frame as `follow` does."""
        if self.finished:
            return self, []
        before, xy = follow(self.before, frames[self.done])
        return InOrder(self.frames, self.done + 1, before), [(self.done, xy)]
