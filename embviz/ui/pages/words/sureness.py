"""How sure neighbours are: the same model trained on the same text with other seeds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from embviz.errors import SettingError
from embviz.jobs.sweeps import Sweep
from embviz.measures.ensembles import Around, Ensemble, Luck, Neighbour
from embviz.training.run import Run
from embviz.ui.ask import answers
from embviz.ui.ask.frame_asked import FrameAsked
from embviz.ui.sidebar.inputs import number
from embviz.ui.state import measuring
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.measured import Measured
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import current_tab
from embviz.ui.texts import model_name, say, table
from embviz.ui.widgets import faults
from embviz.ui.widgets.escaping import plain

SEEDS, FEWEST, MOST = 10, 2, 30
OFTEN = 0.5  # of the runs: neighbours that so many find, and that on screen does not, are told
LONG_S = 90.0  # from here on a time is told in minutes
_SEEDS = "words.seeds"


@dataclass(frozen=True, eq=False)
class Found:
    """What runs with other seeds say of the words around one."""

    word: str
    runs: Ensemble
    around: Around

    def columns(self, words: Sequence[str]) -> tuple[answers.Columns, dict[str, Any]]:
        """In how many runs words are neighbours, and their mean cosines; and how they are drawn."""
        R, near = len(self.runs), [self.around.of(each) for each in words]
        times, mean = say("words", "sure.runs", all=R), say("words", "sure.mean")
        columns: answers.Columns = {
            times: [round(each.share * R) for each in near],
            mean: [round(each.cosine, 6) for each in near],
        }
        told = say("words", "sure.times", all=R)
        help = say("words", "sure.runs_help", n=self.around.n)
        bar = st.column_config.ProgressColumn(help=help, min_value=0, max_value=R, format=told)
        return columns, {times: bar, mean: st.column_config.NumberColumn(format="%.3f")}

    def missed(self, nearest: Sequence[str]) -> list[Neighbour]:
        """Words that many runs find near it, and that are not among these."""
        return [each for each in self.around.often(OFTEN) if each.word not in nearest]


def asked_for(source: FilmOnScreen) -> Measured | None:
    """Draw the button; give what it began in this visit, with what others have found of it."""
    if source.run is None:
        st.caption(say("words", f"sure.{_why_not(source)}"))
        return None
    try:
        return _asked_for(source, source.run)
    except SettingError as error:  # the model is too dear for the text, wherever the film is from
        st.error(faults.worded(error))
        return None


def _asked_for(source: FilmOnScreen, run: Run) -> Measured | None:
    seeds, button, about = st.columns([1.5, 1.5, 3], vertical_alignment="bottom")
    st.session_state.setdefault(_SEEDS, SEEDS)
    wanted = int(number(seeds, "words", "sure.seeds.label", FEWEST, MOST, _SEEDS))
    job = remember(("ensemble", source.key, wanted), lambda: measuring.ensemble_of(run, wanted))
    tab, measured = current_tab(), measuring.find(job)
    asked, known = tab.doubts(source), measuring.ensemble_known(source)
    if asked and measured is not None:
        return measured
    if asked and known is not None and known.busy:
        return known
    if asked and known is not None and wanted <= known.results:
        return measuring.begin(job)  # all of it is known
    with about:
        refused = _cost(job, known)
    known = known if asked else None
    label = say("words", "sure.begin") if known is None else say("words", "sure.more")
    if button.button(label, key="words.sure", disabled=refused, width="stretch"):
        measuring.begin(job)
        tab.doubt(source)
        st.rerun()
    return known


def _why_not(source: FilmOnScreen) -> str:
    """What is without a run that could be carried out with other seeds."""
    if source.from_file is not None:
        return "from_file"
    return "along" if source.film.recipe.of_models else "no_text"


def _cost(job: Sweep, known: Measured | None) -> bool:
    """Say what it takes; gives whether that is too much."""
    try:
        measuring.check(job)
    except SettingError as error:  # it takes too long, or too much memory
        st.error(faults.worded(error))
        return True
    seconds = measuring.expected_s(job)
    if known is not None and known.results >= len(job.seeds):
        st.caption(say("words", "sure.known", runs=len(job.seeds)))
        return False
    facts = {
        "model": model_name(job.places[0].model.name),
        "runs": len(job.seeds) - (known.results if known is not None else 0),
        "time": _about(seconds),
    }
    st.caption(say("words", "sure.cost", **facts))
    return False


def _about(seconds: float) -> str:
    """A time that is only an estimate."""
    if seconds > LONG_S:
        return say("words", "sure.minutes", n=math.ceil(seconds / 60))
    return say("words", "sure.seconds", n=max(1, round(seconds)))


def found(measured: Measured, word: str, n: int) -> Found | None:
    """Give what the runs so far say of the words around one, and say why where it is nothing."""
    runs = measured.members
    if runs is None:
        if measured.done:
            facts = {"n": _diverged(measured), "all": measured.runs}
            st.warning(say("words", "sure.all_diverged", **facts))
        else:
            st.caption(say("words", "sure.first"))
        return None
    if word not in runs.runs[0]:
        st.caption(say("words", "sure.not_a_word", word=plain(word)))
        return None
    question = "around", measured.job.hash, len(runs), word, n
    return Found(word, runs, remember(question, lambda: runs.around(word, n)))


def tell(asked: FrameAsked, found: Found, measured: Measured) -> None:
    """Say how sure the word's neighbours are, and why; and what of the runs is to be known."""
    runs, word = found.runs, plain(found.word)
    n, others = found.around.n, len(runs.words) - 1
    if others <= n:
        st.markdown(say("words", "sure.every_word", words=len(runs.words), n=n))
    else:
        shared = f"{found.around.sure * n:.1f}"
        st.markdown(say("words", "sure.said", shared=shared, n=n, word=word))
        count = int(runs.counts[runs.runs[0].id(found.word)])
        st.markdown(_why(runs.luck, count, word))
    diverged = _diverged(measured)
    notes = [
        say("words", "sure.diverged", n=diverged, all=measured.runs) if diverged else "",
        _other_moment(asked),
        _other_vectors(asked),
    ]
    for note in filter(None, notes):
        st.caption(note)


