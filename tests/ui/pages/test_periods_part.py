"""Texts over time on the Compare page: the sample, files in an order, tables, and bad ones."""

import pytest

from embviz.text.planted_periods import planted_periods
from embviz.text.several import by_name
from embviz.ui.pages.compare import moved_view
from embviz.ui.pages.compare.period_texts import names_of
from tests.ui.app_page import NASTY, button, complaints, message, said, session_of

TEXT = "The king rules. The queen rules. The king eats bread. The queen eats bread. "
OTHER = "The king rules. The queen rules. The bread eats king. The bread eats queen. "


@pytest.fixture
def page(app):
    app.switch_page("pages/compare.py").run()
    open_tab(app)
    return app


def open_tab(app):
    app.session_state["embviz_tab.compare"] = "Over time"
    app.session_state["compare.tab"] = "Over time"
    return app.run()


def bring(page, *files):
    page.segmented_control(key="periods.way").set_value("files").run()
    page.file_uploader(key="periods.files").set_value(
        [(name, text.encode(), "text/plain") for name, text in files]
    ).run()
    for fewest in page.number_input:
        if fewest.key == "periods.min_count.files":
            fewest.set_value(1).run()
    return page


def table(page, text, name="x.csv"):
    page.segmented_control(key="periods.way").set_value("table").run()
    data = text if isinstance(text, bytes) else text.encode()
    page.file_uploader(key="periods.table").set_value((name, data, "text/csv")).run()
    return page


def trained(page):
    button(page, "periods.begin").click().run()
    page.run()
    assert not page.exception and not page.error
    return page


def journey(page):
    """The columns of the journey by the names of their periods, and its cells."""
    (found,) = (each.value for each in page.dataframe if any("×" in c for c in each.value.columns))
    return {name.split(" (")[0]: list(cells) for name, cells in found.items()}


def test_the_sample_needs_one_click_and_says_what_was_planted(page):
    assert "planted change" in said(page)
    trained(page)
    assert "words moved farther from 1950s to 1990s" in said(page)
    word = page.text_input(key="periods.word").value
    assert word in ("cheese", "wolf")
    found = journey(page)
    assert list(found) == list(planted_periods())
    new = [sum(cell.startswith("+ ") for cell in cells) for cells in found.values()]
    assert new[0] == 0 and new.index(max(new)) == 2


def test_large_vocabularies_are_compared_in_a_process_of_their_own(page, monkeypatch):
    monkeypatch.setattr(moved_view, "SMALL", 10)
    trained(page)
    page.run()
    assert "words moved farther from 1950s to 1990s" in said(page)
    assert page.text_input(key="periods.word").value in ("cheese", "wolf")


def test_what_was_cancelled_is_offered_again_and_not_made_twice(page):
    assert "About " in said(page)
    trained(page)
    (asked,) = page.session_state["embviz_answers"]["period_runs"].values()
    page.session_state["embviz_periods_cancelled"] = {asked.hash}
    assert "words moved farther" not in said(page.run())
    trained(page)
    assert "words moved farther from 1950s to 1990s" in said(page)


def test_another_word_has_another_journey(page):
    trained(page)
    page.text_input(key="periods.word").set_value("king").run()
    assert "queen" in " ".join(journey(page)["1950s"])
    page.text_input(key="periods.word").set_value("kink").run()
    assert "does not occur often enough" in said(page)
    button(page, "periods.word.closest.0").click().run()
    assert page.text_input(key="periods.word").value == "king"


def test_the_film_is_on_the_map_with_the_word_selected(page):
    trained(page)
    word = page.text_input(key="periods.word").value
    before = session_of(page).source
    button(page, "periods.film").click().run()
    assert not page.exception
    tab = session_of(page)
    assert tab.source.film.recipe.along.values == tuple(planted_periods())
    assert tab.source.made_of is before and tab.selected == (word,)
    header = message(page).header
    assert header["along"]["name"] == "period" and "planted change" in header["title"]
    assert "groups" in header, "colours are those of the bundled text"
    assert button(page, "periods.film"), "the answer stays"


