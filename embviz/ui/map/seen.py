"""What one map shows at this moment: what a message is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from embviz.projections.picture import Picture
from embviz.ui.state import measuring, server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.map_state import MapState
from embviz.ui.state.measuring import Sureness
from embviz.ui.state.tab import Tab


@dataclass(frozen=True, eq=False)
class Seen:
    """A visitor, one map on the page, and the run in it."""

    tab: Tab
    map: MapState
    source: FilmOnScreen

    @cached_property
    def pictures(self) -> Sequence[Picture]:
        """The frames as far as they are drawn; the others are being drawn from now on."""
        return self.source.pictures(server.engine(), self.map.look)

    @cached_property
    def complete(self) -> bool:
        """Whether all frames are there that ever will be."""
        return self.source.complete and len(self.pictures) == len(self.source.frames)

    @cached_property
    def words(self) -> Sequence[str]:
        """The words of the picture (n,)."""
        return self.map.words()

    @cached_property
    def sureness(self) -> Sureness | None:
        """How sure the words are of a film at its end, if this visit asked, and it is known."""
        if not (self.source.complete and self.tab.doubts(self.source)):
            return None
        found = measuring.sureness(self.source)
        return found.of(self.alone) if found is not None and self.alone else found

    @property
    def alone(self) -> tuple[int, ...]:
        """Which of the run's words these are, where they are shown alone."""
        return self.map.look.words

    @cached_property
    def selected(self) -> list[int]:
        """The places of the selected words."""
        return self.map.selected(self.tab)

    @property
    def leader(self) -> FilmOnScreen:
        """Whose groups are shown: beside another map those of that one's film, if words are shared.

        Half of the words at least.
        """
        first = self.tab.map.source
        if self.map is self.tab.map or first is None or first.sample is not None:
            return self.source
        shared = len({*first.words} & {*self.source.words})
        return first if 2 * shared >= len(self.source.words) else self.source

    @property
    def column(self) -> str:
        """The column of metadata that colours can stand for; empty: none."""
        return self.map.coloured_by(self.tab)
