"""The values of the sidebar's inputs: set from a view, from a run, and proposed for a text."""

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, NamedTuple

import streamlit as st

from embviz.files.text_files import Brought
from embviz.jobs.queries import TextSource
from embviz.models import CLASSIFIERS, MODELS
from embviz.projections import PROJECTIONS, Projection
from embviz.projections.axes import AxisWords, WordAxes
from embviz.text import samples
from embviz.text.corpus import Corpus
from embviz.text.labelled import Labelled
from embviz.text.labelled_tables import Table
from embviz.text.rules import USUAL
from embviz.text.text_tables import Columns
from embviz.training.model import Model
from embviz.training.run import FASTEST, Run
from embviz.training.staying import Freeze
from embviz.types import Float32
from embviz.ui.state import cutting, link
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.link import SLOWEST, View

KEPT = "kept"  # the choice of the text that was read before, or came with a film
FILM = "film"  # the choice of a film that came without its text
MAX_WORDS = 50_000  # words of a vocabulary at most, unless set
SHOWN = 1000  # words on the map, unless set
FEWEST_SHOWN = 2

MOST_HIDDEN = 50
HIDDEN_SHARE = 10
"""Of the words of a text, one in so many is hidden, up to MOST_HIDDEN, where it is to be the most
frequent ones: they say little by themselves, stand beside everything, and crowd the map."""

HIDDEN_KINDS = ("function", "frequent")
"""Which words are hidden first: those that say least by themselves, or the most frequent ones."""

REPEATS: Mapping[str, tuple[int, int]] = {
    "skipgram": (280_000, 80),
    "fasttext": (280_000, 80),
    "cbow": (280_000, 40),
    "glove": (100_000, 20),
}
"""By model: tokens that a run should see, for which short texts are read more often than usual; and
how often at most. Other models memorise a short text if they read it more often than usual.

Measured (`python -m tests.benchmarks epochs epochs_planted`) on 300 … 30,000 tokens of the King
James Bible, by the loss of the verses that follow, and on pieces of `kingdom`, by what was planted
there. Skip-gram and fastText go on gaining up to 160 epochs, by 2 % at most after 80, while from 40
on nothing more of what was planted is found. CBOW's loss on the Bible is least at 20 and 7 % higher
at 40, but with 20 it finds a third less of what was planted; at 160 it is 40 % higher. Full
softmax's is least at 10 to 20 and 7 % higher at 40. GloVe finds most of what was planted with 20 up
to 3000 tokens, and with 10 at 10,000. (A run of fewer epochs ends better than a longer one that is
stopped, since the learning rate falls: CBOW on 3000 tokens 2.54 against 2.65, full softmax 4.91
against 5.01. So none is stopped early unless that is asked for.)"""

READ_BY_NETWORKS: Mapping[str, tuple[int, int, int]] = {
    "gpt": (250_000, 1, 60),
    "bert": (600_000, 3, 100),
}
"""The same for networks, with how often at least: long texts are read less often than usual, too.
On `kingdom` and `bank` GPT passes what word pairs come to after 30,000 tokens, and BERT's sudden
fall begins after 100,000; what is here leaves room for harder texts."""

SHORT = 5000  # tokens below which every word is frequent, so that subsampling would drop nearly all

RANDOM = "random"
OWN = ("own", "own_U")
"""Where E can begin on any text: at random, or at E, or E + U, of skip-gram on the same text."""

HELD = "held"
"""The choice of the rows at which a film from a file began, which nothing else is known of."""

FROZEN = 5
"""Epochs for which E is frozen before it thaws, unless set."""

AXIS_ENDS = tuple(f"axes.{end}" for end in link.AXIS_ENDS)
"""The inputs for the words of the axes: left, right, below, above."""

_SUGGESTED, _SUGGESTED_FOR = "embviz_suggested", "embviz_suggested_for"
_KEPT_TEXT = "embviz_kept_text"
_TABLE, _COLUMNS = "embviz_table_read", "embviz_columns"

