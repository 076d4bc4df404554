"""The film as a file: opened from a folder, without a server, and without asking anybody."""

import io
import math
import tomllib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect

import embviz as ev
from embviz.measures import trust as faithfulness
from embviz.projections.picture import Picture
from embviz.vectors.vectors import nearest
from embviz.wordmap.message import (
    Beginning,
    ColourGroups,
    FilmFacts,
    Layer,
    Message,
    NeighbourTable,
    Stretch,
)
from embviz.wordmap.packing import encode
from embviz.wordmap.standalone import standalone
from tests.browser import harness
from tests.browser.axe import violations

pytestmark = pytest.mark.browser

TEXTS = Path(ev.__file__).parent / "ui" / "texts" / "en" / "wordmap.toml"
MARKUP = ["<b>tag</b>", "</script><script>alert(1)</script>", "<img src=http://127.0.0.1:9/x.png>"]
BUTTONS = {
    "Lasso: draw around words to select them (L)",
    "Trails of all movement on the map (T)",
    "More",
    "Zoom in",
    "Zoom out",
    "Fit this frame, or the whole film",
    "To the start",
    "One frame back",
    "Play the film",
    "One frame forward",
    "Repeat",
}


def drawn(film):
    """The frames of a film as the word map shows them."""
    pictures = []
    for frame, xy in enumerate(ev.project(film, "pca")):
        ids, cosines = nearest(film.rows(frame))
        kept = np.rint(10 * faithfulness.kept(ids, xy)).astype(np.uint8)
        facts = film[frame].epoch, film[frame].loss, float(kept.mean())
        pictures.append(Picture(*facts, xy, ids, cosines, kept))
    return pictures


def packed(words, pictures, counts=None, groups=None, scores=(), chance=None, **more):
    last, texts = pictures[-1], tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    message = Message(
        FilmFacts("film", len(words), "done", total=len(pictures), epochs=last.epoch),
        Stretch(pictures, scores=scores),
        Beginning(words=words, counts=counts, groups=groups, texts=texts, chance=chance),
        note="The picture shows 2 of 10 dimensions.",
        table=NeighbourTable(len(pictures) - 1, last.neighbours, last.cosines),
        **more,
    )
    return encode(message)


@pytest.fixture(scope="session")
def film():
    model = ev.SkipGram(dimension=10, epochs=30, subsampling=0.0)
    return ev.train(model, ev.sample("tiny"), hide=4, progress=False)


@pytest.fixture(scope="session")
def message(film):
    vectors, pictures = film.vectors(), drawn(film)
    trust = np.array([picture.kept for picture in pictures], dtype=np.float32)
    return packed(
        film.shown_words,
        pictures,
        counts=film.counts[film.shown].tolist(),
        final={i: vectors.most_similar(word) for i, word in enumerate(film.shown_words)},
        layers=[Layer("trust", 0, trust, 0, 10)],
        groups=ColourGroups(["first"], [5], [0], [0] + [-1] * (len(film.shown) - 1)),
    )


