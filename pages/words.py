"""Words: questions put to the matrix, beside its picture."""

from embviz.ui import frame
from embviz.ui.pages.words import page

if frame.begin("words"):
    page.show()
