"""Compare: what settings do, how two models differ, and what a text changes."""

from embviz.ui import frame
from embviz.ui.pages.compare import page

if frame.begin("compare"):
    page.show()
