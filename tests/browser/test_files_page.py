"""The Files page in a browser: other people's vectors come in, and every page works on them."""

import io
import re
import sys

import numpy as np
import pytest
from playwright.sync_api import expect

import embviz as ev
from embviz.files.write import save_vectors
from tests.browser import harness
from tests.browser.axe import violations

pytestmark = pytest.mark.browser

SMALL, MANY = 300, 2100
STRANGER, HERE = "stranger.example", "On this computer"
CONNECT = """() => new Promise((tell) => {
    const socket = new WebSocket(`ws://${location.host}/_stcore/stream`, ["streamlit"]);
    socket.onopen = () => tell("open");
    socket.onerror = () => tell("error");
})"""
KINDS = ["noun" if i % 3 else "verb" for i in range(SMALL)]
YEARS = [str(1900 + i % 100) for i in range(SMALL)]
SELECTED = "map.marks.selected.map((word) => map.film.words[word]).join()"
COMMAND = """
if __name__ == "__main__":
    from embviz.cli.main import main
    main()
"""
TOLD = {"Save": "Format", "Open": "Columns: kind, year. Each can be chosen as the map’s colour."}


def data(words, format, d=8, columns=None):
    """A file of vectors in five clusters."""
    rng = np.random.default_rng(0)
    centres = 2 * rng.standard_normal((5, d))
    rows = centres[np.arange(words) % 5] + rng.standard_normal((words, d))
    vectors = ev.Vectors(tuple(f"w{i}" for i in range(words)), rows.astype(np.float32))
    target = io.BytesIO()
    save_vectors(vectors, target, format, columns or {})
    return target.getvalue()


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A text of 60,000 rows of 50 numbers; all rows are alike but for their words."""
    path = tmp_path_factory.mktemp("files") / "large.txt"
    row = " ".join(["0.123456", "-0.654321"] * 25)
    path.write_text("60000 50\n" + "".join(f"w{i} {i}{row[1:]}\n" for i in range(60_000)))
    return path


class FilesPage(harness.TrainPage):
    """The Files page; its picture is a map like that of the Train page."""

    def arrive(self, address):
        self.page.goto(address)
        self.settle()
        return self

    def upload(self, content, name="vectors.bin"):
        before = self.run
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(file)
        self.wait_until(lambda: self.run != before and self.from_file, f"the words of {name}")
        self.settle()

    def open_path(self, path):
        box = self.page.get_by_role("textbox", name="Path of a file or folder")
        if not box.count():
            self.page.get_by_text("On this computer").click()
        box.fill(str(path))
        self.page.get_by_role("button", name="Open", exact=True).click()

    def go(self, name):
        self.page.get_by_role("link", name=name, exact=True).click()
        self.page.wait_for_url(f"**/{name.lower()}*")
        self.settle()

    def colour_by(self, column):
        self.host.locator("select.colour").select_option(label=column)

    def choose(self, picture):
        harness.rest(self.page)
        self.page.get_by_role("combobox", name="Picture").click()
        self.page.get_by_role("option", name=re.compile(f"^{picture}")).click()

    @property
    def run(self):
        return self.fact("run") if self.host.count() else ""

    @property
    def from_file(self):
        return self.host.count() and self.map("Boolean(map.film?.header.still)")

    @property
    def colours(self):
        """What the menu of colours calls its choices, the chosen one first."""
        menu = self.host.locator("select.colour")
        names = "(menu) => [...menu.selectedOptions, ...menu.options].map(({ text }) => text)"
        return menu.evaluate(names)

    @property
    def legend(self):
        return self.host.locator(".legend .entry").all_inner_texts()

    def wait_for_colours(self, chosen, legend):
        def there():
            return self.colours[0] == chosen and self.legend == legend

        self.wait_until(there, f"{chosen}: {legend}, not {self.colours}: {self.legend}")


@pytest.fixture
def files(tab, server):
    return FilesPage(tab).arrive(f"{server}/files")


def test_an_uploaded_file_is_on_every_page(files):
    page = files.page
    files.upload(data(MANY, "word2vec_text"), "small.txt")
    assert files.map("map.film.words.length") == 2000
    expect(files.host.get_by_role("slider")).to_have_count(0)
    expect(files.host.get_by_role("button", name="Play the film")).to_be_hidden()
    expect(page.get_by_text("2,100 words, 8 dimensions (word2vec text)")).to_be_visible()
    expect(page.get_by_text("nothing is odd")).to_be_visible()

    run = files.run
    files.map("map.select([map.film.idOf('w7')])")
    files.wait_until(lambda: "words:w7" in page.url, "the address")
    files.go("Words")
    word = page.get_by_label("A word", exact=True)
    expect(word).to_have_value("w7")
    files.go("Inside")
    expect(page.get_by_text("These vectors came from a file")).to_be_visible()
    page.reload()
    expect(page.get_by_text("These vectors came from a file")).to_be_visible()
    for name in ("Map", "Train"):
        files.go(name)
        files.wait_until(lambda: files.run == run, f"the same vectors on {name}")
        files.wait_until(lambda: files.map(SELECTED) == "w7", "the selection")


def test_words_that_are_not_on_the_map_are_brought(files):
    page = files.page
    files.upload(data(MANY, "word2vec_binary"))
    files.go("Words")
    word = page.get_by_label("A word", exact=True)
    word.fill("w2099")
    word.press("Enter")
    page.get_by_role("button", name="Show this word on the map").click()
    files.wait_until(lambda: files.map(SELECTED) == "w2099", "the word that was typed")
    expect(page.get_by_role("button", name="on the map")).to_have_count(0)

    search = files.host.get_by_role("combobox", name="Find a word")
    search.fill("w2098")
    expect(files.host.get_by_text("not on the map")).to_be_visible()
    search.press("Enter")
    files.host.get_by_role("button", name="Show it on the map").click()
    files.wait_until(lambda: files.map(SELECTED) == "w2098", "the word that was searched")
    expect(word).to_have_value("w2098")
    assert files.map("map.film.idOf('w2099')") >= 0, "the one before stays"


def test_a_large_file_shows_progress_and_can_be_cancelled(files, large):
    page = files.page
    files.upload(data(SMALL, "word2vec_text"))
    run, cancel = files.run, page.get_by_role("button", name="Cancel")
    files.open_path(large)
    cancel.click()
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    files.settle()
    assert files.run == run
    files.open_path(large)
    expect(cancel).to_be_visible()
    files.go("Inside")
    files.go("Files")
    files.wait_until(lambda: files.run not in ("", run), "the large file")
    assert files.map("map.film.header.title") == "large.txt · 60,000 words, 50 dimensions"


def test_a_broken_file_loses_nothing_and_files_are_shared(files, chromium, server, tmp_path):
    path = tmp_path / "shared.txt"
    path.write_bytes(data(SMALL, "word2vec_text"))
    files.open_path(path)
    files.wait_until(lambda: files.from_file, "the file")
    run = files.run
    broken = tmp_path / "broken.txt"
    broken.write_text("king 1 2 3\nqueen 1 2\nbread 1 2 3\n")
    files.open_path(broken)
    told = files.page.get_by_role("alert").filter(has_text="line 2: 2 numbers instead of 3")
    expect(told).to_be_visible()
    assert files.run == run
    context = chromium.new_context()
    other = FilesPage(context.new_page()).arrive(f"{server}/files")
    other.open_path(path)
    other.wait_until(lambda: other.run == run, "the same picture")
    context.close()


def test_columns_colour_the_words_and_other_colours_can_be_chosen(files):
    names = ["clusters", "vector length", "trust", "plain", "kind", "<b>year</b>"]
    columns = {"kind": KINDS, "<b>year</b>": YEARS}
    files.upload(data(SMALL, "projector", columns=columns), "bundle.zip")
    assert files.colours == ["clusters", *names]
    files.wait_until(lambda: len(files.legend) >= 4, "the clusters")
    assert {*files.legend[0].split(", ")} < {f"w{i}" for i in range(SMALL)}
    files.go("Map")
    menu = files.host.locator("select.colour")
    menu.select_option("norm")
    files.wait_until(lambda: len(files.legend) == 5, "the lengths")
    files.colour_by("kind")
    files.wait_for_colours("kind", ["noun", "verb"])
    files.colour_by("<b>year</b>")
    decades = ["1900–1919", "1920–1939", "1940–1959", "1960–1979", "1980–1999"]
    files.wait_for_colours("<b>year</b>", decades)
    files.host.get_by_role("button", name="equal steps").click()
    expect(files.host.get_by_role("button", name="equal counts")).to_be_visible()
    files.wait_until(lambda: "steps:quantile" in files.page.url, "the steps in the address")
    files.colour_by("kind")
    files.wait_for_colours("kind", ["noun", "verb"])
    menu.select_option("none")
    files.wait_for_colours("plain", [])


def test_a_still_is_drawn_in_other_ways_and_taken_home(files, chromium, tmp_path):
    page, host = files.page, files.host
    files.upload(data(SMALL, "projector", columns={"kind": KINDS, "other": KINDS}), "bundle.zip")
    files.go("Map")
    files.colour_by("kind")
    files.wait_for_colours("kind", ["noun", "verb"])
    run = files.run
    files.choose("Neighbourhoods")
    files.wait_until(lambda: files.run != run, "neighbourhoods")
    near = files.run
    files.choose("UMAP")
    files.wait_until(lambda: files.run not in (run, near), "UMAP")  # it may be loaded already
    files.choose("PCA")
    files.wait_until(lambda: files.run == run, "principal components")
    for dims in (3, 2):
        host.locator("button.dims").click()
        files.wait_until(lambda dims=dims: files.map("map.film.dims") == dims, f"{dims}-D")
    files.map("map.select([0, 1, 2, 3])")
    host.get_by_role("button", name="Only these words").click()
    files.wait_until(lambda: files.map("map.film.n") == 4, "four words")
    host.get_by_role("button", name="Show all").click()
    files.wait_until(lambda: files.map("map.film.n") == SMALL, "all words")

    page.get_by_text("Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="The map (HTML)").click()
    path = tmp_path / "map.html"
    download.value.save_as(path)
    context = chromium.new_context(offline=True)
    alone = FilesPage(context.new_page())
    alone.page.goto(path.as_uri())
    expect(alone.page.get_by_role("button", name="noun")).to_be_visible()
    # Messages come one after the other, and with each what can be chosen.
    expect(alone.page.locator("select.colour option")).to_have_text(["trust", "plain", "kind"])
    expect(alone.page.get_by_role("button", name="Play the film")).to_be_hidden()
    context.close()


@pytest.fixture(scope="module")
def deceived(chromium):
    """A browser to which the name of a stranger's page means this computer."""
    rule = f"--host-resolver-rules=MAP {STRANGER} 127.0.0.1"
    arguments = [*harness.ARGUMENTS, rule]
    launch = chromium.browser_type.launch
    browser = launch(executable_path=harness.find_chromium(), args=arguments)
    yield browser
    browser.close()


