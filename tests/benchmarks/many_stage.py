"""The app, and an address (`?forget=1`) under which it ends every run and lets go of it at once.

Else a run goes on for a while after its last visitor has left, and is kept for half an hour.
"""

if __name__ == "__main__":
    import streamlit as st

    from embviz.ui import frame
    from embviz.ui.state import server

    if "forget" in st.query_params:
        for source in server.sources().values():
            source.work.cancel()
            server.sources().drop(source.key)
    frame.run()
