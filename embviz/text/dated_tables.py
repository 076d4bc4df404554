"""Texts with dates in a table, as texts of periods, one for each year, decade, or part.

A date is a year (1994), a month or a day of one (1994-05, 1994-05-17, 17.05.1994, 17/05/1994), or a
decade (1990s). Times of the day are left out. Whether a day or a month comes first between slashes,
all dates of a column tell together: one of them has a number above 12. What is no date, in a column
of few values, is the name of a period.

Not here: names of months, years of two digits, dates before the year 1000.
"""

import datetime
import os
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Literal, TypeAlias, get_args

from embviz.errors import Quote, TextError
from embviz.text.corpus import Corpus
from embviz.text.effects import with_phrases_of_all
from embviz.text.labelled import BETWEEN
from embviz.text.labelled_tables import (
    Table,
    check_two,
    column,
    contents,
    plain_name,
    read_table,
    text_column,
)
from embviz.text.rules import USUAL, Rules

By: TypeAlias = Literal["year", "decade", "parts", "names"]
GROUPINGS: tuple[By, ...] = get_args(By)

PARTS = 5
"""Equal parts, unless set."""

SUITED = 12
"""Years or decades that are periods by themselves; of more, longer ones are made."""

MOST_PERIODS = 100
MOST_NAMES = 50
LEAST_DATED = 0.9
"""The share of rows with a text that must have a date; the others are left out."""

DATE_NAMES = frozenset(
    "date dates year years time decade period created published day month century "
    "дата год годы время период десятилетие месяц день".split()
)
"""What columns of dates are called."""

Date: TypeAlias = tuple[int, int, int]
"""Year, month and day; 0 where it is not known."""

_DECADE = re.compile(r"([12]\d\d0)(?:s|'s|-?е|-?х)")
_YEAR_FIRST = re.compile(
    r"([12]\d{3})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]+\d{1,2}:\d\d.*)?"
)
_YEAR_LAST = re.compile(r"(\d{1,2})([./])(\d{1,2})\2([12]\d{3})(?:[T ,]+\d{1,2}:\d\d.*)?")
_YEAR_WITHIN = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")


@dataclass(frozen=True)
class Dated:
    """Texts of periods, and what was understood of a column.

    Attributes:
        texts: By the names of the periods, in order.
        rows: How many rows each is made of.
        by: What a period is.
        first: The earliest date as it is written in the table; of names the first one.
        last: The latest one.
        undated: Rows left out, since they have a text but no date.
        unread: Rows left out, since what stands for their date is none, such as `odd`.
        odd: The first of these as it is written; empty: there is none.
        empty: Rows left out, since they have no text.
    """

    texts: Mapping[str, str]
    rows: tuple[int, ...]
    by: By
    first: str
    last: str
    undated: int
    empty: int
    unread: int = 0
    odd: str = ""


def guess_columns(
    table: Table, *, text: str | None = None, date: str | None = None
) -> tuple[str, str]:
    r"""Say which columns look like texts and dates; those that are named are found.

    Raises:
        TextError: `"missing_column"` or `"missing_column_close"`; `"same_dates"`: texts and dates
            cannot both stand in `column`; `"one_column"`.

    >>> from embviz.text.labelled_tables import read_table
    >>> guess_columns(read_table(b"id,year,text\n1,1994,so it was\n2,1995,so it is\n"))
    ('text', 'year')
    """
    text = None if text is None else column(table, text)
    date = None if date is None else column(table, date)
    check_two(table)
    if date is None:
        date = max((name for name in table.columns if name != text), key=_like_dates(table))
    if text is None:
        text = text_column(table, but=date)
    if text == date:
        message = f"texts and dates cannot both stand in the column {text!r}"
        raise TextError("same_dates", message, column=Quote(text))
    return text, date


