"""Runs, states, and the one function that carries them on; training itself: `tests/models`."""

import dataclasses
import itertools
import math
import pickle
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace

import numpy as np
import pytest

from embviz.errors import Diverged, MissingWord, SettingError
from embviz.models.skipgram import SkipGram
from embviz.training import run as training
from embviz.training.film import Film
from embviz.training.model import Purpose, stream
from embviz.training.run import Run, advance, estimate, start, train
from embviz.util.settings import check_settings, setting
from tests.equality import same_film
from tests.models.planted import planted_corpus
from tests.training.walk import Walk, WalkTrainer


@pytest.fixture(scope="module")
def corpus():
    return planted_corpus(2000)[0]


MODEL = SkipGram(dimension=6, epochs=2)


def counting_clock():
    """A clock that goes one second on each time it is looked at: once for each block or so."""
    return itertools.count().__next__


def finish(run, state=None):
    return advance(run, state or start(run), math.inf)


# ---- random streams


def test_streams_are_all_distinct():
    drawn = {
        (p, seed, epoch, shard): tuple(stream(p, seed, epoch, shard).integers(0, 2**63, size=2))
        for p in Purpose
        for seed in (0, 1, 2, 7)
        for epoch in range(4)
        for shard in range(4)
    }
    assert len(set(drawn.values())) == len(drawn)
    assert all(p != 0 for p in Purpose) and len(set(Purpose)) == len(Purpose)


def test_a_run_draws_four_words_for_every_stream(monkeypatch, corpus):
    monkeypatch.setattr("embviz.models.shared.windows.SHARD", 500)
    seeds_used = []
    generator = np.random.default_rng
    monkeypatch.setattr(
        np.random, "default_rng", lambda words: seeds_used.append(tuple(words)) or generator(words)
    )
    finish(Run(MODEL, corpus, seed=5))
    assert all(len(words) == 4 and words[0] != 0 and words[1] == 5 for words in seeds_used)
    places = {p: {words[2:] for words in seeds_used if words[0] == p} for p in Purpose}
    assert set(map(len, places.values())) == {1, 2, 8}
    assert places[Purpose.INITIALISE] == {(0, 0)}
    assert places[Purpose.HOLD_OUT] == {(0, 0), (1, 0)}  # the split, the pairs
    assert places[Purpose.ORDER] == {(0, 0), (1, 0)}
    assert places[Purpose.PLAN] == {(epoch, shard) for epoch in range(2) for shard in range(4)}


# ---- advance


def test_the_first_call_gives_the_untrained_frame(corpus):
    run = Run(MODEL, corpus)
    begin = start(run)
    state, snapshots = advance(run, begin, budget_s=0)
    assert [s.epoch for s in snapshots] == [0.0] and state.kept == 1
    assert np.array_equal(state.weights["E"], begin.weights["E"])
    shown = begin.weights["E"][run.shown].astype(np.float16)
    assert np.array_equal(snapshots[0].E, shown)


def test_every_call_does_at_least_one_block(corpus):
    run = Run(Walk(), corpus)
    state, _ = advance(run, start(run), budget_s=0)
    for block in range(1, 15):
        state, _ = advance(run, state, budget_s=0)
        assert state.weights["E"][0, 0] == block
    assert state.finished and state.done_share == 1.0
    assert advance(run, state, budget_s=9) == (state, [])


def test_stops_when_the_time_is_up(corpus):
    run = Run(Walk(blocks=1000), corpus)
    state, _ = advance(run, start(run), budget_s=5, clock=counting_clock())
    assert state.weights["E"][0, 0] == 4  # one look at the clock was for the untrained frame


@pytest.mark.parametrize("most", [1, 2, 5])
def test_gives_as_many_snapshots_as_asked_for(corpus, most):
    run, snapshots = Run(MODEL, corpus, frames=9), []
    state = start(run)
    while not state.finished:
        state, new = advance(run, state, math.inf, most)
        assert len(new) == most or state.finished
        assert state.kept == len(snapshots) + len(new)
        snapshots += new
    epochs = [s.epoch for s in snapshots]
    assert epochs == [s.epoch for s in finish(run)[1]]


def test_a_state_is_a_value(corpus):
    run = Run(MODEL, corpus)
    state, _ = advance(run, start(run), 20, clock=counting_clock())
    before = {name: array.copy() for name, array in state.weights.items()}
    assert not any(array.flags.writeable for array in state.weights.values())
    once, _ = finish(run, state)
    again, _ = finish(run, pickle.loads(pickle.dumps(state)))
    for name, array in before.items():
        assert np.array_equal(state.weights[name], array), "left as it was"
        assert np.array_equal(once.weights[name], again.weights[name])


def test_a_frame_stands_at_the_first_block_after_its_moment(corpus):
    run = Run(Walk(blocks=10, epochs=10), corpus, frames=20)
    boundaries = np.arange(101) / 10
    expected = sorted({float(boundaries[boundaries >= m - 1e-12][0]) for m in run.moments})
    _, snapshots = finish(run)
    assert [s.epoch for s in snapshots] == pytest.approx(expected)


