"""What is compared with what: two choices, and what it takes to have what was chosen."""

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from embviz.errors import SettingError, TextError
from embviz.measures.comparison import NEIGHBOURS
from embviz.measures.sweep_films import MODELS
from embviz.types import Which
from embviz.ui.ask import frame_asked
from embviz.ui.map import side_by_side
from embviz.ui.pages.files import open_vectors
from embviz.ui.pages.files.open_vectors import Opener
from embviz.ui.sidebar.inputs import is_outside, number
from embviz.ui.state import (
    comparison,
    locality,
    moments,
    patience,
    saved_films,
    sides,
)
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import SHUFFLED
from embviz.ui.state.run_facts import RunFacts
from embviz.ui.state.sides import NUMBERS, Asked, Number, Question, Side
from embviz.ui.state.tab import Tab
from embviz.ui.texts import model_name, say, table
from embviz.ui.widgets import faults, polling
from embviz.ui.widgets.escaping import plain

POLL_S = 0.5
MOST_NEIGHBOURS = 100
NOW, START, END, FILE, OPEN = "now", "start", "end", "file.", "open"
"""Choices besides runs, which are named as in an address."""

_N = "compare.n"
_WANTED = "embviz_compare_wanted"  # the name of a run that is to be trained
_CHOOSE = "embviz_compare_choose"  # a side, and what it is to show from now on


def draw(tab: Tab) -> tuple[Side, Side, int] | None:
    """Draw the choice of two sides, and of how many neighbours count.

    None: not both are there, or that number is out of range.
    """
    question = sides.question()
    _take_what_came(tab, question)
    options = _options(tab, question)
    found, row = {}, st.columns([3, 1.3, 3, 2.2], gap="xsmall", vertical_alignment="bottom")
    places = dict(zip(NUMBERS, row[::2], strict=False))
    below = {name: st.container(gap="xsmall") for name in NUMBERS}  # files need the whole width
    for name in NUMBERS:
        found[name] = _side(tab, question, name, options, places[name], below[name])
    row[1].button(
        say("compare", "two.swap"),
        key="compare.swap",
        width="stretch",
        on_click=_swap,
        args=(question,),
    )
    st.session_state.setdefault(_N, NEIGHBOURS)
    n = int(number(row[3], "compare", "two.neighbours.label", 1, MOST_NEIGHBOURS, _N))
    first, second = found["first"], found["second"]
    if first is None or second is None or is_outside(_N):
        return None
    return first, second, n


def lacks_a_choice(tab: Tab) -> bool:
    """Whether a side is still to be chosen, and no file of one was at fault."""
    question = sides.question()
    faults = [_opener(tab, question.asked(name), name).fault for name in NUMBERS]
    chosen = [st.session_state.get(f"compare.{name}") for name in NUMBERS]
    return None in chosen and not any(faults)


def put_beside(tab: Tab, second: FilmOnScreen) -> None:
    """Put the film of the second side beside that on screen, on the Map page."""
    noise = st.session_state.get("compare.second") == SHUFFLED
    if tab.source is not None:
        comparison.put_beside(tab, tab.source, second, noise=noise)


def subject(tab: Tab) -> FilmOnScreen | None:
    """The film on screen; where that goes from one model to another, the run that was there before.

    What is compared so stays the same while its film is played.
    """
    source = tab.source
    along = source.film.recipe.along if source is not None else None
    if source is None or along is None or along.name != MODELS:
        return source
    return source.made_of or source


def _options(tab: Tab, question: Question) -> Mapping[str, str]:
    """Give what can be compared, in words: moments of the film, runs, files."""
    source, options = subject(tab), dict[str, str]()
    if source is not None and source.from_file is None and not source.untouched:
        own = (NOW, START, END) if source.complete else (NOW, START)
        options |= {each: _moment_of(source, each) for each in own}
    for key, file in question.there(tab.seen_files).items():
        options[f"{FILE}{key}"] = say("compare", "two.file", name=file.title)
    if source is not None and source.made_of is not None and not source.made_of.untouched:
        options[RunFacts.of(source.made_of).named] = _named(source.made_of)
    if source is not None:
        stills = {each.named for each in tab.earlier if each.still}
        runs = side_by_side.runs(tab, source)
        others = {named: words for named, words in runs.items() if named not in stills}
        options = {**options, **others, **options}  # the run it was made of keeps its name
    return {**options, OPEN: say("compare", "two.open")}


