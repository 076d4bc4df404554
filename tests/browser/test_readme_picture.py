"""The README's picture shows the app as it is."""

import json

import pytest

from tests.browser import pictures

pytestmark = pytest.mark.browser


def test_the_picture_shows_the_pages_and_labels_of_the_app(train_page):
    pictures.arrange(train_page)
    now = pictures.shown(train_page.page)
    then = json.loads(pictures.SHOWN.read_text(encoding="utf-8"))
    assert now["pages"] and now["sidebar"]
    assert now == then, (
        "the README's pictures no longer show the app; take them anew with "
        "`python -m tests.browser.pictures`, look at them, and commit what it wrote into .github/"
    )