@pytest.fixture(scope="session")
def file(message, tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "film.html"
    text = standalone(message, title="tiny · Skip-gram · PCA · 2-D", language="en")
    path.write_text(text, encoding="utf-8")
    return path


def opened(page, path):
    train_page = harness.TrainPage(page)
    page.goto(path.as_uri())
    train_page.wait_for_frames(2)
    return train_page


@pytest.fixture
def shown(tab, file):
    """The film in a tab; it may neither complain nor ask for anything."""
    logged, asked = [], []
    tab.on("console", lambda message: logged.append(message.text))
    tab.on("request", lambda request: asked.append(request.url))
    yield opened(tab, file)
    assert logged == []
    assert [url for url in asked if not url.startswith("blob:")] == [file.as_uri()]


def seek(shown, frame):
    shown.map(f"map.seek({frame})")
    shown.wait_until(lambda: shown.number("frame") == frame, f"frame {frame}")


def click(shown, word):
    """Click a word where it stands once the camera has come to rest."""
    shown.wait_until_still()
    place = shown.map(f"map.positionOf({word})")
    shown.host.locator("canvas").first.click(position=place)


def neighbours(shown):
    listed = shown.host.locator("[data-neighbour]").all()
    return [each.get_attribute("data-neighbour") for each in listed]


def test_positions_are_those_of_the_message(shown, message, film):
    n, F = len(film.shown), len(film)
    assert shown.number("total") == shown.number("frames") == F
    header = int.from_bytes(message[:4], "little")
    width = 3 + math.ceil(n * 2 / 2)
    frames = np.frombuffer(message, "<u4", F * width, 4 + header).reshape(F, width)
    sent = np.ascontiguousarray(frames[:, 3:]).view("<u2")[:, : 2 * n]
    came = shown.map("map.film.xy.map((xy) => Array.from(xy))")
    np.testing.assert_array_equal(came, sent)


def test_it_plays_and_stops_at_the_end(shown, film):
    shown.page.get_by_label("Speed").select_option("4")
    shown.page.get_by_role("button", name="Play the film").click()
    shown.wait_until(lambda: shown.number("frame") > 3, "some frames")
    shown.wait_until(lambda: shown.number("frame") == len(film) - 1, "the end")
    expect(shown.page.get_by_role("button", name="Play the film")).to_be_visible()


def test_the_time_line_is_dragged(shown, film):
    box = shown.host.get_by_role("slider").bounding_box()
    mouse = shown.page.mouse
    mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 20)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20, steps=5)
    mouse.up()
    middle = len(film) / 2
    shown.wait_until(lambda: abs(shown.number("frame") - middle) < 6, "the middle")


def test_a_clicked_word_lists_its_true_neighbours(shown, film):
    seek(shown, len(film) - 1)
    word = film.shown_words.index("king")
    click(shown, word)
    chosen = shown.map("map.film.words[map.marks.selected[0]]")
    expected = [word for word, _ in film.vectors().most_similar(chosen)]
    shown.wait_until(lambda: neighbours(shown) == expected, str(expected))
    expect(shown.host.locator(".kind")).to_contain_text("Exact, among all words.")
    expect(shown.host.locator("article h3")).to_contain_text("at epoch 30")
    seek(shown, 20)
    assert neighbours(shown) == expected
    expect(shown.host.locator("article h3")).to_contain_text("at the last frame")
    expect(shown.host.locator(".kind")).to_contain_text("Neighbours of the last frame.")


def test_keys(shown):
    shown.page.keyboard.press("ArrowRight")
    shown.wait_until(lambda: shown.number("frame") == 1, "a frame on")
    shown.page.keyboard.press("Space")
    shown.wait_until(lambda: shown.map("map.player.playing") is True, "playing")
    shown.page.keyboard.press("Space")
    shown.wait_until(lambda: shown.map("map.player.playing") is False, "a pause")
    shown.map("map.select([1, 2])")
    shown.page.keyboard.press("Escape")
    shown.wait_until(lambda: shown.map("map.marks.selected.length") == 0, "nothing selected")
    shown.page.keyboard.press("?")
    keys = shown.host.locator(".keys")
    expect(keys).to_contain_text("next frame")
    expect(keys).not_to_contain_text("turn in 3-D")


def test_search_finds_the_words_of_the_map(shown):
    box = shown.page.get_by_role("combobox", name="Find a word")
    box.fill("kin")
    box.press("Enter")
    assert shown.map("map.marks.selected.map((word) => map.film.words[word])") == ["king"]
    box.fill("nowhere")
    box.press("Enter")
    expect(shown.host.locator(".search .status")).to_contain_text("is not among the")


