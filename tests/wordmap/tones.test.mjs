import assert from "node:assert/strict";
import { test } from "node:test";

import { Colouring } from "../../embviz/wordmap/assets/map/colouring.js";
import { Film } from "../../embviz/wordmap/assets/film/film.js";
import { Legend } from "../../embviz/wordmap/assets/map/legend.js";
import { contrast, palette } from "../../embviz/wordmap/assets/map/palette.js";
import { LEVELS, Tones, levelOf } from "../../embviz/wordmap/assets/map/tones.js";
import { Texts } from "../../embviz/wordmap/assets/base/texts.js";
import { View } from "../../embviz/wordmap/assets/map/view.js";
import { colourChoices } from "../../embviz/wordmap/assets/panels/toolbar.js";

const THEMES = {
  light: { text: "#0e141b", background: "#ffffff", primary: "#0b65a3" },
  dark: { text: "#e8edf2", background: "#11161d", primary: "#3a8fd0" },
};
const HUES = [0, 1, 2, 3, 4, 5, 6];
const groups = { names: [..."abcdefg"], hues: HUES, shades: [0, 1, 2, 0, 1, 2, 0], of: [0, 1, 2, 3, 4, -1] };
const header = { run: "r", n: 6, first: 0, frames: 0, words: [..."uvwxyz"], counts: [9, 8, 7, 6, 5, 4], groups };
const texts = new Texts({ pale: "pale", pale_on: "on after {runs}", pale_off: "off" });

/** Of ten neighbours so many are shared; below 0: not known. */
const sure = (shared, runs = 10, chance = 0) => ({
  name: "sure", first: 0, low: -1, high: 10, runs, chance,
  rows: [Uint8Array.from(shared, (number) => Math.round(((number + 1) / 11) * 255))],
});

function coloured(name, theme, layer, on = true, dims = 2) {
  const film = new Film({ ...header, dims });
  if (layer) film.addLayer(layer);
  const colouring = new Colouring(film, name, palette(theme, groups), texts);
  colouring.update(0);
  return { film, colouring, tones: new Tones(film, colouring, on) };
}

/** How pale each word is. */
const levels = ({ tones, colouring }) => [...tones.of].map((tone) => Math.floor(tone / colouring.colours.points.length));

test("the less runs agree on a word, the paler it is, whatever its colour", () => {
  const found = coloured("group", THEMES.light, sure([10, 8, 6, 3.9, 0, -1]));
  assert.deepEqual(levels(found), [0, 0, 1, 3, 4, 0]);
  const { tones, colouring } = found;
  assert.deepEqual([...tones.of].map((tone) => tone % tones.kinds), [...colouring.of]);
  assert.deepEqual(levels(coloured("group", THEMES.light, sure([10, 8, 6, 5, 0, -1], 10, 5))), [0, 1, 3, 4, 4, 0]);
  assert.equal(levelOf(1), 0);
  assert.equal(levelOf(0), LEVELS - 1);
});

for (const [name, theme] of Object.entries(THEMES)) {
  test(`the palest can be seen and read in the ${name} theme, and each is paler than the one before`, () => {
    for (const choice of ["group", "frequency", "none"]) {
      const { tones, colouring } = coloured(choice, theme, sure([10, 8, 6, 4, 2, 0]));
      const { points, labels } = tones.colours;
      const { length } = colouring.colours.points;
      assert.deepEqual(points.slice(0, length), colouring.colours.points); // the sure ones stay
      assert.deepEqual(labels.slice(0, length), colouring.colours.labels);
      for (const colour of points) assert.ok(contrast(colour, theme.background) >= 1.6, colour);
      for (const colour of labels) assert.ok(contrast(colour, theme.background) >= 4.5, colour);
      for (let tint = 0; tint < length; tint++) {
        const seen = Array.from({ length: LEVELS }, (_, level) => contrast(points[level * length + tint], theme.background));
        for (let level = 1; level < LEVELS; level++) assert.ok(seen[level] <= seen[level - 1], `${choice} ${seen}`);
        assert.ok(seen[LEVELS - 1] < 0.75 * seen[0], `${choice} ${seen}`);
      }
    }
  });
}

