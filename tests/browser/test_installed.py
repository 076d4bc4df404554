"""The wheel, installed: the command `embviz` started from a folder that knows nothing of it.

Run where the environment variable EMBVIZ_COMMAND names such a command. It should stand in an
environment of its own: that of these tests has the checkout installed, and much else.
"""

import os
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

import embviz as ev
from embviz.text.samples import SAMPLES
from tests.browser import harness

COMMAND = os.environ.get("EMBVIZ_COMMAND", "")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not COMMAND, reason="EMBVIZ_COMMAND names no installed command"),
]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with harness.serve([COMMAND, "--no-browser"], elsewhere) as address:
        yield address


def test_the_command_is_not_that_of_the_checkout(tmp_path):
    beside = Path(COMMAND).with_name("python")
    code = "import embviz; print(embviz.__file__)"
    done = subprocess.run([beside, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert "site-packages" in done.stdout, done.stderr
    assert Path(done.stdout.strip()) != Path(ev.__file__)


def test_kingdom_trains_to_the_end_and_its_words_move(tab, installed):
    train_page = harness.TrainPage(tab).open(installed)
    train_page.train()
    assert train_page.number("frames") == train_page.number("total") >= 60
    first, last = (places(train_page, frame) for frame in ("0", "map.film.count - 1"))
    moved = [abs(a - b) for a, b in zip(first, last, strict=True)]
    assert len(moved) >= 200 and sum(moved) / len(moved) > 0.01
    expect(tab.locator(".stException")).to_have_count(0)


def places(train_page, frame: str) -> list[float]:
    """The coordinates of all words at a frame."""
    held = "Array.from(map.film.positions({}, new Float32Array(map.film.n * map.film.dims)))"
    return train_page.map(held.format(frame))


def test_a_pages_own_address_works(tab, installed):
    train_page = harness.TrainPage(tab).open(f"{installed}/train")
    expect(train_page.button("Train")).to_be_enabled()
    expect(tab.get_by_text("Page not found")).to_have_count(0)


def test_the_configuration_was_installed_too(tab, installed):
    """The theme's colour comes from a file that Streamlit must find beside the installed app."""
    train_page = harness.TrainPage(tab).open(installed)
    colour = train_page.button("Train").evaluate("(b) => getComputedStyle(b).backgroundColor")
    assert colour == f"rgb{harness.ACCENT}"


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_there(name, tmp_path):
    beside = Path(COMMAND).with_name("python")
    code = f"import embviz; print(embviz.sample({name!r}).reading.tokens)"
    done = subprocess.run([beside, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.strip() == str(ev.sample(name).reading.tokens), done.stderr
