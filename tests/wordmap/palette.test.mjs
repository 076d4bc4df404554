import assert from "node:assert/strict";
import { test } from "node:test";

import { contrast, luminance, mix, palette, rgb } from "../../embviz/wordmap/assets/map/palette.js";

const THEMES = {
  light: { text: "#31333f", background: "#ffffff", primary: "#ff4b4b" },
  dark: { text: "#fafafa", background: "#0e1117", primary: "#ff4b4b" },
  ours: { text: "#0e141b", background: "#ffffff", primary: "#0b65a3" },
  night: { text: "#e8edf2", background: "#11161d", primary: "#3a8fd0" },
};
const groups = {
  hues: Array.from({ length: 21 }, (_, i) => i % 7),
  shades: Array.from({ length: 21 }, (_, i) => Math.floor(i / 7)),
};

for (const [name, theme] of Object.entries(THEMES)) {
  test(`every group can be seen and read in the ${name} theme`, () => {
    const { points, labels, dark } = palette(theme, groups);
    assert.equal(dark, luminance(theme.background) < 0.4);
    assert.equal(points.length, 22);
    points.slice(0, 14).forEach((colour) => assert.ok(contrast(colour, theme.background) >= 2.5, colour));
    labels.forEach((colour) => assert.ok(contrast(colour, theme.background) >= 4.5, colour));
    assert.equal(new Set(points).size, 22);
  });
}

test("colours are read as CSS writes them", () => {
  assert.deepEqual(rgb("#fff"), [255, 255, 255]);
  assert.deepEqual(rgb(" #0b65A3"), [11, 101, 163]);
  assert.deepEqual(rgb("rgb(1, 2, 3)"), [1, 2, 3]);
  assert.equal(mix("#000000", "#ffffff", 0.5), "#808080");
});
