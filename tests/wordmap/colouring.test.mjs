import assert from "node:assert/strict";
import { test } from "node:test";

import { Colouring, groupEntries } from "../../embviz/wordmap/assets/map/colouring.js";
import { Film } from "../../embviz/wordmap/assets/film/film.js";
import { Filter } from "../../embviz/wordmap/assets/map/legend.js";
import { contrast, luminance, palette } from "../../embviz/wordmap/assets/map/palette.js";
import { Texts } from "../../embviz/wordmap/assets/base/texts.js";

const THEMES = {
  light: { text: "#0e141b", background: "#ffffff", primary: "#0b65a3" },
  dark: { text: "#e8edf2", background: "#11161d", primary: "#3a8fd0" },
  paper: { text: "#222222", background: "#f2efe6", primary: "#0b65a3" },
};
const texts = new Texts();
const counts = [1000, 999, 100, 31, 30, 10, 4, 1];
const groups = { names: ["a", "b"], hues: [0, 1], shades: [0, 0], of: [0, 0, 1, 1, -1, -1, 0, 1] };
const words = [..."abcdefgh"];
const header = { run: "r", n: 8, first: 0, frames: 0, words, counts, groups };
const base = palette(THEMES.light, groups);

const layer = (name, rows, high) => ({ name, first: 0, low: 0, high, rows: rows.map((row) => Uint8Array.from(row)) });

/** Classes from the lowest, 0, to the highest, 4; -1 for none. */
const classes = ({ of, none }) => [...of].map((tint) => (tint === none ? -1 : 4 - tint));

test("groups keep their colours; words without one have another", () => {
  const colouring = new Colouring(new Film(header), "group", base, texts);
  assert.deepEqual([...colouring.of], [0, 0, 1, 1, 2, 2, 0, 1]);
  assert.deepEqual(colouring.entries.map(({ name }) => name), ["a", "b"]);
  assert.equal(colouring.update(3), false);
});

test("many groups are named by their families, whose entry holds all of theirs", () => {
  const many = {
    names: Array.from({ length: 14 }, (_, i) => `g${i}`),
    hues: Array.from({ length: 14 }, (_, i) => i % 2),
    shades: Array(14).fill(0),
    families: ["even", "odd"],
    of: [],
  };
  const entries = groupEntries(many, palette(THEMES.light, many));
  assert.deepEqual(entries.map(({ name }) => name), ["even", "odd"]);
  assert.deepEqual(entries[1].tints, [1, 3, 5, 7, 9, 11, 13]);
  const shaded = (groups) => {
    const film = new Film({ ...header, groups: { ...groups, of: [0, 1, 2, 3, 0, 0, 0, 0] } });
    return new Colouring(film, "group", palette(THEMES.light, groups), new Texts({ shades: "shades" })).remarks;
  };
  assert.deepEqual(shaded(many), [{ text: "shades" }]);
  assert.deepEqual(shaded({ ...many, families: [] }), []);
});

test("clusters say what they are, and which words are in none", () => {
  const say = new Texts({ clusters: "Clusters:", no_group: "others" });
  const colouring = new Colouring(new Film({ ...header, clusters: true }), "group", base, say);
  assert.equal(colouring.title, "Clusters:");
  assert.deepEqual(colouring.entries.map(({ name }) => name), ["a", "b", "others"]);
  const told = (more) => new Colouring(new Film({ ...header, clusters: true, groups: undefined, ...more }), "group", base, say).remarks;
  assert.deepEqual(told(), [{ text: "clusters_later" }]);
  assert.deepEqual(told({ groups: { ...groups, names: [] } }), [{ text: "no_clusters" }]);
  assert.deepEqual(told({ groups }), []);
  assert.deepEqual(told({ alone: true }), []);
});

test("frequencies are classed by their logarithm, and the legend says what is in a class", () => {
  const colouring = new Colouring(new Film(header), "frequency", base, texts);
  assert.deepEqual(classes(colouring), [4, 4, 3, 2, 2, 1, 1, 0]);
  assert.deepEqual(colouring.entries.map(({ name }) => name), ["1–3", "4–15", "16–63", "64–251", "252–1000"]);
  for (const { name, tints } of colouring.entries) {
    const [low, high = low] = name.split("–").map(Number);
    counts.forEach((count, word) => {
      assert.equal(tints.includes(colouring.of[word]), low <= count && count <= high, `${count} ${name}`);
    });
  }
});

