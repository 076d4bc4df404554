import assert from "node:assert/strict";
import { test } from "node:test";

import { Labels, importance, mostLabels } from "../../embviz/wordmap/assets/map/labels.js";

/** Repeatable numbers in 0..1. */
function numbers(seed) {
  let state = seed;
  return () => ((state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296);
}

const NONE = { ringed: [], mute: [], near: null };

function scene(n, seed = 1) {
  const random = numbers(seed);
  const screen = Float32Array.from({ length: 2 * n }, (_, i) => random() * (i % 2 ? 400 : 600));
  const widths = Float32Array.from({ length: n }, () => 20 + 50 * random());
  return { screen, measure: { widths, line: 18, radius: 3, width: 600, height: 400, ...NONE } };
}

const labelsOf = (n) => new Labels(Array.from({ length: n }, (_, word) => word));
const shownIn = (labels) => [...labels.shown.keys()].filter((word) => labels.shown[word]);

function boxesOf(labels, screen) {
  return shownIn(labels).map((word) => {
    const [left, top] = labels.corner(word, labels.side[word]);
    const [x, y] = [screen[2 * word] + left, screen[2 * word + 1] + top];
    return { word, x0: x, y0: y, x1: x + labels.measure.widths[word], y1: y + labels.measure.line };
  });
}

function overlaps(boxes) {
  const pairs = [];
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) {
      if (a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1) pairs.push([a.word, b.word]);
    }
  });
  return pairs;
}

test("labels do not overlap and stay on the map", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const { screen, measure } = scene(400, seed);
    const labels = labelsOf(400);
    labels.place([screen], measure, [7, 8], 200);
    const boxes = boxesOf(labels, screen);
    assert.ok(boxes.length > 60, `${boxes.length}`);
    assert.deepEqual(overlaps(boxes), []);
    for (const { x0, y0, x1, y1 } of boxes) assert.ok(x0 >= 0 && y0 >= 0 && x1 <= 600 && y1 <= 400);
  }
});

test("few words are all named", () => {
  const { screen, measure } = scene(35);
  const labels = labelsOf(35);
  labels.place([screen], measure, [], 200);
  assert.ok(shownIn(labels).length >= 33);
});

test("a picture at rest keeps its labels", () => {
  const { screen, measure } = scene(500);
  const labels = labelsOf(500);
  labels.place([screen], measure, [], 200);
  const before = String(shownIn(labels));
  for (let i = 0; i < 5; i++) labels.place([screen], measure, [], 200);
  assert.equal(String(shownIn(labels)), before);
});

test("labels stay put while words drift", () => {
  const { screen, measure } = scene(200);
  const labels = labelsOf(200);
  labels.place([screen], measure, [], 200);
  const random = numbers(9);
  let changes = 0;
  for (let i = 0; i < 12; i++) {
    const before = labels.shown.slice();
    for (let at = 0; at < screen.length; at++) screen[at] += 2 * (random() - 0.5);
    labels.place([screen], measure, [], 200);
    changes += before.filter((shown, word) => shown && !labels.shown[word]).length;
  }
  assert.ok(changes / 12 < 0.05 * shownIn(labels).length, `${changes} labels went in two seconds`);
});

test("what is in the way gives way, after a moment, to what is more important", () => {
  const labels = labelsOf(2);
  const measure = { widths: Float32Array.of(590, 590), line: 18, radius: 3, width: 600, height: 44, ...NONE };
  const screen = Float32Array.of(300, 12, 300, 13); // there is room below them only
  labels.place([screen], measure, [], 200);
  assert.deepEqual(shownIn(labels), [0]);
  labels.place([screen], measure, [1], 200);
  assert.deepEqual(shownIn(labels), [0, 1], "it is suffered once");
  labels.place([screen], measure, [1], 200);
  assert.deepEqual(shownIn(labels), [1]);
});

