"""The film as a page of its own: what is in it, what is not, and how large it is."""

import base64
import html.parser
import json
import os
import shutil
import subprocess
import tomllib
import zlib
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import embviz
from embviz.projections.picture import Picture
from embviz.wordmap import standalone as standalone_module
from embviz.wordmap.message import (
    Beginning,
    Column,
    FilmFacts,
    Layer,
    Message,
    Narrow,
    NeighbourTable,
    Stretch,
    Suggestions,
    Ways,
)
from embviz.wordmap.packing import encode
from embviz.wordmap.rows import rows_of
from embviz.wordmap.standalone import APP_ONLY, ENTRY, bundle, standalone
from tests.wordmap import strategies
from tests.wordmap.decoding import decode

PACKAGE = Path(embviz.__file__).parent
ASSETS = PACKAGE / "wordmap" / "assets"
TEXTS = tomllib.loads((PACKAGE / "ui/texts/en/wordmap.toml").read_text(encoding="utf-8"))
CONFIG = PACKAGE.parent / ".streamlit" / "config.toml"
MARKUP = [
    "</script><script>alert(1)</script>",
    "<!--",
    "<img src=x onerror=alert(1)>",
    "&amp;",
    "$x",
]
LIMIT = 1_500_000
"""Bytes of a page with 120 frames of 1000 words."""


