"""A page with the section "Save" alone, for tests."""

# Worker processes import this file again, under another name.
if __name__ == "__main__":
    import streamlit as st

    from embviz.ui import session as sessions
    from embviz.ui.asking import source
    from embviz.ui.files import saving

    session = sessions.current()
    found = source.current(session)
    columns = st.session_state.get("columns", {})
    if found is not None:
        saving.show(session, found, columns, local=st.session_state.get("local", False))
