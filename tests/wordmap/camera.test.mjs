import assert from "node:assert/strict";
import { test } from "node:test";

import { Camera } from "../../embviz/wordmap/assets/camera.js";

const made = () => Object.assign(new Camera(), { width: 600, height: 400 });
const project = (camera, x, y) => {
  const out = new Float32Array(2);
  camera.project(Float32Array.of(x, y), out);
  return [...out];
};

test("the first view shows all words, the origin in the middle, y upwards", () => {
  const camera = made();
  camera.ease(0, { x: 1, y: 1 });
  assert.deepEqual(project(camera, 0, 0), [300, 200]);
  const [right, top] = project(camera, 1, 1);
  assert.ok(right < 600 && top > 0 && top < 30);
  assert.ok(Math.abs(right - 300 - (200 - top)) < 1e-3, "the same scale on x and y");
});

test("it eases towards a film that has grown, and the origin stays put", () => {
  const camera = made();
  camera.ease(0, { x: 0.5, y: 0.5 });
  const scales = [];
  while (camera.ease(1 / 60, { x: 1, y: 1 })) scales.push(camera.scale);
  assert.ok(scales.length > 20 && scales.length < 200);
  assert.ok(scales.every((scale, i) => i === 0 || scale < scales[i - 1]));
  assert.deepEqual(project(camera, 0, 0), [300, 200]);
});

test("zoom keeps what is under the pointer; pan follows the hand", () => {
  const camera = made();
  const reach = { x: 1, y: 1 };
  camera.ease(0, reach);
  const [x, y] = project(camera, 0.3, -0.2);
  camera.zoom(2.5, x, y, reach);
  const after = project(camera, 0.3, -0.2);
  assert.ok(Math.hypot(after[0] - x, after[1] - y) < 1e-3);
  camera.pan(10, -7);
  const moved = project(camera, 0.3, -0.2);
  assert.ok(Math.hypot(moved[0] - x - 10, moved[1] - y + 7) < 1e-3);
});

test("to fit is to fill the map with a frame, and then to see the whole film again", () => {
  const camera = made();
  const film = { x: 1, y: 1 };
  camera.ease(0, film);
  const { scale } = camera;
  camera.fit({ x: 0.1, y: 0.1 });
  while (camera.ease(1 / 60, film));
  assert.ok(Math.abs(camera.scale / scale - 10) < 0.1);
  camera.pan(30, 30);
  camera.fit({ x: 0.1, y: 0.1 });
  while (camera.ease(1 / 60, film));
  assert.equal(camera.scale, scale);
  assert.deepEqual(project(camera, 0, 0), [300, 200]);
});

test("a camera moved by hand stays, until it is released", () => {
  const camera = made();
  camera.ease(0, { x: 1, y: 1 });
  camera.zoom(2, 0, 0, { x: 1, y: 1 });
  const { scale } = camera;
  assert.equal(camera.ease(1, { x: 3, y: 3 }), false);
  assert.equal(camera.scale, scale);
  camera.release();
  assert.equal(camera.ease(0.1, { x: 3, y: 3 }), true);
});
