"""Films of finished models, made here of several runs: put on screen from memory."""

from hashlib import blake2b

import numpy as np

from embviz.files.film.film_npz import Saved
from embviz.training.film import Film
from embviz.ui.state import server, settings_form
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab


def show(
    tab: Tab,
    film: Film,
    name: str,
    made_of: FilmOnScreen | None = None,
    *,
    sample: str | None = None,
) -> None:
    """Put a film on screen, and play it from its start. For callbacks of buttons.

    Args:
        tab: Where.
        film: Complete, along something (`Film.recipe.along`).
        name: What the page calls the text.
        made_of: The run whose settings, but for what was varied, the models have.
        sample: Which bundled text it is of, if it is one: its groups are coloured.
    """
    key = _key(film)
    source = server.sources().get(key)
    if source is None:
        live = server.usual(len(film.shown), film[-1].E.shape[1])
        saved = Saved(film, None, name)
        source = FilmOnScreen.load(
            server.engine(), saved, sample=sample, key=key, live=live, made_of=made_of
        )
        server.sources().put(key, source)
    tab.show(source)
    tab.order("play")
    tab.changed = True


def back(tab: Tab) -> None:
    """Put the run on screen that the film was made of, with its settings."""
    source = tab.trained
    if source is not None and source is not tab.source:
        tab.show(source)
        settings_form.adopt(source)
        if len(source.frames):
            tab.seek(source.frames[source.resting].snapshot.epoch)
        tab.changed = True


def _key(film: Film) -> str:
    """A name for a film by what it shows, 16 hex digits."""
    digest = blake2b(repr((film.recipe.along, film.words)).encode(), digest_size=8)
    for snapshot in film:
        digest.update(np.ascontiguousarray(snapshot.E).tobytes())
    return digest.hexdigest()
