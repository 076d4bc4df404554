"""The word map in a reader's hands: how soon it answers, how smoothly it turns."""

import contextlib
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence

import numpy as np
from playwright.sync_api import Browser

from embviz.text.corpus import Corpus
from tests.benchmarks.app import environment, stage_command
from tests.benchmarks.tables import Table
from tests.browser import harness
from tests.browser.harness import TrainPage

SECONDS = 5
VOCABULARY = 100_000
TIMES = 7

COMMAND = [sys.executable, "-c", "from embviz.cli.main import main; main()", "--no-browser"]

PAINTED = """() => {
    const roots = () => [...document.querySelectorAll("div")].map((div) => div.shadowRoot);
    const look = () => {
        const map = roots().map((root) => root?.querySelector("[data-frames]")).find(Boolean);
        if (map && Number(map.dataset.frames) > 0) window.paintedAfter = performance.now();
        else setTimeout(look, 10);
    };
    look();
}"""

CLICK = """async (host, word) => {
    const map = host.embviz, pressed = performance.now();
    map.select([word]);
    const listed = () => host.querySelectorAll("[data-neighbour]").length === 10;
    do await new Promise(requestAnimationFrame); while (!listed());
    const after = performance.now() - pressed;
    map.select([]);
    return after;
}"""

KEY = """async (host, text) => {
    const box = host.querySelector("input"), pressed = performance.now();
    box.focus();
    box.value = text;
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    const answered = () => [...host.querySelectorAll("[role=option]")].length
        && host.embviz.film.header.suggestions?.text === text;
    do await new Promise(requestAnimationFrame); while (!answered());
    return performance.now() - pressed;
}"""

MOVE = """async (host, [move, seconds]) => {
    const map = host.embviz, canvas = host.querySelector("canvas");
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const point = (type, i) => canvas.dispatchEvent(new PointerEvent(type, {
        bubbles: true, pointerId: 1, isPrimary: true, buttons: 1,
        clientX: left + width * (0.5 + 0.4 * Math.cos(i / 25)),
        clientY: top + height * (0.5 + 0.4 * Math.sin(i / 40)),
    }));
    canvas.setPointerCapture = () => {};
    map.setTool(move === "lasso" ? "lasso" : "pan");
    const start = performance.now(), before = map.pictures;
    let i = 0;
    point("pointerdown", i);
    while (performance.now() - start < 1000 * seconds) {
        await new Promise(requestAnimationFrame);
        point("pointermove", ++i);
    }
    const rate = (map.pictures - before) / ((performance.now() - start) / 1000);
    point("pointerup", i);
    map.setTool("pan");
    return rate;
}"""


ENTER = """async (box, word) => {
    const pressed = performance.now(), options = { key: "Enter", keyCode: 13, bubbles: true };
    box.dispatchEvent(new KeyboardEvent("keydown", options));
    const answered = () => document.querySelector(`[role=region][aria-label*="words of ${word} "]`);
    do await new Promise(requestAnimationFrame); while (!answered());
    return performance.now() - pressed;
}"""


def in_readers_hands(corpus: Corpus) -> Table:
    """Measure the word map with a text of one's own, and with a vocabulary of 100,000 words."""
    with harness.browse() as browser:
        rows = (_cold(browser), *_of_a_film(browser, corpus), _keys(browser), _asked(browser))
    return Table("The word map in a reader's hands, 1280 x 720", ("what", "measured", "goal"), rows)


def _cold(browser: Browser) -> tuple[str, str, str]:
    """A browser that has nothing of the page yet, at a server that has just been started."""
    times = []
    for _ in range(3):
        with harness.serve(COMMAND) as address:
            context = browser.new_context(viewport=harness.SIZE)
            page = context.new_page()
            page.add_init_script(f"({PAINTED})()")
            page.goto(address)
            page.wait_for_function("window.paintedAfter > 0")
            times.append(page.evaluate("window.paintedAfter"))
            context.close()
    return ("cold page, fresh server: words on screen after", _ms(times), "< 2500 ms")


def _of_a_film(browser: Browser, corpus: Corpus) -> list[tuple[str, str, str]]:
    page = browser.new_page(viewport=harness.SIZE)
    with _stage(corpus.text, 1000) as address:
        train_page = TrainPage(page).open(address)
        train_page.press("Train")
        train_page.wait_for_status("done", 300)
        train_page.wait_for_frames(train_page.number("total"))
        page.wait_for_timeout(1000)
        n = train_page.map("map.film.n")
        words = np.linspace(0, n - 1, TIMES).astype(int).tolist()
        clicks = [train_page.host.evaluate(CLICK, word) for word in words]
        lasso = train_page.host.evaluate(MOVE, ["lasso", SECONDS])
        page.get_by_role("button", name="Three dimensions").click()
        train_page.wait_until(lambda: train_page.map("map.film.header.dims") == 3, "space")
        train_page.wait_until(lambda: "-3-" in train_page.fact("run"), "the film in space")
        train_page.wait_for_status("done")
        turning = train_page.host.evaluate(MOVE, ["turn", SECONDS])
    page.close()
    return [
        ("click to list of neighbours", _ms(clicks), "< 100 ms"),
        (f"lasso, {n} words, pictures a second", f"{lasso:.0f}", ">= 50"),
        (f"turning in 3-D, {n} words, pictures a second", f"{turning:.0f}", ">= 50"),
    ]


def _keys(browser: Browser) -> tuple[str, str, str]:
    page = browser.new_page(viewport=harness.SIZE)
    with _stage(_many_words(), 1000) as address:
        train_page = TrainPage(page).open(address)
        page.wait_for_timeout(1000)
        texts = ("a", "ab", "abe", "be", "bed", "c", "ca")
        times = [train_page.host.evaluate(KEY, text) for text in texts]
    page.close()
    return (f"search, {VOCABULARY:,} words: key to suggestions", _ms(times), "< 150 ms")


def _asked(browser: Browser) -> tuple[str, str, str]:
    """A word that is typed on the Words page; the first one, for which tables load, is left out."""
    page = browser.new_page(viewport=harness.SIZE)
    with harness.serve() as address:
        train_page = TrainPage(page).open(f"{address}/words?view=kingdom;at:20;words:king")
        train_page.wait_for_status("done")
        page.wait_for_timeout(2000)
        box, times = page.get_by_label("A word", exact=True), []
        for word in ("queen", "cat", "paris", "dog", "bread", "prince", "man", "woman"):
            box.fill(word)
            times.append(box.evaluate(ENTER, word))
            page.wait_for_timeout(500)
    page.close()
    return ("word entered to its neighbours, Words page", _ms(times[1:]), "< 250 ms")


def _many_words() -> str:
    """A text in which each of 100,000 words stands five times, as the page wants it."""
    rng = np.random.default_rng(0)
    letters = np.array(list("abcdefghijklmno"))
    words = ["".join(letters[(i // 15 ** np.arange(5)) % 15]) for i in range(VOCABULARY)]
    order = np.concatenate([rng.permutation(VOCABULARY) for _ in range(5)])
    return " ".join(f"{words[i]}." if j % 20 == 19 else words[i] for j, i in enumerate(order))


@contextlib.contextmanager
def _stage(text: str, words: int) -> Iterator[str]:
    """Serve nothing but the picture of a text."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        values = {"EMBVIZ_TEXT": file.name, "EMBVIZ_WORDS": str(words)}
        with environment(values), harness.serve(stage_command()) as address:
            yield address


def _ms(times: Sequence[float]) -> str:
    return f"{statistics.median(times):.0f} ms (longest {max(times):.0f})"
