"""Train: a text goes in, and its words drift into neighbourhoods."""

from embviz.ui import frame
from embviz.ui.map import film_page, map
from embviz.ui.sidebar import sidebar

if frame.begin("train"):
    sidebar.sidebar(film_page.button_beside_save)
    map.show()
