"""The browser's side: its pure parts run under Node's test runner, on messages packed here."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import numpy as np
import pytest

import embviz
from embviz.projections.picture import Picture
from embviz.wordmap.message import (
    Beginning,
    ColourGroups,
    FilmFacts,
    Layer,
    Message,
    NeighbourList,
    NeighbourTable,
    Stretch,
)
from embviz.wordmap.packing import encode
from tests.wordmap.decoding import decode

PACKAGE = Path(embviz.__file__).parent
ASSETS = PACKAGE / "wordmap" / "assets"
TEXTS = PACKAGE / "ui" / "texts" / "en" / "wordmap.toml"

ALL = "for (const script of process.argv.slice(1)) await import(script);"
"""Runs all tests in one process: `node --test` starts one for each file, which takes longer."""


def packed_film(dims: int) -> bytes:
    rng = np.random.default_rng([5, 4, 3, dims])
    n, k = 5, 2
    frames = [
        Picture(
            epoch=i / 2,
            loss=float("nan") if i == 1 else 5.0 - i,
            trust=i + 0.25,
            xy=rng.uniform(-1.9, 1.9, (n, dims)).astype(np.float32),
            neighbours=rng.integers(0, n, (n, k)).astype(np.int32),
            cosines=rng.uniform(-1, 1, (n, k)).astype(np.float32),
        )
        for i in range(3)
    ]
    message = Message(
        FilmFacts("film", n, "running", total=5, epochs=20),
        Stretch(frames, scores=[[0.5, 1 / 3], [1.0, float("nan")], [0.75, 0.5]]),
        Beginning(
            words=["king", "ёж", "<img src=x>", "naïve", "שלום"],
            groups=ColourGroups(["a"], [0], [0], [0, -1, -1, 0, -1]),
            texts={"play": "Play"},
        ),
        lists=[NeighbourList.of(2, frames)],
        layers=[
            Layer("norm", 1, rng.uniform(0, 3, (3, n)), 0.0, 3.0),
            Layer("trust", 0, rng.integers(0, 11, (1, n)), 0.0, 10.0),
        ],
        table=NeighbourTable(2, frames[2].neighbours, frames[2].cosines),
    )
    return encode(message)


def as_json(data: bytes) -> dict[str, object]:
    message = decode(data)
    return {
        "header": dict(message.header),
        "epochs": message.epochs.tolist(),
        "losses": [None if np.isnan(loss) else float(loss) for loss in message.losses],
        "trusts": message.trusts.tolist(),
        "xy": message.xy.reshape(len(message.xy), -1).tolist(),
        "ids": message.lists[0].ids.tolist(),
        "cosines": message.lists[0].cosines.tolist(),
        "layers": [layer.values.tolist() for layer in message.layers],
        "table": message.table.ids.tolist() if message.table else None,
    }


def test_javascript(tmp_path):
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("there is no Node to test the word map with")
        pytest.skip("there is no Node")
    for dims in (2, 3):
        data = packed_film(dims)
        (tmp_path / f"message{dims}.bin").write_bytes(data)
        text = json.dumps(as_json(data))
        (tmp_path / f"message{dims}.json").write_text(text, encoding="utf-8")
    scripts = sorted(script.as_uri() for script in Path(__file__).parent.glob("*.test.mjs"))
    environment = {**os.environ, "EMBVIZ_PACKED": str(tmp_path)}
    ended = subprocess.run(
        [node, "--input-type=module", "--eval", ALL, *scripts],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout[-6000:] + ended.stderr[-2000:]


def scripts() -> str:
    paths = [*ASSETS.rglob("*.js"), ASSETS / "standalone.html"]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_every_text_is_used_and_every_used_text_exists():
    keys = set(tomllib.loads(TEXTS.read_text(encoding="utf-8")))
    source = scripts()
    assert {key for key in keys if not re.search(rf'["\'`.]{key}\b', source)} == set()
    asked = set(re.findall(r'\bsay\("(\w+)"', source))
    assert asked <= keys


def test_words_of_users_never_become_markup():
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", scripts())
