"""Why a bag of words cannot learn "not": four sentences, what is said of them, and the bound."""

import streamlit as st

from embviz.errors import EmbvizError, MissingWord
from embviz.measures.negation import Four, Negation, four
from embviz.measures.negation_words import negating, proposed
from embviz.text import samples
from embviz.ui.ask import answers
from embviz.ui.pages.use.asked import Classifier
from embviz.ui.state.tab import current_tab
from embviz.ui.texts import model_name, say
from embviz.ui.widgets import faults
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.number_format import latex

BAG, OTHER = "bag", "cnn"
ONE, TWO = "use.negation.one", "use.negation.two"
GOOD, BAD, NO, FRAME = (f"use.negation.{key}" for key in ("good", "bad", "no", "frame"))
PLACE, PLACE_TYPED = "…", "..."
"""Where the word stands in the frame."""

_OF = "use.negation_of"


def show(here: Classifier) -> None:
    """Draw the part."""
    st.markdown(say("use", "negation.idea"))
    classes = _classes(here)
    if classes is None:
        return
    negation = _words(here, classes)
    if negation is None:
        st.info(say("use", f"negation.{_lacks(here)}"))
        return
    try:
        found = four(here.sorter, negation, classes, here.labelled.lowercase, here.labelled.rules)
    except EmbvizError as error:
        st.warning(_why(here, error))
        return
    bag = here.film.recipe.model == BAG
    _table(here, found)
    st.markdown(_verdict(here, found, bag))
    _sums(found, classes, bag)
    _other(OTHER if bag else BAG)


def _classes(here: Classifier) -> tuple[str, str] | None:
    """The class of the one word and that of the other: asked for where there are more than two.

    At first they are those of the most sentences; of equally many, the last one and the first.
    """
    *others, last = names = here.classes
    if len(names) == 2:
        return last, names[0]
    sizes = here.labelled.sizes
    largest = sorted((last, *others), key=lambda name: -sizes[name])
    for key, usual in zip((ONE, TWO), largest, strict=False):
        if st.session_state.get(key) not in names:
            st.session_state[key] = usual
    left, right = st.columns(2)
    one = left.selectbox(say("use", "negation.one"), names, key=ONE, persist_state="session")
    two = right.selectbox(say("use", "negation.two"), names, key=TWO, persist_state="session")
    if one == two:
        st.warning(say("use", "negation.same"))
        return None
    return one, two


def _words(here: Classifier, classes: tuple[str, str]) -> Negation | None:
    """Draw the inputs; None where one of them is empty."""
    _propose(here, classes)
    places = st.columns(3)
    for place, key, label in zip(places, (GOOD, BAD), classes, strict=False):
        label = say("use", "negation.word", name=plain(label))
        place.text_input(label, key=key, persist_state="session")
    places[2].text_input(say("use", "negation.no"), key=NO, persist_state="session")
    st.text_input(
        say("use", "negation.frame"),
        key=FRAME,
        help=say("use", "negation.frame_help"),
        persist_state="session",
    )
    good, bad, no = (str(st.session_state[key]).strip() for key in (GOOD, BAD, NO))
    if not (good and bad and no):
        return None
    return Negation(good, bad, no, _template(str(st.session_state[FRAME])))


def _lacks(here: Classifier) -> str:
    """Name what to say of inputs of which one is empty."""
    typed = str(st.session_state[NO]).strip()
    return "missing" if typed or negating(here.labelled.words) else "none"


def _propose(here: Classifier, classes: tuple[str, str]) -> None:
    """Begin with words of the text; anew when it or the classes are others."""
    of = here.frame.source.name, here.classes, classes
    if st.session_state.get(_OF) == of:
        return
    sample, seed = here.frame.source.sample, here.film.recipe.seed
    planted = samples.answers(sample).groups if sample is not None else None
    found = proposed(here.labelled, seed, classes, planted)
    frame = found.template.format(PLACE)
    values = (found.good, found.bad, found.no, frame)
    st.session_state.update(zip((GOOD, BAD, NO, FRAME), values, strict=True))
    st.session_state[_OF] = of


def _template(frame: str) -> str:
    """A frame as `Negation` has it; the word comes last where its place is not marked."""
    before, mark, after = frame.replace(PLACE_TYPED, PLACE).partition(PLACE)
    around = [part.replace("{", "{{").replace("}", "}}") for part in (before, after)]
    return "{}".join(around if mark else (f"{around[0]} ", "")).strip()


def _why(here: Classifier, error: EmbvizError) -> str:
    if isinstance(error, MissingWord) and error.word in here.labelled.vocabulary:
        return say("errors", "not_shown", word=plain(error.word))
    return faults.worded(error)


def _table(here: Classifier, found: Four) -> None:
    names, heading = here.classes, say("use", "errors.probability")
    columns: answers.Columns = {
        say("use", "negation.number"): [f"S{n}" for n in "₁₂₃₄"],
        say("use", "negation.mark"): ["✓" if said.right else "✗" for said in found.said],
        say("use", "errors.sentence"): [said.text for said in found.said],
        say("use", "errors.true"): [names[said.wanted] for said in found.said],
        say("use", "errors.predicted"): [names[said.predicted] for said in found.said],
        heading: [round(float(said.probabilities.max()), 6) for said in found.said],
    }
    config = {heading: st.column_config.NumberColumn(format="%.3f")}
    alt = say("use", "negation.alt", right=found.right)
    answers.table(columns, alt=alt, name="negation", config=config)


def _verdict(here: Classifier, found: Four, bag: bool) -> str:
    """Say how many are right, and how many can be."""
    name = model_name(here.film.recipe.model)
    lines = [say("use", "negation.right", name=name, right=found.right)]
    if bag:
        lines.append(say("use", "negation.bound"))
    elif found.right == len(found.said):
        lines.append(say("use", "negation.beyond"))
    return " ".join(lines)


def _sums(found: Four, classes: tuple[str, str], bag: bool) -> None:
    """Write the sums of the four, and what they come to."""
    one, other = (plain(name) for name in classes)
    st.markdown(say("use", "negation.sum", one=one, other=other))
    good, bad, not_good, not_bad = (each.sum for each in found.said)
    for name, (a, b) in {"S_1 + S_4": (good, not_bad), "S_2 + S_3": (bad, not_good)}.items():
        plus = f"{latex(a, 2)} + {_bracketed(b)}"
        st.latex(rf"{name} = {plus} = {latex(a + b, 2)}")
    difference = f"{found.interaction:+.2f}".replace("-", "−")
    st.markdown(say("use", "negation.equal" if bag else "negation.unequal", difference=difference))


def _bracketed(x: float) -> str:
    return f"({latex(x, 2)})" if x < 0 else latex(x, 2)


def _other(model: str) -> None:
    """Offer the same labels to a bag, or to a network that is none."""
    label = say("use", "negation.train", name=model_name(model))
    st.button(label, key="use.negation.train", on_click=_train, args=(model,))


def _train(model: str) -> None:
    st.session_state["model"] = model
    current_tab().intent = "train"
