"""The Map page in a browser: two films side by side, and pictures that take their time."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import harness

pytestmark = pytest.mark.browser

STEP = 2
"""Frames that one map may be behind the other: each paints in its turn."""

BOTH = """() => [...document.querySelectorAll("*")]
    .map((node) => node.shadowRoot?.querySelector("[data-run]")?.embviz).filter(Boolean)
    .map((map) => ({
        epoch: map.film.epochs[map.frame], frame: map.frame, playing: map.player.playing,
        frames: map.film.count, total: map.film.total, last: map.film.count - 1,
        speed: map.player.speed, turn: Math.round(100 * map.camera.x * map.camera.scale),
        zoom: map.camera.scale / map.camera.fitting(map.film.reach),
        hidden: map.marks.dimmed.reduce((sum, one) => sum + one, 0),
        selected: map.marks.selected.map((word) => map.film.words[word]),
        hovered: map.film.words[map.marks.hovered] ?? "",
    }))"""


@pytest.fixture
def on_map(tab, server):
    """The film of a few sentences on the Map page, at its end."""
    return at_end(tab, f"{server}/map?view=tiny;epochs:30;at:30;words:cat")


@pytest.fixture
def long_film(tab, server):
    """A film so long that it is still being drawn when somebody changes their mind."""
    return at_end(tab, f"{server}/map?view=kingdom;epochs:30;at:30")


def at_end(tab, address):
    page = harness.TrainPage(tab).open(address)
    page.wait_for_status("done")
    page.wait_until(lambda: page.number("frame") == page.number("frames") - 1, "the end")
    return page


def compare(on_map, option="Noise"):
    """Put another film beside; gives a function that tells how both stand, at one instant."""
    on_map.page.get_by_text("Side by side").click()
    harness.rest(on_map.page)
    box = on_map.page.get_by_role("combobox", name="Compare with")
    box.press_sequentially(option)  # a click would scroll, which closes the list

    def is_marked():  # a rerun may close the list
        if not box.get_attribute("aria-activedescendant"):
            box.press("ArrowDown")
        return bool(box.get_attribute("aria-activedescendant"))

    on_map.wait_until(is_marked, "an option")
    box.press("Enter")

    def both():
        return on_map.page.evaluate(BOTH)

    def there():
        maps = both()
        return len(maps) == 2 and maps[1]["frames"] == maps[1]["total"]

    on_map.wait_until(there, "two maps, and all of the noise")
    harness.rest(on_map.page)
    return both


def right(on_map):
    return on_map.page.locator("[data-run]").nth(1)


def click_on(host, word):
    """Click on a word of a map where it was painted."""
    at = host.evaluate("(host, word) => host.embviz.positionOf(host.embviz.film.idOf(word))", word)
    host.locator("canvas").first.click(position=at)


def test_two_films_play_in_step_and_select_together(on_map):
    page = on_map.page
    on_map.host.get_by_role("button", name="One frame back").click()
    on_map.wait_until(lambda: on_map.number("frame") == on_map.number("frames") - 2, "a step back")
    both = compare(on_map)
    on_map.wait_until(lambda: both()[0]["epoch"] == both()[1]["epoch"] < 30, "one moment")
    assert both()[0]["frame"] == both()[0]["last"] - 1, "a comparison leaves it where it was"
    assert not both()[0]["playing"]
    titles = page.locator(".title").all_inner_texts()
    assert titles == ["tiny · Skip-gram", "tiny, words shuffled · Skip-gram"]

    right(on_map).get_by_role("button", name="One frame forward").click()
    on_map.wait_until(lambda: all(each["frame"] == each["last"] for each in both()), "the end")
    right(on_map).get_by_role("button", name="Play the film").click()
    on_map.wait_until(lambda: both()[0]["frame"] > 5, "the left one to move along")
    for _ in range(10):
        page.wait_for_timeout(100)
        a, b = both()
        assert a["playing"]
        assert b["playing"]
        assert abs(a["frame"] - b["frame"]) <= STEP
    on_map.host.get_by_role("button", name="Pause the film").click()
    on_map.wait_until(lambda: not any(each["playing"] for each in both()), "a pause of both")
    on_map.wait_until_still()
    a, b = both()
    assert (a["playing"], b["playing"]) == (False, False)
    assert a["epoch"] == b["epoch"] < 30
    right(on_map).get_by_role("button", name="One frame forward").click()
    on_map.wait_until(lambda: both()[0]["frame"] == a["frame"] + 1, "a step of both")

    click_on(right(on_map), "king")
    on_map.wait_until(
        lambda: [each["selected"] for each in both()] == [["king"]] * 2, "one selection"
    )
    for host in (on_map.host, right(on_map)):
        expect(host.locator("[data-neighbour]:visible")).to_have_count(10)
    lists = [
        [each.get_attribute("data-neighbour") for each in host.locator("[data-neighbour]").all()]
        for host in (on_map.host, right(on_map))
    ]
    assert lists[0] != lists[1], "each has neighbours of its own"
    shared = set(lists[0]) & set(lists[1])
    for host in (on_map.host, right(on_map)):
        marked = [each.get_attribute("data-neighbour") for each in host.locator(".both").all()]
        assert set(marked) == shared
        expect(host.locator(".common")).to_have_text(f"{len(shared)} of 10 in both (bold)")
    on_map.wait_until(lambda: "words:king" in page.url, "the address of the left one")
    click_on(on_map.host, "cat")
    on_map.wait_until(
        lambda: [each["selected"] for each in both()] == [["cat"]] * 2, "one selection"
    )
    at = on_map.map("map.positionOf(map.film.idOf('cat'))")
    on_map.host.locator("canvas").first.hover(position=at)
    on_map.wait_until(lambda: [x["hovered"] for x in both()] == ["cat"] * 2, "one pointer")

    on_map.wait_until_still()
    fitted = both()  # each to its own words
    right(on_map).get_by_role("button", name="Zoom in").click()
    on_map.host.locator("canvas").first.hover(position={"x": 150, "y": 60})
    page.mouse.down()
    page.mouse.move(*(each - 40 for each in middle(on_map)))
    page.mouse.up()
    on_map.wait_until(lambda: moved_alike(fitted, both()), "the same move of both cameras")
    right(on_map).get_by_role("combobox", name="Speed").select_option("4")
    assert [each["speed"] for each in both()] == [4, 4]
    page.get_by_role("button", name="animals").click()
    assert one(both(), "hidden") > 0
    page.get_by_role("button", name="animals").click()

    box = page.get_by_role("combobox", name="Find a word")
    assert box.count() == 1, "one search for both"
    box.fill("bread")
    box.press("Enter")
    on_map.wait_until(lambda: [x["selected"] for x in both()] == [["bread"]] * 2, "both find it")
    on_map.wait_until_still()
    for host in (on_map.host, right(on_map)):
        assert host.evaluate(FROM_MIDDLE, "bread") < 3


FROM_MIDDLE = """({ embviz: map }, word) => {
    const { x, y } = map.positionOf(map.film.idOf(word));
    return Math.hypot(x - map.camera.width / 2, y - map.camera.height / 2);
}"""


def middle(on_map):
    box = on_map.host.locator("canvas").first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def moved_alike(before, after):
    """Whether both cameras came nearer by the same factor, and neither stands where it stood."""
    nearer = [b["zoom"] / a["zoom"] for a, b in zip(before, after, strict=True)]
    stay = [abs(b["turn"] - a["turn"]) < 1 for a, b in zip(before, after, strict=True)]
    return min(nearer) > 1.3 and abs(nearer[0] / nearer[1] - 1) < 0.05 and not any(stay)


def one(both, fact):
    """What both maps have in common, to a percent; 0 where they differ."""
    a, b = (each[fact] for each in both)
    return a if abs(a - b) <= 0.01 * max(1, abs(a)) else 0


def test_both_maps_fit_a_projector_and_closing_leaves_the_film_as_it_was(on_map):
    page = on_map.page
    run = on_map.fact("run")
    both = compare(on_map)
    boxes = [host.bounding_box() for host in page.locator("[data-run]").all()]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["height"] == boxes[1]["height"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert boxes[1]["x"] + boxes[1]["width"] <= harness.SIZE["width"]
    assert boxes[0]["y"] + boxes[0]["height"] <= harness.SIZE["height"]
    stages = [stage.bounding_box() for stage in page.locator(".stage").all()]
    assert stages[0]["height"] == stages[1]["height"] >= 200
    for part in (".track", ".controls", ".sentence", ".panel"):
        tops = [each.bounding_box()["y"] for each in page.locator(part).all()]
        assert tops[0] == tops[1], part
    expect(page.locator(".legend:visible")).to_have_count(1)
    for title in page.locator(".title").all():
        assert title.evaluate("(node) => node.scrollWidth <= node.clientWidth"), "it is cut off"
    on_map.host.get_by_role("button", name="One frame back").click()
    before = both()[0]
    page.get_by_role("button", name="Close the comparison").click()
    on_map.wait_until(lambda: len(both()) == 1, "one map")
    page.wait_for_timeout(500)
    after = both()[0]
    assert after | {name: before[name] for name in ("zoom", "turn")} == before, (
        "but the camera may still make use of the room"
    )
    assert on_map.fact("run") == run
    assert on_map.number("mounts") == 1
    on_map.host.get_by_role("button", name="One frame forward").click()
    on_map.wait_until(lambda: both()[0]["frame"] == before["frame"] + 1, "it goes by itself")


def way(on_map):
    """The one control of this name: the bar above the map has none beside the sidebar's."""
    expect(on_map.host.locator("select.way")).to_be_hidden()
    return on_map.page.get_by_role("combobox", name="Picture")