def _moment_of(source: FilmOnScreen, chosen: str) -> str:
    """Name a moment of it; the first and last finished model by what they stand for."""
    words = say("compare", f"two.{chosen}")
    if source.film.recipe.along is None or chosen == NOW:
        return words
    frame = 0 if chosen == START else len(source.frames) - 1
    return say("compare", "two.model", film=words, moment=moments.moment(source, frame))


def _usual(tab: Tab, name: Number, options: Mapping[str, str]) -> str | None:
    """What is compared unless somebody chooses: the film with what is beside it, or its start."""
    beside = tab.beside.named if tab.beside is not None else ""
    files = [each for each in options if each.startswith(FILE)]
    source = subject(tab)
    models = source is not None and source.film.recipe.of_models
    earlier = [] if models else [each.named for each in tab.earlier]
    wanted = (END, NOW, *files) if name == "first" else (beside, *earlier, START, *files[1:])
    return next((each for each in wanted if each in options), None)


def _side(
    tab: Tab,
    question: Question,
    name: Number,
    options: Mapping[str, str],
    place: DeltaGenerator,
    below: DeltaGenerator,
) -> Side | None:
    """Draw the choice of one side, and what it takes to have it; None: it is not there yet."""
    key, asked, usual = f"compare.{name}", question.asked(name), _usual(tab, name, options)
    if st.session_state.get(key) not in options:
        st.session_state[key] = usual
    chosen: str | None = place.selectbox(
        say("compare", f"two.{name}"),
        options,
        None if usual is None else 0,
        key=key,
        format_func=lambda option: options.get(option, ""),
        placeholder=say("compare", "two.placeholder"),
        persist_state="session",
    )
    if chosen is None:
        return None
    with below:
        if chosen == OPEN:
            _open(tab, asked, name)
            return None
        try:
            side = _found(tab, question, asked, chosen, name)
        except (SettingError, TextError) as error:  # a model that refuses this text
            st.error(faults.worded(error))
            return None
        return None if side is None else _with_vectors(side, name)


def _open(tab: Tab, asked: Asked, name: Number) -> None:
    """Draw the inputs for a file of one side."""
    st.markdown(say("compare", f"two.open_{name}"))
    open_vectors.show(_opener(tab, asked, name), locality.is_here())
    if asked.is_read:
        st.rerun()  # to be chosen


def _opener(tab: Tab, asked: Asked, name: Number) -> Opener:
    return Opener(f"compare.{name}", asked, lambda data, of: _open_film(tab, name, data, of))


def _found(tab: Tab, question: Question, asked: Asked, chosen: str, name: Number) -> Side | None:
    if chosen.startswith(FILE):
        file = question.file(chosen.removeprefix(FILE))
        if file is None:
            st.caption(say("compare", "two.gone"))
            return None
        question.keep(file)
        return sides.of_file(file, file.title)
    source = subject(tab)
    if source is None:
        return None
    if chosen in (NOW, START, END):
        return sides.of_film(source, _frame(tab, source, chosen), _which(name), _named(source))
    film = _film(tab, source, asked, chosen, name)
    return None if film is None else _side_of_run(film, name)


def _frame(tab: Tab, source: FilmOnScreen, chosen: str) -> int:
    if chosen == START:
        return 0
    here = frame_asked.current(tab) if source is tab.source and chosen == NOW else None
    return here.frame if here is not None else len(source.frames) - 1


def _film(
    tab: Tab, source: FilmOnScreen, asked: Asked, named: str, name: Number
) -> FilmOnScreen | None:
    """Give a run as far as it is there, or offer to train it."""
    of = f"{named} {source.key}" if named == SHUFFLED else named
    if asked.of == of and asked.film is not None:
        return asked.film
    beside = comparison.beside(tab)
    if beside is not None and tab.beside is not None and tab.beside.named == named:
        return beside
    film = comparison.kept(named) if named != SHUFFLED else None
    if film is not None:
        return film
    if st.session_state.get(_WANTED) != named:
        if named in {each.named for each in tab.earlier}:
            st.caption(say("compare", "two.not_kept"))
        st.button(
            say("compare", "two.train"),
            key=f"compare.train.{name}",
            on_click=st.session_state.update,
            args=({_WANTED: named},),
        )
        return None
    film = comparison.obtain(tab, source, named)
    st.session_state.pop(_WANTED)
    if film is None:
        st.caption(say("compare", "two.gone"))
        return None
    asked.film, asked.of = film, of
    if named != SHUFFLED:
        tab.remember(film)
    return film


