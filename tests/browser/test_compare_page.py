"""The Compare page in a browser: a sweep fills in without a jump, and its models are a film."""

import itertools
import re

import pytest
from playwright.sync_api import expect

from tests.browser import harness
from tests.browser.axe import violations

pytestmark = pytest.mark.browser

VIEW = "/compare?view=kingdom;skipgram;epochs:{epochs}"
EPOCHS = itertools.count(20)  # another try has runs of its own: the server knows those before
TOP = """() => {
    const chart = document.querySelector(".js-plotly-plot:has(.main-svg)");
    return chart?.checkVisibility() ? Math.round(chart.getBoundingClientRect().top) : null;
}"""
TICKS = """() => [...document.querySelectorAll(".js-plotly-plot .xtick text")]
    .map((e) => e.textContent).slice(-4)"""


def test_points_come_in_where_they_belong_and_become_a_film(tab, server):
    tab.goto(server + VIEW.format(epochs=next(EPOCHS)))
    host = tab.locator("[data-run]").first
    expect(host).to_have_attribute("data-frames", re.compile("[1-9]"))
    for name, value in (("Values", "2, 5, 10, 20"), ("Seeds", "4")):
        box = tab.get_by_label(name, exact=True)
        box.fill(value)
        box.press("Enter")
        harness.settle(tab)
    tab.get_by_role("button", name="Train 16 runs").click()
    tops, texts, done = set(), set(), tab.get_by_text("All 16 runs are done")
    while not done.count():
        if (top := tab.evaluate(TOP)) is not None:
            tops.add(top)
            texts.update(tab.get_by_test_id("stProgress").all_inner_texts())
        tab.wait_for_timeout(100)
    assert len(tops) == 1 and len(texts) > 1, (tops, texts)
    harness.rest(tab)
    assert tab.evaluate(TICKS) == ["2", "5", "10", "20"]
    assert {tab.evaluate(TOP)} == tops
    assert violations(tab) == []
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download all 16 runs").click()
    assert download.value.suggested_filename == "sweep-dimension.csv"
    tab.get_by_role("button", name="Show as a film").click()
    expect(host).to_have_attribute("data-total", "4")
    expect(host.get_by_text("dimension 20", exact=True)).to_be_visible()
    expect(done).to_be_visible()
