"""What is in a file of vectors: how much, what was repaired, and what is odd about it."""

from dataclasses import asdict

import streamlit as st

from embviz.files.findings import Finding
from embviz.ui.ask import answers
from embviz.ui.sidebar import shown_words
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
    shown_words.draw_of_file(tab)


def _is_being_examined(file: VectorsFile) -> bool:
    return file.diagnosis is None and file.work.status == "running"


def _findings(file: VectorsFile) -> None:
    file.work.watch()
    diagnosis, found = file.diagnosis, file.opened.findings
    if diagnosis is not None:
        lengths = {name: f"{length:.3g}" for name, length in asdict(diagnosis.lengths).items()}
        st.caption(say("files", "contents.lengths", **lengths))
        found += diagnosis.findings
    if found:
        columns = zip(*map(_cells, found), strict=True)
        headings = (say("files", f"contents.{key}") for key in _COLUMNS)
        table = dict(zip(headings, columns, strict=True))
        answers.table(table, alt=say("files", "contents.alt"), name="findings")
    if diagnosis is None:
        failed = file.work.status == "failed"
        st.caption(say("files", "contents.failed" if failed else "contents.examining"))
    elif not found:
        st.markdown(say("doctor", "all_well"))


_COLUMNS = ("what", "count", "first", "examples")


def _cells(finding: Finding) -> tuple[str, ...]:
    facts = {"claimed": finding.claimed, "found": finding.found}
    numbers = {name: f"{fact:,}" for name, fact in facts.items() if fact is not None}
    first = "" if finding.first is None else f"{finding.first:,}"
    return (
        say("doctor", f"findings.{finding.kind}", **numbers),
        "" if finding.claimed is not None else f"{finding.count:,}",
        say("doctor", f"places.{finding.unit}", first=first) if first else "",
        ", ".join(finding.examples),
    )
