"""Tables with dates: what counts as one, which periods are made of them, and what is refused."""

import datetime
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embviz.errors import TextError
from embviz.text.dated_tables import guess_columns, in_order, periods, read, read_dates
from embviz.text.labelled_tables import Table, read_table

DAYS = st.dates(datetime.date(1000, 1, 1), datetime.date(2999, 12, 31))


def table(dates, **others):
    texts = [f"this is text {i}" for i in range(len(dates))]
    columns = {**others, "text": tuple(texts), "when": tuple(dates)}
    return Table(columns, len(dates), 0)


def dealt(dates, **how):
    return periods(table(dates), "text", "when", **how)


def refused(dates, **how):
    with pytest.raises(TextError) as caught:
        dealt(dates, **how)
    return caught.value


@given(days=st.lists(DAYS, min_size=1), way=st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d"]))
def test_days_are_read_as_they_were_written(days, way):
    def written(day):
        return (
            way.replace("%Y", f"{day.year}").replace("%m", f"{day:%m}").replace("%d", f"{day:%d}")
        )

    found = read_dates([written(day) for day in days])
    assert found == [(day.year, day.month, day.day) for day in days]


@given(days=st.lists(DAYS, min_size=1), month_first=st.booleans())
def test_one_date_tells_what_comes_first_between_slashes(days, month_first):
    telling = datetime.date(2001, 3, 25)
    way = "{0:%m}/{0:%d}/{0.year}" if month_first else "{0:%d}/{0:%m}/{0.year}"
    found = read_dates([way.format(day) for day in (*days, telling)])
    assert found == [(day.year, day.month, day.day) for day in (*days, telling)]


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("1994", (1994, 0, 0)),
        ("1990s", (1990, 0, 0)),
        ("1990-е", (1990, 0, 0)),
        ("1994-05", (1994, 5, 0)),
        ("1994-05-17T12:30:00Z", (1994, 5, 17)),
        ("1994-05-17 12:30", (1994, 5, 17)),
        ("17.5.1994, 12:30", (1994, 5, 17)),
        ("1994-13-01", None),
        ("1994-02-30", None),
        ("17.05.94", None),
        ("94", None),
        ("0994", None),
        ("12345", None),
        ("May 1994", None),
        ("", None),
    ],
)
def test_what_is_a_date(cell, date):
    assert read_dates([cell]) == [date]


@given(days=st.lists(DAYS, min_size=2), parts=st.integers(2, 9), seed=st.randoms())
def test_no_row_is_lost_and_all_are_in_their_order(days, parts, seed):
    seed.shuffle(days)
    rows = [f"{day.year}-{day:%m-%d}" for day in days]
    if len(set(days)) < 2:
        assert refused(rows, by="parts", parts=parts).reason == "few_periods"
        return
    try:
        found = dealt(rows, by="parts", parts=parts)
    except TextError as error:  # nearly all rows have one date
        assert error.reason == "few_periods"
        return
    assert sum(found.rows) == len(rows) and len(found.texts) <= parts
    whole = "\n\n".join(found.texts.values()).split("\n\n")
    order = sorted(range(len(days)), key=lambda i: days[i])
    assert whole == [f"this is text {i}" for i in order]
    assert (found.first, found.last) == (rows[order[0]], rows[order[-1]])
    ends = [name.split(" – ") for name in found.texts]
    assert [end for each in ends for end in each] == sorted(end for each in ends for end in each)


def test_a_date_is_in_one_part():
    found = dealt(["2001-01-01"] * 8 + ["2001-01-02", "2001-01-03"], by="parts", parts=5)
    assert list(found.texts) == ["2001-01-01", "2001-01-02 – 2001-01-03"]
    assert found.rows == (8, 2)


def test_periods_are_years_decades_or_parts_as_suits_the_dates():
    assert dealt(["1995", "1994", "1994"]).by == "year"
    assert list(dealt(["1995", "1994", "1994"]).texts) == ["1994", "1995"]
    decades = dealt([str(year) for year in range(1950, 2000)])
    assert decades.by == "decade" and list(decades.texts)[::4] == ["1950s", "1990s"]
    assert decades.rows == (10,) * 5
    assert dealt([f"1994-{month:02}" for month in range(1, 13)]).by == "parts"
    centuries = dealt([str(year) for year in range(1000, 2000)])
    assert centuries.by == "parts" and len(centuries.texts) == 5


