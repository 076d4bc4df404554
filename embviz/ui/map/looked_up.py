"""A word that is not on the map: its neighbours at once, and what it takes to put it there."""

from embviz.jobs import train_and_draw
from embviz.jobs.train_and_draw import NEIGHBOURS
from embviz.training.revealed import reveals, with_word
from embviz.training.run import Run
from embviz.types import Which
from embviz.ui.map.seen import Seen
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.texts import say
from embviz.vectors.vectors import Vectors
from embviz.wordmap.message import LookedUp


def answer(seen: Seen, *, anew: bool) -> LookedUp | None:
    """Answer what was asked; anew: what is selected but not on the map, too, as if it was asked."""
    word = seen.map.asked.word
    if word is None and anew and not seen.selected and seen.map is seen.tab.map:
        word = next(iter(seen.tab.selected), None)
    source = seen.source
    if word is None or word in seen.words or word not in source.vocabulary:
        return None
    told, action = _way_onto_the_map(seen, word)
    known = _vectors(source, seen.map.look.vectors)
    if known is None:
        return LookedUp(word, told=told, action=action)
    vectors, epoch = known
    nearest = vectors.most_similar(word, NEIGHBOURS)
    return LookedUp(word, nearest, epoch, source.complete, told, action)


def _vectors(source: FilmOnScreen, which: Which) -> tuple[Vectors, float | None] | None:
    """All words as far as training has come, and the epoch of that; None where nobody has them."""
    if source.from_file is not None:
        return source.from_file.file.vectors, None
    whole = source.vectors_by(which) if source.complete else None
    if whole is not None:
        return whole, source.frames[-1].snapshot.epoch
    return source.vectors_now(which)


def _way_onto_the_map(seen: Seen, word: str) -> tuple[str, str]:
    """Say why a word is not on the map, and what the button is called that puts it there."""
    source, run = seen.source, seen.source.run
    if word in source.words:
        return say("train", "looked_up.alone"), say("train", "looked_up.show")
    if source.from_file is not None:
        facts = {"shown": f"{len(source.words):,}", "all": f"{len(source.vocabulary):,}"}
        return say("train", "looked_up.file", **facts), say("train", "looked_up.show")
    if run is None:
        return say("train", "looked_up.no_text", shown=f"{len(source.words):,}"), ""
    why = _why(run, word)
    frames = [drawn.snapshot for drawn in source.frames]
    if source.untouched or reveals(run, with_word(run, word), frames):
        return why, say("train", "looked_up.show")
    seconds = max(1, round(train_and_draw.estimate_s(run)))
    again = say("train", "looked_up.again", seconds=f"{seconds:,}")
    return f"{why} {again}", say("train", "looked_up.train")


def _why(run: Run, word: str) -> str:
    if run.corpus.vocabulary.id(word) in run.hidden:
        return say("train", "looked_up.hidden", hidden=f"{len(run.hidden):,}")
    return say("train", "looked_up.rare", shown=f"{len(run.shown):,}")
