"""The app, and an address (`?forget=1`) under which it lets go of every run at once.

Else a server keeps runs for half an hour after their last use, whether or not anybody is there.
"""

if __name__ == "__main__":
    import streamlit as st

    from embviz.ui import frame
    from embviz.ui.state import server

    if "forget" in st.query_params:
        for source in server.sources().values():
            server.sources().drop(source.key)
    frame.run()
