"""The Words page with its map: one moment, one selection, and answers that follow them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import harness
from tests.browser.axe import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def words_page(tab, server):
    """The film of a few sentences at its end, on a page of its own."""
    page = harness.TrainPage(tab).open(f"{server}/words?view=tiny;epochs:30;at:30;words:king")
    page.wait_for_status("done")
    page.wait_for_frames(page.number("total"))
    return page


def word_box(page):
    return page.get_by_label("A word", exact=True)


def test_a_click_on_the_map_asks_for_that_word(words_page):
    page = words_page.page
    expect(word_box(page)).to_have_value("king")
    words_page.map("map.select([map.film.words.indexOf('queen')])")
    expect(word_box(page)).to_have_value("queen")


def test_a_word_that_is_typed_is_selected_on_the_map(words_page):
    page = words_page.page
    before = words_page.fact("frames")
    word_box(page).fill("cat")
    word_box(page).press("Enter")
    chosen = "map.marks.selected.map((word) => map.film.words[word]).join()"
    words_page.wait_until(lambda: words_page.map(chosen) == "cat", "the selection")
    assert words_page.fact("frames") == before, "the film is not sent again"


def test_answers_are_those_of_the_moment_shown(words_page):
    page = words_page.page
    told = page.get_by_text("Asked of")
    expect(told).to_contain_text("exactly")
    words_page.map("map.seek(1)")
    expect(told).to_contain_text("in half precision")


def test_unsure_words_turn_pale_as_runs_with_other_seeds_come_until_it_is_switched_off(words_page):
    page = words_page.page
    painted = "[...new Set(map.scene.painter.tint)].length"
    plain = words_page.map(painted)
    page.get_by_role("button", name="How sure?").click()
    expect(page.get_by_text("Two runs share")).to_be_visible()
    key = words_page.host.get_by_role("button", name="Unsure")
    expect(key).to_have_attribute("title", re.compile("^10 runs with other seeds disagree"))
    expect(page.get_by_role("progressbar")).to_have_count(0)
    assert words_page.map(painted) > plain
    harness.rest(page)
    assert not violations(page)
    page.get_by_role("link", name="Map", exact=True).click()
    expect(key).to_have_attribute("aria-pressed", "true")
    key.click()
    expect(key).to_have_attribute("aria-pressed", "false")
    assert words_page.map(painted) == plain
    page.get_by_label("Colour").select_option("sure")
    expect(words_page.host.get_by_text("how many two runs share")).to_be_visible()
    page.get_by_role("link", name="Train", exact=True).click()
    page.get_by_label("Colour").select_option("group")
    expect(key).to_have_attribute("aria-pressed", "false")


def test_every_panel_can_be_read_by_all(words_page):
    page = words_page.page
    for tab in ("Neighbours", "Similarity", "Analogy", "Arithmetic", "Association", "Quality"):
        button = page.get_by_role("tab", name=tab, exact=True)
        button.click()
        expect(button).to_have_attribute("aria-selected", "true")
        harness.rest(page)
        assert not violations(page), tab


def test_the_map_stays_in_sight_while_answers_scroll(words_page):
    words_page.page.get_by_text("Why are these neighbours?").scroll_into_view_if_needed()
    expect(words_page.host.locator(".stage")).to_be_in_viewport(ratio=0.9)
    words_page.page.set_viewport_size({"width": 1920, "height": 1080})
    text = words_page.page.get_by_role("tab").first
    expect(text).to_have_css("font-size", "17.57px")


def test_on_a_phone_a_menu_closes_and_the_answer_comes_first(words_page):
    page = words_page.page
    page.set_viewport_size(harness.NARROW)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNav").get_by_text("Inside").click()
    expect(page.get_by_test_id("stSidebarNav")).not_to_be_in_viewport()
    page.go_back()
    expect(word_box(page)).to_be_in_viewport()
    page.get_by_test_id("stDataFrame").first.hover()
    tools = page.get_by_test_id("stElementToolbar").first
    expect(tools).to_be_visible()
    asked = page.get_by_label("How many", exact=True).bounding_box()
    assert tools.bounding_box()["y"] > asked["y"] + asked["height"]
    answer, stage = word_box(page).bounding_box(), words_page.host.locator(".stage").bounding_box()
    assert answer["y"] < stage["y"]
    page.set_viewport_size({"width": 640, "height": 360})  # twice as large on a projector
    words_page.wait_until(
        lambda: words_page.host.locator(".stage").bounding_box()["height"] >= 270, "a usable height"
    )
