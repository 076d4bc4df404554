"""A film as a page that plays offline, made of the film alone: without the app, in one go."""

from dataclasses import replace

import numpy as np

from embviz.jobs.draw_film import Drawn, clusters
from embviz.jobs.train_and_draw import NEIGHBOURS
from embviz.measures import movement
from embviz.measures.moved import distances
from embviz.projections import PCA
from embviz.training.film import Along
from embviz.types import Floating
from embviz.ui.texts import LANGUAGE, model_name, say, table
from embviz.wordmap.colours import clustered
from embviz.wordmap.message import (
    Beginning,
    FilmFacts,
    Layer,
    Message,
    NeighbourTable,
    Stretch,
)
from embviz.wordmap.packing import encode
from embviz.wordmap.standalone import standalone

LISTS = 5  # selected words whose neighbours are listed


def page(shown: Drawn, *, title: str = "", note: str = "") -> str:
    """Make the page of a film that is drawn."""
    film, pictures = shown.film, shown.pictures
    along = film.recipe.along
    last = pictures[-1]
    projection = shown.look.projection
    components = None
    if isinstance(projection, PCA):
        components = list(projection.components or range(1, projection.axes + 1))
    changes = movement.changed_within(
        [picture.neighbours for picture in pictures], [picture.epoch for picture in pictures]
    )
    scores = film.scores
    message = Message(
        FilmFacts("film", len(shown.places), "done", len(pictures), last.epoch, best=film.best),
        Stretch(pictures, 0, () if scores is None else scores[:, :2].tolist()),
        Beginning(
            words=shown.words,
            counts=shown.counts,
            clusters=True,
            texts=table("wordmap"),
            colour="group",
            lists_most=LISTS,
            components=components,
            whole=len(shown.places) == len(film.words),
            along=along and replace(along, name=_unit(along)),
        ),
        title=title or model_name(film.recipe.model),
        note=" ".join(filter(None, [what_is_drawn(shown), note])),
        layers=list(_layers(shown, changes)),
        groups=clustered(clusters(shown)),
        table=NeighbourTable(len(pictures) - 1, last.neighbours, last.cosines),
        turnover=changes.mean(axis=1, dtype=np.float64).tolist(),
    )
    return standalone(encode(message), title=message.title or "", language=LANGUAGE)


def what_is_drawn(shown: Drawn) -> str:
    """Say what the way of drawing shows, and what it does not."""
    projection, d = shown.look.projection, shown.rows(-1).shape[1]
    if projection.name == "pca" and d <= projection.axes:
        return say("train", "note.directions")
    return say("projections", f"{projection.name}.note", d=d, axes=projection.axes)


def _unit(along: Along) -> str:
    name: str = table("moments")["along"].get(along.name, along.name.replace("_", " "))
    return name


def _layers(shown: Drawn, changes: Floating) -> list[Layer]:
    """Numbers that colours can stand for, of all frames."""
    pictures, n = shown.pictures, len(shown.places)
    share = NEIGHBOURS / max(1, pictures[0].neighbours.shape[1])
    start = shown.rows(0)
    trust = np.array([picture.kept for picture in pictures]) * share
    norms = np.array([picture.norms for picture in pictures])
    found = [
        Layer("trust", 0, trust, 0.0, float(NEIGHBOURS)),
        Layer("norm", 0, norms, 0.0, float(norms.max(initial=0.0))),
        Layer("change", 0, changes * NEIGHBOURS, 0.0, float(NEIGHBOURS)),
    ]
    if len(pictures) > 1:
        ways = np.array([distances(start, shown.rows(i)) for i in range(len(pictures))])
        ways = ways.reshape(-1, n)
        absolute = not start.any()
        found.append(Layer("moved", 0, ways, 0.0, float(ways.max(initial=0.0)), absolute))
    return found
