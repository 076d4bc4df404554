"""Take the README's pictures from the app itself: `python -m tests.browser.pictures`.

Beside them it writes what the page showed, so that a test notices when they are out of date.
"""

import json
import re
from typing import Literal

from playwright.sync_api import Browser, Page, expect

from tests.browser import harness
from tests.browser.harness import TrainPage

FOLDER = harness.ROOT / ".github"

SHOWN = FOLDER / "train.json"
"""Names of the pages, and labels, that the pictures show."""

TALL = {**harness.SIZE, "height": 1010}

LABELS = """() => {
    const seen = (e) => e.checkVisibility() && e.getBoundingClientRect().top < innerHeight;
    const texts = (what) => [...document.querySelectorAll(what)].filter(seen)
        .map((e) => e.innerText.trim()).filter((t) => !/^[a-z_]+$/.test(t)); // icons
    const text = "[data-testid=stMarkdownContainer]";
    return {
        pages: texts("[data-testid=stTopNavLinkContainer]"),
        sidebar: texts(
            `[data-testid=stSidebar] :is(button, summary, [data-testid=stWidgetLabel]) ${text}`
        ),
    };
}"""


def arrange(train_page: TrainPage) -> None:
    """Train on kingdom and select a word."""
    train_page.train()
    train_page.settle()
    train_page.page.mouse.move(5, 5)  # no button looks as if it was about to be pressed
    train_page.map("map.seek(Math.round(0.7 * map.film.count))")
    train_page.map("map.select([map.film.header.words.indexOf('king')])")


def arrange_sweep(page: Page, address: str) -> None:
    """Sweep the dimension on kingdom, and show the models as a film."""
    page.goto(f"{address}/compare")
    begin, done = page.get_by_text(re.compile(r"Train \d+ runs")), page.get_by_text("runs are done")
    begin.or_(done).first.wait_for()
    harness.rest(page)
    if begin.count():  # nobody has carried it out yet
        begin.click()
    done.wait_for()
    page.get_by_role("button", name="Show as a film").click()
    host = page.locator("[data-run]").first
    expect(host.get_by_text("dimension 100", exact=True)).to_be_visible()
    page.get_by_test_id("stMain").evaluate("(main) => main.scrollTo(0, 0)")
    page.mouse.move(5, 5)
    harness.rest(page)


def shown(page: Page) -> dict[str, list[str]]:
    """Give the names of the pages and the labels of the sidebar that can be seen."""
    seen: dict[str, list[str]] = page.evaluate(LABELS)
    return seen


def save_sweep(browser: Browser, address: str, scheme: Literal["light", "dark"]) -> None:
    """Save the Compare page in one of the themes."""
    page = browser.new_page(viewport=TALL, color_scheme=scheme, device_scale_factor=1.5)
    page.set_default_timeout(1000 * harness.LONGEST_S)
    arrange_sweep(page, address)
    page.wait_for_timeout(2000)
    page.screenshot(path=FOLDER / f"sweep-{scheme}.png")
    page.close()


def main() -> None:
    """Save the pages in both themes, and what the first one shows."""
    with harness.serve() as address, harness.browse() as browser:
        TrainPage(first := browser.new_page()).open(address).train()
        first.close()  # what follows finds the film whole, with the curve that comes last
        schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
        for scheme in schemes:
            page = browser.new_page(
                viewport=harness.SIZE, color_scheme=scheme, device_scale_factor=1.5
            )
            arrange(TrainPage(page).open(address))
            page.wait_for_timeout(2000)
            page.screenshot(path=FOLDER / f"train-{scheme}.png")
            text = json.dumps(shown(page), indent=2, ensure_ascii=False)
            page.close()
            save_sweep(browser, address, scheme)
    SHOWN.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
