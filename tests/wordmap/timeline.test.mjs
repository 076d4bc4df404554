import assert from "node:assert/strict";
import { test } from "node:test";

import { Texts } from "../../embviz/wordmap/assets/base/texts.js";
import { beside, toldOf } from "../../embviz/wordmap/assets/panels/best.js";
import { curveBefore, isStretched, lossRange, ticks } from "../../embviz/wordmap/assets/panels/timeline.js";

const film = (epochs, total, previous, last = 4) => ({ epochs, total, header: { previous, epochs: last } });

test("the run before is placed by its epochs, and cut where this film ends", () => {
  const previous = { epochs: [0, 1, 2, 8], losses: [5, 4, 3, 2] };
  const points = curveBefore(film([0, 0.5, 2, 4], 4, previous));
  assert.deepEqual(points, [
    { frame: 0, loss: 5 },
    { frame: 1 + 1 / 3, loss: 4 },
    { frame: 2, loss: 3 },
  ]);
});

test("while a film grows, a run with the same frames is seen to its end", () => {
  const previous = { epochs: [0, 1, 2, 4], losses: [5, 4, NaN, 2] };
  const frames = (points) => points.map(({ frame }) => frame);
  assert.deepEqual(frames(curveBefore(film([0, 1], 4, previous))), [0, 1, 3]);
  assert.deepEqual(frames(curveBefore(film([0, 1], 9, previous))), [0, 1]);
});

test("without a run before there is no curve", () => {
  assert.deepEqual(curveBefore(film([0, 1], 2, undefined)), []);
  assert.deepEqual(curveBefore(film([0, 1], 2, {})), []);
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

test("where a film was best is said beside the mark, within the line", () => {
  assert.equal(beside(100, 50, 40, 600), 105);
  assert.equal(beside(590, 50, 40, 600), 550);
  assert.equal(beside(590, 900, 40, 600), 40);
  const texts = new Texts({ best: "best at {epoch}" });
  assert.equal(toldOf({ best: null, epochs: [0] }, texts, "best"), null);
  assert.equal(toldOf({ best: 1, epochs: [0, 31.02] }, texts, "best"), "best at 31");
  assert.equal(toldOf({ best: 1, epochs: [0, 2.46] }, texts, "best"), "best at 2.5");
});

test("an axis on which the first epochs take more room says so, from early on", () => {
  const even = Array.from({ length: 21 }, (_, i) => i / 2);
  const dense = Array.from({ length: 21 }, (_, i) => 10 * (i / 20) ** 2);
  const known = (epochs) => isStretched({ epochs, count: epochs.length, total: 21, header: { epochs: 10 } });
  assert.equal(known(even), false);
  assert.equal(known(dense), true);
  assert.equal(known(dense.slice(0, 6)), true, "while it grows");
  assert.equal(known(even.slice(0, 6)), false);
  assert.equal(known(dense.slice(0, 1)), false, "nobody can tell yet");
});
