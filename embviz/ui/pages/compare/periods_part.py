"""Texts over time: one model for each period, and which words move."""

import streamlit as st

from embviz.errors import EmbvizError, EvaluationError, TextError
from embviz.jobs import many_runs, over_time
from embviz.jobs.over_time import FEWEST_SEEDS
from embviz.jobs.sweeps import MOST_SEEDS
from embviz.measures.over_time import OverTime, common
from embviz.models import CLASSIFIERS
from embviz.models.skipgram import SkipGram
from embviz.text import dated_tables
from embviz.text.corpus import Corpus
from embviz.training.model import Model
from embviz.ui.ask import progress
from embviz.ui.pages.compare import journey_view, moved_view, period_texts, short_periods
from embviz.ui.pages.compare.period_texts import PeriodTexts
from embviz.ui.pages.compare.sweep import cost
from embviz.ui.sidebar.inputs import number
from embviz.ui.sidebar.text import MOST_COUNT
from embviz.ui.state import made_films, measuring, periods_under_way
from embviz.ui.state.periods_under_way import PeriodRuns, PeriodsUnderWay
from embviz.ui.state.remembered import remember, worked_out
from embviz.ui.state.tab import Tab
from embviz.ui.texts import model_name, say
from embviz.ui.widgets import faults, polling
from embviz.ui.widgets.escaping import plain

POLL_S = 0.7
SEEDS = 5
LISTED = 6  # periods whose sizes are told one by one
EXAMPLES = 3  # words that are named of those left out
_SEEDS = "periods.seeds"


def show(tab: Tab) -> None:
    """Draw the part."""
    model = _model(tab)
    st.markdown(say("periods", "help", model=model_name(model.name)))
    whole = period_texts.choose()
    if whole is None:
        return
    left, right = st.columns(2)
    key = f"periods.min_count.{whole.way}"
    st.session_state.setdefault(key, whole.min_count)
    min_count = int(number(left, "periods", "min_count.label", 1, MOST_COUNT, key))
    st.session_state.setdefault(_SEEDS, SEEDS)
    seeds = int(number(right, "periods", "seeds.label", FEWEST_SEEDS, MOST_SEEDS, _SEEDS))
    texts = short_periods.kept(whole)
    try:
        corpora = _corpora(texts, min_count)
        asked = _asked(model, texts, corpora, min_count, seeds)
    except (TextError, EvaluationError) as error:
        short_periods.offer(whole, texts, min_count, error)
        return
    _tell(corpora)
    under_way = periods_under_way.find(asked)
    if under_way is None:
        _offer(asked)
        return
    under_way.watch()
    polling.poll(
        lambda: _look(tab, texts, under_way),
        lambda: under_way.busy or moved_view.busy(under_way),
        every_s=POLL_S,
    )


def _model(tab: Tab) -> Model:
    """The model of the run on screen with its settings, where it learns from plain texts."""
    run = tab.trained.run if tab.trained is not None else None
    return SkipGram() if run is None or run.model.name in CLASSIFIERS else run.model


def _corpora(texts: PeriodTexts, min_count: int) -> dict[str, Corpus]:
    """Read the texts, once. Raises TextError."""
    found: dict[str, Corpus] = worked_out(
        ("periods_read", texts.hash, min_count),
        say("train", "text.reading"),
        dated_tables.corpora,
        dict(texts.texts),
        min_count,
    )
    return found


def _asked(
    model: Model, texts: PeriodTexts, corpora: dict[str, Corpus], min_count: int, seeds: int
) -> PeriodRuns:
    def asked() -> PeriodRuns:
        names, read = over_time.named(corpora)
        return PeriodRuns(names, *over_time.jobs_of(model, read, seeds))

    return remember(("period_runs", repr(model), texts.hash, min_count, seeds), asked)


def _tell(corpora: dict[str, Corpus]) -> None:
    """Say which periods there are, and how many words stand in all of them."""
    words = common([corpus.vocabulary for corpus in corpora.values()])
    sizes = {name: corpus.reading.tokens for name, corpus in corpora.items()}
    if len(sizes) <= LISTED:
        listed = (
            say("periods", "size", period=plain(name), words=f"{tokens:,}")
            for name, tokens in sizes.items()
        )
        st.caption(" · ".join(listed))
    else:
        fewest, most = (f"{limit(sizes.values()):,}" for limit in (min, max))
        st.caption(say("periods", "sizes", periods=len(sizes), fewest=fewest, most=most))
    facts = {"words": f"{len(words):,}", "periods": len(corpora)}
    st.caption(say("periods", "common", **facts))


def _offer(asked: PeriodRuns) -> None:
    """Offer to train them, and say about how long it takes."""
    tasks = [(job, job.left(measuring.known(job).every)) for job in asked.jobs]
    cores = measuring.workers()
    seconds = sum(many_runs.estimate_s(job, cores, left) for job, left in tasks)
    label = say("periods", "begin", runs=sum(len(job.tasks) for job in asked.jobs))
    with st.container(horizontal=True, vertical_alignment="center"):
        begin = st.button(label, key="periods.begin", type="primary")
        st.caption(say("periods", "cost", time=cost.written(seconds), cores=cores))
    if begin:
        periods_under_way.begin(asked)
        st.rerun()


def _look(tab: Tab, texts: PeriodTexts, under_way: PeriodsUnderWay) -> None:
    if tab.changed or periods_under_way.cancelled(under_way.asked):
        st.rerun()  # asked for from within: the map, or the whole page, has to know of it
    under_way.watch()
    progress.draw(under_way, "periods", cancel=lambda: periods_under_way.cancel(under_way))
    try:
        found = under_way.found()
        if found is not None:
            _answer(tab, texts, under_way, found)
    except EmbvizError as error:  # a run that diverged
        st.error(faults.worded(error))


def _answer(tab: Tab, texts: PeriodTexts, under_way: PeriodsUnderWay, found: OverTime) -> None:
    """Draw what moved once all runs have ended, and the journey of a word as far as they have."""
    _tell_left_out(found)
    moved = moved_view.compared(under_way, found) if under_way.done else None
    if moved is not None:
        moved_view.show(moved, found.periods[0].name, found.periods[-1].name)
    if under_way.done:
        st.button(
            say("periods", "film"),
            key="periods.film",
            icon=":material/movie:",
            on_click=_show_film,
            args=(tab, texts, under_way),
        )
    proposed = moved.words[0] if moved is not None else _likely(tab, found)
    word = journey_view.chosen(tab, found, proposed)
    if word is not None:
        journey_view.show(found, word)


def _likely(tab: Tab, found: OverTime) -> str:
    """A word to show while runs are under way: one that is selected, or the most frequent."""
    selected = (word for word in tab.selected if word in found.vocabulary)
    return next(selected, found.words[0])


def _tell_left_out(found: OverTime) -> None:
    if not found.left_out:
        return
    examples = ", ".join(
        say("periods", "left_out_word", word=plain(each.word), missing=plain(each.missing[0]))
        for each in found.left_out[:EXAMPLES]
    )
    count = f"{len(found.left_out):,}"
    st.caption(say("periods", "left_out", count=count, examples=examples))


def _show_film(tab: Tab, texts: PeriodTexts, under_way: PeriodsUnderWay) -> None:
    found = under_way.found()
    if found is not None:
        made_films.show(tab, found.film(), texts.name, tab.trained, sample=texts.sample)
        word = journey_view.asked()
        if word in found.vocabulary:
            tab.select((word,))
