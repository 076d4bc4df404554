"""What the word map is told: the frames that it has not had yet, and the answers it waits for.

A message may be dropped, repeated or late without harm: the browser asks again for what got lost.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, replace

from embviz.jobs.train_and_draw import NEIGHBOURS
from embviz.language.entropies import entropies_of
from embviz.language.reading import is_network
from embviz.projections import PCA, PROJECTIONS
from embviz.projections.axes import Axes
from embviz.text.labelled import Labelled
from embviz.training.film import Along
from embviz.training.run import Run
from embviz.ui.map import colours, looked_up
from embviz.ui.map.run_difference import difference, guessed_apart
from embviz.ui.map.seen import Seen
from embviz.ui.sidebar import shown_words
from embviz.ui.state import address_bar, columns, moments, server
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.map_state import MapState
from embviz.ui.state.remembered import remember
from embviz.ui.state.run_facts import RunFacts
from embviz.ui.state.tab import Tab
from embviz.ui.texts import films, say, table
from embviz.vectors import search
from embviz.wordmap.message import (
    Beginning,
    Ends,
    FilmFacts,
    Message,
    Narrow,
    NeighbourList,
    NeighbourTable,
    Previous,
    Status,
    Stretch,
    Suggestions,
    Ways,
)
from embviz.wordmap.packing import encode

LISTS = 5  # selected words whose neighbours are listed
EXAMPLES, LONGEST = 3, 20  # hidden words that are named, and signs of each
FLAT = ("axes",)  # ways of drawing for which there is no other in space

QUICK = ("pca", "neighbourhoods", "umap")
"""Ways of drawing that need no settings, so that a click is enough."""

BETTER, DOUBTFUL = "neighbourhoods", 5.0
"""What is offered instead of a picture that keeps fewer of ten neighbours than this."""


def message(tab: Tab, shown: MapState, source: FilmOnScreen) -> bytes:
    """Encode what the browser has not been sent yet, and note it as sent."""
    shown.settle(tab)
    film = shown.film(tab)
    if shown.sent.film != film:
        shown.begin(film, tab.number())
    new = news(Seen(tab, shown, source))
    data = encode(new)
    shown.note_sent(new)
    if new.address is not None:
        address_bar.note_completed(tab, new.address)
    return data


def news(seen: Seen) -> Message:
    """Say what the browser has not been told yet; nothing is noted."""
    sent, complete = seen.map.sent, seen.complete
    # What comes before the first picture is often overtaken: then it is said once more.
    beginning = _beginning(seen) if not sent.frames else None
    return Message(
        _facts(seen),
        _stretch(seen),
        beginning,
        # Said every time: a message may be overtaken, and nobody would ask for these again.
        title=title(seen.map, seen.source),
        note=seen.map.note or _limits(seen),
        address=address_bar.stem_of(seen.tab) if seen.map is seen.tab.map else None,
        comparable=seen.map.comparable,
        command=seen.map.command,
        chosen=_chosen(seen),
        lists=_lists(seen),
        layers=colours.layers(seen),
        groups=None if sent.groups else colours.clusters(seen),
        table=_table(seen),
        final=_finals(seen) if complete else None,
        turnover=_turnover(seen) if complete and seen.source.from_file is None else None,
        axes=_ends(seen),
        previous=_previous(seen),
        suggestions=_suggestions(seen),
        looked_up=looked_up.answer(seen, anew=beginning is not None),
        narrow=_narrow(seen.source),
        ways=_ways(seen),
    )


def _facts(seen: Seen) -> FilmFacts:
    source, sent = seen.source, seen.map.sent
    sure = seen.sureness.runs if seen.sureness is not None else None
    facts = FilmFacts(sent.film, len(seen.words), _status(seen), greeting=sent.greeting, sure=sure)
    if source.from_file is None:
        best = source.best
        facts = replace(facts, best=-1 if best is None else best)
    if seen.complete:  # the time line ends where the run stopped, if it stopped early
        return replace(facts, total=len(seen.pictures), epochs=seen.pictures[-1].epoch)
    if not sent.frames:
        return replace(facts, total=source.length.frames, epochs=source.length.epochs)
    return facts


def _stretch(seen: Seen) -> Stretch:
    """Give the frames that were not sent, with the scores of those of a classifier."""
    first, scores = seen.map.sent.frames, seen.source.scores
    pictures = seen.pictures[first:]
    if scores is None:
        return Stretch(pictures, first)
    return Stretch(pictures, first, scores[first : first + len(pictures), :2].tolist())


def _status(seen: Seen) -> Status:
    if seen.source.complete and not seen.complete:
        return "running"
    return "idle" if seen.source.untouched else seen.source.work.status


def _beginning(seen: Seen) -> Beginning:
    source, projection = seen.source, seen.map.look.projection
    components = None
    if isinstance(projection, PCA):
        components = list(projection.components or range(1, projection.axes + 1))
    shown = source.film.shown[list(seen.alone)] if seen.alone else source.film.shown
    return Beginning(
        words=seen.words,
        dims=projection.axes,
        counts=None if source.film.counts is None else source.film.counts[shown].tolist(),
        groups=colours.groups(seen),
        clusters=colours.has_clusters(seen),
        column=columns.described(source, seen.column, seen.tab.steps),
        columns=columns.names(source),
        metadata=columns.told(source, seen.alone),
        texts=table("wordmap"),
        selected=seen.selected,
        heard=seen.map.last_wish.get("selected", 0),
        isolated=len(seen.alone),
        colour=seen.tab.colour,
        pale=seen.tab.pale,
        lists_most=LISTS,
        components=components,
        still=source.from_file is not None,
        lines=_lines(source),
        chance=_chance(source),
        whole=len(seen.words) == len(source.vocabulary),
        along=_along(source),
    )


def _along(source: FilmOnScreen) -> Along | None:
    """What frames go along instead of epochs, as it is called here."""
    along = source.film.recipe.along
    return along and replace(along, name=moments.unit(source.film.recipe))


def _lines(source: FilmOnScreen) -> dict[str, float] | None:
    """What counting comes to, for networks that guess words."""
    run = source.run
    if run is None or not is_network(source.film):
        return None
    found = remember(("entropies", run.hash), lambda: entropies_of(run.model, run.corpus, run.seed))
    return {say("map", f"lines.{name}"): loss for name, loss in asdict(found).items()}


def _chance(source: FilmOnScreen) -> float | None:
    """The share that a classifier sorts rightly which says the commonest class of all sentences."""
    if source.scores is None or source.run is None or not isinstance(source.run.corpus, Labelled):
        return None
    sizes = source.run.corpus.sizes.values()
    return max(sizes) / sum(sizes)


def _chosen(seen: Seen) -> tuple[int, list[int]] | None:
    chosen = seen.map.chosen
    if chosen is None or chosen[1] != seen.tab.selected:
        return None
    return chosen[0], seen.selected


def title(shown: MapState, source: FilmOnScreen) -> str:
    """Say what is shown."""
    if shown.called:
        return shown.called
    if source.from_file is not None:
        V, d = source.from_file.file.vectors.matrix.shape
        return say("files", "other.title", text=source.name, words=f"{V:,}", d=d)
    return films.title(source.film.recipe, source.name)


def _limits(seen: Seen) -> str:
    source, notes = seen.source, [what_is_drawn(seen.map, seen.source)]
    if source.untouched:  # a picture of random numbers: there is nothing to say of it
        notes = _who_is_shown(seen)
    elif source.from_file is None:
        notes += [_what_the_loss_is(source), *_who_is_shown(seen)]
    elif not seen.alone:
        notes.append(shown_words.summary(source.from_file))
    return " ".join(filter(None, notes))


def what_is_drawn(shown: MapState, source: FilmOnScreen) -> str:
    """Say what the way of drawing shows, and what it does not."""
    d, projection = source.d, shown.look.projection
    if projection.name == "pca" and 0 < d <= projection.axes:
        return say("train", "note.directions")
    from_file = (
        source.from_file is not None and "note_still" in table("projections")[projection.name]
    )
    key = "note_still" if from_file else "note"
    along = source.film.recipe.along
    if projection.name == "pca" and along is not None and along.name == "dimension":
        key = "note_of_each"  # its frames are widened to the widest
    return say("projections", f"{projection.name}.{key}", d=d, axes=projection.axes)


def _what_the_loss_is(source: FilmOnScreen) -> str:
    """Say what is measured, and on what."""
    known = any(math.isfinite(drawn.snapshot.loss) for drawn in list(source.frames))
    return films.loss(source.film.recipe, known=known)


def _who_is_shown(seen: Seen) -> list[str]:
    if seen.alone:
        return []
    film, run = seen.source.film, seen.source.run
    V, n = len(film.words), len(film.shown)
    ranked = film.counts is not None and bool(film.recipe.model)  # other people choose words freely
    hidden = len(run.hidden) if run is not None else int(film.shown[0]) if ranked else 0
    by_name = run is not None and len(run.apart)
    facts = {"hidden": f"{hidden:,}", "words": ", ".join(_examples(run))}
    notes = [say("train", "note.without" if by_name else "note.hidden", **facts)] if hidden else []
    if V > n + hidden:
        notes.append(say("train", "note.shown", shown=f"{n:,}", all=f"{V:,}"))
    return notes


def _examples(run: Run | None) -> Sequence[str]:
    """Give some of the words that are hidden by name, in the order of their frequency."""
    return [run.corpus.words[i][:LONGEST] for i in run.apart[:EXAMPLES]] if run is not None else []


def _lists(seen: Seen) -> list[NeighbourList]:
    sent, pictures = seen.map.sent.lists, seen.pictures
    new = ((word, sent.get(word, 0)) for word in seen.selected[:LISTS])
    return [
        NeighbourList.of(word, pictures[first:], first)
        for word, first in new
        if first < len(pictures)
    ]


def _table(seen: Seen) -> NeighbourTable | None:
    frame = seen.map.asked.table
    if frame is None or not 0 <= frame < len(seen.pictures):
        return None
    return NeighbourTable(frame, seen.pictures[frame].neighbours, seen.pictures[frame].cosines)


def _suggestions(seen: Seen) -> Suggestions | None:
    text = seen.map.asked.search
    if text is None:
        return None
    known, counts = seen.source.vocabulary, seen.source.film.counts
    found = search.find(known, text)
    spelled = () if found.ids else search.closest(known, text)
    places = {word: i for i, word in enumerate(seen.words)}
    ids = found.ids or tuple(map(known.index, spelled))
    words = [
        (known[i], places.get(known[i], -1), int(counts[i]) if counts is not None else None)
        for i in ids
    ]
    return Suggestions(text, words, found.more, spelled=bool(spelled))


def _finals(seen: Seen) -> dict[int, list[tuple[str, float]]] | None:
    """Give the exact neighbours at the end, among all words, of words not yet sent."""
    vectors = seen.source.vectors_by(seen.map.look.vectors)
    if vectors is None or seen.alone:
        return None
    asked = (word for word in seen.selected[:LISTS] if word not in seen.map.sent.finals)
    return {w: vectors.most_similar(seen.source.words[w], NEIGHBOURS) for w in asked} or None


def _previous(seen: Seen) -> Previous | None:
    """Describe the run before, when that has changed; a map beside another has none."""
    source = seen.source
    before = seen.tab.previous if seen.map is seen.tab.map else None
    key = "" if before is None else before.key
    if seen.map.sent.previous == key:
        return None
    if before is None:
        return Previous("")
    facts = RunFacts.of(before), RunFacts.of(source)
    label = difference(*facts)
    if guessed_apart(*facts):
        return Previous(label, key=key)
    snapshots = [drawn.snapshot for drawn in before.frames[: len(before.frames)]]
    epochs, losses = [each.epoch for each in snapshots], [each.loss for each in snapshots]
    return Previous(label, epochs, losses, key)


def _turnover(seen: Seen) -> list[float] | None:
    shares = None if seen.map.sent.turnover else seen.source.changes(server.engine())
    if shares is None:
        return None
    means: list[float] = shares.mean(axis=1, dtype="float64").tolist()
    return means


def _ends(seen: Seen) -> Ends | None:
    """Say what the axes mean, once, and the range expected by chance, once the film is complete."""
    look, sent = seen.map.look, seen.map.sent
    axes = look.projection
    if not isinstance(axes, Axes) or sent.axes >= (2 if seen.complete else 1):
        return None
    gauge = seen.source.gauge(server.engine(), look) if seen.complete else None
    if gauge is None and sent.axes:
        return None
    x, y = (
        ([seen.words[i] for i in poles.low], [seen.words[i] for i in poles.high])
        for poles in (axes.x, axes.y)
    )
    return Ends(x, y) if gauge is None else Ends(x, y, gauge.spread, gauge.angle)


def _ways(seen: Seen) -> Ways:
    name = seen.map.wanted_look(seen.tab).projection.name
    trust = seen.pictures[-1].trust if len(seen.pictures) > 1 else math.nan
    offer = BETTER if name == "pca" and trust < DOUBTFUL and BETTER in PROJECTIONS else ""
    ways = [
        (each, say("projections", f"{each}.name")) for each in PROJECTIONS if each in (name, *QUICK)
    ]
    label = say("projections", f"{offer}.offer") if offer else ""
    return Ways(name, ways, name not in FLAT, offer, label)


def _narrow(source: FilmOnScreen) -> Narrow:
    """Give the one button that stands beside the player where the sidebar is folded away."""
    if source.from_file is not None or source.run is None:
        return Narrow("")
    running = source.work.status == "running" and not source.work.stepping
    press = "pause" if running else "train"
    return Narrow(say("train", f"narrow.{press}"), press, primary=not source.complete)
