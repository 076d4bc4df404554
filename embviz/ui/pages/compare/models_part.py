"""Two models: how any two of films, epochs and files differ, and what of that is chance."""

import streamlit as st

from embviz.errors import EmbvizError
from embviz.jobs import compare
from embviz.jobs.compare import CompareOrder
from embviz.measures import sweep_films
from embviz.measures.comparison import Comparison
from embviz.ui.pages.compare import difference, files_of_seeds, noise_of_seeds, sources_part
from embviz.ui.pages.compare.difference import Sides
from embviz.ui.pages.compare.noise_of_seeds import Seeds
from embviz.ui.state import compared, made_films, sides
from embviz.ui.state.compared import Compared
from embviz.ui.state.remembered import remember
from embviz.ui.state.sides import Side
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.ui.widgets import faults, polling

POLL_S = 0.4
MAP = "pages/map.py"
FRAMES = ("1", "2")  # of a film from the first to the second


def show(tab: Tab) -> None:
    """Draw the part."""
    st.markdown(say("compare", "two.help"))
    chosen = sources_part.draw(tab)
    if chosen is not None:
        _compare(tab, *chosen)
    elif tab.source is not None and tab.source.untouched and sources_part.lacks_a_choice(tab):
        st.caption(say("compare", "two.untrained"))
        offer_training(tab)


def offer_training(tab: Tab) -> None:
    """Draw the button that trains the film on screen."""
    st.button(say("compare", "two.train_film"), key="compare.train", on_click=lambda: _train(tab))


def _train(tab: Tab) -> None:
    tab.intent = "train"


def _compare(tab: Tab, first: Side, second: Side, wanted: int) -> None:
    """Compare what is there, with other seeds of the first where there are some."""
    n = difference.neighbours_of(wanted, sides.shared(first, second))
    alone, seeds = f"{first.key} | {second.key} | {n}", _seeds(first, second)
    before = None if seeds is None else compared.find(alone)
    key, runs = (alone, None) if seeds is None else (f"{alone} | {seeds.key}", seeds.runs)
    order = CompareOrder(first.source, second.source, n, runs)
    found = compared.find(key)
    if found is None and (before is not None or compare.is_small(order)):
        found = compared.begin(key, order)
    if found is None or found.cancelled:
        if found is not None:
            st.caption(say("compare", "two.cancelled"))
        offer(key, order)
        found = before
    elif found.busy:
        follow(found)
        found = before  # as far as it is known already
    if found is not None and not found.cancelled:
        _answer(tab, first, second, key, found, wanted)


def offer(key: str, order: CompareOrder) -> None:
    """Draw the button that begins a comparison."""
    st.button(
        say("compare", "two.go"),
        key="compare.go",
        type="primary",
        on_click=_begin,
        args=(key, order),
    )


def _seeds(first: Side, second: Side) -> Seeds | None:
    return noise_of_seeds.known(first) or files_of_seeds.known(first, second)


def _draw_seeds(tab: Tab, first: Side, second: Side) -> None:
    """Draw what it takes to tell chance: runs that are trained here, or other files."""
    if first.film is None and not second.trained_to_the_end:
        files_of_seeds.draw(tab, first, second)
    else:
        noise_of_seeds.draw(tab, first, second)


def _begin(key: str, order: CompareOrder) -> None:
    compared.begin(key, order)


def follow(found: Compared) -> None:
    """Draw how far a comparison is."""
    polling.poll(lambda: _progress(found), lambda: found.busy, every_s=POLL_S)


def _progress(found: Compared) -> None:
    found.watch()
    bar, button = st.columns([4, 1], vertical_alignment="center")
    bar.progress(min(found.share, 1.0), say("compare", "two.comparing"))
    button.button(
        say("compare", "two.cancel"),
        key="compare.cancel",
        width="stretch",
        on_click=found.cancel,
    )


def _answer(tab: Tab, first: Side, second: Side, key: str, found: Compared, wanted: int) -> None:
    """Say and draw how they differ, or why they cannot be compared."""
    comparison = found.comparison
    if comparison is None:
        fault = found.fault
        if fault is not None:
            st.error(worded(fault))
        _tell_capitals(first, second, 1)
        if _seeds(first, second) is not None:
            _draw_seeds(tab, first, second)  # it may be due to these
        return
    names = say("compare", "two.the_first"), say("compare", "two.the_second")
    both = Sides(key, names, (first.source, second.source), "models", wanted)
    difference.tell(both, comparison)
    if first.key == second.key:
        st.caption(say("compare", "two.itself"))
    else:
        _tell_capitals(first, second, comparison.shared)
        _draw_seeds(tab, first, second)
    difference.show(tab, both, comparison)
    _film(tab, first, second, comparison)


def _film(tab: Tab, first: Side, second: Side, comparison: Comparison) -> None:
    """Offer a film from the first to the second, and the way back; or both films side by side."""
    left, right = st.columns(2)
    left.button(
        say("compare", "two.film"),
        key="compare.film",
        icon=":material/movie:",
        help=say("compare", "two.film_help"),
        width="stretch",
        on_click=_show_film,
        args=(tab, first, second, comparison),
    )
    before = tab.source.made_of if tab.source is not None else None
    if before is not None:
        right.button(
            say("compare", "two.back"),
            key="compare.back",
            icon=":material/undo:",
            width="stretch",
            on_click=tab.show,
            args=(before,),
        )
    elif second.film is not None and first.film is tab.source is not second.film:
        beside = right.button(
            say("compare", "two.beside"),
            key="compare.beside",
            icon=":material/splitscreen_vertical_add:",
            width="stretch",
        )
        if beside:
            sources_part.put_beside(tab, second.film)
            st.switch_page(MAP)


def _show_film(tab: Tab, first: Side, second: Side, comparison: Comparison) -> None:
    """Put a film from the first to the second on the map."""
    film = sweep_films.film_of_two(first.source, second.source, comparison, FRAMES)
    name = say("compare", "two.film_name", first=first.name, second=second.name)
    of = tab.trained
    sample = next((each.film.sample for each in (first, second) if each.film is not None), None)
    made_films.show(tab, film, name, of, sample=sample)


def worded(fault: BaseException) -> str:
    """Say why two cannot be compared."""
    known = isinstance(fault, EmbvizError) and fault.reason != "crashed"
    return faults.worded(fault) if known else say("compare", "two.crashed")


def _tell_capitals(first: Side, second: Side, shared: int) -> None:
    """Say where more words would be shared but for their capitals."""
    question = "capitals", first.key, second.key
    n = remember(question, lambda: sides.shared_without_capitals(first.source, second.source))
    if n > shared:
        st.caption(say("compare", "two.capitals", n=f"{n:,}"))
