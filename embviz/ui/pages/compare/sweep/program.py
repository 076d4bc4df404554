"""The Python program that repeats a sweep."""

from dataclasses import fields
from pathlib import PurePath

import streamlit as st

from embviz.text import samples
from embviz.text.corpus import Corpus
from embviz.text.labelled import Labelled
from embviz.training.model import Model
from embviz.ui.state import measuring
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.measured import Measured
from embviz.ui.texts import say, snippet


def draw(measured: Measured, source: FilmOnScreen, model: Model, corpus: Corpus) -> None:
    """Draw it, folded."""
    with st.expander(say("compare", "settings.program")):
        st.code(program(measured, source.name, source.sample, model, corpus), language="python")


def program(measured: Measured, name: str, sample: str | None, model: Model, corpus: Corpus) -> str:
    """Write it; a text of one's own is read from a file of its name."""
    job = measured.job
    ranges = {
        setting: sorted({place.values[i] for place in job.places})
        for i, setting in enumerate(job.settings)
    }
    return snippet(
        "sweep",
        corpus=_corpus(name, sample, corpus),
        model=_model(model, without=job.settings),
        ranges=", ".join(f"{setting}={values!r}" for setting, values in ranges.items()),
        seeds=str(len(job.seeds)),
        workers=str(measuring.workers()),
    )


def _model(model: Model, without: tuple[str, ...]) -> str:
    """The model as Python makes it: those settings that are not usual."""
    changed = [
        f"{each.name}={getattr(model, each.name)!r}"
        for each in fields(model)
        if each.name not in without and getattr(model, each.name) != each.default
    ]
    return f"ev.{type(model).__name__}({', '.join(changed)})"


def _corpus(name: str, sample: str | None, corpus: Corpus) -> str:
    if sample in samples.LABELLED:
        return f"ev.labelled({sample!r})"
    if sample is not None and corpus.min_count == 1:
        return f"ev.sample({sample!r})"
    reading = f"min_count={corpus.min_count}"
    if corpus.max_words is not None:
        reading += f", max_words={corpus.max_words}"
    if not corpus.lowercase:
        reading += ", lowercase=False"
    if sample is not None:
        return f"ev.Corpus.from_text(ev.sample({sample!r}).text, {reading})"
    file = name if PurePath(name).suffix else "text.txt"
    if isinstance(corpus, Labelled):
        return f"ev.Labelled.read({file!r}, {reading})"
    return f'ev.Corpus.from_text(Path({file!r}).read_text(encoding="utf-8"), {reading})'