def test_files_are_put_in_order_by_name_and_by_hand(page):
    bring(page, ("part 10.txt", OTHER * 5), ("part 2.txt", TEXT * 5), ("part 3.txt", TEXT * 5))
    listed = [each.value for each in page.text]
    assert listed == ["1. part 2", "2. part 3", "3. part 10"]
    button(page, "periods.up.2").click().run()
    assert [each.value for each in page.text] == ["1. part 2", "2. part 10", "3. part 3"]
    trained(page)
    assert list(journey(page)) == ["part 2", "part 10", "part 3"]


def test_files_outlive_a_visit_to_another_page(page):
    bring(page, ("a.txt", TEXT * 5), ("b.txt", OTHER * 5))
    page.switch_page("pages/words.py").run()
    page.switch_page("pages/compare.py").run()
    open_tab(page)
    assert "Still here: 2 texts" in said(page)
    assert [each.value for each in page.text] == ["1. a", "2. b"]


def test_years_in_names_must_rise(page):
    bring(page, ("letters 1913.txt", TEXT * 5), ("letters 1912.txt", TEXT * 5))
    assert not page.error
    button(page, "periods.up.1").click().run()
    assert "Put the periods in their order" in complaints(page)[0]


@pytest.mark.parametrize(
    ("files", "said_why"),
    [
        ([("a.txt", TEXT)], "At least two periods are compared; here are 1"),
        ([("a.txt", TEXT), ("b.txt", "")], "has too little text: 0 words"),
        ([("a.txt", TEXT), ("b.txt", "No.")], "has too little text: 1 words"),
        ([("a.txt", TEXT), ("b.txt", "Другие слова здесь. Здесь другие слова.")], "Only 0 words"),
        ([("a.txt", TEXT), ("a.txt", TEXT)], "Two periods are called"),
    ],
)
def test_files_that_cannot_be_compared_say_why(page, files, said_why):
    bring(page, *files)
    assert not page.exception
    assert said_why in complaints(page)[0]
    assert not any(each.key == "periods.begin" for each in page.button)


def test_a_table_is_dealt_to_periods_by_its_dates(page):
    rows = [f"{year},{text}" for year in (1994, 1995) for text in [TEXT, OTHER] * 20]
    odd = ["1995,", ",a text without a date", "13 May 1921,another", "n.d.,one more"]
    table(page, "\n".join(["year,text", *rows, *odd]))
    assert page.selectbox(key="periods.date").value == "year"
    told = said(page)
    assert "Dates from 1994 to 1995: 2 periods, one a year." in told
    assert "the date could not be read: 2, such as “13 May 1921”." in told
    assert "for lack of a date: 1." in told and "for lack of a text: 1." in told
    page.number_input(key="periods.min_count.table").set_value(1).run()
    trained(page)
    assert list(journey(page)) == ["1994", "1995"]
    page.selectbox(key="periods.by").set_value("decade").run()
    assert "At least two periods are compared; here are 1" in complaints(page)[0]


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        ("a,b\n", "x.csv", "no rows"),
        ("text\nonly one\n", "x.csv", "only one column"),
        ("id,text\n1,a b\n2,c d\n3,e f\n4,g h\n5,i j\n6,k l\n7,m n\n", "x.csv", "is not a date"),
        ("hello", "x.txt", "is not a table"),
        (b"PK\x03\x04", "x.xlsx", "workbook"),
        ("{\n", "x.jsonl", "not a JSON object"),
    ],
)
def test_tables_without_dates_say_why(page, data, name, why):
    table(page, data, name)
    assert not page.exception and why in complaints(page)[0].replace("\\", "")


def test_names_and_words_of_a_visitor_stay_what_they_are(page):
    text = f"{NASTY} eats bread. " * 20
    bring(page, ("*one*.txt", text), ("<b>two.txt", text))
    trained(page)
    assert list(journey(page)) == ["*one*", "<b>two"]
    assert r"\*one\*" in said(page) and r"\<b\>two" in said(page)
    assert "<b>" not in said(page) and " *one*" not in said(page)


