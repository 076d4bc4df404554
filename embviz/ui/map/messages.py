"""What the word map is told: the frames that it has not had yet, and the answers it waits for.

A message may be dropped, repeated or late without harm: the browser asks again for what got lost.
"""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from embviz.jobs.train_and_draw import NEIGHBOURS
from embviz.projections import PCA, PROJECTIONS
from embviz.projections.axes import Axes
from embviz.projections.picture import Picture
from embviz.ui.map import groups
from embviz.ui.map.colours import layers
from embviz.ui.map.run_difference import difference
from embviz.ui.sidebar import file_words
from embviz.ui.state import address_bar, columns, server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Sent, Tab
from embviz.ui.texts import say, table
from embviz.vectors import search
from embviz.wordmap import (
    Ends,
    Narrow,
    NeighbourList,
    NeighbourTable,
    Previous,
    Suggestions,
    Ways,
    pack,
)
from embviz.wordmap.packing import Status

LISTS = 5
"""Selected words whose neighbours are listed."""

SOLID = ("pca", "umap")
"""Ways of drawing that can be turned in space."""

QUICK = ("pca", "neighbourhoods", "umap")
"""Ways of drawing that need no settings, so that a click is enough."""

BETTER, DOUBTFUL = "neighbourhoods", 5.0
"""What is offered instead of a picture that keeps fewer of ten neighbours than this."""


def message(session: Tab, source: FilmOnScreen) -> bytes:
    """Pack what the browser has not been sent yet, and remember it as sent."""
    session.settle()
    film, look = session.film(), session.look
    fresh = session.sent.film != film
    if fresh:
        session.sent = Sent(film, greeting=session.number())
        session.asked.table = 0 if source.untouched else session.rested
    sent = session.sent
    # What comes before the first picture is often overtaken: then it is said once more.
    fresh = fresh or not sent.frames
    pictures = source.pictures(server.engine(), look)
    complete = source.complete and len(pictures) == len(source.frames)
    selected = session.selected_indices()
    packed = pack(
        run=film,
        n=len(session.words()),
        first=sent.frames,
        pictures=pictures[sent.frames :],
        dims=cast(Any, look.projection.axes) if fresh else None,
        status=_status(source, complete),
        # Said every time: a message may be overtaken, and nobody would ask for these again.
        title=title(session, source),
        note=session.told or _limits(session, source),
        command=session.command,
        chosen=_chosen(session),
        lists=_lists(sent, pictures, selected[:LISTS]),
        layers=layers(session, pictures),
        table=_table(session, pictures),
        final=_finals(session, source, selected[:LISTS]) if complete else None,
        total=len(pictures) if complete else (source.planned if fresh else None),
        epochs=_epochs(source, pictures, fresh, complete),
        previous=_previous(session, source),
        suggestions=_suggestions(session, source),
        narrow=_narrow(source),
        ways=_ways(session, pictures),
        turnover=_turnover(session, source) if complete and source.from_file is None else None,
        axes=_ends(session, source, complete),
        address=address_bar.stem_of(session),
        greeting=sent.greeting,
        **(_greeting(session, source, selected) if fresh else {}),
    )
    sent.frames = len(pictures)
    return packed


def _chosen(session: Tab) -> tuple[int, list[int]] | None:
    """Give what was selected from outside the map, as long as it is."""
    if session.chosen is None or session.chosen[1] != session.selected:
        return None
    return session.chosen[0], session.selected_indices()


def _greeting(session: Tab, source: FilmOnScreen, selected: Sequence[int]) -> dict[str, Any]:
    """What the browser is told once a film."""
    words = session.words()
    alone = session.look.words
    return {
        "words": words,
        "counts": _counts(source, alone),
        "still": source.from_file is not None,
        "column": columns.described(source, session.coloured_by),
        "groups": groups.of(session, source),
        "texts": table("wordmap"),
        "selected": selected,
        "isolated": len(alone),
        "components": _components(session),
        "colour": session.colour,
        "lists_most": LISTS,
    }


