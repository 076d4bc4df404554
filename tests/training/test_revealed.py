import numpy as np
import pytest

import embviz as ev
from embviz.training.revealed import revealed, with_word
from embviz.training.run import Run, advance, start

MODELS = [ev.SkipGram(dimension=4, epochs=20), ev.GloVe(dimension=4, epochs=20)]


def frames_of(run):
    _, snapshots = advance(run, start(run), 60)
    return snapshots


@pytest.fixture(scope="module")
def corpus():
    return ev.sample("tiny")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_hidden_word_is_shown_as_if_it_always_had_been(corpus, model):
    run = Run(model, corpus, frames=6, without=("the", "king", "and"))
    assert not {"the", "king", "and"} & set(run.film().shown_words)
    other = with_word(run, "king")
    assert other.hash != run.hash and "king" in other.film().shown_words
    made, trained = revealed(run, other, frames_of(run)), frames_of(other)
    assert len(made) == len(trained) == 6
    for one, two in zip(made, trained, strict=True):
        for some, same in ((one.matrices, two.matrices), (one.apart, two.apart)):
            assert some.keys() == same.keys()
            assert all(np.array_equal(some[name], same[name]) for name in same)
    again = revealed(other, with_word(other, "the"), made)
    assert again is not None and len(again[0].E) == len(made[0].E) + 1


def test_what_no_frame_has_cannot_be_shown(corpus):
    rare = corpus.words[-1]
    run = Run(MODELS[0], corpus, frames=4, words=10, without=("the",))
    assert revealed(run, with_word(run, rare), frames_of(run)) is None
    old = Run(MODELS[0], corpus, frames=4, hide=2)  # hidden by number: not kept apart
    assert revealed(old, with_word(old, "the"), frames_of(old)) is None


def test_hidden_words_change_nothing_but_what_is_shown(corpus):
    plain, run = (Run(MODELS[0], corpus, frames=4, without=w) for w in ((), ("the", "and")))
    shown = [corpus.words.index(word) for word in run.film().shown_words]
    for one, two in zip(frames_of(plain)[:-1], frames_of(run)[:-1], strict=True):
        assert np.array_equal(one.E[shown], two.E)
    frames = frames_of(run)
    kept = [m.nbytes for each in frames for m in (*each.matrices.values(), *each.apart.values())]
    assert len(frames) == run.plan.frames and sum(kept) == run.plan.bytes


def test_too_many_hidden_words_are_refused(corpus):
    with pytest.raises(ev.SettingError, match="without must be"):
        Run(MODELS[0], corpus, without=corpus.words[1:])
    with pytest.raises(ev.MissingWord):
        Run(MODELS[0], corpus, without=("zebra",))
