"""From one-hot to a row: that multiplying by a one-hot vector is looking up."""

import streamlit as st

from embviz.charts import one_step
from embviz.one_step import parameters
from embviz.one_step.sentence import visited
from embviz.ui.ask import answers
from embviz.ui.pages.inside import formulas
from embviz.ui.pages.inside.example import Example
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.state.remembered import remember
from embviz.ui.texts import lesson, say
from embviz.ui.widgets.escaping import plain

AROUND = 3  # rows shown above and below the one that is picked
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
    key = here.lesson.objective
    if not key:
        return
    left, right = st.columns([3, 5], vertical_alignment="center")
    kind = "even" if here.lesson.spread is None else here.lesson.start
    left.latex(formulas.start(here), help=say("inside", f"symbols.start_{kind}"))
    objective = formulas.OBJECTIVES[key](here)
    right.latex(objective, help=say("inside", f"symbols.objective_{key}"))


def _count(told: Example) -> None:
    here, centre = told.moment, told.choice.centre
    V, d = len(here.source.film.words), here.matrices.d
    with st.container(horizontal=True):
        st.metric(say("inside", "lookup.V"), f"{V:,}", width="content")
        st.metric(say("inside", "lookup.d"), f"{d:,}", width="content")
        _parameters(here)
    if here.lesson.row:
        st.markdown(say("inside", f"lookup.row_{here.lesson.row}", d=f"{d:,}"))
    facts = {"i": f"{_row(told) + 1:,}", "zeros": f"{V - 1:,}", "word": plain(centre)}
    st.markdown(lesson("inside-row", **facts, hot=f"{V * V:,}", dense=f"{V * d:,}"))
    if _never_visited(here, centre):
        st.warning(say("inside", "lookup.never", word=plain(centre)))


def _parameters(here: Moment) -> None:
    film = here.source.film
    vocabulary, recipe = film.vocabulary, film.recipe
    shapes = remember(
        ("parameters", here.source.key),
        lambda: parameters.shapes(recipe.model, recipe.settings, vocabulary),
    )
    V, d = shapes["U"]
    key = f"lookup.parameters_{next((name for name in ('Z', 'b') if name in shapes), 'E')}"
    n_grams = shapes.get("Z", (V,))[0] - V
    st.metric(
        say("inside", key),
        f"{parameters.count(shapes):,}",
        width="content",
        help=say("inside", f"{key}_help", V=f"{V:,}", d=f"{d:,}", B=f"{n_grams:,}"),
    )


def _picture(told: Example) -> None:
    here, i = told.moment, told.centre
    n = len(here.matrices.vocabulary)
    first = max(0, min(i - AROUND, n - 2 * AROUND - 1))
    rows = list(range(first, min(n, first + 2 * AROUND + 1)))
    E, _ = here.matrices.rows(rows)
    words = [told.word(row) for row in rows]
    titles = [say("inside", f"lookup.{key}") for key in ("hot", "matrix", "products")]
    figure = one_step.lookup(words, i - first, E, titles, HEIGHT)
    formula = formulas.looked_up(_row(told), len(here.source.film.words), here.matrices.d)
    st.latex(formula, help=say("inside", "symbols.row"))
    alt = say("inside", "lookup.alt", word=told.choice.centre)
    answers.chart(figure, alt=alt, key="inside.chart.lookup")


def _row(told: Example) -> int:
    """The centre's row of E, counted from 0 among all words of the text."""
    here = told.moment
    return told.centre if here.snapshot.whole else int(here.source.film.shown[told.centre])


def _never_visited(here: Moment, word: str) -> bool:
    """Whether training never moves a word's row of E: it has no company where it is read."""
    corpus, recipe = here.corpus, here.source.film.recipe
    if corpus is None or word not in corpus.vocabulary:
        return False
    seed = recipe.seed if recipe.loss_on == "held-out" else None
    return not visited(corpus, corpus.vocabulary.id(word), seed)
