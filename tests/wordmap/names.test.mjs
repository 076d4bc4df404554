import assert from "node:assert/strict";
import { test } from "node:test";

import { fitting, named, short } from "../../embviz/wordmap/assets/base/names.js";
import { Painter } from "../../embviz/wordmap/assets/map/painter.js";
import { range, writer } from "../../embviz/wordmap/assets/map/scale.js";
import { Texts } from "../../embviz/wordmap/assets/base/texts.js";

const measure = (text) => 10 * [...text].length;

test("a word is cut where it is too long, and never within a sign", () => {
  assert.equal(short("x".repeat(40)), "x".repeat(40));
  assert.equal(short("x".repeat(3000)), `${"x".repeat(39)}…`);
  assert.equal(short("👑".repeat(40)), "👑".repeat(40));
  assert.equal(short("👑".repeat(1000), 3), "👑👑…");
  assert.equal(named("שלום"), "\u2068שלום\u2069");
});

test("a label fits, whatever its word; a word that fits is not touched", () => {
  assert.equal(fitting("king", 40, measure), "king");
  assert.equal(fitting("kingdom", 50, measure), "king…");
  assert.equal(fitting("👑".repeat(4), 30, measure), "👑👑…");
  assert.equal(measure(fitting("x".repeat(4096), 200, measure)), 200);
});

test("a word without end is cut by reading its first signs alone", () => {
  const asked = [];
  fitting("東".repeat(4096), 100, (text) => asked.push(text.length) && measure(text));
  assert.ok(Math.max(...asked) <= 41, `${Math.max(...asked)}`);
});

test("labels of words of any length are narrower than the map", () => {
  const context = { measureText: (text) => ({ width: measure(text) }) };
  const painter = new Painter(context);
  painter.resize(400, 500, 1);
  const words = ["king", "x".repeat(3000), "مرحبا", "👩‍👩‍👧‍👦".repeat(300)];
  painter.prepare({ n: words.length, words }, "sans-serif", false);
  assert.equal(painter.words[0], "king");
  assert.equal(painter.words[2], "مرحبا");
  for (const width of painter.boldWidths) assert.ok(width <= 0.4 * 400 + 4, `${width}`);
  assert.ok(painter.words[1].endsWith("…"));
});

const bounds = (low, high, whole = false, decimal = ".") => {
  const write = writer(low, high, (high - low) / 5, whole, new Texts({ decimal }));
  return [0, 1, 2, 3, 4, 5].map((i) => write(low + ((high - low) * i) / 5));
};

test("bounds are written so that one can tell them apart, large or small", () => {
  assert.deepEqual(bounds(1990, 2020, true), ["1990", "1996", "2002", "2008", "2014", "2020"]);
  const large = ["0", "200 000", "400 000", "600 000", "800 000", "1 000 000"];
  assert.deepEqual(bounds(0, 1e6).map((text) => text.replaceAll("\u202f", " ")), large);
  assert.deepEqual(bounds(0, 1, false, ",").slice(0, 3), ["0,00", "0,20", "0,40"]);
  assert.deepEqual(bounds(0, 1e-6).slice(0, 3), ["0", "2.0e-7", "4.0e-7"]);
  assert.deepEqual(bounds(-10, 10).slice(0, 3), ["−10", "−6", "−2"]);
  assert.equal(bounds(1.6e9, 1.7e9, true)[0].replaceAll("\u202f", " "), "1 600 000 000");
  assert.equal(bounds(12345.6, 12345.7)[0].replace("\u202f", " "), "12 345.60");
  const ranges = [[0, 1e-9], [1e9, 1e9 + 1], [5e12, 6e12], [-1e15, 1e15], [0.001, 0.002], [99999, 100001]];
  for (const [low, high] of ranges) {
    const written = bounds(low, high);
    assert.equal(new Set(written).size, 6, String(written));
    assert.ok(written.every((text) => text.length < 20), String(written));
  }
});

test("a dash between numbers below zero has room", () => {
  assert.equal(range("1", "2"), "1–2");
  assert.equal(range("2", "2"), "2");
  assert.equal(range("−2", "−1"), "−2 – −1");
});

test("texts are filled in, and numbers keep their width", () => {
  const texts = new Texts({ readout: "frame {frame} of {frames}", decimal: "," });
  assert.equal(texts.say("readout", { frame: 3, frames: 9 }), "frame 3 of 9");
  assert.equal(texts.say("absent"), "absent");
  assert.equal(texts.say("readout", { frame: "{frames}" }), "frame {frames} of {frames}");
  assert.equal(texts.number(3.14159, 2), "3,14");
  assert.equal(texts.number(7, 0, 120), "\u2007\u20077");
});
