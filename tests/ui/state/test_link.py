"""The view: what is written is read again, and anything may be read."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.models import MODELS
from embviz.projections import PROJECTIONS
from embviz.text.rules import STRIPS, USUAL, WORDS, Rules
from embviz.text.samples import EVERY
from embviz.training.run import FASTEST
from embviz.ui.state import link as views
from embviz.ui.state.link import COLOURS, HIDEABLE, SHUFFLED, View, read, stem, write

words = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=20),
    unique=True,
    max_size=views.MOST_WORDS,
).map(tuple)


def numbers(each):
    low, high = each.metadata["low"], each.metadata["high"]
    return st.integers(low, high) if each.type is int else st.floats(low, high)


settings = st.fixed_dictionaries(
    {}, optional={each.name: numbers(each) for each in fields(MODELS["skipgram"])}
)
maybe = lambda low, high: st.none() | st.integers(low, high)  # noqa: E731

some_runs = st.lists(st.text("a;:,/=+%", min_size=1), unique=True, max_size=3).map(
    lambda listed: View(sample="tiny", settings={"window": 2}, always=tuple(listed))
)

listed = st.lists(st.text("a;:,/=+% é", min_size=1, max_size=6), max_size=4).map(tuple)
some_rules = st.builds(
    Rules,
    words=st.sampled_from(WORDS),
    letters=st.integers(3, 32),
    step=st.integers(1, 3),
    join_hyphens=st.booleans(),
    strip=st.lists(st.sampled_from(STRIPS)).map(tuple),
    stop_words=listed,
    phrases=st.sampled_from([0.0, 2.5, 100.0, 1e6]),
    passes=st.integers(1, 4),
    discount=st.integers(0, 9),
    joined=listed,
)

some_views = st.builds(
    View,
    sample=st.sampled_from(list(EVERY)),
    settings=settings,
    seed=st.integers(0, 2**31 - 1),
    patience=st.integers(0, 10_000),
    min_count=maybe(1, 1000),
    max_words=maybe(2, 200_000),
    lowercase=st.booleans(),
    rules=some_rules,
    shown=maybe(2, 5000),
    hide=maybe(0, 10_000),
    hidden=maybe(0, 10_000),
    always=words,
    labels=maybe(2, 1_000_000),
    start=st.sampled_from(["", "own", "own_U"]),
    freeze=st.sampled_from(["", "all"]) | st.integers(1, 10_000).map(str),
    pace=st.none() | st.floats(views.SLOWEST, FASTEST),
    projection=st.sampled_from(list(PROJECTIONS)),
    axes=st.sampled_from([2, 3]),
    x_low=words,
    x_high=words,
    y_low=words,
    y_high=words,
    colour=st.sampled_from(COLOURS),
    column=st.text(max_size=views.LONGEST_COLUMN),
    only=words,
    beside=st.just("") | st.just(SHUFFLED) | some_runs.map(views.of_run),
    at=st.none() | st.floats(0, 10_000).map(lambda x: float(f"{x:.6g}")),
    words=words,
    without=st.lists(st.sampled_from(HIDEABLE), unique=True).map(tuple),
    part=st.sampled_from(["", "lookup", "step.rate"]),
    pair=st.sampled_from([(), ("king", "king"), ("a,b", "c;d:e%")]),
    places=st.sampled_from(["", "12.3.4"]),
    taken=st.integers(0, views.MOST_STEPS),
    draws=st.integers(0, views.MOST_STEPS),
    readings=st.integers(0, views.MOST_STEPS),
    eta=st.none() | st.floats(0, 1e300),
)


@given(some_views)
def test_what_is_written_is_read_again(view):
    text = write(view)
    if len(text) > views.LONGEST:
        return
    again, notes = read(text)
    assert not notes
    assert again == view


@given(some_views)
def test_the_stem_leaves_out_epoch_and_selection(view):
    bare, _ = read(stem(view))
    assert bare.at is None
    assert bare.words == ()


def test_a_run_of_ones_own_text_is_named_by_its_hash():
    view = View(run="0123456789abcdef")
    assert write(view).startswith("run:0123456789abcdef;skipgram")
    assert read(write(view)) == (view, [])


@pytest.mark.parametrize("model", ["", *MODELS])
def test_what_was_opened_is_named_with_its_model_where_that_is_known(model):
    view = View(run="0123456789abcdef", model=model, steps="quantile")
    assert write(view) == ";".join(
        filter(None, ["run:0123456789abcdef", model, "projection:pca", "steps:quantile"])
    )
    assert read(write(view)) == (view, [])


@given(st.text())
def test_anything_may_be_read(raw):
    view, _ = read(raw)
    again, notes = read(write(view))
    assert again == view
    assert not notes


@given(st.lists(st.tuples(st.sampled_from(
    [each.name for each in fields(View)] + [each.name for each in fields(MODELS["skipgram"])]
), st.text(max_size=8) | st.integers().map(str) | st.floats().map(str))))  # fmt: skip
def test_every_value_is_within_its_range(entries):
    view, _ = read(";".join(["kingdom", *(f"{key}:{value}" for key, value in entries)]))
    MODELS[view.model](**view.settings)
    assert 0 <= view.seed <= 2**31 - 1
    assert view.axes in (2, 3)
    assert view.colour in COLOURS
    assert view.shown is None or 2 <= view.shown <= 5000
    assert set(view.without) <= set(HIDEABLE)


@pytest.mark.parametrize(
    ("raw", "reason", "facts"),
    [
        ("kingdom;dimension:1000000000", "clamped", {"value": "1000000000", "taken": "1000"}),
        ("kingdom;epochs:0", "clamped", {"key": "epochs", "taken": "1"}),
        ("kingdom;epochs:many", "unreadable", {"key": "epochs", "value": "many"}),
        ("kingdom;epochs:nan", "unreadable", {"value": "nan"}),
        ("kingdom;epochs:2.5", "unreadable", {"value": "2.5"}),
        ("kingdom;colour:red", "unreadable", {"key": "colour"}),
        ("kingdom;foo:1", "unknown", {"key": "foo"}),
        ("atlantis", "sample", {"value": "atlantis"}),
        ("run:nonsense", "unreadable", {"key": "run"}),
        ("kingdom;at:-1", "unreadable", {"key": "at"}),
        ("topics;cnn;labels:0", "clamped", {"key": "labels", "value": "0", "taken": "2"}),
        ("topics;cnn;labels:many", "unreadable", {"key": "labels"}),
        ("topics;cnn;freeze:abc", "unreadable", {"key": "freeze", "value": "abc"}),
        ("topics;cnn;freeze:0", "unreadable", {"key": "freeze"}),
        ("topics;cnn;freeze:10001", "unreadable", {"key": "freeze"}),
        ("topics;cnn;pace:0", "clamped", {"key": "pace", "value": "0", "taken": "0.01"}),
        ("topics;cnn;pace:1e9", "clamped", {"key": "pace", "taken": "10"}),
        ("topics;cnn;pace:nan", "unreadable", {"key": "pace"}),
        ("topics;cnn;start:zzz", "unreadable", {"key": "start", "value": "zzz"}),
        ("topics;cnn;start:film.0123456789abcdef", "unreadable", {"key": "start"}),
    ],
)
def test_what_was_not_taken_as_it_stood_is_noted(raw, reason, facts):
    _, notes = read(raw)
    assert [note.reason for note in notes] == [reason]
    assert facts.items() <= notes[0].facts.items()


@pytest.mark.parametrize(
    ("raw", "beside", "reasons"),
    [
        ("kingdom;beside:shuffled", SHUFFLED, []),
        ("kingdom;beside:tiny/cbow/window=2", "tiny;cbow;window:2", []),
        ("kingdom;beside:run=0123456789abcdef/glove", "run:0123456789abcdef;glove", []),
        ("kingdom;beside:tiny/words=king+queen/axes=3", "tiny;skipgram", []),
        ("kingdom;beside:tiny/window=1000", "tiny;skipgram;window:50", ["clamped"]),
        ("kingdom;beside:tiny/beside=tiny", "tiny;skipgram", []),
        ("kingdom;beside:atlantis", "", ["sample", "unreadable"]),
        ("kingdom;beside:", "", ["unreadable"]),
        ("kingdom;" + "beside:" * 1000, "", ["unreadable"]),
    ],
)
def test_what_a_film_is_compared_with_is_a_view_inside_the_view(raw, beside, reasons):
    view, notes = read(raw)
    assert view.beside == beside
    assert [note.reason for note in notes] == reasons


def test_a_run_is_named_by_all_that_makes_it_however_it_is_looked_at():
    run = View(sample="tiny", hidden=5, patience=3)
    looked_at = replace(run, colour="norm", beside=SHUFFLED, at=2.0)
    assert views.of_run(looked_at) == views.of_run(run) == "tiny;skipgram;patience:3;hidden:5"


def test_a_view_that_is_too_long_is_cut_and_noted():
    _, notes = read("kingdom;words:" + "a" * 10**6)
    assert notes[0].reason == "long"


@pytest.mark.parametrize(
    "raw", ["words=none", "letters=99", "letters=x", "letters=1.5", "nothing=1", "phrases=nan", "x"]
)
def test_rules_that_cannot_be_are_noted_and_left_out(raw):
    view, notes = read(f"tiny;rules:{raw};seed:3")
    assert (view.rules, view.seed) == (USUAL, 3)
    assert [note.reason for note in notes] == ["unreadable"]


def test_rules_stand_in_the_address_as_they_are_called():
    rules = Rules(words="pieces", letters=6, step=6, strip=("markup", "licence"))
    written = write(View(sample="tiny", rules=rules))
    assert "rules:words=pieces,letters=6,step=6,strip=markup,strip=licence" in written
