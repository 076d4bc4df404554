"""A page with the section "Save" alone, for tests."""

# Worker processes import this file again, under another name.
if __name__ == "__main__":
    import streamlit as st

    from embviz.ui.ask import frame_asked
    from embviz.ui.pages.files import save_vectors
    from embviz.ui.state.tab import current_tab

    session = current_tab()
    found = frame_asked.current(session)
    columns = st.session_state.get("columns", {})
    if found is not None:
        save_vectors.show(session, found, columns, local=st.session_state.get("local", False))
