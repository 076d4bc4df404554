"""The Context page in a browser: dots that go along with the film, and from layer to layer."""

import pytest
from playwright.sync_api import expect

from tests.browser import harness
from tests.browser.axe import violations

pytestmark = pytest.mark.browser

VIEW = "/context?view=tiny;bert;dimension:8;epochs:6;at:6;words:king"
PIXELS = "e => e.toDataURL()"


def test_dots_play_with_the_map_and_through_the_layers(tab, server):
    tab.goto(server + VIEW)
    dots, host = tab.locator(".dots"), tab.locator("[data-run]").first
    canvas = dots.locator("canvas")
    expect(tab.get_by_label("A word", exact=True)).to_have_value("king")
    expect(host).to_have_attribute("data-status", "done")
    expect(dots).to_have_attribute("data-frames", "7")  # a batch an epoch, and the untrained one
    harness.rest(tab)
    expect(dots).to_have_attribute("data-layer", "2")
    expect(dots).to_have_attribute("data-epoch", "6")
    rested = canvas.evaluate(PIXELS)

    # Through the layers: it begins at the rows and ends at the last one, gliding between them.
    dots.get_by_role("button", name="Play through the layers").click()
    tab.wait_for_function(
        "e => { const at = Number(e.dataset.layer); return at > 0 && at % 1 > 0; }",
        arg=dots.element_handle(),
    )
    expect(dots).to_have_attribute("data-layer", "2")
    assert canvas.evaluate(PIXELS) == rested
    slider = dots.get_by_role("slider", name="Layer")
    slider.fill("0")
    expect(dots.locator(".dots-layer")).to_have_text("Row and place")
    assert canvas.evaluate(PIXELS) != rested
    slider.fill("2")

    # Along with the film of the map beside it.
    tab.get_by_role("button", name="Play the film").click()
    tab.wait_for_function("e => Number(e.dataset.epoch) < 5", arg=dots.element_handle())
    assert canvas.evaluate(PIXELS) != rested
    expect(dots).to_have_attribute("data-epoch", "6")
    expect(dots).to_have_attribute("data-epoch", host.get_attribute("data-epoch") or "6")

    # A dot tells its sentence.
    box = canvas.bounding_box()
    said = dots.locator(".dots-said")
    for x in range(0, int(box["width"]), 6):
        for y in range(0, int(box["height"]), 12):
            tab.mouse.move(box["x"] + x, box["y"] + y)
            if "king" in said.inner_text().lower():
                break
        else:
            continue
        break
    assert "king" in said.inner_text().lower()

    for scheme in ("light", "dark"):
        harness.wear(tab, scheme)
        assert not violations(tab), scheme


def test_all_parts_fit_a_phone(tab, server):
    tab.set_viewport_size(harness.NARROW)
    tab.goto(server + VIEW)
    for name in ("A sentence", "Attention", "Predictions", "Merge"):
        tab.get_by_role("tab", name=name).click()
        expect(tab.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        harness.rest(tab)
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_merging_two_words_trains_at_once(tab, server):
    tab.goto(server + VIEW)
    tab.get_by_role("tab", name="Merge").click()
    tab.get_by_role("textbox", name="First word").fill("king")
    tab.get_by_role("textbox", name="Second word").fill("bread")
    tab.get_by_role("textbox", name="Second word").press("Tab")
    harness.rest(tab)
    tab.get_by_role("button", name="Merge and train").click()
    expect(tab.get_by_text("king-bread merged").first).to_be_visible()
    expect(tab.get_by_label("A word", exact=True)).to_have_value("king-bread")