class Page(html.parser.HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.within = ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.texts.setdefault(tag, []).append("")
        self.within = tag

    def handle_endtag(self, tag):
        self.within = ""

    def handle_data(self, data):
        if self.within:
            self.texts[self.within][-1] += data

    def messages(self) -> list[bytes]:
        scripts = [attributes for tag, attributes in self.tags if tag == "script"]
        found = zip(scripts, self.texts["script"], strict=True)
        packed = [text for attributes, text in found if attributes.get("class") == "message"]
        return [zlib.decompress(base64.b64decode(text)) for text in packed]


def pictures(n, frames=3, dims=2, seed=1):
    rng = np.random.default_rng([9, seed, n, frames])
    k = min(10, n - 1)
    return [
        Picture(
            epoch=float(i),
            loss=5.0 - i / frames,
            trust=2.0,
            xy=rng.uniform(-1, 1, (n, dims)).astype(np.float32),
            neighbours=rng.integers(0, n, (n, k)).astype(np.int32),
            cosines=rng.uniform(-1, 1, (n, k)).astype(np.float32),
        )
        for i in range(frames)
    ]


def message(words, drawn, first=0, **more):
    last = NeighbourTable(first + len(drawn) - 1, drawn[-1].neighbours, drawn[-1].cosines)
    once, facts = (
        {each.name: more.pop(each.name) for each in fields(part) if each.name in more}
        for part in (Beginning, FilmFacts)
    )
    beginning = Beginning(words=words, texts=TEXTS, **once) if first == 0 else None
    film = FilmFacts(**{"run": "r", "n": len(words), **facts})
    return encode(Message(film, Stretch(drawn, first), beginning, **{"table": last, **more}))


def page_of(words=("a", "b", "c"), title="kjv · Skip-gram · PCA · 2-D", **more):
    drawn = more.pop("pictures", None) or pictures(len(words))
    sent = message(words, drawn, **more)
    return sent, Page(standalone(sent, title=title, language="en"))


def rest(data):
    """What follows the header of a message."""
    return data[4 + int.from_bytes(data[:4], "little") :]


def test_positions_and_neighbours_arrive_to_the_last_bit():
    layer = Layer("trust", 0, np.arange(9.0).reshape(3, 3), 0, 10)
    final = {0: [("elsewhere", 0.5)]}
    sent, page = page_of(layers=[layer], final=final, counts=[3, 2, 1])
    (came,) = page.messages()
    assert rest(came) == rest(sent)
    header = decode(came).header
    assert header["counts"] == [3, 2, 1]
    assert header["final"] == {"0": [["elsewhere", 0.5]]}


def test_a_page_is_complete_and_needs_nobody():
    _, page = page_of(
        status="running",
        total=9,
        command=("1", "play"),
        address="kjv",
        narrow=Narrow("Train", "train"),
        suggestions=Suggestions("a", []),
        ways=Ways("pca", [("pca", "PCA"), ("umap", "UMAP")]),
        selected=[1],
    )
    header = decode(page.messages()[0]).header
    facts = {"status": "done", "total": 3, "alone": True, "selected": [1]}
    assert facts.items() <= header.items()
    assert header["title"] == "kjv · Skip-gram · PCA · 2-D"
    assert not header.keys() & set(APP_ONLY)


def test_a_still_makes_a_page_too():
    words = ("a", "שלום", "x" * 3000)
    year = Layer("column", 0, np.array([[1.0, 2.0, 3.0]]), 1.0, 3.0)
    drawn = pictures(3, frames=1)
    _, page = page_of(
        words, still=True, pictures=drawn, column=Column("year", numeric=True), layers=[year]
    )
    header = decode(page.messages()[0]).header
    assert header["still"] is True
    assert (header["column"]["name"], header["column"]["numeric"]) == ("year", True)
    assert header["words"] == list(words)
    assert "film" not in page.texts["p"][0]


def test_several_messages_make_one_film():
    drawn = pictures(3, frames=5)
    first = message(("a", "b", "c"), drawn[:2])
    further = message(("a", "b", "c"), drawn[2:], first=2)
    page = Page(standalone([first, further], title="t", language="en"))
    came = [decode(data) for data in page.messages()]
    assert [each.header["total"] for each in came] == [5, 5]
    assert np.concatenate([each.epochs for each in came]).tolist() == [0, 1, 2, 3, 4]


def test_nothing_comes_from_outside():
    _, page = page_of()
    names = {name for _, attributes in page.tags for name in attributes}
    assert not names & {"src", "href", "srcset", "data", "action"}
    assert {tag for tag, _ in page.tags} <= {
        "html", "head", "meta", "title", "style", "body", "main", "p", "footer", "script",
        "details", "summary", "span",
    }  # fmt: skip
    policy = next(a["content"] for _, a in page.tags if a.get("http-equiv"))
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "url(" not in page.texts["style"][0]
    assert "@import" not in page.texts["style"][0]


def test_language_title_and_credits_are_said():
    text = standalone(message(("a", "b"), pictures(2)), title="Царство", language="ru")
    page = Page(text)
    assert page.tags[0] == ("html", {"lang": "ru"})
    assert page.texts["title"] == ["Царство"]
    assert page.texts["span"][0] == TEXTS["made_with"]
    assert page.texts["p"][0] == TEXTS["needs_browser"]


def test_markup_stays_text():
    words = tuple(MARKUP)
    for nasty in MARKUP:
        _, page = page_of(words, title=nasty)
        assert page.texts["title"] == [nasty]
        assert decode(page.messages()[0]).header["words"] == list(words)
        assert decode(page.messages()[0]).header["title"] == nasty
        assert [tag for tag, _ in page.tags] == [tag for tag, _ in page_of()[1].tags]
    quoted = Page(standalone(message(("a", "b"), pictures(2)), title="t", language='"><b>'))
    assert quoted.tags[0] == ("html", {"lang": '"><b>'})


@settings(deadline=None, max_examples=25)
@given(st.lists(strategies.WORDS, min_size=2, max_size=6), st.data())
def test_whatever_words_there_are_they_arrive(words, data):
    drawn = [data.draw(strategies.pictures(len(words)))]
    sent = message(words, drawn)
    page = Page(standalone(sent, title="t", language="en"))
    (came,) = page.messages()
    assert decode(came).header["words"] == words
    assert rest(came) == rest(sent)


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ([], "no words"),
        ([message("abc", pictures(3), first=1)], "no words"),
        ([message("abc", pictures(3)), message("abc", pictures(3), first=4)], "frames 3 to 3"),
        ([message("abc", pictures(3)), message("abc", pictures(3), first=3, run="x")], "one film"),
        ([message("abc", pictures(3), table=None)], "neighbours"),
        (
            [
                message(
                    "abc", pictures(3), table=NeighbourTable(1, *[np.zeros((3, 1), np.int32)] * 2)
                )
            ],
            "neighb",
        ),
    ],
)
def test_what_is_no_film_is_refused(messages, reason):
    with pytest.raises(ValueError, match=reason):
        standalone(messages, title="t", language="en")


