import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { cosineOf, decode, split, positionScale } from "../../embviz/wordmap/assets/film/message.js";

const folder = process.env.EMBVIZ_PACKED;

const near = (one, other) => {
  assert.equal(one.length, other.length);
  one.forEach((value, i) => assert.ok(Math.abs(value - other[i]) < 1e-6, `${value} ${other[i]}`));
};

for (const dims of [2, 3]) {
  test(`what Python packed is what JavaScript reads, ${dims}-D`, { skip: !folder }, () => {
    const expected = JSON.parse(readFileSync(join(folder, `message${dims}.json`), "utf-8"));
    // As in the browser, the bytes may start anywhere in a buffer.
    const file = readFileSync(join(folder, `message${dims}.bin`));
    const within = new Uint8Array(file.length + 3);
    within.set(file, 3);
    const { header, frames, lists, layers, table } = decode(split(within.subarray(3)));
    assert.deepEqual(header, expected.header);
    assert.equal(header.dims, dims);
    near(frames.map((frame) => frame.epoch), expected.epochs);
    assert.deepEqual(frames.map((frame) => (Number.isNaN(frame.loss) ? null : frame.loss)), expected.losses);
    near(frames.map((frame) => frame.trust), expected.trusts);
    assert.deepEqual(frames.map(({ scores }) => scores), [[0.5, 0.333], [1, null], [0.75, 0.5]]);
    const { factor, offset } = positionScale(header.scale);
    frames.forEach((frame, i) => near([...frame.xy].map((value) => value * factor + offset), expected.xy[i]));
    const ids = (row) => [...row].filter((_, at) => at % 2 === 0);
    assert.equal(lists.length, 1);
    lists[0].rows.forEach((row, i) => {
      assert.deepEqual(ids(row), expected.ids[i]);
      near([...row].filter((_, at) => at % 2).map(cosineOf), expected.cosines[i]);
    });
    assert.deepEqual(layers.map(({ name, first }) => [name, first]), [["norm", 1], ["trust", 0]]);
    layers.forEach(({ low, high, rows }, i) => {
      const values = rows.map((row) => [...row].map((byte) => low + ((high - low) * byte) / 255));
      assert.equal(values.length, expected.layers[i].length);
      values.forEach((row, frame) => near(row, expected.layers[i][frame]));
    });
    assert.equal(table.frame, 2);
    assert.deepEqual(table.rows.map(ids), expected.table);
  });
}