def periods(
    table: Table, text: str, date: str, *, by: By | None = None, parts: int = PARTS
) -> Dated:
    """Deal the texts of a table to periods, in the order of their dates.

    Args:
        table: What was read.
        text: The name of the column of texts.
        date: That of dates, or of names of periods.
        by: What a period is; None: years or decades if there are not too many of them, else equal
            parts; names, in the order in which they come, where there are no dates.
        parts: How many equal parts; a date is never in two of them.

    Raises:
        TextError: As `guess_columns` does; `"no_dates"`: too many cells are none, such as `found`;
            `"unknown_grouping"`: `by` is `found`, which is none of `known`;
            `"ambiguous_dates"`: nothing says whether a day or a month comes first in `found`;
            `"few_periods"`, `"many_periods"`: `found`.
    """
    if by is not None and by not in GROUPINGS:
        ways = ", ".join(GROUPINGS)
        message = f"a period cannot be by {by!r}; there are {ways}"
        raise TextError("unknown_grouping", message, found=str(by), known=ways)
    text, date = guess_columns(table, text=text, date=date)
    rows = [
        (cell, when) for cell, when in zip(table.columns[text], table.columns[date], strict=True)
    ]
    filled = [(cell, when) for cell, when in rows if cell]
    empty = table.empty + len(rows) - len(filled)
    dates = read_dates([when for _, when in filled])
    known = sum(each is not None for each in dates)
    if by == "names" or (by is None and known < LEAST_DATED * len(filled)):
        return _by_name(filled, empty, asked=by == "names")
    if known < LEAST_DATED * len(filled):
        raise _no_dates(when for (_, when), each in zip(filled, dates, strict=True) if each is None)
    placed = [(each, *row) for each, row in zip(dates, filled, strict=True) if each is not None]
    placed.sort(key=lambda row: row[0])  # rows of one date stay in their order
    chosen = by or _suited([row[0] for row in placed])
    if chosen == "parts":
        _check_days([when for _, _, when in placed])
    names = _names_of(placed, chosen, parts)
    written = placed[0][2], placed[-1][2]
    texts = [cell for _, cell, _ in placed]
    odd = [
        when for (_, when), each in zip(filled, dates, strict=True) if when.strip() and each is None
    ]
    found = _dealt(names, texts, chosen, written, len(filled) - known - len(odd), empty)
    return replace(found, unread=len(odd), odd=odd[0] if odd else "")


def read_dates(cells: Sequence[str]) -> list[Date | None]:
    """The dates of a column; None where a cell is none.

    >>> read_dates(["1994", "1990s", "1994-05-17", "17.05.1994", "17/05/1994", "May"])
    [(1994, 0, 0), (1990, 0, 0), (1994, 5, 17), (1994, 5, 17), (1994, 5, 17), None]
    """
    month_first = _month_first(cells) or False
    return [_date(cell, month_first) for cell in cells]


def read(
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    text: str | None = None,
    date: str | None = None,
    by: By | None = None,
    parts: int = PARTS,
    min_count: int = 5,
    lowercase: bool = True,
    rules: Rules = USUAL,
    encoding: str | None = None,
    leave_short: bool = False,
) -> dict[str, Corpus]:
    r"""Read a table of texts with dates as the texts of periods, by their names, in order.

    A warning tells how many rows were left out, and which periods.

    Args:
        source: A path, the bytes, or a file: CSV and its kin, JSON, JSON lines, Parquet.
        text: The name of the column of texts; None: that which looks like it.
        date: That of dates, or of names of periods; likewise.
        by: What a period is; None: as suits the dates, see `periods`.
        parts: How many equal parts.
        min_count: Words that occur fewer times in a period are not kept in it.
        lowercase: Whether `King` and `king` are one word.
        rules: How texts are cut into words.
        encoding: Of the file; None: as it looks.
        leave_short: Whether to leave out periods that are too short to be trained on.

    Raises:
        TextError: As `read_table`, `periods` and `corpora` do.

    >>> rows = b"year,text\n1994,A king rules. A king sleeps.\n1995,A queen rules. A queen sits.\n"
    >>> [(name, corpus.words) for name, corpus in read(rows, min_count=2).items()]
    [('1994', ('a', 'king')), ('1995', ('a', 'queen'))]
    """
    table = read_table(*contents(source), encoding)
    columns = guess_columns(table, text=text, date=date)
    dated = periods(table, *columns, by=by, parts=parts)
    short = too_short(dated.texts, min_count, lowercase, rules) if leave_short else ()
    if left_out := _left_out(dated, table, short):
        warnings.warn(left_out, stacklevel=2)
    texts = {name: text for name, text in dated.texts.items() if name not in short}
    check_number(len(texts))
    return corpora(texts, min_count=min_count, lowercase=lowercase, rules=rules)