def test_russian_in_an_old_encoding_is_asked_for(page):
    page.segmented_control(key="periods.way").set_value("files").run()
    text = "Король ест хлеб. Королева ест хлеб. Король спит. Королева спит. " * 20
    files = [(name, text.encode("cp1251"), "text/plain") for name in ("а.txt", "б.txt")]
    page.file_uploader(key="periods.files").set_value(files).run()
    assert page.selectbox(key="encoding").options
    page.selectbox(key="encoding").set_value("cp1251").run()
    assert not page.error and [each.value for each in page.text] == ["1. а", "2. б"]
    trained(page)
    assert "хлеб" in {cell.removeprefix("+ ") for cells in journey(page).values() for cell in cells}


def test_names_of_files():
    class File:
        def __init__(self, name):
            self.name = name

    assert names_of([File("a.txt"), File("b.txt")]) == ["a", "b"]
    assert names_of([File("a.txt"), File("a.md")]) == ["a.txt", "a.md"]
    assert names_of([File("my letters 1912.txt"), File("my letters 1913.txt")]) == [
        "letters 1912",
        "letters 1913",
    ]
    assert names_of([File("a b.txt")]) == ["a b"] and names_of([File("a.txt"), File("a b.txt")])
    assert by_name(["Part 10", "part 2", "1990s", "900s"]) == ["900s", "1990s", "part 2", "Part 10"]


def test_a_file_that_is_not_plain_text_is_named(page):
    page.segmented_control(key="periods.way").set_value("files").run()
    files = [("a.txt", TEXT.encode(), "text/plain"), ("b.pdf", b"%PDF-1.7\x00\x01", "text/plain")]
    page.file_uploader(key="periods.files").set_value(files).run()
    assert "“b.pdf” is not plain text" in complaints(page)[0].replace("\\", "")


def test_a_period_that_is_too_short_can_be_left_out_and_taken_back(page):
    rows = [f"{year},{text}" for year in (1994, 1995) for text in [TEXT, OTHER] * 3]
    table(page, "\n".join(["year,text", *rows, "2999,A dog of the future ran."]))
    assert "“2999” has too little text: 6 words" in complaints(page)[0]
    assert not any(each.key == "periods.begin" for each in page.button)
    leave = button(page, "periods.leave")
    assert leave.label == "Leave out “2999”"
    leave.click().run()
    assert not page.error and "Periods left out: “2999”." in said(page)
    trained(page)
    assert list(journey(page)) == ["1994", "1995"]
    button(page, "periods.back").click().run()
    assert "too little text" in complaints(page)[0]


def test_a_period_without_common_words_can_be_left_out(page):
    other = "Другие слова здесь. Здесь другие слова. " * 5
    bring(page, ("a.txt", TEXT * 5), ("b.txt", other), ("c.txt", OTHER * 5))
    assert "Only 0 words" in complaints(page)[0]
    button(page, "periods.leave").click().run()
    assert not page.error and "Periods left out: “b”." in said(page)
    assert any(each.key == "periods.begin" for each in page.button)


def test_the_table_says_what_it_is_sorted_by(page):
    trained(page)
    assert "Sorted by how far beyond the noise each word moved." in said(page)
    moved = next(each.value for each in page.dataframe if "Noise line" in each.value.columns)
    assert list(moved["Word"])[:2] in (["cheese", "wolf"], ["wolf", "cheese"])


def test_the_table_of_the_train_page_is_offered(app):
    rows = [(f"n{i}", 1990 + i % 4, f"The king rules land {i % 5}. {TEXT}") for i in range(24)]
    data = "id,year,tale\n" + "".join(f'{a},{b},"{c}"\n' for a, b, c in rows)
    app.selectbox(key="text").set_value("upload").run()
    app.file_uploader(key="file").set_value(("tales.csv", data.encode(), "text/csv")).run()
    app.switch_page("pages/compare.py").run()
    open_tab(app)
    app.segmented_control(key="periods.way").set_value("table").run()
    assert not app.exception
    assert "the table read on the Train page" in said(app)
    assert app.selectbox(key="periods.date").value == "year" and "1990" in said(app)
    app.run()
    assert app.selectbox(key="periods.date").value == "year", "it can still be changed"
