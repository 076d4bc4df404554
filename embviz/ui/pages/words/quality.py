"""How good the vectors are: by what was planted, by people's ratings, and by analogies."""

from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from embviz import measures
from embviz.jobs import queries
from embviz.measures import Exam, Marks, QuestionScores, Rating, RatingScore, SectionScore
from embviz.text import samples
from embviz.ui.ask import answers, exam_files
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.state import server
from embviz.ui.state.remembered import remember, worked_out
from embviz.ui.state.tab import Tab
from embviz.ui.texts import say
from embviz.vectors.vectors import Method, Vectors

WAIT_S = 10.0
FEWEST_PAIRS, FEW_PAIRS = 4, 30
"""Rated pairs that make a curve, and those below which a correlation is hardly an impression."""


def show(tab: Tab, asked: FrameAsked) -> None:
    """Draw all measures."""
    _planted(asked)
    _ratings(asked)
    _questions(asked)


def _planted(asked: FrameAsked) -> None:
    st.subheader(say("words", "quality.planted"))
    if asked.source.sample is None:
        st.caption(say("words", "quality.no_answers"))
        return
    st.caption(say("words", "quality.planted_help"))
    found = samples.answers(asked.source.sample)
    if asked.last < 1:
        st.caption(say("words", "quality.untrained"))
        return
    marks = _over_film(asked, "planted", Exam(found.groups, tuple(found.analogies)))
    chance = measures.chance_precision(asked.source.words, found.groups)
    if asked.frame < len(marks):
        facts = {
            "precision": f"{marks[asked.frame].precision:.2f}",
            "accuracy": f"{marks[asked.frame].accuracy:.2f}",
            "chance": f"{chance:.2f}",
            "moment": asked.moment,
        }
        key = "found" if found.analogies else "found_groups"
        st.markdown(say("words", f"quality.{key}", **facts))
    curves = {say("words", "quality.precision"): [mark.precision for mark in marks]}
    if found.analogies:
        curves[say("words", "quality.accuracy")] = [mark.accuracy for mark in marks]
    curves[say("words", "quality.chance")] = [chance] * len(marks)
    answers.curves(
        asked,
        curves,
        label=say("words", "quality.share"),
        alt=say("words", "quality.planted_alt"),
        name="planted",
        span=(0.0, 1.0),
    )


def _over_film(asked: FrameAsked, name: str, exam: Exam) -> list[Marks]:
    """Examine every frame in a worker; as far as it has come, where it takes long."""
    film, begin = asked.film, queries.Counted(len(asked.film))
    frames = [(film.rows(i, asked.which), film.shown_words, exam) for i in range(len(film))]
    job = queries.examine, frames
    question = ("marks", asked.source.key, len(film), asked.which, name)
    work = remember(question, lambda: server.engine().launch(queries.call_each, job, begin))
    with st.spinner(say("words", "quality.counting"), show_time=True):
        work.wait(len(film), WAIT_S)
    if work.error is not None:
        raise work.error
    return list(work.results)


def _ratings(asked: FrameAsked) -> None:
    st.subheader(say("words", "quality.pairs"))
    found = _scored(asked, "pairs", exam_files.pairs(), measures.compare_ratings)
    if found is None:
        return
    name, ratings, score = found
    facts = {"covered": len(score.covered), "all": len(score.covered) + len(score.skipped)}
    if score.spearman is None:
        key = "pairs_one" if score.covered else "pairs_none"
        st.warning(say("words", f"quality.{key}", **facts))
        return
    low, high = score.spearman.low, score.spearman.high
    known = low is not None and high is not None
    interval = {"low": f"{low:.2f}", "high": f"{high:.2f}"} if known else {}
    key, rho = "pairs_result" if known else "pairs_few", f"{score.spearman.value:.2f}"
    st.markdown(say("words", f"quality.{key}", rho=rho, **interval, **facts))
    answers.folded("rated", lambda: _rated(score))
    if len(score.covered) < FEW_PAIRS:
        st.warning(say("words", "quality.few_pairs", few=FEW_PAIRS))
    if asked.last > 0:
        _ratings_over_film(asked, name, ratings)


def _ratings_over_film(asked: FrameAsked, name: str, ratings: tuple[Rating, ...]) -> None:
    shown = Vectors(asked.source.words, np.ones((len(asked.source.words), 1), dtype=np.float32))
    there = len(measures.compare_ratings(shown, ratings).covered)
    st.caption(say("words", "quality.pairs_on_map", n=there))
    if there < FEWEST_PAIRS:
        return
    marks = _over_film(asked, name, Exam(ratings=ratings))
    label = say("words", "quality.spearman")
    answers.curves(
        asked,
        {label: [mark.spearman for mark in marks]},
        label=label,
        alt=say("words", "quality.ratings_alt"),
        name="ratings",
        span=(-1.0, 1.0),
    )


def _rated(score: RatingScore) -> None:
    columns: answers.Columns = {
        say("words", "quality.first"): [pair.a for pair in score.covered],
        say("words", "quality.second"): [pair.b for pair in score.covered],
        say("words", "quality.rating"): [pair.score for pair in score.covered],
        say("words", "neighbours.cosine"): np.round(score.cosines, 4).tolist(),
    }
    answers.table(columns, alt=say("words", "quality.rated_alt"), name="rated-pairs")


def _questions(asked: FrameAsked) -> None:
    st.subheader(say("words", "quality.analogies"))
    found = _scored(asked, "analogies", exam_files.analogies(), measures.answer_questions)
    if found is None:
        return
    scores: QuestionScores = found[2]
    sections = [scores.total, *scores.sections]
    names = [say("words", "quality.total")] + [section.name for section in scores.sections]
    columns: answers.Columns = {
        say("words", "quality.section"): names,
        say("words", "quality.right"): [_share(each, "3CosAdd") for each in sections],
        say("words", "quality.right_mul"): [_share(each, "3CosMul") for each in sections],
        say("words", "quality.covered"): [each.covered for each in sections],
        say("words", "quality.skipped"): [each.skipped for each in sections],
    }
    answers.table(columns, alt=say("words", "quality.analogies_alt"), name="analogies")


def _share(section: SectionScore, method: Method) -> str:
    share = section.share(method)
    return "–" if share is None else f"{share:.1%}"


def _scored(
    asked: FrameAsked, name: str, found: tuple[str, Any] | None, score: Callable[..., Any]
) -> tuple[str, Any, Any] | None:
    """Give a file's key, its content, and a worker's score of the vectors."""
    if found is None:
        return None
    question = (name, asked.source.key, asked.frame, asked.which, found[0])
    wording = say("words", "quality.counting")
    result = worked_out(question, wording, score, asked.vectors, found[1])
    file = asked.source.from_file is not None
    key = "asked_file" if file else "asked_of" if asked.whole else "asked_early"
    st.caption(say("words", f"quality.{key}", words=f"{len(asked.vectors):,}"))
    return *found, result
