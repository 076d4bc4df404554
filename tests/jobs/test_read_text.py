"""Texts read by workers, in steps."""

import gc
from pathlib import Path

import pytest

from embviz.errors import TextError
from embviz.jobs import parcels, read_text
from embviz.jobs.engine import Engine, Inline
from embviz.jobs.queries import TextSource
from embviz.jobs.read_text import Asked, Progress, with_text
from embviz.text import sentence_ends
from embviz.text.rules import Rules

TEXT = "The king rules the land. The queen sits in the castle.\n" * 500


def source(text=TEXT, **rest):
    return TextSource("text", text, 1, None, True, **rest)


@pytest.fixture
def engine():
    engine = Engine(Inline, Inline)
    yield engine
    engine.close()


@pytest.mark.parametrize(
    "asked",
    [
        source(),
        source(rules=Rules(words="blanks", stop_words=("the",))),
        source("\n\n".join(["good film", "bad film"] * 9), labels=("a", "b") * 9),
    ],
    ids=["usual", "rules", "labels"],
)
def test_what_a_worker_reads_is_what_is_read_at_once(engine, asked):
    work = engine.launch_alone(read_text.load, Asked("name", asked), Progress())
    assert work.wait(1, 10)
    found, whole = with_text(work.results[0], asked), asked.corpus()
    assert (found.hash, found.text, found.words) == (whole.hash, whole.text, whole.words)
    assert found.ids.tolist() == whole.ids.tolist() and type(found) is type(whole)
    assert found.without_text().hash == whole.hash


def test_the_text_does_not_come_back(engine):
    work = engine.launch_alone(read_text.load, Asked("name", source()), Progress())
    assert work.results[0].text == ""


def test_what_comes_of_it_is_sent_on_without_a_copy(engine, monkeypatch):
    """After the work is gone, too, whose folder is gone with it."""
    monkeypatch.setattr(parcels, "LARGE_BUFFER", 1)
    work = engine.launch_alone(read_text.load, Asked("linked", source()), Progress())
    found = work.results[0]
    del work
    gc.collect()
    sent = parcels.pack(found.ids, engine.folder)
    assert [Path(name).stat().st_nlink for name in sent.files] == [2]
    sent.discard()


def test_it_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(sentence_ends, "PORTION", 1000)
    asked, state, shares = Asked("far", source()), Progress(), []
    while not state.finished:
        state, found = read_text.load(asked, state, 1e-9, None)
        shares.append(state.share)
    assert found and len(shares) > 20 and shares == sorted(shares) and shares[-1] == 1


def test_what_is_wrong_with_it_ends_the_work(engine):
    work = engine.launch_alone(read_text.load, Asked("bad", source("...")), Progress())
    assert isinstance(work.error, TextError) and work.error.reason == "empty"
