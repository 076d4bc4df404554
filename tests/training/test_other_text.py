"""The same run on another text."""

from dataclasses import replace

import numpy as np

import embviz as ev
from embviz.training.other_text import on_text
from embviz.training.run import Run

ONE = ev.Corpus.from_text("The king rules. The queen rules. A cat eats.", min_count=1)
OTHER = ev.Corpus.from_text("The dog eats. The queen rules!", min_count=1)
MODEL = ev.SkipGram(dimension=3, epochs=2)


def test_all_else_stays():
    run = Run(MODEL, ONE, seed=7, frames=9, words=4, always=("king", "queen"), without=("the", "a"))
    assert on_text(run, ONE).hash == run.hash
    there = on_text(run, OTHER)
    assert there.corpus is OTHER
    assert (there.always, there.without) == (("queen",), ("the",))
    assert replace(there, corpus=ONE, always=run.always, without=run.without).hash == run.hash


def test_no_more_words_are_hidden_than_leave_two():
    assert on_text(Run(MODEL, ONE, hide=5), OTHER).hide == 3


def test_words_begin_where_they_began():
    rows = np.arange(3 * len(ONE.words), dtype=np.float32).reshape(-1, 3)
    rows[ONE.vocabulary.id("rules")] = np.nan
    there = on_text(Run(MODEL, ONE, start=rows, freeze="all"), OTHER)
    for word in ("the", "queen", "eats"):
        expected = rows[ONE.vocabulary.id(word)]
        assert np.array_equal(there.start[OTHER.vocabulary.id(word)], expected)
    for word in ("dog", "rules"):
        assert np.isnan(there.start[OTHER.vocabulary.id(word)]).all()
    film = ev.resume(ev.Checkpoint.begin(there), progress=False)
    assert np.array_equal(film.vectors()["queen"], rows[ONE.vocabulary.id("queen")])
