"""Which column of a table holds the words: told by its heading, or by what it holds.

Words are texts, nearly all different. Numbers 0, 1, 2 … number the rows. Texts that come again and
again are labels: they sort rows, and cannot name them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from embviz.errors import FileError, Quote
from embviz.files.rows.file_being_read import Opening
from embviz.files.rows.how import Choice
from embviz.files.rows.numbers import NUMBER

WORD_COLUMNS = ("word", "label", "name", "token", "text")  # headings of the words; else the first
_MORE_NAMES = ("words", "tokens", "term", "title", "sentence", "entity", "item", "key", "w")
_ELSEWHERE = (
    "wort wörter mot palabra palavra parola woord ord slovo słowo слово слова токен "
    "kelime sözcük sana szó cuvânt λέξη كلمة الكلمة کلمه מילה शब्द শব্দ "
    "词 词语 單詞 单词 単語 단어 คำ từ"
).split()
"""What columns of words are called in other languages."""

_INDEXES = ("", "id", "index", "row", "no", "n", "#", "nr", "unnamed: 0", "__index_level_0__")
_FEW_LABELS = 0.5  # the share of rows that differ, below which texts are labels
_MANY_WORDS = 0.9  # of the most varied column, so many differ in one that is as good


@dataclass(frozen=True)
class Roles:
    """What columns are for, by their places from 0; None where there is no such."""

    word: int | None = None
    numbered: int | None = None  # numbers the rows
    labels: int | None = None  # sorts the rows, where nothing names them


NO_ROLES = Roles()


def roles(headings: Sequence[str], cells: Mapping[int, Sequence[str]], said: str | None) -> Roles:
    """What the columns are for that hold no numbers of vectors.

    Args:
        headings: Of all columns of the table; empty where there are none.
        cells: Of some rows, by the column's place.
        said: The heading or the number of the column of words, if somebody said.

    Raises:
        FileError: `no_column`, if there is none that is said.
    """
    numbered = next((i for i in cells if numbers_rows(i, headings, cells[i])), None)
    if said is not None:
        chosen = place_of(said, headings, cells)
        return Roles(chosen, None if numbered == chosen else numbered)
    others = [i for i in cells if i != numbered]
    word = _headed(headings, others, cells)
    if word is None:
        texts = [i for i in others if not all(map(_is_figure, cells[i]))]
        word = _varied(texts, cells)
        first = min(cells, default=None)
        if word is None and texts and first in others and _share(cells[first or 0]) == 1:
            word = first  # words that are numbers, before labels
        if word is None and texts:
            return Roles(None, numbered, texts[0])
    if word is None:
        word = next((i for i in others if _share(cells[i]) == 1), numbered)
    if word is None and others and are_labels(cells[others[0]]):
        return Roles(None, None, others[0])
    return Roles(word, numbered)


def place_of(said: str, headings: Sequence[str], places: Mapping[int, object]) -> int:
    """The place of a column that is called so, or has this number. Raises FileError: `no_column`.

    >>> place_of("Word", ["id", "word"], {0: (), 1: ()})
    1
    """
    for known in (headings, [heading.strip().casefold() for heading in headings]):
        for name in (said, said.strip().casefold()):
            if name in known and known.index(name) in places:
                return known.index(name)
    if said.strip().isdecimal() and int(said) - 1 in places:
        return int(said) - 1
    there = ", ".join(called(i, headings) for i in list(places)[:20])
    message = f"There is no column {said!r} of words; there are: {there}."
    raise FileError("no_column", message, column=said, known=Quote(there))


def called(i: int, headings: Sequence[str]) -> str:
    """What a column is called: by its heading, or by its number from 1."""
    return headings[i].strip() if i < len(headings) and headings[i].strip() else str(i + 1)


def tell(opening: Opening, found: Roles, headings: Sequence[str], places: Sequence[int]) -> None:
    """Note what columns were taken for, and which could be the words instead."""
    tally = opening.table.tally
    others = [called(i, headings) for i in places if i != found.word]
    word = None if found.word is None else called(found.word, headings)
    if found.word is not None and found.numbered == found.word:
        tally.add("no_names")
    elif word is not None and found.numbered is not None:
        tally.took("numbered_rows", word, [called(found.numbered, headings)])
    if found.labels is not None:
        tally.took("labels", called(found.labels, headings))
    if word is not None and len(others) > (found.numbered is not None):
        tally.took("word_column", word, others)
    opening.take(column=word)
    opening.offer("column", [Choice(called(i, headings)) for i in places])


def another(heading: str, taken: Collection[str]) -> str:
    """A heading that no other column has.

    >>> another("kind", ["kind", "kind 2"])
    'kind 3'
    """
    n, found = 1, heading
    while found in taken:
        n += 1
        found = f"{heading} {n}"
    return found


def heading_rank(heading: str) -> int | None:
    """How likely a heading is that of the words, 0 for the likeliest; None if it is not."""
    names = (*WORD_COLUMNS, *_MORE_NAMES, *_ELSEWHERE)
    name = heading.strip().casefold()
    return names.index(name) if name in names else None


def is_column(heading: str) -> bool:
    """Whether a heading is a usual one of columns of words, or of numbers of rows."""
    return heading_rank(heading) is not None or heading.strip().casefold() in _INDEXES


def are_labels(cells: Sequence[str]) -> bool:
    """Whether texts come again so often that they cannot be names."""
    return len(cells) > 2 and _share(cells) < _FEW_LABELS


def is_number(cell: str) -> bool:
    """Whether a cell holds a number and nothing else."""
    return NUMBER.fullmatch(cell.strip().encode(errors="surrogateescape")) is not None


def _is_figure(cell: str) -> bool:
    """Whether a cell holds a number with digits: "nan" may be a word."""
    return is_number(cell) and any(map(str.isdigit, cell))


def _headed(
    headings: Sequence[str], places: Sequence[int], cells: Mapping[int, Sequence[str]]
) -> int | None:
    ranked = [(heading_rank(headings[i]), i) for i in places if i < len(headings)]
    fit = [(rank, i) for rank, i in ranked if rank is not None and not are_labels(cells[i])]
    return min(fit)[1] if fit else None


def _varied(texts: Sequence[int], cells: Mapping[int, Sequence[str]]) -> int | None:
    """The first of the columns whose texts are nearly all different."""
    fit = [i for i in texts if not are_labels(cells[i])]
    most = max((_share(cells[i]) for i in fit), default=0.0)
    return next((i for i in fit if _share(cells[i]) >= _MANY_WORDS * most), None)


def _share(cells: Sequence[str]) -> float:
    return len(set(cells)) / max(1, len(cells))


def numbers_rows(i: int, headings: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a column numbers the rows: the first one, or one that is called so."""
    heading = headings[i].strip().casefold() if i < len(headings) else ""
    if heading not in _INDEXES or (i and not heading) or len(cells) < 2:
        return False
    start = cells[0].strip()
    if start not in ("0", "1"):
        return False
    return all(cell.strip() == str(k) for k, cell in enumerate(cells, int(start)))
