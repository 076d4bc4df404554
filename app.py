"""The app's frame and navigation; `streamlit run app.py` or `embviz` opens it."""

# Worker processes import this file again, under another name: they must find nothing to do in it.
if __name__ == "__main__":
    from embviz.ui import frame

    frame.run()
