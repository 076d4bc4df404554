"""One prediction of a classifier: a labelled sentence, its class, and what its error moves."""

import numpy as np
import streamlit as st

from embviz.charts import data, one_step
from embviz.one_step.classifier_step import Classifier, loss_after, predict
from embviz.text.labelled import Labelled
from embviz.training.staying import is_frozen
from embviz.ui.ask import answers
from embviz.ui.pages.inside import classifier_layers, formulas, header, sentence_choice
from embviz.ui.pages.inside.classifier_layers import Told
from embviz.ui.pages.inside.moment import Moment
from embviz.ui.pages.inside.sentence_choice import SentenceChoice
from embviz.ui.state.moments import written
from embviz.ui.state.tab import Tab
from embviz.ui.texts import model_name, say
from embviz.ui.widgets.escaping import plain
from embviz.ui.widgets.number_format import short

BARS, BAR_PX, AROUND_PX = 8, 30, 40
WORDS = 60  # of a long sentence that are written
ALMOST_SURE = 0.99  # a probability above this has more digits


def show(tab: Tab, here: Moment) -> None:
    """Draw the view."""
    labelled = here.corpus
    if not isinstance(labelled, Labelled):
        st.info(say("inside", "sorting.no_text"))
        return
    choice = sentence_choice.current(tab, here, labelled)
    _sentence(here, labelled, choice)
    rows = sentence_choice.rows_of(here)
    ids, missing = sentence_choice.ids_of(rows, sentence_choice.words(labelled, choice.number))
    if missing:
        names = ", ".join(f"“{plain(word)}”" for word in missing)
        st.warning(say("inside", "sorting.missing", words=names))
        return
    _notes(here, labelled, choice, len(ids))
    classifier = Classifier.of(here.source.film, here.snapshot.arrays, rows.E, ids)
    step = predict(classifier, int(labelled.labels[choice.number]))
    words = [rows.vocabulary.words[i] for i in ids[: len(step.rows)].tolist()]
    width = int(here.settings.get("width", 0))
    told = Told(here.source.film.recipe.model, words, labelled.classes, step, width)
    left, right = st.columns(2, gap="large")
    with left:
        _rows(told)
        classifier_layers.show(told)
    with right:
        _classes(told)
        _step(here, told, classifier)


def _sentence(here: Moment, labelled: Labelled, choice: SentenceChoice) -> None:
    words = sentence_choice.words(labelled, choice.number)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _arrow(here, labelled, choice, -1)
        end = " …" if len(words) > WORDS else ""
        st.markdown(f"**{plain(' '.join(words[:WORDS]))}**{end}", width="stretch")
        _arrow(here, labelled, choice, 1)
        if len(here.source.frames) > 1:
            with st.popover(say("inside", "choose.epoch"), icon=":material/tune:"):
                header.choose_epoch(here)
    part = sentence_choice.part_of(here, labelled, choice.number)
    facts = {
        "text": plain(here.source.name),
        "model": model_name(here.source.film.recipe.model),
        "epoch": written(here.snapshot.epoch),
        "number": f"{choice.number + 1:,}",
        "all": f"{len(labelled.labels):,}",
        "label": plain(labelled.classes[int(labelled.labels[choice.number])]),
        "part": say("inside", f"sorting.part_{part}"),
    }
    st.caption(say("inside", "sorting.here", **facts))


def _arrow(here: Moment, labelled: Labelled, choice: SentenceChoice, way: int) -> None:
    key = "back" if way < 0 else "forward"
    st.button(
        say("inside", f"sorting.{key}"),
        key=f"inside.{key}",
        on_click=lambda: sentence_choice.move(here, labelled, choice, way),
        shortcut="Shift+Left" if way < 0 else "Shift+Right",
    )