def _counts(source: FilmOnScreen, alone: Sequence[int]) -> list[int] | None:
    """Give how often each shown word stands in the text, where that is known."""
    if source.counts is None:
        return None
    counts = source.counts[source.film.shown]
    found: list[int] = (counts[list(alone)] if alone else counts).tolist()
    return found


def title(session: Tab, source: FilmOnScreen) -> str:
    """Say what is shown."""
    if source.from_file is not None:
        V, d = source.from_file.file.vectors.matrix.shape
        return say("files", "other.title", text=source.name, words=f"{V:,}", d=d)
    model = say("settings", f"{source.film.recipe.model}.name")
    return say("train", "title", text=session.called or source.name, model=model)


def _limits(session: Tab, source: FilmOnScreen) -> str:
    """Say what else limits this picture."""
    notes = [what_is_drawn(session, source)]
    if source.from_file is not None:
        notes += [] if session.look.words else [file_words.told(source.from_file)]
        return " ".join(notes)
    notes.append(_what_the_loss_is(source))
    notes.append(_who_is_shown(session, source))
    return " ".join(filter(None, notes))


def what_is_drawn(session: Tab, source: FilmOnScreen) -> str:
    """Say what the way of drawing shows, and what it does not."""
    d, projection = int(source.film.recipe.settings["dimension"]), session.look.projection
    if projection.name == "pca" and d <= projection.axes:
        return say("train", "note.directions")
    from_file = (
        source.from_file is not None and "note_still" in table("projections")[projection.name]
    )
    key = "note_still" if from_file else "note"
    return say("projections", f"{projection.name}.{key}", d=d, axes=projection.axes)


def _what_the_loss_is(source: FilmOnScreen) -> str:
    """Say what is measured, and on what; some models have a loss of their own kind."""
    recipe = source.film.recipe
    if "loss" in table("settings")[recipe.model]:
        return say("settings", f"{recipe.model}.loss")
    short = recipe.loss_on == "training"
    return say("train", "note.training_loss" if short else "note.held_out_loss")


def _who_is_shown(session: Tab, source: FilmOnScreen) -> str:
    """Say which words are not on the map."""
    if session.look.words:
        return ""
    V, n = len(source.film.words), len(source.film.shown)
    hidden = source.run.hide if source.run is not None else int(source.film.shown[0])
    left_out = max(0, V - n - hidden)
    notes = []
    if hidden:
        notes.append(say("train", "note.hidden", hidden=f"{hidden:,}"))
    if left_out:
        notes.append(say("train", "note.shown", shown=f"{n:,}", all=f"{V:,}"))
    return " ".join(notes)


def _epochs(
    source: FilmOnScreen, pictures: Sequence[Picture], fresh: bool, complete: bool
) -> float | None:
    """Give the epoch at the end of the time line: where the run stopped, if it stopped early."""
    if complete:
        return pictures[-1].epoch
    return source.epochs if fresh else None


def _status(source: FilmOnScreen, complete: bool) -> Status:
    if source.complete and not complete:
        return "running"
    return "idle" if source.untouched else source.work.status


def _lists(sent: Sent, pictures: Sequence[Picture], selected: Sequence[int]) -> list[NeighbourList]:
    lists = []
    for word in selected:
        first = sent.lists.get(word, 0)
        if first < len(pictures):
            lists.append(NeighbourList.of(word, pictures[first:], first))
            sent.lists[word] = len(pictures)
    return lists


def _table(session: Tab, pictures: Sequence[Picture]) -> NeighbourTable | None:
    frame, session.asked.table = session.asked.table, None
    if frame is None or not 0 <= frame < len(pictures):
        return None
    return NeighbourTable(frame, pictures[frame].neighbours, pictures[frame].cosines)


