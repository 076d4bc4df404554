"""The Inside page in a browser: keys, a film of a hundred steps, room on a projector."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import harness
from tests.browser.axe import violations

pytestmark = pytest.mark.browser

VIEW = "/inside?view=tiny;epochs:3;at:3;words:king"
PARTS = (
    "One-hot to row",
    "The two matrices",
    "The step",
    "Negatives",
    "Softmax",
    "Mini-batches",
    "E in motion",
)
BACKGROUND = "e => getComputedStyle(e).backgroundColor"
VIEWS = ("1 Scores", "2 Pull and push", "3 New rows", "4 Learning rate", "5 A hundred steps")


CUT = """(main) => [...main.querySelectorAll(".katex-display")].filter((formula) => {
    const box = formula.closest("[data-testid=stColumn]") ?? main;
    const edges = [...formula.querySelectorAll(".base")].map((e) => e.getBoundingClientRect());
    const right = Math.max(...edges.map((edge) => edge.right));
    return right > box.getBoundingClientRect().right + 1;
}).map((formula) => formula.textContent)"""
"""Formulas that are wider than their place."""

HIDDEN = CUT.replace("stColumn", "stMarkdownContainer")
"""Formulas that end behind what stands beside them."""

SHORTENED = """(main) => [...main.querySelectorAll("[data-testid=stMetricValue] *")]
    .filter((e) => e.clientWidth && e.scrollWidth > e.clientWidth + 1)
    .map((e) => e.textContent)"""
"""Headlines that end in dots."""


def go(page, server, view=VIEW):
    page.goto(server + view)
    expect(page.get_by_role("button", name=PARTS[0]).first).to_be_visible()
    harness.rest(page)  # until then, a part may be there twice: as it was, and anew


def show(page, *tabs):
    """Open tabs, one within the other; the name of an open one is bold."""
    for name in tabs:
        button = page.get_by_role("button", name=name, exact=True)
        button.click()
        expect(button.locator("strong")).to_be_visible()
    harness.rest(page)


def test_arrow_keys_step_and_slide_the_window(tab, server):
    go(tab, server)
    show(tab, "The step")
    first = tab.get_by_test_id("stMetricValue").first.inner_text()
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_text("Steps taken: 1")).to_be_visible()
    assert tab.get_by_test_id("stMetricValue").first.inner_text() != first
    tab.keyboard.press("ArrowLeft")
    expect(tab.get_by_text("Steps taken: 0")).to_be_visible()
    window = tab.locator(".st-key-inside-window")
    before = window.inner_html()
    tab.keyboard.press("Shift+ArrowRight")
    tab.wait_for_function(
        "([node, before]) => node.innerHTML !== before", arg=[window.element_handle(), before]
    )


@pytest.mark.parametrize("at", ["1", "3", "5"])
def test_an_address_opens_the_epoch_that_it_names(tab, server, at):
    tab.goto(f"{server}/inside?view=tiny;epochs:6;at:{at};words:king")
    expect(tab.get_by_text(f"epoch {at}.0.", exact=False).first).to_be_visible()
    harness.settle(tab)
    show(tab, "The step", "3 New rows")
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_text("Steps taken: 1")).to_be_visible()
    tab.wait_for_function(
        "location.search.includes('part:step.rows') && /;taken:1/.test(location.search)"
    )
    before = tab.evaluate("history.length")
    tab.reload()
    expect(tab.get_by_text(f"epoch {at}.0.", exact=False).first).to_be_visible()
    expect(tab.get_by_text("Steps taken: 1")).to_be_visible()
    expect(tab.get_by_role("button", name="3 New rows").locator("strong")).to_be_visible()
    assert tab.evaluate("history.length") == before, (
        "looking around adds nothing to go back through"
    )


def test_the_rows_of_e_play_with_the_map(tab, server):
    tab.goto(f"{server}{VIEW};part:film")
    rows, host = tab.locator(".heatmap"), tab.locator("[data-run]").first
    expect(rows).to_have_attribute("data-frame", host.get_attribute("data-frame") or "")
    last = int(rows.get_attribute("data-frame"))
    assert last > 4
    harness.rest(tab)
    assert tab.get_by_test_id("stMain").evaluate("e => e.scrollHeight - e.clientHeight") <= 24
    tab.get_by_role("button", name="Play the film").click()  # from the start, as it is at its end
    expect(rows).not_to_have_attribute("data-frame", str(last))
    before = rows.locator("canvas").evaluate("e => e.toDataURL()")
    expect(rows).to_have_attribute("data-frame", str(last))
    assert rows.locator("canvas").evaluate("e => e.toDataURL()") != before
    expect(rows.locator("canvas")).to_have_attribute("aria-label", re.compile("heat map"))
    expect(rows.locator("output")).to_have_text("epoch 3.00")


def test_a_hundred_steps_play_in_the_browser(window, server):
    # Not in `tab`: Plotly rejects the promise of a film that is paused, which counts as an error.
    tab = window.new_page()
    go(tab, server)
    show(tab, "The step", "5 A hundred steps")
    label = tab.locator(".slider-label").first
    expect(label).to_contain_text("0")
    tab.locator(".updatemenu-button").first.click()
    tab.wait_for_timeout(1500)
    moved = label.text_content()
    assert moved != "Step 0"
    tab.locator(".updatemenu-button").nth(1).click()
    tab.wait_for_timeout(700)
    stopped = label.text_content()
    tab.wait_for_timeout(1200)
    assert label.text_content() == stopped
    tab.close()


OWN = {
    "skipgram": [(part,) for part in PARTS[:-1]] + [("The step", view) for view in VIEWS],
    "cbow": [("The step", view) for view in VIEWS],
    "fasttext": [(PARTS[0],), ("The step", "1 Scores"), ("3 New rows",)],
    "glove": [(PARTS[0],), ("The step", "1 Scores"), ("5 A hundred steps",), ("Softmax",)],
    "softmax": [("The step", "1 Scores"), ("2 Pull and push",)],
    "exact": [("The step", "2 Pull and push"), ("3 New rows",)],
}
"""What is told, model by model, where models tell it in their own way."""


@pytest.mark.parametrize("model", OWN)
def test_one_idea_fits_on_one_screen(tab, server, model):
    go(tab, server, VIEW.replace("tiny", f"tiny;{model}"))
    main = tab.get_by_test_id("stMain")
    for tabs in OWN[model]:
        show(tab, *tabs)
        tall = main.evaluate("e => e.scrollHeight - e.clientHeight")
        assert tall <= 24, (tabs, tall)
        assert not main.evaluate(CUT) and not main.evaluate(SHORTENED), tabs
        if tabs[-1] == "1 Scores":
            assert not main.evaluate(HIDDEN), tabs


@pytest.mark.parametrize("size", [harness.SIZE, harness.NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing(tab, server, size):
    tab.set_viewport_size(size)
    go(tab, server)
    backgrounds = set()
    for part in PARTS:
        show(tab, part)
        assert not tab.get_by_test_id("stMain").evaluate(HIDDEN), part
        for scheme in ("light", "dark"):
            harness.wear(tab, scheme)
            harness.rest(tab)
            assert not violations(tab), (part, scheme)
            backgrounds.add(tab.get_by_test_id("stApp").evaluate(BACKGROUND))
        wide = tab.get_by_test_id("stMain").evaluate("e => e.scrollWidth - e.clientWidth")
        assert wide <= 0, part
    assert len(backgrounds) == 2, "one in light, one in dark"