def _notes(here: Moment, labelled: Labelled, choice: SentenceChoice, length: int) -> None:
    """Say what is not as one expects: rows of some words only, a long sentence, no training."""
    notes = []
    if not here.snapshot.whole:
        n, key = len(sentence_choice.rows_of(here).vocabulary), "half"
        if n < len(labelled.vocabulary):
            key = "part"
        notes.append(say("inside", f"sorting.{key}", words=f"{n:,}"))
    context = int(here.settings["context"])
    if length > context:
        notes.append(say("inside", "sorting.cut", context=f"{context:,}", length=f"{length:,}"))
    if sentence_choice.part_of(here, labelled, choice.number) != "training":
        notes.append(say("inside", "sorting.not_learnt"))
    if notes:
        st.caption(":material/info: " + " ".join(notes))


def _rows(told: Told) -> None:
    st.markdown(say("inside", "sorting.rows"))
    names, rows = told.drawn_words, told.step.rows[: len(told.drawn_words)]
    if told.model == "bag":
        names = [*names, say("inside", "sorting.mean")]
        rows = np.vstack([rows, told.step.s])
    figure = one_step.same_scale(names, rows)
    answers.chart(figure, alt=say("inside", "sorting.rows_alt"), key="inside.sorting.rows")
    told.tell_left_out()


def _classes(told: Told) -> None:
    step, names = told.step, told.classes
    st.markdown(say("inside", "sorting.classes"))
    letter = classifier_layers.LETTERS[told.model]
    st.latex(formulas.logit(letter, float(step.z[step.target]), float(step.b[step.target])))
    st.latex(formulas.class_probability(step.z, float(step.p[step.target]), step.target))
    best = np.argsort(-step.p, kind="stable")[:BARS].tolist()
    shown = best if step.target in best else [*best[:-1], step.target]
    figure = data.ranked(
        [names[c] for c in shown],
        [float(step.p[c]) for c in shown],
        shown.index(step.target),
        BAR_PX * len(shown) + AROUND_PX,
    )
    alt = say("inside", "sorting.alt", label=names[step.target])
    answers.chart(figure, alt=alt, key="inside.sorting.p")
    p = float(step.p[step.target])
    written_p = f"{p:.6g}" if p > ALMOST_SURE else f"{p:.3g}"
    facts = {"label": plain(names[step.target]), "p": written_p, "loss": short(step.loss)}
    st.markdown(say("inside", "sorting.loss", **facts))


def _step(here: Moment, told: Told, classifier: Classifier) -> None:
    """Tell how far one step of gradient descent moves each row that was read."""
    run, step = here.source.run, told.step
    frozen = run is not None and is_frozen(run.freeze, here.snapshot.epoch)
    pace = 0.0 if frozen else 1.0 if run is None else run.pace
    st.markdown(say("inside", "sorting.gradient"))
    st.latex(formulas.STEP_OF_ROW)
    if told.model == "bag":
        st.latex(formulas.gradient_of_bag(len(step.rows)))
    rate = st.slider(
        say("inside", "network.rate"),
        *(0.0, 1.0, min(1.0, max(0.01, 3 * here.first_rate)), 0.01),
        key="inside.network.rate",
    )
    _moves(told, classifier, rate * pace)
    if frozen:
        st.info(say("inside", "sorting.frozen"))
    else:
        after = loss_after(classifier, step, rate * pace)
        facts = {"before": short(step.loss), "after": short(after), "rate": f"{rate * pace:g}"}
        st.markdown(say("inside", "network.after", **facts))
    st.caption(f"{say('inside', 'sorting.still')} {say('inside', 'network.adam')}")


def _moves(told: Told, classifier: Classifier, rate: float) -> None:
    step = told.step
    lengths = np.linalg.norm(step.gradient, axis=1)
    times = np.bincount(classifier.read, minlength=len(lengths))
    first = [int(np.argmax(classifier.read == row)) for row in range(len(lengths))]
    order = np.argsort(-lengths, kind="stable").tolist()
    columns: answers.Columns = {
        say("inside", "network.row"): [told.words[first[row]] for row in order],
        say("inside", "sorting.times"): times[order].tolist(),
        say("inside", "sorting.length"): [_rounded(lengths[row]) for row in order],
        say("inside", "sorting.moves"): [_rounded(rate * lengths[row]) for row in order],
    }
    answers.table(columns, alt=say("inside", "sorting.moves_alt"), name="gradient")


def _rounded(x: float) -> float:
    return float(f"{x:.3g}")