def _suggestions(session: Tab, source: FilmOnScreen) -> Suggestions | None:
    text, session.asked.search = session.asked.search, None
    if text is None:
        return None
    known, counts = source.vocabulary, source.counts
    found = search.find(known, text)
    places = {word: i for i, word in enumerate(session.words())}
    words = [
        (known[i], places.get(known[i], -1), int(counts[i]) if counts is not None else None)
        for i in found.ids
    ]
    return Suggestions(text, words, found.more)


def _finals(
    session: Tab, source: FilmOnScreen, selected: Sequence[int]
) -> dict[int, list[tuple[str, float]]] | None:
    """Give the exact neighbours at the end, among all words, of words not yet sent."""
    vectors = source.vectors_by(session.look.vectors)
    if vectors is None or session.look.words:
        return None
    asked = [word for word in selected if word not in session.sent.finals]
    session.sent.finals.update(asked)
    return {w: vectors.most_similar(source.words[w], NEIGHBOURS) for w in asked} or None


def _previous(session: Tab, source: FilmOnScreen) -> Previous | None:
    """Describe the run before, when that has changed."""
    before = session.previous
    name = "" if before is None else before.key
    if session.sent.previous == name:
        return None
    session.sent.previous = name
    if before is None:
        return Previous("")
    stills = before.from_file is not None or source.from_file is not None
    if stills or before.film.recipe.model != source.film.recipe.model:
        # Losses of different models mean different things: they do not go on one axis.
        return Previous(difference(before, source))
    frames = before.frames[: len(before.frames)]
    return Previous(
        difference(before, source),
        [drawn.snapshot.epoch for drawn in frames],
        [drawn.snapshot.loss for drawn in frames],
    )


def _turnover(session: Tab, source: FilmOnScreen) -> Sequence[float] | None:
    """Give the curve of what changed, once, as soon as it is known."""
    if session.sent.turnover:
        return None
    shares = source.changes(server.engine())
    session.sent.turnover = shares is not None
    return None if shares is None else shares.mean(axis=1, dtype=np.float64).tolist()


def _ends(session: Tab, source: FilmOnScreen, complete: bool) -> Ends | None:
    """Say what the axes mean, once, and how far luck throws words, once the film is complete."""
    axes, sent = session.look.projection, session.sent
    if not isinstance(axes, Axes) or sent.axes >= (2 if complete else 1):
        return None
    gauge = source.gauge(server.engine(), session.look) if complete else None
    if gauge is None and sent.axes:
        return None
    sent.axes = 1 if gauge is None else 2
    words = session.words()
    x, y = (
        ([words[i] for i in poles.low], [words[i] for i in poles.high])
        for poles in (axes.x, axes.y)
    )
    return Ends(x, y) if gauge is None else Ends(x, y, gauge.spread, gauge.angle)


def _components(session: Tab) -> Sequence[int] | None:
    """Give the principal components that are drawn."""
    pca = session.look.projection
    return pca.components or range(1, pca.axes + 1) if isinstance(pca, PCA) else None


def _ways(session: Tab, pictures: Sequence[Picture]) -> Ways:
    """Say how else the film can be drawn."""
    name = session.wanted_look().projection.name
    trust = pictures[-1].trust if len(pictures) > 1 else np.nan
    offer = BETTER if name == "pca" and trust < DOUBTFUL and BETTER in PROJECTIONS else ""
    ways = [
        (each, say("projections", f"{each}.name")) for each in PROJECTIONS if each in (name, *QUICK)
    ]
    solid = name in SOLID
    return Ways(name, ways, solid, offer, say("projections", f"{offer}.offer") if offer else "")


def _narrow(source: FilmOnScreen) -> Narrow:
    """Give the one button that stands beside the player where the sidebar is folded away."""
    if source.from_file is not None:
        return Narrow("")
    running = source.work.status == "running" and not source.work.stepping
    press = "pause" if running else "train"
    return Narrow(say("train", f"narrow.{press}"), press, primary=not source.complete)
