"""The Files page: the picture at the left; vectors that come in or go out, and what is in them."""

from dataclasses import asdict

import streamlit as st

from embviz.files.findings import Finding
from embviz.files.rows.file_being_read import NO_COLUMNS
from embviz.ui.ask import answers, frame_asked
from embviz.ui.map import map
from embviz.ui.pages.files import how_read, open_files, open_vectors, save_vectors
from embviz.ui.pages.files.how_read import Reading
from embviz.ui.pages.files.open_vectors import Opener
from embviz.ui.sidebar import shown_words, sidebar
from embviz.ui.state import locality, vectors_on_screen
from embviz.ui.state.tab import Tab
from embviz.ui.state.vector_files import VectorsFile
from embviz.ui.texts import say
from embviz.ui.widgets import polling, tabs
from embviz.ui.widgets.escaping import plain

POLL_S = 0.5
_COLUMNS = ("what", "count", "first", "examples")


def show() -> None:
    """Draw the page."""
    with sidebar.visit(st.container(), followed=True) as tab:
        left, right = st.columns([6, 7], gap="medium")
        with right:
            key, panel = tabs.draw("files", PANELS)
            with panel:
                PANELS[key](tab, locality.is_here())
        with left:
            map.show()


def _open(tab: Tab, local: bool) -> None:
    open_vectors.show(Opener.of(tab), local)
    vectors_on_screen.put_on_screen(tab)  # what has just been read is seen at once
    open_files.draw(tab)
    source = tab.source
    if source is not None and source.from_file is not None:
        _contents(tab, source.from_file.file)


def _save(tab: Tab, local: bool) -> None:
    asked = frame_asked.current(tab)
    if asked is None:
        st.caption(say("words", "nothing_yet"))
        return
    from_file = asked.source.from_file
    columns = NO_COLUMNS if from_file is None else from_file.file.opened.columns
    save_vectors.show(tab, asked, columns, local=local)


def _contents(tab: Tab, file: VectorsFile) -> None:
    V, title = len(file.vectors), open_files.title(file)
    opener = Opener.of(tab)
    failed = opener.fault is not None  # another one that was asked for last
    st.markdown(say("files", "contents.still", title=title) if failed else title)
    if how_read.refused(opener.name) is None:
        several = bool(file.opened.offers)  # such as matrices, of which another may be meant
        how_read.draw(opener.name, Reading.of(file), opener.read_again, open_=several)
    if file.request.limit is not None and V >= file.request.limit:
        st.caption(say("files", "contents.limited"))
    if file.opened.columns:
        columns = plain(list(file.opened.columns))
        st.caption(say("files", "contents.columns", columns=columns))
        described = file.opened.described
        if described < V:
            st.caption(say("files", "contents.filled", filled=f"{described:,}", words=f"{V:,}"))
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
        columns = zip(*(_cells(each) for each in found), strict=True)
        headings = (say("files", f"contents.{key}") for key in _COLUMNS)
        table = dict(zip(headings, columns, strict=True))
        answers.table(table, alt=say("files", "contents.alt"), name="findings")
    if diagnosis is None:
        failed = file.work.status == "failed"
        st.caption(say("files", "contents.failed" if failed else "contents.examining"))
    elif not found:
        st.markdown(say("doctor", "all_well"))


def _cells(finding: Finding) -> tuple[str, ...]:
    facts = {"claimed": finding.claimed, "found": finding.found}
    numbers = {name: f"{fact:,}" for name, fact in facts.items() if fact is not None}
    first = "" if finding.first is None else f"{finding.first:,}"
    return (
        say("doctor", f"findings.{finding.kind}", taken=finding.taken, **numbers),
        "" if finding.claimed is not None or finding.taken else f"{finding.count:,}",
        say("doctor", f"places.{finding.unit}", first=first) if first else "",
        ", ".join(finding.examples),
    )


PANELS = {"open": _open, "save": _save}  # the tabs, by the keys of their names
