"""The In use page in a browser: from nothing to a classifier, its scores, and curves."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import harness
from tests.browser.axe import violations

pytestmark = pytest.mark.browser

VIEW = "/use?view=topics;bag;epochs:5;labels:100;at:5"


def test_one_press_trains_a_classifier_and_shows_how_well_it_does(tab, server):
    tab.goto(f"{server}/use")
    tab.get_by_role("button", name="Train a CNN").click()
    host = tab.locator("[data-run]").first
    expect(host).to_have_attribute("data-status", "done")
    harness.rest(tab)
    expect(host.get_by_text(re.compile(r"validation \d+ %"))).to_be_visible()
    test = tab.get_by_test_id("stMetric").filter(has_text="Test")
    expect(test).to_contain_text(re.compile(r"\d+\.\d %"))
    expect(tab.get_by_text("It memorises its sentences")).to_be_visible()
    expect(tab.get_by_text(re.compile(r"of \d+ words on the map have not moved"))).to_be_visible()
    assert "labels:50" in tab.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_curves_fill_in_and_say_whether_it_pays(tab, server, scheme):
    tab.emulate_media(color_scheme=scheme)
    tab.goto(server + VIEW)
    tab.get_by_role("tab", name="Does it pay?").click()
    seeds = tab.get_by_label("Seeds", exact=True)
    seeds.fill("2")
    seeds.press("Enter")
    tab.get_by_role("button", name="Draw the curves").click()
    expect(tab.get_by_test_id("stPlotlyChart")).to_be_visible()
    expect(tab.get_by_test_id("stProgress")).to_have_count(0)
    expect(tab.get_by_text("What this says")).to_be_visible()
    expect(tab.get_by_role("listitem").filter(has_text="labels").first).to_be_visible()
    tab.get_by_text("Why", exact=True).click()
    expect(tab.get_by_text("no training sentence has", exact=False)).to_be_visible()
    harness.rest(tab)
    assert violations(tab) == []
    tab.reload()
    tab.get_by_role("tab", name="A sentence", exact=True).click()
    expect(tab.get_by_text("Predicted class")).to_be_visible()
    assert violations(tab) == []
