"""Files: vectors that were trained elsewhere, what is in them, and everything saved."""

from embviz.ui import frame
from embviz.ui.pages.files import page

if frame.begin("files"):
    page.show()
