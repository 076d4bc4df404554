"""What axe finds wrong with a page, by the rules of WCAG 2.2 A and AA."""

import pytest

axe_core = pytest.importorskip("axe_playwright_python.base")

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
RUN = "async (options) => (await axe.run(document, options)).violations"
RESTS = """() => {
    const app = document.querySelector("[data-testid=stApp]");
    const runs = app && app.dataset.testScriptState !== "notRunning";
    return !runs && !document.querySelector("[data-stale=true]");
}"""
"""Streamlit dims what a run has not drawn anew yet."""

LOADED = "typeof axe !== 'undefined'"


def violations(page):
    """Each violation in a line. The page changes its colours at once from now on, not by and by.

    Only what is found twice: a run that begins meanwhile dims what it has not drawn anew.
    """
    if not page.evaluate(LOADED):
        page.evaluate(axe_core.AXE_SCRIPT)
        page.add_style_tag(content="* { transition: none !important }")
    found = _look(page)
    return found and [line for line in _look(page) if line in found]


def _look(page):
    page.wait_for_function(RESTS)
    return [
        f"{each['id']}: {node['failureSummary']}: {node['target']} {node['html'][:120]}"
        for each in page.evaluate(RUN, OPTIONS)
        for node in each["nodes"]
    ]
