"""No WCAG A or AA violation that axe can find, in light and dark, wide and narrow."""

import pytest

pytest.importorskip("axe_playwright_python")

from axe_playwright_python.sync_playwright import Axe

from tests.browser import harness

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
NARROW = {"width": 390, "height": 844}


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {node['target']} {node['html'][:120]}"
        for each in found
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("size", [harness.SIZE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(tab, server, scheme, size):
    page = tab
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    train_page = harness.TrainPage(page).open(f"{server}/?view=tiny;epochs:3;at:3")
    train_page.wait_for_status("done")
    assert not violations(page), "with the film"
    train_page.map("map.select([1, 2])")
    page.wait_for_timeout(500)
    assert not violations(page), "with words selected"
    page.get_by_role("button", name="More").click()
    assert not violations(page), "with the menu"
    page.get_by_role("button", name="Show as a table").click()
    page.wait_for_timeout(800)
    assert not violations(page), "with the table"
