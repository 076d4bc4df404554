"""The files of vectors that are open in this visit: one is on the map, each can be closed."""

import streamlit as st

from embviz.ui.state import server, sides, train_commands, vectors_on_screen
from embviz.ui.state.tab import Tab
from embviz.ui.state.vector_files import VectorsFile
from embviz.ui.texts import say
from embviz.ui.widgets.escaping import plain


def draw(tab: Tab) -> None:
    """Draw the list, where there is more than the file on the map."""
    files, shown = there(tab), _on_map(tab)
    if not files or (len(files) == 1 and files[0].key == shown):
        return
    st.markdown(say("files", "open_files.heading", count=len(files)))
    with st.container(gap="xxsmall"):
        for file in files:
            _draw_one(tab, file, on_map=file.key == shown)


def there(tab: Tab) -> list[VectorsFile]:
    """The files that are open, in the order in which they were opened."""
    found = sides.question().there(tab.seen_files)
    return [found[key] for key in tab.seen_files if key in found]


def title(file: VectorsFile) -> str:
    """What a file is called, and what it holds, in Markdown."""
    V, d = file.vectors.matrix.shape
    facts = {
        "name": plain(file.title),
        "words": f"{V:,}",
        "dimensions": f"{d:,}",
        "format": say("doctor", f"formats.{file.opened.format}"),
    }
    return say("files", "contents.title", **facts)


def _draw_one(tab: Tab, file: VectorsFile, *, on_map: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(title(file), width="stretch")
        st.button(
            say("files", "open_files.on_map" if on_map else "open_files.show"),
            key=f"files.show.{file.key}",
            disabled=on_map,
            on_click=_show,
            args=(tab, file),
        )
        st.button(
            say("files", "open_files.close"),
            key=f"files.close.{file.key}",
            type="tertiary",
            on_click=_close,
            args=(tab, file.key),
        )


def _on_map(tab: Tab) -> str:
    source = tab.source
    return source.from_file.file.key if source is not None and source.from_file is not None else ""


def _show(tab: Tab, file: VectorsFile) -> None:
    # It may have left the server's store meanwhile: what is held here need not be read again.
    server.files().put(file.key, file)
    vectors_on_screen.open_file(tab, file.request)


def _close(tab: Tab, key: str) -> None:
    """Close a file; where it was on the map, another one comes there, or the run before."""
    tab.seen_files = tuple(each for each in tab.seen_files if each != key)
    sides.question().close(key)
    if _on_map(tab) != key:
        return
    others = there(tab)
    if others:
        _show(tab, others[-1])
    elif tab.previous is not None:
        train_commands.ask_for_previous(tab)
        tab.previous = None
    else:
        tab.source = None
