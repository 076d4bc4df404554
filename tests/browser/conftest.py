"""One server and one Chromium for all browser tests; a new page for each."""

import pytest

pytest.importorskip("playwright")

from tests.browser import harness


@pytest.fixture(scope="session")
def chromium():
    if harness.find_chromium() is None:
        if harness.chromium_required():
            pytest.fail("there is no Chromium, and this is CI")
        pytest.skip("there is no Chromium")
    with harness.browse() as browser:
        yield browser


@pytest.fixture(scope="session")
def server():
    with harness.serve() as address:
        yield address


@pytest.fixture
def tab(chromium):
    """An empty tab of 1280 x 720; what it logs as an error fails the test."""
    page = chromium.new_page(viewport=harness.SIZE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert not errors


@pytest.fixture
def train_page(tab, server):
    return harness.TrainPage(tab).open(server)