def test_only_what_works_is_offered(shown):
    names = {
        button.get_attribute("aria-label")
        for button in shown.host.get_by_role("button").all()
        if button.is_visible() and button.get_attribute("aria-label")
    }
    assert names == BUTTONS
    shown.map("map.select([1, 2, 3])")
    expect(shown.page.get_by_role("button", name="Only these words")).to_have_count(0)
    shown.map("map.select([1])")
    expect(shown.page.get_by_role("button", name="This word and its neighbours")).to_have_count(0)
    options = shown.page.get_by_label("Colour").locator("option").all_inner_texts()
    assert options == ["group", "frequency", "trust", "plain"]


def test_colours_and_their_legend_work(shown):
    legend = shown.host.locator(".legend button")
    expect(legend).to_have_text(["first"])
    shown.page.get_by_label("Colour").select_option("trust")
    expect(legend).to_have_count(5)
    legend.last.click()
    expect(legend.last).to_have_attribute("aria-pressed", "true")


def test_the_table_is_that_of_the_last_frame(shown, film):
    shown.page.get_by_role("button", name="More").click()
    shown.page.get_by_role("button", name="Show as a table").click()
    expect(shown.host.locator("caption")).to_contain_text("epoch 30")
    row = shown.host.locator("tbody tr").filter(
        has=shown.page.get_by_role("rowheader", name="king", exact=True)
    )
    among_shown = ev.Vectors(film.shown_words, film.rows(-1))
    expect(row).to_contain_text(among_shown.most_similar("king", n=1)[0][0])


def test_a_picture_can_be_saved_from_it(shown):
    shown.page.get_by_role("button", name="More").click()
    with shown.page.expect_download() as download:
        shown.page.get_by_role("button", name="Save picture (PNG)").click()
    with Image.open(download.value.path()) as image:
        assert image.width > 600


def test_title_credits_and_trust_are_said(shown):
    expect(shown.page).to_have_title("tiny · Skip-gram · PCA · 2-D")
    expect(shown.host.locator(".title")).to_have_text("tiny · Skip-gram · PCA · 2-D")
    expect(shown.host.locator(".sentence")).to_contain_text("true neighbours")
    expect(shown.page.get_by_text("Made with embviz")).to_be_visible()
    expect(shown.page.get_by_text("needs JavaScript")).to_have_count(0)


def brightness(page):
    image = Image.open(io.BytesIO(page.screenshot())).convert("L")
    return float(np.median(np.asarray(image)))


def test_it_is_dark_where_that_is_wished(tab, file):
    page = tab
    page.emulate_media(color_scheme="dark")
    shown = opened(page, file)
    shown.wait_until_still()
    assert brightness(page) < 50
    assert shown.map("map.colours.dark") is True
    page.emulate_media(color_scheme="light")
    shown.wait_until(lambda: shown.map("map.colours.dark") is False, "light colours")
    shown.wait_until_still()
    assert brightness(page) > 240


def test_on_a_phone_it_fits_and_offers_no_more(chromium, file):
    page = chromium.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    opened(page, file)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.get_by_role("button", name="More").click()
    expect(page.get_by_role("button", name="Full screen")).to_be_visible()
    expect(page.get_by_role("button", name="Three dimensions")).to_have_count(0)
    page.close()


def test_words_that_are_markup_stay_text(tab, tmp_path):
    asked, dialogs = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("dialog", lambda dialog: dialogs.append(dialog.dismiss()))
    rng = np.random.default_rng([9, 3, 0, 0])
    n = len(MARKUP)
    ids = np.array([[1, 2], [0, 2], [0, 1]], dtype=np.int32)
    places = rng.uniform(-1, 1, (2, n, 2)).astype(np.float32)
    cosines = np.full((n, 2), 0.5, dtype=np.float32)
    pictures = [Picture(float(i), 1.0, 1.0, xy, ids, cosines) for i, xy in enumerate(places)]
    path = tmp_path / "markup.html"
    path.write_text(standalone(packed(MARKUP, pictures), title=MARKUP[1], language="en"), "utf-8")
    shown = opened(tab, path)
    expect(tab).to_have_title(MARKUP[1])
    expect(shown.host.locator(".title")).to_have_text(MARKUP[1])
    shown.map("map.select([0])")
    shown.wait_until(lambda: neighbours(shown) == MARKUP[1:], "both neighbours")
    expect(shown.host.locator("article h3")).to_contain_text(MARKUP[0])
    tab.get_by_role("button", name="More").click()
    tab.get_by_role("button", name="Show as a table").click()
    expect(shown.host.locator("tbody tr")).to_have_count(n)
    expect(shown.host.locator("b, img, script")).to_have_count(0)
    assert dialogs == []
    assert asked == [path.as_uri()]


