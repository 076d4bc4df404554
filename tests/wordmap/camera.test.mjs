import assert from "node:assert/strict";
import { test } from "node:test";

import { Viewpoint } from "../../embviz/wordmap/assets/map/viewpoint.js";
import { Camera } from "../../embviz/wordmap/assets/map/camera.js";

const made = () => Object.assign(new Camera(), { width: 600, height: 400 });
const SPACE = { x: 1.5, y: 1.5 };
const inSpace = () => {
  const camera = made();
  camera.reset(3);
  camera.ease(0, SPACE);
  return camera;
};
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
  assert.ok(right < 600 && top > 0 && top < 30, "there is room for labels");
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

test("to fit is to see as much as the whole film, and then to fill the map with a frame again", () => {
  const camera = made();
  const film = { x: 1, y: 1 };
  const frame = { x: 0.1, y: 0.1 };
  camera.ease(0, frame);
  const { scale } = camera;
  camera.fit(film);
  while (camera.ease(1 / 60, frame));
  assert.ok(Math.abs(scale / camera.scale - 10) < 0.1);
  camera.pan(30, 30);
  camera.fit(film);
  while (camera.ease(1 / 60, frame));
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

test("a word that is sought comes into the middle, however far away it is", () => {
  const camera = made();
  const reach = { x: 1, y: 1 };
  camera.ease(0, reach);
  for (const [nearer, x] of [[1, 0.9], [150, -0.9]]) {
    camera.zoom(nearer, 300, 200, reach);
    camera.centre(x, 0.5, 0, 2 * camera.fitting(reach));
    let pictures = 0;
    while (camera.ease(1 / 60, reach)) pictures++;
    assert.ok(pictures < 180, `${pictures}`);
    const [left, top] = project(camera, x, 0.5);
    assert.ok(Math.hypot(left - 300, top - 200) < 0.1);
    assert.ok(camera.scale >= 2 * camera.fitting(reach) - 1e-9);
  }
  assert.ok(camera.free, "and it stays there");
});

test("some word is always on the map, wherever one zooms and pans", () => {
  const camera = made();
  const reach = { x: 1, y: 1 };
  const words = Float32Array.of(0.9, 0.9, -0.9, 0.9, 0.9, -0.9, -0.9, -0.9);
  const screen = new Float32Array(8);
  const held = () => {
    camera.project(words, screen);
    camera.hold(screen);
    camera.project(words, screen);
    const at = [...screen].map((v, i) => v >= 0 && v <= (i % 2 ? 400 : 600));
    assert.ok([0, 2, 4, 6].some((i) => at[i] && at[i + 1]), `${screen}`);
  };
  camera.ease(0, reach);
  for (let i = 0; i < 40; i++) {
    camera.zoom(1.3, 10, 390, reach);
    held();
  }
  for (let i = 0; i < 40; i++) {
    camera.pan(i % 3 ? 500 : -90, 333);
    held();
  }
});

test("turning keeps all distances in space, and what is in the middle there", () => {
  const camera = inSpace();
  camera.pan(40, -30);
  const places = [[0.3, -0.2, 0.9], [-1, 0.4, 0.1], [0, 0, 0]];
  const seen = () => {
    const out = new Float32Array(6);
    const depth = new Float32Array(3);
    camera.project(Float32Array.from(places.flat()), out);
    camera.nearness(Float32Array.from(places.flat()), { x: 2, y: 2 }, depth);
    return [0, 1, 2].map((i) => [out[2 * i] / camera.scale, out[2 * i + 1] / camera.scale, 4 * depth[i]]);
  };
  const distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]));
  const apart = (points) => [distance(points[0], points[1]), distance(points[1], points[2])];
  const true_ = apart(places);
  for (let i = 0; i < 500; i++) {
    camera.rotate(0.3 * Math.sin(i), 0.2 * Math.cos(3 * i));
    apart(seen()).forEach((value, j) => assert.ok(Math.abs(value - true_[j]) < 1e-5));
  }
  camera.locate(camera.x, camera.y, camera.z);
  assert.deepEqual([camera.left, camera.top], [300, 200]);
});