def test_a_page_of_a_strangers_name_does_not_reach_the_app(deceived, server):
    page = deceived.new_page()
    for address, outcome in ((server.replace("127.0.0.1", STRANGER), "error"), (server, "open")):
        page.goto(f"{address}/files")
        assert page.evaluate(CONNECT) == outcome, address
    page.close()


def test_embviz_open_begins_with_the_file(tab, chromium, deceived, tmp_path):
    path = tmp_path / "vectors.bin"
    path.write_bytes(data(SMALL, "word2vec_binary"))
    script = tmp_path / "embviz_command.py"
    script.write_text(COMMAND)
    command = [sys.executable, str(script), "open", str(path), "--no-browser"]
    command += ["--server.allowedHosts", "127.0.0.1", "--server.allowedHosts", STRANGER]
    with harness.serve(command) as address:
        opened = FilesPage(tab).arrive(f"{address}/")
        opened.wait_until(lambda: opened.from_file, "the file")
        assert "/files" in tab.url
        run = opened.run
        tab.reload()
        opened.wait_until(lambda: opened.run == run, "the same after a reload")
        context = chromium.new_context()
        other = FilesPage(context.new_page()).arrive(tab.url)
        other.wait_until(lambda: other.run == run, "the same by its address")
        expect(other.page.get_by_text(HERE)).to_be_visible()
        context.close()

        # By another name, which was allowed, no paths: neither to read nor to write.
        foreign = deceived.new_page()
        other = FilesPage(foreign).arrive(f"{address.replace('127.0.0.1', STRANGER)}/files")
        expect(foreign.get_by_test_id("stFileUploaderDropzoneInput").first).to_be_attached()
        expect(foreign.get_by_text(HERE)).to_have_count(0)
        foreign.get_by_role("tab", name="Save", exact=True).click()
        expect(foreign.get_by_text("Format", exact=True)).to_be_visible()
        other.settle()
        expect(foreign.get_by_text("Save to a path on this computer")).to_have_count(0)
        foreign.close()


def test_the_page_can_be_read_by_all_and_on_a_small_screen(chromium, server):
    page = chromium.new_page(viewport=harness.NARROW, color_scheme="dark")
    files = FilesPage(page).arrive(f"{server}/files")
    files.upload(data(SMALL, "projector", columns={"kind": KINDS, "year": YEARS}), "bundle.zip")
    for size in (harness.NARROW, harness.SIZE):
        page.set_viewport_size(size)
        for tab in ("Save", "Open"):
            page.get_by_role("tab", name=tab, exact=True).click()
            files.settle()
            panel = page.get_by_role("tabpanel", name=tab)
            expect(panel.get_by_text(TOLD[tab], exact=True).first).to_be_visible()
            harness.rest(page)
            assert not violations(page), (tab, size)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], "nothing lies beside the screen"
    page.close()
