"""Class or company: what the classifier's E arranges words by, beside skip-gram's."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from embviz.charts.classes_of_words import Panel, classes_of_words
from embviz.measures.class_neighbours import NONE, Arranged, arranged, by_counting, by_groups
from embviz.projections import project
from embviz.text import samples
from embviz.text.labelled import Labelled
from embviz.types import Float32, Ids
from embviz.ui.ask import answers
from embviz.ui.pages.use.asked import Classifier
from embviz.ui.state import beginnings, comparison
from embviz.ui.state.remembered import remember
from embviz.ui.state.tab import current_tab
from embviz.ui.texts import model_name, say
from embviz.vectors.vectors import Vectors

MAP = "pages/map.py"
FEWEST = 4  # words with a class, without which there is nothing to see
MOST_DRAWN = 600  # words of a picture
CLEAR = 0.05  # shares of neighbours that differ by less are not told apart
_BEGUN = "use.company.begun"


@dataclass(frozen=True, eq=False)
class Division:
    """Words by what they have in common."""

    title: str
    names: tuple[str, ...]
    of: Ids  # (V,) the number of each word's, or NONE


def show(here: Classifier) -> None:
    """Draw the part."""
    st.markdown(say("use", "company.help"))
    divisions = _divisions(here)
    if not divisions:
        st.caption(say("use", "company.few"))
        return
    if here.labelled.hash != st.session_state.get(_BEGUN):
        st.button(
            say("use", "company.go"),
            key="use.company",
            type="primary",
            on_click=partial(st.session_state.update, {_BEGUN: here.labelled.hash}),
        )
        return
    own = beginnings.own_of(here.frame.source)
    if own is None:
        return
    known, others = here.frame.vectors, own.wait()
    _picture(here, known, others, divisions[0])
    _verdict(here, known, others, divisions[0])
    _shares(here, known, others, divisions)
    if st.button(say("use", "company.compare"), key="use.company.map", type="tertiary"):
        _compare(here)
        st.switch_page(MAP)


def _divisions(here: Classifier) -> list[Division]:
    """What words have in common: what was planted, or the class in whose sentences they stand."""
    question = "divisions", here.labelled.hash, here.run.seed
    return remember(question, lambda: _found(here.labelled, here.frame.source.sample))


def _found(labelled: Labelled, sample: str | None) -> list[Division]:
    if sample in samples.LABELLED:
        return _planted(labelled, sample)
    counted = by_counting(labelled, np.flatnonzero(labelled.labels >= 0))
    division = Division(say("use", "company.counted"), labelled.classes, counted)
    return [division] if (counted != NONE).sum() >= FEWEST else []


def _planted(labelled: Labelled, sample: str) -> list[Division]:
    """The families of a bundled text whose groups are as many as the classes, then the others."""
    answer = samples.answers(sample)
    whole = {title: tuple(groups) for title, groups in answer.families.items()}
    if len(answer.groups) == len(labelled.classes):
        whole = {say("use", "company.planted"): tuple(answer.groups)}
    found = [
        Division(title, names, by_groups(labelled.words, {n: answer.groups[n] for n in names}))
        for title, names in whole.items()
    ]
    return sorted(found, key=lambda each: len(each.names) != len(labelled.classes))


def _picture(here: Classifier, known: Vectors, own: Vectors, division: Division) -> None:
    """Draw the same words in both matrices."""
    at = here.labelled.vocabulary
    words = [w for w in known.words if division.of[at.id(w)] != NONE][:MOST_DRAWN]
    if len(words) < FEWEST:
        return
    model = model_name(here.run.model.name)
    panels = [
        Panel(say("use", "company.of", model=model), _drawn(known, words)),
        Panel(say("use", "company.of", model=model_name("skipgram")), _drawn(own, words)),
    ]
    of = division.of[[at.id(word) for word in words]]
    figure = classes_of_words(panels, words, of, division.names)
    answers.chart(figure, alt=say("use", "company.alt"), key="use.company.chart")


def _drawn(vectors: Vectors, words: list[str]) -> Float32:
    some = Vectors(tuple(words), np.array([vectors[word] for word in words], np.float32))
    return project(some, "pca")


def _verdict(here: Classifier, known: Vectors, own: Vectors, division: Division) -> None:
    """Say which of the two E has words of one class nearer to one another."""
    mine, theirs = _arranged(here, known, division), _arranged(here, own, division)
    facts = {
        "share": _percent(mine.share),
        "other": _percent(theirs.share),
        "chance": _percent(mine.chance),
    }
    if mine.share < mine.chance + CLEAR:
        key = "not_arranged"
    elif mine.share > theirs.share + CLEAR:
        key = "by_class"
    else:
        key = "by_skipgram" if theirs.share > mine.share + CLEAR else "as_skipgram"
    st.markdown(say("use", f"company.verdict.{key}", **facts))


def _shares(here: Classifier, known: Vectors, own: Vectors, divisions: list[Division]) -> None:
    """How many of ten neighbours have the same in common: now, at the start, by skip-gram."""
    start = here.frame.at(0)
    rows: dict[str, list[object]] = {}
    for division in divisions:
        found = {
            "now": _arranged(here, known, division),
            "start": _arranged(here, start, division),
            "skipgram": _arranged(here, own, division),
        }
        rows.setdefault(say("use", "company.common"), []).append(division.title)
        for key, each in found.items():
            rows.setdefault(say("use", f"company.{key}"), []).append(_percent(each.share))
        rows.setdefault(say("use", "company.chance"), []).append(_percent(found["now"].chance))
        rows.setdefault(say("use", "company.words"), []).append(found["now"].words)
    columns: Mapping[str, list[object]] = rows
    answers.table(columns, alt=say("use", "company.table_alt"), name="neighbours-of-one-class")
    st.caption(say("use", "company.told"))


def _arranged(here: Classifier, vectors: Vectors, division: Division) -> Arranged:
    at = here.labelled.vocabulary
    of = division.of[[at.id(word) for word in vectors.words]]
    return arranged(vectors.matrix, of)


def _compare(here: Classifier) -> None:
    """Put the film of skip-gram beside this one, on the Map page."""
    tab = current_tab()
    tab.comparing = comparison.of_model(here.frame.source, "skipgram")
    tab.compared_by_hand = True


def _percent(share: float) -> str:
    return "–" if math.isnan(share) else f"{100 * share:.0f} %"