def choose(on_map, name):
    way(on_map).click()
    on_map.page.get_by_role("option", name=re.compile(f"^{name}")).click()


def test_pictures_that_take_their_time_say_so_and_can_be_cancelled(long_film):
    on_map = long_film
    page, plain = on_map.page, on_map.fact("run")
    choose(on_map, "Neighbourhoods")
    on_map.wait_until(lambda: on_map.fact("run") != plain, "neighbourhoods")
    on_map.wait_for_frames(on_map.number("total"))
    choose(on_map, "PCA")
    on_map.wait_until(lambda: on_map.fact("run") == plain, "principal components")

    top = on_map.host.bounding_box()["y"]
    choose(on_map, "UMAP")
    expect(page.get_by_text("Drawing UMAP")).to_be_visible()
    assert on_map.host.bounding_box()["y"] == top, "the map jumped"
    expect(page.get_by_text(re.compile(r"Drawing UMAP.*: frame [1-9]"))).to_be_visible()
    cancel(on_map, plain)
    choose(on_map, "UMAP")  # the same wish once more
    expect(page.get_by_text("Drawing UMAP")).to_be_visible()
    cancel(on_map, plain)


def cancel(on_map, plain):
    """Cancel what is being drawn: all is as before."""
    page = on_map.page
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    expect(way(on_map)).to_have_value("PCA")
    assert on_map.fact("run") == plain