test("in space, where what is far is faint besides, the palest are less pale", () => {
  const { points } = coloured("none", THEMES.light, sure([10, 8, 6, 4, 2, 0]), true, 3).tones.colours;
  for (const colour of points) assert.ok(contrast(colour, "#ffffff") >= 2, colour);
});

test("without the numbers, or switched off, all is as it was; the legend says which", () => {
  const without = coloured("group", THEMES.light, null);
  assert.equal(without.tones.colours, without.colouring.colours);
  assert.equal(without.tones.of, without.colouring.of);
  assert.equal(without.tones.entry(texts), null);
  const off = coloured("group", THEMES.light, sure([0, 0, 0, 0, 0, 0], 7), false);
  assert.equal(off.tones.colours, off.colouring.colours);
  const [entry, other] = [off, coloured("group", THEMES.light, sure([0, 0, 0, 0, 0, 0], 7))].map((each) => each.tones.entry(texts));
  assert.deepEqual([entry.on, entry.text, entry.hint], [false, "pale", "on after 7"]);
  assert.deepEqual([other.on, other.hint], [true, "off"]);
  assert.deepEqual(entry.colours, other.colours);
  assert.equal(new Set(entry.colours).size, LEVELS);
});

test("words coloured by how sure they are are in classes of five, and not pale besides", () => {
  const found = coloured("sure", THEMES.light, sure([10, 8, 6, 3.9, 0, -1]));
  assert.equal(found.tones.colours, found.colouring.colours);
  assert.equal(found.tones.entry(texts), null);
  assert.deepEqual(found.colouring.entries.map(({ name }) => name), ["0–2", "2–4", "4–6", "6–8", "8–10", "no_number"]);
  assert.deepEqual([...found.colouring.of], [0, 0, 1, 3, 4, found.colouring.none]);
  assert.equal(coloured("sure", THEMES.light, sure([1, 1, 1, 1, 1, 1])).colouring.entries.length, 5);
});

test("more runs make it outdated; the colour can be chosen once there are numbers", () => {
  const { film, tones } = coloured("group", THEMES.light, sure([1, 1, 1, 1, 1, 1], 2));
  assert.equal(tones.isOutdated(film), false);
  film.addLayer(sure([2, 1, 1, 1, 1, 1], 3));
  assert.equal(tones.isOutdated(film), true);
  assert.ok(colourChoices(film).includes("sure"));
  assert.ok(!colourChoices(new Film(header)).includes("sure"));
});

test("Python is asked for the numbers of a number of runs that did not come", () => {
  const film = new Film(header);
  assert.equal(film.hasLayerGap("sure"), false);
  film.update({ sure: 3 });
  assert.equal(film.hasLayerGap("sure"), true);
  film.addLayer(sure([2, 1, 1, 1, 1, 1], 3));
  assert.equal(film.hasLayerGap("sure"), false);
});

test("pressing the key of the legend switches it off, and Python hears of it once", () => {
  const heard = [];
  const view = { film: new Film(header), recolour() {}, watcher: { onPale: (on) => heard.push(on) } };
  const legend = { pale: (on) => View.prototype.setPale.call(view, on) };
  globalThis.document = {
    createElement: () => ({ style: {}, classList: { toggle() {} }, setAttribute() {}, append() {} }),
  };
  const press = (on) => Legend.prototype.toned.call(legend, { text: "", hint: "", on, colours: [] }).onclick();
  press(true);
  assert.equal(view.film.header.pale, false);
  View.prototype.setPale.call(view, false);
  press(false);
  delete globalThis.document;
  assert.deepEqual(heard, [false, true]);
});
