"""No WCAG A or AA violation that axe can find, in light and dark, wide and narrow."""

import pytest
from playwright.sync_api import expect

from tests.browser import harness
from tests.browser.axe import violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [harness.SIZE, harness.NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing(tab, server, size):
    page = tab
    page.set_viewport_size(size)
    train_page = harness.TrainPage(page).open(f"{server}/?view=tiny;epochs:3;at:3")
    train_page.wait_for_status("done")

    def check(what):
        for scheme in ("light", "dark"):
            train_page.wear(scheme)
            assert not violations(page), (what, scheme)

    check("with the film")
    train_page.map("map.select([1, 2])")
    expect(train_page.host.locator("[data-neighbour]")).to_have_count(20)
    check("with words selected")
    page.get_by_role("button", name="More").click()
    check("with the menu")
    page.get_by_role("button", name="Show as a table").click()
    cells = train_page.host.locator("table tbody tr").first.locator("td")
    expect(cells.last).not_to_be_empty()
    check("with the table")
