"""Texts over time in a browser: one press trains the decades, another plays them on the map."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import harness
from tests.browser.axe import violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_decades_are_trained_and_played(tab, server, scheme):
    tab.emulate_media(color_scheme=scheme)
    tab.goto(f"{server}/compare")
    tab.get_by_role("tab", name="Over time").click()
    tab.get_by_role("button", name=re.compile(r"Train all \d+ runs")).or_(
        tab.get_by_role("button", name="Play the periods on the map")
    ).first.wait_for()
    begin = tab.get_by_role("button", name=re.compile(r"Train all \d+ runs"))
    if begin.count():  # else the test before has trained them on this server
        begin.click()
    expect(tab.get_by_text("words moved farther from 1950s to 1990s")).to_be_visible()
    expect(tab.get_by_label("A word", exact=True)).to_have_value(re.compile("wolf|cheese"))
    harness.rest(tab)
    assert violations(tab) == []
    tab.get_by_role("button", name="Play the periods on the map").click()
    host = tab.locator("[data-run]").first
    expect(host.get_by_text("by period")).to_be_visible()
    expect(host.get_by_text("period 1990s", exact=True)).to_be_visible()
    track = host.get_by_role("slider", name=re.compile("Time line"))
    expect(track).to_have_attribute(
        "aria-valuetext", re.compile("period 1990s, loss .*frame 5 of 5")
    )
    track.press("Home")
    expect(host.get_by_text("period 1950s", exact=True)).to_be_visible()