SCORES = [(0.5, 0.5), (0.75, 0.625), (0.976, 0.86)]


@pytest.fixture(params=["light", "dark"])
def classifier(request, tab, tmp_path):
    """The film of a classifier, opened in light and in dark colours; one word does not move."""
    tab.emulate_media(color_scheme=request.param)
    words = ["still", "slow", "fast"]
    rng = np.random.default_rng([9, 3, 1, 0])
    ids = np.array([[1, 2], [0, 2], [0, 1]], dtype=np.int32)
    cosines = np.full((3, 2), 0.5, dtype=np.float32)
    places = rng.uniform(-1, 1, (3, 3, 2)).astype(np.float32)
    pictures = [
        Picture(float(i), 0.7 - i / 10, 1.0, xy, ids, cosines) for i, xy in enumerate(places)
    ]
    ways = np.array([[0, 0, 0], [0, 0.1, 0.5], [0, 0.2, 1]], np.float32)
    layers = [Layer("moved", 0, ways, 0, 1)]
    page = packed(words, pictures, scores=SCORES, chance=0.5, layers=layers)
    path = tmp_path / "classifier.html"
    path.write_text(standalone(page, title="Reviews", language="en"), "utf-8")
    return opened(tab, path)


def near(picture, colour):
    """How many pixels have about a colour."""
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return int((np.abs(picture.astype(int) - wanted).max(axis=-1) < 24).sum())


def test_accuracy_stands_beside_the_loss(classifier):
    track = classifier.host.get_by_role("slider")
    for frame, (training, validation) in enumerate(
        ["50 50".split(), "75 63".split(), "98 86".split()]
    ):
        seek(classifier, frame)
        said = classifier.host.locator(".readout")
        expect(said).to_contain_text(f"training {training} %")
        expect(said).to_contain_text(f"validation {validation} %")
        value = track.get_attribute("aria-valuetext")
        assert f"accuracy: training {training} %, validation {validation} %" in value
    expect(track).to_have_accessible_name("Time line: loss and accuracy, frame by frame")
    classifier.wait_until_still()
    picture = np.asarray(Image.open(io.BytesIO(track.screenshot())).convert("RGB"))
    picture = picture[:, : picture.shape[1] * 4 // 5]  # without the marker at the end
    dashed, solid = (near(picture, colour) for colour in classifier.map("map.colours.scores"))
    assert 100 < dashed < solid, "training is dashed, validation solid"
    assert not violations(classifier.page)


def test_a_word_that_did_not_move_is_grey(classifier):
    classifier.page.get_by_label("Colour").select_option("moved")
    seek(classifier, 2)
    legend = classifier.host.locator(".legend button")
    assert legend.all_inner_texts()[0] == "did not move"
    grey, slow, fast = classifier.map("[0, 1, 2].map((word) => map.colouring.of[word])")
    assert (grey, slow - fast) == (classifier.map("map.colouring.none"), 3)
    assert not violations(classifier.page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(tab, file, scheme):
    page = tab
    page.emulate_media(color_scheme=scheme)
    shown = opened(page, file)
    assert not violations(page), "at the start"
    shown.map("map.select([1, 2])")
    shown.wait_until_still()
    assert not violations(page), "with words selected"
