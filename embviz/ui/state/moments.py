"""How a frame of a film is called: by its epoch, or by what the film goes along instead."""

import re
from collections.abc import Sequence

from embviz.training.film import Recipe
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.texts import say
from embviz.ui.texts.films import unit as unit
from embviz.ui.widgets.escaping import plain

_LONGEST = 40  # signs of a moment that the name of a file takes over


def heading(recipe: Recipe) -> str:
    """Give the same as the heading of a column, or the title of an axis."""
    name = unit(recipe)
    return name[:1].upper() + name[1:]


def value(source: FilmOnScreen, frame: int) -> str:
    """Write what stands for a frame: "12.5", or "25", or "1990s"."""
    along = source.film.recipe.along
    if along is not None:
        return along.values[frame]
    return written(source.frames[frame].snapshot.epoch)


def moment(source: FilmOnScreen, frame: int) -> str:
    """Name a frame where signs mean nothing: "epoch 12.5", "dimension 25"."""
    return say("moments", "moment", unit=unit(source.film.recipe), value=value(source, frame))


def told(source: FilmOnScreen, frame: int) -> str:
    """Name a frame in Markdown: what stands for it may come from a visitor's file."""
    name = moment(source, frame)
    return name if source.film.recipe.along is None else plain(name)


def in_file_name(source: FilmOnScreen, frame: int) -> str:
    """Name a frame as a part of the name of a file."""
    name = re.sub(r"[^\w.]+", "-", moment(source, frame))
    return name[:_LONGEST].strip("-.")


def cells(source: FilmOnScreen, frames: int) -> Sequence[str | float]:
    """Give what stands for each of the first frames in a column of a table."""
    along = source.film.recipe.along
    if along is not None:
        return along.values[:frames]
    return [round(drawn.snapshot.epoch, 4) for drawn in source.frames[:frames]]


def written(epoch: float) -> str:
    """Write an epoch as the time line does: finer where frames are close."""
    return f"{epoch:.2f}" if epoch < 3 and round(epoch, 2) != round(epoch, 1) else f"{epoch:.1f}"
