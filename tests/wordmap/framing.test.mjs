import assert from "node:assert/strict";
import { test } from "node:test";

import { Camera } from "../../embviz/wordmap/assets/map/camera.js";
import { Film } from "../../embviz/wordmap/assets/film/film.js";
import { Framing } from "../../embviz/wordmap/assets/map/framing.js";

const TOP = 65535;
const raw = (x) => Math.round(((x / 2 + 1) / 2) * TOP);

/** A film in which words stand at the corners of boxes: left, low, right, high of each frame. */
function filmOf(boxes, more = []) {
  const n = 4 + more.length;
  const words = Array.from({ length: n }, (_, i) => `w${i}`);
  const header = { run: "r", n, first: 0, frames: boxes.length, scale: 2, words };
  const frames = boxes.map(([left, low, right, high], i) => {
    const at = [left, low, right, low, left, high, right, high, ...more.flat()];
    return { epoch: i, loss: 1, trust: 1, xy: Uint16Array.from(at.map(raw)) };
  });
  const film = new Film(header);
  film.accept({ header, frames, lists: [] });
  return film;
}

const camera = () => Object.assign(new Camera(), { width: 600, height: 400 });

function seen(framing, film, head, resting, by = camera()) {
  const { x, y, cx, cy } = framing.part(film, head, resting, (part) => by.fitting(part));
  return [cx - x, cy - y, cx + x, cy + y].map((value) => Math.round(100 * value) / 100);
}

test("at rest the map is filled by the words of the frame, wherever they are", () => {
  const film = filmOf([[-1, -1, 1, 1], [0.2, 0.1, 0.6, 0.3]]);
  const framing = new Framing();
  assert.deepEqual(seen(framing, film, 1, true), [0.2, 0.1, 0.6, 0.3]);
  const by = camera();
  by.ease(0, framing.held);
  by.locate(0.4, 0.2, 0);
  assert.deepEqual([Math.round(by.left), Math.round(by.top)], [300, 200]);
  by.locate(0.6, 0.3, 0);
  assert.ok(by.left > 0.85 * 600, "the words fill it");
});

test("while it plays nothing comes nearer, and no word leaves the map", () => {
  const film = filmOf([[-0.4, -0.4, 0.4, 0.4], [-0.2, -0.2, 0.2, 0.2], [-0.9, -0.3, 0.5, 0.3], [0, 0, 0.1, 0.1]]);
  const framing = new Framing();
  assert.deepEqual(seen(framing, film, 0, true), [-0.4, -0.4, 0.4, 0.4]);
  assert.deepEqual(seen(framing, film, 0.5, false), [-0.4, -0.4, 0.4, 0.4], "frame 3 is small, frame 1 too");
  assert.deepEqual(seen(framing, film, 1.5, false), [-0.9, -0.4, 0.5, 0.4], "it draws back");
  assert.deepEqual(seen(framing, film, 3, false), [-0.9, -0.4, 0.5, 0.4]);
  assert.deepEqual(seen(framing, film, 3, true), [0, 0, 0.1, 0.1], "where it rests it is fitted anew");
});

test("a frame that is hardly smaller than what is seen moves nothing", () => {
  const film = filmOf([[-1, -1, 1, 1], [-0.95, -0.95, 0.95, 0.95], [-0.95, -0.95, 1.01, 0.95]]);
  const framing = new Framing();
  seen(framing, film, 0, true);
  assert.deepEqual(seen(framing, film, 1, true), [-1, -1, 1, 1]);
  assert.deepEqual(seen(framing, film, 2, true), [-0.95, -0.95, 1.01, 0.95], "but no word is cut off");
});

test("a word that went astray may be off the map, one at the edge may not", () => {
  const crowd = Array.from({ length: 200 }, (_, i) => [Math.cos(i) / 2, Math.sin(i) / 2]);
  const box = [-0.5, -0.5, 0.5, 0.5];
  const framing = new Framing();
  assert.ok(seen(framing, filmOf([box], [...crowd, [1.9, 0]]), 0, true)[2] < 0.6);
  framing.begin();
  assert.equal(seen(framing, filmOf([box], [...crowd, [0.6, 0]]), 0, true)[2], 0.6);
});
