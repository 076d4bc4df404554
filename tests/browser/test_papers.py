"""What leaves the map: a film in a notebook, pictures for papers; and columns of a file on it."""

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

import embviz as ev
from embviz import notebook
from embviz.projections.picture import Picture
from embviz.ui.texts import table
from embviz.vectors.vectors import nearest
from embviz.wordmap.message import (
    Beginning,
    Cells,
    FilmFacts,
    Message,
    NeighbourTable,
    Stretch,
)
from embviz.wordmap.packing import encode
from embviz.wordmap.standalone import standalone
from tests.browser.axe import violations

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
LATE = f"{'a' * 40}!"


def test_films_in_a_notebook_play_apart_and_give_pictures(tab, tmp_path):
    film = ev.train(ev.SkipGram(dimension=8, epochs=2), ev.sample("царство"), progress=False)
    shown = notebook.playing(film, "pca", words=40)._repr_html_()
    page = tmp_path / "notebook.html"
    page.write_text(f"<!doctype html><p>cell</p>{shown}{shown}", encoding="ascii")
    logged = []
    tab.on("console", lambda message: logged.append(message.text))
    tab.goto(page.as_uri())
    first, second = (tab.frame_locator("iframe").nth(i) for i in (0, 1))
    for each in (first, second):
        expect(each.locator(".embviz")).to_have_attribute("data-frames", str(len(film)))
    assert tab.frames[1].evaluate("origin") == "null"  # nothing of the notebook is its own
    first.locator("button.play").click()
    expect(first.locator(".embviz")).not_to_have_attribute("data-frame", "0")
    expect(second.locator(".embviz")).to_have_attribute("data-frame", "0")
    first.locator("button.play").click()
    files = {}
    for kind in ("svg", "pdf"):
        first.locator("button.more").click()
        with tab.expect_download() as download:
            first.locator(f"button.save_{kind}").click()
        files[kind] = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename.endswith(f".{kind}")
    words = {each.text for each in ET.fromstring(files["svg"]).iter(f"{SVG}text")}
    on_map = tab.frames[1].evaluate(
        "(() => { const { film, scene } = document.querySelector('.embviz').embviz;"
        "return film.words.filter((_, i) => scene.labels.shown[i]); })()"
    )
    assert len(on_map) > 10 and words >= set(on_map)
    assert files["pdf"].startswith(b"%PDF-1.4") and files["pdf"].count(b"/SMask") >= len(on_map)
    assert logged == []


@pytest.fixture
def still(tmp_path):
    """A map of a file with columns: a page of its own."""
    words = ("king", "queen", "bread", "milk", LATE, *(f"w{i}" for i in range(30)))
    E = np.random.default_rng(2).standard_normal((len(words), 6)).astype(np.float32)
    ids, cosines = nearest(E)
    picture = Picture(0.0, float("nan"), 5.0, E[:, :2] / 3, ids, cosines)
    of = [int(i > 1) for i in range(len(words))]
    cells = (
        Cells("kind", ("<b>people</b>", "things"), of),
        Cells("page", ("https://example.org/king", "javascript:alert(1)"), of),
    )
    message = Message(
        FilmFacts("still", len(words), "done", total=1, epochs=0.0),
        Stretch([picture]),
        Beginning(
            words=words,
            texts=table("wordmap"),
            still=True,
            columns=["kind", "page", "essay"],
            metadata=cells,
        ),
        table=NeighbourTable(0, ids, cosines),
    )
    file = tmp_path / "still.html"
    file.write_text(standalone(encode(message), title="still", language="en"), encoding="utf-8")
    return file


def test_columns_are_searched_and_links_open_after_asking(tab, still):
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(still.as_uri())
    search, status = tab.locator("input[type=search]"), tab.locator(".search .status")
    search.fill("PEOPLE")
    option = tab.get_by_role("option", name="kind")
    expect(option).to_contain_text("select 2")
    expect(tab.locator(".suggestions")).to_contain_text("Too large to be searched: essay.")
    search.press("Enter")
    expect(status).to_have_text("2 words selected.")
    names = "(() => { const v = document.querySelector('.embviz').embviz;"
    names += "return v.marks.selected.map((i) => v.film.words[i]); })()"
    assert tab.evaluate(names) == ["king", "queen"]
    search.fill("/^THINGS$|^king$/")
    expect(status).to_contain_text("Finds 34 words")
    search.fill("/^(a+)+$/")
    expect(status).to_contain_text("takes too long")
    search.fill("/(/")
    expect(status).to_contain_text("not a regular expression")
    search.fill("king")
    search.press("Enter")
    expect(tab.locator(".cell").first).to_contain_text("<b>people</b>")
    tab.get_by_role("button", name="example.org").click()
    link = tab.get_by_role("link", name="Open")
    expect(tab.locator(".cell").nth(1)).to_contain_text("example.org")
    assert [link.get_attribute(name) for name in ("target", "rel", "referrerpolicy")] == [
        "_blank",
        "noopener noreferrer",
        "no-referrer",
    ]
    assert violations(tab) == []
    tab.get_by_role("button", name="Cancel").click()
    search.fill("bread")
    search.press("Enter")
    expect(tab.locator(".cell").nth(1)).to_contain_text("javascript:alert(1)")
    expect(tab.locator(".cell button, .cell a")).to_have_count(0)
    assert [url for url in asked if not url.startswith("blob:")] == [still.as_uri()]