def _left_out(dated: Dated, table: Table, short: Sequence[str]) -> str:
    """Say what of a table counts for nothing; empty: all counts."""
    rows = {
        "without a date": dated.undated,
        f"with a date that cannot be read, such as {dated.odd!r}": dated.unread,
        "without a text": dated.empty,
        "that are not valid JSON": len(table.broken),
    }
    said = [f"{count} rows {why}" for why, count in rows.items() if count]
    if short:
        said.append(f"periods that are too short: {', '.join(short)}")
    return f"left out: {'; '.join(said)}" if said else ""


def corpora(
    texts: Mapping[str, str],
    min_count: int = 5,
    lowercase: bool = True,
    rules: Rules = USUAL,
) -> dict[str, Corpus]:
    """Read the texts of periods; phrases are those of all of them together.

    Raises:
        TextError: `"short_period"`: `period` cannot be trained on, with `words` words.
    """
    rules, found = with_phrases_of_all(texts.values(), rules, lowercase), {}
    for name, text in texts.items():
        try:
            found[name] = Corpus.from_text(
                text, min_count=min_count, lowercase=lowercase, rules=rules
            )
        except TextError as error:
            words = len(text.split())
            message = f"{name!r} has too little text to train on, {words} words: {error}"
            facts = {"period": Quote(name), "words": words, "min_count": min_count}
            raise TextError("short_period", message, **facts) from error
    return found


def too_short(
    texts: Mapping[str, str],
    min_count: int = 5,
    lowercase: bool = True,
    rules: Rules = USUAL,
) -> tuple[str, ...]:
    """The names of the periods whose texts cannot be trained on."""
    rules, short = with_phrases_of_all(texts.values(), rules, lowercase), []
    for name, text in texts.items():
        try:
            Corpus.from_text(text, min_count=min_count, lowercase=lowercase, rules=rules)
        except TextError:
            short.append(name)
    return tuple(short)


def in_order(names: Sequence[str]) -> None:
    """Refuse names of periods that are years, or hold one each, and do not rise.

    Raises:
        TextError: `"not_in_order"`, with `period` and the one `before` it.
    """
    years = [_year_of(name) for name in names]
    if any(year is None for year in years):
        return
    for i in range(1, len(names)):
        if (years[i] or ()) < (years[i - 1] or ()):
            message = f"{names[i]!r} comes after {names[i - 1]!r}: periods must be in their order"
            facts = {"period": Quote(names[i]), "before": Quote(names[i - 1])}
            raise TextError("not_in_order", message, **facts)


def _year_of(name: str) -> Date | None:
    (found,) = read_dates([name])
    within = _YEAR_WITHIN.findall(name)
    if found is not None or len(within) != 1:
        return found
    return (int(within[0]), 0, 0)


def _date(cell: str, month_first: bool) -> Date | None:
    if match := _DECADE.fullmatch(cell):
        return (int(match[1]), 0, 0)
    if match := _YEAR_FIRST.fullmatch(cell):
        return _sound(int(match[1]), int(match[2] or 0), int(match[3] or 0))
    if match := _YEAR_LAST.fullmatch(cell):
        day, month = int(match[1]), int(match[3])
        if month_first and match[2] == "/":
            day, month = month, day
        return _sound(int(match[4]), month, day, whole=True)
    return None


def _sound(year: int, month: int, day: int, whole: bool = False) -> Date | None:
    if whole and not (month and day):
        return None
    try:
        datetime.date(year, month or 1, day or 1)
    except ValueError:
        return None
    return (year, month, day)


def _month_first(cells: Sequence[str]) -> bool | None:
    """Whether months come first between slashes; None: nothing says so, and there are such."""
    found = [match for cell in cells if (match := _YEAR_LAST.fullmatch(cell)) and match[2] == "/"]
    if any(int(match[1]) > 12 for match in found):
        return False
    if any(int(match[3]) > 12 for match in found):
        return True
    return None if found else False


def _check_days(cells: Sequence[str]) -> None:
    if _month_first(cells) is None:
        found = next(cell for cell in cells if _YEAR_LAST.fullmatch(cell) and "/" in cell)
        message = f"in {found!r}, either the day or the month comes first; write 1994-05-17"
        raise TextError("ambiguous_dates", message, found=Quote(found))