@pytest.mark.parametrize("dims", [2, 3])
def test_a_film_of_120_frames_and_1000_words_is_small(dims):
    n = 1000
    words = [f"word{i}" for i in range(n)]
    rng = np.random.default_rng([9, 2, 0, 0])
    ranked = rng.integers(0, 10_000, (n, 10)).tolist()
    sent = message(
        words,
        pictures(n, 120, dims),  # positions without any order: nothing compresses worse
        counts=rng.integers(1, 60_000, n).tolist(),
        final={i: [(f"another{j}", j / 11) for j in row] for i, row in enumerate(ranked)},
        layers=[
            Layer(name, 0, rng.integers(0, 11, (120, n)).astype(np.float32), 0, 10)
            for name in ("trust", "change")
        ],
    )
    size = len(standalone(sent, title="t", language="en").encode())
    assert size <= (LIMIT if dims == 2 else LIMIT + 120 * n * 2 * 4 / 3), f"{size:,} bytes"


@pytest.mark.parametrize(("n", "most"), [(250, 2_500_000), (1000, 6_000_000)])
def test_a_page_that_answers_stays_small_and_frames_give_way(n, most):
    rng = np.random.default_rng([9, 2, 1, n])
    words = [f"word{i}" for i in range(n)]
    sent = message(words, pictures(n, 120))
    noise = rows_of(list(rng.standard_normal((120, n, 50), np.float32)))  # worse than any training
    page = standalone(sent, title="t", language="en", about=["A <b>.", "B."], rows=noise)
    assert len(page.encode()) <= most
    first, second = map(decode, Page(page).messages())
    assert first.header["asks"] is second.header["asks"] is True
    kept = second.header["rows"]["frames"]
    assert kept[0] == 0 and kept[-1] == 119 and 20 < len(kept) < 120
    assert "<p>A &lt;b&gt;.</p>" in page


def test_the_page_has_the_colours_of_the_app():
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    light, dark, *_ = (ASSETS / "standalone.css").read_text(encoding="utf-8").split("@media")
    for name, part in (("light", light), ("dark", dark)):
        for key, colour in theme[name].items():
            dashed = "".join(f"-{c.lower()}" if c.isupper() else c for c in key)
            assert f"--st-{dashed}: {colour};" in part


def run_node(script: str, folder: Path) -> str:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Node to test the bundle with")
        pytest.skip("there is no Node")
    path = folder / "script.mjs"
    path.write_text(script, encoding="utf-8")
    ended = subprocess.run(
        [node, str(path)], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_bundle_exports_what_its_modules_do(tmp_path):
    names = sorted(path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*.js"))
    print_all = "console.log(JSON.stringify(Object.fromEntries(Object.entries(modules).map("
    print_all += "([name, module]) => [name, Object.keys(module).sort()]).sort())));"
    real = "const modules = {};\n" + "".join(
        f"modules[{name!r}] = await import({(ASSETS / name).as_uri()!r});\n" for name in names
    )
    bundled = json.loads(run_node(bundle(ENTRY) + print_all, tmp_path))
    assert bundled == json.loads(run_node(real + print_all, tmp_path))
    assert sorted(bundled) == names


def test_no_module_ends_the_script_that_holds_it():
    assert "</script" not in bundle(ENTRY).lower()
    assert "<!--" not in bundle(ENTRY)


def bundled(monkeypatch, **sources):
    files = {f"{name}.js": source for name, source in sources.items()}
    monkeypatch.setattr(standalone_module, "_asset", files.__getitem__)
    return bundle("one.js")


def test_modules_are_bundled_in_their_order(monkeypatch, tmp_path):
    script = bundled(
        monkeypatch,
        one='import { a as b } from "./two.js";\nimport three from "./three.js";\n'
        'import "./two.js";\nexport const sum = b + three();\n',
        two="export const a = 1;\nconst hidden = 5;\n",
        three='import { a } from "./two.js";\nconst hidden = 2;\n'
        "export default function three() {\n  return a + hidden;\n}\n",
    )
    assert run_node(script + "console.log(modules['one.js'].sum);", tmp_path) == "4\n"


def test_what_the_bundle_cannot_read_is_refused(monkeypatch):
    for line in ('import {\n  a } from "./two.js";', "export { a };", 'import x from "far";'):
        with pytest.raises(ValueError, match=r"one\.js"):
            bundled(monkeypatch, one=line + "\n", two="")
    with pytest.raises(ValueError, match=r"one\.js > two\.js > one\.js"):
        bundled(monkeypatch, one='import "./two.js";\n', two='import "./one.js";\n')
