"""The word map in the hands of a reader: search, lasso, space, tables, files, links."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

import embviz as ev
from embviz.projections import PCA
from tests.browser import harness

pytestmark = pytest.mark.browser


@pytest.fixture
def tiny(tab, server):
    """The film of a few sentences, at its end."""
    train_page = harness.TrainPage(tab).open(f"{server}/?view=tiny;epochs:30;at:30")
    train_page.wait_for_status("done")
    train_page.wait_for_frames(train_page.number("total"))
    train_page.wait_until(lambda: train_page.fact("frame") == last(train_page), "the end")
    return train_page


def last(train_page):
    return str(train_page.number("frames") - 1)


def selected(train_page):
    return train_page.map("map.marks.selected.map((word) => map.film.words[word])")


def neighbours(train_page):
    listed = train_page.host.locator("[data-neighbour]")
    return [each.get_attribute("data-neighbour") for each in listed.all()]


def wait_for_address(train_page, word):
    """Wait until the address names the epoch at which the picture stands, and a selected word."""
    epoch = train_page.map("map.film.epochs[map.frame]")

    def named():
        found = re.search(r"view=tiny.*at:([0-9.]+).*words:" + word, train_page.page.url)
        return found and abs(float(found[1]) - epoch) < 0.01

    train_page.wait_until(named, f"epoch {epoch} and {word} in {train_page.page.url}")


def train_with_dimension(train_page, d):
    """Train anew, until another run is on screen; gives the input of the dimension."""
    before = train_page.fact("run")
    box = train_page.page.get_by_role("spinbutton", name="Dimension d", exact=True)
    box.fill(str(d))
    box.press("Enter")
    train_page.settle()
    train_page.press("Train")
    train_page.wait_until(lambda: train_page.fact("run") != before, "another run")
    return box


def film_of_tiny():
    """The film that the fixture `tiny` shows."""
    model = ev.SkipGram(dimension=10, epochs=30, subsampling=0.0)
    corpus = ev.sample("tiny")
    return ev.train(model, corpus, hide=harness.usually_hidden(corpus), progress=False)


def test_a_link_opens_the_epoch_and_the_selection(tab, server):
    link = f"{server}/?view=tiny;epochs:30;at:3;words:king,cat"
    train_page = harness.TrainPage(tab).open(link)
    train_page.wait_for_status("done")
    train_page.wait_until(lambda: train_page.number("frames") > 20, "frames")
    train_page.wait_until(
        lambda: abs(train_page.map("map.film.epochs[map.frame]") - 3) < 0.6, "epoch 3"
    )
    assert selected(train_page) == ["king", "cat"]


def test_reload_keeps_run_epoch_and_selection(tiny):
    tiny.map("map.select([map.film.words.indexOf('cat')])")
    tiny.map("map.seek(7)")
    wait_for_address(tiny, "cat")
    run = tiny.fact("run")
    tiny.page.reload()
    tiny.wait_for_frames(20)
    assert tiny.fact("run") == run
    assert tiny.fact("status") == "done"
    tiny.wait_until(lambda: tiny.number("frame") == 7, "frame 7")
    assert selected(tiny) == ["cat"]


def test_a_second_tab_finds_the_run(tiny, chromium):
    page = chromium.new_page(viewport=harness.SIZE)
    other = harness.TrainPage(page)
    page.goto(tiny.page.url)
    other.wait_for_frames(tiny.number("frames"))
    assert other.fact("run") == tiny.fact("run")
    page.close()


def test_back_and_forward_bring_the_runs(tiny):
    first = tiny.fact("run")
    box = train_with_dimension(tiny, 5)
    tiny.wait_for_status("done")
    second = tiny.fact("run")
    tiny.page.wait_for_timeout(3500)
    tiny.page.go_back()
    tiny.wait_until(lambda: tiny.fact("run") == first, "the first run")
    expect(box).to_have_value("10")
    tiny.page.go_forward()
    tiny.wait_until(lambda: tiny.fact("run") == second, "the second run")


def test_the_run_before_is_one_click_away(tiny):
    first = tiny.fact("run")
    box = train_with_dimension(tiny, 5)
    before = tiny.host.locator(".before")
    expect(before).to_contain_text("Dimension d 10 instead of 5")
    before.get_by_role("button").click()
    tiny.wait_until(lambda: tiny.fact("run") == first, "the run before")
    expect(box).to_have_value("10")
    expect(before).to_contain_text("Dimension d 5 instead of 10")


def test_search_suggests_selects_and_lists(tiny):
    box = tiny.page.get_by_role("combobox", name="Find a word")
    box.fill("kin")
    option = tiny.page.get_by_role("option", name=re.compile("^king"))
    expect(option).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    assert selected(tiny) == ["king"]
    film = film_of_tiny()
    expected = [word for word, _ in film.vectors().most_similar("king", n=10)]
    tiny.wait_until(lambda: neighbours(tiny) == expected, str(expected))


def test_a_hidden_word_is_answered_at_once_and_shown_in_all_frames(tiny):
    tiny.map("map.seek(60)")
    tiny.wait_until(lambda: "at:30" not in tiny.page.url, "rest at another frame")
    tiny.map("map.select([map.film.words.indexOf('king')])")
    box, card = tiny.page.get_by_role("combobox", name="Find a word"), tiny.page.locator(".absent")
    assert "the" not in tiny.map("map.film.words")
    box.fill("the")
    tiny.page.get_by_role("option", name=re.compile(r"^the\b")).click()
    expect(card.get_by_role("heading")).to_contain_text("the")
    near = [word for word, _ in film_of_tiny().vectors().most_similar("the", n=10)]
    tiny.wait_until(lambda: neighbours(tiny) == near, str(near))
    assert "previous settings" not in tiny.page.get_by_test_id("stSidebar").inner_text()
    epoch, total = tiny.map("map.film.epochs[map.frame]"), tiny.number("total")
    card.get_by_role("button", name="Show it on the map").click()
    tiny.wait_until(lambda: "the" in tiny.map("map.film.words"), "the word")
    tiny.wait_until(lambda: selected(tiny) == ["the"], "it selected")
    tiny.wait_for_frames(total)
    tiny.wait_until(lambda: tiny.map("map.film.epochs[map.frame]") == epoch, "the same moment")
    tiny.settle()
    assert "previous settings" not in tiny.page.get_by_test_id("stSidebar").inner_text()


def test_a_pattern_selects_all_words_that_match(tiny):
    box = tiny.page.get_by_role("combobox", name="Find a word")
    box.fill("/^(king|queen|man)$/")
    box.press("Enter")
    tiny.wait_until(lambda: sorted(selected(tiny)) == ["king", "man", "queen"], "three words")


def test_a_lasso_selects_what_is_inside(tiny):
    tiny.wait_until_still()
    words = tiny.map("map.film.n")
    at = np.array([[*tiny.map(f"map.positionOf({i})").values()] for i in range(words)])
    box = tiny.host.locator("canvas").first.bounding_box()
    low, high = np.quantile(at, 0.25, axis=0), np.quantile(at, 0.75, axis=0)
    inside = ((at > low) & (at < high)).all(axis=1)
    assert inside.sum() >= 3
    tiny.page.get_by_role("button", name=re.compile("^Lasso")).click()
    mouse = tiny.page.mouse
    corners = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
    mouse.move(box["x"] + corners[0][0], box["y"] + corners[0][1])
    mouse.down()
    for x, y in [*corners[1:], corners[0]]:
        mouse.move(box["x"] + x, box["y"] + y, steps=8)
    mouse.up()
    expected = [tiny.map(f"map.film.words[{i}]") for i in np.flatnonzero(inside)]
    tiny.wait_until(lambda: sorted(selected(tiny)) == sorted(expected), str(expected))
    tiny.page.get_by_role("button", name="Only these words").click()
    tiny.wait_until(lambda: tiny.map("map.film.n") == len(expected), "only these")
    tiny.page.get_by_role("button", name="Show all").click()
    tiny.wait_until(lambda: tiny.map("map.film.n") == words, "all words")


def test_in_space_it_is_what_project_says_and_turns(tiny):
    tiny.page.get_by_role("button", name=re.compile("^Three dimensions")).click()
    tiny.wait_until(lambda: tiny.map("map.film.header.dims") == 3, "three dimensions")
    tiny.wait_until(lambda: "-3-" in tiny.fact("run"), "the film in space")
    tiny.wait_for_status("done")
    tiny.wait_for_frames(tiny.number("total"))
    film = film_of_tiny()
    xyz = ev.project(film, PCA(axes=3))[-1]
    tiny.map("map.seek(map.film.count - 1)")
    tiny.wait_until_still()
    shown = np.array(tiny.map("Array.from(map.xy)")).reshape(-1, 3)
    np.testing.assert_allclose(shown, xyz, atol=1e-3)
    before = harness_pixels(tiny)
    tiny.host.focus()
    for _ in range(5):
        tiny.page.keyboard.press("Shift+ArrowRight")
    tiny.wait_until_still()
    assert np.abs(harness_pixels(tiny) - before).sum() > 0


def harness_pixels(train_page):
    image = Image.open(io.BytesIO(train_page.map_png()))
    return np.asarray(image.convert("RGB")).astype(int)


def test_the_table_has_every_word_and_its_true_neighbours(tiny):
    tiny.page.get_by_role("button", name="More").click()
    tiny.page.get_by_role("button", name="Show as a table").click()
    rows = tiny.host.locator("table tbody tr")
    expect(rows).to_have_count(tiny.map("map.film.n"))
    film = film_of_tiny()
    vectors = ev.Vectors(film.shown_words, film.rows(-1))
    first = vectors.most_similar("king", n=1)[0][0]
    row = rows.filter(has=tiny.page.get_by_role("rowheader", name="king", exact=True))
    expect(row).to_contain_text(first)


def test_colours_by_numbers_have_a_legend_that_filters(tiny):
    tiny.page.get_by_label("Colour").select_option("trust")
    legend = tiny.host.locator(".legend button")
    expect(legend).to_have_count(5)
    legend.last.click()
    expect(legend.last).to_have_attribute("aria-pressed", "true")
    tiny.page.get_by_label("Colour").select_option("frequency")
    expect(legend.first).to_have_attribute("aria-pressed", "false")


def test_the_picture_and_the_film_can_be_taken_home(tiny):
    tiny.page.get_by_role("button", name="More").click()
    with tiny.page.expect_download() as download:
        tiny.page.get_by_role("button", name="Save picture (PNG)").click()
    image = Image.open(download.value.path())
    assert image.width >= 600
    assert len(np.unique(np.asarray(image.convert("RGB")).reshape(-1, 3), axis=0)) > 10
    tiny.page.get_by_label("Speed").select_option("4")
    tiny.page.get_by_role("button", name="More").click()
    with tiny.page.expect_download() as download:
        tiny.page.get_by_role("button", name="Save film (WebM)").click()
    with open(download.value.path(), "rb") as file:
        assert file.read(4) == b"\x1a\x45\xdf\xa3", "a WebM file begins so"


def test_a_saved_film_is_opened_again(tiny):
    with tiny.page.expect_download() as download:
        tiny.button("Save").click()
    path = download.value.path()
    film = ev.load(path)
    assert film.complete
    run = tiny.fact("run")
    tiny.page.get_by_role("combobox", name="Text").click()
    tiny.page.get_by_role("option", name="Upload files").click()
    with open(path, "rb") as file:
        content = {"name": "run.npz", "mimeType": "application/zip", "buffer": file.read()}
    tiny.page.locator("input[type=file]").set_input_files(content)
    tiny.wait_until(lambda: tiny.fact("run") != run, "the film of the file")
    tiny.wait_for_frames(len(film))
    assert tiny.fact("status") == "done"


def test_keys(tiny):
    tiny.host.focus()
    end = tiny.number("frame")
    tiny.page.keyboard.press("ArrowLeft")
    tiny.wait_until(lambda: tiny.number("frame") == end - 1, "a frame back")
    tiny.map("map.seek(0)")  # from where playing takes a while
    tiny.page.keyboard.press("Space")
    tiny.wait_until(lambda: tiny.map("map.player.playing") is True, "playing")
    tiny.page.keyboard.press("Space")
    tiny.wait_until(lambda: tiny.map("map.player.playing") is False, "a pause")
    scale = tiny.map("map.camera.scale")
    tiny.page.keyboard.press("+")
    tiny.wait_until(lambda: tiny.map("map.camera.scale") > scale, "nearer")
    tiny.map("map.select([1])")
    tiny.host.focus()
    tiny.page.keyboard.press("Escape")
    tiny.wait_until(lambda: selected(tiny) == [], "nothing selected")


def test_typing_a_space_in_the_search_box_does_not_play(tiny):
    box = tiny.page.get_by_role("combobox", name="Find a word")
    box.press_sequentially("a b+l")
    assert box.input_value() == "a b+l"
    assert tiny.map("map.player.playing") is False


def test_on_a_phone_one_button_trains_and_nothing_scrolls_sideways(chromium, server):
    page = chromium.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    train_page = harness.TrainPage(page).open(f"{server}/?view=tiny;epochs:30")
    train = train_page.host.get_by_role("button", name="Train", exact=True)
    expect(train).to_be_in_viewport(ratio=1)
    train.click()
    train_page.wait_for_status("done")
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0
    page.close()


WORDS = "**bold** <b>tag</b> ![](http://127.0.0.1:9/x.png) [a](b) שלום مرحبا =1+1 naïve ёж"


def test_words_that_are_markup_or_right_to_left_stay_what_they_are(tab, server):
    train_page = harness.TrainPage(tab).open(server)
    requests: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.get_by_role("combobox", name="Text").click()
    tab.get_by_role("option", name="Paste a text").click()
    area = tab.get_by_role("textbox", name="Your text")
    run = train_page.fact("run")
    area.fill(f"{WORDS} . " * 30)
    area.press("Control+Enter")
    train_page.wait_until(lambda: train_page.fact("run") != run, "the text")
    train_page.train()
    words = train_page.map("map.film.words")
    assert "שלום" in words
    for word in range(min(5, len(words))):
        train_page.map(f"map.select([{word}])")
        tab.wait_for_timeout(150)
    assert not [url for url in requests if ":9/" in url]
    expect(train_page.host.locator("b")).to_have_count(0)
    # Equal sentences: no words belong together more than others, and that is said in the end.
    expect(train_page.host.get_by_text("No clusters stand out.")).to_be_visible()


def test_reset_in_space_shows_untrained_words_in_space(tab, server):
    train_page = harness.TrainPage(tab).open(f"{server}/?view=tiny;epochs:30;axes:3;at:30")
    train_page.wait_until(lambda: "-3-" in train_page.fact("run"), "the film in space")
    train_page.wait_for_status("done")
    train_page.press("Reset")
    train_page.wait_for_status("idle")
    train_page.wait_until(lambda: train_page.number("frames") == 1, "untrained words")
    train_page.wait_until(lambda: "-3-" in train_page.fact("run"), "space again")
    tab.wait_for_timeout(500)
    assert train_page.number("frames") == 1
    train_page.press("Train")
    train_page.wait_for_status("done")
    train_page.wait_until(lambda: train_page.number("frame") > 5, "words that move")


def test_the_map_page_keeps_run_epoch_and_selection(tiny):
    tiny.map("map.select([map.film.words.indexOf('cat')])")
    tiny.map("map.seek(9)")
    wait_for_address(tiny, "cat")
    run, visited = tiny.fact("run"), tiny.page.evaluate("history.length")
    link = tiny.page.get_by_role("link", name="Map", exact=True)
    place = link.bounding_box()
    link.click()
    expect(tiny.page.get_by_text("How far to trust it")).to_be_visible()
    tiny.wait_until(lambda: tiny.fact("run") == run, "the same run")
    tiny.wait_until(lambda: tiny.number("frame") == 9, "the same epoch")
    assert selected(tiny) == ["cat"]
    wait_for_address(tiny, "cat")
    tiny.host.locator("select.colour").select_option("norm")
    tiny.page.wait_for_url("**/map?view=tiny;*colour:norm*")
    tiny.page.get_by_role("link", name="Inside", exact=True).click()
    tiny.page.wait_for_url("**/inside?view=tiny;*")
    assert tiny.page.evaluate("history.length") == visited + 2, "an entry for each page"
    assert link.bounding_box() == place, "links stay where they were"
    for page in ("map", "?view=tiny"):
        tiny.page.go_back()
        tiny.page.wait_for_url(f"**/{page}*")
        tiny.settle()
    expect(tiny.button("Train")).to_be_visible()
    tiny.wait_until(lambda: tiny.fact("run") == run, "the same run")
    tiny.wait_until(lambda: tiny.map("map.colour") == "group", "the colours of that page")
    here = tiny.page.get_by_role("link", name="Train", exact=True)
    assert here.locator("p").evaluate("(p) => getComputedStyle(p).fontWeight") == "600"
