"""How good the vectors are: by what was planted, by people's ratings, and by analogies."""

from collections.abc import Callable
from typing import Any

import numpy as np
import streamlit as st

from embviz import evaluation, samples
from embviz._encoding import decode
from embviz.errors import EvaluationError, TextError
from embviz.evaluation import Exam, QuestionScores, RatingScore, SectionScore
from embviz.ui import reading, server
from embviz.ui.asking import answers
from embviz.ui.asking.remembered import remember, worked_out
from embviz.ui.asking.source import Source
from embviz.ui.escaping import plain
from embviz.ui.session import Session
from embviz.ui.texts import say

WAIT_S = 10.0


def show(session: Session, source: Source) -> None:
    """Draw all measures."""
    _planted(source)
    _ratings(source)
    _questions(source)


def _planted(source: Source) -> None:
    st.subheader(say("words", "quality.planted"))
    if source.take.sample is None:
        st.caption(say("words", "quality.no_answers"))
        return
    st.caption(say("words", "quality.planted_help"))
    found = samples.answers(source.take.sample)
    marks = _over_film(source, "planted", Exam(found.groups, tuple(found.analogies)))
    chance = evaluation.chance_precision(source.take.words, found.groups)
    precision, luck = say("words", "quality.precision"), say("words", "quality.chance")
    lines = {
        precision: [mark.precision for mark in marks],
        say("words", "quality.accuracy"): [mark.accuracy for mark in marks],
        luck: [chance] * len(marks),
    }
    _curves(source, lines, "planted")


def _over_film(source: Source, name: str, exam: Exam) -> list[Any]:
    """Examine every frame in a worker; as far as it has come, where it takes long."""
    film = source.film
    job = tuple(film.rows(i) for i in range(len(film))), film.shown_words, exam
    question = ("marks", source.take.key, len(film), name)
    work = remember(
        question, lambda: server.engine().launch(reading.examine, job, reading.Examined(len(film)))
    )
    with st.spinner(say("words", "quality.counting"), show_time=True):
        work.wait(len(film), WAIT_S)
    if work.error is not None:
        raise work.error
    return list(work.results)


def _curves(source: Source, lines: dict[str, list[float]], name: str) -> None:
    answers.curves(
        source,
        lines,
        label=say("words", "quality.share"),
        alt=say("words", f"quality.{name}_alt"),
        name=name,
        span=(0.0, 1.0),
    )
    st.caption(say("words", "quality.over_epochs"))


def _ratings(source: Source) -> None:
    st.subheader(say("words", "quality.pairs"))
    ratings = _file("pairs", evaluation.read_ratings)
    if ratings is None:
        return
    score: RatingScore = worked_out(
        ("ratings", source.take.key, source.frame, ratings[0]),
        reading.compare,
        (source.vectors, ratings[1]),
        say("words", "quality.counting"),
    )
    _tell_asked(source)
    facts = {"covered": len(score.covered), "all": len(score.covered) + len(score.skipped)}
    if score.spearman is None:
        key = "pairs_one" if score.covered else "pairs_none"
        st.warning(say("words", f"quality.{key}", **facts))
        return
    low, high = score.spearman.low, score.spearman.high
    key = "pairs_result" if low is not None and high is not None else "pairs_few"
    interval = {"low": f"{low:.2f}", "high": f"{high:.2f}"} if low is not None else {}
    st.markdown(
        say("words", f"quality.{key}", rho=f"{score.spearman.value:.2f}", **interval, **facts)
    )
    with answers.folded("rated") as fold:
        if fold.open:
            _rated(score)
    if source.last > 0:
        marks = _over_film(source, ratings[0], Exam(ratings=ratings[1]))
        _curves(source, {say("words", "quality.spearman"): [m.spearman for m in marks]}, "ratings")


def _rated(score: RatingScore) -> None:
    """List the pairs with their ratings."""
    columns: answers.Columns = {
        say("words", "quality.first"): [pair.a for pair in score.covered],
        say("words", "quality.second"): [pair.b for pair in score.covered],
        say("words", "quality.rating"): [pair.score for pair in score.covered],
        say("words", "neighbours.cosine"): np.round(score.cosines, 4).tolist(),
    }
    answers.table(columns, alt=say("words", "quality.rated_alt"), name="rated-pairs")


def _questions(source: Source) -> None:
    st.subheader(say("words", "quality.analogies"))
    questions = _file("analogies", evaluation.read_questions)
    if questions is None:
        return
    scores: QuestionScores = worked_out(
        ("questions", source.take.key, source.frame, questions[0]),
        reading.answer,
        (source.vectors, questions[1]),
        say("words", "quality.counting"),
    )
    _tell_asked(source)
    sections = [*scores.sections, scores.total]
    names = [section.name for section in sections[:-1]] + [say("words", "quality.total")]
    columns: answers.Columns = {
        say("words", "quality.section"): names,
        say("words", "quality.right"): [_share(each, "3CosAdd") for each in sections],
        say("words", "quality.right_mul"): [_share(each, "3CosMul") for each in sections],
        say("words", "quality.covered"): [each.covered for each in sections],
        say("words", "quality.skipped"): [each.skipped for each in sections],
    }
    answers.table(columns, alt=say("words", "quality.analogies_alt"), name="analogies")


def _share(section: SectionScore, method: Any) -> str:
    share = section.share(method)
    return "–" if share is None else f"{share:.1%}"


def _tell_asked(source: Source) -> None:
    key = "asked_of" if source.whole else "asked_early"
    st.caption(say("words", f"quality.{key}", words=f"{len(source.vectors):,}"))


def _file(name: str, read: Callable[[str], Any]) -> tuple[str, Any] | None:
    """Draw the input of a file, and read it: its name here, and what is in it."""
    file = st.file_uploader(
        say("words", f"quality.{name}"),
        key=f"asking.{name}",
        help=say("words", f"quality.{name}_help"),
        label_visibility="collapsed",
    )
    if file is None:
        st.caption(say("words", f"quality.{name}_help"))
        return None
    question = (name, file.file_id)
    try:
        return file.file_id, remember(question, lambda: read(decode(file.getvalue())))
    except (EvaluationError, TextError) as error:
        facts = {fact: plain(value) for fact, value in error.facts.items()}
        st.error(say("errors", error.reason, **facts))
    return None