def _side_of_run(film: FilmOnScreen, name: Number) -> Side | None:
    """The end of a run, or where it stands; follow it while it is trained."""
    if film.from_file is not None:
        return sides.of_file(film.from_file.file, film.name)
    patience.wake(film.work)
    if film.work.status == "running":
        polling.poll(
            lambda: _training(film, name), lambda: film.work.status == "running", every_s=POLL_S
        )
        return None
    if not len(film.frames):
        st.error(say("errors", "failed"))
        return None
    if not film.complete:
        st.caption(say("compare", "two.unfinished"))
        resume = say("progress", "resume")
        st.button(resume, key=f"compare.resume.{name}", on_click=film.work.resume)
    elif film.trouble is not None:
        st.caption(say("compare", "two.diverged"))
    return sides.of_film(film, len(film.frames) - 1, _which(name), _named(film))


def _training(film: FilmOnScreen, name: Number) -> None:
    film.work.watch()
    share = len(film.frames) / max(film.length.frames, 1)
    bar, button = st.columns([3, 1.3], vertical_alignment="center")
    bar.progress(min(share, 1.0), say("compare", "two.training"))
    button.button(
        say("compare", "two.cancel"),
        key=f"compare.stop.{name}",
        width="stretch",
        on_click=film.work.pause,
    )


def _with_vectors(side: Side, name: Number) -> Side:
    """Say what is compared, and draw the choice of vectors beside it, where there is one."""
    words, d = side.size
    facts = {"name": plain(side.name), "words": f"{words:,}", "d": f"{d:,}"}
    key = "is_file" if not side.moment else "is_moment" if side.whole else "is_moment_shown"
    told = say("compare", f"two.{key}", moment=side.moment, **facts)
    if not side.moment or len(side.choices) <= 1:
        st.caption(told)
        return side
    if st.session_state.get(_which_key(name)) not in side.choices:
        st.session_state[_which_key(name)] = side.which
    names = table("map")["matrix"]
    about, choice = st.columns([3, 1.3], vertical_alignment="center")
    about.caption(told)
    choice.segmented_control(
        say("map", "matrix.label"),
        side.choices,
        key=_which_key(name),
        format_func=lambda which: names.get(which, which),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    return side


def _which_key(name: Number) -> str:
    return f"compare.which.{name}"


def _which(name: Number) -> Which | None:
    which: Which | None = st.session_state.get(_which_key(name))
    return which


def _named(film: FilmOnScreen) -> str:
    recipe = film.film.recipe
    if recipe.of_models:
        return say("moments", "title", text=film.name, unit=moments.unit(recipe))
    return say("train", "title", text=film.name, model=model_name(recipe.model))


def _swap(question: Question) -> None:
    question.swap()
    state = st.session_state
    for one, other in (
        ("compare.first", "compare.second"),
        (_which_key("first"), _which_key("second")),
    ):
        before = {key: state[key] for key in (one, other) if key in state}
        for key, value in ((one, before.get(other)), (other, before.get(one))):
            if value is not None:
                state[key] = value


def _take_what_came(tab: Tab, question: Question) -> None:
    """Choose for a side what has just been read for it."""
    if _CHOOSE in st.session_state:
        side, named = st.session_state.pop(_CHOOSE)
        st.session_state[f"compare.{side}"] = named
    for name in NUMBERS:
        asked = question.asked(name)
        file = asked.file
        if file is not None and asked.is_read:
            asked.file = None
            question.keep(file)
            tab.see_file(file.key)
            st.session_state[f"compare.{name}"] = f"{FILE}{file.key}"


def _open_film(tab: Tab, name: Number, data: bytes, of: str) -> None:
    """Choose a saved film, which becomes a run of this visit. Raises FileError."""
    film = saved_films.opened(data, of)
    tab.remember(film)
    st.session_state[_CHOOSE] = name, RunFacts.of(film).named
    st.rerun()
