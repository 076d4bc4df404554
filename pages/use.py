"""In use: E as the first layer of a network that sorts sentences into classes."""

from embviz.ui import frame
from embviz.ui.pages.use import page

if frame.begin("use"):
    page.show()
