"""Words that move, seen in a real browser."""

import io
import itertools
import sys

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect
from scipy.spatial import cKDTree

import embviz as ev
from tests.browser import harness

pytestmark = pytest.mark.browser

HASTE_S = 3
"""What the patience with hidden tabs is on a server of its own."""

HASTY = f"""
from embviz.ui.state import patience
from streamlit.web.cli import main
patience.PATIENCE_S = {HASTE_S}
main()
"""

THREE_WORDS = ("write", "apple", "rome")  # far from points of the colour of the rings


@pytest.fixture(scope="module")
def film():
    """The film that the page shows of its first text, once it is trained."""
    corpus = ev.sample("kingdom")
    hidden = harness.usually_hidden(corpus)
    return ev.train(ev.SkipGram(), corpus, hide=hidden, progress=False)


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def test_train_makes_the_words_move_and_loses_no_frame(train_page):
    assert train_page.facts()["status"] == "idle"
    train_page.press("Train")
    train_page.wait_for_status("done")
    total = train_page.number("total")
    train_page.wait_for_frames(total)
    assert train_page.number("frames") == total >= 60
    assert train_page.number("mounts") == 1
    assert train_page.number("gaps") == 0
    first = train_page.number("frame")
    train_page.wait_until(lambda: train_page.number("frame") > first, "a later picture")
    expect(train_page.page.locator(".stException")).to_have_count(0)


def test_all_of_it_fits_a_projector(train_page):
    scrolls = train_page.page.evaluate(
        "() => ['stMain', 'stSidebarContent']"
        ".map((name) => document.querySelector(`[data-testid=${name}]`))"
        ".map((element) => element.scrollHeight - element.clientHeight)"
    )
    assert max(scrolls) <= 1
    box = train_page.host.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= harness.SIZE["height"]
    for name in ("Train", "Pause", "Next frame", "Reset"):
        expect(train_page.button(name)).to_be_in_viewport(ratio=1)


def test_what_is_painted_is_what_project_says(train_page, film):
    """Rings around three selected words, found among the pixels, against `ev.project`."""
    train_page.train()
    assert train_page.host.locator("select.way").input_value() == "neighbourhoods"
    train_page.host.locator("select.way").select_option("pca")
    train_page.wait_until(lambda: "-" not in train_page.fact("run"), "principal components")
    train_page.wait_for_frames(train_page.number("total"))
    train_page.map("map.seek(map.film.count - 1)")
    train_page.wait_until_still()  # the view is fitted to what rests
    xy = ev.project(film, "pca")[-1]
    places = [film.shown_words.index(word) for word in THREE_WORDS]
    painted = np.array([ring(train_page, place) for place in places])
    true = xy[places] * [1, -1]
    scale = np.linalg.norm(painted[1] - painted[0]) / np.linalg.norm(true[1] - true[0])
    offset = painted.mean(0) - scale * true.mean(0)
    np.testing.assert_allclose(painted, scale * true + offset, atol=2.0)


def ring(train_page, word: int) -> np.ndarray:
    """Find the centre of the ring around a word, as the difference that selecting it makes."""
    listed = train_page.host.locator("[data-neighbour]")
    train_page.map("map.select([])")
    expect(listed).to_have_count(0)
    train_page.wait_until_still()
    before = pixels(train_page.map_png())
    train_page.map(f"map.select([{word}])")
    expect(listed).to_have_count(10)
    train_page.wait_until_still()
    after = pixels(train_page.map_png())
    accent = np.abs(after - harness.ACCENT).sum(axis=2) < 24
    changed = np.abs(after - before).sum(axis=2) > 60
    places = np.argwhere(accent & changed)[:, ::-1]
    assert len(places) > 40, "no ring was painted"
    # Labels that came or went may have pixels of that colour, too; the ring has the most together.
    tree = cKDTree(places)
    densest = places[np.argmax(tree.query_ball_point(places, 12, return_length=True))]
    near = places[np.linalg.norm(places - densest, axis=1) < 20]
    return (near.min(axis=0) + near.max(axis=0)) / 2


def test_pause_step_train_and_reset(train_page):
    train_page.set_number("Epochs", 3000)
    train_page.press("Next frame")
    train_page.wait_for_frames(2)
    assert train_page.number("frames") == 2
    train_page.settle()
    train_page.press("Train")
    train_page.wait_for_status("running")
    train_page.wait_for_frames(4)
    train_page.press("Pause")
    train_page.wait_for_status("paused")
    held = train_page.wait_for_last_frame()
    train_page.page.wait_for_timeout(1000)
    assert train_page.number("frames") == held
    train_page.press("Train")
    train_page.wait_for_frames(held + 1)
    train_page.press("Reset")
    train_page.wait_until(lambda: train_page.fact("status") == "idle", "untrained words")
    assert train_page.number("frames") == 1