test("labels that are about to meet part in time", () => {
  const labels = labelsOf(2);
  const measure = { widths: Float32Array.of(290, 290), line: 18, radius: 3, width: 600, height: 28, ...NONE };
  const now = Float32Array.of(150, 5, 450, 5); // there is room below them only
  labels.place([now], measure, [], 200);
  assert.deepEqual(shownIn(labels), [0, 1]);
  const ahead = Float32Array.of(250, 5, 350, 5);
  labels.place([now, ahead, ahead], measure, [], 200);
  labels.place([now, ahead, ahead], measure, [], 200);
  assert.deepEqual(shownIn(labels), [0]);
  labels.place([now, now, now], measure, [], 200);
  assert.deepEqual(shownIn(labels), [0], "what has gone stays away while words move");
  labels.place([now], measure, [], 200);
  assert.deepEqual(shownIn(labels), [0, 1]);
});

test("labels fade in and out in 150 ms", () => {
  const { screen, measure } = scene(2);
  const labels = labelsOf(2);
  labels.place([screen], measure, [], 200);
  let pictures = 0;
  while (labels.fade(1 / 60)) pictures++;
  assert.ok(pictures >= 8 && pictures <= 11, `${pictures}`);
  assert.deepEqual([...labels.opacity], [1, 1]);
});

test("every group has its turn, the commonest words first", () => {
  assert.deepEqual(importance(6, [0, 0, 0, 1, 1, -1]), [0, 3, 5, 1, 4, 2]);
  assert.deepEqual(importance(3, []), [0, 1, 2]);
});

test("more labels as one zooms in, and on small maps fewer", () => {
  assert.equal(mostLabels(200, 600, 400, 1), 200);
  const far = mostLabels(1000, 600, 400, 1);
  assert.ok(far < 80 && mostLabels(1000, 600, 400, 2) === 2 * far && mostLabels(1000, 600, 400, 99) === 200);
});

test("words that stand back have no label", () => {
  const { screen, measure } = scene(35);
  const labels = labelsOf(35);
  labels.place([screen], measure, [], 200);
  assert.ok(labels.shown[3]);
  const mute = Uint8Array.from({ length: 35 }, (_, word) => (word === 3 ? 1 : 0));
  labels.place([screen], { ...measure, mute }, [3], 200);
  assert.ok(!labels.shown[3]);
});

test("in space, near words have their labels before far ones", () => {
  const { screen, measure } = scene(400);
  const near = Float32Array.from({ length: 400 }, (_, word) => (word % 2 ? 0.9 : 0.1));
  const labels = labelsOf(400);
  labels.place([screen], { ...measure, near }, [], 60);
  const shown = shownIn(labels);
  assert.ok(shown.filter((word) => word % 2).length > 0.8 * shown.length);
  const turned = near.map((value) => 1 - value);
  labels.place([screen], { ...measure, near: turned }, [], 60);
  assert.ok(shownIn(labels).filter((word) => word % 2 === 0).length > 0.8 * shown.length);
});

test("no label lies where something else is on the map, at rest or moving", () => {
  const taken = [[540, 0, 600, 120], [0, 180, 60, 200]];
  const { screen, measure } = scene(400, 6);
  const free = labelsOf(400);
  free.place([screen], measure, [], 200);
  const within = (labels) => boxesOf(labels, screen).filter(({ x0, y0, x1, y1 }) => {
    return taken.some(([left, top, right, bottom]) => x0 < right && x1 > left && y0 < bottom && y1 > top);
  });
  assert.ok(within(free).length, "otherwise this shows nothing");
  for (const moments of [[screen], [screen, screen, screen]]) {
    const labels = labelsOf(400);
    labels.place(moments, { ...measure, taken }, [], 200);
    assert.deepEqual(within(labels), []);
    assert.ok(shownIn(labels).length > 60);
  }
});

test("a label looks for a side without points; at rest it moves to one, in motion it stays", () => {
  const labels = labelsOf(2);
  const measure = { widths: Float32Array.of(60, 0), line: 18, radius: 3, width: 600, height: 400, ...NONE, mute: [0, 1] };
  const beside = Float32Array.of(300, 200, 330, 200); // a point where the best place is
  labels.place([beside], measure, [], 200);
  assert.deepEqual(labels.corner(0, labels.side[0])[0] < 0, true, "at the left");
  const left = Float32Array.of(300, 200, 270, 200);
  const side = labels.side[0];
  labels.place([left, left, left], measure, [], 200);
  assert.equal(labels.side[0], side);
  labels.place([left], measure, [], 200);
  assert.notEqual(labels.side[0], side);
  assert.ok(labels.shown[0]);
});