def test_a_tiny_run_keeps_every_block_once(corpus):
    run = Run(Walk(blocks=5, epochs=4), corpus, frames=120)
    _, snapshots = finish(run)
    assert [s.epoch for s in snapshots] == pytest.approx([i / 5 for i in range(21)])
    assert run.moments == pytest.approx([i / 5 for i in range(21)])


def test_the_last_frame_is_whole_and_earlier_ones_are_not(corpus):
    run = Run(MODEL, corpus, frames=10, words=50)
    _, snapshots = finish(run)
    V, d = len(corpus.words), 6
    assert [s.whole for s in snapshots] == [False] * 9 + [True]
    assert snapshots[0].E.shape == (50, d) and snapshots[0].E.dtype == np.float16
    assert snapshots[-1].E.shape == (V, d) and snapshots[-1].E.dtype == np.float32
    assert snapshots[-1].U is not None and snapshots[-1].U.shape == (V, d)
    kept = sum(a.nbytes for s in snapshots for a in (s.E, s.U) if a is not None)
    assert kept == run.plan.bytes


def test_a_small_budget_takes_U_from_later_frames(corpus):
    run = Run(MODEL, corpus, frames=20, budget=80_000)
    assert 12 <= run.plan.full_frames < 19
    _, snapshots = finish(run)
    with_U = [s.U is not None for s in snapshots]
    assert with_U == [i < run.plan.full_frames for i in range(19)] + [True]


# ---- trouble


@pytest.mark.parametrize("ill_at", [0, 3, 9])
@pytest.mark.parametrize("chunk", [1, 4, math.inf])
def test_a_weight_that_is_not_finite_stops_at_the_last_good_state(corpus, ill_at, chunk):
    run = Run(Walk(ill_at=ill_at), corpus, frames=5)
    state, snapshots = start(run), []
    while not state.finished:
        state, new = advance(run, state, chunk, clock=counting_clock())
        snapshots += new
    assert state.trouble is not None and state.done_share < 1
    assert np.isfinite(state.weights["E"]).all() and state.weights["E"][0, 0] <= ill_at
    assert state.trouble.learning_rate == 0.5 and state.trouble.suggested == 0.1
    good = [s for s in finish(Run(Walk(), corpus, frames=5))[1] if s.epoch * 7 <= ill_at]
    assert [s.epoch for s in snapshots] == [s.epoch for s in good], "however it is cut"


def test_weights_too_large_for_half_precision_are_trouble(corpus):
    class Huge(WalkTrainer):
        def initial(self):
            return {"E": np.full((self.V, 3), 65503, dtype=np.float32)}

    class HugeWalk(Walk):
        def trainer(self, corpus, seed, frames):
            return Huge(self, len(corpus.vocabulary))

    state, snapshots = finish(Run(HugeWalk(), corpus))
    assert state.trouble is not None and len(snapshots) == 2
    assert all(np.isfinite(s.E).all() for s in snapshots)


def test_train_raises_with_the_film_so_far(corpus):
    with pytest.raises(Diverged) as caught:
        train(Walk(ill_at=9), corpus, frames=5)
    error = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(error.film, Film) and not error.film.complete and len(error.film) >= 2
    assert error.suggested == 0.1 and 1 < error.epoch <= 2
    assert "0.5" in str(error) and "0.1" in str(error)


# ---- runs


def test_equal_runs_have_one_hash_and_others_another(corpus):
    run = Run(MODEL, corpus)
    same = Run(SkipGram(dimension=np.int64(6), epochs=2), planted_corpus(2000)[0])
    assert run.hash == same.hash and len(run.hash) == 16
    others = [
        Run(SkipGram(dimension=7, epochs=2), corpus),
        Run(Walk(), corpus),
        Run(MODEL, planted_corpus(2000, seed=1)[0]),
        *(replace(run, **{name: 50}) for name in ("seed", "frames", "words", "hide")),
        replace(run, always=("f3",)),
        replace(run, budget=10**6),
    ]
    assert len({run.hash, *(other.hash for other in others)}) == len(others) + 1


def test_a_run_says_what_is_shown(corpus):
    run = Run(MODEL, corpus, words=5, hide=3, always=("f0", "g3w2"))
    words = [corpus.words[i] for i in run.shown]
    assert words[0] == "f0" and "g3w2" in words and len(words) == 5
    assert [i for i in run.shown if i != corpus.vocabulary.id("g3w2")] == [0, 3, 4, 5]
    assert run.plan.words == 5
    everything = Run(MODEL, corpus, words=5000, hide=10, always=("f0",))
    assert len(everything.shown) == len(corpus.words) - 9 == everything.plan.words


@pytest.mark.parametrize(
    "wrong",
    [
        *({"seed": seed} for seed in (-1, 0.5, True, None, 2**63)),
        *({"frames": frames} for frames in (1, 0, "120")),
        *({"words": words} for words in (0, 1, math.nan)),
        *({"hide": hide} for hide in (-1, 10**6)),
        {"budget": 0},
    ],
)
def test_a_run_refuses_numbers_outside_their_ranges(corpus, wrong):
    with pytest.raises(SettingError) as caught:
        Run(MODEL, corpus, **wrong)
    assert caught.value.setting in wrong


