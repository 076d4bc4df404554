"""Context: a word in its sentences, layer by layer, as GPT and BERT see it."""

from embviz.ui import frame
from embviz.ui.pages.context import page

if frame.begin("context"):
    page.show()
