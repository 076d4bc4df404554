"""From one-hot to a row: that multiplying by a one-hot vector is looking up."""

import streamlit as st

from embviz.charts import one_step
from embviz.one_step import parameters
from embviz.one_step.sentence import visited
from embviz.training.film import Film
from embviz.ui.ask import answers
from embviz.ui.pages.inside import formulas, objectives
from embviz.ui.pages.inside.example import Example
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.pages.inside.objectives import Aim
from embviz.ui.state.remembered import remember
from embviz.ui.texts import lesson, say
from embviz.ui.widgets.escaping import plain

AROUND = 3
"""Rows shown above and below the one that is picked."""

HEIGHT = 262


def show(told: Example) -> None:
    """Draw the part."""
    left, right = st.columns([4, 8], gap="medium")
    with left:
        _count(told)
    with right:
        _picture(told)
        _formulas(told.moment)


def _formulas(here: Moment) -> None:
    """Say how the numbers start, and what training wants."""
    told = objectives.TOLD[here.model]
    aim = Aim(_tokens(here), here.window, here.K, here.settings)
    left, right = st.columns([3, 5], vertical_alignment="center")
    for column, formula, key in zip(
        (left, right), (told.start, told.objective), told.help, strict=True
    ):
        column.latex(formula(aim), help=_help(key))


def _count(told: Example) -> None:
    """Say what E takes, and what one-hot vectors would."""
    here = told.moment
    V, d = len(here.source.film.words), here.matrices.d
    with st.container(horizontal=True):
        st.metric(say("inside", "lookup.V"), f"{V:,}", width="content")
        st.metric(say("inside", "lookup.d"), f"{d:,}", width="content")
        _parameters(here)
    st.markdown(say("inside", f"lookup.{objectives.TOLD[here.model].row}", d=f"{d:,}"))
    facts = {"V": f"{V:,}", "d": f"{d:,}", "zeros": f"{V - 1:,}", "word": plain(told.choice.centre)}
    st.markdown(lesson("inside-row", **facts, hot=f"{V * V:,}", dense=f"{V * d:,}"))
    if _never_visited(here, told.choice.centre):
        st.warning(say("inside", "lookup.never", word=plain(told.choice.centre)))


def _parameters(here: Moment) -> None:
    """Say how many numbers the model learns, and where they are."""
    film = here.source.film
    question = ("parameters", here.source.key)
    shapes = remember(question, lambda: _shapes(film))
    V, d = shapes["U"]
    kind = next((name for name in ("Z", "b") if name in shapes), "E")
    n_grams = shapes.get("Z", (V,))[0] - V
    st.metric(
        say("inside", f"lookup.parameters_{kind}"),
        f"{parameters.count(shapes):,}",
        width="content",
        help=say(
            "inside", f"lookup.parameters_{kind}_help", V=f"{V:,}", d=f"{d:,}", B=f"{n_grams:,}"
        ),
    )


def _shapes(film: Film) -> parameters.Shapes:
    return parameters.shapes(film.recipe.model, film.recipe.settings, film.vocabulary)


def _picture(told: Example) -> None:
    here, i = told.moment, told.centre
    n = len(here.matrices.vocabulary)
    first = max(0, min(i - AROUND, n - 2 * AROUND - 1))
    rows = list(range(first, min(n, first + 2 * AROUND + 1)))
    E, _ = here.matrices.rows(rows)
    figure = one_step.lookup(
        [told.word(row) for row in rows],
        i - first,
        E,
        (
            say("inside", "lookup.hot"),
            say("inside", "lookup.matrix"),
            say("inside", "lookup.products"),
        ),
        HEIGHT,
    )
    film = here.source.film
    number = i if here.whole else int(film.shown[i])
    st.latex(formulas.looked_up(number, len(film.words), here.matrices.d), help=_help("row"))
    alt = say("inside", "lookup.alt", word=told.choice.centre)
    answers.chart(figure, alt=alt, key="inside.chart.lookup")


def _help(key: str) -> str:
    return say("inside", f"symbols.{key}")


def _tokens(here: Moment) -> int:
    return int(here.source.film.vocabulary.counts.sum())


def _never_visited(here: Moment, word: str) -> bool:
    """Whether training never moves a word's row of E: it has no company where it is read."""
    corpus, recipe = here.corpus, here.source.film.recipe
    if corpus is None or word not in corpus.vocabulary:
        return False
    seed = recipe.seed if recipe.loss_on == "held-out" else None
    return not visited(corpus, corpus.vocabulary.id(word), seed)
