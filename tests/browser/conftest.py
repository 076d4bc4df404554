"""One server, one Chromium and one window for all browser tests; a new tab for each."""

from pathlib import Path

import pytest

pytest.importorskip("playwright")

from tests.browser import harness

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """Try a browser test that failed again, and tell it in the summary as rerun.

    A browser, a server and its workers share what cores there are: on a busy machine a test now and
    then waits for what was lost on the way. What fails three times fails.
    """
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=2))


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


@pytest.fixture(scope="session")
def window(chromium):
    """A window of 1280 x 720 that stays: to open one takes as long as five tabs."""
    with chromium.new_context(viewport=harness.SIZE) as context:
        context.new_page()
        yield context


@pytest.fixture
def tab(window):
    """An empty tab; what it logs as an error fails the test. It leaves nothing to the next."""
    page = window.new_page()
    page.set_default_timeout(1000 * harness.LONGEST_S)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.evaluate("localStorage.clear()")
    page.close()
    window.clear_cookies()
    assert not errors


@pytest.fixture
def train_page(tab, server):
    return harness.TrainPage(tab).open(server)
