"""Map: the same picture drawn in other ways, judged, compared, and taken home."""

from embviz.ui import frame, map_controls, picture

if frame.begin("map"):
    map_controls.sidebar()
    picture.show(compared=True)
