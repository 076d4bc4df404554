"""Texts over time: a planted change is found, runs are not made twice, bad periods are refused."""

import random
from dataclasses import replace

import pytest

import embviz as ev
from embviz.errors import EvaluationError, SettingError, TextError
from embviz.jobs import sweeps
from embviz.jobs.over_time import jobs_of, named, over_time, result
from embviz.jobs.sweeps import Sweep
from embviz.text.dated_tables import corpora as corpora_of
from embviz.text.planted_periods import DECADES, EXCHANGED, FROM, planted_periods
from embviz.ui.texts import table

MODEL = ev.SkipGram()


@pytest.fixture(scope="module")
def corpora():
    return corpora_of(planted_periods(), min_count=3)


@pytest.fixture(scope="module")
def found(corpora):
    return over_time(MODEL, corpora, seeds=5, progress=False)


def every(job):
    """All points of a job."""
    return sweeps.carried_out(job, (), 1, None, 60.0, False)


def test_the_words_that_changed_places_moved_most_and_beyond_the_noise(found):
    first, second, *others = found.moved.ranked()
    assert {first.word, second.word} == set(EXCHANGED)
    assert first.beyond_noise and second.beyond_noise
    assert not any(each.beyond_noise for each in others)
    assert len(found.noise) == 4 and found.moved.noise.runs == 5


def test_other_sentences_of_one_source_are_no_change():
    words = {
        "who": ("anna", "boris", "clara", "david", "emma", "frank"),
        "beast": ("cat", "dog", "horse", "cow", "sheep", "goat"),
        "food": ("bread", "cheese", "soup", "rice", "apple", "cake"),
        "place": ("river", "hill", "forest", "village", "market", "harbour"),
    }
    patterns = (
        "{who} fed the {beast} near the {place}",
        "the {beast} ran across the {place} and slept",
        "{who} cooked {food} and ate it with more of it",
        "in the {place} people sell {food} every morning",
        "a hungry {beast} barked or cried at {who}",
        "we boiled {food} slowly and served it warm",
    )

    def text(random):
        drawn = (
            random.choice(patterns).format(**{kind: random.choice(words[kind]) for kind in words})
            for _ in range(250)
        )
        return ev.Corpus.from_text(". ".join(drawn), min_count=1)

    beyond = []
    for i in range(6):
        corpora = {name: text(random.Random(f"{name} {i}")) for name in ("1900", "1910")}
        moved = over_time(MODEL, corpora, seeds=5, progress=False).moved
        beyond.append(int(moved.noise.beyond.sum()))
    assert sum(beyond) <= 3, beyond


def test_the_runs_of_the_noise_have_resamples_and_seeds_of_their_own(corpora):
    _, noise = jobs_of(MODEL, [*corpora.values()], 5)
    assert [task.seed for task in noise.tasks] == [1, 2, 3, 4]
    assert [task.place for task in noise.tasks] == [0, 1, 2, 3]
    hashes = {place.corpus.hash for place in noise.places}
    assert len(hashes) == 4 and corpora["1950s"].hash not in hashes
    assert len({noise.run(task).hash for task in noise.tasks}) == 4
    sweeps.check_cost(noise)


@pytest.mark.parametrize("word", EXCHANGED)
def test_its_journey_turns_where_the_change_was_planted(found, word):
    stops = found.journey(word)
    assert [stop.period for stop in stops] == list(DECADES)
    came = [len(stop.came) for stop in stops]
    assert came.index(max(came)) == FROM and max(came) >= 8
    to_previous = [stop.to_previous for stop in stops[1:]]
    assert to_previous.index(min(to_previous)) == FROM - 1
    assert stops[FROM - 1].to_first > 0.8 and max(s.to_first for s in stops[FROM:]) < 0.5


def test_other_words_stay(found):
    assert min(stop.to_first for stop in found.journey("king")) > 0.7


def test_each_period_is_a_run_of_its_own_text(found, corpora):
    alone = ev.train(MODEL, corpora["1970s"], frames=2, progress=False)
    assert (found.periods[2].vectors.matrix == alone.vectors().matrix).all()
    assert found.film()[2].loss == alone[-1].loss


def test_what_was_found_before_is_not_made_again(corpora, monkeypatch):
    model = ev.SkipGram(epochs=1)
    job = Sweep.over_texts(model, list(corpora.values()))
    before = every(job)
    some = [point for point in before if point.values[0] < 2]
    assert len(job.left(job.known(some))) == 3
    monkeypatch.setattr(sweeps, "carry_on", lambda *_: pytest.fail("it is carried out again"))
    assert len(over_time(model, corpora, found=before, progress=False)) == 5


def test_periods_show_as_their_runs_end(corpora):
    model, names = ev.SkipGram(epochs=1), tuple(corpora)
    job = Sweep.over_texts(model, list(corpora.values()))
    points = every(job)
    part = result(names, job, [points[4], points[1]])
    assert [period.name for period in part.periods] == ["1960s", "1990s"]
    with pytest.raises(EvaluationError, match="two periods"):
        result(names, job, points[:1])


def test_periods_that_cannot_be_compared_are_refused_by_reason(corpora):
    one = corpora["1950s"]

    def reason(pairs, **how):
        with pytest.raises((TextError, SettingError, EvaluationError)) as caught:
            over_time(ev.SkipGram(epochs=1), pairs, progress=False, **how)
        error = caught.value
        sentence = table("errors")[error.reason]
        assert sentence.format(**error.facts)
        return error.reason

    assert reason({}) == reason({"a": one}) == "few_periods"
    assert reason([("a", one), ("a", one)]) == "period_twice"
    assert reason([("1990s", one), ("1980s", one)]) == "not_in_order"
    assert reason([(str(i), one) for i in range(101)]) == "many_periods"
    assert reason({"a": one, "b": one}, seeds=2) == "out_of_range"
    assert reason({"a": one, "b": one}, limit_s=1e-9) == "too_long"
    other = ev.Corpus.from_text("Совсем другие слова. Другие слова совсем.", min_count=1)
    assert reason({"a": one, "b": other}) == "no_common_words"
    with pytest.raises(TextError) as caught:
        corpora_of({"a": "The king rules. The queen rules.", "b": "No."}, min_count=1)
    assert caught.value.reason == "short_period" and caught.value.period == "b"


def test_a_period_that_diverges_is_named(corpora):
    model = ev.SkipGram(epochs=1)
    job = Sweep.over_texts(model, list(corpora.values()))
    points = every(job)
    with pytest.raises(SettingError) as caught:
        result(tuple(corpora), job, [points[0], replace(points[1], vectors=None)])
    error = caught.value
    assert (error.reason, error.period) == ("period_diverged", "1960s")
    assert error.suggested < error.learning_rate


def test_pairs_and_mappings_say_the_same(corpora):
    assert named(corpora) == named(list(corpora.items()))


def test_plain_texts_are_refused_with_what_is_right():
    with pytest.raises(TypeError, match=r"'1900' must be a Corpus, .* not a str"):
        over_time(MODEL, {"1900": "The king rules. " * 9, "1910": "The queen rules. " * 9})
