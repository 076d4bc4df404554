import assert from "node:assert/strict";
import { test } from "node:test";

import { contrast, luminance, mix, palette, rgb } from "../../embviz/wordmap/assets/map/palette.js";
import { Texts } from "../../embviz/wordmap/assets/base/texts.js";
import { lossRange, ticks } from "../../embviz/wordmap/assets/panels/timeline.js";

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

test("losses that are not numbers do not count", () => {
  assert.deepEqual(lossRange([NaN, 3, 1, NaN]), { low: 1, high: 3 });
  assert.equal(lossRange([NaN]), null);
});

test("epochs are named where they are, with room between, and stay there as frames come", () => {
  const epochs = Array.from({ length: 41 }, (_, i) => i / 20);
  const found = ticks(epochs, 100, 500);
  assert.deepEqual(found.map(({ epoch }) => epoch), [0, 1, 2]);
  assert.ok(Math.abs(found[1].frame - 20) < 1e-6);
  assert.deepEqual(ticks(epochs.slice(0, 25), 100, 500), found.slice(0, 2));
});

test("texts are filled in, and numbers keep their width", () => {
  const texts = new Texts({ readout: "frame {frame} of {frames}", decimal: "," });
  assert.equal(texts.say("readout", { frame: 3, frames: 9 }), "frame 3 of 9");
  assert.equal(texts.say("absent"), "absent");
  assert.equal(texts.say("readout", { frame: "{frames}" }), "frame {frames} of {frames}");
  assert.equal(texts.number(3.14159, 2), "3,14");
  assert.equal(texts.number(7, 0, 120), "\u2007\u20077");
});