def _suited(dates: Sequence[Date]) -> By:
    """What a period is if nobody says: the shortest of which there are not too many."""
    years, decades = ({each[0] // span for each in dates} for span in (1, 10))
    if 2 <= len(years) <= SUITED:
        return "year"
    return "decade" if 2 <= len(decades) <= SUITED else "parts"


def _names_of(placed: Sequence[tuple[Date, str, str]], by: By, parts: int) -> list[str]:
    """The name of the period of each row, the rows by date."""
    if by == "year":
        return [str(date[0]) for date, _, _ in placed]
    if by == "decade":
        return [f"{date[0] // 10 * 10}s" for date, _, _ in placed]
    numbers: list[int] = []  # of the part of each row
    ends: dict[int, tuple[Date, Date]] = {}  # the first and the last date of each part
    for i, (date, _, _) in enumerate(placed):
        same = i and date == placed[i - 1][0]
        numbers.append(numbers[-1] if same else i * parts // len(placed))
        ends[numbers[-1]] = (ends.get(numbers[-1], (date, date))[0], date)
    return [_span(*ends[number]) for number in numbers]


def _span(first: Date, last: Date) -> str:
    one, other = ("-".join(f"{x:02d}" for x in date if x) for date in (first, last))
    return one if one == other else f"{one} – {other}"


def _by_name(filled: Sequence[tuple[str, str]], empty: int, asked: bool) -> Dated:
    """Periods of the names in a column, in the order in which they come."""
    named = [(cell, when) for cell, when in filled if when]
    counts = Counter(when for _, when in named)
    many = len(counts) > (MOST_PERIODS if asked else MOST_NAMES)
    if not asked and (many or len(counts) > len(named) / 2):
        raise _no_dates(when for _, when in named)
    places = {name: i for i, name in enumerate(counts)}
    named.sort(key=lambda row: places[row[1]])
    texts, names = [cell for cell, _ in named], [when for _, when in named]
    written = (names[0], names[-1]) if names else ("", "")
    return _dealt(names, texts, "names", written, len(filled) - len(named), empty)


def _dealt(
    names: Sequence[str],
    texts: Sequence[str],
    by: By,
    written: tuple[str, str],
    undated: int,
    empty: int,
) -> Dated:
    by_name: dict[str, list[str]] = {}
    for name, text in zip(names, texts, strict=True):
        by_name.setdefault(name, []).append(text)
    check_number(len(by_name))
    whole = {name: BETWEEN.join(each) for name, each in by_name.items()}
    return Dated(whole, tuple(map(len, by_name.values())), by, *written, undated, empty)


def check_different(names: Sequence[str]) -> None:
    """Refuse a name that two periods have. Raises TextError: `"period_twice"`, with `period`."""
    for name, count in Counter(names).items():
        if count > 1:
            raise TextError("period_twice", f"two periods are called {name!r}", period=Quote(name))


def check_number(found: int) -> None:
    """Refuse too few periods, or too many. Raises TextError: `"few_periods"`, `"many_periods"`."""
    if found < 2:
        message = f"two periods at least are compared, not {found}"
        raise TextError("few_periods", message, found=found)
    if found > MOST_PERIODS:
        message = f"there are {found} periods, {MOST_PERIODS} at most"
        raise TextError("many_periods", message, found=found, most=MOST_PERIODS)


def _no_dates(cells: Iterable[str]) -> TextError:
    found = next(iter(cells), "")
    message = f"{found!r} is no date such as 1994, 1994-05-17 or 1990s"
    return TextError("no_dates", message, found=Quote(str(found)[:80]))


def _like_dates(table: Table) -> Callable[[str], tuple[float, bool, float]]:
    """How many cells are dates, and whether the column is called so."""

    def score(name: str) -> tuple[float, bool, float]:
        filled = [cell for cell in table.columns[name][:2000] if cell]
        dated = sum(date is not None for date in read_dates(filled)) / max(len(filled), 1)
        called = plain_name(name) in DATE_NAMES
        few = -len(set(filled)) / max(len(filled), 1)
        return (dated >= LEAST_DATED) + dated * called, called, few

    return score