READ_BEFORE = "embviz_read_before"
"""Where the name of the own text is kept whose minimum count stands in the form."""


@dataclass(frozen=True, eq=False)
class Chosen:
    """A text that was read."""

    source: TextSource
    corpus: Corpus


def listed(text: str) -> list[str]:
    """Give the words of a list that was typed: apart by commas or blanks, each once."""
    return list(dict.fromkeys(filter(None, re.split(r"[,;\s]+", text))))


@dataclass(frozen=True, eq=False)
class TableRead:
    """A table that was brought, under a name for what was brought."""

    key: str
    name: str
    table: Table


class Kept(NamedTuple):
    """A text that was read before, or came with a film."""

    name: str
    text: str
    labels: tuple[str, ...] = ()  # the class of each line, of a labelled text
    table: TableRead | None = None  # that it is of
    files: tuple[Brought, ...] = ()  # likewise


def kept_text() -> Kept | None:
    """Give the text that was read before, or came with a film."""
    kept: Kept | None = st.session_state.get(_KEPT_TEXT)
    return kept


def keep_text(
    name: str,
    text: str,
    labels: tuple[str, ...] = (),
    table: TableRead | None = None,
    files: tuple[Brought, ...] = (),
) -> None:
    """Keep a text at hand, so that it outlives the file or the box that it came from."""
    st.session_state[_KEPT_TEXT] = Kept(name, text, labels, table, files)


def table_read() -> TableRead | None:
    """Give the table that was read last."""
    table: TableRead | None = st.session_state.get(_TABLE)
    return table


def keep_table(table: TableRead) -> None:
    """Keep a table at hand."""
    st.session_state[_TABLE] = table


def keep_columns(key: str, columns: Columns) -> None:
    """Keep which columns of a table are read."""
    st.session_state[_COLUMNS] = key, columns


def kept_columns(key: str) -> Columns | None:
    """Give which columns of a table were read; None: it is another one."""
    known, columns = st.session_state.get(_COLUMNS, ("", None))
    found: Columns | None = columns if known == key else None
    return found


def model() -> str:
    """Give the name of the algorithm that is chosen."""
    chosen: str = st.session_state.get("model", next(iter(MODELS)))
    return chosen


def models(corpus: Corpus) -> tuple[str, ...]:
    """Give the algorithms that can learn from a text."""
    return tuple(name for name in MODELS if name not in CLASSIFIERS or is_labelled(corpus))


def is_labelled(corpus: Corpus) -> bool:
    """Tell whether sentences have classes."""
    return isinstance(corpus, Labelled)


def defaults(model: str) -> dict[str, Any]:
    """Give the settings of a model with their defaults; whole numbers are ints."""
    return {each.name: each.default for each in fields(MODELS[model])}


def usual(model: str, sample: str | None) -> dict[str, Any]:
    """Give the settings that a view does not have to name: the defaults, or a sample's own."""
    return exact(model, {**defaults(model), **_own(model, sample)})


def stops_by_itself(model: str) -> bool:
    """Tell whether a model has a patience of its own, so that it needs none of the run."""
    return "patience" in defaults(model)


def exact(model: str, values: Mapping[str, float]) -> dict[str, Any]:
    """Give some settings as the model wants them: whole numbers as ints."""
    known = defaults(model)
    return {name: type(known[name])(value) for name, value in values.items()}


def settings(model: str) -> dict[str, Any]:
    """Give all settings of a model as they stand in the form, drawn or not."""
    state = st.session_state
    known = defaults(model).items()
    return exact(model, {name: state.get(setting_key(model, name), usual) for name, usual in known})


def set_settings(model: str, values: Mapping[str, float]) -> None:
    """Set some settings of a model in the form."""
    for name, value in exact(model, values).items():
        st.session_state[setting_key(model, name)] = value


