"""Take the README's pictures from the app itself: `python -m tests.browser.pictures`."""

from tests.browser import harness

FOLDER = harness.ROOT / ".github"


def main() -> None:
    """Train on kingdom, select a word, and save the page in both themes."""
    with harness.serve() as address, harness.browse() as browser:
        for scheme in ("light", "dark"):
            page = browser.new_page(
                viewport=harness.SIZE, color_scheme=scheme, device_scale_factor=1.5
            )
            train_page = harness.TrainPage(page).open(address)
            train_page.train()
            train_page.settle()
            train_page.map("map.seek(Math.round(0.7 * map.film.count))")
            train_page.map("map.select([map.film.header.words.indexOf('king')])")
            page.wait_for_timeout(2000)
            page.screenshot(path=FOLDER / f"train-{scheme}.png")
            page.close()


if __name__ == "__main__":
    main()
