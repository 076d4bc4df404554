import assert from "node:assert/strict";
import { test } from "node:test";

import { Lasso } from "../../embviz/wordmap/assets/map/lasso.js";

/** Repeatable numbers in 0..1. */
function numbers(seed) {
  let state = seed;
  return () => ((state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296);
}

/** Inside a closed line, as the textbook says: an odd number of edges to the right. */
function within(polygon, x, y) {
  let inside = false;
  polygon.forEach(([x1, y1], i) => {
    const [x0, y0] = polygon.at(i - 1);
    if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) inside = !inside;
  });
  return inside;
}

test("what a lasso holds while it grows is what a textbook says of the closed line", () => {
  for (const seed of [1, 2, 3]) {
    const random = numbers(seed);
    const n = 300;
    const screen = Float32Array.from({ length: 2 * n }, () => 400 * random());
    const lasso = new Lasso();
    const polygon = Array.from({ length: 400 }, () => [Math.fround(400 * random()), Math.fround(400 * random())]);
    lasso.begin(...polygon[0], n, false);
    polygon.slice(1).forEach(([x, y], i) => {
      lasso.extend(x, y, screen);
      if (i % 37 && i < 397) return;
      const line = polygon.slice(0, i + 2);
      for (let word = 0; word < n; word++) {
        assert.equal(lasso.inside[word] === 1, within(line, screen[2 * word], screen[2 * word + 1]));
      }
    });
  }
});

test("a circle holds the words in it; those that stand back are not caught", () => {
  const screen = Float32Array.of(100, 100, 120, 90, 300, 300);
  const lasso = new Lasso();
  lasso.begin(150, 100, 3, true);
  for (let i = 1; i < 60; i++) lasso.extend(100 + 50 * Math.cos(i / 10), 100 + 50 * Math.sin(i / 10), screen);
  assert.deepEqual(lasso.words(new Uint8Array(3)), [0, 1]);
  assert.deepEqual(lasso.words(Uint8Array.of(0, 1, 0)), [0]);
  assert.equal(lasso.keep, true);
  assert.equal(lasso.end(), true);
  assert.equal(lasso.end(), false);
});

test("a lasso begins empty, also the second time", () => {
  const lasso = new Lasso();
  const screen = Float32Array.of(5, 5);
  lasso.begin(0, 0, 1, false);
  lasso.extend(20, 0, screen);
  lasso.extend(0, 20, screen);
  assert.deepEqual(lasso.words([0]), [0]);
  lasso.begin(0, 0, 1, false);
  assert.deepEqual(lasso.words([0]), []);
});