def test_the_picture_plays_on_without_the_server(tab):
    page = tab
    with harness.serve() as address:
        train_page = harness.TrainPage(page).open(address)
        train_page.train()
        train_page.settle()
    train_page.map("map.seek(0)")
    train_page.map("map.toggle()")
    seen = []
    for _ in range(8):
        page.wait_for_timeout(400)
        seen.append(train_page.number("frame"))
    assert seen[-1] > seen[0] + 20
    assert all(a <= b for a, b in itertools.pairwise(seen))


def test_selecting_a_word_lists_its_neighbours_at_every_moment(train_page, film):
    train_page.train()
    king = film.shown_words.index("king")
    train_page.map("map.seek(map.film.count - 1)")
    train_page.map(f"map.select([{king}])")
    expected = [word for word, _ in film.vectors().most_similar("king", n=10)]
    listed = train_page.host.locator("[data-neighbour]")
    expect(listed).to_have_count(10)
    train_page.wait_until(
        lambda: [e.get_attribute("data-neighbour") for e in listed.all()] == expected,
        f"{expected}",
    )
    train_page.map("map.seek(1)")
    early = [word for word, _ in film.vectors(1).most_similar("king", n=10)]
    train_page.wait_until(
        lambda: [e.get_attribute("data-neighbour") for e in listed.all()] == early, f"{early}"
    )


HIDE = """(hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_hidden_tab_pauses_its_run_and_goes_on_when_seen_again(tab):
    with harness.serve([sys.executable, "-c", HASTY, "run", str(harness.APP)]) as address:
        train_page = harness.TrainPage(tab).open(f"{address}/?view=kingdom;epochs:3000")
        train_page.press("Train")
        train_page.wait_for_status("running")
        train_page.page.evaluate(HIDE, True)
        train_page.wait_for_status("paused")
        held = train_page.wait_for_last_frame()
        train_page.page.wait_for_timeout(1000)
        assert train_page.number("frames") == held
        train_page.page.evaluate(HIDE, False)
        train_page.wait_for_status("running")


def test_a_fresh_server_opened_at_a_pages_own_address(tab):
    page = tab
    with harness.serve() as address:
        train_page = harness.TrainPage(page).open(f"{address}/train?x=1")
        expect(train_page.button("Train")).to_be_enabled()
        expect(page.get_by_text("Page not found")).to_have_count(0)
        expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
        assert "x=1" in page.url


FOCUSED = "() => document.activeElement.closest('.st-key-train') !== null"


def test_train_keeps_the_focus_and_space_plays_a_film_that_rests_where_it_was_best(tab, server):
    """With a run that memorises its text, first trained and then known; by keyboard alone."""
    view = "kingdom;exact;dimension:80;epochs:600;learning_rate:10;patience:0"
    train_page = harness.TrainPage(tab).open(f"{server}/?view={view}")

    def space(plays: bool):
        tab.keyboard.press(" ")
        assert train_page.map("map.player.playing") is plays and tab.evaluate(FOCUSED)

    box = tab.get_by_role("spinbutton", name="Steps", exact=True)
    box.fill("50000")
    box.press("Enter")
    expect(tab.get_by_text("Steps must be between 1 and 10,000; 50,000 is not.")).to_be_visible()
    expect(train_page.button("Train")).to_be_disabled()
    box.fill("600")
    box.press("Enter")
    expect(train_page.button("Train")).to_be_enabled()
    train_page.map("map.player.speed = 9")
    train_page.button("Train").press("Enter")
    train_page.wait_for_status("done")
    train_page.wait_until(lambda: train_page.map("map.player.returned"), "a film that went back")
    best = train_page.map("map.film.best")
    assert 0 < best < train_page.number("total") - 5
    expect(train_page.button("Pause")).to_be_disabled()  # there is nothing to pause any more
    assert train_page.map("map.player.head") == best
    train_page.map("map.player.speed = 0.25")
    space(plays=True)
    space(plays=False)
    train_page.button("Train").press("Enter")
    train_page.wait_until(lambda: train_page.map("map.player.playing"), "a film that plays again")
    space(plays=False)
    space(plays=True)
