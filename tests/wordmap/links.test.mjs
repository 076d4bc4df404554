import assert from "node:assert/strict";
import { test } from "node:test";

import { nearby } from "../../embviz/wordmap/assets/map/links.js";

for (const dims of [2, 3]) {
  test(`the nearest words in ${dims} dimensions are those that sorting finds`, () => {
    const n = 60;
    let seed = 7;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const xy = Float32Array.from({ length: n * dims }, random);
    for (const word of [0, 13, 59]) {
      const away = (other) =>
        Math.hypot(...Array.from({ length: dims }, (_, a) => xy[dims * other + a] - xy[dims * word + a]));
      const sorted = [...Array(n).keys()].filter((o) => o !== word).sort((a, b) => away(a) - away(b));
      assert.deepEqual(nearby(word, xy, dims, n), sorted.slice(0, 10));
    }
  });
}

test("of few words all are near", () => {
  assert.deepEqual(nearby(1, new Float32Array([0, 0, 1, 0, 3, 0]), 2, 3), [0, 2]);
});
