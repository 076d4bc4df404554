"""How long questions take: neighbours, files of analogies, spellings, shared contexts, curves.

The vectors are random; analogies are planted in some of them, so that not all answers are wrong.
"""

import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from embviz.measures import Questions, answer_questions, read_questions
from embviz.measures.contexts import shared_contexts
from embviz.measures.curves import rank_curve, similarity_curves
from embviz.text.corpus import Corpus
from embviz.training.film import Film, Recipe, Snapshot
from embviz.util.threads import one_thread
from embviz.vectors.search import closest
from embviz.vectors.vectors import Vectors
from tests.benchmarks.tables import Table

WORDS, DIMENSIONS = 400_000, 300
SECTIONS, ANALOGIES = 14, 19_544
ASKED_OF_GENSIM = 2_000
"""Gensim is asked the first ones only, and its time multiplied."""


def how_long(corpus: Corpus) -> Table:
    """All on one thread; the best of some runs, but for files of analogies, where one must do."""
    with one_thread():
        rows = [*_one_query(), *_files_of_analogies(), *_spellings(corpus), *_why(corpus), *_film()]
    return Table(
        "Questions, one thread",
        ("", "ms", "against", "ms", "ratio"),
        tuple(rows),
        f"gensim: the first {ASKED_OF_GENSIM:,} analogies, scaled; both count the same answers.",
    )


def _seconds(work: Callable[[], object], runs: int = 5) -> float:
    work()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def _row(name: str, ours: float, other: str = "", theirs: float | None = None) -> tuple[str, ...]:
    if theirs is None:
        return name, f"{1e3 * ours:,.1f}", "", "", ""
    return name, f"{1e3 * ours:,.1f}", other, f"{1e3 * theirs:,.1f}", f"{ours / theirs:.2f}"


def _one_query() -> list[tuple[str, ...]]:
    random = np.random.default_rng(0)
    matrix = random.standard_normal((WORDS, DIMENSIONS), dtype=np.float32)
    vectors = Vectors(tuple(f"w{i}" for i in range(WORDS)), matrix)
    x = matrix[0].copy()
    product = _seconds(lambda: matrix @ x)
    size = f"{WORDS:,} x {DIMENSIONS}"
    many = matrix[:40] + 1
    began = time.perf_counter()
    vectors.rows  # noqa: B018  (lengths, once)
    first = time.perf_counter() - began
    asked = ("w1", "w2", "w3")
    return [
        _row(f"lengths of {size}, once", first),
        _row("ten neighbours", _seconds(lambda: vectors.most_similar("w0")), "matrix @ x", product),
        _row("3CosAdd", _seconds(lambda: vectors.analogy(*asked)), "matrix @ x", product),
        _row(
            "3CosMul",
            _seconds(lambda: vectors.analogy(*asked, method="3CosMul")),
            "3 x matrix @ x",
            3 * product,
        ),
        _row(
            "neighbours of 40 vectors",
            _seconds(lambda: vectors.nearest_to(many), 2),
            "40 x matrix @ x",
            40 * product,
        ),
    ]


def _planted(V: int = 50_000, d: int = 100) -> tuple[Vectors, str]:
    """Vectors, and a file of analogies between pairs of their words."""
    random = np.random.default_rng(1)
    matrix = random.standard_normal((V, d), dtype=np.float32)
    pairs = random.permutation(V)[: SECTIONS * 2 * 38].reshape(SECTIONS, 38, 2)
    lines = []
    for number, section in enumerate(pairs):
        offset = random.standard_normal(d, dtype=np.float32)
        matrix[section[:, 1]] = matrix[section[:, 0]] + 0.8 * offset
        matrix[section[:, 1]] += 0.8 * random.standard_normal((38, d), dtype=np.float32)
        lines.append(f": section {number + 1}")
        lines += [f"w{a} w{b} w{c} w{e}" for a, b in section for c, e in section if a != c]
    kept = lines[: ANALOGIES + SECTIONS]
    return Vectors(tuple(f"w{i}" for i in range(V)), matrix), "\n".join(kept)


