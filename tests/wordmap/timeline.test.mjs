import assert from "node:assert/strict";
import { test } from "node:test";

import { curveBefore } from "../../embviz/wordmap/assets/panels/timeline.js";

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
