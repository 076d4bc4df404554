"""What differs between two runs, in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

from embviz.measures.comparable import LEARNING, guessed_otherwise
from embviz.models import CLASSIFIERS, MODELS
from embviz.ui.state import beginnings, link, moments
from embviz.ui.state.run_facts import RunFacts
from embviz.ui.texts import model_name, say

OWN = (LEARNING - {"dimension", "epochs"}) | {"subsampling", "context"}
"""Settings of which each model has good ones of its own: only somebody's choice is told of them."""


@dataclass(frozen=True)
class Difference:
    """One thing that differs: what each run has, as its title says it; empty: nothing to say."""

    before: str
    now: str
    brief: str  # both in one


def differences(before: RunFacts, now: RunFacts) -> Sequence[Difference]:
    """Say what an earlier run had that this one has not."""
    if before.still or now.still:
        return [_either(before.name, now.name)]
    if before.recipe.of_models or now.recipe.of_models:
        return [_either(_whole(before), _whole(now))] if before.key != now.key else []
    if not (before.recipe.model or now.recipe.model):  # their recipes say nothing
        return [_either(before.name, now.name)] if before.key != now.key else []
    parts = (_texts(before, now), _model(before, now), _begun(before, now), _rest(before, now))
    return [each for part in parts for each in part]


def difference(before: RunFacts, now: RunFacts) -> str:
    """Say in a sentence how the previous run differs, and whether its loss is drawn."""
    if before.still or now.still:
        return say("files", f"other.{'file' if before.still else 'run'}_before", before=before.name)
    what = ", ".join(each.brief for each in differences(before, now))
    if not what:
        return say("train", "before.equal")
    drawn = not guessed_apart(before, now)
    return say("train", "before.differs" if drawn else "before.apart", what=what)


def guessed_apart(before: RunFacts, now: RunFacts) -> Sequence[str]:
    """Say why two losses cannot be compared, as `guessed_otherwise` does.

    With another number of labels it is still measured on the same sentences.
    """
    was, recipe = before.recipe, now.recipe
    if recipe.model in CLASSIFIERS and before.sentences and before.sentences == now.sentences:
        was = replace(was, corpus=recipe.corpus)
    return guessed_otherwise(was, recipe)


def brief(before: RunFacts, now: RunFacts) -> str:
    """Name an earlier run by what it has that this one has not."""
    if before.still:
        return before.name
    return ", ".join(each.before for each in differences(before, now)) or say("map", "beside.equal")


def titles(now: RunFacts, other: RunFacts) -> tuple[str, str]:
    """Give what stands above two films side by side: first what differs, then what both have."""
    found = differences(other, now)
    of_models = now.recipe.of_models or other.recipe.of_models
    if now.still or other.still or of_models or not found:
        same = [] if found else [say("map", "beside.equal")]
        return _joined([_whole(now)], []), _joined([_whole(other)], same)
    common = [now.name] if now.name == other.name else []
    common += [model_name(now.recipe.model)] if now.recipe.model == other.recipe.model else []
    mine, theirs = ([each.now for each in found], [each.before for each in found])
    return _joined(mine, common), _joined(theirs, common)


def _whole(facts: RunFacts) -> str:
    if facts.still:
        return facts.name
    if facts.recipe.of_models:
        unit = moments.unit(facts.recipe)
        return say("moments", "title", text=facts.name, unit=unit)
    return say("train", "title", text=facts.name, model=model_name(facts.recipe.model))


def _joined(differing: Sequence[str], common: Sequence[str]) -> str:
    return " · ".join(filter(None, [", ".join(filter(None, differing)), *common]))


def _texts(before: RunFacts, now: RunFacts) -> Iterator[Difference]:
    if before.recipe.corpus == now.recipe.corpus:
        return
    if before.name != now.name:
        yield _either(before.name, now.name)
        return
    if before.sentences == now.sentences and before.labels != now.labels:
        if {before.recipe.model, now.recipe.model} <= set(CLASSIFIERS):  # others use no labels
            counts = [_count(before.labels), _count(now.labels)]
            yield _named(say("use", "labels.label"), *counts)
        return
    were, are = before.reading or (), now.reading or ()
    numbers = zip(("min_count", "max_words"), were[:2], are[:2], strict=False)
    for key, old, new in numbers:
        if old != new and None not in (old, new):
            yield _setting([say("settings", f"{key}.label")] * 2, old, new)
    if were[2:] != are[2:] or were == are or None in (*were, *are):
        otherwise = say("train", "before.reading")
        yield Difference(otherwise, "", otherwise)


def _model(before: RunFacts, now: RunFacts) -> Iterator[Difference]:
    mine, theirs = now.recipe, before.recipe
    same = mine.model == theirs.model
    if not same:
        yield _either(model_name(theirs.model), model_name(mine.model))
    chosen = {name for facts in (before, now) for name in link.read(facts.named)[0].settings}
    for each in fields(MODELS[mine.model]) if mine.model and theirs.model else ():
        old, new = (recipe.settings.get(each.name) for recipe in (theirs, mine))
        told = each.name not in OWN or each.name in chosen
        if old != new and (same or (told and None not in (old, new))):
            labels = (
                say("settings", f"{recipe.model}.{each.name}.label") for recipe in (theirs, mine)
            )
            yield _setting(labels, old, new)


def _begun(before: RunFacts, now: RunFacts) -> Iterator[Difference]:
    """Where E began, how long it stayed so, and how fast it moves."""
    if before.began != now.began:
        places = (beginnings.place(each.began) for each in (before, now))
        yield _named(say("use", "begin.label"), *places)
    if before.freeze != now.freeze:
        yield _named(say("use", "stays.label"), _stays(before), _stays(now))
    if before.pace != now.pace:
        yield _setting([say("use", "pace.label")] * 2, before.pace, now.pace)


def _stays(facts: RunFacts) -> str:
    if not facts.freeze:
        return say("use", "stays.tuned")
    if facts.freeze == "all":
        return say("use", "stays.frozen")
    return say("use", "stays.for", epochs=facts.freeze)


def _count(labels: int | None) -> str:
    return say("use", "labels.all") if labels is None else f"{labels:,}"


def _rest(before: RunFacts, now: RunFacts) -> Iterator[Difference]:
    if before.recipe.seed != now.recipe.seed:
        yield _setting([say("settings", "seed.label")] * 2, before.recipe.seed, now.recipe.seed)
    if before.patience != now.patience:
        yield _setting([say("settings", "stopping.label")] * 2, before.patience, now.patience)
    if before.shown != now.shown:
        was, is_now = (
            say("train", "before.many", words=f"{n:,}") for n in (before.shown, now.shown)
        )
        yield Difference(was, is_now, say("train", "before.shown"))
    elif before.words != now.words and before.recipe.corpus == now.recipe.corpus:
        yield Difference(say("train", "before.shown"), "", say("train", "before.shown"))


def _either(before: str, now: str) -> Difference:
    return Difference(before, now, say("train", "before.either", before=before, now=now))


def _setting(labels: Iterable[str], before: float | None, now: float | None) -> Difference:
    """Say a setting of both, as each calls it; a film from a file may not tell all of them."""
    was, is_now = (say("train", "before.unknown") if x is None else f"{x:g}" for x in (before, now))
    return _named(tuple(labels), was, is_now)


def _named(labels: str | tuple[str, ...], before: str, now: str) -> Difference:
    label_before, label = (labels, labels) if isinstance(labels, str) else labels
    whole = say("train", "before.setting", label=label, before=before, now=now)
    return Difference(f"{label_before} {before}", f"{label} {now}", whole)
