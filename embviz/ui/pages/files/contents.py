"""What is in a file of vectors: how much, what was repaired, and what is odd about it."""

import streamlit as st

from embviz.files.findings import Finding
from embviz.ui.ask import answers
from embviz.ui.sidebar import file_words
from embviz.ui.state.tab import Tab
from embviz.ui.state.vector_files import VectorsFile
from embviz.ui.texts import say
from embviz.ui.widgets import polling
from embviz.ui.widgets.escaping import plain

POLL_S = 0.5


def show(tab: Tab, file: VectorsFile) -> None:
    """Tell what there is to know of the file on screen."""
    V, d = file.vectors.matrix.shape
    facts = {
        "name": plain(file.name),
        "words": f"{V:,}",
        "dimensions": f"{d:,}",
        "format": say("doctor", f"formats.{file.opened.format}"),
    }
    st.markdown(say("files", "contents.title", **facts))
    if file.request.limit is not None and V >= file.request.limit:
        st.caption(say("files", "contents.limited"))
    if file.opened.columns:
        columns = plain(list(file.opened.columns))
        st.caption(say("files", "contents.columns", columns=columns))
    polling.poll(lambda: _findings(file), lambda: _is_being_examined(file), every_s=POLL_S)
    file_words.draw(tab)


def _is_being_examined(file: VectorsFile) -> bool:
    return file.diagnosis is None and file.work.status == "running"


def _findings(file: VectorsFile) -> None:
    """List what was found, what reading found at first."""
    file.work.watch()
    diagnosis = file.diagnosis
    found = [*file.opened.findings, *(diagnosis.findings if diagnosis is not None else ())]
    if diagnosis is not None:
        lengths = diagnosis.lengths
        numbers = {
            "shortest": f"{lengths.shortest:.3g}",
            "median": f"{lengths.median:.3g}",
            "longest": f"{lengths.longest:.3g}",
        }
        st.caption(say("files", "contents.lengths", **numbers))
    if found:
        _table(found)
    if diagnosis is None:
        failed = file.work.status == "failed"
        st.caption(say("files", "contents.failed" if failed else "contents.examining"))
    elif not found:
        st.markdown(say("files", "contents.all_well"))


def _table(found: list[Finding]) -> None:
    columns: answers.Columns = {
        say("files", "contents.what"): [_what(each) for each in found],
        say("files", "contents.count"): [_count(each) for each in found],
        say("files", "contents.first"): [_first(each) for each in found],
        say("files", "contents.examples"): [", ".join(each.examples) for each in found],
    }
    answers.table(columns, alt=say("files", "contents.alt"), name="findings")


def _what(finding: Finding) -> str:
    facts = {"claimed": finding.claimed, "found": finding.found}
    numbers = {name: f"{fact:,}" for name, fact in facts.items() if fact is not None}
    return say("doctor", f"findings.{finding.kind}", **numbers)


def _count(finding: Finding) -> str:
    return "" if finding.claimed is not None else f"{finding.count:,}"


def _first(finding: Finding) -> str:
    if finding.first is None:
        return ""
    return say("doctor", f"places.{finding.unit}", first=f"{finding.first:,}")
