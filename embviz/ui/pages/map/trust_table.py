"""How far the picture can be trusted, in plain words: at the frame at rest, and over the film."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from embviz.jobs.queries import Figures
from embviz.jobs.train_and_draw import NEIGHBOURS, shown_rows
from embviz.projections.picture import Picture
from embviz.ui.map.messages import BETTER, DOUBTFUL
from embviz.ui.state import moments, projection_choice, server, settings_form, trust_scores
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.state.tab import Tab
from embviz.ui.state.trust_scores import Sight, TrustScores
from embviz.ui.texts import say
from embviz.ui.widgets import polling
from embviz.ui.widgets.escaping import plain

WAIT_S = 0.25  # seconds that the page waits for the frame at rest, which seldom takes as long
POLL_S = 1.0  # seconds between two looks at what workers have found out
EARLY = 2.0  # the first epochs are so many, or half the film if that is less
FALSE = 0.5  # the first epochs are warned of where they are less true than the end by this factor


def show(tab: Tab, source: FilmOnScreen) -> None:
    """Say what the measures of a picture mean: of the frame at rest at once, then of the film."""
    pictures = source.pictures(server.engine(), tab.look)
    if not pictures:
        return
    known = source.trusts(server.engine(), tab.look)
    tab.judged = at = _at_rest(tab, source, pictures)
    look = tab.look

    def sight(frame: int) -> Sight:
        rows = shown_rows(source.film.shown, source.frames[frame].snapshot, look.vectors)
        return (rows[list(look.words)] if look.words else rows), pictures[frame].xy

    known.ask((at,), sight)
    known.wait(WAIT_S)
    if source.complete and len(pictures) == len(source.frames) > 1:
        known.ask(trust_scores.spread(len(pictures), len(tab.map.words())), sight)
    known.known()
    polling.poll(lambda: _tell(tab, source), lambda: known.busy, every_s=POLL_S)


@dataclass(frozen=True)
class Period:
    """A stretch of a film: means of its frames."""

    name: str  # "untrained", "early", "later" or "last"; or what stands for a frame
    share: float  # of ten neighbours, how many are real; nan where there are too few words
    trustworthiness: float  # of the frames that were judged; nan if none was
    continuity: float  # likewise


def periods(pictures: Sequence[Picture], figures: Mapping[int, Figures]) -> list[Period]:
    """Give the periods of a film that have frames, by their order; figures by number of frame."""
    bound, last = early_until(pictures), len(pictures) - 1
    epochs = [picture.epoch for picture in pictures]
    of = {
        "untrained": [i for i in range(last) if epochs[i] == 0],
        "early": [i for i in range(last) if 0 < epochs[i] <= bound],
        "later": [i for i in range(last) if epochs[i] > bound],
        "last": [last],
    }
    found = []
    for name, at in of.items():
        if at:
            judged = [figures[i] for i in at if i in figures]
            share = _mean([pictures[i].trust * 10 / NEIGHBOURS for i in at])
            trustworthiness = _mean([each.trustworthiness for each in judged])
            continuity = _mean([each.continuity for each in judged])
            found.append(Period(name, share, trustworthiness, continuity))
    return found


def frame_by_frame(
    source: FilmOnScreen, pictures: Sequence[Picture], figures: Mapping[int, Figures]
) -> list[Period]:
    """Give the judged frames of a film of finished models, named by what they stand for."""
    return [
        Period(
            moments.value(source, i),
            pictures[i].trust * 10 / NEIGHBOURS,
            figures[i].trustworthiness,
            figures[i].continuity,
        )
        for i in sorted(figures)
        if i < len(pictures)
    ]


def early_until(pictures: Sequence[Picture]) -> float:
    """Give the epoch up to which a film's frames are early ones."""
    return min(EARLY, pictures[-1].epoch / 2)


