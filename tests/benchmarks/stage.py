"""A page with nothing but the picture, of as many words as asked for."""

if __name__ == "__main__":
    import os
    from pathlib import Path

    import streamlit as st

    from embviz.models.skipgram import SkipGram
    from embviz.text.corpus import Corpus
    from embviz.training.run import Run
    from embviz.ui import frame
    from embviz.ui.map import map
    from embviz.ui.state import server
    from embviz.ui.state.film_on_screen import FilmOnScreen
    from embviz.ui.state.tab import current_tab

    st.set_page_config(layout="wide")
    frame.prepare()
    tab = current_tab()
    if tab.source is None:
        corpus = Corpus.from_text(Path(os.environ["EMBVIZ_TEXT"]).read_text(encoding="utf-8"))
        run = Run(SkipGram(), corpus, words=int(os.environ["EMBVIZ_WORDS"]))
        tab.show(FilmOnScreen.launch(server.engine(), run, name="stage", sample=None))
    if st.sidebar.button("Train"):
        tab.source.work.resume()
        tab.order("play")
    map.show()
