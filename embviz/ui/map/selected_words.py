"""Words that are selected, by click, lasso or search, as a table of all that is known of them."""

from collections.abc import Sequence

from embviz.charts import csv_tables
from embviz.charts.csv_tables import AXES, DIGITS, Cell
from embviz.ui.map import colours
from embviz.ui.map.seen import Seen
from embviz.ui.state import columns, moments
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab

FROM_FILE = " (file)"
"""What follows the name of a column of the file that is called like one of ours."""


def csv(tab: Tab, source: FilmOnScreen) -> bytes:
    """Write a table of the selected words, or of all on the map where none is selected.

    Word, count, group or cluster, position at the moment on screen, how far it moved from the
    start, how many of its ten true neighbours are near, and the columns of the file.
    """
    seen = Seen(tab, tab.map, source)
    frame = len(seen.pictures) - 1
    if tab.map.rested is not None:
        frame = min(tab.map.rested, frame)
    places = seen.selected or range(len(seen.words))
    table: dict[str, Sequence[Cell]] = {"word": [seen.words[i] for i in places]}
    table |= _numbers(seen, frame, places)
    for name, cells in columns.cells(source).items():
        of_seen = [cells[i] for i in seen.alone] if seen.alone else cells
        table[f"{name}{FROM_FILE}" if name in table else name] = [of_seen[i] for i in places]
    return csv_tables.columns_csv(table)


def _numbers(seen: Seen, frame: int, places: Sequence[int]) -> dict[str, Sequence[Cell]]:
    film, source, picture = seen.source.film, seen.source, seen.pictures[frame]
    table: dict[str, Sequence[Cell]] = {}
    if film.counts is not None:
        shown = film.shown[list(seen.alone)] if seen.alone else film.shown
        table["count"] = [int(film.counts[shown[i]]) for i in places]
    groups = colours.known(seen)
    if groups is not None and groups.names:
        names = [*groups.names, ""]  # the last one for words that are in none
        table["group"] = [names[groups.of[i]] for i in places]
    if source.from_file is None:
        moment = moments.cells(source, frame + 1)[frame]
        table[moments.unit(film.recipe)] = [moment for _ in places]
        moved = source.moved(seen.map.look.vectors, range(frame, frame + 1))[0]
        of_seen = moved[list(seen.alone)] if seen.alone else moved
        table["moved"] = [round(float(of_seen[i]), DIGITS) for i in places]
    for axis, at in zip(AXES, picture.xy.T, strict=False):
        table[axis] = [round(float(at[i]), DIGITS) for i in places]
    if len(picture.kept):
        table["trust"] = [int(picture.kept[i]) for i in places]
    return table