def _own(model: str, sample: str | None) -> dict[str, float]:
    """Give the settings of a sample, as far as they mean something to a model."""
    own = samples.EVERY[sample].settings if sample is not None else {}
    known = defaults(model)
    # What reads the text anew each epoch has subsampling; to others an epoch is another thing.
    strange = set() if "subsampling" in known else {"epochs"}
    return {name: value for name, value in own.items() if name in known and name not in strange}


def setting_key(model: str, setting: str) -> str:
    """Name the input of a model's setting."""
    return f"{model}.{setting}"


def reading_key(sample: str | None) -> str:
    """Name the input of the fewest occurrences of a word: samples and own texts differ."""
    return f"min_count.{sample or 'own'}"


def shown() -> int:
    """Give how many words the map shows at most."""
    return min(max(int(st.session_state.get("shown", SHOWN)), FEWEST_SHOWN), link.MOST_SHOWN)


def always() -> list[str]:
    """Give the words that are shown in any case, as the text has them."""
    words = listed(st.session_state.get("always", ""))
    return [word.lower() for word in words] if st.session_state.get("lowercase", True) else words


def axis_ends(words: Collection[str]) -> WordAxes | None:
    """Give the axes that are typed; None where an end has no word. Raises SettingError.

    A capital too many is no fault, where the words on the map do without.
    """
    known = frozenset(words)
    ends = []
    for key in AXIS_ENDS:
        typed = listed(st.session_state.get(key, ""))
        ends.append(tuple(word if word in known else word.lower() for word in typed))
    if not all(ends):
        return None
    return WordAxes(AxisWords(ends[0], ends[1]), AxisWords(ends[2], ends[3]))


def typed(axes: WordAxes | None) -> dict[str, object]:
    """Give what the inputs of axes have to hold for them; None: nothing."""
    ends = (axes.x.low, axes.x.high, axes.y.low, axes.y.high) if axes else ((),) * len(AXIS_ENDS)
    return {key: " ".join(words) for key, words in zip(AXIS_ENDS, ends, strict=True)}


def projection(name: str) -> Projection | WordAxes:
    """Give a way of drawing with its settings as they were left."""
    kept: Projection | WordAxes | None = st.session_state.get(projection_key(name))
    # Axes are made of words: without them there is nothing to draw.
    return kept or PROJECTIONS["pca" if name == "axes" else name]()


def projection_key(name: str) -> str:
    """Name the place where a way of drawing is kept."""
    return f"embviz_projection.{name}"


def adopt(source: FilmOnScreen) -> None:
    """Set the form to what a run was made of, its text included; vectors leave it as it is.

    A film of finished models stands for the run whose settings they have.
    """
    if source.from_file is not None:
        return
    if source.run is None and source.made_of is not None:
        adopt(source.made_of)
        return
    if source.run is None:
        st.session_state["text"] = FILM
        return
    if source.sample is None:
        corpus = source.run.corpus
        keep_text(source.name, corpus.text, corpus.names() if isinstance(corpus, Labelled) else ())
        st.session_state[READ_BEFORE] = source.name  # so that no other minimum count is proposed
    view = replace(view_of(source.run, source), sample=source.sample)
    _fill(view, source.sample or KEPT, source.sample or source.name)
    set_beginning(source.run)


def fill(view: View) -> None:
    """Set the form to what a view of a sample says; what it does not say is as usual."""
    sample = view.sample or next(iter(samples.SAMPLES))
    _fill(replace(view, sample=sample), sample, sample)


BEGINS = ("labels", "start", "freeze", "pace")
"""What a view says of how many labels are used, where E begins, and how it stays."""

STAYS = ("tuned", "frozen", "thawed")
"""Choices of how long E stays as it began: not at all, to the end, for some epochs."""