def _diverged(measured: Measured) -> int:
    return sum(point.vectors is None for point in measured.points)


def _why(luck: Luck, count: int, word: str) -> str:
    """What the count of the word, and the rule of thumb from its own text, say of it."""
    times = say("words", "sure.once" if count == 1 else "sure.occurs", n=f"{count:,}", word=word)
    if luck.below is None:
        return f"{times} {say('words', 'sure.all_luck')}"
    facts = {"below": f"{luck.below:,}", "words": f"{luck.words:,}", "of": f"{luck.of:,}"}
    if not luck.words:
        return f"{times} {say('words', 'sure.no_luck')}"
    return (
        f"{times} {say('words', 'sure.rare' if count < luck.below else 'sure.frequent', **facts)}"
    )


def _other_moment(asked: FrameAsked) -> str:
    """The runs are finished; the table may be of a moment before that."""
    if asked.source.complete and asked.frame == asked.last:
        return ""
    epochs = f"{asked.source.length.epochs:g}"
    return say("words", "sure.finished", epochs=epochs, moment=asked.moment)


def _other_vectors(asked: FrameAsked) -> str:
    run = asked.source.run
    if run is None or asked.which == run.model.result:
        return ""
    names = table("map")["matrix"]
    compared, shown = (names.get(each, each) for each in (run.model.result, asked.which))
    return say("words", "sure.other_vectors", compared=compared, shown=shown)


def show_missed(found: Found, nearest: Sequence[str]) -> None:
    """Draw the neighbours that other runs find, and that on screen does not."""
    missed = [each.word for each in found.missed(nearest)]
    if not missed:
        return
    columns, config = found.columns(missed)
    heading = say("words", "sure.missed")
    alt = say("words", "sure.missed_alt", word=found.word)
    answers.table({heading: missed, **columns}, alt=alt, name="missed", config=config)
