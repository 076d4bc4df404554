"""What is looked at here, in the address and back from it: part, pair, steps, draws, η."""

from embviz.one_step.sentence import Pair
from embviz.ui.map import component
from embviz.ui.pages.inside import choice as choices
from embviz.ui.pages.inside import step_buttons
from embviz.ui.pages.inside.choice import StepChoice
from embviz.ui.pages.inside.example import Example
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.state import address_bar
from embviz.ui.state.link import View
from embviz.ui.state.tab import Tab
from embviz.ui.widgets import tabs
from embviz.wordmap.packing import join


def arrive(tab: Tab, here: Moment, choice: StepChoice, parts: list[str], views: list[str]) -> None:
    """Go to what the address asked for, once the run is there."""
    asked = tab.asked_inside
    if asked is None or here.source.work.status == "running" or tab.sought is not None:
        return
    tab.asked_inside = None
    part, _, view = asked.part.partition(".")
    tabs.remember_open(parts, "parts", part)
    tabs.remember_open(views, "views", view)
    if len(asked.pair) == 2:
        _take_pair(here, choice, asked)
    choice.steps, choice.eta = asked.taken, asked.eta
    choice.draws, choice.readings = asked.draws, asked.readings


def leave(tab: Tab, choice: StepChoice, told: Example | None, part: str) -> None:
    """Note what is looked at, and have the browser write it into the address."""
    view = tabs.is_open("views") if part == "step" else ""
    tab.inside = {
        "part": f"{part}.{view}" if view else part,
        "pair": tuple(word for word in (choice.centre, choice.context) if word),
        "places": _places(choice),
        "taken": choice.steps,
        "draws": choice.draws,
        "readings": choice.readings,
        "eta": step_buttons.changed_rate(told) if told is not None else None,
    }


def write(tab: Tab) -> None:
    """Have the browser write the address of this moment."""
    view = address_bar.whole(tab)
    if view is not None:
        component.companion("inside.address", join({"view": view}, b""))


def _places(choice: StepChoice) -> str:
    if choice.sentence is None or choice.pair is None:
        return ""
    return f"{choice.sentence}.{choice.pair.centre}.{choice.pair.context}"


def _take_pair(here: Moment, choice: StepChoice, asked: View) -> None:
    """Choose the words, where they stand as the address says, or else where they do first."""
    centre, context = asked.pair
    choices.take_words(here, choice, centre, context)
    corpus = here.corpus
    if corpus is None or not asked.places:
        return
    number, *places = (int(each) for each in asked.places.split("."))
    pair = Pair(*places)
    inside = number < len(corpus.starts) - 1
    if inside and max(pair) < corpus.starts[number + 1] - corpus.starts[number]:
        if choices.words_of(corpus, number, pair) == asked.pair:
            choice.settle((centre, context), number, pair)