_OF_RUN: Mapping[str, tuple[Any, Callable[[Run], Any]]] = {
    "seed": (0, lambda run: run.seed),
    "patience": (0, lambda run: run.patience),
    "min_count": (1, lambda run: run.corpus.min_count),
    "max_words": (MAX_WORDS, lambda run: run.corpus.max_words),
    "lowercase": (True, lambda run: run.corpus.lowercase),
    "rules": (USUAL, lambda run: run.corpus.rules),
    "shown": (SHOWN, lambda run: run.words),
    "hide": (None, lambda run: None if run.without else run.hide),
    "hidden": (None, lambda run: len(run.without) or None),
    "always": ((), lambda run: run.always),
    "labels": (None, lambda run: getattr(run.corpus, "most", None)),
    "start": ("", lambda run: run.origin if run.origin in OWN else ""),
    "freeze": ("", lambda run: str(run.freeze) if run.freeze else ""),
    "pace": (None, lambda run: None if run.pace == 1 else run.pace),
}
"""By its name in a view: what is usual, which a view leaves out, and what it is of a run."""


def view_of(run: Run, source: FilmOnScreen) -> View:
    """Give what a view says of a run: that differs from what is usual for the text."""
    model = run.model.name
    known = usual(model, source.sample)
    settings: dict[str, Any] = asdict(run.model)
    found = {name: of(run) for name, (_, of) in _OF_RUN.items()}
    # What began elsewhere is only found where it is kept.
    again = source.sample is not None and (run.start is None or run.origin in OWN)
    return View(
        sample=source.sample if again else None,
        run=None if again else source.key,
        model=model,
        settings={name: value for name, value in settings.items() if value != known[name]},
        **{name: value for name, value in found.items() if value != _OF_RUN[name][0]},
    )


def _fill(view: View, text: str, name: str) -> None:
    """Set the form to a view, the choice of the text, and what that is called."""
    state, model = st.session_state, view.model
    state["text"], state["model"] = text, model
    set_settings(model, {**usual(model, view.sample), **view.settings})
    state[_SUGGESTED_FOR] = model, name
    keys = {"min_count": reading_key(view.sample)}
    for each, (usually, _) in _OF_RUN.items():
        value = getattr(view, each)
        if each not in ("rules", "hide", "hidden", *BEGINS):
            state[keys.get(each, each)] = usually if value is None else value
    cutting.fill(view.rules, name)
    state["always"] = ", ".join(view.always)
    state["hide_which"] = "function" if view.hide is None else "frequent"
    state["hide"] = view.hidden if view.hide is None else view.hide
    if state["hide"] is None:
        del state["hide"]  # it will be what suits the text
    _fill_beginning(view)


def _fill_beginning(view: View) -> None:
    state, freeze = st.session_state, view.freeze
    state.pop("labels", None)
    if view.labels is not None:
        state["labels"] = view.labels
    state["start"] = view.start or RANDOM
    state["stays"] = "tuned" if not freeze else "frozen" if freeze == "all" else "thawed"
    state["freeze"] = int(freeze) if freeze.isdecimal() else FROZEN
    state["pace"] = min(max(view.pace or 1.0, SLOWEST), FASTEST)


def set_beginning(run: Run) -> None:
    """Let the form say where E of a run began, also where no view can."""
    if run.start is not None:
        st.session_state["start"] = run.origin or HELD


def algorithm() -> Model:
    """Give the model that the form describes. Raises SettingError."""
    return MODELS[model()](**settings(model()))


def learnt_from(corpus: Corpus) -> Corpus:
    """Give the text with so many labels as the form says, if a classifier is to learn from it."""
    labels = st.session_state.get("labels")
    if not isinstance(corpus, Labelled) or model() not in CLASSIFIERS or labels is None:
        return corpus
    whole = len(corpus.parts(0).training)
    low = len(corpus.classes)
    return corpus if labels >= whole else corpus.first(max(low, int(labels)))


def frozen() -> Freeze:
    """Give how long E stays as it began."""
    stays = st.session_state.get("stays", STAYS[0])
    if stays == "thawed":
        return max(1, int(st.session_state.get("freeze", FROZEN)))
    return "all" if stays == "frozen" else 0


