"""Two models: how any two of films, epochs and files differ, and what of that is chance."""

from dataclasses import dataclass

import streamlit as st

from embviz.errors import EmbvizError
from embviz.jobs import compare
from embviz.jobs.compare import CompareOrder
from embviz.measures import sweep_films
from embviz.measures.comparison import Comparison
from embviz.measures.sources import Source
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
    with st.container(gap="xxsmall"):  # so that some of the table is in sight on a small screen
        _show(tab)


def _show(tab: Tab) -> None:
    st.markdown(say("compare", "two.help"))
    chosen = sources_part.draw(tab)
    if chosen is not None:
        _compare(tab, _ask(*chosen))
    elif tab.source is not None and tab.source.untouched and sources_part.lacks_a_choice(tab):
        st.caption(say("compare", "two.untrained"))
        offer_training(tab)


def offer_training(tab: Tab) -> None:
    """Draw the button that trains the film on screen."""
    st.button(say("compare", "two.train_film"), key="compare.train", on_click=lambda: _train(tab))


def _train(tab: Tab) -> None:
    tab.intent = "train"


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked: two sides, how many neighbours count, and whether capitals do not matter."""

    first: Side
    second: Side
    wanted: int
    small: bool

    @property
    def sources(self) -> tuple[Source, Source]:
        """What is compared."""
        one, other = (sides.source_of(each, small=self.small) for each in (self.first, self.second))
        return one, other

    @property
    def n(self) -> int:
        """How many neighbours are compared: less than wanted, where few words are shared."""
        shared = sides.shared(self.first, self.second, small=self.small)
        return difference.neighbours_of(self.wanted, shared)

    @property
    def key(self) -> str:
        """A name for the comparison, without other seeds."""
        return f"{self.first.key} | {self.second.key} | {self.n}{' small' if self.small else ''}"

    @property
    def seeds(self) -> Seeds | None:
        """Other seeds of the first, where there are some."""
        return noise_of_seeds.known(self.first) or files_of_seeds.known(self.first, self.second)

    def order(self, seeds: Seeds | None) -> CompareOrder:
        """What is to be done."""
        runs = None if seeds is None else seeds.runs
        if runs is not None and self.small:
            runs = tuple(each.lower() for each in runs)
        return CompareOrder(*self.sources, self.n, runs)


def _ask(first: Side, second: Side, wanted: int) -> Asked:
    """Offer to ignore capitals, where that makes more words the same."""
    shared, in_small = (sides.shared(first, second, small=small) for small in (False, True))
    if in_small <= shared or first.key == second.key:
        return Asked(first, second, wanted, False)
    facts = {"n": f"{in_small:,}", "shared": f"{shared:,}"}
    small = st.toggle(
        say("compare", "two.capitals", **facts),
        key="compare.capitals",
        help=say("compare", "two.capitals_help"),
        persist_state="session",
    )
    return Asked(first, second, wanted, small)


def _compare(tab: Tab, asked: Asked) -> None:
    """Compare what is there, with other seeds of the first where there are some."""
    alone, seeds = asked.key, asked.seeds
    before = None if seeds is None else compared.find(alone)
    key = alone if seeds is None else f"{alone} | {seeds.key}"
    found = compared.find(key)
    if found is None:
        order = asked.order(seeds)
        if before is not None or compare.is_small(order):
            found = compared.begin(key, order)
        else:
            offer(key, order)
            found = before
    elif found.cancelled:
        st.caption(say("compare", "two.cancelled"))
        offer(key, asked.order(seeds))
        found = before
    if found is not None and found is not before and found.busy:
        follow(found)
        found = before  # as far as it is known already
    if found is not None and not found.cancelled:
        _answer(tab, asked, key, found)


def offer(key: str, order: CompareOrder) -> None:
    """Draw the button that begins a comparison."""
    st.button(
        say("compare", "two.go"),
        key="compare.go",
        type="primary",
        on_click=_begin,
        args=(key, order),
    )


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


def _answer(tab: Tab, asked: Asked, key: str, found: Compared) -> None:
    """Say and draw how they differ, or why they cannot be compared."""
    comparison, first, second = found.comparison, asked.first, asked.second
    if comparison is None:
        fault = found.fault
        if fault is not None:
            st.error(worded(fault))
        if asked.seeds is not None:
            _draw_seeds(tab, first, second)  # it may be due to these
        return
    both = _both(asked, key, comparison)
    difference.tell(both, comparison)
    if first.key == second.key:
        st.caption(say("compare", "two.itself"))
    else:
        _draw_seeds(tab, first, second)
    difference.show(tab, both, comparison)
    _film(tab, asked, comparison)


def _both(asked: Asked, key: str, found: Comparison) -> Sides:
    names, rows = (say("compare", "two.the_first"), say("compare", "two.the_second")), {}
    if found.counts is None:
        question = "rows", asked.first.key, asked.small
        rows = remember(question, lambda: sides.rows_of(asked.first, small=asked.small))
    return Sides(key, names, asked.sources, "models", asked.wanted, rows)


def _film(tab: Tab, asked: Asked, comparison: Comparison) -> None:
    """Offer a film from the first to the second, and the way back; or both films side by side."""
    first, second = asked.first, asked.second
    left, right = st.columns(2)
    left.button(
        say("compare", "two.film"),
        key="compare.film",
        icon=":material/movie:",
        help=say("compare", "two.film_help"),
        width="stretch",
        on_click=_show_film,
        args=(tab, asked, comparison),
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


def _show_film(tab: Tab, asked: Asked, comparison: Comparison) -> None:
    """Put a film from the first to the second on the map."""
    first, second = asked.first, asked.second
    film = sweep_films.film_of_two(*asked.sources, comparison, FRAMES)
    name = say("compare", "two.film_name", first=first.name, second=second.name)
    of = sources_part.subject(tab)
    sample = next((each.film.sample for each in (first, second) if each.film is not None), None)
    made_films.show(tab, film, name, of, sample=sample)


def worded(fault: BaseException) -> str:
    """Say why two cannot be compared."""
    known = isinstance(fault, EmbvizError) and fault.reason != "crashed"
    return faults.worded(fault) if known else say("compare", "two.crashed")
