"""Map: the same picture drawn in other ways, judged, compared, and taken home."""

from embviz.ui import frame
from embviz.ui.map import map
from embviz.ui.pages.map import page

if frame.begin("map"):
    page.sidebar()
    map.show(compared=True)
    page.below()