def false_at_first(found: Sequence[Period]) -> tuple[float, float] | None:
    """Give the shares of the first periods and of the end, where they differ so that it matters."""
    share = {period.name: period.share for period in found}
    early, last = share.get("early", math.nan), share.get("last", math.nan)
    return (early, last) if early < FALSE * last else None


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else math.nan


def _at_rest(tab: Tab, source: FilmOnScreen, pictures: Sequence[Picture]) -> int:
    return min(source.resting if tab.rested is None else tab.rested, len(pictures) - 1)


def _tell(tab: Tab, source: FilmOnScreen) -> None:
    pictures = source.pictures(server.engine(), tab.look)
    known = source.trusts(server.engine(), tab.look)
    figures = known.known()
    if not pictures:
        return
    at = _at_rest(tab, source, pictures)
    _tell_frame(source, at, pictures[at], figures.get(at), known.busy)
    _offer_better(tab, source, pictures)
    if source.complete and len(pictures) == len(source.frames) > 1:
        _tell_film(source, pictures, figures, known)


def _tell_frame(
    source: FilmOnScreen, at: int, picture: Picture, figures: Figures | None, busy: bool
) -> None:
    if math.isnan(picture.trust):
        st.caption(say("map", "trust.unknown"))
        return
    share = f"{picture.trust * 10 / NEIGHBOURS:.1f}"
    key = "share" if source.from_file is None else "share_still"
    st.markdown(say("map", f"trust.{key}", share=share, moment=moments.told(source, at)))
    if figures is None:
        st.caption(say("map", "trust.waiting" if busy else "trust.failed"))
        return
    for name in ("trustworthiness", "continuity"):
        st.markdown(say("map", f"trust.{name}", figure=f"{getattr(figures, name):.2f}"))


def _offer_better(tab: Tab, source: FilmOnScreen, pictures: Sequence[Picture]) -> None:
    """Offer another way of drawing where principal components show little of the truth."""
    trust = pictures[-1].trust
    if tab.look.projection.name != "pca" or not trust < DOUBTFUL:
        return
    key = "poor" if source.from_file is None else "poor_still"
    st.caption(say("map", f"trust.{key}", share=f"{trust * 10 / NEIGHBOURS:.1f}"))
    if st.button(say("projections", f"{BETTER}.offer"), key="better", width="stretch"):
        projection_choice.choose(tab, settings_form.projection(BETTER))
        st.rerun()


def _tell_film(
    source: FilmOnScreen,
    pictures: Sequence[Picture],
    figures: Mapping[int, Figures],
    known: TrustScores,
) -> None:
    along = source.film.recipe.along
    found = frame_by_frame(source, pictures, figures) if along else periods(pictures, figures)
    if all(math.isnan(period.share) for period in found):
        return
    until = f"{early_until(pictures):g}"
    if along is None:
        _warn_of_the_beginning(found, until)
        heading = say("map", "trust.period")
        names = [say("map", f"trust.periods.{period.name}", until=until) for period in found]
    else:
        heading = moments.heading(source.film.recipe)
        names = [plain(period.name) for period in found]
    rows = {
        plain(heading): names,
        say("map", "trust.real"): [_figure(period.share, 1) for period in found],
        say("map", "trust.trustworthy"): [_figure(period.trustworthiness, 2) for period in found],
        say("map", "trust.continuous"): [_figure(period.continuity, 2) for period in found],
    }
    st.table(rows, hide_index=True, hide_header=False, alt=say("map", "trust.film"))
    judged = sum(frame < len(pictures) for frame in figures)
    if known.busy or judged < len(pictures):
        key = "judging" if known.busy else "sampled"
        st.caption(say("map", f"trust.{key}", count=judged, all=len(pictures)))


def _warn_of_the_beginning(found: Sequence[Period], until: str) -> None:
    false = false_at_first(found)
    if false is not None:
        early, last = (f"{share:.1f}" for share in false)
        st.warning(say("map", "trust.false_at_first", until=until, early=early, last=last))


def _figure(value: float, digits: int) -> str:
    return "…" if math.isnan(value) else f"{value:.{digits}f}"
