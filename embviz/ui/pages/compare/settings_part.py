"""Which value of a setting? The same model trained with several of them, over seeds."""

from pathlib import Path

import streamlit as st

from embviz.charts.sweeps import named
from embviz.errors import SettingError
from embviz.jobs.sweeps import Sweep
from embviz.training.run import Run
from embviz.ui.ask import progress
from embviz.ui.pages.compare.sweep import (
    answer,
    choice,
    cost,
    exam,
    film,
    lines,
    measures,
    picture,
    program,
    rows,
    visit,
)
from embviz.ui.sidebar import sidebar
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.measured import Measured
from embviz.ui.state.tab import Tab
from embviz.ui.texts import model_name, say
from embviz.ui.widgets import faults, polling
from embviz.ui.widgets.escaping import plain

POLL_S = 0.5
FIRST_S = 0.6  # that a look waits for the first point, so as to bring it along
_WISHED = "embviz_sweep_wished"  # the hash of the sweep that was asked for
STYLE = Path(__file__).parent / "sweep" / "sweep.css"


def show(tab: Tab) -> None:
    """Draw the part."""
    source = tab.trained
    run = source.run if source is not None else None
    if source is None or run is None:
        from_file = source is not None and source.from_file is not None
        st.markdown(say("compare", "settings.no_text_file" if from_file else "settings.no_text"))
        return
    about = {"model": model_name(run.model.name), "text": plain(source.name)}
    st.markdown(say("compare", "settings.help", **about))
    form = sidebar.described()
    if form is not None and form.hash != run.hash:
        st.caption(say("compare", "settings.other"))
    asked, rest = st.container(), st.expander(say("compare", "settings.more"), key="compare.more")
    with asked:
        job = choice.draw(run, exam.of(run), rest)
    _tell_plain(run)
    with rest:
        exam.files()
    _begin(run, job)
    measured = visit.asked(run.hash, job)
    if job is not None and (measured is None or measured.failed):
        _offer(run, job)
    if measured is None:
        measured = visit.last(run.hash)
        if measured is not None:
            st.caption(say("compare", "settings.before", values=_values(measured)))
    if measured is None:
        _offer_known(run)
        return
    measured.watch()
    polling.poll(lambda: _look(tab, source, run, measured), lambda: measured.busy, every_s=POLL_S)


def _tell_plain(run: Run) -> None:
    """Say what of the run on screen its sweeps do without."""
    if run.start is not None or run.freeze or run.patience:
        st.caption(say("compare", "settings.plain"))


def _offer(run: Run, job: Sweep) -> None:
    """Say what a sweep costs, and offer to begin it."""
    runs = cost.tell(job)
    if not runs:
        return
    begin = say("compare", "settings.begin", runs=f"{runs:,}")
    st.button(
        begin,
        key="compare.begin",
        type="primary",
        on_click=lambda: st.session_state.update({_WISHED: job.hash}),
    )


def _begin(run: Run, job: Sweep | None) -> None:
    """Begin the sweep that was asked for: before anything is drawn of it, so that none is late."""
    wished = st.session_state.pop(_WISHED, None)
    if job is None or wished != job.hash:
        return
    try:
        visit.begin(run.hash, job)
    except SettingError as error:
        st.error(faults.worded(error))


def _offer_known(run: Run) -> None:
    """Offer to look at a sweep of this run that the server has, as after the page was reloaded."""
    found = visit.of_others(run)
    if found is None:
        return
    key = "under_way" if found.busy else "kept"
    seeds = len(found.job.seeds)
    st.caption(say("compare", f"settings.{key}", values=_values(found), seeds=seeds))
    st.button(
        say("compare", "settings.look"),
        key="compare.look",
        on_click=choice.fill_in,
        args=(found.job,),
    )


def _look(tab: Tab, source: FilmOnScreen, run: Run, measured: Measured) -> None:
    """Draw what is known by now."""
    if visit.cancelled(measured):
        st.rerun()
    measured.watch()
    measured.await_first(FIRST_S)
    st.html(STYLE)
    with st.container(key="compare-progress"):
        progress.draw(measured, "compare.settings", cancel=lambda: visit.cancel(run.hash, measured))
        if measured.done:
            cost.tell_spent(measured.points)
    table, how = measured.table, lines.lie(measured)
    with st.container(key="compare-answer"):
        answer.tell(measured, table, how)
    measure = measures.choose(measured)
    picture.draw(measured, table, how, measure)
    answer.explain(measured, how, measure)
    if not measured.busy and len(table):
        film.offer(tab, source, measured, table, how)
        rows.draw(measured, table)
        program.draw(measured, source, run.model, run.corpus)


def _values(measured: Measured) -> str:
    """Name what was swept."""
    how = lines.lie(measured)
    parts = [(how.along, how.values), *([(how.other, how.others)] if how.other is not None else [])]
    return "; ".join(
        f"{lines.setting_label(measured, i)} {', '.join(map(named, values))}" for i, values in parts
    )