def run(corpus: Corpus, algorithm: Model, rows: Float32 | None = None, origin: str = "") -> Run:
    """Give the run that the form describes, of a model that begins at rows or at random.

    Raises:
        SettingError: If a number is out of its range.
        MissingWord: If a word is not in the text.
    """
    state = st.session_state
    return Run(
        algorithm,
        learnt_from(corpus),
        seed=int(state.get("seed", 0)),
        words=shown(),
        **_hidden(corpus),
        always=tuple(word for word in always() if word in corpus.vocabulary),
        patience=0 if stops_by_itself(model()) else int(state.get("patience", 0)),
        start=rows,
        freeze=frozen(),
        pace=float(state.get("pace", 1.0)),
        origin=origin,
    )


def suggest(model: str, text: Chosen) -> None:
    """When a text or a model is chosen, propose what suits; settings that this leaves open stay."""
    state, name, corpus = st.session_state, text.source.name, text.corpus
    state.setdefault("hide_which", HIDDEN_KINDS[0])
    state.setdefault("hide", usually_hidden(corpus))
    state.setdefault("always", "")
    before_model, before_text = state.get(_SUGGESTED_FOR) or ("", "")
    if before_text != name:
        state["hide"], state["always"] = usually_hidden(corpus), ""
        if before_text:
            state.pop("labels", None)
    if (before_model, before_text) != (model, name):
        _propose(model, suited(model, text.source.sample, corpus))
    state[_SUGGESTED_FOR] = model, name
    state["hide"] = min(int(state["hide"]), max(0, len(corpus.vocabulary) - 2))


def _propose(model: str, wanted: Mapping[str, float]) -> None:
    """Set what is proposed, and take back what was proposed before and is no more."""
    proposed: dict[str, Mapping[str, float]] = st.session_state.setdefault(_SUGGESTED, {})
    before, usual = proposed.get(model, {}), defaults(model)
    set_settings(model, {**{name: usual[name] for name in before}, **wanted})
    proposed[model] = wanted


def suited(model: str, sample: str | None, corpus: Corpus) -> dict[str, float]:
    """Give the settings that suit a text, as far as a model has them."""
    known = defaults(model)
    wanted: dict[str, float] = {"epochs": known["epochs"]}
    if sample is not None:
        return wanted | _own(model, sample)
    tokens = corpus.reading.kept_tokens
    if model in REPEATS:
        enough, most = REPEATS[model]
        wanted["epochs"] = max(known["epochs"], min(math.ceil(enough / tokens), most))
    if model in READ_BY_NETWORKS:
        enough, least, most = READ_BY_NETWORKS[model]
        wanted["epochs"] = max(least, min(math.ceil(enough / tokens), most))
    if "subsampling" in known and tokens < SHORT:
        wanted["subsampling"] = 0.0
    return wanted


def usually_hidden(corpus: Corpus) -> int:
    """Give how many words are hidden, unless set."""
    if st.session_state["hide_which"] == "function":
        return corpus.function_words.usual
    return min(MOST_HIDDEN, len(corpus.vocabulary) // HIDDEN_SHARE)


def hidden_words(corpus: Corpus) -> tuple[str, ...]:
    """Give the words that are hidden, unless they are asked for, those first that say least."""
    number = int(st.session_state.get("hide", 0))
    if st.session_state.get("hide_which") == "frequent":
        return corpus.words[:number]
    return tuple(corpus.words[i] for i in corpus.function_words.ranked[:number])


def _hidden(corpus: Corpus) -> dict[str, Any]:
    """Give the same as a run has it; the most frequent ones are hidden by their number."""
    words = hidden_words(corpus)
    frequent = st.session_state.get("hide_which") == "frequent"
    return {"hide": len(words)} if frequent else {"without": words}


def hidden_of(view: View, corpus: Corpus) -> dict[str, Any]:
    """Give the words that a view hides in a text, as a run has them."""
    if view.hide is not None:
        return {"hide": view.hide}
    functions = corpus.function_words
    number = functions.usual if view.hidden is None else view.hidden
    return {"without": tuple(corpus.words[i] for i in functions.ranked[:number])}
