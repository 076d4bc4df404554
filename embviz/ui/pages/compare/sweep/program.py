"""The Python program that repeats a sweep."""

import json
from dataclasses import fields
from pathlib import PurePath

import streamlit as st

from embviz.measures import Exam
from embviz.text import samples
from embviz.text.corpus import Corpus
from embviz.text.labelled import Labelled
from embviz.text.rules import USUAL
from embviz.training.model import Model
from embviz.ui.ask import exam_files
from embviz.ui.state import measuring
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.measured import Measured
from embviz.ui.texts import say, snippet

PATHS = "from pathlib import Path\n\n"


def draw(measured: Measured, source: FilmOnScreen, model: Model, corpus: Corpus) -> None:
    """Draw it, folded."""
    with st.expander(say("compare", "settings.program")):
        st.code(
            program(measured, source.name, source.sample, model, corpus),
            language="python",
            wrap_lines=True,
        )


def program(measured: Measured, name: str, sample: str | None, model: Model, corpus: Corpus) -> str:
    """Write it; a text of one's own is read from a file of its name."""
    job = measured.job
    ranges = {
        setting: sorted({place.values[i] for place in job.places})
        for i, setting in enumerate(job.settings)
    }
    read, exam = _corpus(name, sample, corpus), _exam(job.exam, corpus)
    return snippet(
        "sweep",
        imports=PATHS if "Path(" in read + exam else "",
        corpus=read,
        exam=f"exam = {exam}\n" if exam else "",
        asked="exam=exam, " if exam else "",
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
        return f"ev.labelled({_literal(sample)})"
    if sample is not None and corpus.min_count == 1 and corpus.rules == USUAL:
        return f"ev.sample({_literal(sample)})"
    reading = f"min_count={corpus.min_count}"
    if corpus.max_words is not None:
        reading += f", max_words={corpus.max_words}"
    if not corpus.lowercase:
        reading += ", lowercase=False"
    if corpus.rules != USUAL:
        reading += f", rules=ev.{corpus.rules!r}"
    if sample is not None:
        return f"ev.Corpus.from_text(ev.sample({_literal(sample)}).text, {reading})"
    file = name if PurePath(name).suffix else "text.txt"
    if isinstance(corpus, Labelled):
        return f"ev.Labelled.read({_literal(file)}, {reading})"
    return f'ev.Corpus.from_text(Path({_literal(file)}).read_text(encoding="utf-8"), {reading})'


def _exam(exam: Exam, corpus: Corpus) -> str:
    """What the vectors are examined by, as far as that is more than what was planted."""
    pairs, analogies = map(exam_files.kept_name, ("pairs", "analogies"))
    parts = []
    if corpus.answers is not None:
        parts.append("groups=corpus.answers.groups")
    if analogies and exam.analogies:
        parts.append(f"analogies=ev.read_questions({_text(analogies, corpus)}).analogies")
    elif exam.analogies:
        parts.append("analogies=corpus.answers.analogies")
    if pairs and exam.ratings:
        parts.append(f"ratings=ev.read_ratings({_text(pairs, corpus)})")
    return f"ev.Exam({', '.join(parts)})" if pairs or analogies else ""


def _text(file: str, corpus: Corpus) -> str:
    lower = ".lower()" if corpus.lowercase else ""
    return f'Path({_literal(file)}).read_text(encoding="utf-8"){lower}'


def _literal(text: str) -> str:
    """A text as Python writes it, in double quotes."""
    return json.dumps(text, ensure_ascii=False)
