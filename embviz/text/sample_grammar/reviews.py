"""Reviews of things, and whether they are good: what *sentiment* and *отзывы* share.

A *judgement* is a word of one side, plain or denied, with the class that it then means:

    good       positive        not good      negative
    bad        negative        not bad       positive

Each pattern of judgements deals every one of them once, so that all four are equally frequent. The
patterns of company have several words of one side, all plain. Both are written for things of one
kind at a time, with the words that judge anything and those that suit this kind (*a tasty soup*).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from embviz.text.sample_grammar.grammar import Pattern, Table

Sides = tuple[str, str]
"""Words that praise, and words that blame, with blanks between them."""

ANYTHING, DEEDS = "anything", "deeds"


@dataclass(frozen=True)
class Reviews:
    """What reviews are made of.

    Attributes:
        things: The things of each kind, with blanks between them.
        anything: Words that judge things of every kind.
        of_its_kind: For each kind the words that judge only such things.
        deeds: What good things and bad things do to people.
        classes: The names of the two classes, the good one first.
        forms: How a word is plain and how it is denied; `{}` is the word.
        deed_forms: Likewise for a deed.
        judgements: Patterns with one judgement `{a.said:JUDGED}`, of `{t:THINGS}`.
        deed_judgements: Patterns whose judgement is a deed.
        company: Patterns with several words of one `SIDE`, and of its `DEEDS`; so many of each for
            each kind of thing and each side.
    """

    things: Mapping[str, str]
    anything: Sides
    of_its_kind: Mapping[str, Sides]
    deeds: Sides
    classes: tuple[str, str]
    forms: tuple[str, str]
    deed_forms: tuple[str, str]
    judgements: Sequence[str]
    deed_judgements: Sequence[str]
    company: Sequence[Pattern]

    @property
    def tables(self) -> dict[str, Table]:
        """All tables: things by kind, judgements, and the words of each side by kind."""
        made = {kind: _table(words) for kind, words in self.things.items()}
        made[ANYTHING] = _table(" ".join(self.things.values()))
        made[f"{ANYTHING}_judged"] = self._judgements(self.anything, self.forms)
        made[f"{DEEDS}_judged"] = self._judgements(self.deeds, self.deed_forms)
        for kind, sides in self.of_its_kind.items():
            made[f"{kind}_judged"] = self._judgements(sides, self.forms)
            for side in (0, 1):
                made[f"{kind}_{side}"] = _table(f"{self.anything[side]} {sides[side]}")
        for side in (0, 1):
            made[f"{DEEDS}_{side}"] = _table(self.deeds[side])
        return made

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """Every pattern, for all its kinds of things; behind a judgement stands its class."""
        return (*self._judging(), *self._keeping_company())

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The words of both sides by class, and the things by kind."""
        every = (self.anything, *self.of_its_kind.values(), self.deeds)
        sides = {
            name: tuple(word for sides in every for word in sides[side].split())
            for side, name in enumerate(self.classes)
        }
        return sides | {kind: tuple(words.split()) for kind, words in self.things.items()}

    def _judgements(self, sides: Sides, forms: tuple[str, str]) -> Table:
        return tuple(
            {"said": form.format(word), "class": self.classes[side ^ denied]}
            for side in (0, 1)
            for word in sides[side].split()
            for denied, form in enumerate(forms)
        )

    def _judging(self) -> Iterator[Pattern]:
        tables = self.tables
        kinds = [(form, kind) for form in self.judgements for kind in (ANYTHING, *self.things)]
        for form, kind in (*kinds, *((form, DEEDS) for form in self.deed_judgements)):
            judged = f"{kind}_judged"
            things = ANYTHING if kind == DEEDS else kind
            filled = form.replace("JUDGED", judged).replace("THINGS", things)
            yield Pattern(len(tables[judged]), f"{filled} #{{a.class}}")

    def _keeping_company(self) -> Iterator[Pattern]:
        for pattern in self.company:
            for kind in self.things:
                for side in (0, 1):
                    filled = pattern.form.replace("SIDE", f"{kind}_{side}")
                    filled = filled.replace("DEEDS", f"{DEEDS}_{side}").replace("THINGS", kind)
                    yield Pattern(pattern.count, filled)


def _table(words: str) -> Table:
    return tuple({"word": word} for word in words.split())