def test_names_are_periods_in_the_order_in_which_they_come():
    found = dealt(["before", "after", "before", "after", ""])
    assert found.by == "names" and list(found.texts) == ["before", "after"]
    assert found.rows == (2, 2) and (found.undated, found.unread) == (1, 0)


def test_a_few_rows_without_a_date_are_left_out_and_counted():
    found = dealt(["1994", "1995"] * 10 + ["unknown"])
    assert (found.undated, found.unread, found.odd) == (0, 1, "unknown")
    assert sum(found.rows) == 20
    found = dealt(["1994", "1995"] * 50 + ["", "13 May 1921", ""])
    assert (found.undated, found.unread, found.odd) == (2, 1, "13 May 1921")
    empty = Table({"text": ("a b", "", "c d"), "year": ("1994", "1994", "1995")}, 3, 2)
    assert periods(empty, "text", "year").empty == 3


def test_what_cannot_be_periods_is_refused_by_reason():
    every = [f"note {i}" for i in range(20)]
    assert refused(every).reason == "no_dates" and refused(every).found == "note 0"
    assert refused(["1994"] * 5).reason == "few_periods"
    assert refused(["1994", "x", "y"], by="year").found == "x"
    slashes = ["05/06/1994", "07/08/1994"]
    assert refused(slashes, by="parts").reason == "ambiguous_dates"
    assert len(dealt([*slashes, "01/02/1995"], by="year").texts) == 2, "the year is plain"
    assert refused([f"n{i}" for i in range(101)] * 2, by="names").reason == "many_periods"
    assert refused([""] * 4).reason == "few_periods"
    assert "not 0" in str(refused([""] * 4))
    error = refused(["1994", "1995"], by="century")
    assert (error.reason, error.found) == ("unknown_grouping", "century")
    assert error.known == "year, decade, parts, names"


ROWS = b"year,text\n" + b"1994,A king rules. A king sleeps.\n1995,A king sits. A king eats.\n" * 40


def test_reading_says_what_it_leaves_out():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert list(read(ROWS, min_count=1)) == ["1994", "1995"]
    more = ROWS + b",A king\n13 May 1921,A king\nn.d.,A king\n1995,\n"
    with pytest.warns(UserWarning) as caught:
        read(more, min_count=1)
    (told,) = (str(each.message) for each in caught)
    assert told == (
        "left out: 1 rows without a date; 2 rows with a date that cannot be read, such as "
        "'13 May 1921'; 1 rows without a text"
    )


def test_periods_that_are_too_short_are_left_out_where_that_is_asked_for():
    more = ROWS + b"2999,A dog of the future ran.\n"
    with pytest.raises(TextError) as caught:
        read(more, by="year")
    assert (caught.value.reason, caught.value.period) == ("short_period", "2999")
    with pytest.warns(UserWarning, match="^left out: periods that are too short: 2999$"):
        assert list(read(more, by="year", leave_short=True)) == ["1994", "1995"]
    with pytest.raises(TextError) as caught, pytest.warns(UserWarning, match="1994, 1995"):
        read(ROWS, by="year", min_count=500, leave_short=True)
    assert caught.value.reason == "few_periods"


def test_columns_are_guessed_by_what_they_hold():
    data = b"id,year,review,stars\n" + b"".join(
        b"%d,19%d,what a %d text,%d\n" % (1000 + i, 50 + i % 50, i, i % 5) for i in range(99)
    )
    found = read_table(data)
    assert guess_columns(found) == ("review", "year")
    assert guess_columns(found, date="Stars") == ("review", "stars")
    with pytest.raises(TextError) as caught:
        guess_columns(found, date="month")
    assert caught.value.reason == "missing_column"
    with pytest.raises(TextError) as caught:
        guess_columns(found, text="year", date="year")
    assert caught.value.reason == "same_dates"


def test_names_that_are_years_must_rise():
    in_order(["1950s", "1960s", "1970"])
    in_order(["letters 1912.txt", "letters 1913.txt"])
    in_order(["late", "early", "1950"])
    with pytest.raises(TextError) as caught:
        in_order(["letters 1913.txt", "letters 1912.txt"])
    error = caught.value
    assert (error.reason, error.period, error.before) == (
        "not_in_order",
        "letters 1912.txt",
        "letters 1913.txt",
    )