def _files_of_analogies() -> list[tuple[str, ...]]:
    vectors, text = _planted()
    questions = read_questions(text)
    few = "\n".join(text.splitlines()[:ASKED_OF_GENSIM])
    theirs, right = _gensim(vectors, few)
    checked = answer_questions(vectors, read_questions(few)).total.right["3CosAdd"]
    if checked != right:
        raise RuntimeError(f"{checked} right answers, but {right} by gensim")
    scaled = theirs * len(questions.analogies) / len(read_questions(few).analogies)
    add, mul = (_answered(vectors, questions, method) for method in ("3CosAdd", "3CosMul"))
    name = f"{len(questions.analogies):,} analogies, 50,000 x 100"
    return [
        _row(f"{name}, 3CosAdd", add, "gensim, 3CosAdd", scaled),
        _row(f"{name}, 3CosMul", mul, "gensim, 3CosAdd", scaled),
    ]


def _answered(vectors: Vectors, questions: Questions, method: str) -> float:
    began = time.perf_counter()
    answer_questions(vectors, questions, [method])
    return time.perf_counter() - began


def _gensim(vectors: Vectors, text: str) -> tuple[float, int]:
    from gensim.models import KeyedVectors

    logging.getLogger("gensim").setLevel(logging.ERROR)
    keyed = KeyedVectors(vectors.matrix.shape[1], count=0)
    keyed.add_vectors(list(vectors.words), vectors.matrix)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "questions.txt"
        path.write_text(text, encoding="utf-8")
        began = time.perf_counter()
        _, sections = keyed.evaluate_word_analogies(path)
        return time.perf_counter() - began, len(sections[-1]["correct"])


def _spellings(corpus: Corpus) -> list[tuple[str, ...]]:
    """Of a vocabulary put together from beginnings and ends of the words of a text."""
    random = np.random.default_rng(2)
    words = dict.fromkeys(corpus.words)
    while len(words) < WORDS:
        a, b = (corpus.words[i] for i in random.integers(0, len(corpus.words), 2))
        words[a[: random.integers(1, 9)] + b[-random.integers(1, 6) :] + str(len(words) % 7)] = None
    vocabulary = tuple(words)
    began = time.perf_counter()
    closest(vocabulary, "kign")
    first = time.perf_counter() - began
    longest = max(
        _seconds(lambda word=word: closest(vocabulary, word))
        for word in ("kign", "princes", "grandmohter", "the")
    )
    return [
        _row(f"closest spellings among {WORDS:,} words, first", first),
        _row("the same, the slowest of four words", longest),
    ]


def _why(corpus: Corpus) -> list[tuple[str, ...]]:
    """Contexts that the two commonest words share, in a text of 1.5 million tokens."""
    times = -(-1_500_000 // len(corpus.ids))
    text = "\n".join([corpus.text] * times)
    long = Corpus.from_text(text, min_count=corpus.min_count * times)
    a, b = long.words[:2]
    seconds = _seconds(lambda: shared_contexts(long, a, b))
    return [_row(f"contexts that “{a}” and “{b}” share in {len(long.ids):,} tokens", seconds)]


def _film(frames: int = 120, n: int = 1000, d: int = 100) -> list[tuple[str, ...]]:
    random = np.random.default_rng(3)
    words = tuple(f"w{i}" for i in range(n))
    snapshots = tuple(
        Snapshot(float(i), 1.0, {"E": random.standard_normal((n, d)).astype(np.float16)})
        for i in range(frames)
    )
    recipe = Recipe("skipgram", {}, 0, "0" * 16, "0" * 16, "training")
    film = Film(snapshots, words, np.arange(n, 0, -1), np.arange(n, dtype=np.int32), recipe)
    pairs = [(a, b) for a in words[:8] for b in words[:8] if a < b]
    size = f"{frames} frames x {n} words x {d}"
    return [
        _row(
            f"similarity of {len(pairs)} pairs, {size}",
            _seconds(lambda: similarity_curves(film, pairs)),
        ),
        _row("rank of an answer, the same", _seconds(lambda: rank_curve(film, *words[:4]))),
    ]
