"""Inside: one step of training, from a sentence to the numbers that change."""

from embviz.ui import frame
from embviz.ui.pages.inside import page

if frame.begin("inside"):
    page.show()
