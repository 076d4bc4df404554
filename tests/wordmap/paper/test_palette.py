"""The colours are those of the browser."""

import re
from pathlib import Path

import embviz
from embviz.wordmap.paper import palette

SCRIPT = Path(embviz.__file__).parent / "wordmap" / "assets" / "map" / "palette.js"


def test_hues_and_shades_are_those_of_the_script():
    script = SCRIPT.read_text(encoding="utf-8")
    for name, hues in (("LIGHT", palette.LIGHT), ("DARK", palette.DARK)):
        (line,) = re.findall(rf"const {name} = \[(.*?)\]", script)
        assert tuple(re.findall(r"#\w+", line)) == hues
    (steps,) = re.findall(r"const STEPS = \[(.*?)\]", script)
    assert tuple(map(float, steps.split(","))) == palette.STEPS


def test_labels_can_be_read_on_both_grounds():
    black, white = "#000000", "#ffffff"
    for hues, ground, text in ((palette.LIGHT, white, black), (palette.DARK, black, white)):
        labels = [palette.readable(hue, ground, text) for hue in hues]
        assert all(palette.contrast(label, ground) >= palette.READ for label in labels)
        assert len(set(labels)) == len(hues)
