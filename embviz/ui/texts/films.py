"""What is said of a film wherever it is shown: on a page, and in a file of its own."""

import math
from collections.abc import Iterator

from embviz.training.film import Film, Recipe
from embviz.types import Which
from embviz.ui.texts import OTHER, model_name, say, table
from embviz.util.version import VERSION


def unit(recipe: Recipe) -> str:
    """Give the name of what a film goes along: "epoch", or "dimension", or "period"."""
    along = recipe.along
    if along is None:
        return say("moments", "epoch")
    name: str = table("moments")["along"].get(along.name, along.name.replace("_", " "))
    return name


def title(recipe: Recipe, text: str) -> str:
    """Say what a film shows: of which text, and by which model, or along what."""
    if recipe.of_models:
        return say("moments", "title", text=text, unit=unit(recipe))
    return say("train", "title", text=text, model=model_name(recipe.model))


def loss(recipe: Recipe, *, known: bool) -> str:
    """Say what the loss measures, and on what; some models have one of their own kind."""
    if recipe.of_models:
        return say("moments", "note" if known else "note_without_loss")
    if not known and not recipe.model:
        return say("settings", f"{OTHER}.no_loss")
    model = recipe.model or OTHER
    if "loss" in table("settings")[model]:
        return say("settings", f"{model}.loss")
    short = recipe.loss_on == "training"
    return say("train", "note.training_loss" if short else "note.held_out_loss")


def about(film: Film, text: str, which: Which, shown: int | None = None) -> Iterator[str]:
    """Say in sentences what a page holds: of what the film is made, and its numbers.

    It may show fewer words than the film.
    """
    recipe, (first, *_) = film.recipe, film
    facts = {"text": text, "model": model_name(recipe.model), "frames": f"{len(film):,}"}
    if recipe.of_models:
        yield say("film", "page.of_models", unit=unit(recipe), **facts)
    else:
        yield say("film", "page.trained" if recipe.model else "page.other", **facts)
    if film.counts is not None:
        yield say("film", "page.text", text=text, tokens=f"{int(film.counts.sum()):,}")
    shown = len(film.shown) if shown is None else shown
    yield from _numbers(shown, len(film.words), first.E.shape[1], which)
    if recipe.model and not recipe.of_models:
        yield say("film", "page.settings", settings=_settings(recipe))
    yield from _page()


def about_still(text: str, shown: int, words: int, d: int) -> Iterator[str]:
    """Say the same of a page that holds a map of vectors which were not trained here."""
    yield say("film", "page.still", text=text)
    yield from _numbers(shown, words, d, "E")
    yield from _page()


def _numbers(shown: int, words: int, d: int, which: Which) -> Iterator[str]:
    yield say("film", "page.words", shown=f"{shown:,}", words=f"{words:,}", d=d)
    yield say("film", "page.cosines", which=which, d=d)
    yield say("film", "page.rounded")


def _page() -> Iterator[str]:
    yield say("film", "page.offline")
    yield say("film", "page.shared")
    yield say("film", "page.version", version=VERSION)


def _settings(recipe: Recipe) -> str:
    known = table("settings").get(recipe.model, {})
    named = [
        (known[name]["label"] if name in known else name, value)
        for name, value in recipe.settings.items()
    ]
    return ", ".join(
        f"{name} {value:g}" for name, value in [*named, (say("film", "page.seed"), recipe.seed)]
    )


def knows_losses(film: Film) -> bool:
    """Whether any frame has a loss."""
    return any(math.isfinite(each.loss) for each in film)