def test_a_run_refuses_words_it_cannot_show(corpus):
    with pytest.raises(MissingWord):
        Run(MODEL, corpus, always=("zebra",))


def test_a_run_travels(corpus):
    run = Run(MODEL, corpus)
    state, _ = finish(run)
    there, _ = finish(pickle.loads(pickle.dumps(run)))
    assert np.array_equal(state.weights["E"], there.weights["E"])


# ---- settings


def test_settings_become_plain_numbers():
    model = SkipGram(dimension=np.int32(9), learning_rate=1, subsampling=np.float32(0.5))
    assert model == SkipGram(dimension=9, learning_rate=1.0, subsampling=0.5)
    assert type(model.dimension) is int and type(model.learning_rate) is float


@pytest.mark.parametrize("field", dataclasses.fields(SkipGram), ids=lambda field: field.name)
def test_settings_are_refused_outside_their_range(field):
    low, high = field.metadata["low"], field.metadata["high"]
    kind = field.type
    for good in (low, high):
        assert getattr(SkipGram(**{field.name: good}), field.name) == good
    below, above = (low - 1, high + 1) if kind is int else (low - 1e-6, high * 1.001)
    wrong = [below, above, True, None, "5", math.nan, math.inf, [5]]
    for value in wrong + ([5.5, 5.0] if kind is int else []):
        with pytest.raises(SettingError) as caught:
            SkipGram(**{field.name: value})
        error = caught.value
        assert (error.setting, error.low, error.high) == (field.name, low, high)
        assert error.value is value and field.name in str(error)


def test_a_form_finds_all_it_needs():
    @dataclasses.dataclass(frozen=True)
    class Model:
        size: int = setting(3, 1, 9, step=2, scale="log")

    (field,) = dataclasses.fields(Model)
    assert field.metadata == {"low": 1, "high": 9, "step": 2, "scale": "log"}
    check_settings(Model())


# ---- whole runs


def test_train_gives_the_film_of_a_run(corpus):
    film = train(MODEL, corpus, seed=3, frames=12, words=40)
    run = Run(MODEL, corpus, seed=3, frames=12, words=40)
    state, snapshots = finish(run)
    assert film.complete and len(film) == len(snapshots) == 12
    assert np.array_equal(film[-1].E, state.weights["E"])
    assert film.recipe.run == run.hash and film.recipe.settings == dataclasses.asdict(MODEL)
    assert film.words == corpus.words and np.array_equal(film.shown, run.shown)
    assert film.recipe.loss_on == run.loss_on == "held-out"


def test_the_progress_bar_ends_at_the_end(corpus, capsys):
    train(Walk(), corpus, progress=True)
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("\r[") and err.endswith("\n")
    assert "100%" in err and "epoch 2.0 of 2" in err


def test_no_progress_bar_where_there_is_no_terminal(corpus, capsys):
    train(Walk(), corpus)
    assert capsys.readouterr().err == ""


def test_a_terminal_gets_a_progress_bar(corpus, capsys, monkeypatch):
    monkeypatch.setattr(training.sys.stderr, "isatty", lambda: True, raising=False)
    train(Walk(), corpus)
    assert "100%" in capsys.readouterr().err
    train(Walk(), corpus, progress=False)
    assert capsys.readouterr().err == ""


def test_estimate_knows_the_memory(corpus):
    run = Run(MODEL, corpus)
    state, snapshots = finish(run)
    guess = estimate(run)
    assert guess.weights_bytes == sum(array.nbytes for array in state.weights.values())
    kept = sum(a.nbytes for s in snapshots for a in (s.E, s.U) if a is not None)
    assert kept <= guess.film_bytes
    assert 0 < guess.seconds < 10


@pytest.mark.parametrize(
    ("model", "corpus", "said"),
    [
        ("skipgram", None, "model must be"),
        (SkipGram, None, "model must be"),
        (SkipGram(), "The king rules.", "Corpus.from_text"),
    ],
)
def test_a_name_is_no_model_and_a_text_no_corpus(model, corpus, said):
    with pytest.raises(TypeError, match=said):
        train(model, corpus)


class Breaking(Executor):
    """Carries out two calls, then breaks."""

    def __init__(self):
        self.calls = []

    def submit(self, fn, /, *args):
        if len(self.calls) == 2:
            raise BrokenExecutor("broken")
        self.calls.append(args)
        future = Future()
        future.set_result(fn(*args))
        return future


def test_where_an_executor_breaks_it_goes_on_here(corpus, monkeypatch):
    monkeypatch.setattr(training, "FAR_CHUNK_S", 0.0)
    breaking = Breaking()
    film = train(MODEL, corpus, executor=breaking, progress=False)
    same_film(film, train(MODEL, corpus, progress=False))
    assert len(breaking.calls) == 2
    (first, _, _), (second, _, _) = breaking.calls
    assert first is second and first.value.corpus.text == ""
