"""What differs between two runs, in words."""

from dataclasses import fields

from embviz.models import MODELS
from embviz.ui.state.film_on_screen import FilmOnScreen
from embviz.ui.texts import model_name, say


def difference(before: FilmOnScreen, now: FilmOnScreen) -> str:
    """Say what the run before had that this one has not, shortest first."""
    if before.from_file is not None or now.from_file is not None:
        return say("files", "other.before", before=before.name)
    parts = [*_texts(before, now), *_settings(before, now), *_run(before, now)]
    if not parts:
        return say("train", "before.equal")
    return say("train", "before.differs", what=", ".join(parts))


def _texts(before: FilmOnScreen, now: FilmOnScreen) -> list[str]:
    if before.film.recipe.corpus == now.film.recipe.corpus:
        return []
    if before.name != now.name:
        return [say("train", "before.text", before=before.name, now=now.name)]
    return [say("train", "before.reading")]


def _settings(before: FilmOnScreen, now: FilmOnScreen) -> list[str]:
    mine, theirs = now.film.recipe, before.film.recipe
    if mine.model != theirs.model:
        names = map(model_name, (theirs.model, mine.model))
        return [say("train", "before.model", before=next(names), now=next(names))]
    return [
        _changed(f"{mine.model}.{each.name}", theirs.settings[each.name], mine.settings[each.name])
        for each in (fields(MODELS[mine.model]) if mine.model else ())
        if theirs.settings.get(each.name) != mine.settings.get(each.name)
    ]


def _run(before: FilmOnScreen, now: FilmOnScreen) -> list[str]:
    parts = []
    if before.film.recipe.seed != now.film.recipe.seed:
        parts.append(_changed("seed", before.film.recipe.seed, now.film.recipe.seed))
    patience = [each.run.patience if each.run is not None else 0 for each in (before, now)]
    if patience[0] != patience[1]:
        parts.append(_changed("stopping", *patience))
    if before.words != now.words:
        parts.append(say("train", "before.shown"))
    return parts


def _changed(setting: str, before: float, now: float) -> str:
    label = say("settings", f"{setting}.label")
    return say("train", "before.setting", label=label, before=f"{before:g}", now=f"{now:g}")
