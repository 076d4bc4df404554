"""The Streamlit side: the frame of every page, the session, the controls, the moving picture."""
