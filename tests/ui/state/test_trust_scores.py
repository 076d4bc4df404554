"""Trust over a film: what workers judge, and what is made of it."""

import math

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from embviz.jobs.engine import Engine, Inline
from embviz.jobs.queries import Figures
from embviz.projections.picture import Picture
from embviz.ui.pages.map.trust_table import Period, early_until, false_at_first, periods
from embviz.ui.state.trust_scores import FEWEST, TrustScores, spread


def picture(epoch, trust):
    none = np.zeros((1, 0))
    return Picture(epoch, 1.0, trust, np.zeros((1, 2), np.float32), none, none)


@pytest.mark.parametrize("frames", [1, 2, 11, 12, 13, 120])
@pytest.mark.parametrize("n", [2, 500, 1000, 5000])
def test_judged_frames_are_spread_from_the_first_to_the_last(frames, n):
    chosen = spread(frames, n)
    assert chosen[0] == 0 and chosen[-1] == frames - 1
    assert len(chosen) >= min(frames, FEWEST)
    steps = np.diff(chosen)
    assert (steps > 0).all() and np.ptp(steps) <= 1 if len(steps) else frames == 1


def test_figures_are_those_of_scikit_learn_and_each_frame_is_judged_once():
    engine, random = Engine(Inline, Inline), np.random.default_rng(0)
    sights = [
        (random.normal(size=(60, 5)).astype(np.float32), random.normal(size=(60, 2)))
        for _ in range(3)
    ]
    asked = []

    def sight(frame):
        asked.append(frame)
        return sights[frame]

    trusts = TrustScores(engine)
    trusts.ask((2,), sight)
    trusts.ask((0, 1, 2), sight)
    known = trusts.known()
    assert sorted(asked) == [0, 1, 2] and not trusts.busy
    for frame, (E, xy) in enumerate(sights):
        expected = trustworthiness(E, xy, n_neighbors=10, metric="cosine")
        assert known[frame].trustworthiness == pytest.approx(expected, abs=1e-9)
    engine.close()


def test_a_frame_that_cannot_be_judged_leaves_the_others():
    engine = Engine(Inline, Inline)
    trusts, E = TrustScores(engine), np.random.default_rng(0).normal(size=(30, 4))
    trusts.ask((0,), lambda frame: (np.full((30, 4), np.nan), E[:, :2]))
    trusts.ask((1,), lambda frame: (E, E[:, :2]))
    assert set(trusts.known()) == {1} and not trusts.busy
    engine.close()


def test_periods_are_means_of_their_frames():
    pictures = [picture(*each) for each in [(0, 1.0), (1, 2.0), (2, 4.0), (3, 6.0), (10, 8.0)]]
    figures = {1: Figures(0.2, 0.6, 0.7), 2: Figures(0.4, 0.8, 0.9), 4: Figures(0.8, 0.9, 0.95)}
    untrained, early, later, last = periods(pictures, figures)
    assert untrained.name == "untrained" and math.isnan(untrained.continuity)
    assert early == Period("early", 3.0, pytest.approx(0.7), pytest.approx(0.8))
    assert later.share == 6.0 and math.isnan(later.trustworthiness)
    assert last == Period("last", 8.0, 0.9, 0.95)
    assert false_at_first([untrained, early, later, last]) == (3.0, 8.0)
    assert false_at_first([Period("early", 4.0, 0, 0), Period("last", 8.0, 0, 0)]) is None


def test_a_short_film_has_its_first_half_as_early_epochs():
    assert early_until([picture(0, 1), picture(1, 1)]) == 0.5
    assert [each.name for each in periods([picture(0, 1)], {})] == ["last"]
    nothing = periods([picture(0, math.nan), picture(1, math.nan)], {})
    assert false_at_first(nothing) is None
