"""Train: a text goes in, and its words drift into neighbourhoods."""

from embviz.ui import controls, frame, picture

if frame.begin("train"):
    controls.sidebar()
    picture.show()
