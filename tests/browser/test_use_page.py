"""The In use page in a real browser: from nothing to a classifier, curves and what they say."""

import pytest

from tests.browser.harness import MapPage


@pytest.fixture
def use(tab, server):
    return MapPage(tab).arrive(f"{server}/use")
