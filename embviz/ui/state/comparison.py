"""What a film is compared with: found where it is kept, made again, or trained for it.

Every comparison has a name, that of the address (`link.View.beside`): so it outlives a reload.
"""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from embviz.errors import MissingWord, SettingError, TextError
from embviz.jobs import train_and_draw
from embviz.jobs.queries import TextSource, bundled
from embviz.models import CLASSIFIERS, MODELS
from embviz.text.corpus import Corpus
from embviz.text.labelled import Labelled
from embviz.text.shuffled import shuffled
from embviz.training.run import Run, estimate
from embviz.ui.state import beginnings, link, server, settings_form
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import SHUFFLED, View
from embviz.ui.state.map_state import MapState
from embviz.ui.state.patience import wake
from embviz.ui.state.remembered import awaited
from embviz.ui.state.run_facts import RunFacts
from embviz.ui.state.tab import Beside, Tab
from embviz.ui.state.train_commands import AT_ONCE_S
from embviz.ui.texts import say
from embviz.ui.widgets.faults import worded

_SHUFFLING = "embviz_shuffling"

SHARED = ("dimension", "window", "negatives", "subsampling")
"""Settings that another model takes over, where it has them: then only the model differs."""


def begin(tab: Tab, source: FilmOnScreen) -> bool:
    """Put beside a film what it is to be compared with; gives whether anything was asked for.

    What is asked for stays so until it is there: another rerun may cut this one short.
    """
    named, chosen = tab.comparing, tab.compared_by_hand
    if not named:
        return False
    try:
        compared = _noise(source) if named == SHUFFLED else _found(tab, source, named, chosen)
    except (SettingError, TextError) as error:
        compared = None
        tab.note("beside_refused", why=worded(error, str))
    tab.comparing, tab.compared_by_hand = "", False
    if compared is not None and compared.key != source.key:
        put_beside(tab, source, compared, noise=named == SHUFFLED)
    return True


def put_beside(
    tab: Tab, source: FilmOnScreen, compared: FilmOnScreen, *, noise: bool = False
) -> None:
    """Compare with a film that is there."""
    named = SHUFFLED if noise else RunFacts.of(compared).named
    tab.beside = Beside(named, source.key, MapState(compared))
    if not noise:
        tab.remember(compared)


def end(tab: Tab) -> None:
    """Compare no more: what is trained or drawn for it goes on as long as anybody looks."""
    tab.beside, tab.comparing = None, ""


def beside(tab: Tab) -> FilmOnScreen | None:
    """Give what stands beside the film; None where nothing does, or it has lost its meaning."""
    put, source = tab.beside, tab.source
    if put is None or source is None or put.map.source is None:
        return None
    compared = put.map.source
    own = put.named != SHUFFLED or put.of == source.key  # a text has a noise of its own
    return compared if own and compared.key != source.key else None


def of_model(source: FilmOnScreen, model: str) -> str:
    """Name the run of another model on the text of a film that has one."""
    run = source.run
    if run is None:
        return ""
    taken = {name: value for name, value in asdict(run.model).items() if name in SHARED}
    suited = settings_form.suited(model, source.sample, run.corpus)
    own = {**settings_form.defaults(model), **suited}
    shared = {**own, **{name: value for name, value in taken.items() if name in own}}
    try:
        algorithm = MODELS[model](**settings_form.exact(model, shared))
    except SettingError:  # what it would take over does not suit it: heads that do not divide d
        algorithm = MODELS[model](**settings_form.exact(model, own))
    begun: dict[str, Any] = {"start": None, "freeze": 0, "pace": 1.0, "origin": ""}
    corpus = run.corpus
    if isinstance(corpus, Labelled) and model not in CLASSIFIERS:
        corpus = corpus.first(None)  # it reads all sentences, however many labels are used
    made = replace(run, model=algorithm, corpus=corpus, **begun)
    view = replace(settings_form.view_of(made, source), run=None if source.sample else made.hash)
    return link.of_run(view)


def _noise(source: FilmOnScreen) -> FilmOnScreen | None:
    """Train on the shuffled text, as anybody here may have done before."""
    run = source.run
    if run is None:
        return None
    wording = say("map", "beside.shuffling")
    run = replace(run, corpus=awaited(_SHUFFLING, run.hash, wording, shuffled, run.corpus))
    name = say("map", "beside.shuffled_name", text=source.name)
    # The same words, so the same colours: what belongs together in the text.
    return launched(run, name, source.sample)