test("what is dragged goes with the hand: the front to the right, and down", () => {
  const camera = inSpace();
  const front = camera.axes.slice(6); // towards the reader
  camera.rotate(0.1, 0);
  camera.locate(...front);
  assert.ok(camera.left > 305 && Math.abs(camera.top - 200) < 1e-6);
  camera.rotate(-0.1, 0.1);
  camera.locate(...front);
  assert.ok(camera.top > 205 && Math.abs(camera.left - 300) < 1e-6);
});

test("nothing turns by itself; to fit is also to turn back", () => {
  const camera = inSpace();
  const home = [...camera.turn];
  assert.equal(camera.ease(1, SPACE), false);
  camera.rotate(2, 1);
  const turned = [...camera.turn];
  assert.equal(camera.ease(1, SPACE), false);
  assert.deepEqual([...camera.turn], turned);
  camera.fit({ x: 0.1, y: 0.1 });
  while (camera.ease(1 / 60, SPACE));
  camera.turn.forEach((value, i) => assert.ok(Math.abs(Math.abs(value) - Math.abs(home[i])) < 1e-9));
  assert.equal(camera.aim, null, "from there it does not fill the map at once");
});

test("panning in space follows the hand from every side", () => {
  const camera = inSpace();
  camera.rotate(1, -2);
  camera.locate(0.4, 0.2, -0.7);
  const [left, top] = [camera.left, camera.top];
  camera.pan(13, -8);
  camera.locate(0.4, 0.2, -0.7);
  assert.ok(Math.hypot(camera.left - left - 13, camera.top - top + 8) < 1e-9);
});

test("a copy of another size shows the same", () => {
  const camera = inSpace();
  camera.pan(50, 20);
  const copy = camera.sized(1200, 800);
  camera.locate(0.1, 0.2, 0.3);
  copy.locate(0.1, 0.2, 0.3);
  assert.ok(Math.hypot(copy.left - 2 * camera.left, copy.top - 2 * camera.top) < 1e-9);
  copy.rotate(1, 1);
  assert.notDeepEqual([...copy.turn], [...camera.turn]);
});

test("the axes are seen from every side, crossing in the origin", () => {
  const camera = inSpace();
  camera.pan(50, 20);
  const lines = camera.cross(SPACE, new Float32Array(12)) ?? [];
  camera.locate(0, 0, 0);
  for (let i = 0; i < 12; i += 4) {
    assert.ok(Math.abs((lines[i] + lines[i + 2]) / 2 - camera.left) < 1e-3);
    assert.ok(Math.abs((lines[i + 1] + lines[i + 3]) / 2 - camera.top) < 1e-3);
  }
});

test("one zooms to the words, not into nothing, and is told the way back where hardly one is left", () => {
  const camera = made();
  const reach = { x: 1, y: 1 };
  const told = [];
  const screen = new Float32Array(4);
  const film = { n: 2, count: 1, dims: 2, reach };
  const positionOf = (word) => ({ x: screen[2 * word], y: screen[2 * word + 1] });
  const watcher = { onCamera() {}, onLost: () => told.push(camera.scale) };
  const view = { camera, film, watcher, positionOf, scene: { screen }, xy: Float32Array.of(-0.5, 0, 0.5, 0), requestPaint() {} };
  camera.ease(0, reach);
  const fitting = camera.scale;
  const viewpoint = new Viewpoint(view);
  viewpoint.zoom(1.5);
  assert.deepEqual(told, []);
  for (let i = 0; i < 9; i++) viewpoint.zoom(2, { x: 450, y: 200 });
  assert.ok(Math.abs(camera.scale / fitting - 15) < 1e-9);
  assert.ok(told.length > 0 && told[0] > 1.5 * fitting);
  for (let i = 0; i < 9; i++) viewpoint.zoom(0.5);
  assert.ok(Math.abs(camera.scale / fitting - 0.5) < 1e-9);
  camera.zoom(1000, 0, 0, reach, 10_000);
  assert.ok(Math.abs(camera.scale / fitting - 300) < 1e-9, "many words lie closer together");
});
