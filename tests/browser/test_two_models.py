"""The Compare page with its map: what is clicked in a table is selected there."""

import pytest
from playwright.sync_api import expect

from tests.browser import harness
from tests.browser.axe import violations

pytestmark = pytest.mark.browser

HEAD_PX, ROW_PX = 35, 35  # heights in a table


def test_a_click_on_a_row_selects_its_word_on_the_map(tab, server):
    film = harness.TrainPage(tab).open(f"{server}/compare?view=tiny;epochs:30;at:30;words:king")
    page = film.page
    film.wait_for_status("done")
    film.wait_for_frames(film.number("total"))
    page.get_by_role("tab", name="Two models", exact=True).click()
    box = page.get_by_label("A word: type one, or click a row", exact=True)
    expect(box).to_have_value("king")
    table = page.get_by_test_id("stDataFrame").locator("canvas").first
    table.scroll_into_view_if_needed()
    harness.rest(page)

    def is_another():
        # What listens lies above the canvas; and it may be drawn anew just then.
        table.click(position={"x": 40, "y": HEAD_PX + 2.5 * ROW_PX}, force=True)
        harness.rest(page)
        return box.input_value() != "king"

    film.wait_until(is_another, "another word")
    chosen = "map.marks.selected.map((word) => map.film.words[word]).join()"
    film.wait_until(lambda: film.map(chosen) == box.input_value(), "the selection")
    assert not violations(page)