def obtain(tab: Tab, source: FilmOnScreen, named: str) -> FilmOnScreen | None:
    """Give a run by its name, trained from now on if need be; None: it cannot be had any more.

    Raises SettingError, TextError where a model refuses a text.
    """
    if named == SHUFFLED:
        return _noise(source)
    there, run = kept(named), None
    if there is None:
        run = next(_runs(link.read(named)[0], source), None)
    return there if run is None else _trained(tab, source, named, run)


def kept(named: str) -> FilmOnScreen | None:
    """Give a run that is kept here, by its hash or by its name in the address."""
    view, _ = link.read(named)
    found = server.sources().get(view.run) if view.run else None
    if found is not None:
        return found
    runs = (source for source in server.sources().values() if source.run is not None)
    return next((each for each in runs if RunFacts.of(each).named == named), None)


def _found(tab: Tab, source: FilmOnScreen, named: str, chosen: bool) -> FilmOnScreen | None:
    """Give a run by its name; what cannot be had, and what takes long unasked, is noted."""
    there = kept(named)
    if there is not None:
        wake(there.work)
        return there
    run = next(_runs(link.read(named)[0], source), None)
    if run is None:
        tab.note("beside_gone")
        return None
    there = server.sources().get(run.hash)
    if there is None and not chosen and train_and_draw.estimate_s(run) > AT_ONCE_S:
        tab.note("beside_dear")
        return None
    return _trained(tab, source, named, run)


def _trained(tab: Tab, source: FilmOnScreen, named: str, run: Run) -> FilmOnScreen:
    """Train what a name stands for, under the name of its text."""
    sample = link.read(named)[0].sample
    remembered = (each.name for each in tab.earlier if each.named == named)
    own = (
        source.name if run.corpus.hash == source.film.recipe.corpus else say("train", "text.paste")
    )
    return launched(run, sample or next(remembered, own), sample)


def launched(run: Run, name: str, sample: str | None) -> FilmOnScreen:
    """Train a run, unless somebody here has. Raises SettingError where a model refuses a text."""
    made = server.sources().get(run.hash)
    if made is not None:
        wake(made.work)
        return made
    estimate(run)
    live = server.usual(run.plan.words, run.model.dimension)
    made = FilmOnScreen.launch(server.engine(), run, name=name, sample=sample, live=live)
    server.sources().put(made.key, made)
    made.work.resume()
    return made


def _runs(view: View, source: FilmOnScreen) -> Iterator[Run]:
    """Make the run of a view again; one of an own text is known by its hash."""
    for corpus in _corpora(view, source):
        try:
            run = _run(view, corpus)
        except (SettingError, MissingWord):
            continue  # of another text: words that this one has not, or too few of them
        if view.run in (None, run.hash):
            yield run


def _corpora(view: View, source: FilmOnScreen) -> Iterator[Corpus]:
    """Give the texts that a view may mean, as far as they are here."""
    if view.sample is None:
        if source.run is not None:
            yield source.run.corpus
        yield from server.corpora().values()
        return
    most = settings_form.MAX_WORDS if view.max_words is None else view.max_words
    text, labels = bundled(view.sample)
    count = view.min_count or 1
    how = count, most, view.lowercase
    yield TextSource(view.sample, text, *how, view.sample, labels, view.rules).corpus()


def _run(view: View, corpus: Corpus) -> Run:
    """Give the run of a view on a text. Raises SettingError, MissingWord."""
    settings = {**settings_form.usual(view.model, view.sample), **view.settings}
    model = MODELS[view.model](**settings_form.exact(view.model, settings))
    rows = None
    if isinstance(corpus, Labelled):
        corpus = corpus.first(None)
    if view.start:
        start = beginnings.on_own(view.start, corpus, view.sample, model.dimension)
        rows = beginnings.begun(start, model, corpus).rows
    return Run(
        model,
        corpus.first(view.labels) if isinstance(corpus, Labelled) else corpus,
        seed=view.seed,
        words=settings_form.SHOWN if view.shown is None else view.shown,
        **settings_form.hidden_of(view, corpus),
        always=tuple(word for word in view.always if word in corpus.vocabulary or view.run),
        patience=view.patience,
        freeze=int(view.freeze) if view.freeze.isdecimal() else "all" if view.freeze else 0,
        pace=1.0 if view.pace is None else view.pace,
        start=rows,
        origin=view.start,
    )