test("a layer colours by the frame, on a scale that stays", () => {
  const film = new Film(header);
  const early = new Colouring(film, "trust", base, texts);
  assert.deepEqual(early.entries, []);
  assert.equal(early.outdated, false);
  const bytes = (kept) => kept.map((value) => Math.round((value / 10) * 255));
  film.addLayer(layer("trust", [bytes([0, 1, 2, 3, 4, 5, 6, 7]), bytes([8, 9, 10, 10, 10, 0, 0, 0])], 10));
  assert.equal(early.outdated, true);
  const colouring = new Colouring(film, "trust", base, texts);
  assert.deepEqual(colouring.entries.map(({ name }) => name), ["0–1", "2–3", "4–5", "6–7", "8–10"]);
  assert.equal(colouring.update(0), true);
  assert.deepEqual(classes(colouring), [0, 0, 1, 1, 2, 2, 3, 3]);
  assert.equal(colouring.update(0), false);
  assert.equal(colouring.update(1), true);
  assert.deepEqual(classes(colouring), [4, 4, 4, 4, 4, 0, 0, 0]);
  film.addLayer(layer("trust", [bytes([9, 9, 9, 9, 9, 9, 9, 9])], 12));
  assert.equal(colouring.outdated, true);
});

test("lengths are said with as many digits as tell the classes apart", () => {
  const film = new Film(header);
  film.addLayer(layer("norm", [[0, 50, 51, 102, 153, 204, 255, 255]], 2.5));
  const colouring = new Colouring(film, "norm", base, texts);
  colouring.update(0);
  assert.deepEqual(classes(colouring), [0, 0, 1, 2, 3, 4, 4, 4]);
  assert.deepEqual(colouring.entries[0].name, "0.00–0.50");
  film.addLayer(layer("norm", [Array(8).fill(0)], 0));
  const flat = new Colouring(film, "norm", base, texts);
  assert.deepEqual(flat.entries.map(({ name }) => name), ["0.000"]);
});

for (const [name, theme] of Object.entries(THEMES)) {
  test(`classes can be seen in the ${name} theme, and lightness tells their order`, () => {
    const { colours } = new Colouring(new Film(header), "frequency", palette(theme, groups), texts);
    const points = colours.points.slice(0, 5);
    points.forEach((colour) => assert.ok(contrast(colour, theme.background) >= 3, colour));
    colours.labels.forEach((colour) => assert.ok(contrast(colour, theme.background) >= 4.5, colour));
    const lightness = points.map((colour) => 116 * Math.cbrt(luminance(colour)) - 16);
    const away = theme.background === "#11161d" ? -1 : 1; // the highest is farthest from the ground
    for (let i = 1; i < 5; i++) assert.ok(away * (lightness[i] - lightness[i - 1]) > 4, `${lightness}`);
  });
}

test("the legend shows what is chosen alone; with nothing chosen, all", () => {
  const colouring = new Colouring(new Film(header), "group", base, texts);
  const filter = new Filter();
  const dimmed = new Uint8Array(8);
  const shown = () => {
    filter.apply(colouring.entries, colouring.of, dimmed);
    return words.filter((_, word) => !dimmed[word]).join("");
  };
  assert.equal(shown(), "abcdefgh");
  filter.toggle(1);
  assert.equal(shown(), "cdh");
  filter.toggle(0);
  assert.equal(shown(), "abcdgh");
  filter.toggle(1);
  assert.equal(shown(), "abg");
  filter.toggle(0);
  assert.equal(shown(), "abcdefgh");
});

test("words that did not move are grey, not of the lowest class, and have an entry of their own", () => {
  const film = new Film(header);
  const say = new Texts({ not_moved: "did not move", counted_moved: "moved:", counted_moved_absolute: "from 0:" });
  film.addLayer(layer("moved", [Array(8).fill(0), [0, 1, 50, 52, 102, 153, 204, 255]], 2.5));
  const colouring = new Colouring(film, "moved", base, say);
  assert.equal(colouring.title, "moved:");
  const [still, lowest, ...more] = colouring.entries;
  assert.deepEqual([still.name, lowest.name, more.length], ["did not move", "0.00–0.50", 4]);
  colouring.update(0);
  assert.deepEqual([...colouring.of], Array(8).fill(still.tints[0]));
  colouring.update(1);
  assert.deepEqual(classes(colouring), [-1, 0, 0, 1, 2, 3, 4, 4]);
  assert.equal(still.colour, base.points.at(-1));
  film.addLayer({ ...layer("moved", [Array(8).fill(0)], 0), absolute: true });
  const frozen = new Colouring(film, "moved", base, say);
  assert.deepEqual(frozen.entries.map(({ name }) => name), ["did not move"]);
  assert.equal(frozen.title, "from 0:");
});

test("what changed is counted in tens, with whole numbers", () => {
  const film = new Film(header);
  film.addLayer(layer("change", [[0, 25, 51, 77, 128, 204, 230, 255]], 10));
  const colouring = new Colouring(film, "change", base, texts);
  colouring.update(0);
  assert.equal(colouring.title, texts.say("counted_change"));
  assert.deepEqual(colouring.entries.map(({ name }) => name), ["0–1", "2–3", "4–5", "6–7", "8–10"]);
  assert.deepEqual(classes(colouring), [0, 0, 1, 1, 2, 4, 4, 4]);
});
