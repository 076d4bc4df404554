"""A film's page answers questions by itself: as we do, at every frame, and asks nobody."""

from functools import partial
from urllib.parse import quote

import numpy as np
import pytest
from playwright.sync_api import expect

import embviz as ev
from embviz.text.samples import sample_text
from embviz.wordmap import standalone
from tests.browser import harness
from tests.browser.axe import violations

pytestmark = pytest.mark.browser

TRIALS = 12  # questions a frame
ASKED = """async ([frame, triples]) => {
    const { rows } = document.querySelector(".embviz").embviz.film;
    const pairs = (answers) => answers.map(({ id, cosine }) => [id, cosine]);
    return triples.map(([a, b, c]) => ({
        near: pairs(rows.neighbours(frame, a, 10)),
        alike: rows.similarity(frame, a, b),
        rank: rows.rank(frame, b, a),
        without: pairs(rows.analogy(frame, [a, b, c], 10, true)),
        within: pairs(rows.analogy(frame, [a, b, c], 10, false)),
    }));
}"""
NASTY = ("<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "שלום", "a,b&c=d")


@pytest.fixture(scope="module")
def film():
    corpus = ev.Corpus.from_text(sample_text("kingdom"), min_count=1)
    return ev.train(ev.SkipGram(dimension=30, epochs=6), corpus, frames=12, progress=False)


@pytest.fixture(scope="module")
def file(film, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "kingdom.html"
    path.write_text(ev.film_page(film, "kingdom", projection="pca"), encoding="utf-8")
    return path


@pytest.fixture
def opened(tab):
    """Open a page in a tab; it may neither complain nor ask for anything."""
    asked, dialogs = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: asked.append(message.text))
    tab.on("dialog", lambda dialog: dialogs.append(dialog.dismiss()))

    def open_at(address):
        shown = harness.TrainPage(tab)
        tab.goto("about:blank")
        tab.goto(address)
        expect(shown.host.locator(".ask")).to_be_visible()
        return shown

    yield open_at
    files = {url.split("#")[0] for url in asked if not url.startswith("blob:")}
    assert all(url.startswith(("file:", "about:blank")) for url in files) and not dialogs, files


def among(film, frame):
    return ev.Vectors(film.shown_words, film.rows(frame))


def is_as_ours(answers, ours, words):
    """Answers (id, score) of the page against ours, of all words: within .01, place by place."""
    scores = dict(ours)
    assert len({id for id, _ in answers}) == len(answers)
    for (id, score), (_, best) in zip(answers, ours, strict=False):
        assert abs(score - scores[words[id]]) < 0.01
        assert abs(score - best) < 0.01


def test_its_answers_are_ours_at_every_frame(opened, file, film):
    shown, words = opened(file.as_uri()), film.shown_words
    rng = np.random.default_rng(19)
    for frame in range(len(film)):
        triples = [rng.choice(len(words), 3, replace=False).tolist() for _ in range(TRIALS)]
        found = shown.page.evaluate(ASKED, [frame, triples])
        vectors, n = among(film, frame), len(words)
        for (a, b, c), answer in zip(
            ([words[i] for i in each] for each in triples), found, strict=True
        ):
            is_as_ours(answer["near"], vectors.most_similar(a, n), words)
            assert abs(answer["alike"] - vectors.similarity(a, b)) < 0.01
            places = [word for word, score in vectors.most_similar(a, n)]
            cosines = dict(vectors.most_similar(a, n))
            assert abs(cosines[places[answer["rank"] - 1]] - cosines[b]) < 0.02
            is_as_ours(answer["without"], vectors.analogy(a, b, c, n), words)
            is_as_ours(answer["within"], vectors.analogy(a, b, c, n, exclude_inputs=False), words)


def test_one_asks_by_keyboard_while_it_moves_and_shares_the_address(opened, file, film):
    shown = opened(file.as_uri())
    page, answers = shown.page, shown.host.locator(".answers li[data-neighbour]")
    page.keyboard.press("a")
    for word in ("man", "King", "womann"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    fault = shown.host.locator(".fault")
    n = len(film.shown)
    expect(fault).to_have_text(f"“\u2068womann\u2069” is not among the {n} words of this film.")
    expect(page.get_by_label("Third word")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Similarity").click()
    expect(fault).to_have_text("")
    page.get_by_role("button", name="Analogy").click()
    expect(fault).not_to_have_text("")
    page.get_by_label("Third word").fill("woman")
    expect(fault).to_have_text("")

    def shows(frame, *, excluded=True):
        ours = among(film, frame).analogy("man", "king", "woman", n, exclude_inputs=excluded)
        first = answers.first.get_attribute("data-neighbour")
        return dict(ours).get(first, -1) > ours[0][1] - 0.02

    def is_there(frame):
        return shown.number("frame") == frame and shows(frame)

    for frame in (0, 4, len(film) - 1):
        shown.map(f"map.seek({frame})")
        shown.wait_until(partial(is_there, frame), f"frame {frame}")
    page.get_by_label("Leave out these three words").uncheck()
    shown.wait_until(lambda: shows(len(film) - 1, excluded=False), "inputs among the answers")
    expect(answers).to_have_count(5)
    expect(shown.host.locator(".live")).to_contain_text(
        answers.first.get_attribute("data-neighbour")
    )
    assert not violations(page)
    shown.wait_until(lambda: "inputs=kept&at=6" in page.url, "the address")
    again = opened(page.url)
    again.wait_until(lambda: again.number("frame") == len(film) - 1, "the moment")
    expect(again.page.get_by_label("Third word")).to_have_value("woman")
    expect(again.page.get_by_label("Leave out these three words")).not_to_be_checked()
    expect(again.host.locator(".answers li[data-neighbour]")).to_have_count(5)
    again.map("map.select([3])")
    again.map("map.seek(2)")
    expect(again.host.locator("article h3")).to_contain_text(f"epoch {film[2].epoch:.1f}")
    nearest = among(film, 2).most_similar(film.shown_words[3], 2)
    first = again.host.locator("article [data-neighbour]").first
    if nearest[0][1] - nearest[1][1] > 0.02:
        expect(first).to_have_attribute("data-neighbour", nearest[0][0])


def test_words_that_are_markup_stay_text_and_frames_that_gave_way_are_told(
    opened, tmp_path, monkeypatch
):
    for name in ("FEWEST_BYTES", "MOST_BYTES", "ROWS_BYTES"):  # room for a third of the frames
        monkeypatch.setattr(standalone, name, 500)
    recorder = ev.Recorder([*NASTY, "b", "c"], unit="step", folder=None)
    rng = np.random.default_rng(0)
    for step in range(40):
        recorder.frame(step, rng.standard_normal((len(NASTY) + 2, 5)))
    path = tmp_path / "nasty.html"
    page = ev.film_page(recorder.film(), NASTY[1])
    path.write_text(page, encoding="utf-8")
    asked = ",".join(quote(word, safe="") for word in NASTY[:3])
    shown = opened(f"{path.as_uri()}#analogy={asked}&words={quote(NASTY[0], safe='')}&at=3")
    expect(shown.host.locator(".answers li[data-neighbour]")).to_have_count(3)
    expect(shown.page.get_by_label("Second word")).to_have_value(NASTY[1])
    expect(shown.host.locator("article h3")).to_contain_text(NASTY[0][:20])
    shown.page.get_by_role("button", name="Similarity").click()
    expect(shown.host.locator(".ask .quiet").first).to_contain_text("near")
    expect(shown.page.locator("img, script:not([type])")).to_have_count(0)
    frames = shown.map("map.film.rows.frames")
    assert frames[-1] == 39 and 2 < len(frames) < 40
    moment = frames[1]  # the nearest one to the frame after it
    shown.map(f"map.seek({moment + 1})")
    note = shown.host.locator(".ask .note")
    expect(note).to_contain_text(f"At step {moment}. ")
    expect(note).to_contain_text(f"Answers at 1 frame in {moment}.")
