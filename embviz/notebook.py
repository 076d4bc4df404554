"""How films and vectors show themselves in a notebook.

A film is the page that it is as an HTML file, in a frame of its own: what stands in its `srcdoc`
runs without the notebook's origin (`sandbox`), so that nothing of the one reaches the other, and
any number of them work in one notebook. All else is one picture (SVG): vectors, and one moment of a
film.

A notebook keeps what its cells show: a page takes `MOST_BYTES` at most. What gives way is said on
it: words first (`WORDS`), then frames (not below `FEWEST_FRAMES`).
"""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from embviz.errors import EmbvizError
from embviz.training.film import Film, Snapshot
from embviz.ui.map.page_of_film import page_of_film
from embviz.ui.texts import say
from embviz.util.renderers import Shown
from embviz.util.renderers import register as drawn_by
from embviz.vectors.vectors import Vectors
from embviz.wordmap.paper.picture import WORDS, How, of_frame, picture, projection_of

MOST_BYTES = 2_000_000
"""Bytes of a page in a notebook."""

FEWEST_FRAMES = 12  # of a page, however large it is

HEIGHT = 620  # pixels of a film in a notebook

FRAME = (
    '<iframe title="{title}" srcdoc="{page}" sandbox="allow-scripts allow-downloads" '
    'referrerpolicy="no-referrer" loading="lazy" allow="fullscreen" '
    'style="width: 100%; height: {height}px; border: 0"></iframe>'
)


@dataclass(frozen=True, eq=False)
class Page:
    """A page in a frame of its own.

    Attributes:
        text: The page, HTML.
        title: What it is, for those who have it read out.
        height: Pixels.
    """

    text: str
    title: str
    height: int = HEIGHT

    def __repr__(self) -> str:
        """Say what it is in a line: the page would fill a notebook."""
        return f"<Page: {self.title}>"

    def _repr_html_(self) -> str:
        title, page = html.escape(self.title), _ascii(html.escape(self.text))
        return FRAME.format(title=title, page=page, height=self.height)

    def _repr_svg_(self) -> None:
        """It is no picture."""


def _ascii(text: str) -> str:
    """HTML that is the same in every encoding: the page runs only if it is the same to a byte."""
    return text.encode("ascii", "xmlcharrefreplace").decode()


def register() -> None:
    """Have films, frames and vectors show themselves."""
    drawn_by(Film, "html", _if_it_can(lambda film: playing(film)._repr_html_()))
    drawn_by(Film, "show", show_film)
    drawn_by(Vectors, "svg", _if_it_can(lambda vectors: picture(vectors).svg))
    drawn_by(Vectors, "show", picture)
    drawn_by(Snapshot, "svg", _if_it_can(lambda frame: picture(of_frame(frame)).svg))


def _if_it_can(draw: Callable[[Any], str]) -> Callable[[Any], str | None]:
    """What nobody can draw is shown as text: one without words, or numbers that are not finite."""

    def drawn_or_not(value: Any) -> str | None:
        try:
            return draw(value)
        except (EmbvizError, ValueError):
            return None

    return drawn_or_not


def show_film(
    film: Film, epoch: float | None, projection: How, words: Sequence[str] | int | None
) -> Shown:
    """Give a film that plays, or a picture of the moment nearest to an epoch."""
    if epoch is None:
        return playing(film, projection, words)
    return picture(film, epoch=epoch, projection=projection, words=words)


def playing(film: Film, projection: How = None, words: Sequence[str] | int | None = None) -> Page:
    """Make the page of a film, of as many frames as it has room for."""
    shown = kept = film.showing(WORDS if words is None else words)
    while True:
        note = ""
        if len(kept) < len(shown):
            note = say("notebook", "some_frames", shown=len(kept), all=len(shown))
        way = projection_of(projection, kept.shown_words) if projection is not None else None
        text = page_of_film(kept, say("notebook", "film"), way, note=note)
        if len(text) <= MOST_BYTES or len(kept) <= FEWEST_FRAMES:
            return Page(text, repr(kept).strip("<>"))
        fitting = int(len(kept) * MOST_BYTES / len(text))
        kept = shown.thinned(max(FEWEST_FRAMES, min(len(kept) - 1, fitting)))
