"""A film as one HTML file: how large it is, and how soon it answers without a server."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser

import embviz as ev
from embviz.text.corpus import Corpus
from embviz.training.film import Film, Recipe, Snapshot
from tests.benchmarks.tables import Table
from tests.browser import harness

DIMENSION, FRAMES, SIZES = 50, 120, (250, 1000)

TYPED = """() => new Promise((resolve) => {
    const map = document.querySelector(".embviz").embviz;
    const { ask } = map.watcher;
    const [a, b, c] = ask.fields.map(({ input }) => input);
    const words = () => map.film.words[Math.floor(Math.random() * map.film.n)];
    map.player.seek(Math.floor(Math.random() * map.film.count), map.last);
    [a.value, b.value] = [words(), words()];
    const begun = performance.now();
    c.value = words();
    c.dispatchEvent(new Event("input"));
    const painted = () => requestAnimationFrame(() => {
        const there = ask.frame === map.film.rows.nearest(map.frame);
        there ? resolve(performance.now() - begun) : painted();
    });
    painted();
})"""
"""From the last letter of a question, at a frame that nobody has asked, to the picture with it."""

WORKED = """() => {
    const { film } = document.querySelector(".embviz").embviz;
    const one = (most) => Math.floor(Math.random() * most);
    const begun = performance.now();
    film.rows.units.clear();
    film.rows.analogy(one(film.count), [one(film.n), one(film.n), one(film.n)], 5, true);
    return performance.now() - begun;
}"""
RUNS = 40


def offline(corpus: Corpus) -> Table:
    """Pages of films of the text, where it has the words, and of two that no text would give."""
    with tempfile.TemporaryDirectory() as folder, harness.browse() as browser:
        path = Path(folder) / "film.html"
        rows = [_row(browser, name, film, path) for name, film in _films(corpus)]
    return Table(
        f"A film's page, {FRAMES} frames of {DIMENSION} numbers a word "
        "(goals: 2.5 MB of 250 words, 6 MB of 1000; an answer in 50 ms)",
        ("film", "words", "MB", "frames that answer", "opened, s", "answered, ms", "worst, ms",
         "worked out, ms"),
        tuple(rows),
        f"Medians and the worst of {RUNS} analogies, from the last letter to the picture.",
    )  # fmt: skip


def _films(corpus: Corpus) -> Iterator[tuple[str, Film]]:
    model = ev.SkipGram(dimension=DIMENSION, epochs=5)
    for n in SIZES:
        if n <= len(corpus.words) + 1:
            yield "trained", ev.train(model, corpus, words=n, frames=FRAMES, progress=False)
        rng = np.random.default_rng([n, 0])
        E = rng.standard_normal((n, DIMENSION))
        walk = [E := 0.98 * E + 0.2 * rng.standard_normal(E.shape) for _ in range(FRAMES)]
        yield "random walk", _film(walk)
        yield "noise", _film([rng.standard_normal(E.shape) for _ in range(FRAMES)])


def _film(frames: list[np.ndarray]) -> Film:
    n = len(frames[0])
    snapshots = [Snapshot(float(i), 1.0, {"E": E.astype(np.float16)}) for i, E in enumerate(frames)]
    words = tuple(f"word{i}" for i in range(n))
    return Film(tuple(snapshots), words, None, np.arange(n, dtype=np.int32), Recipe())


def _row(browser: Browser, name: str, film: Film, path: Path) -> tuple[str, ...]:
    path.write_text(ev.film_page(film, name, projection="pca"), encoding="utf-8")
    page = browser.new_page(viewport=harness.SIZE)
    begun = time.perf_counter()
    page.goto(path.as_uri())
    page.locator(".ask").wait_for()
    opened = time.perf_counter() - begun
    frames = page.evaluate("document.querySelector('.embviz').embviz.film.rows.frames.length")
    answered = [page.evaluate(TYPED) for _ in range(RUNS)]
    worked = [page.evaluate(WORKED) for _ in range(RUNS)]
    page.close()
    figures = f"{path.stat().st_size / 1e6:.2f}", str(frames), f"{opened:.1f}"
    times = statistics.median(answered), max(answered), statistics.median(worked)
    return (name, str(len(film.shown)), *figures, *(f"{ms:.1f}" for ms in times))
